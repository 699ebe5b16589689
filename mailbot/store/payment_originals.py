"""What a reversal may take back: the payments that it may mean, and what each of them was used for.
By the bank's reference of the original, else by account, amount, payer and words; which one is meant, is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from mailbot.desk.payments.facts import Incoming, Moved, Original, Share, Used
from mailbot.store import own_cases
from mailbot.store import tables as t
from mailbot.store.payment_rows import PAYMENTS, Reader, incoming

REVERSED_WITHIN = timedelta(days=400)
ORIGINALS_AT_MOST = 3  # more than one is too many already

_TAKEN = select(t.payment.c.reverses_id).where(t.payment.c.reverses_id.is_not(None))
_ORIGINALS = PAYMENTS.where(
    t.payment.c.to_account.in_(bindparam("accounts", expanding=True)), t.payment.c.currency == bindparam("currency"), t.payment.c.amount_minor == bindparam("amount"),
    t.payment.c.state.in_(("received", "credit", "held", "allocated")), t.payment.c.id.not_in(_TAKEN),
)  # fmt: skip
_ALLOCATED = t.payment_allocation.c
_THING = (_ALLOCATED.purpose, _ALLOCATED.tier, _ALLOCATED.block_id, _ALLOCATED.entitlement_id, _ALLOCATED.covers_from)
_PARTS = (
    select(*_THING, func.sum(_ALLOCATED.amount_minor).label("amount"), t.block.c.minutes, t.entitlement.c.valid_from)
    .join_from(t.payment_allocation, t.block, t.block.c.id == _ALLOCATED.block_id, isouter=True)
    .join(t.entitlement, t.entitlement.c.id == _ALLOCATED.entitlement_id, isouter=True)
    .where(_ALLOCATED.payment_id == bindparam("id"))
    .group_by(*_THING, t.block.c.minutes, t.entitlement.c.valid_from)
    .having(func.sum(_ALLOCATED.amount_minor) > 0)
    .order_by(func.min(_ALLOCATED.id))
)
_OF_OTHERS = (_ALLOCATED.payment_id != bindparam("payment"), t.payment.c.state.in_(("allocated", "credit", "held")))
_SHARES = (
    select(t.payment.c.id, t.payment.c.version, func.sum(_ALLOCATED.amount_minor).label("amount"))
    .join_from(t.payment_allocation, t.payment, t.payment.c.id == _ALLOCATED.payment_id)
    .where(*_OF_OTHERS)
    .group_by(t.payment.c.id, t.payment.c.version)
    .having(func.sum(_ALLOCATED.amount_minor) > 0)
    .order_by(t.payment.c.id)
)
_LATER = (
    select(_ALLOCATED.covers_from)
    .join_from(t.payment_allocation, t.payment, t.payment.c.id == _ALLOCATED.payment_id)
    .where(*_OF_OTHERS, _ALLOCATED.entitlement_id == bindparam("grant"), _ALLOCATED.covers_from > bindparam("covers_from"))
    .group_by(_ALLOCATED.covers_from)
    .having(func.sum(_ALLOCATED.amount_minor) > 0)
    .order_by(_ALLOCATED.covers_from)
    .limit(1)
)
_CAME_FROM = select(t.block.c.id, t.block.c.account_id).where(t.block.c.came_from_id == bindparam("id")).order_by(t.block.c.id)
_ENDED = select(t.ledger_entry.c.minutes, t.ledger_entry.c.reason, t.ledger_entry.c.actor).where(
    t.ledger_entry.c.block_id == bindparam("id"), t.ledger_entry.c.reason.in_(("refund", "expiry")))
_BY_ITSELF = ("bank", "system")  # a refund of theirs moved no money of ours
_MINUTES_LEFT = select(func.coalesce(func.sum(t.ledger_entry.c.minutes), 0)).where(t.ledger_entry.c.block_id == bindparam("id"))


def originals(read: Reader, payment: Incoming, names: tuple[str, ...]) -> tuple[Original, ...]:
    """The payments that may be meant: by the bank's reference of it, else by account, amount, payer and words."""
    asked = {"accounts": list(names), "currency": payment.currency, "amount": -payment.amount_minor}
    for condition in _meant(payment):
        rows = list(read.connection.execute(_ORIGINALS.where(condition).order_by(t.payment.c.id).limit(ORIGINALS_AT_MOST), asked))
        if rows:
            return tuple(_original(read, row) for row in rows)
    return ()


def _meant(payment: Incoming) -> Iterable[Any]:
    """What may identify it, the surest first."""
    columns, references = t.payment.c, [each for each in (payment.reverses, payment.bank_reference) if each]
    if references:
        yield or_(columns.bank_reference.in_(references), columns.entry.in_(references))
    if payment.transaction_id:
        yield columns.transaction_id == payment.transaction_id
    if payment.reverses:  # the bank says which one, and it is not here: no other may be meant
        return
    lately = columns.booked_on >= date.fromordinal(max(payment.booked_on.toordinal() - REVERSED_WITHIN.days, 1))
    for name, said in (("payer_account", payment.payer_account), ("message", next(iter(payment.messages), ""))):
        if said:
            yield (columns[name] == said) & lately


def _original(read: Reader, row: Any) -> Original:
    payment = incoming(row)
    account = read.account(payment.account_id) if payment.account_id else None
    parts = read.connection.execute(_PARTS, {"id": payment.id}).all()
    running = read.read(own_cases.running(read.connection, account.id)) if account else ()
    return Original(payment, tuple(_used(read, payment.id, part) for part in parts), account, running)


def _used(read: Reader, payment_id: int, part: Any) -> Used:
    """One thing that the payment paid for, or paid a share of."""
    connection, thing = read.connection, {"payment": payment_id, "block": part.block_id, "grant": part.entitlement_id, "covers_from": part.covers_from}
    left, moved = (_left(connection, part.block_id), tuple(_moved(read, part.block_id))) if part.block_id else (0, ())
    condition = _ALLOCATED.block_id == bindparam("block") if part.block_id else (
        (_ALLOCATED.entitlement_id == bindparam("grant")) & (_ALLOCATED.covers_from == bindparam("covers_from")))
    shares = tuple(Share(each.id, each.version, int(each.amount)) for each in connection.execute(_SHARES.where(condition), thing)) \
        if part.block_id or part.entitlement_id else ()
    later = connection.execute(_LATER, thing).scalar_one_or_none() if part.entitlement_id and part.covers_from else None
    ended, paid_back = _ended(connection, (part.block_id, *(each.block_id for each in moved))) if part.block_id else (0, False)
    return Used(part.purpose, int(part.amount), part.tier, part.block_id, part.minutes or 0, left, part.entitlement_id, part.valid_from, part.covers_from,
                later, shares, moved, ended, paid_back)


def _left(connection: Connection, block_id: int) -> int:
    return int(connection.execute(_MINUTES_LEFT, {"id": block_id}).scalar_one())


def _ended(connection: Connection, block_ids: Iterable[int]) -> tuple[int, bool]:
    """Minutes of these blocks that went off without work, and whether a person has paid any of them back."""
    rows = [row for each in block_ids for row in connection.execute(_ENDED, {"id": each})]
    return -sum(row.minutes for row in rows), any(row.reason == "refund" and row.actor not in _BY_ITSELF for row in rows)


def _moved(read: Reader, block_id: int) -> Iterable[Moved]:
    """Where minutes of a block went, and went on from there; the accounts are read, so that their versions are looked at again."""
    for row in read.connection.execute(_CAME_FROM, {"id": block_id}).all():
        account, left = read.account(row.account_id), _left(read.connection, row.id)
        running = read.read(own_cases.running(read.connection, account.id)) if left else ()
        yield Moved(row.id, account.id, left, account, running)
        yield from _moved(read, row.id)
