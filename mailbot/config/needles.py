"""What must stand in a line for a rule's pattern to match it: words, looked for before the pattern is tried.
Careful: what is not surely needed is left out, and a pattern that is not understood needs nothing and is always tried."""

from __future__ import annotations

from functools import lru_cache

from mailbot.config.patterns import class_end, escape, opening, quantifier

Group = tuple[str, ...]  # one of these must be there
Way = tuple[Group, ...]  # of each of these groups
Ways = tuple[Way, ...]  # in one of these ways

_SURE = frozenset((*map(chr, range(0x20, 0x7F)), *"ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ"))


def folded(text: str) -> str:
    """A text in which needles are looked for: letters without case; also those that only a pattern without case takes for i."""
    return text.replace("İ", "i").replace("ı", "i").casefold()


def vocabulary(text: str) -> str:
    """The different words of a text, each with what stands right beside it: no needle without a space is in the text and not in here."""
    return " ".join(dict.fromkeys(folded(text).split()))


@lru_cache(maxsize=4096)
def needles(source: str) -> Ways | None:
    """What must stand in a folded line, the groups of few words first; None when nothing is sure."""
    try:
        ways, _ = _alternatives(source, 0)
    except _NotUnderstood:
        return None
    return tuple(tuple(sorted(way, key=len)) for way in ways) if all(ways) else None


@lru_cache(maxsize=4096)
def single_needles(source: str) -> Ways | None:
    """The same for a vocabulary: of needles of several words, the longest of each."""
    ways = needles(source)
    return None if ways is None else tuple(tuple(tuple(dict.fromkeys(max(word.split(" "), key=len) for word in group)) for group in way) for way in ways)


def left(ways: Ways, text: str) -> Ways:
    """Of these ways, those that are still open in a folded text or vocabulary, each with the words that it holds."""
    return tuple(there for way in ways if (there := _there(way, text)))


def _there(way: Way, text: str) -> Way:
    """What a text holds of a way; nothing as soon as one group lacks, and most texts lack the first."""
    held: list[Group] = []
    for group in way:
        words = tuple([word for word in group if word in text])
        if not words:
            return ()
        held.append(words)
    return tuple(held)


class _NotUnderstood(Exception):
    """A pattern with something that is not weighed here."""


def _alternatives(source: str, at: int) -> tuple[Ways, int]:
    """The ways of what stands here, up to its closing bracket or the end; and where that is."""
    ways: list[Way] = []
    while True:
        way, at = _sequence(source, at)
        ways.append(way)
        if source[at : at + 1] != "|":
            return tuple(ways), at
        at += 1


def _sequence(source: str, at: int) -> tuple[Way, int]:
    """What one alternative needs, and where it ends."""
    groups: list[Group] = []
    run = ""
    while at < len(source) and source[at] not in "|)":
        piece, inner = source[at], None
        if piece == "(":
            inner, at = _bracket(source, at)
        else:
            piece, at = _piece(source, at)
        count, _, optional = quantifier(source, at)
        sure = piece if inner is None and not optional else ""
        at += count
        run += sure
        if count or not sure:
            groups += _words(run)
            run = ""
        if inner and not optional:
            groups += inner
    return (*groups, *_words(run)), at


def _words(run: str) -> Way:
    return ((run,),) if run.strip() else ()


def _piece(source: str, at: int) -> tuple[str, int]:
    """The letter that must stand here, "" when it may be another; and where the next piece begins."""
    piece = source[at]
    if piece == "\\":
        piece = escape(source, at)
        letter = piece[1:2]
        if letter.isalnum():
            if letter not in "bBdDwWsS":
                raise _NotUnderstood
            letter = ""
    elif piece == "[":
        piece = source[at : class_end(source, at)]
        letter = ""
    elif piece in "{*+?":
        raise _NotUnderstood
    else:
        letter = "" if piece in ".^$" else piece.lower()
    return letter.casefold() if letter in _SURE else "", at + len(piece)


def _bracket(source: str, at: int) -> tuple[Way, int]:
    """What is needed of a bracket, and where the piece behind it begins. A look ahead is no part of the match."""
    begins = at + opening(source, at)
    head = source[at:begins]
    named = "<" in head and head.endswith(">")
    if (head not in ("(", "(?:", "(?=", "(?!") and not named) or source[begins : begins + 1] in ("*", "?"):
        raise _NotUnderstood
    ways, at = _alternatives(source, begins)
    if head in ("(?=", "(?!") or not all(ways):
        return (), at + 1
    return ways[0] if len(ways) == 1 else (_one_of(ways),), at + 1


def _one_of(ways: Ways) -> Group:
    """One word of which each of these ways holds one: of each, the group of the longest."""
    words = {word for way in ways for word in max(way, key=lambda group: min(map(len, group)))}
    return tuple(word for word in sorted(words) if not any(other in word for other in words if other != word))
