"""The shipped vendor answers in the language he was written to, each with the questions that are open and the promise in local words."""


from pathlib import Path

import pytest

from mailbot.testing import Box
from tests.stories.conftest import local, paid, to
from tests.stories.registers import case_of, customer

ROOT = Path(__file__).parent.parent.parent

INCOMPLETE = {
    "sv": ("Jag får ett konstigt felmeddelande när jag skriver ut rapporten.", "operativsystem"),
    "de": ("Ich bekomme eine seltsame Fehlermeldung, wenn ich den Bericht drucke.", "Betriebssystem"),
    "nl": ("Ik krijg een vreemde foutmelding wanneer ik het rapport afdruk.", "besturingssysteem"),
    "en": ("I get a strange error message when I print the report.", "operating system"),
}
COMPLETE = {
    "sv": "Windows 11.\n1. Jag öppnar rapporten\n2. Jag skriver ut\nFelmeddelandet är \"Filen hittades inte\".",
    "de": "Windows 11.\n1. Ich öffne den Bericht\n2. Ich drucke ihn\nDie Fehlermeldung lautet \"Datei nicht gefunden\".",
    "nl": "Windows 11.\n1. Ik open het rapport\n2. Ik druk het af\nDe foutmelding is \"Bestand niet gevonden\".",
    "en": "Windows 11.\n1. I open the report\n2. I print it\nThe error message is \"File not found\".",
}
PROMISED = {"sv": "november", "de": "November", "nl": "november", "en": "November"}
FREE = {"sv": "redan betalat", "de": "bereits", "nl": "al betaald", "en": "already paid"}


@pytest.fixture
def box(tmp_path):
    config = tmp_path / "config.toml"
    text = (ROOT / "config.toml").read_text().replace('"127.0.0.1:2525"', '"127.0.0.1:0"').replace('"127.0.0.1:2587"', '""')
    config.write_text(text)
    with Box(tmp_path, config, at=local("2026-11-23 10:05")) as opened:
        yield opened


@pytest.mark.parametrize("language", ["sv", "de", "nl", "en"])
def test_a_customer_hears_in_his_language(box, language):
    text, asked = INCOMPLETE[language]
    paid(box, "kund@firma.example", 300, "2026-11-23")
    ack = to(box.write("kund@firma.example", text, subject="Print"), "kund@firma.example")
    assert ack.header("Content-Language") == language
    assert asked in ack.text, ack.text
    (notice,) = [mail for mail in box.answer(ack, COMPLETE[language]) if mail.to != "kund@firma.example"]
    assert "EX-2026-000001" in notice.subject
    (case,) = box.store.cases(None, everything=True)
    assert (case.state, case.language) == ("open", language)


@pytest.mark.parametrize("language", ["sv", "de", "nl", "en"])
def test_a_stranger_hears_in_his_language(box, language):
    letter = to(box.write("stranger@example.org", INCOMPLETE[language][0], subject="?"), "stranger@example.org")
    assert letter.header("Content-Language") == language
    assert FREE[language] in letter.text


@pytest.mark.parametrize("language", ["sv", "de", "nl", "en"])
def test_a_complete_mail_is_promised_a_time(box, language):
    paid(box, "kund@firma.example", 300, "2026-11-23")
    ack = to(box.write("kund@firma.example", INCOMPLETE[language][0] + "\n" + COMPLETE[language], subject="Print"), "kund@firma.example")
    assert f"24 {PROMISED[language]}" in ack.text or f"24. {PROMISED[language]}" in ack.text, ack.text


def test_a_customers_own_language_comes_before_that_of_his_mail(box):
    customer(box, "kund@firma.example", language="de")
    paid(box, "kund@firma.example", 300, "2026-11-23")
    ack = to(box.write("kund@firma.example", INCOMPLETE["en"][0], subject="Print"), "kund@firma.example")
    assert ack.header("Content-Language") == "de"


def test_a_case_keeps_its_language_whatever_its_customer_quotes_or_writes_next(box):
    paid(box, "kund@firma.example", 300, "2026-11-23")
    ack = to(box.write("kund@firma.example", INCOMPLETE["nl"][0], subject="Print"), "kund@firma.example")
    box.answer(ack, "It is Windows 11 and I do not know what else you would like to have from me.")
    again = to(box.answer(ack, "STATUS"), "kund@firma.example")
    assert again.header("Content-Language") == "nl" and case_of(box).language == "nl"


def test_copies_of_the_vendors_are_the_yardsticks():
    """The five configurations that the stories run on are those that the vendors are measured by."""
    yardsticks = ROOT.parent / "shared" / "vendors"
    if not yardsticks.is_dir():
        pytest.skip("the yardsticks are not beside this checkout")
    for path in sorted(yardsticks.glob("*.toml")):
        assert (ROOT / "tests" / "vendors" / path.name).read_text() == path.read_text()
