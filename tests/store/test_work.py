"""Working on a case: its line, level, tags and watchers, what was found out, and who of the agents is away."""

from __future__ import annotations

from datetime import date, timedelta

from mailbot.desk import effects as e
from mailbot.desk.facts import Wanted
from mailbot.store import Store
from tests.store.acts import NOW, case_of, decided, open_case

EVA = "agent:eva"
LATER = NOW + timedelta(hours=1)


def test_what_an_agent_does_stands_with_the_case(store: Store) -> None:
    case = open_case(store)
    store.book(None, decided(
        e.Assign(case.id, "eva", EVA), e.Begin(case.id, NOW, EVA), e.SetLevel(case.id, "normal", EVA, "", "eva"), e.SetField(case.id, "product", "Bokis Plus", EVA),
        e.SetField(case.id, "subject", "Utskrift", EVA), e.SetTag(case.id, "moms", True, EVA), e.SetTag(case.id, "utskrift", True, EVA), e.SetTag(case.id, "moms", False, EVA),
        e.SetReproduced(case.id, False, EVA), e.SetWatcher(case.id, "bo", True), e.SetWatcher(case.id, "bo", True), e.SetDue(case.id, LATER, None, NOW),
    ), (), (), NOW)  # fmt: skip

    found = case_of(store, case.number)
    assert (found.assigned_to, found.assigned_at, found.started_at, found.clock_from) == ("eva", NOW, NOW, NOW)
    assert (found.level_decided_by, found.product, found.subject, found.tags, found.watchers) == ("eva", "Bokis Plus", "Utskrift", ("utskrift",), ("bo",))
    assert found.reproduced is False and found.version > case.version


def test_a_case_that_moves_is_nobodys(store: Store) -> None:
    case = open_case(store)
    store.book(None, decided(e.Assign(case.id, "eva", EVA), e.MoveCase(case.id, EVA, line=2)), (), (), NOW)
    store.book(None, decided(e.MoveCase(case.id, EVA, team="lon")), (), (), NOW)

    found = case_of(store, case.number)
    assert (found.assigned_to, found.assigned_at, found.line, found.team) == (None, None, 2, "lon")


def test_work_begins_once_and_an_answer_is_a_beginning(store: Store) -> None:
    case = open_case(store)
    store.book(None, decided(e.Answered(case.id, NOW)), (), (), NOW)
    store.book(None, decided(e.Begin(case.id, LATER, EVA)), (), (), LATER)

    assert case_of(store, case.number).started_at == NOW


def test_findings_are_read_where_they_are_asked_for(store: Store) -> None:
    case = open_case(store)
    store.book(None, decided(e.KeepFinding(case.id, "solution", "Uppdatera", "eva"), e.KeepFinding(case.id, "lesson", "Oklart", "eva")), (), (), NOW)

    asked = store.fetch(Wanted(named_numbers=(case.number,), findings=True), NOW)
    assert asked.findings == ((case.id, "solution", "Uppdatera"), (case.id, "lesson", "Oklart"))
    assert store.fetch(Wanted(named_numbers=(case.number,)), NOW).findings == ()


def test_an_absence_ends_after_its_last_day(store: Store) -> None:
    store.book(None, decided(e.SetAbsence("eva", True, date(2026, 11, 24)), e.SetAbsence("bo", True), e.SetAbsence("bo", True, date(2026, 11, 23))), (), (), NOW)

    assert [store.fetch(Wanted(), NOW + timedelta(days=days)).away for days in (0, 1, 2)] == [("bo", "eva"), ("eva",), ()]
    store.book(None, decided(e.SetAbsence("eva", False)), (), (), NOW)
    assert store.fetch(Wanted(), NOW).away == ("bo",)


def test_the_queue_has_what_is_due_first_at_its_front(store: Store) -> None:
    first, second, third = (open_case(store) for _ in range(3))
    store.book(None, decided(e.SetDue(first.id, None, None), e.SetDue(second.id, LATER, None), e.SetDue(third.id, NOW, None),
                             e.Assign(third.id, "eva", EVA)), (), (), NOW)  # fmt: skip
    queue = store.fetch(Wanted(queue=True), NOW).queue

    assert [one.number for one in queue] == [third.number, second.number, first.number]
    assert queue[0].assigned_to == "eva"
