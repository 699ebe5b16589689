"""Reading cases: one matter with its people, its checklist and the thread of its mails.
A Message-ID leads to a case, never to a right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select

from mailbot.config.machine import Limits
from mailbot.desk.facts import Account, Case, Detail, Merged, Participant
from mailbot.mail.body import read_body
from mailbot.mail.message import Attachment
from mailbot.mail.mime import read_structure
from mailbot.store import tables as t

UNSEEN = ("awaiting_details", "awaiting_entitlement")  # no agent has read these cases yet
FILES_AT_MOST = 50
THREAD = 40  # Message-IDs of a conversation that are kept for References: the newest

_CASE = select(t.case).where(t.case.c.id == bindparam("id"))
_PEOPLE = select(t.participant).where(t.participant.c.case_id == bindparam("id")).order_by(t.participant.c.id)
_MERGED = (
    select(t.case.c.id, t.case.c.number, t.case.c.state_before, t.case.c.closed_at, t.case.c.subject, t.participant.c.address)
    .join_from(t.case, t.participant, and_(t.participant.c.case_id == t.case.c.id, t.participant.c.role == "requester"))
    .where(t.case.c.merged_into_id == bindparam("id"))
    .order_by(t.case.c.closed_at, t.case.c.id)
)
_KNOWN_AS = select(t.participant.c.id, t.participant.c.address_key).join_from(
    t.participant, t.case, t.case.c.id == t.participant.c.case_id).where(t.case.c.merged_into_id == bindparam("id")).order_by(t.participant.c.id)
_DETAILS = select(t.case_detail).where(t.case_detail.c.case_id == bindparam("id")).order_by(t.case_detail.c.id)
_SAID = (
    select(t.message.c.message_id, t.message.c.text, t.message.c.at, t.message.c.verified, t.message.c.author, t.message.c.intake_id)
    .where(t.message.c.case_id == bindparam("id"), t.message.c.direction == "in", ~t.message.c.automatic)
    .order_by(t.message.c.id.desc())
    .limit(THREAD)
)
_SPLIT_OFF = (
    select(t.case.c.number)
    .join_from(t.case_link, t.case, or_(
        and_(t.case_link.c.to_id == bindparam("id"), t.case.c.id == t.case_link.c.from_id),
        and_(t.case_link.c.from_id == bindparam("id"), t.case.c.id == t.case_link.c.to_id)))
    .join(t.message, t.message.c.case_id == t.case.c.id)
    .where(t.case_link.c.kind == "split_from", t.case.c.state != "merged", t.message.c.intake_id == bindparam("mail"), t.message.c.direction == "in")
    .order_by(t.case.c.id.desc())
    .limit(1)
)
_RAW = (
    select(t.intake_bytes.c.raw)
    .join(t.message, t.message.c.intake_id == t.intake_bytes.c.intake_id)
    .where(t.message.c.case_id == bindparam("id"), t.message.c.direction == "in", ~t.message.c.automatic)
    .order_by(t.message.c.id)
)
_WRITTEN = (
    select(t.outbox.c.message_id, t.outbox.c.created_at.label("at"))
    .where(t.outbox.c.case_id == bindparam("id"), t.outbox.c.answers_to == "customer", t.outbox.c.state != "withdrawn")
    .order_by(t.outbox.c.id.desc())
    .limit(THREAD)
)


def read_case(connection: Connection, case_id: int, account_of: Callable[[int], Account], limits: Limits) -> Case | None:
    """A case with everything a decision may ask of it; None when there is none of this id."""
    asked = {"id": case_id}
    row = connection.execute(_CASE, asked).first()
    if row is None:
        return None
    merged = tuple(Merged(m.id, m.number, m.state_before or "in_progress", m.closed_at, m.address, m.subject) for m in connection.execute(_MERGED, asked))
    known_as = connection.execute(_KNOWN_AS, asked).all() if merged else ()
    people = tuple(
        Participant(p.id, p.address, p.role, p.copies, tuple(other.id for other in known_as if other.address_key == p.address_key))
        for p in connection.execute(_PEOPLE, asked)
    )
    said = connection.execute(_SAID, asked).all()
    written = connection.execute(_WRITTEN, asked).all()
    return Case(
        id=row.id, version=row.version, number=row.number, subject=row.subject, language=row.language, state=row.state,
        kind=row.kind, priority=row.priority, tier=row.tier,
        requester=next(person for person in people if person.role == "requester"),
        participants=people,
        details=tuple(Detail(d.name, d.value, d.state) for d in connection.execute(_DETAILS, asked)),
        account=None if row.account_id is None else account_of(row.account_id),
        assigned_to=row.assigned_to, received_at=row.received_at, start_due_at=row.start_due_at,
        answer_due_at=row.answer_due_at, answered_at=row.answered_at, closed_at=row.closed_at,
        rounds_asked=row.rounds_asked,
        last_message_id=next((mail.message_id for mail in said if mail.message_id), None),
        references=_thread(said, written),
        last_customer_text=said[0].text if said else "",
        unseen_texts=tuple(mail.text for mail in reversed(said)) if row.state in UNSEEN else (),
        fast=row.fast,
        flags=tuple(row.flags),
        last_said_at=said[0].at if said else None,
        last_author=said[0].author if said else "",
        split_off=connection.execute(_SPLIT_OFF, {**asked, "mail": said[0].intake_id}).scalar() or "" if said and said[0].intake_id else "",
        last_verified=bool(said and said[0].verified),
        opened_verified=bool(said and said[-1].verified),
        grant_id=row.entitlement_id,
        line=row.line, team=row.team, product=row.product, tags=tuple(row.tags), watchers=tuple(row.watchers),
        level_decided_by=row.level_decided_by, reproduced=row.reproduced, started_at=row.started_at, assigned_at=row.assigned_at,
        clock_from=row.clock_from,
        merged_into=row.merged_into_id,
        merged=merged,
        last_told_at=max((letter.at for letter in written), default=None),
        files=_files(connection, case_id, limits) if row.state in UNSEEN else (),
    )  # fmt: skip


def _files(connection: Connection, case_id: int, limits: Limits) -> tuple[Attachment, ...]:
    """What was attached to the mails of a case so far, from their kept bytes."""
    raws = connection.execute(_RAW, {"id": case_id}).scalars()
    files = (file for raw in raws for file in read_body(read_structure(bytes(raw), limits), limits).attachments)
    return tuple(islice(files, FILES_AT_MOST))


def _thread(said: Sequence[Any], written: Sequence[Any]) -> tuple[str, ...]:
    """What the customer wrote and what he got from us, oldest first. An agent's own mails are not in it:
    their Message-IDs would tell the customer where the agent writes from."""
    mails = sorted((mail.at, mail.message_id) for mail in (*said, *written) if mail.message_id)
    return tuple(dict.fromkeys(message_id for _, message_id in mails))[-THREAD:]


_OURS = select(t.outbox.c.message_id, t.outbox.c.case_id).where(
    t.outbox.c.message_id.in_(bindparam("ids", expanding=True)), t.outbox.c.case_id.is_not(None)
)
_THEIRS = (
    select(t.message.c.message_id, t.message.c.case_id)
    .where(t.message.c.message_id.in_(bindparam("ids", expanding=True)), t.message.c.case_id.is_not(None))
    .order_by(t.message.c.id)
)
_BY_NUMBER = select(t.case.c.number, t.case.c.id).where(t.case.c.number.in_(bindparam("numbers", expanding=True)))


def case_by_message_ids(connection: Connection, message_ids: Sequence[str]) -> int | None:
    """The case of the first of these Message-IDs that belongs to one. Ours count before those of other senders,
    which anybody can repeat."""
    if not message_ids:
        return None
    asked = {"ids": list(message_ids)}
    known = {row.message_id: row.case_id for row in connection.execute(_THEIRS, asked)}
    known |= {row.message_id: row.case_id for row in connection.execute(_OURS, asked)}
    return next((known[message_id] for message_id in message_ids if message_id in known), None)


def cases_by_number(connection: Connection, numbers: Sequence[str]) -> tuple[int, ...]:
    """The cases of these numbers, in the order asked; numbers that nobody has are left out."""
    if not numbers:
        return ()
    known = {row.number: row.id for row in connection.execute(_BY_NUMBER, {"numbers": list(numbers)})}
    return tuple(known[number] for number in numbers if number in known)
