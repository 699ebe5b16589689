"""What an argument of a command is: who reads it, whether it may be left out, and how it is written.
A reader looks at the words that are left, and says what it takes, what is wrong with it, or that it is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Taken:
    """What a reader found, by field of Command, and how many words it took."""

    fields: Mapping[str, Any]
    used: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a reader could not read: problem and suggestion as in Fault; the suggestion without the command's name."""

    problem: str
    seen: str
    suggestion: str = ""
    offered: str = ""  # what there is to choose from


Words = Sequence[str]
Reader = Callable[[Words], Taken | Wrong | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """One argument of a command. `example` is suggested where it is missing; what stands in braces there is filled in by
    desk/agents/examples.py from what the vendor has, else by [example] of templates/*/words.toml."""

    read: Reader
    example: str
    needed: bool = True
    missing: str = "missing"  # the problem, where a needed one is not there
    offers: tuple[str, ...] = ()  # the words to choose from


def maybe(piece: Piece) -> Piece:
    """The same argument, which may be left out."""
    return replace(piece, needed=False)


def shown_as(piece: Piece, example: str) -> Piece:
    """The same argument with another example."""
    return replace(piece, example=example)
