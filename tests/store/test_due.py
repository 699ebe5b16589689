"""Due times: one of a kind for a case, taken by one worker, booked once, and never in the way of others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.desk import effects as e
from mailbot.desk.facts import DueItem, Wanted
from mailbot.store import Store
from mailbot.store.due import ATTEMPTS, RETRY_AFTER
from tests.store.acts import NOW, at_once, claimed, decided, draft, letter, open_case, opening
from tests.store.conftest import OpenStore

MINUTE = timedelta(minutes=1)


def planned(store: Store, kind: str = "followup_ack", minutes: int = 10) -> int:
    """A case for which something is due in some minutes; its id."""
    case = open_case(store)
    assert store.book(None, decided(e.Schedule(kind, case.id, NOW + minutes * MINUTE)), (), (), NOW)
    return case.id


def at(store: Store, minutes: int, worker: str = "w1") -> DueItem | None:
    return store.claim_due(worker, NOW + minutes * MINUTE, 60)


def facts_of(store: Store, item: DueItem, minutes: int = 10):
    return store.fetch(Wanted(case_id=item.case_id, due_id=item.id), NOW + minutes * MINUTE)


def test_nothing_is_taken_before_its_time(store: Store) -> None:
    case_id = planned(store)

    assert at(store, 9) is None
    item = at(store, 10)
    assert item is not None
    assert (item.kind, item.case_id, item.due_at) == ("followup_ack", case_id, NOW + 10 * MINUTE)


def test_a_new_time_takes_the_place_of_the_old(store: Store) -> None:
    case_id = planned(store)

    store.book(None, decided(e.Schedule("followup_ack", case_id, NOW + 14 * MINUTE)), (), (), NOW)

    assert at(store, 13) is None
    assert at(store, 14) is not None
    assert at(store, 14, "w2") is None


def test_what_was_done_may_be_planned_again(store: Store) -> None:
    case_id = planned(store)
    item = at(store, 10)
    assert item is not None
    assert store.book(None, decided(e.DueDone(item.id)), (), (), NOW + 10 * MINUTE)
    assert at(store, 60) is None

    store.book(None, decided(e.Schedule("followup_ack", case_id, NOW + 90 * MINUTE)), (), (), NOW)

    assert at(store, 90) is not None


def test_what_is_needless_is_never_taken(store: Store) -> None:
    case_id = planned(store)

    store.book(None, decided(e.Unschedule("followup_ack", case_id)), (), (), NOW)

    assert at(store, 60) is None


def test_a_case_that_is_opened_may_plan_at_once(store: Store) -> None:
    plan = e.Schedule("followup_ack", None, NOW)
    assert store.book(claimed(store), decided(opening(), plan, e.Append(None, "in", "anna@kund.example", "Hej", True)), (), (), NOW)

    assert at(store, 0) is not None


def test_two_workers_at_one_row_book_it_once(store: Store, opener: OpenStore) -> None:
    """A lease ran out while its worker still lives: both decide, one books."""
    planned(store)
    slow, quick = store, opener()
    mine, theirs = at(slow, 10), at(quick, 12, "w2")
    assert mine is not None and theirs is not None and mine.id == theirs.id
    before, after = facts_of(slow, mine), facts_of(quick, theirs)
    said = letter("followup_ack", opened=False, case_id=mine.case_id)
    done = decided(e.DueDone(mine.id), e.Send(said))

    assert quick.book(None, done, (draft(said),), after.versions, NOW + 12 * MINUTE)
    assert not slow.book(None, done, (draft(said),), before.versions, NOW + 12 * MINUTE)

    assert facts_of(slow, mine).due is None
    assert [line.template for line in store.outbox()] == ["followup_ack"]


def test_a_moved_time_is_not_booked_as_it_was(store: Store) -> None:
    case_id = planned(store)
    item = at(store, 10)
    assert item is not None
    facts = facts_of(store, item)

    store.book(None, decided(e.Schedule("followup_ack", case_id, NOW + 20 * MINUTE)), (), (), NOW + 10 * MINUTE)

    assert not store.book(None, decided(e.DueDone(item.id)), (), facts.versions, NOW + 10 * MINUTE)
    moved = facts_of(store, item).due
    assert moved is not None and moved.due_at == NOW + 20 * MINUTE


def test_workers_that_claim_at_once_never_get_the_same(opener: OpenStore) -> None:
    store = opener()
    for _ in range(8):
        planned(store, minutes=1)
    stores = [opener() for _ in range(4)]
    got: list[int] = []

    def work(number: int) -> None:
        while (item := at(stores[number], 5, f"w{number}")) is not None:
            assert stores[number].book(None, decided(e.DueDone(item.id)), (), (), NOW)
            got.append(item.id)

    at_once(work, range(4))

    assert len(got) == len(set(got)) == 8


def test_one_that_fails_waits_longer_each_time_and_holds_up_nobody(store: Store) -> None:
    planned(store, minutes=1)
    other = planned(store, minutes=2)
    bad = at(store, 5)
    assert bad is not None

    assert not store.fail_due(bad.id, "KeyError in due.py:28", NOW + 5 * MINUTE)

    good = at(store, 5)
    assert good is not None and good.case_id == other
    assert store.claim_due("w2", NOW + 5 * MINUTE + RETRY_AFTER[0] - timedelta(seconds=1), 60) is None
    again = store.claim_due("w2", NOW + 5 * MINUTE + RETRY_AFTER[0], 60)
    assert again is not None and again.id == bad.id


def test_after_the_last_attempt_it_is_put_aside_until_somebody_restarts(store: Store) -> None:
    planned(store, minutes=1)
    now = NOW + MINUTE
    for attempt in range(ATTEMPTS):
        item = store.claim_due("w1", now, 60)
        assert item is not None
        assert store.fail_due(item.id, "KeyError", now) is (attempt == ATTEMPTS - 1)
        now += timedelta(hours=3)

    assert store.claim_due("w1", now + timedelta(days=30), 60) is None
    assert store.counts().put_aside == 1 and store.due_work(now) == 0
    assert store.retry_put_aside(now) == 1
    assert store.claim_due("w1", now, 60) is not None
    assert store.counts().put_aside == 0


def test_one_that_kills_its_workers_is_put_aside_as_well(store: Store) -> None:
    planned(store, minutes=1)
    for _ in range(ATTEMPTS):
        assert at(store, 5) is not None
        store.release("w1", NOW + 5 * MINUTE)

    assert at(store, 5) is None
    assert store.counts().put_aside == 1


def test_the_claim_of_a_dead_worker_is_free_at_once(store: Store) -> None:
    planned(store, minutes=1)
    assert at(store, 5) is not None
    assert at(store, 5, "w2") is None

    store.release("w1", NOW + 5 * MINUTE)

    assert at(store, 5, "w2") is not None


def test_what_is_due_is_work_that_is_left(store: Store) -> None:
    planned(store)
    store.claim_outgoing(NOW, 10)

    assert store.due_work(NOW) == 0
    assert store.due_work(NOW + 10 * MINUTE) == 1
    item = at(store, 10)
    assert item is not None
    assert store.due_work(NOW + 10 * MINUTE) == 1, "in a worker's hands"
    store.book(None, decided(e.DueDone(item.id)), (), (), NOW)
    assert store.due_work(NOW + 10 * MINUTE) == 0


def test_why_nothing_was_done_stands_with_the_case(store: Store) -> None:
    planned(store)
    item = at(store, 10)
    assert item is not None

    store.book(None, decided(e.DueDone(item.id), verdict="followup_not_acknowledged"), (), (), NOW)

    story = store.case("BK-2026-000001")
    assert story is not None
    assert ("decided", "followup_not_acknowledged") in [(event.kind, event.after) for event in story.events]


@pytest.mark.parametrize("kind", ["related", "duplicate_of"])
def test_cases_are_linked_once(store: Store, kind: str) -> None:
    first, second = open_case(store), open_case(store)

    for one, other in ((first, second), (second, first)) if kind == "related" else ((first, second), (first, second)):
        store.book(None, decided(e.LinkCases(one.id, other.id, kind)), (), (), NOW)  # type: ignore[arg-type]

    for case, other in ((first, second), (second, first)):
        story = store.case(case.number)
        assert story is not None
        assert [event.detail["case"] for event in story.events if event.kind == "linked"] == [other.number]
