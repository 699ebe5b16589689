"""Which of several things an agent means by a word: its name, or a beginning that only one has.
Never a guess: what is merely near is named in the answer, and nothing is done."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

SHORTEST = 3  # letters of a beginning


def chosen(seen: str, offered: Mapping[str, str]) -> str | None:
    """What this word stands for; `offered`: every way to call it, and what that means."""
    word = plain(seen)
    known = {plain(name): value for name, value in offered.items()}
    if word in known:
        return known[word]
    begun = {value for name, value in known.items() if name.startswith(word)} if len(word) >= SHORTEST else set()
    return begun.pop() if len(begun) == 1 else None


def near(seen: str, offered: Iterable[str]) -> str:
    """The name that was probably meant, or an empty string."""
    names = {plain(name): name for name in offered}
    found = difflib.get_close_matches(plain(seen), list(names), n=1, cutoff=0.6)
    return names[found[0]] if found else ""


def plain(word: str) -> str:
    """A name as it is compared: lower case, single spaces, none for an underscore."""
    return " ".join(word.casefold().replace("_", " ").split())
