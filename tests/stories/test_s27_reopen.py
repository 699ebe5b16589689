"""S27: a closed case is reopened within its window; a thank-you reopens nothing; later it is a new case."""

from tests.stories.conftest import local, paid, to
from tests.stories.test_first_line import COMPLETE


def closed_case(open_box):
    box = open_box("bokis", "2026-11-09 09:00")
    paid(box, "karin@skola.se", 300, "2026-11-09")
    notice = to(box.write("karin@skola.se", COMPLETE, subject="Fel vid utskrift"), "eva@bokis.info")
    box.clock.turn_to(local("2026-11-10 14:00"))
    answer = to(box.answer(notice, "/spend 5m\nUppdatera programmet.\n/close"), "karin@skola.se")
    return box, answer


def test_reopened_within_the_window(open_box):
    box, answer = closed_case(open_box)
    box.clock.turn_to(local("2026-11-20 09:30"))
    mails = box.answer(answer, "Det hände igen")
    assert "BK-2026-000001" in to(mails, "karin@skola.se").text
    assert to(mails, "eva@bokis.info")
    (case,) = box.store.cases(None, everything=True)
    assert (case.state, case.answer_due_at) == ("in_progress", local("2026-11-23 17:00"))


def test_thanks_reopen_nothing(open_box):
    box, answer = closed_case(open_box)
    box.clock.turn_to(local("2026-11-20 09:30"))
    assert box.answer(answer, "Tack för hjälpen!") == []
    (case,) = box.store.cases(None, everything=True)
    assert case.state == "closed"


def test_thanks_for_an_answer_wake_nobody(open_box):
    """The case stays answered and without a time, and the agents hear of the next thing that is said."""
    box = open_box("bokis", "2026-11-09 09:00")
    paid(box, "karin@skola.se", 300, "2026-11-09")
    notice = to(box.write("karin@skola.se", COMPLETE, subject="Fel vid utskrift"), "eva@bokis.info")
    answer = to(box.answer(notice, "/spend 5m\nUppdatera programmet."), "karin@skola.se")
    before = box.store.cases(None, everything=True)
    assert before[0].state == "answered"
    assert box.answer(answer, "Tack Eva, nu fungerar det!\n\nMvh Karin\nSkolan\nSkickat från min iPhone") == []
    assert box.verdict == "thanks"
    (case,) = box.store.cases(None, everything=True)
    assert (case.state, case.answer_due_at) == ("answered", before[0].answer_due_at)
    assert to(box.answer(answer, "Tack Eva, men nu är det fel igen"), "eva@bokis.info")


def test_after_the_window_it_is_a_new_case(open_box):
    box, answer = closed_case(open_box)
    box.clock.turn_to(local("2026-11-25 11:20"))
    mails = box.answer(answer, "Det hände igen, Windows 11, när jag skriver ut")
    assert "BK-2026-000001" in to(mails, "karin@skola.se").text, "the new case names the one it continues"
    assert {case.number for case in box.store.cases(None, everything=True)} == {"BK-2026-000001", "BK-2026-000002"}


def test_the_new_case_is_judged_anew_and_draws_from_the_same_block(open_box):
    box, answer = closed_case(open_box)
    box.clock.turn_to(local("2026-11-25 11:20"))
    mails = box.answer(answer, COMPLETE)
    ack, notice = to(mails, "karin@skola.se"), to(mails, "eva@bokis.info")
    assert ack.subject == "[BK-2026-000002] Fel vid utskrift", "the old number stands in no subject"
    assert "BK-2026-000001" in ack.text and "BK-2026-000001" in notice.text
    box.answer(notice, "/spend 10m\nNu är det löst.\n/close")
    account = box.store.account("karin@skola.se", box.clock())
    assert [block.minutes_left for block in account.blocks] == [0], "5 and 10 minutes of one block of 15"

    box.clock.turn_to(local("2026-12-20 09:00"))
    third = box.answer(to(mails, "karin@skola.se"), "Nu händer det igen, Windows 11")
    assert box.verdict == "block_empty", "a right that has run out gives no third case"
    assert to(third, "karin@skola.se")
