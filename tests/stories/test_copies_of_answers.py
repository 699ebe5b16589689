"""Who reads an answer besides the requester: whom an agent names, and colleagues of the requester's own proven domain; each under his own address."""

import re

import pytest

from tests.stories.conftest import paid, to
from tests.stories.test_first_line import COMPLETE

ANNA, BO, CIA, EVA = "anna@firma.se", "bo@firma.se", "cia@annan.se", "eva@bokis.info"


def opened(open_box, cc=""):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, ANNA, 300, "2026-11-23")
    mails = box.write(ANNA, COMPLETE, subject="Fel vid utskrift", **({"Cc": cc} if cc else {}))
    return box, to(mails, ANNA), to(mails, EVA)


def people(box):
    return dict(box.store.case("BK-2026-000001").participants)


def test_a_colleague_of_the_proven_domain_gets_a_copy(open_box):
    box, _, notice = opened(open_box, cc=BO)
    mails = box.answer(notice, "Uppdatera till 7.4.")
    assert {mail.to for mail in mails} == {ANNA, BO}
    for mail in mails:
        assert (mail.header("To"), mail.header("Cc")) == (ANNA, BO) and "Uppdatera till 7.4." in mail.text
    assert to(mails, ANNA).reply_to != to(mails, BO).reply_to, "each answers under an address of his own"
    assert "minuter" in to(mails, ANNA).text and not re.search(r"\d+ minuter", to(mails, BO).text), "what is left is the customer's matter"


def test_a_colleague_of_another_domain_gets_copies_only_after_cc(open_box):
    box, _, notice = opened(open_box, cc=CIA)
    assert {mail.to for mail in box.answer(notice, "Uppdatera till 7.4.")} == {ANNA}
    assert {mail.to for mail in box.answer(notice, f"/cc {CIA}\nUppdatera sedan Java.")} == {ANNA, CIA, EVA}, "this very answer, too; Eva's is the receipt"
    assert {mail.to for mail in box.answer(notice, "Starta om.")} == {ANNA, CIA}


def test_whom_an_agent_takes_off_is_not_added_again(open_box):
    box, ack, notice = opened(open_box, cc=BO)
    assert {mail.to for mail in box.answer(notice, f"/uncc {BO}\nUppdatera till 7.4.")} == {ANNA, EVA}
    box.answer(ack, "Det hjälpte inte.", Cc=BO)
    assert {mail.to for mail in box.answer(notice, "Starta om.")} == {ANNA} and people(box)[BO] == "removed"


def test_somebody_named_in_cc_by_an_unproven_hand_gets_nothing(open_box):
    box, ack, notice = opened(open_box)
    box.answer(ack, "Skicka kopia till min kollega.", verified=False, Cc="mallory@firma.se")
    assert {mail.to for mail in box.answer(notice, "Uppdatera till 7.4.")} == {ANNA}


def test_a_copys_answer_joins_the_case(open_box):
    """He is proven and takes part: the agents hear of it; he gets no acknowledgement of his own, and commands nothing."""
    box, _, notice = opened(open_box, cc=BO)
    copy = to(box.answer(notice, "Uppdatera till 7.4."), BO)
    mails = box.answer(copy, "Det hjälpte inte hos mig.")
    assert [mail.to for mail in mails] == [EVA] and box.verdict == "joined"
    box.answer(copy, "STÄNG")
    assert box.store.cases(None, everything=True)[0].state == "in_progress"


def test_a_stranger_becomes_a_participant_without_reading_what_was_written(open_box):
    box, ack, notice = opened(open_box)
    box.answer(ack, "Jag sitter vid samma dator.", sender=CIA)
    box.answer(notice, f"/addcontact {CIA}")
    assert people(box)[CIA] == "cc"
    assert {mail.to for mail in box.answer(notice, "Uppdatera till 7.4.")} == {ANNA}
    box.answer(ack, "Nu är det uppdaterat, men felet kvarstår.", sender=CIA)
    assert box.verdict == "joined" and box.store.cases(None, everything=True)[0].state == "in_progress"


@pytest.mark.parametrize(("line", "says"), [
    ("/cc eva@bokis.info", "egna adresser"), ("/cc support@bokis.info", "egna adresser"), (f"/cc {ANNA}", "kundens egen"), (f"/uncc {CIA}", "deltar inte"),
    (f"/addcontact {BO}", "deltar redan"), ("/cc bo", "ingen e-postadress"), (f"/consult {ANNA}\nVad betyder fel 3021?", "kundens egen"), ("/consult hjalp@lev.example", "text"),
    ("/merge BK-2026-000001", "det här ärendet"), ("/merge BK-2026-000009", "finns inget"), ("/link BK-2026-000009", "finns inget"), ("/unmerge", "slagits ihop"),
    ("/split Två\n/merge BK-2026-000001", "samma mejl"), ("/merge", "saknas"), ("/merge hej", "inget ärendenummer"),
])
def test_what_cannot_be_done_is_said_and_changes_nothing(open_box, line, says):
    box, _, notice = opened(open_box, cc=BO)
    before = box.store.case("BK-2026-000001")
    refused = to(box.answer(notice, line), EVA)
    assert box.verdict == "agent_refused" and says in " ".join(refused.text.split()), refused.text
    after = box.store.case("BK-2026-000001")
    assert (after.participants, after.events, after.head) == (before.participants, before.events, before.head)


def test_undo_takes_the_copies_back_too(open_box):
    box = open_box("bokis", "2026-11-23 09:00", '[agents]\nhold = "5m"')
    paid(box, ANNA, 300, "2026-11-23")
    notice = to(box.write(ANNA, COMPLETE, subject="Fel vid utskrift", Cc=BO), EVA)
    box.answer(notice, "Uppdatera till 7.4.")
    box.answer(notice, "/undo")
    box.clock.pass_by(minutes=10)
    assert not {ANNA, BO} & {mail.to for mail in box.settle()}
