"""Effects on how cases hang together: merged, parted, split, with those who come and go; and offers to agents.
Nothing of what was said, worked or paid moves: a merged case keeps its mails and lines, and only leads elsewhere."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from mailbot.desk.effects import EndOffer, MakeOffer, MergeCase, RemoveParticipant, TakeMail, UnmergeCase
from mailbot.store import tables as t
from mailbot.store.booking import Booking, address_key
from mailbot.store.due import drop_all
from mailbot.store.engine import insert_id, insert_new, storable

_CASE = select(t.case.c.number, t.case.c.state, t.case.c.merged_into_id, t.case.c.state_before).where(t.case.c.id == bindparam("id"))
_CHANGE = update(t.case).where(t.case.c.id == bindparam("row"))
_PARTS = update(t.case).where(t.case.c.merged_into_id == bindparam("row"))
_TAKEN_OFF = update(t.participant).where(
    t.participant.c.case_id == bindparam("row"), t.participant.c.address_key == bindparam("of_address"), t.participant.c.role != "requester"
).values(role="removed", copies=False)
_CAME_ALONG = update(t.participant).where(
    t.participant.c.case_id == bindparam("row"), t.participant.c.from_case_id == bindparam("came_with"), t.participant.c.role != "requester"
).values(role="removed", copies=False)
_NEWEST = (
    select(t.message)
    .where(t.message.c.case_id == bindparam("id"), t.message.c.direction == "in", ~t.message.c.automatic)
    .order_by(t.message.c.id.desc())
    .limit(1)
)


def remove_participant(booking: Booking, effect: RemoveParticipant) -> None:
    booking.connection.execute(_TAKEN_OFF, {"row": booking.the_case(effect.case_id), "of_address": address_key(effect.address)})


def merge(booking: Booking, effect: MergeCase) -> None:
    """Raises ValueError where a chain or a circle would come of it: whoever decides this has seen both cases."""
    case_id, into_id = booking.the_case(effect.case_id), booking.the_case(effect.into_id)
    mine, other = (booking.connection.execute(_CASE, {"id": each}).one() for each in (case_id, into_id))
    if case_id == into_id or mine.merged_into_id is not None or other.merged_into_id is not None:
        raise ValueError(f"case {case_id} cannot become part of {into_id}: one of them is part of a case already, or both are one")
    booking.connection.execute(_PARTS, {"row": case_id, "merged_into_id": into_id})
    booking.connection.execute(_CHANGE, {
        "row": case_id, "state": "merged", "state_before": mine.state, "merged_into_id": into_id, "resolution": None, "closed_at": booking.now,
    })  # fmt: skip
    drop_all(booking, case_id)
    booking.note(case_id, "state", actor=effect.actor, before=mine.state, after="merged", because=f"part of {other.number}", resolution=None)
    booking.note(into_id, "merged", actor=effect.actor, after=mine.number)


def unmerge(booking: Booking, effect: UnmergeCase) -> None:
    case_id, from_id = booking.the_case(effect.case_id), booking.the_case(effect.from_id)
    mine, other = (booking.connection.execute(_CASE, {"id": each}).one() for each in (case_id, from_id))
    if mine.merged_into_id != from_id:
        raise ValueError(f"case {case_id} is no part of {from_id}")
    state = mine.state_before or "in_progress"
    booking.connection.execute(_CHANGE, {"row": case_id, "state": state, "state_before": None, "merged_into_id": None, "closed_at": None})
    booking.connection.execute(_CAME_ALONG, {"row": from_id, "came_with": case_id})
    booking.note(case_id, "state", actor=effect.actor, before="merged", after=state, because=f"parted from {other.number}", resolution=None)
    booking.note(from_id, "parted", actor=effect.actor, after=mine.number)


def take_mail(booking: Booking, effect: TakeMail) -> None:
    """With its Message-ID and the bytes it came in; with the mail of the agent who split the case it has nothing to do."""
    mail = booking.connection.execute(_NEWEST, {"id": effect.from_id}).one()
    kept = {name: value for name, value in mail._mapping.items() if name not in ("id", "case_id")}
    insert_id(booking.connection, t.message, {**kept, "case_id": booking.the_case(None)})


# ---- offers ------------------------------------------------------------------------------------------
def make_offer(booking: Booking, effect: MakeOffer) -> None:
    insert_new(booking.connection, t.offer, ("idem",), {
        "kind": "forward", "agent_id": effect.agent_id, "address": storable(effect.address), "subject": storable(effect.subject),
        "language": effect.language, "text": storable(effect.text), "idem": effect.idem, "intake_id": booking.intake_id, "made_at": booking.now,
    })  # fmt: skip


def end_offer(booking: Booking, effect: EndOffer) -> None:
    booking.connection.execute(update(t.offer).where(t.offer.c.id == effect.offer_id).values(ended_at=booking.now))
