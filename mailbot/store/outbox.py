"""The outbox: which letter is being carried, and what became of it.
"Sending" is committed before a connection is opened, so that a crash is seen; the same bytes go out each time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, and_, bindparam, delete, exists, or_, select, text, update

from mailbot import faults
from mailbot.store import tables as t
from mailbot.store.claims import CLOCK_JUMPED, is_due
from mailbot.store.engine import Database, insert_new, storable

LEASE = timedelta(minutes=20)  # longer than the longest delivery (15 minutes)
REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One letter to carry."""

    id: int
    raw: bytes = field(repr=False)
    mail_from: str
    to: str
    attempts: int  # this one included
    created_at: datetime


_before = t.outbox.alias("before")
_DUE = (
    select(t.outbox.c.id, t.outbox.c.mail_from, t.outbox.c.to_address, t.outbox.c.attempts, t.outbox.c.created_at, t.outbox.c.state)
    .where(
        text("outbox.state IN ('queued', 'sending')"),  # as in the partial index; a sending one is due when its lease is over
        is_due(t.outbox.c.next_at),
        # Letters of one case to one address go out in their order: none overtakes one that waits to be tried again.
        ~exists().where(
            text("before.state IN ('queued', 'sending')"),
            _before.c.case_id == t.outbox.c.case_id, _before.c.to_key == t.outbox.c.to_key, _before.c.id < t.outbox.c.id,
        ),
    )
    .order_by(t.outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=t.outbox)
)  # fmt: skip
_RAW = select(t.outbox_bytes.c.raw).where(t.outbox_bytes.c.outbox_id == bindparam("id"))
_TAKE = (
    update(t.outbox)
    .where(t.outbox.c.id == bindparam("row"))
    .values(
        state="sending", attempts=t.outbox.c.attempts + 1, claimed_by=bindparam("courier"), next_at=bindparam("until"),
        uncertain=t.outbox.c.uncertain + bindparam("unsure"),
    )
)  # fmt: skip

_MARK = update(t.outbox).where(t.outbox.c.id == bindparam("row"), t.outbox.c.state == "sending")


# A letter with an unlock code in clear is in no book once it has gone out (data-model.md I15).
SECRET_LETTERS = ("payment_confirmation",)
_FORGET = delete(t.outbox_bytes).where(
    t.outbox_bytes.c.outbox_id == bindparam("row"),
    exists().where(t.outbox.c.id == t.outbox_bytes.c.outbox_id, t.outbox.c.template.in_(SECRET_LETTERS)),
)


def claim_outgoing(database: Database, courier: str, now: datetime, most: int) -> tuple[OutboxItem, ...]:
    """The oldest letters that are due, at most `most`, for this courier alone."""
    with database.write() as connection:
        rows = connection.execute(_DUE, {"now": now, "too_far": now + CLOCK_JUMPED, "most": most}).all()
        taken = [
            {"row": row.id, "courier": courier, "until": now + LEASE, "unsure": int(row.state == "sending")} for row in rows
        ]
        if not taken:
            return ()
        connection.execute(_TAKE, taken)
        items = tuple(
            OutboxItem(row.id, _raw(connection, row.id), row.mail_from, row.to_address, row.attempts + 1, row.created_at)
            for row in rows
        )
        faults.point("outbox:before-claim-commit")
    faults.point("outbox:after-claim-commit")
    return items


def _raw(connection: Connection, outbox_id: int) -> bytes:
    return bytes(connection.execute(_RAW, {"id": outbox_id}).scalar_one())


def mark(
    database: Database, outbox_id: int, result: Literal["sent", "later", "failed"], reason: str, next_at: datetime | None, now: datetime
) -> None:
    """What became of a delivery: it was accepted, it is tried again at `next_at`, or it failed for good."""
    changes: dict[str, object] = {"claimed_by": None, "reason": storable(reason)[:REASON_LENGTH] or None}
    match result:
        case "sent":
            changes |= {"state": "sent", "sent_at": now}
        case "later":
            changes |= {"state": "queued", "next_at": next_at or now}
        case "failed":
            changes |= {"state": "failed"}
    with database.write() as connection:
        connection.execute(_MARK, {"row": outbox_id, **changes})
        if result == "sent":
            connection.execute(_FORGET, {"row": outbox_id})
        faults.point("outbox:before-mark-commit")
    faults.point("outbox:after-mark-commit")


def resume_sending(database: Database, courier: str, now: datetime) -> int:
    """At start: letters that this courier was carrying when it died go out again, with the same bytes, since nobody
    knows whether they arrived (RFC 1047); how many. On SQLite there is no other courier."""
    theirs = t.outbox.c.claimed_by == courier
    gone = or_(theirs, t.outbox.c.next_at <= now) if not database.is_sqlite else t.outbox.c.id.is_not(None)
    with database.write() as connection:
        again = connection.execute(
            update(t.outbox)
            .where(and_(t.outbox.c.state == "sending", gone))
            .values(state="queued", claimed_by=None, next_at=now, uncertain=t.outbox.c.uncertain + 1)
        )
        return int(again.rowcount)


# ---- pause ---------------------------------------------------------------------------------------------
OUTGOING = "outgoing"


def pause(database: Database, reason: str, now: datetime) -> None:
    """Nothing goes out for now, and this is why (such as 535, a refused password); the first reason and time stay."""
    with database.write() as connection:
        insert_new(connection, t.pause, ("what",), {"what": OUTGOING, "reason": storable(reason)[:REASON_LENGTH], "since": now})


def unpause(database: Database) -> None:
    """Mail goes out again."""
    with database.write() as connection:
        connection.execute(t.pause.delete().where(t.pause.c.what == OUTGOING))


def paused(connection: Connection) -> tuple[str, datetime] | None:
    """Why nothing goes out, and since when; None when it does."""
    row = connection.execute(select(t.pause.c.reason, t.pause.c.since).where(t.pause.c.what == OUTGOING)).first()
    return None if row is None else (row.reason, row.since)
