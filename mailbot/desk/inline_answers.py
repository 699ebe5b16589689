"""Answers that stand under our questions, in the quoted letter: "> 1. Which operating system …?" and then "Windows 11".
Careful: what stands there must be the person's own: a line without a quote mark, or what follows our question in its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.config.rules import RuleSet
from mailbot.desk.facts import Detail
from mailbot.desk.numbered_answers import detail_of, is_answer
from mailbot.desk.own_words import own_lines

QUESTION_LINES = 5  # over which a mail program may break a question
ANSWER_LINES = 30
ASKING_LINE = 300  # characters of a quoted line that asks in other words than ours

_MARKS = re.compile(r"[ \t>|]{0,20}")
_NUMBER = re.compile(r"(?:\(?\d{1,2}[.):]|[-*•·–])\s{1,8}")
_WORD = re.compile(r"\w+")
# What an agent's own question names, whatever its words: "Wat staat er precies in de foutmelding?"
_NAMES = {
    "operating_system": re.compile(r"operativsystem|betriebssystem|besturingssysteem|operating system|windows-?version|windowsversie|version of windows", re.IGNORECASE),
    "program_version": re.compile(r"programversion|version av programmet|programmversion|version des programms|programmaversie|versie van het programma|version of the program|program version", re.IGNORECASE),
    "exact_error_text": re.compile(r"felmeddelande|felkod|fehlermeldung|fehlertext|foutmelding|error message|error text", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: what it says, and whether it was quoted."""

    text: str
    quoted: bool


def answers_under_questions(text: str, asked: Sequence[str], rules: RuleSet) -> tuple[Detail, ...]:
    """The answers to what was asked, wherever our questions stand in the whole text, in any of our languages."""
    lines = [_line(raw) for raw in own_lines(text)]
    questions = [(name, words) for name in asked for ask in _wordings(name, rules) if (words := _words(ask))]
    openers = {words[0] for _, words in questions}
    begins: dict[int, tuple[str, int, str]] = {}  # line: which question, its last line, what follows it there
    for at, line in enumerate(lines):
        if (named := _named_by_a_question(line, asked)) is not None:
            begins[at] = (named, at, "")
        opener = _WORD.search(_unnumbered(line.text).casefold())
        if opener is None or opener[0] not in openers:
            continue
        for name, words in questions:
            if (asked_to := _asked_at(lines, at, words)) is not None:
                begins[at] = (name, *asked_to)
                break
    told: dict[str, Detail] = {}
    for name, end, rest in begins.values():
        said = "\n".join(part for part in (rest, *_below(lines, end, begins)) if part)
        if said and name not in told and is_answer(name, said):
            told[name] = detail_of(name, said)
    return tuple(told.values())


def _wordings(name: str, rules: RuleSet) -> tuple[str, ...]:
    return tuple(str(ask) for rule in rules.intake_details if rule.then["detail"] == name for ask in (rule.then.get("ask") or {}).values())


def _line(raw: str) -> _Line:
    marks = _MARKS.match(raw)
    end = marks.end() if marks else 0
    return _Line(raw[end:].strip(), ">" in raw[:end] or "|" in raw[:end])


def _named_by_a_question(line: _Line, asked: Sequence[str]) -> str | None:
    """The one detail that a quoted question names in other words than ours."""
    if not line.quoted or not line.text.endswith("?") or len(line.text) > ASKING_LINE:
        return None
    named = [name for name, words in _NAMES.items() if name in asked and words.search(line.text)]
    return named[0] if len(named) == 1 else None


def _unnumbered(text: str) -> str:
    number = _NUMBER.match(text)
    return text if number is None else text[number.end() :]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _asked_at(lines: Sequence[_Line], at: int, question: Sequence[str]) -> tuple[int, str] | None:
    """(last line, what follows the question in it) when this question begins at a line, broken or not; else None."""
    left = list(question)
    for position in range(at, min(at + QUESTION_LINES, len(lines))):
        text = lines[position].text if position > at else _unnumbered(lines[position].text)
        found = list(_WORD.finditer(text))
        if not found or not left:
            return None
        same = min(len(found), len(left))
        if [match[0].casefold() for match in found[:same]] != left[:same]:
            return None
        left = left[same:]
        if not left:
            return position, text[found[same - 1].end() :].strip(" \t?.!:)*_")
    return None


def _below(lines: Sequence[_Line], end: int, begins: dict[int, tuple[str, int, str]]) -> list[str]:
    """The person's own lines directly under a question. Under one that is marked as quoted, empty lines may stand between."""
    own: list[str] = []
    for position in range(end + 1, min(end + 1 + ANSWER_LINES, len(lines))):
        line = lines[position]
        if position in begins:
            break
        if not line.text:
            if own or not lines[end].quoted:
                break
            continue
        if line.quoted:
            break
        own.append(line.text)
    return own
