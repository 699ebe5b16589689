"""Letters: a decision's letters and the templates become drafts, in the reader's language.
Pure once loaded; templates see plain data only, and a broken one never keeps a customer from hearing from us."""

from __future__ import annotations

from mailbot.render.check import problems
from mailbot.render.html import html_of
from mailbot.render.letters import NotWritten, render
from mailbot.render.load import Templates, load
from mailbot.render.published import published
from mailbot.render.samples import samples
from mailbot.render.scenes import Scene, scenes
from mailbot.render.variables import VARIABLES, LetterKind, Var

__all__ = ["VARIABLES", "LetterKind", "NotWritten", "Scene", "Templates", "Var", "html_of", "load", "problems", "published", "render", "samples", "scenes"]
