"""Reading offers: what an agent was asked by the letter that his mail answers.
Only his own count, and only while nobody has said yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from sqlalchemy import Connection, bindparam, select

from mailbot.config.machine import Limits
from mailbot.desk.facts import Offer
from mailbot.mail.body import read_body
from mailbot.mail.message import Attachment
from mailbot.mail.mime import read_structure
from mailbot.store import tables as t

FILES_AT_MOST = 50

_OPEN = (
    select(t.offer)
    .join(t.outbox, t.outbox.c.idem == t.offer.c.idem)
    .where(
        t.outbox.c.message_id.in_(bindparam("ids", expanding=True)), t.offer.c.agent_id == bindparam("agent"), t.offer.c.ended_at.is_(None),
    )
    .order_by(t.offer.c.id.desc())
    .limit(1)
)  # fmt: skip
_RAW = select(t.intake_bytes.c.raw).where(t.intake_bytes.c.intake_id == bindparam("id"))
_ENDED = select(t.offer.c.ended_at).where(t.offer.c.id == bindparam("id")).with_for_update()


def answered(connection: Connection, agent_id: str, message_ids: Sequence[str], limits: Limits) -> Offer | None:
    """The offer that one of these letters made to this agent."""
    row = connection.execute(_OPEN, {"ids": list(message_ids), "agent": agent_id}).first() if message_ids else None
    if row is None:
        return None
    return Offer(row.id, row.agent_id, row.address, row.subject, row.language, row.text, _files(connection, row.intake_id, limits))


def version(connection: Connection, offer_id: str) -> int:
    """1 while it waits, 2 once it is answered; the row stays locked until the transaction ends."""
    return 1 if connection.execute(_ENDED, {"id": int(offer_id)}).scalar_one() is None else 2


def _files(connection: Connection, intake_id: int | None, limits: Limits) -> tuple[Attachment, ...]:
    """What was attached to the mail that was passed on; the mail itself, where it came as an attachment, is read already."""
    raw = connection.execute(_RAW, {"id": intake_id}).scalar_one_or_none() if intake_id is not None else None
    files = read_body(read_structure(bytes(raw), limits), limits).attachments if raw is not None else ()
    return tuple(islice((file for file in files if not file.type.startswith("message/")), FILES_AT_MOST))
