"""What is left of a configuration when its faulty keys are set aside, so that one look shows the mistakes of every kind.
Nothing is ever run with it; it only lets the remaining checks speak, and says which of them to doubt."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from mailbot.config.errors import Problem, nearest
from mailbot.config.explain import fields, table_at
from mailbot.config.lines import Key
from mailbot.config.settings import Config

_HEADER = re.compile(r"\s*\[(\[?)\s*([^\]\"']+?)\s*\]")
_NAME = re.compile(r"\s*([\w-]+)")
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Doubts:
    """What was set aside."""

    keys: frozenset[Key] = frozenset()
    sections: frozenset[str] = frozenset()  # of which whole tables are gone: names seem not to exist, numbers are shifted

    def about(self, key: Key) -> bool:
        """Whether a finding at this key may only follow from what was set aside."""
        return key[0] in self.sections or any(key[: len(gone)] == gone or gone[: len(key)] == key for gone in self.keys)

    def names(self, section: str) -> bool:
        """Whether a name in this section may be among what was set aside."""
        return section in self.sections or any(gone[0] == section and gone[-1] in ("name", "id", section) for gone in self.keys)


NO_DOUBT = Doubts()


def salvage(given: Mapping[str, Any], error: ValidationError) -> tuple[Config | None, Doubts]:
    """The configuration without the keys that `error` names; None when nothing sensible is left."""
    left: Any = copy.deepcopy(dict(given))
    keys: set[Key] = set()
    sections: set[str] = set()
    faults: ValidationError | None = error
    for _ in range(_ROUNDS):
        if faults is None:
            break
        gone: list[Key] = []
        for found in faults.errors():
            key = _key(found)
            keys.add(_meant(found, key))
            if any(isinstance(part, int) for part in key[:2]) and len(key) <= 2:
                sections.add(str(key[0]))
            gone.append(key)
        for key in sorted(set(gone), key=_from_the_end, reverse=True):
            _take_out(left, key)
        try:
            return Config.model_validate(left), Doubts(frozenset(keys), frozenset(sections))
        except ValidationError as more:
            faults = more
    return None, Doubts(frozenset(keys), frozenset(sections))


def _key(found: Mapping[str, Any]) -> Key:
    """What to take out: the key of the innermost section; of a required key that is missing, its whole table."""
    loc: Key = tuple(part for part in found["loc"] if part != "[key]")
    if found["type"] == "missing":
        return loc[:-1]
    length = len(loc)
    while length > 1 and table_at(loc[: length - 1]) is None:
        length -= 1
    return loc[:length]


def _meant(found: Mapping[str, Any], key: Key) -> Key:
    """The key that is in doubt: of a misspelt one, the one that was meant."""
    table = table_at(key[:-1])
    if found["type"] != "extra_forbidden" or table is None:
        return key
    close = nearest(str(key[-1]), fields(table))
    return (*key[:-1], close) if close else key


def _from_the_end(key: Key) -> tuple[tuple[bool, int | str], ...]:
    return tuple((isinstance(part, int), part) for part in key)


def _take_out(table: Any, key: Key) -> None:
    for part in key[:-1]:
        try:
            table = table[part]
        except (KeyError, IndexError, TypeError):
            return
    last = key[-1]
    if isinstance(table, dict):
        table.pop(last, None)
    elif isinstance(table, list) and isinstance(last, int) and last < len(table):
        table.pop(last)


def doubts_of_syntax(raw: bytes, faults: tuple[Problem, ...]) -> frozenset[Key]:
    """The keys of the lines that could not be read."""
    lines = raw.decode("utf-8-sig", "replace").splitlines()
    return frozenset(key for fault in faults if fault.line and fault.line <= len(lines) and (key := _key_of_line(lines, fault.line)))


def _key_of_line(lines: list[str], number: int) -> Key:
    """Section and key of a line, as far as can be seen."""
    name = _NAME.match(lines[number - 1])
    for at in range(number - 1, 0, -1):
        if header := _HEADER.match(lines[at - 1]):
            path: Key = tuple(header[2].split("."))
            if header[1]:
                above = [found for line in lines[:at] if (found := _HEADER.match(line)) and found[1] and found[2] == header[2]]
                path = (*path, len(above) - 1)
            return (*path, name[1]) if name else path
    return (name[1],) if name else ()
