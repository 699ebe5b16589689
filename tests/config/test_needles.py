"""What must stand in a line for a pattern to match it: never more than is surely needed."""

from __future__ import annotations

import random

import pytest

from mailbot.config.needles import Ways, folded, left, needles
from mailbot.config.paths import shipped
from mailbot.config.patterns import compiled
from mailbot.config.rules import load_rules

RULES = load_rules(shipped("rules"), None)[0]
PATTERNS = sorted({str(pattern) for rules in (RULES.intake_kinds, RULES.intake_details) for rule in rules for pattern in rule.when.get("matches_any", ())})
WORDS = ("modul", "Modulen", "NEU", "gestartet", "startat om", "programmet", "version", "ny", "ladda ner", "fel", "Fehler", "3021", "?", ":", "eine", "Meldung",
         "kommt", "kommer", "en ruta", "hänger", "HÄNGER", "upp sig", "förslag", "önsKemål", "ſuggestion", "neustart", "nach", "weg", "computer", "restarted", "the")  # fmt: skip


@pytest.mark.parametrize(("pattern", "ways"), [
    (r"\bmodul\w{0,3}\b.{0,60}\b(?:neu|wieder)\b", ((("modul",), ("neu", "wieder")),)),
    (r"fel(?:kod|nummer)?s? nr", ((("fel",), (" nr",)),)),
    (r"hängt|hangs (?:up|down)", ((("hängt",),), (("hangs ",), ("down", "up")))),
    (r"(ab?c+d)(?=ef)", ((("a",), ("c",), ("d",)),)),
    (r"x{2}y{0,3}\.z", ((("x",), (".z",)),)),
    (r"(?:programm|programme|app) (?:a|)", ((("app", "programm"),),)),
])  # fmt: skip
def test_what_a_pattern_needs_is_told(pattern: str, ways: Ways) -> None:
    assert needles(pattern) == ways


@pytest.mark.parametrize("pattern", [
    r"\d+", r"a|\w", r"(?:a|)", r"a*", r"(?i)a", r"(?-i:A)b", r"a{e<=1}", r"\x41b", r"\p{Lu}a", r"(?>ab)", r"(?<=a)b", r"(a)\1", r"(?|a|b)", r"(*FAIL)a", r"ж", r"\L<words>",
])  # fmt: skip
def test_a_pattern_of_which_nothing_is_sure_is_always_tried(pattern: str) -> None:
    assert needles(pattern) is None


@pytest.mark.parametrize("text", ["FEL", "ſel", "İd", "ıd", "ÄRENDE", "\u212belm", "\u212bngstrom \u212aelvin", "STRAẞE"])
def test_a_text_is_folded_as_a_pattern_without_case_reads_it(text: str) -> None:
    for letter in "abcdefghijklmnopqrstuvwxyzßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ":
        assert folded(letter) in folded(text) or compiled(letter).search(text) is None


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern[:30])
def test_no_line_is_passed_over_that_a_shipped_pattern_matches(pattern: str) -> None:
    chance = random.Random(pattern)
    ways = needles(pattern)
    assert ways is not None
    matched = 0
    for _ in range(400):
        own = [chance.choice(group) for group in chance.choice(ways)]
        said = [*own, *chance.choices(WORDS, k=chance.randint(0, 2))]
        pieces = chance.sample(said, k=chance.randint(len(own), len(said)))
        line = "".join(chance.choice((word, word.upper(), word.title())) + chance.choice(("", " ", " ")) for word in pieces)
        if compiled(pattern).search(line):
            matched += 1
            assert left(ways, folded(line)), line
    assert matched, "these lines prove nothing of the pattern"
