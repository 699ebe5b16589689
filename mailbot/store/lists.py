"""What people at the command line ask for: cases, balances, the outbox, quarantine, counts.
Plain values for showing; nothing is decided on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, text

from mailbot.store import due
from mailbot.store import tables as t
from mailbot.store.claims import CLOCK_JUMPED, is_due

AT_MOST = 500  # rows of a list; the newest


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list."""

    id: int
    number: str
    state: str
    kind: str
    priority: str
    tier: str | None
    subject: str
    language: str
    requester: str
    assigned_to: str | None
    received_at: datetime
    start_due_at: datetime | None
    answer_due_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    resolution: str | None
    account_id: int | None
    flags: tuple[str, ...] = ()  # its marks: see desk/marks.py


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One outgoing letter in a list."""

    id: int
    state: str
    template: str
    to: str
    subject: str
    case_number: str | None
    attempts: int
    uncertain: int
    created_at: datetime
    next_at: datetime
    sent_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One mail that a person must look at."""

    id: int
    received_at: datetime
    because: str
    attempts: int
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class QuarantinedMail:
    """The mail itself, as it came."""

    id: int
    received_at: datetime
    because: str
    attempts: int
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of what there is, for `status` and for health checks."""

    waiting: int  # mails kept and not yet handled
    oldest_waiting: datetime | None
    quarantined: int
    queued: int  # letters that wait to go out, those being carried included
    oldest_queued: datetime | None
    failed: int  # letters that failed or bounced
    uncertain: int  # times a letter was sent again because nobody knew whether it had arrived
    open_cases: int
    held: int = 0  # letters that wait for a person before they may go
    put_aside: int = 0  # things that fell due and failed at every attempt


_CASES = (
    select(
        t.case.c.id, t.case.c.number, t.case.c.state, t.case.c.kind, t.case.c.priority, t.case.c.tier, t.case.c.subject,
        t.case.c.language, t.participant.c.address.label("requester"), t.case.c.assigned_to, t.case.c.received_at,
        t.case.c.start_due_at, t.case.c.answer_due_at, t.case.c.answered_at, t.case.c.closed_at, t.case.c.resolution,
        t.case.c.account_id, t.case.c.flags,
    )
    .join_from(t.case, t.participant, and_(t.participant.c.case_id == t.case.c.id, t.participant.c.role == "requester"))
    .order_by(func.coalesce(t.case.c.answer_due_at, t.case.c.start_due_at).asc().nulls_last(), t.case.c.id.desc())
    .limit(AT_MOST)
)  # fmt: skip
_OUTBOX = (
    select(
        t.outbox.c.id, t.outbox.c.state, t.outbox.c.template, t.outbox.c.to_address.label("to"), t.outbox.c.subject,
        t.case.c.number.label("case_number"), t.outbox.c.attempts, t.outbox.c.uncertain, t.outbox.c.created_at,
        t.outbox.c.next_at, t.outbox.c.sent_at, t.outbox.c.reason.label("last_error"),
    )
    .join_from(t.outbox, t.case, t.case.c.id == t.outbox.c.case_id, isouter=True)
    .order_by(t.outbox.c.id.desc())
    .limit(AT_MOST)
)  # fmt: skip
_HELD = (
    select(
        t.intake.c.id, t.intake.c.received_at, func.coalesce(t.intake.c.error, "").label("because"), t.intake.c.attempts,
        func.length(t.intake_bytes.c.raw).label("size"),
    )
    .join_from(t.intake, t.intake_bytes, t.intake_bytes.c.intake_id == t.intake.c.id)
    .where(text("state = 'quarantine'"))
    .order_by(t.intake.c.id)
    .limit(AT_MOST)
)  # fmt: skip
_HELD_MAIL = _HELD.add_columns(t.intake_bytes.c.raw).where(t.intake.c.id == bindparam("id"))


def cases(connection: Connection, state: str | None, *, everything: bool) -> tuple[CaseLine, ...]:
    """The cases, the most urgent first: those in one state, or all that are open, or with `everything` all."""
    asked = _CASES
    if state is not None:
        asked = asked.where(t.case.c.state == state)
    elif not everything:
        asked = asked.where(t.case.c.state.not_in(t.CLOSED_STATES))
    return tuple(_case_line(row) for row in connection.execute(asked))


def case_line(connection: Connection, number: str) -> CaseLine | None:
    """The case of this number."""
    row = connection.execute(_CASES.where(t.case.c.number == number)).first()
    return None if row is None else _case_line(row)


def _case_line(row: Any) -> CaseLine:
    return CaseLine(**{**row._mapping, "flags": tuple(row.flags)})


def outbox(connection: Connection, state: str | None) -> tuple[OutboxLine, ...]:
    """The newest letters, in one state or in all."""
    asked = _OUTBOX if state is None else _OUTBOX.where(t.outbox.c.state == state)
    return tuple(OutboxLine(**row._mapping) for row in connection.execute(asked))


def quarantine(connection: Connection) -> tuple[Quarantined, ...]:
    """The mails that a person must look at, oldest first."""
    return tuple(Quarantined(**row._mapping) for row in connection.execute(_HELD))


def quarantined_mail(connection: Connection, intake_id: int) -> QuarantinedMail | None:
    """One of them, with its bytes; None when it is not there."""
    row = connection.execute(_HELD_MAIL, {"id": intake_id}).first()
    return None if row is None else QuarantinedMail(row.id, row.received_at, row.because, row.attempts, bytes(row.raw))


def counts(connection: Connection) -> Counts:
    """How much of what there is."""
    waiting, oldest_in = _how_many(connection, text(t.INTAKE_WAITS), t.intake.c.received_at)
    queued, oldest_out = _how_many(connection, text(t.OUTBOX_WAITS), t.outbox.c.created_at)
    return Counts(
        waiting=waiting,
        oldest_waiting=oldest_in,
        quarantined=_how_many(connection, text("state = 'quarantine'"), t.intake.c.received_at)[0],
        queued=queued,
        oldest_queued=oldest_out,
        failed=_how_many(connection, t.outbox.c.state.in_(("failed", "bounced")), t.outbox.c.created_at)[0],
        uncertain=int(connection.execute(select(func.coalesce(func.sum(t.outbox.c.uncertain), 0))).scalar_one()),
        open_cases=_how_many(connection, t.case.c.state.not_in(t.CLOSED_STATES), t.case.c.received_at)[0],
        held=_how_many(connection, t.outbox.c.state == "held", t.outbox.c.created_at)[0],
        put_aside=due.aside(connection),
    )


def _how_many(connection: Connection, condition: Any, at: ColumnElement[datetime]) -> tuple[int, datetime | None]:
    row = connection.execute(select(func.count(), func.min(at)).where(condition)).one()
    return int(row[0]), row[1]


def due_work(connection: Connection, now: datetime) -> int:
    """Mails that are not handled yet, whenever their turn comes, what is due, and letters that could go out now or are being carried."""
    mails = connection.execute(select(func.count(t.intake.c.id)).where(text(t.INTAKE_WAITS))).scalar_one()
    ready = or_(t.outbox.c.state == "sending", is_due(t.outbox.c.next_at))
    asked = select(func.count(t.outbox.c.id)).where(text(t.OUTBOX_WAITS), ready)
    letters = connection.execute(asked, {"now": now, "too_far": now + CLOCK_JUMPED}).scalar_one()
    return int(mails) + due.left(connection, now) + int(letters)
