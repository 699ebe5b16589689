"""The books and the story of a case, for people to read: ledger lines, time worked, messages, events.
A balance is summed here as everywhere; no column holds one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, or_, select

from mailbot.desk.facts import Detail
from mailbot.store import lists
from mailbot.store import tables as t
from mailbot.store.engine import storable
from mailbot.store.lists import CaseLine


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger of an account."""

    block_id: int
    at: datetime
    minutes: int
    reason: str
    case_number: str | None
    actor: str
    note: str
    id: int
    reverses_id: int | None
    key: str


@dataclass(frozen=True, slots=True)
class AddressLine:
    """One address that speaks for an account."""

    address: str
    name: str  # of the person who writes from it
    contact: bool
    added_at: datetime


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Time worked on a case."""

    agent_id: str
    minutes: int
    billing: str
    spent_on: date
    note: str
    billed: int


@dataclass(frozen=True, slots=True)
class Said:
    """One text of a case."""

    at: datetime
    direction: str
    author: str
    text: str
    verified: bool
    automatic: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a case."""

    at: datetime
    kind: str
    actor: str
    before: str | None
    after: str | None
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decided:
    """What one mail of a case was decided to be, and the rules that were tried."""

    at: datetime
    verdict: str
    trail: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CaseStory:
    """A case with everything that was said and done."""

    head: CaseLine
    participants: tuple[tuple[str, str], ...]  # (address, role)
    details: tuple[Detail, ...]
    messages: tuple[Said, ...]
    events: tuple[Event, ...]
    times: tuple[TimeLine, ...]
    decisions: tuple[Decided, ...]
    rests_on: Mapping[str, Any] | None = None  # what was judged of the right at receipt


_LEDGER = (
    select(t.ledger_entry.c.block_id, t.ledger_entry.c.at, t.ledger_entry.c.minutes, t.ledger_entry.c.reason,
           t.case.c.number.label("case_number"), t.ledger_entry.c.actor, t.ledger_entry.c.note,
           t.ledger_entry.c.id, t.ledger_entry.c.reverses_id, t.ledger_entry.c.idem.label("key"))
    .join_from(t.ledger_entry, t.block, t.block.c.id == t.ledger_entry.c.block_id)
    .join(t.case, t.case.c.id == t.ledger_entry.c.case_id, isouter=True)
    .order_by(t.ledger_entry.c.id)
)  # fmt: skip


def ledger(connection: Connection, account_id: int) -> tuple[LedgerLine, ...]:
    """Every line of the blocks of an account, oldest first."""
    return tuple(LedgerLine(**row._mapping) for row in connection.execute(_LEDGER.where(t.block.c.account_id == account_id)))


def ledger_of_case(connection: Connection, number: str) -> tuple[LedgerLine, ...]:
    """Every line of one case, oldest first."""
    return tuple(LedgerLine(**row._mapping) for row in connection.execute(_LEDGER.where(t.case.c.number == number)))


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment as it was booked."""

    amount_minor: int
    currency: str
    booked_on: date
    reference: str


_PAYMENTS = (
    select(t.payment.c.amount_minor, t.payment.c.currency, t.payment.c.booked_on, t.payment.c.reference)
    .where(t.payment.c.account_id == bindparam("id"))
    .order_by(t.payment.c.id)
)


def payments(connection: Connection, account_id: int) -> tuple[PaymentLine, ...]:
    """Every payment of an account, oldest first."""
    return tuple(PaymentLine(**row._mapping) for row in connection.execute(_PAYMENTS, {"id": account_id}))


_ENTERED = (
    select(t.address.c.address, t.address.c.name, t.address.c.contact, t.address.c.added_at)
    .where(t.address.c.account_id == bindparam("id"))
    .order_by(t.address.c.id)
)


def entered(connection: Connection, account_id: int) -> tuple[AddressLine, ...]:
    """Every address of an account, oldest first."""
    return tuple(AddressLine(**row._mapping) for row in connection.execute(_ENTERED, {"id": account_id}))


def payment_known(connection: Connection, reference: str) -> bool:
    """Whether a payment of this reference is in the books."""
    asked = select(t.payment.c.id).where(t.payment.c.reference == storable(reference))
    return connection.execute(asked).first() is not None


# What was said in the cases that became part of it is read under it.
_SAID_IN_ALL = (
    select(t.message)
    .where(t.message.c.case_id.in_(select(t.case.c.id).where(or_(t.case.c.id == bindparam("id"), t.case.c.merged_into_id == bindparam("id")))))
    .order_by(t.message.c.id)
)


def story(connection: Connection, number: str) -> CaseStory | None:
    """Everything about one case; None when nobody has this number."""
    line = lists.case_line(connection, number)
    if line is None:
        return None
    case_id = line.id
    handled = select(t.intake).where(t.intake.c.case_id == case_id, t.intake.c.verdict.is_not(None)).order_by(t.intake.c.id)
    return CaseStory(
        head=line,
        rests_on=connection.execute(select(t.case.c.rests_on).where(t.case.c.id == case_id)).scalar_one(),
        participants=tuple((row.address, row.role) for row in _of(connection, t.participant, case_id)),
        details=tuple(Detail(row.name, row.value, row.state) for row in _of(connection, t.case_detail, case_id)),
        messages=tuple(
            Said(row.at, row.direction, row.author, row.text, row.verified, row.automatic)
            for row in connection.execute(_SAID_IN_ALL, {"id": case_id})
        ),
        events=tuple(
            Event(row.at, row.kind, row.actor, row.before, row.after, row.detail) for row in _of(connection, t.case_event, case_id)
        ),
        times=tuple(
            TimeLine(row.agent_id, row.minutes, row.billing, row.spent_on, row.note, row.billed_minutes)
            for row in _of(connection, t.time_entry, case_id)
        ),
        decisions=tuple(
            Decided(row.done_at, row.verdict, tuple(row.trail or ())) for row in connection.execute(handled)
        ),
    )  # fmt: skip


def _of(connection: Connection, table: Table, case_id: int) -> list[Any]:
    return list(connection.execute(select(table).where(table.c.case_id == case_id).order_by(table.c.id)))
