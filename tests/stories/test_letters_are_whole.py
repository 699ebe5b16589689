"""The first letter to a customer of each vendor, as it leaves after a real decision: whole sentences, nothing empty, nothing twice."""

import re

import pytest

from tests.stories.conftest import agreed, paid, to

CUSTOMER = "anna@kund.example"
COMPLETE = {
    "sv": "När jag skriver ut balansrapporten i version 7.4 står det \"Fel 3021: filen saknas\". Windows 11.\n\n1. Jag öppnar Rapporter.\n2. Jag väljer Balans.\n3. Jag klickar på Skriv ut.",
    "de": "Beim Drucken der Rechnung in Version 7.4 erscheint \"Fehler 3021: Datei fehlt\". Windows 11.\n\n1. Ich öffne Rechnungen.\n2. Ich wähle Drucken.\n3. Ich klicke auf OK.",
    "nl": "Bij het afdrukken van de factuur in versie 7.4 staat er \"Fout 3021: bestand ontbreekt\". Windows 11.\n\n1. Ik open Facturen.\n2. Ik kies Afdrukken.\n3. Ik klik op OK.",
}
INCOMPLETE = {"sv": "Det blir fel när jag skriver ut.", "de": "Beim Drucken kommt ein Fehler.", "nl": "Bij het afdrukken komt er een fout."}
SUBJECT = {"sv": "Fel vid utskrift", "de": "Fehler beim Drucken", "nl": "Fout bij het afdrukken"}
VENDORS = {"bokis": ("sv", ""), "softone": ("sv", "service_kvalitet"), "fakturax": ("de", "wartung"), "softadvice": ("nl", "onderhoud"), "visma": ("sv", "supportavtal")}

EMPTY = re.compile(r": ?[.,;:]|:[ \t]+\n|\(\s*\)|None|Undefined|\{\{|\{%|\ue000| [.,;]|\.\.(?!\.)|,,")
VAIN = re.compile(r":\n\n(?!\s*[-1])")  # a colon before a paragraph that is no list
DOUBLED = re.compile(r"\b(\w+) \1\b")


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("told", ["incomplete", "complete"])
def test_the_first_letter_is_whole(open_box, vendor, told):
    language, tier = VENDORS[vendor]
    box = open_box(vendor, "2026-11-23 10:00")
    if tier:
        agreed(box, CUSTOMER, tier, language)
    else:
        paid(box, CUSTOMER, 300, "2026-11-23")
    letter = to(box.write(CUSTOMER, (INCOMPLETE if told == "incomplete" else COMPLETE)[language], subject=SUBJECT[language]), CUSTOMER)
    text = letter.text.replace("\u00a0", " ")
    one_line = " ".join(line for line in text.split("\n") if not line.startswith("##-"))

    assert letter.header("Content-Language") == language and SUBJECT[language] in letter.subject
    assert not EMPTY.search(text), EMPTY.search(text)
    assert not VAIN.search(text), VAIN.search(text)
    assert not DOUBLED.search(one_line), DOUBLED.search(one_line)
    asks = re.search(r"^(?:1\.|- .+\?$)", text, re.MULTILINE) is not None
    assert asks == (told == "incomplete" or vendor == "fakturax"), "FAKTURA-X asks for a restart whatever was told"


def test_the_same_words_twice_are_two_mails(open_box):
    box = open_box("bokis", "2026-11-23 10:00")
    paid(box, CUSTOMER, 300, "2026-11-23")
    letter = to(box.write(CUSTOMER, INCOMPLETE["sv"], subject=SUBJECT["sv"]), CUSTOMER)
    for _ in range(2):
        box.answer(letter, "Det är Windows 11.")
    assert box.store.cases(None, everything=True) and len(box.decisions) == 3
