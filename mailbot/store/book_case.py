"""Effects on cases: opened, appended to, moved from state to state.
Every change of state leaves an event with before and after; a case has a closing time exactly while it is closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from mailbot.desk.effects import (
    AddParticipant,
    Answered,
    Append,
    Assign,
    LinkCases,
    Mark,
    OpenCase,
    SetDetails,
    SetDue,
    SetLanguage,
    SetState,
)
from mailbot.desk.facts import Detail
from mailbot.store import tables as t
from mailbot.store.booking import Booking, address_key
from mailbot.store.engine import insert_id, insert_new, storable
from mailbot.store.numbers import next_case_number


def open_case(booking: Booking, effect: OpenCase) -> None:
    config = booking.office.config
    number = next_case_number(booking.connection, config.cases.number_format, booking.now, booking.office.zone)
    case_id = insert_id(
        booking.connection,
        t.case,
        {
            "number": number, "version": 1, "account_id": effect.account_id, "tier": effect.tier, "kind": effect.kind,
            "subject": storable(effect.subject), "language": effect.language, "state": effect.state,
            "priority": effect.priority, "fast": effect.fast, "flags": list(effect.flags), "claims": effect.claims,
            "entitlement_id": effect.grant_id, "rests_on": None if effect.rests_on is None else dict(effect.rests_on),
            "continues_id": effect.continues, "rounds_asked": 0,
            "received_at": effect.received_at, "start_due_at": effect.start_due_at,
            "answer_due_at": effect.answer_due_at,
            "closed_at": booking.now if effect.state in t.CLOSED_STATES else None,
        },
    )  # fmt: skip
    booking.case_id = case_id
    _add(booking, case_id, effect.requester, "requester", effect.requester_name)
    for colleague in effect.cc:
        _add(booking, case_id, colleague, "cc")
    _keep_details(booking, case_id, effect.details)
    booking.note(case_id, "opened", after=effect.state, verdict=booking.decision.verdict)


def append(booking: Booking, effect: Append) -> None:
    """Keep a text with its case; with none when the decision names none and opens none."""
    case_id = effect.case_id if effect.case_id is not None else booking.case_id
    if case_id is not None:
        booking.the_case(case_id)
        booking.case_id = booking.case_id or case_id
    insert_id(
        booking.connection,
        t.message,
        {
            "case_id": case_id, "intake_id": booking.intake_id, "direction": effect.direction,
            "message_id": booking.message_id if effect.own_id else None, "author": storable(effect.author), "text": storable(effect.text),
            "verified": effect.verified, "automatic": effect.automatic, "at": booking.now,
        },
    )  # fmt: skip


def set_details(booking: Booking, effect: SetDetails) -> None:
    case_id = booking.the_case(effect.case_id)
    _keep_details(booking, case_id, effect.details)
    if effect.rounds_asked is not None:
        _change(booking, case_id, rounds_asked=effect.rounds_asked)


def mark(booking: Booking, effect: Mark) -> None:
    """Once, however often."""
    case_id = booking.the_case(effect.case_id)
    marks = booking.connection.execute(select(t.case.c.flags).where(t.case.c.id == case_id)).scalar_one() or []
    if effect.mark not in marks:
        _change(booking, case_id, flags=[*marks, effect.mark])


def set_state(booking: Booking, effect: SetState) -> None:
    case_id = booking.the_case(effect.case_id)
    before = booking.connection.execute(_STATE, {"id": case_id}).one()
    closed = effect.state in t.CLOSED_STATES
    changes: dict[str, Any] = {
        "state": effect.state,
        "resolution": effect.resolution,
        "closed_at": (before.closed_at or booking.now) if closed else None,
    }
    if effect.tier is not None:
        changes["tier"] = effect.tier
    if effect.grant_id is not None:
        changes["entitlement_id"] = effect.grant_id
    if effect.account_id is not None or effect.of_opened_account:
        changes["account_id"] = effect.account_id or booking.the_account(None)
    _change(booking, case_id, **changes)
    booking.note(
        case_id, "state", actor=effect.actor, before=before.state, after=effect.state,
        because=effect.because, resolution=effect.resolution,
    )  # fmt: skip


def set_due(booking: Booking, effect: SetDue) -> None:
    case_id = booking.the_case(effect.case_id)
    from_then = {} if effect.counts_from is None else {"clock_from": effect.counts_from}
    _change(booking, case_id, start_due_at=effect.start_due_at, answer_due_at=effect.answer_due_at, **from_then)
    booking.note(case_id, "due", start=_shown(effect.start_due_at), answer=_shown(effect.answer_due_at))


def answered(booking: Booking, effect: Answered) -> None:
    """The first answer counts, and is a beginning too; later ones change nothing."""
    case_id = booking.the_case(effect.case_id)
    for met in (t.case.c.answered_at, t.case.c.started_at):
        booking.connection.execute(update(t.case).where(t.case.c.id == case_id, met.is_(None)).values({met: effect.at}))


def assign(booking: Booking, effect: Assign) -> None:
    case_id = booking.the_case(effect.case_id)
    before = booking.connection.execute(_STATE, {"id": case_id}).one().assigned_to
    _change(booking, case_id, assigned_to=effect.agent_id, assigned_at=booking.now if effect.agent_id else None)
    booking.note(case_id, "assigned", actor=effect.actor, before=before, after=effect.agent_id)


def add_participant(booking: Booking, effect: AddParticipant) -> None:
    """One more participant. Whom an agent names counts from now on as what he says; the requester stays the requester."""
    case_id = booking.the_case(effect.case_id)
    if _add(booking, case_id, effect.address, effect.role, copies=effect.copies, from_case_id=effect.from_case_id):
        return
    if effect.named:
        booking.connection.execute(_NAMED, {"row": case_id, "of_address": address_key(effect.address), "as_role": effect.role, "with_copies": effect.copies})


def set_language(booking: Booking, effect: SetLanguage) -> None:
    """Every later letter to this account, and about this case, is written in that language."""
    if effect.account_id is not None:
        booking.touched_accounts.add(effect.account_id)
        known = booking.connection.execute(_PERSON, {"row": effect.account_id, "language": effect.language})
        if not known.rowcount:
            booking.connection.execute(t.person.insert(), {"account_id": effect.account_id, "name": "", "language": effect.language})
    if effect.case_id is not None:
        case_id = booking.the_case(effect.case_id)
        before = booking.connection.execute(_STATE, {"id": case_id}).one().language
        _change(booking, case_id, language=effect.language)
        booking.note(case_id, "language", actor="customer", before=before, after=effect.language)


def link_cases(booking: Booking, effect: LinkCases) -> None:
    """Both cases tell of the link, once; of related cases neither is the first."""
    case_id = booking.the_case(effect.case_id)
    pair = (case_id, effect.other_id) if effect.kind != "related" else sorted((case_id, effect.other_id))
    values = {"from_id": pair[0], "to_id": pair[1], "kind": effect.kind, "at": booking.now}
    if insert_new(booking.connection, t.case_link, ("from_id", "to_id", "kind"), values) is not None:
        for mine, other in (pair, reversed(pair)):
            number = booking.connection.execute(_NUMBER, {"id": other}).scalar_one()
            booking.note(mine, "linked", after=effect.kind, case=number)


# ---- pieces ----------------------------------------------------------------------------------------
def _shown(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


_CHANGE = update(t.case).where(t.case.c.id == bindparam("row"))
_DETAIL = update(t.case_detail).where(t.case_detail.c.case_id == bindparam("row"), t.case_detail.c.name == bindparam("detail"))
_NAMED = update(t.participant).where(
    t.participant.c.case_id == bindparam("row"), t.participant.c.address_key == bindparam("of_address"), t.participant.c.role != "requester"
).values(role=bindparam("as_role"), copies=bindparam("with_copies"))
_NUMBER = select(t.case.c.number).where(t.case.c.id == bindparam("id"))
_PERSON = update(t.person).where(t.person.c.account_id == bindparam("row"))
_STATE = select(t.case.c.state, t.case.c.closed_at, t.case.c.assigned_to, t.case.c.language).where(t.case.c.id == bindparam("id"))


def _change(booking: Booking, case_id: int, **values: Any) -> None:
    booking.connection.execute(_CHANGE, {"row": case_id, **values})


def _add(booking: Booking, case_id: int, address: str, role: str, name: str = "", *, copies: bool = False,
         from_case_id: int | None = None) -> bool:  # fmt: skip
    """A participant, unless he is one already. Whether he is new."""
    values = {
        "case_id": case_id, "address": storable(address), "address_key": address_key(address), "role": role,
        "name": storable(name), "copies": copies, "from_case_id": from_case_id,
    }  # fmt: skip
    return insert_new(booking.connection, t.participant, ("case_id", "address_key"), values) is not None


def _keep_details(booking: Booking, case_id: int, details: tuple[Detail, ...]) -> None:
    for detail in details:
        values = {"value": storable(detail.value), "state": detail.state}
        known = booking.connection.execute(_DETAIL, {"row": case_id, "detail": detail.name, **values})
        if not known.rowcount:
            insert_id(booking.connection, t.case_detail, {"case_id": case_id, "name": detail.name, **values})
