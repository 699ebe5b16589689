"""A command that was understood, and one that was not.
Both say which line they come from, as the agent typed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mailbot.desk.commands.days import DayToCome


@dataclass(frozen=True, slots=True)
class Command:
    """One line, understood. What it does not take is empty."""

    name: str
    line: int  # 1-based, within the new text
    source: str  # as the agent typed it
    minutes: int = 0  # below zero: a correction
    on: date | None = None
    to_come: DayToCome | None = None  # a day that was written in words
    words: str = ""  # the rest of the line
    force: bool = False
    addresses: tuple[str, ...] = ()  # as typed
    person: str = ""  # an agent's id, without @
    number: str = ""  # of a case, as typed, in capitals
    choice: str = ""  # one of the words that the command offers, in its English form
    module: str = ""  # of a training
    amount_minor: int | None = None
    currency: str = ""
    item: int | None = None  # number of a payment or a block


@dataclass(frozen=True, slots=True)
class Fault:
    """One line that could not be understood or done."""

    line: int
    source: str
    problem: str  # key of a sentence in [fault] of templates/*/words.toml: "unknown", "duration", ...
    seen: str = ""
    suggestion: str = ""
    offered: str = ""  # what there is to choose from
    at: str = ""  # an instant: when it was done before
    amount_minor: int | None = None  # what was seen, where it is money; written as the reader's language writes it
    currency: str = ""


def fault_of(command: Command, problem: str, seen: str = "", suggestion: str = "", *, offered: str = "", at: str = "") -> Fault:
    """Why a command that reads well may not run."""
    return Fault(command.line, command.source, problem, seen, suggestion, offered, at)
