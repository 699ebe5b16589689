"""The rules engine: in order, with a word from every rule, and never at the mercy of a mail."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.config.paths import shipped
from mailbot.config.patterns import compiled
from mailbot.config.rules import Rule, load_rules
from mailbot.config.values import parse_span
from mailbot.config.vocabulary import CONDITIONS
from mailbot.desk import rulebook, wording
from mailbot.desk.rulebook import collect, evidence, first, question

SHIPPED, _ = load_rules(shipped("rules"), None)


def rule(name: str = "it", /, **when: Any) -> Rule:
    return Rule(name, when, {"tier": name}, f"because of {name}", "rules/test.toml:1")


def hits(asked: rulebook.Question, /, **when: Any) -> bool:
    return first((rule(**when),), asked)[0] is not None


def said(asked: rulebook.Question, /, **when: Any) -> str:
    return first((rule(**when),), asked)[1][0].because


# ---- order and trail -----------------------------------------------------------------------------
def test_the_first_rule_that_hits_decides_and_the_trail_ends_with_it() -> None:
    rules = (rule("a", kind=("fault",)), rule("b"), rule("c"))
    hit, trail = first(rules, question(kind="technical"))

    assert hit is rules[1]
    assert [(s.rule, s.hit, s.because) for s in trail] == [("a", False, "kind [fault]: it is technical"), ("b", True, "because of b")]


def test_collecting_takes_all_that_hit_and_hears_every_rule() -> None:
    rules = (rule("a"), rule("b", valid=True), rule("c"))
    hit, trail = collect(rules, question())

    assert [r.name for r in hit] == ["a", "c"]
    assert [(s.rule, s.hit) for s in trail] == [("a", True), ("b", False), ("c", True)]


def test_no_rule_no_decision() -> None:
    assert first((), question()) == (None, ())
    assert collect((), question()) == ((), ())


def test_everything_in_one_when_must_be_true() -> None:
    asked = question(valid=True, minutes_left=0)
    assert not hits(asked, valid=True, minutes_left_at_least=1)
    assert hits(asked, valid=True, minutes_left=0)


@pytest.mark.parametrize(("when", "asked", "because"), [
    ({"minutes_left_at_least": 1}, {"minutes_left": 0}, "minutes_left_at_least 1: 0 left"),
    ({"minutes_left": 0}, {}, "minutes_left 0: no prepaid minutes left"),
    ({"sender_verified": True}, {}, "sender_verified true: it is false"),
    ({"address_paid_for": ("yearly_fee",)}, {}, "address_paid_for [yearly_fee]: it is not known"),
    ({"id_and_code": ("correct",)}, {"id_and_code": "wrong"}, "id_and_code [correct]: it is wrong"),
    ({"expired_within": parse_span("30d")}, {"expired_days": 31}, "expired_within 30d: it ended 31 days ago"),
    ({"expired_within": parse_span("30d")}, {}, "expired_within 30d: the right has not ended"),
    ({"text_has_any": ("a", "b", "c", "d")}, {"text": "x"}, "text_has_any [a, b, c, …]: none of them stands in the mail"),
    ({"text_has_all": ("fel", "lön")}, {"text": "fel"}, "text_has_all [fel, lön]: 'lön' does not stand in the mail"),
    ({"not_text_has_any": ("hur",)}, {"text": "Hur?"}, "not_text_has_any [hur]: 'hur' stands in the mail"),
    ({"matches_any": (r"\d{4}",)}, {"text": "x"}, r"matches_any [\d{4}]: no line of the mail matches"),
    ({"has_attachment": ("image",)}, {"attachments": ("text",)}, "has_attachment [image]: no such file is attached"),
    ({"subject_is": ("Betald support",)}, {"subject": "Hjälp"}, "subject_is [Betald support]: the subject is another"),
    ({"from_is": ("noreply@*",)}, {"from_is": "anna@x.se"}, "from_is [noreply@*]: it is anna@x.se"),
])
def test_a_miss_says_which_condition_failed_and_what_was_seen(when: dict[str, Any], asked: dict[str, Any], because: str) -> None:
    assert said(question(**asked), **when) == because


def test_every_condition_of_the_vocabulary_can_be_evaluated() -> None:
    assert set(rulebook.CONDITIONS) == set(CONDITIONS)


@pytest.mark.parametrize(("when", "asked"), [
    ({"expired_within": parse_span("30d")}, {"expired_days": 30}),
    ({"expired_within": parse_span("12 months")}, {"expired_days": 365}),
    ({"address_paid_for": ("agreement", "warranty")}, {"address_paid_for": "warranty"}),
    ({"has_attachment": ("any",)}, {"attachments": ("text",)}),
    ({"from_is": ("*@rapport.se",)}, {"from_is": "Robot@Rapport.se"}),
    ({"subject_is": ("Betald support för Bokis",)}, {"subject": "\"betald support, för BOKIS\""}),
    ({"subject_has_any": ("support",)}, {"subject": "Re: Support!", "text": ""}),
    ({"sender_verified": False}, {}),
    ({"language": ("de", "nl")}, {"language": "nl"}),
])
def test_a_condition_that_is_true(when: dict[str, Any], asked: dict[str, Any]) -> None:
    assert hits(question(**asked), **when)


# ---- words ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("phrase", "text", "expected"), [
    ("fel", "Det är FEL!", True),
    ("fel", "felmeddelande", False),  # whole words
    ("felmeddelande", "»Felmeddelande«", True),
    ("går inte att", "Det går\ninte   att spara", True),  # across a line break and spaces
    ("går inte att", "det gar inte att", False),  # accents count
    ("e-post", "E-post", True),
    ("faktura-x", "FAKTURA-X", True),
    ("Störung", "STÖRUNG", True),
    ("stößt", "STÖSST", True),  # capitals of ß
    ("café", "cafe\u0301", True),  # one letter or letter and accent: the same word
    ("hej då", "hejdå", False),
    ("t ex", "t.ex.", True),
])
def test_words_are_whole_accents_count_and_case_does_not(phrase: str, text: str, expected: bool) -> None:
    assert hits(question(text=text), text_has_any=(phrase,)) is expected


def test_words_are_looked_for_in_subject_and_text_alike() -> None:
    assert hits(question(subject="Störung beim Drucken", text="Hallo"), text_has_all=("störung", "hallo"))


WORDS = st.sampled_from(["fel", "Fel", "felet", "konto", "åäö", "ß", "x1", "_"])
GAPS = st.sampled_from([" ", "\n", ", ", "-", "  ", ". "])


@given(st.lists(st.tuples(WORDS, GAPS), max_size=12), st.lists(WORDS, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_phrase_is_found_where_its_words_follow_each_other(pieces: list[tuple[str, str]], phrase: list[str]) -> None:
    """Against a walk over lists of words."""
    mail, wanted = [word.casefold() for word, _ in pieces], [word.casefold() for word in phrase]
    expected = any(mail[n : n + len(wanted)] == wanted for n in range(len(mail)))

    assert hits(question(text="".join(word + gap for word, gap in pieces)), text_has_any=(" ".join(phrase),)) is expected


# ---- patterns ------------------------------------------------------------------------------------
def test_patterns_see_one_line_at_a_time() -> None:
    assert not hits(question(text="fel\n3021"), matches_any=(r"fel\s*3021",))
    assert hits(question(text="ett FEL 3021 kom"), matches_any=(r"fel\s*3021",))


def test_a_long_line_is_cut_between_words_and_seen_to_its_end() -> None:
    text = "ord " * 1000 + "slutet 42"
    assert hits(question(text=text), matches_any=(r"slutet \d+",))
    assert max(map(len, wording.lines_of(text))) <= wording.PATTERN_LINE


def test_what_made_a_rule_hit_can_be_shown() -> None:
    asked = question(text="Hej\nJag har Version 7.4 här\nvarje gång det regnar")
    assert evidence(rule(matches_any=(r"version (\d\.\d)",)), asked) == "7.4"
    assert evidence(rule(matches_any=(r"version \d",)), asked) == "Jag har Version 7.4 här"
    assert evidence(rule(text_has_any=("varje gång",)), asked) == "varje gång det regnar"
    assert evidence(rule(kind=("fault",)), asked) == ""


def test_a_pattern_that_takes_too_long_is_a_miss_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check refuses such patterns; should one get by, the mail is still read."""
    monkeypatch.setattr(wording, "PATTERN_S", 0.005)
    slow = rule("slow", matches_any=(r"(?:a|aa|ab)+[cd]",))
    hit, trail = first((slow, rule("next")), question(text="a" * 400 + "b"))

    assert hit is not None and hit.name == "next"
    assert trail[0].because.startswith("matches_any [(?:a|aa|ab)+[cd]]: the pattern took longer than 0.005 s")


def test_many_slow_patterns_cost_no_more_than_a_few() -> None:
    slow = tuple(rule(f"slow {n}", matches_any=(rf"(?:a|aa|ab)+[cd].{{0,{n}}}",)) for n in range(50))
    began = time.process_time()
    hit, trail = collect(slow, question(text=("a" * 400 + "b\n") * 50))

    assert hit == ()
    assert time.process_time() - began < 2 * wording.STRIKES * wording.PATTERN_S + 0.1
    assert trail[-1].because.endswith("it was not tried")


def test_a_pattern_is_not_tried_where_its_words_do_not_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine lines of ten are read by nobody but the small looks for words; what is caught stays the same."""
    tried: list[str] = []

    class Watched:
        groups = 0

        def search(self, line: str, timeout: float) -> object:
            tried.append(line)
            return compiled(r"\bmodul\w* neu\b").search(line, timeout=timeout)

    monkeypatch.setattr(wording, "compiled", lambda _: Watched())
    asked = question(text="Das Modul\nist neu. Das MODUL neu gestartet.\n" + "Nichts davon.\n" * 9)

    assert evidence(rule(matches_any=(r"\bmodul\w* neu\b",)), asked) == "Das MODUL neu gestartet."
    assert tried == ["ist neu. Das MODUL neu gestartet."]


@pytest.mark.parametrize("seed", ["fel ", "On ", "1. ", "a", "\n", "modul neu ", "nach neustart ", "? ", "förslag: ", "«", "ß", "\u0301"])
def test_a_million_characters_pass_all_shipped_rules_in_half_a_second(seed: str) -> None:
    text = (seed * 1_000_000)[:1_000_000]
    began = time.process_time()
    for rules in (SHIPPED.intake_kinds, SHIPPED.intake_details, SHIPPED.entitlement, SHIPPED.priority, SHIPPED.scope, SHIPPED.autoreply):
        collect(rules, question(text=text, subject="Hjälp"))

    assert time.process_time() - began < 0.5


WORDS = st.lists(st.sampled_from(["kan", "ni", "ringa", "inte", "wi-fi", "don't", "Ring", "!", "fel 3021", ""]), max_size=6).map(" ".join)


@given(text=WORDS, phrases=st.lists(WORDS.filter(lambda phrase: any(c.isalnum() for c in phrase)), min_size=1, max_size=4))
def test_many_words_at_once_are_found_as_each_by_itself(text: str, phrases: list[str]) -> None:
    words = wording.words_of(text)
    assert wording.has_any(words, tuple(phrases)) == any(wording.has(words, phrase) for phrase in phrases)
