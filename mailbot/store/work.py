"""Reading what agents ask for: the cases that wait for somebody, what was found out in one, and who is away today.
Asked only where a decision needs it, and never more than a letter can show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from mailbot.desk.facts import CaseSummary
from mailbot.store import tables as t

QUEUE_AT_MOST = 50
WORKED_ON = ("open", "in_progress", "escalated", "awaiting_details", "scheduled")

_AWAY = select(t.absence.c.agent_id).where(t.absence.c.until.is_(None) | (t.absence.c.until >= bindparam("today"))).order_by(t.absence.c.agent_id)
_DUE = func.coalesce(t.case.c.start_due_at, t.case.c.answer_due_at)
_QUEUE = (
    select(t.case.c.number, t.case.c.subject, t.case.c.state, t.case.c.priority, t.case.c.received_at, t.case.c.start_due_at,
           t.case.c.answer_due_at, t.case.c.closed_at, t.case.c.assigned_to, t.case.c.line, t.case.c.team, t.case.c.started_at)
    .where(t.case.c.state.in_(WORKED_ON))
    .order_by(_DUE.is_(None), _DUE, t.case.c.received_at, t.case.c.id)
    .limit(QUEUE_AT_MOST)
)  # fmt: skip
_FINDINGS = (
    select(t.finding.c.case_id, t.finding.c.kind, t.finding.c.text)
    .where(t.finding.c.case_id.in_(bindparam("ids", expanding=True)))
    .order_by(t.finding.c.id)
)


def away(connection: Connection, today: date) -> tuple[str, ...]:
    """The agents who are away on this day; the last day that one named still counts."""
    return tuple(connection.execute(_AWAY, {"today": today}).scalars())


def queue(connection: Connection) -> tuple[CaseSummary, ...]:
    """The cases that somebody works on or should, what is due first at the top."""
    return tuple(CaseSummary(**row._mapping) for row in connection.execute(_QUEUE))


def findings(connection: Connection, case_ids: Sequence[int]) -> tuple[tuple[int, str, str], ...]:
    """What was learnt from these cases, oldest first."""
    if not case_ids:
        return ()
    return tuple((row.case_id, row.kind, row.text) for row in connection.execute(_FINDINGS, {"ids": list(case_ids)}))
