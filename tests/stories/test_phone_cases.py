"""Somebody rings: the agent opens the case at his desk address, the customer reads what was noted, and both can answer (SA-13)."""

import pytest

from mailbot.desk.facts import Wanted
from tests.stories.conftest import agreed, local, to

KUND = "kund@firma.se"


@pytest.fixture
def box(open_box):
    box = open_box("softone", "2026-11-23 09:00")
    agreed(box, KUND, "service_kvalitet", "sv")
    return box


def desk_of(box):
    """Lisa's desk address: a table that she asked for came with it."""
    notice = to(box.write(KUND, "Hej! Hur skriver jag ut momsrapporten?", subject="Moms"), "lisa@softone.se")
    return to(box.answer(notice, "/queue"), "lisa@softone.se")


def test_a_case_by_phone(box):
    desk = desk_of(box)
    box.clock.turn_to(local("2026-11-24 09:00"))
    mails = box.answer(desk, f"/new {KUND} Lönekörning\nDu ringde om att lönekörningen stannar vid steg 3.")
    assert box.verdict == "agent_commanded"
    ack, notice = to(mails, KUND), next(mail for mail in mails if mail.to == "lisa@softone.se")
    assert "SO-2026-000002" in ack.subject and "> Du ringde om att lönekörningen stannar vid steg 3." in ack.text
    assert "lisa@softone.se" not in ack.raw.decode()

    (case,) = box.store.fetch(Wanted(case_numbers=("SO-2026-000002",)), box.clock()).by_number
    assert (case.state, case.assigned_to, case.tier, case.requester.address) == ("open", "lisa", "service_kvalitet", KUND)
    assert case.start_due_at == local("2026-12-02 16:00"), "48 hours of opening time, from the call"

    (heard,) = box.answer(ack, "Det är steg 4, inte 3.")
    assert (heard.to, box.verdict) == ("lisa@softone.se", "joined")
    answer = to(box.answer(notice, "Tack! Uppdatera, så går steg 4."), KUND)
    assert "Uppdatera, så går steg 4." in answer.text


def test_nobody_else_opens_cases_there(box):
    desk = desk_of(box)
    mails = box.answer(desk, "/new offer@example.org\nKöp nu.", sender="mallory@evil.example")
    assert all(mail.to != "offer@example.org" for mail in mails)
    assert box.verdict == "not_an_agent" and len(box.store.cases(None, everything=True)) == 1
