"""Claims: which worker has which mail, for how long, at which attempt.
The attempt is counted and committed before anybody looks into the mail, so that one that kills its reader is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Update, and_, bindparam, or_, select, text, update

from mailbot import faults
from mailbot.mail.envelope import Door, Envelope
from mailbot.store import tables as t
from mailbot.store.engine import Database

RETRY_AFTER = (timedelta(seconds=10), timedelta(minutes=2))  # after the first attempt, the second, ...
CLOCK_JUMPED = timedelta(days=1)  # nothing is put off that long: the clock was wrong, not the mail early
ERROR_LENGTH = 500


@dataclass(frozen=True, slots=True)
class IntakeItem:
    """One mail that a worker has claimed."""

    id: int
    raw: bytes = field(repr=False)
    envelope: Envelope
    fingerprint: str
    attempts: int  # this one included; names the claim


def is_due(next_at: ColumnElement[datetime]) -> ColumnElement[bool]:
    """`next_at` has come, as of the parameter `now`; or lies so far ahead that a clock must have jumped."""
    return or_(next_at <= bindparam("now"), next_at > bindparam("too_far"))


_NEXT = (
    select(t.intake.c.id, t.intake.c.attempts, t.intake.c.error, t.intake.c.fingerprint)
    .where(text(t.INTAKE_WAITS), or_(is_due(t.intake.c.next_at), t.intake.c.claimed_by == bindparam("worker")))
    .order_by(t.intake.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)


def claim(database: Database, worker: str, now: datetime, lease: timedelta, attempts: int) -> IntakeItem | None:
    """The oldest mail that is due, for `worker` alone until the lease ends; None when there is none.
    A worker has one mail at a time: another claim under its name was left by a predecessor that died, and is due.
    One whose attempts are used up goes to quarantine instead, with its bytes."""
    with database.write() as connection:
        row = _next_claimable(connection, worker, now, attempts)
        if row is None:
            return None
        item = _take(connection, row, worker, now + lease)
        faults.point("claim:before-commit")
    faults.point("claim:after-commit")
    return item


def _next_claimable(connection: Connection, worker: str, now: datetime, attempts: int) -> Any:
    """The row to claim, or None; those that have used up their attempts leave the queue on the way."""
    asked = {"now": now, "too_far": now + CLOCK_JUMPED, "worker": worker}
    while (row := connection.execute(_NEXT, asked).first()) is not None:
        if row.attempts < attempts:
            return row
        because = row.error or f"its reader ended without a word, {row.attempts} times"
        connection.execute(_to_quarantine(row.id, because, now))
    return None


def _take(connection: Connection, row: Any, worker: str, until: datetime) -> IntakeItem:
    connection.execute(
        _CHANGE,
        {"row": row.id, "state": "claimed", "attempts": row.attempts + 1, "claimed_by": worker, "next_at": until, "error": None},
    )
    raw = connection.execute(_RAW, {"id": row.id}).scalar_one()
    return IntakeItem(row.id, bytes(raw), envelope_of(connection, row.id), row.fingerprint, row.attempts + 1)


_CHANGE = update(t.intake).where(t.intake.c.id == bindparam("row"))
_RAW = select(t.intake_bytes.c.raw).where(t.intake_bytes.c.intake_id == bindparam("id"))
_DELIVERIES = select(t.delivery).where(t.delivery.c.intake_id == bindparam("intake_id")).order_by(t.delivery.c.id)


def envelope_of(connection: Connection, intake_id: int) -> Envelope:
    """The envelope of the first delivery, with the recipients of all that were proven like it.
    Trust stays with the copy whose bytes are kept: another copy's door vouches for its own headers, not for these."""
    deliveries = connection.execute(_DELIVERIES, {"intake_id": intake_id}).all()
    first = deliveries[0]
    return Envelope(
        mail_from=first.mail_from,
        rcpt_to=_recipients([row.rcpt_to for row in deliveries if bool(row.proof) == bool(first.proof)]),
        peer=first.peer,
        door=Door(first.door),
        received_at=first.received_at,
        authenticated_as=first.authenticated_as,
        vouched=first.vouched,
        whole_size=first.whole_size,
        backlog=first.backlog,
    )


def _recipients(lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for addresses in lists for address in addresses))


# ---- giving back -----------------------------------------------------------------------------------
# A claim is named by its mail and its attempt; whoever lost his to another worker changes nothing any more.
def fail(database: Database, intake_id: int, attempt: int, error: str, now: datetime, attempts: int) -> None:
    """This attempt failed: once more after a while, or to quarantine when that was the last."""
    with database.write() as connection:
        if not _still_claimed(connection, intake_id, attempt):
            return
        if attempt >= attempts:
            connection.execute(_to_quarantine(intake_id, error, now))
        else:
            after = RETRY_AFTER[min(attempt, len(RETRY_AFTER)) - 1]
            connection.execute(_to_new(intake_id, now + after, error))


def defer(database: Database, intake_id: int, attempt: int, until: datetime, because: str) -> None:
    """Put a claimed mail off until `until`; the attempt does not count, since the mail is not to blame."""
    with database.write() as connection:
        if _still_claimed(connection, intake_id, attempt):
            connection.execute(_to_new(intake_id, until, because).values(attempts=attempt - 1))


def quarantine(database: Database, intake_id: int, attempt: int, because: str, now: datetime) -> None:
    """A person must look at this claimed mail."""
    with database.write() as connection:
        if _still_claimed(connection, intake_id, attempt):
            connection.execute(_to_quarantine(intake_id, because, now))


def give_back(database: Database, workers: str, now: datetime) -> int:
    """The claims of workers that are dead become free at once, their attempts counted; how many there were.
    `workers` is a name, or the beginning of names followed by "*"."""
    theirs = held_by(workers, t.intake.c.claimed_by)
    with database.write() as connection:
        freed = connection.execute(
            update(t.intake).where(and_(t.intake.c.state == "claimed", theirs)).values(state="new", claimed_by=None, next_at=now)
        )
        return int(freed.rowcount)


def held_by(workers: str, by: ColumnElement[str | None]) -> ColumnElement[bool]:
    """Claimed by this worker; by all whose names so begin when it ends in "*"."""
    return by.startswith(workers[:-1], autoescape=True) if workers.endswith("*") else by == workers


def readmit(database: Database, intake_id: int, now: datetime) -> bool:
    """Out of quarantine, to be tried afresh; False when this mail is not there."""
    with database.write() as connection:
        freed = connection.execute(
            _to_new(intake_id, now, None).where(t.intake.c.state == "quarantine").values(attempts=0, done_at=None)
        )
        return bool(freed.rowcount)


_CLAIM = select(t.intake.c.state, t.intake.c.attempts).where(t.intake.c.id == bindparam("id")).with_for_update()


def _still_claimed(connection: Connection, intake_id: int, attempt: int) -> bool:
    row = connection.execute(_CLAIM, {"id": intake_id}).first()
    return row is not None and row.state == "claimed" and row.attempts == attempt


def _to_new(intake_id: int, at: datetime, error: str | None) -> Update:
    said = None if error is None else error[:ERROR_LENGTH]
    return update(t.intake).where(t.intake.c.id == intake_id).values(state="new", claimed_by=None, next_at=at, error=said)


def _to_quarantine(intake_id: int, because: str, now: datetime) -> Update:
    return (
        update(t.intake)
        .where(t.intake.c.id == intake_id)
        .values(state="quarantine", claimed_by=None, error=because[:ERROR_LENGTH], done_at=now)
    )
