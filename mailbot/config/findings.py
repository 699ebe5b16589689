"""What the checks find: problems, which stop the start, and warnings, with which the desk runs.
A finding that may only follow from a mistake already told is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mailbot.config.errors import Problem, did_you_mean, seen
from mailbot.config.lines import Key, line_of, spoken
from mailbot.config.salvage import NO_DOUBT, Doubts


@dataclass(slots=True)
class Findings:
    """Problems and warnings, each with its place in the file."""

    file: str
    lines: Mapping[Key, int]
    doubts: Doubts = NO_DOUBT
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def _at(self, key: Key, text: str) -> Problem:
        return Problem(self.file, line_of(self.lines, key), spoken(key), text)

    def wrong(self, key: Key, text: str) -> None:
        if not self.doubts.about(key):
            self.problems.append(self._at(key, text))

    def warn(self, key: Key, text: str) -> None:
        self.warnings.append(str(self._at(key, text)))

    def known(self, key: Key, name: str, names: Iterable[str], what: str, section: str = "") -> None:
        """A name that must be one of these, which `section` makes."""
        known = tuple(dict.fromkeys(names))
        if name not in known and not self.doubts.names(section):
            listed = f"expected one of {', '.join(known)}" if known else f"there is no {what} in this file"
            self.wrong(key, f"{seen(name)} is no {what}, {listed}{did_you_mean(name, known)}")

    def once(self, keyed: Iterable[tuple[Key, str]], what: str) -> None:
        """Names of which each may stand once."""
        first: dict[str, Key] = {}
        for key, name in keyed:
            if name.casefold() in first:
                line = self.lines.get(first[name.casefold()])
                self.wrong(key, f"{seen(name)} is {what} already{f' in line {line}' if line else ''}; each must be its own")
            first.setdefault(name.casefold(), key)
