"""What every letter may say: one table of the templates and their variables, a file for each kind of reader.
Decisions fill these, templates read these, and nothing else exists; `mailbot check` and the tests hold both to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from mailbot.render.variables.admins import ADMINS
from mailbot.render.variables.agents import AGENTS
from mailbot.render.variables.customers import CUSTOMERS
from mailbot.render.variables.declare import Audience, LetterKind, Var
from mailbot.render.variables.rights import RIGHTS
from mailbot.render.variables.shared import REPLY_IS
from mailbot.render.variables.strangers import STRANGERS

__all__ = ["VARIABLES", "Audience", "LetterKind", "Var"]


def _table(*letters: LetterKind) -> Mapping[str, LetterKind]:
    return {letter.name: replace(letter, variables=(*letter.variables, REPLY_IS)) if letter.audience == "agent" else letter for letter in letters}


VARIABLES: Final[Mapping[str, LetterKind]] = _table(*CUSTOMERS, *RIGHTS, *STRANGERS, *AGENTS, *ADMINS)
