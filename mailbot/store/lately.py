"""What a requester did lately: the cases he opened within a day, and what he added since he heard from us.
Known by his address alone; what follows from it is decided elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select

from mailbot.desk.facts import Case
from mailbot.mail.address import plain
from mailbot.mail.threading import subject_key
from mailbot.store import tables as t
from mailbot.store.booking import address_key

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SAID_WITHIN = timedelta(days=90)
SAID_AT_MOST = 20  # mails under one Message-ID that are compared
ADDED_AT_MOST = 200  # mails that are counted
ALIKE_WITHIN = timedelta(hours=24)
ALIKE_AT_MOST = 50  # cases of one address within a day that are compared

_LATELY = (
    select(t.case.c.id, t.case.c.subject)
    .join_from(t.participant, t.case, t.case.c.id == t.participant.c.case_id)
    .where(
        t.participant.c.address_key == bindparam("key"), t.participant.c.role == "requester",
        t.case.c.received_at > bindparam("since"), t.case.c.state.not_in(t.CLOSED_STATES),
    )
    .order_by(t.case.c.id.desc())
    .limit(ALIKE_AT_MOST)
)  # fmt: skip
_LAST_ANSWERED = select(func.max(t.outbox.c.intake_id), func.max(t.outbox.c.created_at).filter(t.outbox.c.intake_id.is_(None))).where(
    t.outbox.c.case_id == bindparam("id"), t.outbox.c.answers_to == "customer"
)
_ADDED = (
    select(t.message.c.author, t.message.c.verified)
    .where(
        t.message.c.case_id == bindparam("id"), t.message.c.direction == "in", ~t.message.c.automatic,
        t.message.c.intake_id > bindparam("mail"), t.message.c.at > bindparam("since"),
    )
    .limit(ADDED_AT_MOST)
)  # fmt: skip

_SAID = (
    select(t.message.c.author, t.message.c.text)
    .where(t.message.c.message_id == bindparam("id"), t.message.c.direction == "in", t.message.c.verified, t.message.c.at > bindparam("since"))
    .order_by(t.message.c.id)
    .limit(SAID_AT_MOST)
)


def cases_alike(connection: Connection, key: str, subject: str, now: datetime) -> tuple[int, ...]:
    """The open cases that this address opened lately under this subject, as `subject_key` writes it; the newest first."""
    rows = connection.execute(_LATELY, {"key": key, "since": now - ALIKE_WITHIN})
    return tuple(row.id for row in rows if subject_key(row.subject) == subject)


def said_before(connection: Connection, key: str, message_id: str, now: datetime) -> tuple[str, ...]:
    """The texts of proven mails that this address sent under this Message-ID lately."""
    rows = connection.execute(_SAID, {"id": message_id, "since": now - SAID_WITHIN})
    return tuple(row.text for row in rows if plain(row.author) is not None and address_key(row.author) == key)


def unacknowledged(connection: Connection, case: Case, *, unproven_too: bool) -> int:
    """With how many mails its requester has added to a case since he heard from us. A mail that got a letter is not among them."""
    mail, at = connection.execute(_LAST_ANSWERED, {"id": case.id}).one()
    rows = connection.execute(_ADDED, {"id": case.id, "mail": mail or 0, "since": at or EPOCH})
    requester = address_key(case.requester.address)
    return sum(address_key(row.author) == requester and (row.verified or unproven_too) for row in rows)
