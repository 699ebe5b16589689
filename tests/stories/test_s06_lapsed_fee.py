"""S06: the fee ran out, the mail waits; a payment of the bank renews it, and the waiting case begins then (BK-20, states.md 3.2)."""

from datetime import date

from mailbot.desk.facts import Wanted
from mailbot.desk.payments.buying import Payment
from mailbot.desk.payments.settling import enter
from mailbot.pipeline import worded
from tests.bank_files import Paid
from tests.stories.bank import arrives
from tests.stories.conftest import local, paid, to

WHOLE = "Windows 11. 1. Öppnar Rapporter 2. Klickar Skriv ut. Då kommer «Fel 3021: Ingen aktuell post»."


def test_a_renewal_releases_the_waiting_case(open_box, tmp_path):
    box = open_box("bokis", "2025-11-11 09:00")
    first = paid(box, "erik@x.se", 400, "2025-11-11")
    box.clock.turn_to(local("2026-11-23 09:00"))
    box.write("erik@x.se", WHOLE, subject="Fel vid utskrift")
    (case,) = box.store.cases(None, everything=True)
    assert (box.verdict, case.state, case.answer_due_at) == ("fee_expired", "awaiting_entitlement", None)

    box.clock.turn_to(local("2026-11-25 18:00"))
    mails = arrives(box, tmp_path, Paid(400, "erik@x.se", "REF-1"))

    (case,) = box.store.cases(None, everything=True)
    assert (case.state, case.answer_due_at) == ("open", local("2026-11-30 17:00")), "its clock counts from the payment"
    account = box.store.account("erik@x.se", box.clock())
    assert account is not None
    assert [(g.valid_from, g.valid_until) for g in account.grants] == [(date(2025, 11, 11), date(2027, 11, 10))], "the old period goes on"
    confirmation, released = (mail for mail in mails if mail.to == "erik@x.se")
    assert "400,00 kr" in confirmation.text and "11 november 2026" in confirmation.text and "10 november 2027" in confirmation.text
    assert "Upplåsningskod:" in first.text and "Upplåsningskod:" not in confirmation.text and "densamma" in confirmation.text
    assert case.number in released.subject
    assert WHOLE[:10] in to(mails, "eva@bokis.info").text


def test_a_payment_that_an_admin_enters_releases_it_too(open_box):
    box = open_box("bokis", "2025-11-11 09:00")
    paid(box, "erik@x.se", 400, "2025-11-11")
    box.clock.turn_to(local("2026-11-23 09:00"))
    box.write("erik@x.se", WHOLE, subject="Fel vid utskrift")
    box.clock.turn_to(local("2026-11-25 18:00"))

    facts = box.store.fetch(Wanted(address="erik@x.se", waiting=True), box.clock())
    entered = Payment("erik@x.se", 40000, "SEK", date(2026, 11, 25), "manual:1")
    decision = enter(entered, facts.account, facts.waiting, box.clock(), box.desk.loaded.config, box.desk.loaded.rules, away=facts.away)
    decision, drafts = worded(decision, box.desk, box.clock())
    assert box.store.book(None, decision, drafts, facts.versions, box.clock())

    (case,) = box.store.cases(None, everything=True)
    assert (case.state, case.answer_due_at) == ("open", local("2026-11-30 17:00"))
