"""The ledger: only ever longer, never below zero, a payment once."""

from __future__ import annotations

import multiprocessing
from datetime import date
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mailbot.desk import effects as e
from mailbot.store import AlreadyPaid, Store
from tests.store.acts import CONFIG, KEYS, NOW, Chance, case_of, decided, draft, letter, open_case, pay, spending
from tests.store.conftest import OpenStore


def test_a_balance_is_what_was_bought_less_what_was_spent(store: Store) -> None:
    account_id = pay(store, blocks=2)
    case = open_case(store, account_id=account_id)

    assert store.book(None, decided(spending(case, 20, "spend:1")), (), (), NOW)

    account = store.account("anna@kund.example", NOW)
    assert account is not None
    assert [block.minutes_left for block in account.blocks] == [0, 10]
    assert [(line.minutes, line.reason, line.case_number, line.actor) for line in store.ledger(account_id)] == [
        (15, "purchase", None, "admin"), (15, "purchase", None, "admin"),
        (-15, "spend", case.number, "agent:lisa"), (-5, "spend", case.number, "agent:lisa"),
    ]  # fmt: skip


def test_the_same_spend_is_booked_once(store: Store) -> None:
    case = open_case(store, account_id=pay(store))

    for _ in range(2):
        store.book(None, decided(spending(case, 10, "spend:mail-1:0")), (), (), NOW)

    story = store.case(case.number)
    assert story is not None
    assert [entry.minutes for entry in story.times] == [10]
    assert case_of(store, case.number).account.minutes_booked == 5  # type: ignore[union-attr]


def test_blocks_are_used_in_order_of_expiry_then_purchase(store: Store) -> None:
    account_id = pay(store)
    expiring = e.AddBlocks(account_id, "block", 1, 15, 30_000, "SEK", date(2027, 1, 1), "admin")
    store.book(None, decided(expiring), (), (), NOW)

    account = store.account("anna@kund.example", NOW)

    assert account is not None
    assert [block.expires_on for block in account.blocks] == [date(2027, 1, 1), None]


def test_nobody_draws_more_than_there_is(store: Store) -> None:
    """Not even a decision that got its sums wrong: the database itself refuses, and the whole booking is undone."""
    case = open_case(store, account_id=pay(store))
    wrong = e.Spend(case.id, None, "lisa", 16, (e.Draw(case.account.blocks[0].id, -16),), "block", NOW.date(), "", "x")  # type: ignore[union-attr]

    with pytest.raises(DBAPIError, match="below zero"):
        store.book(None, decided(wrong), (), (), NOW)

    story = store.case(case.number)
    assert story is not None and story.times == ()


@pytest.mark.parametrize("table", ["ledgerentry", "caseevent"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET actor = 'me'", "DELETE FROM {}"])
def test_what_is_written_in_the_books_stays(store: Store, table: str, statement: str) -> None:
    """Also for somebody who comes with SQL of his own."""
    open_case(store, account_id=pay(store))

    with pytest.raises(DBAPIError, match="append-only"), store._database.write() as connection:
        connection.execute(text(statement.format(table)))


def test_a_block_is_bought_once(store: Store) -> None:
    """One purchase line for each block: a second one would be minutes out of nothing."""
    pay(store)

    with pytest.raises(DBAPIError, match=r"UNIQUE|unique"), store._database.write() as connection:
        connection.execute(text(
            "INSERT INTO ledgerentry (block_id, minutes, reason, idem, actor, note, at) "
            "SELECT block_id, minutes, reason, 'again', actor, note, at FROM ledgerentry"
        ))  # fmt: skip


def test_a_payment_is_booked_once(store: Store) -> None:
    """The same reference again buys nothing, and says when it was booked."""
    pay(store, reference="bank:4711")
    assert store.payment_known("bank:4711")
    assert not store.payment_known("bank:4712")

    with pytest.raises(AlreadyPaid, match=r"bank:4711.*2026-11-23"):
        pay(store, reference="bank:4711")

    account = store.account("anna@kund.example", NOW)
    assert account is not None
    assert account.minutes_booked == 15


def test_an_address_has_one_account(store: Store) -> None:
    """Opened twice at once, as by two payments in a row: the second is for the first account."""
    first = pay(store)
    opened = e.OpenAccount("Anna@KUND.example", "Anna", "sv")
    bought = e.AddBlocks(None, "block", 1, 15, 30_000, "SEK", None, "admin")

    store.book(None, decided(opened, bought), (), (), NOW)

    account = store.account("anna@kund.example", NOW)
    assert account is not None
    assert (account.id, account.minutes_booked) == (first, 30)


def test_a_right_is_granted_and_prolonged(store: Store) -> None:
    account_id = pay(store)
    first = e.GrantTier(account_id, "plus", "yearly_fee", "*", date(2026, 1, 1), date(2026, 12, 31))
    store.book(None, decided(first), (), (), NOW)
    account = store.account("anna@kund.example", NOW)
    assert account is not None
    longer = e.GrantTier(account_id, "plus", "yearly_fee", "*", date(2027, 1, 1), date(2027, 12, 31), extends=account.grants[0].id)

    store.book(None, decided(longer), (), (), NOW)

    account = store.account("anna@kund.example", NOW)
    assert account is not None
    assert [(grant.valid_from, grant.valid_until) for grant in account.grants] == [(date(2026, 1, 1), date(2027, 12, 31))]


def test_the_books_name_no_person(store: Store) -> None:
    """Payments, blocks and ledger lines refer to an account's number; name and address stand elsewhere."""
    account_id = pay(store, reference="bank:1")
    case = open_case(store, account_id=account_id)
    ack = letter(to="anna@kund.example", opened=False, case_id=case.id)
    store.book(None, decided(spending(case, 5, "s"), e.Send(ack), e.SetState(case.id, "answered", "x")), (draft(ack),), (), NOW)
    with store._database.read() as connection:
        for table in ("ledgerentry", "block", "timeentry", "account", "entitlement", "caseevent"):
            rows = [str(tuple(row)).lower() for row in connection.execute(text(f"SELECT * FROM {table}"))]
            assert not [row for row in rows if "anna" in row], table


def spend_all(url: str | None, folder: Path, number: str, who: int, go: Barrier, told: Queue[int]) -> None:
    """In a process of its own: take five minutes at a time as long as there are any; tell how many times."""
    store = Store.open(url, folder, KEYS, CONFIG, Chance(str(who)))
    go.wait(20)
    taken = 0
    while True:
        case = case_of(store, number)
        if case.account is None or case.account.minutes_booked < 5:
            break
        seen = (("case", str(case.id), case.version), ("account", str(case.account.id), case.account.version))
        taken += store.book(None, decided(spending(case, 5, f"{who}:{taken}")), (), seen, NOW)
    store.close()
    told.put(taken)


def test_many_processes_draw_exactly_what_there_is(opener: OpenStore) -> None:
    """Three processes with nothing in common but the books take 60 minutes in twelve steps: no more, no less."""
    store = opener()
    case = open_case(store, account_id=pay(store, blocks=4))
    url = None if store._database.is_sqlite else store._database.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("forkserver")
    go, told = context.Barrier(3), context.Queue()
    processes = [
        context.Process(target=spend_all, args=(url, store._database.folder, case.number, who, go, told)) for who in range(3)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert sum(told.get(timeout=5) for _ in processes) == 12
    assert case_of(store, case.number).account.minutes_booked == 0  # type: ignore[union-attr]


def spend_often(url: str | None, folder: Path, number: str, who: int, go: Barrier, told: Queue[int]) -> None:
    """In a process of its own: two hundred spends of a minute, each decided on what is read and tried until it is booked or nothing is left."""
    store = Store.open(url, folder, KEYS, CONFIG, Chance(str(who)))
    go.wait(60)
    taken = 0
    for turn in range(200):
        while True:
            case = case_of(store, number)
            assert case.account is not None
            if case.account.minutes_booked == 0:
                break
            seen = (("case", str(case.id), case.version), ("account", str(case.account.id), case.account.version))
            if store.book(None, decided(spending(case, 1, f"{who}:{turn}")), (), seen, NOW):
                taken += 1
                break
    store.close()
    told.put(taken)


def spend_unread(url: str | None, folder: Path, number: str, who: int, go: Barrier, told: Queue[int]) -> None:
    """As if every decision rested on the same old reading: the database alone stands between them and an overdraft."""
    store = Store.open(url, folder, KEYS, CONFIG, Chance(str(who)))
    case = case_of(store, number)
    go.wait(60)
    taken = 0
    for turn in range(200):
        block = case.account.blocks[turn % len(case.account.blocks)]  # type: ignore[union-attr]
        one = e.Spend(case.id, case.account.id, "lisa", 1, (e.Draw(block.id, -1),), "block", NOW.date(), "", f"{who}:{turn}")  # type: ignore[union-attr]
        try:
            taken += store.book(None, decided(one), (), (), NOW)
        except DBAPIError as error:
            assert "below zero" in str(error)
    store.close()
    told.put(taken)


@pytest.mark.torture
@pytest.mark.timeout(900)
@pytest.mark.parametrize("spender", [spend_often, spend_unread])
def test_eight_processes_of_two_hundred_spends_never_overdraw(opener: OpenStore, spender: object) -> None:
    """reliability.md 93: 1600 spends of 600 minutes, on both databases: 600 are booked, and every block ends at nothing."""
    store = opener()
    case = open_case(store, account_id=pay(store, blocks=40))
    url = None if store._database.is_sqlite else store._database.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    go, told = context.Barrier(8), context.Queue()
    processes = [context.Process(target=spender, args=(url, store._database.folder, case.number, who, go, told)) for who in range(8)]  # type: ignore[arg-type]
    for process in processes:
        process.start()
    taken = sum(told.get(timeout=600) for _ in processes)
    for process in processes:
        process.join(60)

    assert [process.exitcode for process in processes] == [0] * 8
    assert taken == 600
    assert {block.minutes_left for block in case_of(store, case.number).account.blocks} == {0}  # type: ignore[union-attr]
    assert store.accounting.audit(NOW.date()) == ()


def _corrected(store: Store, account_id: int, case_id: int, *, taken: int, again: int = 0) -> list[tuple[int, str]]:
    """A correction of the spend of 10 minutes, of which `again` are drawn anew; the lines since."""
    before = store.ledger(account_id)
    line = next(line for line in before if line.reason == "spend")
    draws = (e.Draw(1, 10, line.id), *((e.Draw(1, -again),) if again else ()))
    fix = e.Spend(case_id, account_id, "lisa", -taken, draws, "block", NOW.date(), "", "correct:1", billed=-taken, corrects=1)
    assert store.book(None, decided(fix), (), (), NOW)
    return [(each.minutes, each.reason) for each in store.ledger(account_id)[len(before):]]


@pytest.mark.parametrize("ended", ["refund", "reversal of what is left", "reversal of a used block"])
def test_what_returns_to_a_block_whose_price_went_back_ends_at_once(ended: str, store: Store) -> None:
    account_id = pay(store)
    case = open_case(store, account_id=account_id)
    used = ended.endswith("used block")
    store.book(None, decided(spending(case, 10, "spend:1")), (), (), NOW)
    if ended == "refund":
        store.book(None, decided(e.EndBlock(account_id, 1, 5, "refund", "admin", "", "refund:block:1")), (), (), NOW)
    elif not used:
        store.book(None, decided(e.TakeBack(1, 5, account_id, "reversal:2:block:1")), (), (), NOW)
    else:
        store.book(None, decided(e.SettlePayment(1, "refunded", "reversed")), (), (), NOW)

    left = 5 if used else 0
    assert _corrected(store, account_id, case.id, taken=6, again=4) == [(10, "correction"), (-4, "spend"), (-6 - left, "refund")]
    assert store.accounting.audit(NOW.date()) == ()


def test_what_returns_to_any_other_block_stays(store: Store) -> None:
    account_id = pay(store)
    case = open_case(store, account_id=account_id)
    store.book(None, decided(spending(case, 10, "spend:1")), (), (), NOW)

    assert _corrected(store, account_id, case.id, taken=10) == [(10, "correction")]
