"""Which subjects tell one matter from another."""

import pytest

from mailbot.config.settings import Config
from mailbot.desk.copies import is_telling

CONFIG = Config.model_validate({
    "vendor": {"name": "Bokis", "languages": ["sv"], "default_language": "sv"},
    "cases": {"number_format": "BK-{year}-{number:06}"},
    "hours": {"office": {"timezone": "Europe/Stockholm"}},
    "tier": [{"name": "plus", "kind": "yearly_fee", "products": ["Bokis Plus"], "fast_subject": "Betald support för Bokis Plus"}],
})


@pytest.mark.parametrize("subject", [
    "Fel vid utskrift av rapport", "Bokslutstabellen", "Re: [BK-2026-000001] Momsrapport 2026", "Störung beim Drucken", "Factuur afdrukken",
    "Cannot print invoice",
])
def test_these_tell(subject):
    assert is_telling(subject, CONFIG)


@pytest.mark.parametrize("subject", [
    "", "–", "Hej", "Hej!", "Fråga", "En fråga till er", "Hjälp!!!", "Problem med programmet", "Fel i Bokis Plus", "Betald support för Bokis Plus",
    'SV: "Betald support för bokis plus"', "Frage zum Programm", "Hilfe bitte", "Vraag over het programma", "Question about your software",
    "RE: support", "[BK-2026-000001]", "Moms", "12345678 2026",
])
def test_these_tell_nothing(subject):
    assert not is_telling(subject, CONFIG)
