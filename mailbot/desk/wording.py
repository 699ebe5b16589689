"""Words and patterns in the text of a mail: whole words in any language, accents count, case does not.
Bounded in characters, lines and time, so that neither a mail nor a vendor's pattern can make a rule run away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from mailbot.config.needles import folded, left, single_needles, vocabulary
from mailbot.config.patterns import compiled

TEXT_LIMIT = 200_000  # characters of a mail in which words are looked for
PATTERN_TEXT = 40_000  # characters in which patterns are looked for
PATTERN_LINE = 500  # a longer line is cut between words
PATTERN_LINES = 1_000
PATTERN_S = 0.05  # for one pattern on one line
STRIKES = 3  # patterns of one rule file that may take too long; then no more are tried

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zåäöüß])")


class OutOfPatience(Exception):
    """A pattern took too long and was given up; the rule counts as missed."""


class Patience:
    """How much slowness is still borne while one mail is asked one set of rules."""

    __slots__ = ("strikes",)

    def __init__(self) -> None:
        self.strikes = 0


@dataclass(frozen=True)
class Words:
    """The words of a text in the three ways in which they are asked for."""

    pieces: tuple[str, ...] = field(repr=False)  # what stands between white space, lower case
    mixed: Mapping[str, str] = field(repr=False)  # of those that are not one word and nothing else: the words, one space between
    each: frozenset[str]
    vocabulary: str  # what patterns cannot do without is looked for in here

    @cached_property  # few mails hold all words of a phrase: the others are spared this
    def spaced(self) -> str:
        """All words in a row, one space between and around: a phrase is found by plain search, in linear time."""
        words = filter(None, map(self.mixed.get, self.pieces, self.pieces)) if self.mixed else self.pieces
        return f" {' '.join(words)} "


@lru_cache(maxsize=8)
def words_of(text: str) -> Words:
    """The words of the text at hand: every rule and many a reader ask for the same."""
    normal = unicodedata.normalize("NFC", text)
    pieces = normal.casefold().split()
    different = dict.fromkeys(pieces)
    mixed = {piece: " ".join(_WORD.findall(piece)) for piece in different if not piece.isalnum()}
    each = frozenset(different.keys() - mixed.keys()).union(*map(str.split, mixed.values()))
    as_written = normal == text and "İ" not in text and "ı" not in text
    return Words(tuple(pieces), mixed, each, " ".join(different) if as_written else vocabulary(text))


def spaced(text: str) -> str:
    """The words of a text, lower case, one space between and around."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    return f" {' '.join(words)} "


def has(words: Words, phrase: str) -> bool:
    """Do these words hold this word or phrase, as whole words?"""
    return _phrase(phrase) in words.spaced


def has_any(words: Words, phrases: tuple[str, ...]) -> bool:
    """Do these words hold one of these? Rules hold hundreds of single words: of those, one look at two sets is enough."""
    single, begins, longer = _sorted(phrases)
    if not single.isdisjoint(words.each):
        return True
    return not begins.isdisjoint(words.each) and any(first in words.each and every <= words.each and phrase in words.spaced for first, every, phrase in longer)


@lru_cache(maxsize=2048)
def _sorted(phrases: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], tuple[tuple[str, frozenset[str], str], ...]]:
    """A rule's words; the words that its phrases of several begin with; and those phrases, each with that word and with all of its words."""
    every = [(phrase.split(), phrase) for phrase in map(spaced, phrases)]
    longer = tuple((words[0], frozenset(words), phrase) for words, phrase in every if len(words) > 1)
    return frozenset(words[0] for words, _ in every if len(words) == 1), frozenset(first for first, _, _ in longer), longer


@lru_cache(maxsize=8192)
def _phrase(phrase: str) -> str:
    """A rule's phrase, ready to be looked for; the same few hundred again and again."""
    return spaced(phrase)


def sentence_with(phrases: Iterable[str], text: str) -> str:
    """The first sentence that holds one of the phrases, or the line when it needs more than one; "" when none does."""
    wanted = tuple(map(_phrase, phrases))
    for line in text[:TEXT_LIMIT].splitlines():
        if _holds(line, wanted):
            return next((sentence for sentence in _SENTENCE_END.split(line) if _holds(sentence, wanted)), line).strip()
    return ""


def _holds(text: str, wanted: tuple[str, ...]) -> bool:
    words = spaced(text)
    return any(phrase in words for phrase in wanted)


def search(pattern: str, text: str, patience: Patience) -> str | None:
    """What a rule's pattern catches in the first line that matches: its first bracket, else the sentence. Raises OutOfPatience."""
    if patience.strikes >= STRIKES:
        raise OutOfPatience("too many patterns took too long before this one; it was not tried")
    needed = single_needles(pattern)
    ways = None if needed is None else left(needed, words_of(text).vocabulary)
    if ways == ():
        return None
    expression = compiled(pattern)
    try:
        for line, low in zip(lines_of(text), _folded(text), strict=True):
            if ways is not None and not left(ways, low):
                continue
            found = expression.search(line, timeout=PATTERN_S)
            if found is not None:
                return str(found[1]) if expression.groups and found[1] is not None else _sentence_at(line, found.start(), found.end())
    except TimeoutError:
        patience.strikes += 1
        raise OutOfPatience(f"the pattern took longer than {PATTERN_S} s on a line and was given up") from None
    return None


@lru_cache(maxsize=2)
def _folded(text: str) -> tuple[str, ...]:
    """The lines that patterns see, as needles are looked for in them."""
    whole = folded("\n".join(lines_of(text)))
    return tuple(whole.split("\n")) if whole else ()


def _sentence_at(line: str, start: int, end: int) -> str:
    """The sentence, or the sentences, around a piece of a line."""
    ends = [mark.end() for mark in _SENTENCE_END.finditer(line)]
    first = max((e for e in ends if e <= start), default=0)
    last = min((e for e in ends if e >= end), default=len(line))
    return line[first:last].strip()


@lru_cache(maxsize=2)
def lines_of(text: str) -> tuple[str, ...]:
    """The lines that patterns see: bounded in number and length, without empty ones."""
    found: list[str] = []
    for line in text[:PATTERN_TEXT].splitlines():
        rest = line
        while len(rest) > PATTERN_LINE:
            cut = rest.rfind(" ", 1, PATTERN_LINE)
            cut = cut if cut > 0 else PATTERN_LINE
            found.append(rest[:cut])
            rest = rest[cut:].lstrip()
        if rest.strip():
            found.append(rest)
        if len(found) >= PATTERN_LINES:
            break
    return tuple(found[:PATTERN_LINES])
