"""The words of the letters of ours that a mail may answer, from the bytes that went out.
Found by our own Message-IDs, else among the newest letters of its case to who writes; of each the beginning, in which its text stands."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, select

from mailbot.config.machine import Limits
from mailbot.desk.facts import Facts, Wanted
from mailbot.mail.body import page, read_body
from mailbot.mail.html import to_text
from mailbot.mail.mime import read_structure
from mailbot.store import tables as t
from mailbot.store.conversation import UNSEEN

_MOST_BYTES = 256 * 1024  # of a letter: its files stand below its text
_NEWEST = 3  # letters of a case

_NAMED = select(t.outbox.c.id, t.outbox.c.message_id).where(t.outbox.c.message_id.in_(bindparam("ids", expanding=True)))
_OF_CASE = (
    select(t.outbox.c.id)
    .where(t.outbox.c.case_id.in_(bindparam("cases", expanding=True)), t.outbox.c.to_key.in_(bindparam("keys", expanding=True)))
    .order_by(t.outbox.c.id.desc())
    .limit(_NEWEST)
)
_RAW = select(func.substr(t.outbox_bytes.c.raw, 1, _MOST_BYTES)).where(t.outbox_bytes.c.outbox_id.in_(bindparam("ids", expanding=True)))


def letters(connection: Connection, wanted: Wanted, facts: Facts, limits: Limits) -> tuple[str, ...]:
    """Each letter as its text and as the text of its page, which is what programs show and quote."""
    brought_back = facts.sent_back.message if facts.sent_back is not None else None
    found = {_first(connection, wanted.message_ids), _first(connection, (*brought_back.in_reply_to, *reversed(brought_back.references)) if brought_back else ())}
    cases = {case.id: case for case in (*(case for _, case in facts.by_token), facts.by_message_id) if case is not None}
    if not any(found) or any(case.state in UNSEEN for case in cases.values()):  # of a case that nobody has seen, its earlier mails are told, too
        keys = wanted.agent_keys or ((wanted.address,) if wanted.address else ())
        found |= set(connection.execute(_OF_CASE, {"cases": list(cases), "keys": list(keys)}).scalars())
    raws = connection.execute(_RAW, {"ids": sorted(each for each in found if each is not None)}).scalars()
    return tuple(text for raw in raws for text in _texts(bytes(raw), limits))


def _first(connection: Connection, message_ids: Sequence[str]) -> int | None:
    """The first of these that is a letter of ours."""
    rows = connection.execute(_NAMED, {"ids": list(message_ids)}).all() if message_ids else ()
    known = {row.message_id: row.id for row in rows}
    return next((known[each] for each in message_ids if each in known), None)


def _texts(raw: bytes, limits: Limits) -> tuple[str, ...]:
    body = read_body(read_structure(raw, limits), limits)
    shown = page(body, limits)
    return (body.text, to_text(shown, 1024 * limits.html_kb, 1024 * limits.text_kb)) if shown else (body.text,)
