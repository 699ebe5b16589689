"""Answers within our own letter: below or behind a question that came back quoted without marks.
Our letters are known by their marker line, our questions by their words: nothing of ours that is not indented stands right below one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from mailbot.mail.introductions import is_quoted

_ITEM = re.compile(r"\s{0,4}(?:(\d{1,2})[.)]|[-•*–])\s+(?=\S)")
_MOST = 300  # lines of our letter that are looked at: checklists stand at its beginning
_MOST_ANSWERED = 40  # lines of one answer, where the next question is not known by its words
_BEGINNING = 20  # characters by which a question is known
_LONG = 50  # characters of an item that may have been folded by a program that lost the indentation


def answers(lines: list[str], at: int, end: int, questions: Sequence[str]) -> list[int]:
    """The lines below our questions, from `at` (below our marker line) to `end`, that the reader of our letter wrote there. An older letter
    may have worded a question otherwise: below one that is known, a numbered sentence is one too; without any, what ends as a question."""
    last = min(end, at + _MOST)
    asking = _Asking(lines, at, last, _begun_by(tuple(questions)))
    found: list[int] = []
    position = at
    while position < last:
        if (item := _ITEM.match(lines[position])) is None or not asking.asks(position, item):
            position += 1
            continue
        following = asking.next_question(position + 1, int(item[1])) if item[1] else -1
        own = _own_lines(lines, position, last)
        if following > 0:
            found += [p for p in range(own, following) if lines[p].strip() and not is_quoted(lines[p])]
            position = following
        else:
            position = own
            while position < last and lines[position].strip() and not _ITEM.match(lines[position]) and not is_quoted(lines[position]):
                found.append(position)
                position += 1
    return found


class _Asking:
    """Which numbered or marked items of a letter of ours ask for something."""

    def __init__(self, lines: list[str], at: int, last: int, begun: tuple[str, ...]) -> None:
        self.lines, self.last, self.begun = lines, last, begun
        self.is_checklist = any((item := _ITEM.match(lines[p])) is not None and self.is_known(p, item) for p in range(at, last))

    def asks(self, position: int, item: re.Match[str]) -> bool:
        return self.is_known(position, item) or self.is_worded_otherwise(position, item)

    def is_known(self, position: int, item: re.Match[str]) -> bool:
        return self.lines[position][item.end() :].startswith(self.begun)

    def is_worded_otherwise(self, position: int, item: re.Match[str]) -> bool:
        if not item[1]:
            return False
        ends = self.lines[_own_lines(self.lines, position, self.last) - 1].rstrip(" \t*_)")
        return len(ends.split()) > 1 and ends.endswith((".", "?", ":") if self.is_checklist else "?")

    def next_question(self, position: int, number: int) -> int:
        """Where our question with the next number begins; -1 when there is none. Steps that are told below ours have numbers of their own."""
        step, worded_otherwise, told_as_step = 0, -1, -1
        for p in range(position, self.last):
            if (item := _ITEM.match(self.lines[p])) is None or not item[1]:
                continue
            told = int(item[1])
            if told == number + 1 and self.is_known(p, item):
                return p
            if worded_otherwise >= 0 or p >= position + _MOST_ANSWERED:
                continue
            asks = told == number + 1 and self.is_checklist and self.is_worded_otherwise(p, item)
            if told == 1 or (step and told == step + 1):
                step, told_as_step = told, p if asks else told_as_step
            elif asks:
                worded_otherwise = p
        return worded_otherwise if worded_otherwise >= 0 else told_as_step


@lru_cache(maxsize=4)
def _begun_by(questions: tuple[str, ...]) -> tuple[str, ...]:
    """How our questions begin; a program folds a line later than that."""
    return tuple({" ".join(question.split())[:_BEGINNING] for question in questions if question.strip()})


def _own_lines(lines: list[str], at: int, last: int) -> int:
    """The first line after the item that is not part of our question: not indented, nor the rest of a folded sentence."""
    position = at + 1
    while position < last and lines[position].strip():
        folded = lines[position].startswith(("  ", "\t", "\xa0"))
        broken = len(lines[position - 1]) >= _LONG and lines[position - 1].rstrip()[-1:] not in (".", "?", ":", "!")
        if not folded and not broken:
            break
        position += 1
    return position


def apart(text: str, questions: Sequence[str]) -> str:
    """The text with answers that stand on the line of our question moved to a line of their own: "1. Which system? Windows 11".
    Only lines that begin like a list item, or follow one, are looked at, and only below our marker line."""
    pattern, ends = _ends_of(tuple(questions))
    out: list[str] = []
    left = 0
    for number, line in enumerate(text.split("\n", _MOST_APART)):
        left = _NEAR if number < _MOST_APART and not _AGAIN.match(line) and _ITEM.match(line.lstrip("> ")) else left - 1
        at = _end_of_question(line[:1000], pattern, ends) if left > 0 else 0
        out += [line[:at].rstrip(), line[at:].lstrip()] if at else [line]
    return "\n".join(out)


def _end_of_question(line: str, pattern: re.Pattern[str], ends: frozenset[str]) -> int:
    """Where the answer begins on a line on which a question ends, be it whole or folded; 0 when nothing is said after it."""
    if match := pattern.search(line):
        return match.end()
    words = line.lstrip("> \t\xa0").split(" ")
    for count in range(1, min(_FOLDED, len(words) - 1) + 1):
        if " ".join(words[:count]) in ends:
            return len(line) - len(" ".join(words[count:]))
    return 0


@lru_cache(maxsize=4)
def _ends_of(questions: tuple[str, ...]) -> tuple[re.Pattern[str], frozenset[str]]:
    """The ends of our questions within a line, and what their last line may hold when they were folded."""
    words = [question.split() for question in questions]
    folded = frozenset(" ".join(each[-count:]) for each in words for count in range(1, min(_FOLDED, len(each) - 1) + 1))
    tails = {tail for question in questions if len(tail := " ".join(question.split())[-_TAIL:]) >= 8}
    return re.compile("(?:" + "|".join(map(re.escape, sorted(tails))) + r")[ \xa0]{0,3}(?=[^\s).])" if tails else r"(?!)"), folded


_TAIL = 24  # characters of a question by whose end it is known, also when a program folded it
_AGAIN = re.compile(r"\s?>\s?>")  # quoted twice: what was answered before
_FOLDED = 12  # words of a question that a program may fold onto its last line
_MOST_APART = 5_000  # lines of a text that are looked at
_NEAR = 4  # lines from the beginning of an item to the end of its question
