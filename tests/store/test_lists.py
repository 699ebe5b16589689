"""What people read: lists, counts, the story of a case."""

from __future__ import annotations

from datetime import timedelta

from mailbot.desk import effects as e
from mailbot.store import Store
from tests.store.acts import NOW, claimed, decided, draft, letter, open_case, pay, spending, to_keep


def test_cases_are_listed_the_most_urgent_first(store: Store) -> None:
    """By due time; those without one last; closed ones only when asked for."""
    late, soon, never, closed = (open_case(store) for _ in range(4))
    hour = timedelta(hours=1)
    for case, due in ((late, NOW + 5 * hour), (soon, NOW + hour), (never, None)):
        store.book(None, decided(e.SetDue(case.id, None, due)), (), (), NOW)
    store.book(None, decided(e.SetState(closed.id, "closed", "done")), (), (), NOW)

    assert [line.id for line in store.cases()] == [soon.id, late.id, never.id]
    assert [line.id for line in store.cases("closed")] == [closed.id]
    assert len(store.cases(everything=True)) == 4
    assert store.cases()[0].requester == "anna@kund.example"


def test_a_case_tells_its_story(store: Store) -> None:
    account_id = pay(store)
    case = open_case(store, account_id=account_id)
    note = e.Append(case.id, "note", "agent:lisa", "Ring honom", verified=True)
    store.book(None, decided(note, spending(case, 10, "s")), (), (), NOW)

    story = store.case(case.number)

    assert story is not None
    assert story.participants == (("anna@kund.example", "requester"),)
    assert [(mail.direction, mail.author) for mail in story.messages] == [("in", "anna@kund.example"), ("note", "agent:lisa")]
    assert [(entry.agent_id, entry.minutes, entry.billing) for entry in story.times] == [("lisa", 10, "block")]
    assert store.case("BK-1999-000001") is None


def test_counts_say_what_waits_and_since_when(store: Store) -> None:
    held = claimed(store)
    store.quarantine(held.id, "?", NOW)
    store.keep_many([to_keep(), to_keep()])
    open_case(store)
    ack = letter(reply="plain", opened=False)
    store.book(None, decided(e.Send(ack)), (draft(ack),), (), NOW)

    counts = store.counts()

    assert (counts.waiting, counts.quarantined, counts.queued, counts.failed, counts.open_cases) == (2, 1, 1, 0, 1)
    assert counts.oldest_waiting == counts.oldest_queued == NOW


def test_the_outbox_is_listed_with_its_cases(store: Store) -> None:
    case = open_case(store)
    one = letter("agent_reply", opened=False, case_id=case.id)
    store.book(None, decided(e.Send(one)), (draft(one),), (), NOW)

    (line,) = store.outbox()

    assert (line.state, line.template, line.to, line.case_number, line.subject) == (
        "queued", "agent_reply", "anna@kund.example", case.number, "Re: Hej",
    )  # fmt: skip
    assert store.outbox("sent") == ()
