"""How a case stood before and after a mail that its agent may still take back: written while the mail is booked, used by /undo alone.
It holds what people wrote, and is forgotten soon after the letters have left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from mailbot.desk.effects import Restore, Undoable
from mailbot.desk.undone import COLUMNS, Look
from mailbot.store import tables as t
from mailbot.store.booking import Booking
from mailbot.store.engine import insert_new, storable

KEPT_FOR = timedelta(days=1)  # after its letters left: who asks too late is told so

_CASE = select(*(t.case.c[name] for name in COLUMNS)).where(t.case.c.id == bindparam("id"))
_PEOPLE = select(t.participant.c.address_key, t.participant.c.role, t.participant.c.copies).where(t.participant.c.case_id == bindparam("id"))
_DETAILS = select(t.case_detail.c.name, t.case_detail.c.value, t.case_detail.c.state).where(t.case_detail.c.case_id == bindparam("id"))
_CHANGE = update(t.case).where(t.case.c.id == bindparam("row"))
_NEWEST = (
    select(t.undoable)
    .where(t.undoable.c.case_id == bindparam("id"), t.undoable.c.agent_id == bindparam("agent"))
    .order_by(t.undoable.c.intake_id.desc())
    .limit(1)
)


def look(connection: Connection, case_id: int) -> Look:
    """A case as it stands, in plain data."""
    asked = {"id": case_id}
    row = connection.execute(_CASE, asked).one()
    return {
        "case": {name: _plain(value) for name, value in row._mapping.items()},
        "people": {one.address_key: [one.role, one.copies] for one in connection.execute(_PEOPLE, asked)},
        "details": {one.name: [one.value, one.state] for one in connection.execute(_DETAILS, asked)},
    }


def begin(booking: Booking, effect: Undoable) -> None:
    """Before anything of the mail is done."""
    booking.undoable = (effect, look(booking.connection, booking.the_case(effect.case_id)))


def keep(booking: Booking) -> None:
    """After all of it is done; what nobody can take back any more is forgotten."""
    if booking.undoable is None or booking.intake_id is None:
        return
    effect, before = booking.undoable
    booking.connection.execute(delete(t.undoable).where(t.undoable.c.until < booking.now - KEPT_FOR))
    insert_new(booking.connection, t.undoable, ("intake_id",), {
        "intake_id": booking.intake_id, "case_id": effect.case_id, "agent_id": effect.agent_id, "at": booking.now, "until": effect.until,
        "before": before, "after": look(booking.connection, effect.case_id), "lines": [[name, storable(source)] for name, source in effect.lines],
        "text": storable(effect.text),
    })  # fmt: skip


def newest(connection: Connection, case_id: int, agent_id: str) -> Any:
    """The row of the newest mail of an agent that he may take back, in a case; None when there is none."""
    return connection.execute(_NEWEST, {"id": case_id, "agent": agent_id}).first()


def restore(booking: Booking, effect: Restore) -> None:
    """Back as it was; the trail says what, not how."""
    case_id = booking.the_case(effect.case_id)
    columns = {name: _kept(name, value) for name, value in effect.changes.get("case", {}).items()}
    if columns:
        booking.connection.execute(_CHANGE, {"row": case_id, **columns})
    _restore(booking, t.participant, "address_key", case_id, effect.changes.get("people", {}), ("role", "copies"))
    _restore(booking, t.case_detail, "name", case_id, effect.changes.get("details", {}), ("value", "state"))
    booking.note(case_id, "undone", actor=effect.actor, what=[*columns, *(section for section in ("people", "details") if effect.changes.get(section))])


def _restore(booking: Booking, table: Any, key: str, case_id: int, rows: Mapping[str, Any], columns: tuple[str, ...]) -> None:
    for name, values in rows.items():
        here = (table.c.case_id == case_id, table.c[key] == name)
        changed = delete(table).where(*here) if values is None else update(table).where(*here).values(dict(zip(columns, values, strict=True)))
        booking.connection.execute(changed)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _kept(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name.endswith(("_at", "_from")) and value is not None else value
