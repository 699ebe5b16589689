"""Views and wishes that were collected: put in by a decision, read by people.
Nobody is answered from here; what was told to the admins keeps the time at which it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from mailbot.desk.digest import Collected, Digest
from mailbot.desk.effects import Collect, ToldOf
from mailbot.desk.facts import DueItem
from mailbot.store import due
from mailbot.store import tables as t
from mailbot.store.booking import Booking
from mailbot.store.engine import insert_id, storable

AT_MOST = 5_000  # of a list; the newest


@dataclass(frozen=True, slots=True)
class View:
    """One of them."""

    id: int
    at: datetime
    kind: str  # feedback | wish
    author: str
    language: str
    subject: str
    text: str
    case_number: str | None
    account_id: int | None
    told_at: datetime | None


def collect(booking: Booking, effect: Collect) -> None:
    """Put it with the others; beside the case that the same decision opens, when it opens one."""
    insert_id(
        booking.connection,
        t.feedback,
        {
            "kind": effect.kind, "account_id": effect.account_id,
            "case_id": effect.case_id if effect.case_id is not None else booking.case_id, "intake_id": booking.intake_id,
            "author": storable(effect.author), "language": effect.language, "subject": storable(effect.subject),
            "text": storable(effect.text), "at": booking.now,
        },
    )  # fmt: skip
    due.plan_digest(booking)


def told(booking: Booking, effect: ToldOf) -> None:
    """These are told. What came while the digest was written is planned for the next one."""
    if effect.views:
        booking.connection.execute(_TOLD, {"views": list(effect.views), "told": booking.now})
    if booking.connection.execute(_UNTOLD.limit(1)).first() is not None:
        due.plan_digest(booking)


def digest(connection: Connection, item: DueItem, now: datetime) -> Digest:
    """What the admins have not got yet, oldest first."""
    current = due.waiting(connection, item.id)
    rows = connection.execute(_UNTOLD.order_by(t.feedback.c.id).limit(AT_MOST))
    views = tuple(Collected(row.id, row.at, row.kind, row.author, row.text or row.subject) for row in rows)
    return Digest(now, current, views, (("due", str(item.id), due.stamp(current)),))


_UNTOLD = select(t.feedback).where(t.feedback.c.told_at.is_(None))
_TOLD = update(t.feedback).where(t.feedback.c.id.in_(bindparam("views", expanding=True))).values(told_at=bindparam("told"))
_VIEWS = (
    select(
        t.feedback.c.id, t.feedback.c.at, t.feedback.c.kind, t.feedback.c.author, t.feedback.c.language, t.feedback.c.subject,
        t.feedback.c.text, t.case.c.number.label("case_number"), t.feedback.c.account_id, t.feedback.c.told_at,
    )
    .join_from(t.feedback, t.case, t.case.c.id == t.feedback.c.case_id, isouter=True)
    .order_by(t.feedback.c.at.desc(), t.feedback.c.id.desc())
    .limit(AT_MOST)
)  # fmt: skip


def views(connection: Connection, kind: str | None = None, since: datetime | None = None) -> tuple[View, ...]:
    """What was collected, the newest first: all, or of one kind, or since an instant (aware UTC)."""
    asked = _VIEWS
    if kind is not None:
        asked = asked.where(t.feedback.c.kind == kind)
    if since is not None:
        asked = asked.where(t.feedback.c.at >= since)
    return tuple(View(**row._mapping) for row in connection.execute(asked))
