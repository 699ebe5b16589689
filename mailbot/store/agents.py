"""What an agent is told, said and did lately: what his mail answers, what others answered since, what he may take back.
Reads only; found by our own Message-IDs, which nobody else can make up, and only among letters that went to his addresses."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from mailbot.config.settings import Config
from mailbot.desk.facts import Case, Facts, LastAnswer, PublicAnswer, SentBack, Wanted
from mailbot.mail.parse import Unreadable, parse
from mailbot.mail.tokens import Keys
from mailbot.store import desks, undoing
from mailbot.store import tables as t
from mailbot.store.booking import address_key
from mailbot.store.claims import envelope_of

SENT_BACK = ("agent_refused", "agent_second", "agent_held")  # letters that bring an agent his own mail back
ANSWERS_AT_MOST = 20

_ANSWERED = select(t.outbox.c.message_id, t.outbox.c.created_at, t.outbox.c.template, t.outbox.c.intake_id, t.outbox.c.named).where(
    t.outbox.c.message_id.in_(bindparam("ids", expanding=True)), t.outbox.c.to_key.in_(bindparam("keys", expanding=True))
)
_OUT = (
    select(t.message.c.author, t.message.c.at, t.message.c.text)
    .where(t.message.c.case_id == bindparam("id"), t.message.c.direction == "out", t.message.c.at > bindparam("since"), t.message.c.author.like("agent:%"))
    .order_by(t.message.c.id.desc())
    .limit(ANSWERS_AT_MOST)
)
_OWN = (
    select(t.message.c.intake_id, t.message.c.at, t.message.c.text)
    .where(t.message.c.case_id == bindparam("id"), t.message.c.direction == "out", t.message.c.author == bindparam("author"))
    .order_by(t.message.c.id.desc())
    .limit(1)
)
_LETTERS = select(t.outbox.c.id, t.outbox.c.state, t.outbox.c.next_at).where(
    t.outbox.c.intake_id == bindparam("intake"), t.outbox.c.to_key.not_in(bindparam("inside", expanding=True))
)
_STATE = (
    select(t.case_event.c.before, t.case_event.c.after)
    .where(t.case_event.c.intake_id == bindparam("intake"), t.case_event.c.case_id == bindparam("id"), t.case_event.c.kind == "state")
    .order_by(t.case_event.c.id)
)
_RAW = select(t.intake_bytes.c.raw).where(t.intake_bytes.c.intake_id == bindparam("id"))
_SETTLED = select(t.released.c.intake_id).where(t.released.c.intake_id == bindparam("id"))


def of_agent(connection: Connection, wanted: Wanted, facts: Facts, config: Config, keys: Keys) -> Facts:
    """The facts, with what concerns the agent who speaks."""
    answered = _answered(connection, wanted)
    case = next((case for token, case in facts.by_token if token.who == wanted.agent_id), None)
    found = replace(
        facts, sent_back=_sent_back(connection, answered, config, keys) if answered is not None else None,
        carried_out=desks.carried_out(connection, wanted.agent_id, wanted.message_id) if wanted.message_id else (),
    )
    if case is None:
        return found
    since = _seen_at(connection, answered, wanted, found)
    inside = [each for agent in config.agents for each in map(address_key, agent.email)]
    return replace(
        found, answers=_answers(connection, case, since) if since is not None else (),
        last_answer=_last_answer(connection, case, wanted.agent_id, inside),
    )  # fmt: skip


def _answered(connection: Connection, wanted: Wanted) -> Any:
    """The letter of ours that he answers: the first of his thread that went to him; None when there is none."""
    if not (wanted.message_ids and wanted.agent_keys):
        return None
    rows = connection.execute(_ANSWERED, {"ids": list(wanted.message_ids), "keys": list(wanted.agent_keys)}).all()
    known = {row.message_id: row for row in rows}
    return next((known[each] for each in wanted.message_ids if each in known), None)


def _seen_at(connection: Connection, answered: Any, wanted: Wanted, found: Facts) -> datetime | None:
    """How far he knew the case when he wrote: up to the letter he answers. What he wrote and got back with a fault rests on
    the letter that he had answered with it."""
    if answered is None:
        return wanted.written_at
    if answered.template == "agent_refused" and found.sent_back is not None:
        mail = found.sent_back.message
        first = _answered(connection, replace(wanted, message_ids=(*mail.in_reply_to, *reversed(mail.references))))
        if first is not None and first.created_at < answered.created_at:
            at: datetime = first.created_at
            return at
    seen: datetime = answered.created_at
    return seen


def _answers(connection: Connection, case: Case, since: datetime) -> tuple[PublicAnswer, ...]:
    rows = connection.execute(_OUT, {"id": case.id, "since": since})
    return tuple(PublicAnswer(row.author.removeprefix("agent:"), row.at, row.text) for row in rows)


def _last_answer(connection: Connection, case: Case, agent_id: str, inside: list[str]) -> LastAnswer | None:
    """What he last wrote to the customer, or what of his waits: the newer of both."""
    own, kept = connection.execute(_OWN, {"id": case.id, "author": f"agent:{agent_id}"}).first(), undoing.newest(connection, case.id, agent_id)
    waits = kept is not None and (own is None or own.intake_id is None or kept.intake_id >= own.intake_id)
    last = kept if waits else own
    if last is None or last.intake_id is None:
        return None
    asked = {"intake": last.intake_id, "id": case.id}
    letters = connection.execute(_LETTERS, {**asked, "inside": inside}).all()
    states = connection.execute(_STATE, asked).all()
    found = LastAnswer(
        at=last.at, text=last.text, waiting=tuple(row.id for row in letters if row.state in ("queued", "held")),
        left=any(row.state not in ("queued", "held", "withdrawn") for row in letters),
        from_state=states[0].before if states else None, to_state=states[-1].after if states else None,
    )  # fmt: skip
    if not waits:
        return found
    lines = tuple((name, source) for name, source in kept.lines)
    return replace(found, lines=lines, before=kept.before, after=kept.after, now=undoing.look(connection, case.id))


def _sent_back(connection: Connection, answered: Any, config: Config, keys: Keys) -> SentBack | None:
    """The mail of his that this letter brought back, when it is such a letter and the mail is still kept."""
    if answered.template not in SENT_BACK or answered.intake_id is None:
        return None
    raw = connection.execute(_RAW, {"id": answered.intake_id}).scalar_one_or_none()
    if raw is None:
        return None
    try:
        message = parse(bytes(raw), envelope_of(connection, answered.intake_id), config, keys)
    except Unreadable:
        return None
    settled = connection.execute(_SETTLED, {"id": answered.intake_id}).first() is not None
    return SentBack(answered.intake_id, answered.template, message, settled, tuple(answered.named or ()))
