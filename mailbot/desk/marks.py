"""Marks of a case: what was seen in its mails that whoever works on it should know, kept with it as short words.
"urgent" and "standstill" stand alone; a topic, a remembered detail or a wished level stands behind its kind and a colon."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

STANDSTILL, URGENT = "standstill", "urgent"  # work stands still; the customer calls it urgent (rules/priority.toml)
AT_ONCE = (STANDSTILL, URGENT)  # agents hear of these even while details are missing

TOPIC = "topic:"  # what the mail may be about that we do not treat, or not for nothing
HOURS = "hours:"  # a topic that has opening hours of its own
REMEMBERED = "remembered:"  # a detail that an earlier case told
WISHES = "wishes:"  # the level that the customer asks for
ASKED = "asked:"  # what a letter of ours asked besides the checklist
_KINDS = (TOPIC, HOURS, REMEMBERED, WISHES, ASKED)


def marked(kind: str, names: Iterable[str]) -> tuple[str, ...]:
    """The marks of these names."""
    return tuple(f"{kind}{name}" for name in names)


def named(kind: str, marks: Iterable[str]) -> tuple[str, ...]:
    """The names that marks of one kind carry."""
    return tuple(mark.removeprefix(kind) for mark in marks if mark.startswith(kind))


def alone(marks: Iterable[str]) -> tuple[str, ...]:
    """The marks that stand alone."""
    return tuple(mark for mark in marks if not mark.startswith(_KINDS))


def notice_of(marks: tuple[str, ...]) -> dict[str, Any]:
    """What an agent reads of the marks, as variables of his notice."""
    return {
        "flags": list(alone(marks)),
        "topics": list(dict.fromkeys(named(TOPIC, marks))),
        "remembered": list(named(REMEMBERED, marks)),
        "wishes_priority": next(iter(named(WISHES, marks)), ""),
    }
