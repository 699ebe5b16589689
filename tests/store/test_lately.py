"""What a requester did lately: cases under one subject, and mails that nobody acknowledged yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mailbot.desk import effects as e
from mailbot.desk.facts import Case, Wanted
from mailbot.store import Store
from tests.store.acts import NOW, claimed, decided, draft, letter, open_case, opening

SUBJECT = "går inte att skriva ut"


def alike(store: Store, address: str = "anna@kund.example", subject: str = SUBJECT, after: timedelta = timedelta()) -> list[str]:
    return [case.number for case in store.fetch(Wanted(address=address, subject=subject), NOW + after).alike]


def added(store: Store, case: Case, author: str = "anna@kund.example", *, verified: bool = True, automatic: bool = False) -> None:
    said = e.Append(case.id, "in", author, "Och så detta.", verified, automatic)
    assert store.book(claimed(store), decided(said), (), (), NOW + timedelta(minutes=4))


def waiting(store: Store, case: Case) -> int:
    store.book(None, decided(e.Schedule("followup_ack", case.id, NOW)), (), (), NOW)
    item = store.claim_due("w1", NOW, 60)
    assert item is not None
    return store.fetch(Wanted(case_id=case.id, due_id=item.id), NOW).unacknowledged


def test_alike_are_the_open_cases_of_the_same_address_and_subject_within_a_day(store: Store) -> None:
    open_case(store)

    assert alike(store) == ["BK-2026-000001"]
    assert alike(store, "bo@kund.example") == []
    assert alike(store, subject="går inte") == []
    assert alike(store, after=timedelta(hours=25)) == []


def test_a_closed_case_is_like_nothing(store: Store) -> None:
    case = open_case(store)
    store.book(None, decided(e.SetState(case.id, "closed", "done")), (), (), NOW)

    assert alike(store) == []


def test_only_proven_mails_of_the_requester_count(store: Store) -> None:
    case = open_case(store)
    said = letter("ack", opened=False, case_id=case.id)
    store.book(claimed(store), decided(e.Append(case.id, "in", "anna@kund.example", "Först", True), e.Send(said)), (draft(said),), (), NOW)
    added(store, case)
    added(store, case, "Anna@KUND.example")
    added(store, case, "bo@kund.example")
    added(store, case, verified=False)
    added(store, case, automatic=True)

    assert waiting(store, case) == 2


def test_a_mail_that_got_a_letter_is_acknowledged(store: Store) -> None:
    case = open_case(store)
    added(store, case)
    said = letter("intake_request", opened=False, case_id=case.id)
    store.book(claimed(store), decided(e.Append(case.id, "in", "anna@kund.example", "Hm", True), e.Send(said)), (draft(said),), (), NOW)

    assert waiting(store, case) == 0


def test_a_letter_that_was_due_acknowledges_all_before_it(store: Store) -> None:
    case = open_case(store)
    added(store, case)
    said = letter("followup_ack", opened=False, case_id=case.id)
    store.book(None, decided(e.Send(said)), (draft(said),), (), NOW + timedelta(minutes=14))

    assert waiting(store, case) == 0


def test_colleagues_of_an_opening_take_part(store: Store) -> None:
    opened = replace(opening(), cc=("bo@kund.example", "anna@kund.example"))
    store.book(claimed(store), decided(opened, e.Append(None, "in", "anna@kund.example", "Hej", True)), (), (), NOW)

    story = store.case("BK-2026-000001")
    assert story is not None
    assert story.participants == (("anna@kund.example", "requester"), ("bo@kund.example", "cc"))
