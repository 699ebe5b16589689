"""Effects on mail: letters become frozen bytes in the outbox, and reports mark what became of them.
What only booking knows (case number, reply address, unlock code) is filled in here; the same letter is booked once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Connection, String, bindparam, cast, select, update

from mailbot.desk import canary, filing
from mailbot.desk.effects import (
    STATUS_ADDRESS,
    Draft,
    Letter,
    MarkFailed,
    Quarantine,
    Release,
    Schedule,
    Withdraw,
    fill,
)
from mailbot.mail import compose, tokens
from mailbot.mail.message import Token, TokenKind
from mailbot.store import accounts, desks, due, holding
from mailbot.store import tables as t
from mailbot.store.booking import Booking, address_key
from mailbot.store.engine import insert_new, storable

TOKENS_COUNT_FROM = date(2020, 1, 1)
NONCE_BYTES, NONCE_LENGTH = 16, 20
ADDRESS_LENGTH = 320
RECEIPT = "agent_result"
KINDS = {"agent": TokenKind.AGENT, "note": TokenKind.NOTE, "desk": TokenKind.DESK, "third": TokenKind.THIRD}

_NUMBER = select(t.case.c.number).where(t.case.c.id == bindparam("id"))
_PEOPLE = select(t.participant.c.id, t.participant.c.address_key).where(t.participant.c.case_id == bindparam("id"))


def send(booking: Booking, draft: Draft) -> None:
    """Put one letter into the outbox, unless one with its key is there already."""
    letter = draft.letter
    case_id = booking.the_case(None) if letter.about_opened_case and letter.case_id is None else letter.case_id
    token = _token(booking, letter, case_id)
    known = _known(booking, case_id, token)
    if case_id is not None and STATUS_ADDRESS in draft.text:
        known["status_address"] = _status_address(booking, letter, case_id)
    message_id = tokens.message_id(token, _nonce(booking, letter), _domain(booking), booking.office.keys)
    subject = fill(draft.subject, known)
    if booking.held_back and letter.template == RECEIPT:
        return  # it would tell him that his words went out; what became of them he hears in a letter of its own
    held = holding.reason_to_hold(booking, draft, case_id, subject, fill(draft.text, known), fill(draft.html or "", known))
    outbox_id = insert_new(
        booking.connection,
        t.outbox,
        ("idem",),
        {
            "idem": letter.idem, "case_id": case_id, "intake_id": letter.brings_back or booking.intake_id, "template": letter.template,
            "language": letter.language, "mail_from": booking.office.config.mailbox.address,
            "to_address": storable(letter.to)[:ADDRESS_LENGTH], "to_key": address_key(letter.to),
            "subject": storable(_without_code(booking, draft.subject, known)), "automatic": letter.automatic,
            "named": list(letter.names) or None, "answers_to": letter.reply_to.kind, "message_id": message_id, "attempts": 0,
            "state": "queued" if held is None else "held", "reason": None if held is None else canary.REASONS[held],
            "uncertain": 0, "next_at": max(booking.now, letter.not_before or booking.now), "created_at": booking.now,
        },
    )  # fmt: skip
    if outbox_id is not None:
        raw = _bytes(booking, draft, subject, known, message_id, reply_to=_address(booking, token) if token else None)
        booking.connection.execute(t.outbox_bytes.insert(), {"outbox_id": outbox_id, "raw": raw})
        if held is not None:
            booking.held_back = True
            if case_id is not None:
                due.schedule(booking, Schedule(canary.KIND, case_id, booking.now))


def _bytes(booking: Booking, draft: Draft, subject: str, known: dict[str, str], message_id: str, reply_to: str | None) -> bytes:
    letter, config = draft.letter, booking.office.config
    return compose.compose(
        compose.Parts(
            from_name=f"{letter.speaks} – {config.vendor.signed}" if letter.speaks else config.vendor.signed,
            from_address=config.mailbox.address,
            to=letter.shown_to or letter.to,
            cc=letter.cc,
            subject=subject,
            text=fill(draft.text, known),
            html=None if draft.html is None else fill(draft.html, known),
            message_id=message_id,
            date=booking.now.astimezone(booking.office.zone),
            reply_to=reply_to,
            in_reply_to=letter.in_reply_to,
            references=(*_root(booking, letter, known), *letter.references),
            marks=tuple((name, fill(value, known)) for name, value in letter.marks),
            automatic=letter.automatic,
            language=letter.language,
            attachments=letter.attachments,
        )
    )


def _root(booking: Booking, letter: Letter, known: dict[str, str]) -> tuple[str, ...]:
    """What all letters to one agent about one case refer to first, so that his mail program shows them as one conversation.
    It is nobody's Message-ID and holds no token: whoever knows it can do nothing. Who is asked from outside gets none: it names the agent."""
    agent_id = letter.reply_to.agent_id if letter.reply_to.kind in ("agent", "note", "desk") else None
    return (f"{filing.word(known['case_number'])}.{agent_id}@{_domain(booking)}",) if agent_id and "case_number" in known else ()


def _nonce(booking: Booking, letter: Letter) -> str:
    """What makes a Message-ID unique and unguessable: chance, and the key that no other letter has."""
    return sha256(booking.office.entropy(NONCE_BYTES) + letter.idem.encode()).hexdigest()[:NONCE_LENGTH]


def _domain(booking: Booking) -> str:
    return booking.office.config.mailbox.address.rpartition("@")[2]


# ---- what is filled in ---------------------------------------------------------------------------------
def _known(booking: Booking, case_id: int | None, token: Token | None) -> dict[str, str]:
    """The values of the placeholders, as far as there are any for this letter."""
    known = {"reply_address": _address(booking, token)}
    if case_id is not None:
        known["case_number"] = booking.connection.execute(_NUMBER, {"id": case_id}).scalar_one()
    if token is not None and token.kind in (TokenKind.AGENT, TokenKind.NOTE):
        known["reply_address"] = _address(booking, replace(token, kind=TokenKind.AGENT))
        known["note_address"] = _address(booking, replace(token, kind=TokenKind.NOTE))
    id_number = booking.id_number or _own_id_number(booking.connection, booking.account_id)
    if id_number is not None:
        known["id_number"] = id_number
    if booking.payment_id is not None:
        known["payment_number"] = str(booking.payment_id)
    if booking.unlock_code is not None:
        known["unlock_code"] = booking.unlock_code
    return known


def _without_code(booking: Booking, subject: str, known: dict[str, str]) -> str:
    """The subject as the books may show it: an unlock code stands in the letter's bytes alone."""
    return fill(subject, known | {"unlock_code": "…"} if booking.unlock_code else known)


def _own_id_number(connection: Connection, account_id: int | None) -> str | None:
    """The ID number the account has already: a renewal keeps it."""
    return None if account_id is None else accounts.id_number_of(connection, account_id)


def _address(booking: Booking, token: Token | None) -> str:
    mailbox = booking.office.config.mailbox
    return mailbox.address if token is None else tokens.reply_address(token, mailbox, booking.office.keys)


def _status_address(booking: Booking, letter: Letter, case_id: int) -> str:
    """Any mail to it asks how the case stands; it is signed for the participant whom the letter goes to."""
    who = f"p{_participant(booking.connection, case_id, letter.to)}"
    return _address(booking, Token(TokenKind.STATUS, case_id, who, 1, token_day(booking.now)))


def _token(booking: Booking, letter: Letter, case_id: int | None) -> Token | None:
    """What an answer to this letter will carry; None: it comes to the plain address."""
    wanted, day = letter.reply_to, token_day(booking.now)
    if wanted.kind == "plain" or (wanted.kind != "desk" and case_id is None):
        return None
    if wanted.kind == "customer":
        assert case_id is not None
        return Token(TokenKind.CUSTOMER, case_id, f"p{_participant(booking.connection, case_id, letter.to)}", 1, day)
    if wanted.agent_id is None:
        raise ValueError(f"letter {letter.template!r}: an answer to an agent's letter needs the agent's id")
    kind = KINDS[wanted.kind]
    return Token(kind, 0 if kind is TokenKind.DESK else case_id or 0, wanted.agent_id, wanted.agent_epoch + desks.raised(booking.connection, wanted.agent_id), day)


def _participant(connection: Connection, case_id: int, to: str) -> int:
    """The number of the participant a letter goes to; 0 when that address takes no part: nobody else is ever sent a participant's token."""
    people = connection.execute(_PEOPLE, {"id": case_id}).all()
    return next((int(person.id) for person in people if person.address_key == address_key(to)), 0)


def token_day(now: datetime) -> int:
    """The day of a token, counted from 2020-01-01 (UTC)."""
    return (now.date() - TOKENS_COUNT_FROM).days


# ---- what became of it -----------------------------------------------------------------------------------
def mark_failed(booking: Booking, effect: MarkFailed) -> None:
    """A delivery report about mails of ours: a late one may still arrive, so that a failure is never taken back."""
    changed = update(t.outbox).where(t.outbox.c.id.in_(effect.outbox_ids), t.outbox.c.state.in_(("sent", "delayed", "sending")))
    booking.connection.execute(changed.values(state=effect.state, reason=storable(effect.because)))


def hold(booking: Booking, effect: Quarantine) -> None:
    booking.quarantined = effect.because


def withdraw(booking: Booking, effect: Withdraw) -> None:
    """The letters stay in the books with their bytes; nobody ever gets them."""
    case_id = booking.the_case(effect.case_id)
    gone = update(t.outbox).where(t.outbox.c.id.in_(effect.outbox_ids), t.outbox.c.state.in_(("queued", "held")))
    renamed = t.outbox.c.idem + ":withdrawn:" + cast(t.outbox.c.id, String)  # what was never sent may be said another time
    booking.connection.execute(gone.values(state="withdrawn", reason=storable(f"withdrawn by {effect.by}"), idem=renamed))
    said = update(t.message).where(t.message.c.case_id == case_id, t.message.c.direction == "out", t.message.c.author == effect.by, t.message.c.at == effect.answered_at)
    booking.connection.execute(said.values(direction="note", automatic=True))
    answered = update(t.case).where(t.case.c.id == case_id, t.case.c.answered_at == effect.answered_at)
    booking.connection.execute(answered.values(answered_at=None))
    booking.note(case_id, "withdrawn", actor=effect.by, letters=len(effect.outbox_ids))


def release(booking: Booking, effect: Release) -> None:
    values = {"intake_id": effect.intake_id, "by_intake_id": booking.intake_id, "at": booking.now}
    insert_new(booking.connection, t.released, ("intake_id",), values)
