"""Booking: all or nothing, once, and only on what still holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailbot.desk import effects as e
from mailbot.desk.facts import Detail, Wanted
from mailbot.store import ClaimLost, Store
from tests.store.acts import NOW, at_once, case_of, claimed, decided, draft, letter, open_case, opening, pay, raw_mail
from tests.store.conftest import OpenStore

HEARD = e.Append(None, "in", "anna@kund.example", "Det går inte att skriva ut.", verified=True)


def test_a_mail_becomes_a_case_with_everything_it_said(store: Store) -> None:
    item = claimed(store, raw_mail(message_id="abc@kund.example"))

    assert store.book(item, decided(opening(), HEARD), (), (), NOW)

    case = case_of(store, "BK-2026-000001")
    assert (case.state, case.subject, case.requester.address) == ("open", "Går inte att skriva ut", "anna@kund.example")
    assert case.details == (Detail("operating_system", "Windows 11", "found"), Detail("steps", "", "asked"))
    assert (case.last_message_id, case.references) == ("abc@kund.example", ("abc@kund.example",))
    assert case.last_customer_text == "Det går inte att skriva ut."
    assert case.received_at == NOW
    assert case.answer_due_at is not None and case.answer_due_at.utcoffset() == timedelta(0)
    assert store.counts().waiting == 0


def test_a_mail_is_booked_once(store: Store) -> None:
    """Booking again, as after a crash between the commit and its answer, says yes and does nothing."""
    item = claimed(store)

    assert store.book(item, decided(opening()), (), (), NOW)
    assert store.book(item, decided(opening()), (), (), NOW)

    assert len(store.cases()) == 1


def test_a_worker_that_lost_its_mail_books_nothing(store: Store) -> None:
    slow = claimed(store, worker="w1")
    quick = store.claim("w2", NOW + timedelta(minutes=2), 60)
    assert quick is not None and quick.id == slow.id

    with pytest.raises(ClaimLost):
        store.book(slow, decided(opening()), (), (), NOW)

    assert store.cases() == ()
    assert store.book(quick, decided(opening()), (), (), NOW)


def test_effects_that_fail_leave_nothing_behind(store: Store) -> None:
    """The second line draws from a block that does not exist: no case, no letter, no number, and the mail is still there."""
    item = claimed(store)
    spend = e.Spend(1, None, "lisa", 5, (e.Draw(99, -5),), "block", NOW.date(), "", "x")
    ack = letter()

    with pytest.raises(Exception, match=r"FOREIGN KEY|foreign key|below zero"):
        store.book(item, decided(opening(), HEARD, spend, e.Send(ack)), (draft(ack),), (), NOW)

    assert (store.cases(everything=True), store.outbox()) == ((), ())
    assert store.book(item, decided(opening()), (), (), NOW)
    assert [case.number for case in store.cases()] == ["BK-2026-000001"]


@pytest.mark.parametrize("moved", ["case", "account", "told", "copy", "attempts", "address", "domain"])
def test_what_a_decision_relied_on_is_looked_at_again(store: Store, moved: str) -> None:
    """Somebody else booked in between: nothing is booked, and after another fetch it is."""
    from mailbot.desk.facts import CredentialClaim

    account_id = pay(store)
    case = open_case(store, account_id=account_id)
    wanted = Wanted(address="bo@kund.example" if moved in ("address", "told") else "anna@kund.example", fingerprint="f",
                    domain="it.kund.example", case_numbers=(case.number,), credential=CredentialClaim("204817-1", "X"))  # fmt: skip
    seen = store.fetch(wanted, NOW).versions
    assert moved in {kind for kind, _, _ in seen}

    told = letter("free_help", "bo@kund.example", reply="plain", opened=False)
    other: dict[str, tuple[e.Effect, ...]] = {
        "case": (e.Assign(case.id, "lisa"),),
        "account": (e.GrantTier(account_id, "plus", "yearly_fee", "*", NOW.date(), None),),
        "told": (e.Send(told),),
        "attempts": (e.RecordAttempt("204817-1", "x@y.se", correct=False),),
        "address": (e.OpenAccount("bo@kund.example", "Bo", None),),
        "domain": (e.OpenAccount("eva@kund.example", "Eva", None), e.AddDomain(None, "kund.example")),
    }
    if moved == "copy":
        raw = raw_mail()
        store.keep(raw, claimed(store).envelope, "k", "f", "")
        item = store.claim("w9", NOW, 60)
        assert store.book(item, decided(verdict="filed"), (), (), NOW)
    else:
        drafts = (draft(told),) if moved == "told" else ()
        assert store.book(None, decided(*other[moved]), drafts, (), NOW)

    mine = decided(e.SetState(case.id, "in_progress", "I looked"))
    assert not store.book(None, mine, (), seen, NOW)
    assert case_of(store, case.number).state == "open"
    assert store.book(None, mine, (), store.fetch(wanted, NOW).versions, NOW)
    assert case_of(store, case.number).state == "in_progress"


def test_of_two_that_decide_at_once_one_has_to_look_again(opener: OpenStore) -> None:
    """Both read version 1; in every round exactly one of them is booked."""
    first = opener()
    case = open_case(first)
    stores = [first, opener()]
    for round_ in range(5):
        seen = (("case", str(case.id), case_of(first, case.number).version),)
        booked: list[bool] = []

        def decide(store: Store, seen: tuple[tuple[str, str, int], ...] = seen, booked: list[bool] = booked, round_: int = round_) -> None:
            booked.append(store.book(None, decided(e.Assign(case.id, f"agent{round_}")), (), seen, NOW))

        at_once(decide, stores)
        assert sorted(booked) == [False, True]


def test_every_change_of_state_leaves_before_and_after(store: Store) -> None:
    case = open_case(store)

    store.book(None, decided(e.SetState(case.id, "closed", "answered by mail", "agent:lisa", resolution="answered")), (), (), NOW)

    story = store.case(case.number)
    assert story is not None
    events = [(event.kind, event.actor, event.before, event.after) for event in story.events if event.kind != "decided"]
    assert events == [("opened", "system", None, "open"), ("state", "agent:lisa", "open", "closed")]
    assert story.head.resolution == "answered"


def test_a_case_has_a_closing_time_exactly_while_it_is_closed(store: Store) -> None:
    case = open_case(store)

    store.book(None, decided(e.SetState(case.id, "closed", "done")), (), (), NOW)
    store.book(None, decided(e.SetState(case.id, "closed", "done twice")), (), (), NOW + timedelta(hours=1))
    assert case_of(store, case.number).closed_at == NOW

    store.book(None, decided(e.SetState(case.id, "in_progress", "he wrote again")), (), (), NOW)
    assert case_of(store, case.number).closed_at is None


def test_the_right_that_is_proven_later_is_kept_with_the_case(store: Store) -> None:
    case = open_case(store)
    account_id = pay(store)

    store.book(None, decided(e.SetState(case.id, "open", "paid", tier="plus", account_id=account_id)), (), (), NOW)

    found = case_of(store, case.number)
    assert found.tier == "plus"
    assert found.account is not None and found.account.id == account_id


def test_details_are_filled_in_not_doubled(store: Store) -> None:
    case = open_case(store)

    store.book(None, decided(e.SetDetails(case.id, (Detail("steps", "Klicka på Skriv ut", "found"),), rounds_asked=1)), (), (), NOW)

    found = case_of(store, case.number)
    assert found.details == (Detail("operating_system", "Windows 11", "found"), Detail("steps", "Klicka på Skriv ut", "found"))
    assert found.rounds_asked == 1


def test_only_the_first_answer_stops_the_clock(store: Store) -> None:
    case = open_case(store)

    for hour in (1, 5):
        store.book(None, decided(e.Answered(case.id, NOW + timedelta(hours=hour))), (), (), NOW)

    assert case_of(store, case.number).answered_at == NOW + timedelta(hours=1)


def test_due_times_and_people_are_set(store: Store) -> None:
    case = open_case(store)
    due = NOW + timedelta(hours=3)
    store.book(None, decided(e.SetDue(case.id, due, None), e.AddParticipant(case.id, "Bo@Kund.example"),
                             e.AddParticipant(case.id, "bo@kund.example")), (), (), NOW)  # fmt: skip

    found = case_of(store, case.number)
    assert (found.start_due_at, found.answer_due_at) == (due, None)
    assert [(p.address, p.role) for p in found.participants] == [("anna@kund.example", "requester"), ("Bo@Kund.example", "cc")]


def test_the_trail_stays_with_the_mail_and_is_shown_with_the_case(store: Store) -> None:
    case = open_case(store)

    story = store.case(case.number)

    assert story is not None
    assert [decision.verdict for decision in story.decisions] == ["case_opened"]
    assert story.decisions[0].trail == ({"rule": "a rule", "hit": True, "because": "because it says so"},)


def test_quarantine_as_a_decision_keeps_the_mail_and_sends_the_alarm(store: Store) -> None:
    item = claimed(store)
    alarm = letter("agent_alarm", "lisa@bokis.example", reply="plain", opened=False)

    assert store.book(item, decided(e.Quarantine("a forged agent"), e.Send(alarm)), (draft(alarm),), (), NOW)

    assert [held.because for held in store.quarantined()] == ["a forged agent"]
    assert [line.template for line in store.outbox()] == ["agent_alarm"]


def test_drafts_must_be_those_of_the_decision(store: Store) -> None:
    with pytest.raises(ValueError, match="drafts"):
        store.book(None, decided(e.Send(letter())), (), (), NOW)


def test_case_numbers_have_no_gaps_whoever_takes_them(opener: OpenStore) -> None:
    """Four at once, a quarter of them undone: the numbers that are left follow each other."""
    stores = [opener() for _ in range(4)]
    stores[0].installed_at  # noqa: B018 - connected before the race

    def work(number: int) -> None:
        for count in range(8):
            broken = (e.SetState(9999, "open", "there is no such case"),) if count % 4 == number else ()
            try:
                stores[number].book(None, decided(opening(), *broken), (), (), NOW)
            except Exception as error:
                assert broken, error

    at_once(work, range(4))

    numbers = sorted(case.number for case in stores[0].cases())
    assert numbers == [f"BK-2026-{n:06}" for n in range(1, 25)]


def test_the_year_of_a_number_is_the_vendors(store: Store) -> None:
    """Half past eleven in the evening of New Year's Eve in London is next year in Stockholm."""
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    open_case(store, now=late - timedelta(hours=1))
    open_case(store, now=late)

    assert {case.number for case in store.cases()} == {"BK-2026-000001", "BK-2027-000001"}


def test_text_that_no_database_takes_is_kept_readable(store: Store) -> None:
    said = e.Append(None, "in", "anna@kund.example", "hej\0 \udcff då", verified=False)

    assert store.book(claimed(store), decided(opening(), said), (), (), NOW)

    story = store.case("BK-2026-000001")
    assert story is not None
    assert [mail.text for mail in story.messages] == ["hej ? då"]
