"""Vendors without codes: a known address that nothing proves gets a letter; a plain yes to it proves the mailbox (resolutions.md)."""

from mailbot.desk.registers.entering import enter
from mailbot.mail.address import key
from tests.stories.conftest import to

FAULT = "Es erscheint die Fehlermeldung \"Datei nicht gefunden\". Windows 11."


def with_agreement(open_box):
    box = open_box("fakturax", "2026-11-23 10:00")
    account = box.store.account(key("kunde@firma.example"), box.clock())
    decision = enter("kunde@firma.example", "Firma", "de", "wartung", None, account, box.desk.loaded.config, box.clock())
    assert box.store.book(None, decision, (), (), box.clock())
    return box


def test_a_proven_customer_with_an_agreement_gets_his_case(open_box):
    box = with_agreement(open_box)
    ack = to(box.write("kunde@firma.example", FAULT, subject="Fehler"), "kunde@firma.example")
    assert ack.subject.startswith("[FX-2026-000001]") and ack.header("Content-Language") == "de"


def test_a_plain_yes_releases_the_case(open_box):
    box = with_agreement(open_box)
    asked = to(box.write("kunde@firma.example", FAULT, subject="Fehler", verified=False), "kunde@firma.example")
    assert box.verdict == "confirm_by_reply" and "Datei nicht gefunden" not in asked.text
    mails = box.answer(asked, "Ja", verified=False)
    assert "FX-2026-000001" in to(mails, "kunde@firma.example").text
    assert {mail.to for mail in mails} >= {"jana@fakturax.de"}


def test_anything_more_than_a_yes_releases_nothing(open_box):
    box = with_agreement(open_box)
    asked = to(box.write("kunde@firma.example", FAULT, subject="Fehler", verified=False), "kunde@firma.example")
    box.answer(asked, "Ja, aber nur wenn es nichts kostet", verified=False)
    assert box.store.cases(None, everything=True)[0].state == "awaiting_entitlement"


def test_somebody_elses_yes_releases_nothing(open_box):
    box = with_agreement(open_box)
    asked = to(box.write("kunde@firma.example", FAULT, subject="Fehler", verified=False), "kunde@firma.example")
    box.answer(asked, "Ja", sender="mallory@evil.example")
    assert box.store.cases(None, everything=True)[0].state == "awaiting_entitlement"


def test_a_vendor_without_agreement_offers_his_own_letter(open_box):
    """Visma: who has no agreement is told where to sign one."""
    box = open_box("visma", "2026-11-23 10:00")
    letter = to(box.write("okand@example.org", "Hur gör jag?", subject="Fråga"), "okand@example.org")
    assert box.verdict == "offer_agreement" and "linda.sablic@visma.com" in letter.text


def test_a_yes_in_his_own_words_and_signed_releases_the_case(open_box):
    box = with_agreement(open_box)
    asked = to(box.write("kunde@firma.example", FAULT, subject="Fehler", verified=False), "kunde@firma.example")
    box.answer(asked, "Guten Tag,\nja, das war ich.\n\nMit freundlichen Grüßen\nKarl Kunz\nFirma GmbH\nTel. 040 123456\nVon meinem iPhone gesendet", verified=False)
    assert box.verdict == "entitlement_proven"


def test_a_no_in_his_own_words_releases_nothing(open_box):
    box = with_agreement(open_box)
    asked = to(box.write("kunde@firma.example", FAULT, subject="Fehler", verified=False), "kunde@firma.example")
    box.answer(asked, "Nein, das war ich nicht", verified=False)
    assert box.store.cases(None, everything=True)[0].state == "awaiting_entitlement"
