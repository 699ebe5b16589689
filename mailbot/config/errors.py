"""What is wrong with a configuration, in words an administrator can act on.
All problems of all files at once; a value that may be a password is never repeated."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it stands, at which key, what was seen and what was expected."""

    file: str
    line: int | None
    key: str
    text: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.key, self.text) if part)


class ConfigError(Exception):
    """The configuration cannot be used. Holds every problem that was found, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def single(cls, text: str) -> ConfigError:
        """A problem that belongs to no line of a file."""
        return cls((Problem("", None, "", text),))


def nearest(word: str, valid: Iterable[str]) -> str:
    """The valid spelling that was probably meant, or an empty string."""
    choices = list(dict.fromkeys(valid))
    folded = {choice.casefold(): choice for choice in choices}
    found = difflib.get_close_matches(word.casefold().replace("-", "_").replace(" ", "_"), folded, n=1, cutoff=0.6)
    found = found or difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    begun = [choice for choice in choices if len(word) >= 5 and choice.casefold().startswith(word.casefold())]
    return folded[found[0]] if found else begun[0] if begun else ""


def did_you_mean(word: str, valid: Iterable[str]) -> str:
    """The end of a sentence: the nearest valid spelling, or nothing."""
    found = nearest(word, valid)
    return f'; did you mean "{found}"?' if found else ""


def one_of(values: Iterable[str]) -> str:
    """The allowed values, as one reads them aloud."""
    quoted = [f'"{value}"' for value in values]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def seen(value: Any) -> str:
    """A value as the administrator wrote it, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else f"{value[:57]}...")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    if isinstance(value, dict):
        return "a table"
    return str(value)
