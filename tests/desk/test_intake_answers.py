"""Answers numbered as we asked are read so; a numbered list of steps is a list of steps."""

import pytest

from mailbot.config.paths import shipped
from mailbot.config.rules import load_rules
from mailbot.config.settings import Intake
from mailbot.desk.intake import answers_by_number

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
