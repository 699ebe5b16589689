"""Payments for people to read: what is held, what the admins have not heard of yet, and the whole story of one.
Suggestions stand beside what is held; nothing is booked on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select

from mailbot.config.settings import Config
from mailbot.desk.daily import KIND, Daily, FailedFile, HeldPayment, Reversal
from mailbot.desk.facts import DueItem
from mailbot.desk.payments.facts import Incoming
from mailbot.desk.payments.matching import Known, suggestions
from mailbot.store import due, guesses
from mailbot.store import tables as t
from mailbot.store.payment_rows import PAYMENTS, incoming

HELD_AT_MOST = 500
SUGGESTED_FOR = 50  # of the held: the others are told without
KNOWN_AT_MOST = 20_000

_HELD = PAYMENTS.where(t.payment.c.state == "held").order_by(t.payment.c.id).limit(HELD_AT_MOST)
_REVERSALS = (
    select(t.payment, func.coalesce(t.address.c.address, "").label("address"))
    .join_from(t.payment, t.address, t.address.c.account_id == t.payment.c.account_id, isouter=True)
    .where(t.payment.c.state == "reversed", t.payment.c.settled_at > bindparam("since"))
    .order_by(t.payment.c.id)
)
_FAILED = select(t.payment_file).where(t.payment_file.c.error.is_not(None), t.payment_file.c.read_at > bindparam("since")).order_by(t.payment_file.c.id)
_LAST = select(func.max(t.outbox.c.created_at)).where(t.outbox.c.template == KIND, t.outbox.c.created_at > bindparam("since"))
_KNOWN = (
    select(t.address.c.address, t.address.c.account_id, func.coalesce(t.person.c.name, t.address.c.name).label("name"))
    .join_from(t.address, t.person, t.person.c.account_id == t.address.c.account_id, isouter=True)
    .order_by(t.address.c.id.desc())
    .limit(KNOWN_AT_MOST)
)
_PAYERS = select(t.payment.c.account_id, t.payment.c.payer_account).where(
    t.payment.c.payer_account.in_(bindparam("accounts", expanding=True)), t.payment.c.account_id.is_not(None)
)
_WRITERS = select(t.outbox.c.to_address).where(t.outbox.c.template == "free_help", t.outbox.c.created_at > bindparam("since")).distinct().limit(KNOWN_AT_MOST)
_PARTS = select(t.payment_allocation).where(t.payment_allocation.c.payment_id == bindparam("id")).order_by(t.payment_allocation.c.id)
_FILE = select(t.payment_file.c.name).where(t.payment_file.c.id == bindparam("id"))
LOOKED_BACK = timedelta(days=100)
LONG_AGO = timedelta(days=36500)


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of a payment was used for."""

    purpose: str
    amount_minor: int
    tier: str
    block_id: int | None
    covers_from: date | None


@dataclass(frozen=True, slots=True)
class PaymentStory:
    """A payment with all that is known of it."""

    payment: Incoming
    parts: tuple[Part, ...]
    file: str | None
    place: str
    reference: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaymentCounts:
    """How many payments wait for what."""

    received: int
    held: int


def held(connection: Connection, now: datetime, config: Config) -> tuple[HeldPayment, ...]:
    """The payments that wait for a person, oldest first, with whom they may be for."""
    rows = connection.execute(_HELD).all()
    payments = [incoming(row) for row in rows]
    known = tuple(_known(connection, payments[:SUGGESTED_FOR], now)) if payments else ()
    found = [suggestions(each, known, config) if place < SUGGESTED_FOR else () for place, each in enumerate(payments)]
    return tuple(
        HeldPayment(each.id, each.amount_minor, each.left_minor, each.currency, each.booked_on, each.because, next(iter(each.messages[-1:]), ""),
                    each.payer_name, each.payer_account, row.settled_at or row.recorded_at, suggested)
        for each, row, suggested in zip(payments, rows, found, strict=True)
    )


def _known(connection: Connection, payments: list[Incoming], now: datetime) -> Iterator[Known]:
    """Addresses that might be meant: those of customers, and of who lately asked how to pay."""
    payers: dict[int, list[str]] = {}
    accounts = sorted({each.payer_account for each in payments if each.payer_account})
    for row in connection.execute(_PAYERS, {"accounts": accounts}) if accounts else ():
        payers.setdefault(row.account_id, []).append(row.payer_account)
    for known in connection.execute(_KNOWN):
        yield Known(known.address, known.name, tuple(payers.get(known.account_id, ())))
    for address in connection.execute(_WRITERS, {"since": now - timedelta(days=90)}).scalars():
        yield Known(address)


def daily(connection: Connection, item: DueItem, now: datetime, config: Config) -> Daily:
    """What the admins' letter of today may tell."""
    current = due.waiting(connection, item.id)
    last_at = connection.execute(_LAST, {"since": now - LOOKED_BACK}).scalar_one_or_none()
    since = last_at or now - LONG_AGO
    reversals = {row.id: Reversal(row.id, row.amount_minor, row.currency, row.booked_on, row.because, row.address)
                 for row in connection.execute(_REVERSALS, {"since": since})}
    failed = tuple(FailedFile(row.name, row.error, row.read_at) for row in connection.execute(_FAILED, {"since": since}))
    return Daily(now, last_at, current, held(connection, now, config), tuple(reversals.values()), failed, (("due", str(item.id), due.stamp(current)),),
                 tuple(lock for lock in guesses.locks(connection, now, config.entitlement) if lock.last_at > since))


def story(connection: Connection, payment_id: int, now: datetime, config: Config) -> PaymentStory | None:
    """Everything about one payment; None when there is none of this number."""
    row = connection.execute(PAYMENTS.where(t.payment.c.id == payment_id)).first()
    if row is None:
        return None
    payment = incoming(row)
    parts = tuple(Part(each.purpose, each.amount_minor, each.tier, each.block_id, each.covers_from)
                  for each in connection.execute(_PARTS, {"id": payment_id}))
    file = connection.execute(_FILE, {"id": row.file_id}).scalar_one_or_none() if row.file_id else None
    suggested = suggestions(payment, _known(connection, [payment], now), config) if payment.state == "held" else ()
    return PaymentStory(payment, parts, file, row.place, row.reference, suggested)


def counts(connection: Connection) -> PaymentCounts:
    """How many are not settled yet, and how many a person must settle."""
    asked = select(t.payment.c.state, func.count().label("how_many")).where(t.payment.c.state.in_(("received", "held"))).group_by(t.payment.c.state)
    found = {row.state: int(row.how_many) for row in connection.execute(asked)}
    return PaymentCounts(found.get("received", 0), found.get("held", 0))
