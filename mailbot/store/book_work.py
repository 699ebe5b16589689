"""Effects of working on a case, and of who is there to do it.
What an agent wrote stands in its own table; the trail, which cannot be erased, says only that he did."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, select, update

from mailbot.desk.effects import (
    Begin,
    KeepFinding,
    MoveCase,
    SetAbsence,
    SetField,
    SetLevel,
    SetReproduced,
    SetTag,
    SetWatcher,
)
from mailbot.store import tables as t
from mailbot.store.booking import Booking
from mailbot.store.engine import insert_id, insert_new, storable

_CASE = select(t.case).where(t.case.c.id == bindparam("id"))
_CHANGE = update(t.case).where(t.case.c.id == bindparam("row"))
_BEGIN = update(t.case).where(t.case.c.id == bindparam("row"), t.case.c.started_at.is_(None))
UNTOLD = ("subject",)  # fields whose values the customer wrote: the trail says that they changed, not into what


def begin(booking: Booking, effect: Begin) -> None:
    """Met once: whoever comes later changes nothing."""
    case_id = booking.the_case(effect.case_id)
    if booking.connection.execute(_BEGIN, {"row": case_id, "started_at": effect.at}).rowcount:
        booking.note(case_id, "begun", actor=effect.actor)


def set_level(booking: Booking, effect: SetLevel) -> None:
    case_id, before = _before(booking, effect.case_id)
    decided = {} if effect.decided_by is None else {"level_decided_by": effect.decided_by}
    _change(booking, case_id, priority=effect.level, **decided)
    booking.note(case_id, "priority", actor=effect.actor, before=before.priority, after=effect.level,
                 because=effect.because, final=effect.decided_by is not None)


def move_case(booking: Booking, effect: MoveCase) -> None:
    """Whoever had it has it no more: those of the new line or team see who takes it."""
    case_id, before = _before(booking, effect.case_id)
    line = before.line if effect.line is None else effect.line
    team = before.team if effect.team is None else effect.team
    _change(booking, case_id, line=line, team=team, assigned_to=None, assigned_at=None)
    booking.note(case_id, "moved", actor=effect.actor, before=_place(before.line, before.team), after=_place(line, team))


def set_field(booking: Booking, effect: SetField) -> None:
    case_id, before = _before(booking, effect.case_id)
    _change(booking, case_id, **{effect.field: storable(effect.value)})
    told = effect.field not in UNTOLD
    booking.note(case_id, effect.field, actor=effect.actor, before=before._mapping[effect.field] if told else None,
                 after=storable(effect.value) if told else None)


def set_tag(booking: Booking, effect: SetTag) -> None:
    case_id, before = _before(booking, effect.case_id)
    others = [tag for tag in before.tags if tag != effect.tag]
    _change(booking, case_id, tags=[*others, storable(effect.tag)] if effect.there else others)
    booking.note(case_id, "tag" if effect.there else "untag", actor=effect.actor, after=storable(effect.tag))


def set_reproduced(booking: Booking, effect: SetReproduced) -> None:
    case_id = booking.the_case(effect.case_id)
    _change(booking, case_id, reproduced=effect.reproduced)
    booking.note(case_id, "reproduced", actor=effect.actor, after="yes" if effect.reproduced else "no")


def keep_finding(booking: Booking, effect: KeepFinding) -> None:
    case_id = booking.the_case(effect.case_id)
    values = {"case_id": case_id, "kind": effect.kind, "text": storable(effect.text), "author": effect.agent_id, "at": booking.now}
    insert_id(booking.connection, t.finding, values)
    booking.note(case_id, effect.kind, actor=f"agent:{effect.agent_id}")


def set_watcher(booking: Booking, effect: SetWatcher) -> None:
    case_id, before = _before(booking, effect.case_id)
    others = [agent_id for agent_id in before.watchers if agent_id != effect.agent_id]
    _change(booking, case_id, watchers=[*others, effect.agent_id] if effect.watches else others)
    booking.note(case_id, "watched" if effect.watches else "unwatched", actor=f"agent:{effect.agent_id}")


def set_absence(booking: Booking, effect: SetAbsence) -> None:
    """One row while he is away; a new word of his takes the place of the old."""
    booking.connection.execute(delete(t.absence).where(t.absence.c.agent_id == effect.agent_id))
    if effect.away:
        values = {"agent_id": effect.agent_id, "since": booking.now, "until": effect.until}
        insert_new(booking.connection, t.absence, ("agent_id",), values)


# ---- pieces ----------------------------------------------------------------------------------------
def _before(booking: Booking, case_id: int) -> tuple[int, Any]:
    found = booking.the_case(case_id)
    return found, booking.connection.execute(_CASE, {"id": found}).one()


def _change(booking: Booking, case_id: int, **values: Any) -> None:
    booking.connection.execute(_CHANGE, {"row": case_id, **values})


def _place(line: int, team: str) -> str:
    return f"{line} {team}".strip()
