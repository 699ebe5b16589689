"""Letters: a decision's letters and the templates become drafts, in the reader's language.
Pure once loaded; templates see plain data only, and a broken one never keeps a customer from hearing from us."""

from __future__ import annotations

from mailbot.render.variables import VARIABLES, LetterKind, Var

__all__ = ["VARIABLES", "LetterKind", "Var"]
