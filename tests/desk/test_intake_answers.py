"""Answers numbered as we asked are read so; a numbered list of steps is a list of steps."""

import pytest

from mailbot.config.paths import shipped
from mailbot.config.rules import load_rules
from mailbot.config.settings import Intake
from mailbot.desk.error_texts import error_text
from mailbot.desk.intake import answers_by_number
from mailbot.desk.steps import steps

RULES, _ = load_rules(shipped("rules"), None)
ASKED = ("operating_system", "steps", "exact_error_text")


@pytest.mark.parametrize(("text", "found"), [
    ("1. Windows 10\n2. Jag öppnade rapporten och skrev ut\n3. Fel 3021", ["Windows 10", "Jag öppnade rapporten och skrev ut", "Fel 3021"]),
    ("1 win 11", ["Windows 11"]),
    ("1. Jag öppnar Rapporter\n2. Jag klickar på Skriv ut", []),
    ("2. Windows 10", []),
    ("1. a\n2. b\n3. c\n4. d", []),
    ("Windows 10", []),
])
def test_numbered_answers(text, found):
    assert [d.value for d in answers_by_number(text, ASKED, RULES, Intake())] == found


def test_short_answers_to_checks():
    asked = ("restart_module", "restart_application", "restart_os")
    assert [(d.name, d.value) for d in answers_by_number("1 ja\n2 ja\n3 nein", asked, RULES, Intake())] == [
        ("restart_module", "ja"), ("restart_application", "ja"), ("restart_os", "nein")]


# ---- what a mail says of an error ------------------------------------------------------------------
@pytest.mark.parametrize(("said", "text"), [
    ("Fel 3021 ingen aktuell post", "Det står Fel 3021 ingen aktuell post"),
    ("Fehler 17 Datei nicht gefunden", "Es kommt Fehler 17 Datei nicht gefunden"),
    ("Fel 3021: Ingen aktuell post", "Fel 3021: Ingen aktuell post. Windows 11"),
    ("Fel 3021: Ingen aktuell post", "Fel 3021: Ingen aktuell post. Jag har Windows 11"),
    ("Fel 12: Windows 11 stöds inte", "Fel 12: Windows 11 stöds inte"),
    ("Fel 3021", "Fel 3021 när jag startar programmet"),
    ("Fehler 3021", "Ich bekomme Fehler 3021 beim Drucken, das kann nicht sein"),
    ("fel 12", "Det blir fel 12 ibland när vi bokar"),
])
def test_the_words_behind_a_number_belong_to_the_message_and_the_system_does_not(said: str, text: str) -> None:
    assert error_text(text.splitlines()) == said


@pytest.mark.parametrize("text", ["Jag öppnar rapporter, klickar skriv ut, Fel 3021: ingen aktuell post", "Ich öffne Berichte, klicke Drucken, Fehler 3021"])
def test_two_acts_that_lead_to_an_error_are_steps(text: str) -> None:
    assert len(steps(text.splitlines()) or ()) == 3


def test_two_acts_alone_tell_no_way() -> None:
    assert steps(["Jag öppnar rapporter, klickar skriv ut"]) is None


def test_more_numbers_than_questions_shift_nothing() -> None:
    """Five numbered lines below four questions are not our numbers: only what tells itself what it is counts."""
    asked = ("function_and_conditions", "restart_module", "restart_application", "restart_os")
    text = "1. siehe oben\n2. beim Kassieren\n3. ja, tritt wieder auf\n4. ja\n5. noch nicht gemacht"
    assert answers_by_number(text, asked, RULES, Intake()) == ()
    told = answers_by_number("1. Hej\n2. Windows 11\n3. det säger Fel 3021\n4. Tack", ("steps", "operating_system", "exact_error_text"), RULES, Intake())
    assert {detail.name: detail.value for detail in told} == {"operating_system": "Windows 11", "exact_error_text": "Fel 3021"}
