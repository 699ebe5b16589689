"""Answers that a person numbers as we asked: "1 Windows 10", "2) ja", "1 ja, 2 ja, 3 nein" (FX-11).
Careful: a numbered list is far more often a list of steps; and a yes answers only what can be answered with yes."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from mailbot.config.rules import RuleSet
from mailbot.config.settings import Intake
from mailbot.desk.detail_readers import READERS
from mailbot.desk.details import find_details
from mailbot.desk.facts import Detail
from mailbot.desk.own_words import own_lines
from mailbot.desk.steps import tells_an_act

YES_OR_NO = ("restart_module", "restart_application", "restart_os")  # details that a bare yes or no answers
VALUE_LIMIT = 2_000
SHORT_ANSWER = 3  # words: "ja", "nein, noch nicht"

_I = regex.IGNORECASE
_LINE = regex.compile(r"[ \t>]{0,8}\(?(?P<n>\d{1,2})[ \t]?(?:[.):=–-]|(?=[ \t]))[ \t]{0,4}(?P<said>\S[^\n]{0,1000})$")
_IN_LINE = regex.compile(r"(?:^|(?<=[\s,;/]))\(?(?P<n>\d{1,2})[ \t]?[.):=–-]?[ \t]+(?=\S)")
_YES_NO = regex.compile(r"(?:ja|jo|japp|nej|nä|nein|nee|yes|no)\b", _I)
_NO_ANSWER = regex.compile(r"(?:[?–.-]+|vet (?:inte|ej)|ingen aning|keine ahnung|weiß (?:ich )?nicht|weet (?:ik )?niet|geen idee|(?:i )?don.?t know|no idea)\W*", _I)


def answers_by_number(text: str, asked: Sequence[str], rules: RuleSet, settings: Intake) -> tuple[Detail, ...]:
    """The answers, by the names of what was asked, in that order. Empty when the numbers do not fit what was asked, and when
    it is more likely a list of steps: at least one answer must fit its question, or all must be short."""
    answers = _numbered(own_lines(text))
    if not answers:
        return ()
    if len(answers) > len(asked):  # the numbers are not ours: only what tells itself what it answers is taken, and nothing shifts
        return _by_content(answers, asked, rules, settings)
    names = _names_for(answers, asked)
    told = tuple(detail_of(name, said) for name, said in zip(names, answers, strict=False) if is_answer(name, said))
    if not told or not (_all_short(answers) or any(_fits(detail, rules, settings) for detail in told)):
        return ()
    return told


def _by_content(answers: Sequence[str], asked: Sequence[str], rules: RuleSet, settings: Intake) -> tuple[Detail, ...]:
    """What would have been found of each answer had it stood alone, of what was asked; each detail once."""
    found: dict[str, Detail] = {}
    for said in answers:
        for detail in find_details("", said, (), rules, settings):
            if detail.name in asked and detail.state == "found":
                found.setdefault(detail.name, detail)
    return tuple(found[name] for name in asked if name in found)


def _numbered(lines: Sequence[str]) -> list[str]:
    """What stands behind 1, 2, 3 …: one a line, or all in a line. Empty when the numbers are not just these in order."""
    found = [(int(m["n"]), m["said"].strip()) for line in lines if (m := _LINE.match(line)) is not None]
    if len(found) == 1:
        line = next(line for line in lines if _LINE.match(line))
        marks = list(_IN_LINE.finditer(line))
        if [int(m["n"]) for m in marks] == list(range(1, len(marks) + 1)):
            ends = [m.start() for m in marks[1:]] + [len(line)]
            found = [(n, line[m.end() : end].strip(" \t,;/")) for n, (m, end) in enumerate(zip(marks, ends, strict=True), 1)]
    if [number for number, _ in found] != list(range(1, len(found) + 1)):
        return []
    return [said for _, said in found]


def _names_for(answers: Sequence[str], asked: Sequence[str]) -> tuple[str, ...]:
    """As many yes and no as there are checks among other questions: they answer the checks, which are numbered in every letter."""
    checks = tuple(name for name in asked if name in YES_OR_NO)
    if len(answers) == len(checks) and all(_YES_NO.match(said) for said in answers):
        return checks
    return tuple(asked)


def is_answer(name: str, said: str) -> bool:
    """"I do not know" answers nothing, and a bare yes does not name an operating system."""
    if _NO_ANSWER.fullmatch(said) is not None:
        return False
    bare = _YES_NO.match(said) is not None and len(said.split()) == 1
    return not bare or name in YES_OR_NO


def detail_of(name: str, said: str) -> Detail:
    """The answer to what was asked, as its reader reads it."""
    reader = READERS.get(name)
    value = (reader([said]) if reader else None) or said
    return Detail(name, value[:VALUE_LIMIT], "found")


def _all_short(answers: Sequence[str]) -> bool:
    """"11", "ja", "7.4"; but "Starta" and "Skriv ut" are steps."""
    return all(len(said.split()) <= SHORT_ANSWER and not tells_an_act(said) for said in answers)


def _fits(detail: Detail, rules: RuleSet, settings: Intake) -> bool:
    """Would this answer have been found as what it answers, had it stood alone?"""
    return (detail.name in YES_OR_NO and _YES_NO.match(detail.value) is not None) or any(
        found.name == detail.name for found in find_details("", detail.value, (), rules, settings))
