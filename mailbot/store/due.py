"""Due times: what is to be done about a case or another subject at a time, taken by one worker and booked once.
One that fails is tried again later and holds up nothing else; after the last attempt it is put aside for a person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select, text, update

from mailbot import faults
from mailbot.desk import digest, expiry
from mailbot.desk.effects import DueDone, Schedule, Unschedule
from mailbot.desk.facts import DueItem
from mailbot.store import tables as t
from mailbot.store.booking import Booking
from mailbot.store.claims import ERROR_LENGTH, held_by
from mailbot.store.engine import Database, insert_new

ATTEMPTS = 5
RETRY_AFTER = (timedelta(seconds=10), timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=2))  # after the first attempt, ...

_WAITS = text(t.DUE_WAITS)
_TRIED_OUT = t.due.c.attempts >= ATTEMPTS
_MINE_OR_DUE = or_(t.due.c.next_at <= bindparam("now"), t.due.c.claimed_by == bindparam("worker"))
_NEXT = select(t.due).where(_WAITS, ~_TRIED_OUT, _MINE_OR_DUE).order_by(t.due.c.next_at, t.due.c.id).limit(1)
_CLAIM = _NEXT.with_for_update(skip_locked=True)
# Asked so that the index of waiting times is used: that of kinds would have all of one kind sorted for each that is taken.
_NEXT_OF_KIND = _NEXT.where(func.coalesce(t.due.c.kind, "") == bindparam("kind"))
_CLAIM_OF_KIND = _NEXT_OF_KIND.with_for_update(skip_locked=True)
_ROW = select(t.due).where(t.due.c.id == bindparam("row"))
_CHANGE = update(t.due).where(t.due.c.id == bindparam("row"))
_PLANNED = select(t.due.c.id).where(t.due.c.kind == bindparam("of_kind"), t.due.c.subject == bindparam("of_subject"), _WAITS)
_OF = update(t.due).where(t.due.c.kind == bindparam("of_kind"), t.due.c.subject == bindparam("of_subject"))


def subject_of(case_id: int) -> str:
    """How a due time names its case."""
    return f"case:{case_id}"


def _item(row: Any) -> DueItem:
    about, _, number = row.subject.partition(":")
    case_id, block_id = (int(number) if about == what else None for what in ("case", "block"))
    return DueItem(row.id, row.kind, case_id, row.due_at, block_id, row.subject)


# ---- taking and giving back ------------------------------------------------------------------------
def claim(database: Database, worker: str, now: datetime, lease: timedelta, kind: str | None = None) -> tuple[DueItem, int] | None:
    """What has been due longest, or of one kind, for `worker` alone until the lease ends, with the number of this attempt; None when
    nothing is. Looked for without a lock: most of the time nothing is due."""
    asked = {"now": now, "worker": worker} | ({"kind": kind} if kind else {})
    with database.read() as connection:
        if connection.execute(_NEXT_OF_KIND if kind else _NEXT, asked).first() is None:
            return None
    with database.write() as connection:
        row = connection.execute(_CLAIM_OF_KIND if kind else _CLAIM, asked).first()
        if row is None:
            return None
        changes = {"attempts": row.attempts + 1, "claimed_by": worker, "next_at": now + lease, "error": None}
        connection.execute(_CHANGE, {"row": row.id, **changes})
        faults.point("due:before-claim-commit")
    faults.point("due:after-claim-commit")
    return _item(row), row.attempts + 1


def fail(database: Database, due_id: int, attempt: int, error: str, now: datetime) -> bool:
    """This attempt failed: once more after a while. True: it was the last one, and the row is put aside."""
    with database.write() as connection:
        row = connection.execute(_ROW.with_for_update(), {"row": due_id}).first()
        if row is None or row.done_at is not None or row.attempts != attempt:
            return False
        later = row.next_at if attempt >= ATTEMPTS else now + RETRY_AFTER[attempt - 1]
        connection.execute(_CHANGE, {"row": due_id, "claimed_by": None, "next_at": later, "error": error[:ERROR_LENGTH]})
        return attempt >= ATTEMPTS


def give_back(database: Database, workers: str, now: datetime) -> None:
    """The claims of workers that are dead become free at once, their attempts counted (see claims.give_back)."""
    with database.write() as connection:
        connection.execute(update(t.due).where(_WAITS, held_by(workers, t.due.c.claimed_by)).values(claimed_by=None, next_at=now))


def retry_aside(database: Database, now: datetime) -> int:
    """What was put aside is tried afresh; how much."""
    with database.write() as connection:
        freed = update(t.due).where(_WAITS, _TRIED_OUT).values(attempts=0, claimed_by=None, next_at=now)
        return int(connection.execute(freed).rowcount)


# ---- looking -----------------------------------------------------------------------------------------
def waiting(connection: Connection, due_id: int | None) -> DueItem | None:
    """What is due under this id, as it stands now; None once it is done."""
    row = None if due_id is None else connection.execute(_ROW.where(_WAITS), {"row": due_id}).first()
    return None if row is None else _item(row)


def stamp(item: DueItem | None) -> int:
    """The version of a due time: another one once it is moved, 0 once it is done."""
    return 0 if item is None else int(item.due_at.timestamp() * 1_000_000)


def version(connection: Connection, due_id: str) -> int:
    """The stamp of a row, which stays locked until the transaction ends."""
    row = connection.execute(_ROW.where(_WAITS).with_for_update(), {"row": int(due_id)}).first()
    return stamp(None if row is None else _item(row))


def left(connection: Connection, now: datetime) -> int:
    """How much is due now or in some worker's hands."""
    ready = or_(t.due.c.next_at <= now, t.due.c.claimed_by.is_not(None))
    return int(connection.execute(select(func.count()).select_from(t.due).where(_WAITS, ~_TRIED_OUT, ready)).scalar_one())


def aside(connection: Connection) -> int:
    """How much was put aside after its last attempt."""
    return int(connection.execute(select(func.count()).select_from(t.due).where(and_(_WAITS, _TRIED_OUT))).scalar_one())


# ---- effects -----------------------------------------------------------------------------------------
def schedule(booking: Booking, effect: Schedule) -> None:
    """Of one kind and subject there is one due time: the newest."""
    subject = effect.subject or subject_of(booking.the_case(None) if effect.case_id is None else effect.case_id)
    _plan(booking, effect.kind, subject, effect.due_at)


def plan_block(booking: Booking, block_id: int, expires_on: date | None) -> None:
    """A block that expires is warned of, where there is time for it, and ended after its last day."""
    if expires_on is None:
        return
    warn_at, end_at = expiry.times(expires_on, booking.office.zone)
    if warn_at > booking.now:
        _plan(booking, expiry.WARNING, f"block:{block_id}", warn_at)
    _plan(booking, expiry.ENDING, f"block:{block_id}", max(end_at, booking.now))


def plan_digest(booking: Booking) -> None:
    """The admins hear of what was collected, unless that is planned already. The row stays locked: no digest is ended beside this."""
    known = {"of_kind": digest.KIND, "of_subject": digest.SUBJECT}
    if booking.connection.execute(_PLANNED.with_for_update(), known).first() is None:
        _plan(booking, digest.KIND, digest.SUBJECT, digest.next_at(booking.now, booking.office.config))


def _plan(booking: Booking, kind: str, subject: str, at: datetime) -> None:
    fresh = {"due_at": at, "next_at": at, "attempts": 0, "claimed_by": None, "error": None, "done_at": None}
    if not booking.connection.execute(_OF, {"of_kind": kind, "of_subject": subject} | fresh).rowcount:
        insert_new(booking.connection, t.due, ("kind", "subject"), {"kind": kind, "subject": subject, "payload": {}, **fresh})


def unschedule(booking: Booking, effect: Unschedule) -> None:
    known = {"of_kind": effect.kind, "of_subject": subject_of(effect.case_id)}
    booking.connection.execute(_OF.where(_WAITS), {**known, "done_at": booking.now, "claimed_by": None})


def drop_all(booking: Booking, case_id: int) -> None:
    """Nothing of this case falls due any more."""
    waiting = update(t.due).where(t.due.c.subject == bindparam("of_subject"), _WAITS)
    booking.connection.execute(waiting, {"of_subject": subject_of(case_id), "done_at": booking.now, "claimed_by": None})


def done(booking: Booking, effect: DueDone) -> None:
    """Seen to; why and how stands with the case."""
    row = booking.connection.execute(_ROW, {"row": effect.due_id}).one()
    booking.connection.execute(_CHANGE, {"row": effect.due_id, "done_at": booking.now, "claimed_by": None})
    booking.case_id = booking.case_id or _item(row).case_id
    faults.point("due:before-commit")
