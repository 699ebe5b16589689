"""Letters that are held back: what is looked for in each before it is frozen, and what a person does with one that was caught.
An agent's mail is looked at before it is booked, so that he is asked and nothing has happened; any other letter is held with its bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, or_, select, update

from mailbot.desk import canary, credentials
from mailbot.desk.effects import Append, Decision, Draft, Letter, SetField, fill
from mailbot.desk.facts import HeldLetter
from mailbot.store import tables as t
from mailbot.store.booking import Booking, Office
from mailbot.store.engine import Database

_ALL_OF_IT = select(t.case.c.id).where(or_(t.case.c.id == bindparam("id"), t.case.c.merged_into_id == bindparam("id")))  # with what became part of it
_NOTES = select(t.message.c.text).where(t.message.c.case_id.in_(_ALL_OF_IT), t.message.c.direction == "note", ~t.message.c.automatic)
_PUBLIC = select(t.message.c.text).where(t.message.c.case_id.in_(_ALL_OF_IT), t.message.c.direction.in_(("in", "out")))
_SUBJECT = select(t.case.c.subject).where(t.case.c.id.in_(_ALL_OF_IT))
_REQUESTER = select(t.participant.c.address).where(t.participant.c.case_id == bindparam("id"), t.participant.c.role == "requester")
_CODES = (
    select(t.credential.c.code_hash)
    .join(t.case, t.case.c.account_id == t.credential.c.account_id)
    .where(t.case.c.id == bindparam("id"), t.credential.c.revoked_at.is_(None))
)


def reason_to_hold(booking: Booking, draft: Draft, case_id: int | None, subject: str, text: str, html: str) -> str | None:
    """Key of the reason why this letter must wait for a person; None when it may go. Letters to agents always may."""
    return next(iter(_reasons(booking.connection, booking.office, draft, case_id, (subject, text, html))), None)


def caught(connection: Connection, office: Office, decision: Decision, drafts: tuple[Draft, ...]) -> tuple[tuple[str, str], ...]:
    """What an agent's mail would give away: keys of the reasons, each with the address that it would go to. What only booking knows
    does not stand in it yet; what the mail would name the case from now on does."""
    own = tuple(effect.text for effect in decision.effects if isinstance(effect, Append) and effect.direction == "note" and not effect.automatic)
    letters = [(draft, draft.letter.case_id) for draft in (*drafts, *_names(connection, decision))]
    found: dict[str, str] = {}
    for draft, case_id in letters:
        blank: defaultdict[str, str] = defaultdict(str)
        read = (fill(draft.subject, blank), fill(draft.text, blank), fill(draft.html or "", blank))
        for reason in _reasons(connection, office, draft, case_id, read, own):
            found.setdefault(reason, draft.letter.to)
    return tuple((reason, found[reason]) for reason in canary.REASONS if reason in found)


def _names(connection: Connection, decision: Decision) -> Iterable[Draft]:
    """What every later letter would be called."""
    for effect in decision.effects:
        if isinstance(effect, SetField) and effect.field == "subject":
            to = connection.execute(_REQUESTER, {"id": effect.case_id}).scalar_one_or_none() or ""
            yield Draft(Letter("agent_reply", "", to, {"text": effect.value}, "", case_id=effect.case_id), effect.value, effect.value)


def _reasons(read: Connection, office: Office, draft: Draft, case_id: int | None, shown: tuple[str, str, str], own: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Keys of the reasons that nobody has let go. `own`: notes that are not in the books yet."""
    config, letter, asked = office.config, draft.letter, {"id": case_id}
    if canary.is_inside(letter.to, config):
        return ()
    notes = (*own, *(() if case_id is None else read.execute(_NOTES, asked).scalars()))
    if letter.template == "consult":  # the question is kept as a note, and is no secret to whom it is put
        notes = tuple(note for note in notes if note != letter.values.get("text"))
    hashes = () if case_id is None or "id_and_code" not in config.entitlement.match_by else tuple(read.execute(_CODES, asked).scalars())
    before = letter.values.get("text")  # what this very decision keeps as said to the customer has not been said before

    def public() -> tuple[str, ...]:
        said = () if case_id is None else (*read.execute(_PUBLIC, asked).scalars(), *read.execute(_SUBJECT, asked).scalars())
        return (*(each for each in said if each != before), *office.published())

    def is_code(word: str) -> bool:
        return any(credentials.matches(word, kept, office.keys) for kept in hashes)

    secrets = canary.Secrets(notes, public, canary.own_addresses(config), is_code)
    return tuple(reason for reason in canary.reasons_to_hold(draft, *shown, secrets) if reason not in letter.let_go)


# ---- looking, and letting go ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Held:
    """One letter that waits for a person."""

    id: int
    created_at: datetime
    template: str
    to: str
    subject: str
    because: str
    case_number: str | None
    raw: bytes = field(repr=False)


_HELD = (
    select(
        t.outbox.c.id, t.outbox.c.created_at, t.outbox.c.template, t.outbox.c.to_address.label("to"), t.outbox.c.subject,
        func.coalesce(t.outbox.c.reason, "").label("because"), t.case.c.number.label("case_number"), t.outbox_bytes.c.raw,
    )
    .join(t.outbox_bytes, t.outbox_bytes.c.outbox_id == t.outbox.c.id)
    .join(t.case, t.case.c.id == t.outbox.c.case_id, isouter=True)
    .where(t.outbox.c.state == "held")
    .order_by(t.outbox.c.id)
)  # fmt: skip
_LET = update(t.outbox).where(t.outbox.c.id == bindparam("row"), t.outbox.c.state == "held")


def held(connection: Connection) -> tuple[Held, ...]:
    """The letters that wait for a person, oldest first."""
    return tuple(Held(**{**row._mapping, "raw": bytes(row.raw)}) for row in connection.execute(_HELD))


def release(database: Database, outbox_id: int, now: datetime) -> bool:
    """Let a held letter go out as it is; False when it is not held."""
    with database.write() as connection:
        return bool(connection.execute(_LET, {"row": outbox_id, "state": "queued", "next_at": now, "reason": None}).rowcount)


def drop(database: Database, outbox_id: int, now: datetime) -> bool:
    """A held letter never goes out; its bytes stay. False when it is not held."""
    with database.write() as connection:
        return bool(connection.execute(_LET, {"row": outbox_id, "state": "withdrawn", "next_at": now}).rowcount)


_OF_CASE = (
    select(t.outbox.c.id, t.outbox.c.to_address, t.outbox.c.reason, t.outbox.c.intake_id)
    .where(t.outbox.c.case_id == bindparam("id"), t.outbox.c.state == "held")
    .order_by(t.outbox.c.id)
)
_AUTHOR = select(t.message.c.author).where(t.message.c.intake_id == bindparam("id"), t.message.c.author.like("agent:%")).limit(1)


def held_of_case(connection: Connection, case_id: int) -> tuple[HeldLetter, ...]:
    """The letters of a case that are held back, with the agent whose mail led to each."""
    found = []
    for row in connection.execute(_OF_CASE, {"id": case_id}).all():
        author = connection.execute(_AUTHOR, {"id": row.intake_id}).scalar_one_or_none() if row.intake_id else None
        found.append(HeldLetter(row.id, row.to_address, row.reason or "", (author or "").removeprefix("agent:")))
    return tuple(found)
