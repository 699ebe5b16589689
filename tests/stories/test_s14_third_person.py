"""S14: two contacts are named, a third colleague writes: his case waits, the two hear of it, and one of them changes who may write (SO-18)."""

import pytest

from tests.stories.conftest import local, to, trained
from tests.stories.registers import case_of, customer

ANNA, BO, CIA, DAN = "anna@k.se", "bo@k.se", "cia@k.se", "dan@k.se"


@pytest.fixture
def box(open_box):
    box = open_box("softone", "2026-11-23 09:00")
    customer(box, ANNA, "service_kvalitet", language="sv", domains=("k.se",), contacts=(BO,))
    trained(box, CIA)
    return box


def waiting(box):
    """Cia's case waits; what she and the two contacts were told."""
    mails = box.write(CIA, "Var hittar jag rapporten över kunder?", subject="Fråga om rapporter")
    assert box.verdict == "not_designated" and case_of(box).state == "awaiting_entitlement"
    return mails


def contacts_now(box):
    return box.store.account(ANNA, box.clock()).contacts


def test_a_contact_changes_the_list_and_the_case_starts(box):
    mails = waiting(box)
    assert {mail.to for mail in mails} == {CIA, ANNA, BO}
    asked = to(mails, ANNA)
    assert CIA in asked.text and "KONTAKTER" in asked.text and "Var hittar jag" not in asked.text

    box.clock.turn_to(local("2026-11-25 10:00"))
    told = box.answer(asked, "KONTAKTER anna@k.se cia@k.se")
    case = case_of(box)
    assert box.verdict == "contacts_changed" and contacts_now(box) == (ANNA, CIA)
    assert (case.state, case.priority, case.start_due_at) == ("open", "5", local("2026-12-04 09:00"))  # 48 hours of opening from then
    assert {"lisa@softone.se", "hugo@softone.se", CIA, ANNA, BO} == {mail.to for mail in told}
    assert case.number in to(told, CIA).text and "anna@k.se" in to(told, BO).text
    assert "Var hittar jag rapporten" in to(told, "lisa@softone.se").text

    to(box.write(CIA, "Hur skriver jag ut den?", subject="En annan fråga"), CIA)
    assert box.verdict == "case_opened"
    box.write(BO, "Hur skriver jag ut den?", subject="En tredje fråga")
    assert box.verdict == "not_designated"


@pytest.mark.parametrize(("who", "verified", "words", "verdict"), [
    (DAN, True, "KONTAKTER dan@k.se cia@k.se", "contacts_refused"),
    (CIA, True, "KONTAKTER anna@k.se cia@k.se", "contacts_refused"),
    (ANNA, False, "KONTAKTER anna@k.se cia@k.se", "joined_unverified"),
    ("mallory@evil.example", True, "KONTAKTER anna@k.se cia@k.se", "joined_unverified"),
    (ANNA, True, "KONTAKTER anna@k.se bo@k.se cia@k.se", "contacts_refused"),
    (BO, True, "KONTAKTER bo@k.se cia@k.se", "contacts_refused"),
], ids=["a random colleague", "the colleague herself", "a contact, unproven", "a stranger", "too many", "a contact who puts out the first"])
def test_nobody_else_and_nothing_else_changes_it(box, who, verified, words, verdict):
    asked = to(waiting(box), ANNA)
    mails = box.answer(asked, words, sender=who, verified=verified)

    assert box.verdict == verdict and contacts_now(box) == (ANNA, BO)
    assert case_of(box).state == "awaiting_entitlement"
    assert all(mail.to == who for mail in mails)
    if "bo@k.se cia" in words:
        assert "högst 2" in to(mails, who).text


def test_who_asks_is_told_and_the_contacts_hear_of_a_colleague_once_a_day(box):
    told = to(box.write(ANNA, "\n", subject="KONTAKTPERSONER"), ANNA)
    assert box.verdict == "contacts_told" and ANNA in told.text and BO in told.text
    waiting(box)
    assert {mail.to for mail in box.write(CIA, "Och hur skriver jag ut?", subject="Mer")} == {CIA}


def test_whoever_forges_a_colleague_brings_the_contacts_no_mail(box):
    assert {mail.to for mail in box.write(CIA, "Var hittar jag rapporten?", subject="Fråga", verified=False)} == {CIA}
