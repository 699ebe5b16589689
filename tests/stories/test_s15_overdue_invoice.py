"""S15: an invoice is overdue: questions wait, program errors are taken, running cases rest; paid, all of them start (SO-24, SO-25)."""

from datetime import date

import pytest

from mailbot.desk import rights
from mailbot.desk.facts import Wanted
from mailbot.mail.address import key
from mailbot.pipeline import worded
from tests.stories.conftest import agreed, local, to

KUND = "kund@firma.se"


def change(box, verdict, made, who=KUND):
    """`mailbot customers overdue`, `paid`, `suspend` and their like, with the books of the box; the mails that came of it."""
    facts = box.store.fetch(Wanted(address=key(who), waiting=True, running=True), box.clock())
    loaded = box.desk.loaded
    effects, because = made(facts.account)
    decision, drafts = worded(rights.changed(verdict, effects, because, facts, loaded.config, loaded.rules), box.desk, box.clock())
    assert box.store.book(None, decision, drafts, facts.versions, box.clock())
    return box.settle()


def overdue(box, since="2026-11-01"):
    return change(box, "customer_overdue", lambda account: rights.overdue(account, date.fromisoformat(since), box.clock().date(), box.desk.loaded.config))


def paid(box):
    return change(box, "customer_paid", rights.paid)


@pytest.fixture
def box(open_box):
    box = open_box("softone", "2026-11-23 09:00")
    agreed(box, KUND, "service_kvalitet", "sv")
    return box


def states(box):
    return {case.kind: (case.state, case.start_due_at) for case in box.store.cases(None, everything=True)}


def test_a_question_waits_until_it_is_paid_and_a_program_error_does_not(box):
    overdue(box)
    letter = to(box.write(KUND, "Var hittar jag rapporten över kunder?", subject="Fråga om rapporter"), KUND)
    assert box.verdict == "invoice_overdue" and "1 november 2026" in letter.text and "rapporten" not in letter.text
    mails = box.write(KUND, "Programfel: rapporten visar fel summa", subject="Programfel")
    assert box.verdict == "bug_report_received" and "lisa@softone.se" in {mail.to for mail in mails}
    before = states(box)
    assert before.pop("bug_report") == ("open", None)
    (question,) = before.values()
    assert question == ("awaiting_entitlement", None)

    box.clock.turn_to(local("2026-11-26 09:00"))
    told = paid(box)
    after = states(box)
    assert after.pop("bug_report") == ("open", None)
    assert list(after.values()) == [("open", local("2026-12-04 16:00"))]  # P5: 48 hours of opening from then
    assert {mail.to for mail in told} == {KUND, "lisa@softone.se", "hugo@softone.se"} and "SO-2026-000001" in to(told, KUND).text
    story = box.store.case("SO-2026-000001")
    assert story.rests_on["verdict"] == "invoice_overdue" and "overdue" in story.rests_on["reason"]


def test_a_running_case_rests_and_goes_on(box):
    notices = box.write(KUND, "Var hittar jag rapporten över kunder?", subject="Fråga om rapporter")
    (rests,) = overdue(box)
    assert rests.to == KUND and "pausat" in rests.text
    ((state, due),) = states(box).values()
    assert (state, due) == ("awaiting_entitlement", None)
    again = to(box.answer(to(notices, KUND), "Hur går det?"), KUND)
    assert box.verdict == "invoice_overdue" and "förfallen" in again.text
    paid(box)
    ((state, due),) = states(box).values()
    assert state == "open" and due is not None


def test_an_answered_case_is_not_worked_on_again_while_it_is_overdue(box):
    notices = box.write(KUND, "Var hittar jag rapporten över kunder?", subject="Fråga om rapporter")
    answer = to(box.answer(to(notices, "lisa@softone.se"), "Den står under Rapporter."), KUND)
    assert overdue(box) == []  # nothing runs
    box.answer(answer, "Nej, där finns den inte.")
    assert box.verdict == "invoice_overdue" and next(iter(states(box).values()))[0] == "awaiting_entitlement"
    paid(box)
    ((state, due),) = states(box).values()
    assert state == "in_progress" and due is not None


def test_tolerated_for_some_days_it_stops_on_the_day(open_box):
    box = open_box("softone", "2026-11-23 09:00", instead=(("overdue_grace_days = 0", "overdue_grace_days = 10"),))
    agreed(box, KUND, "service_kvalitet", "sv")
    box.write(KUND, "Var hittar jag rapporten över kunder?", subject="Fråga om rapporter")
    assert overdue(box, "2026-11-20") == [] and box.verdict == "case_opened"
    box.clock.turn_to(local("2026-11-30 00:01"))
    (letter,) = box.settle()
    assert letter.to == KUND and box.due_decisions[-1].verdict == "right_lapsed"
    assert next(iter(states(box).values()))[0] == "awaiting_entitlement"


def test_a_right_that_rests_or_was_taken_away_holds_new_cases_back(box):
    change(box, "right_suspended", lambda account: rights.suspended(account, "service_kvalitet", suspend=True))
    box.write(KUND, "Var hittar jag rapporten över kunder?", subject="Fråga om rapporter")
    assert box.verdict == "suspended"
    change(box, "right_resumed", lambda account: rights.suspended(account, "service_kvalitet", suspend=False))
    assert next(iter(states(box).values()))[0] == "open"
    change(box, "right_revoked", lambda account: rights.revoked(account, "service_kvalitet"))
    assert next(iter(states(box).values()))[0] == "awaiting_entitlement"
    assert box.store.account(KUND, box.clock()).grants == ()


def test_who_has_no_training_waits_for_it(open_box):
    box = open_box("softone", "2026-11-23 09:00")
    agreed(box, KUND, "service_kvalitet", "sv")
    change(box, "training_removed", lambda account: rights.untrained(account, KUND, "*"))
    letter = to(box.write(KUND, "Var hittar jag rapporten över kunder?", subject="Fråga om rapporter"), KUND)
    assert box.verdict == "not_trained" and "utbildning" in letter.text
    today = box.clock().date()
    change(box, "training_recorded", lambda account: rights.trained(account, KUND, "SoftOne GO", today, None, today))
    assert next(iter(states(box).values()))[0] == "open"
