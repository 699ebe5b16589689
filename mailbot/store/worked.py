"""Reading the time that was entered for cases, each entry with the ledger lines that drew it.
Oldest first; a line says whether a later one has taken it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, exists, select

from mailbot.desk.facts import Line, Worked
from mailbot.store import accounts
from mailbot.store import tables as t

_contra = t.ledger_entry.alias("contra")
_ENTRIES = select(t.time_entry).where(t.time_entry.c.case_id.in_(bindparam("cases", expanding=True))).order_by(t.time_entry.c.id)
_LINES = (
    select(
        t.ledger_entry.c.time_entry_id, t.ledger_entry.c.id, t.ledger_entry.c.block_id, t.ledger_entry.c.minutes,
        exists().where(_contra.c.reverses_id == t.ledger_entry.c.id).label("reversed"),
    )
    .join_from(t.ledger_entry, t.time_entry, t.time_entry.c.id == t.ledger_entry.c.time_entry_id)
    .where(t.time_entry.c.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(t.ledger_entry.c.id)
)  # fmt: skip


def of_cases(connection: Connection, case_ids: Sequence[int]) -> tuple[Worked, ...]:
    """All time entered for these cases."""
    if not case_ids:
        return ()
    asked = {"cases": list(case_ids)}
    lines: dict[int, list[Line]] = defaultdict(list)
    rows = connection.execute(_LINES, asked).all()
    void = {block_id for block_id in {row.block_id for row in rows} if accounts.paid_back(connection, block_id)}
    for row in rows:
        lines[row.time_entry_id].append(Line(row.id, row.block_id, row.minutes, bool(row.reversed), row.block_id in void))
    return tuple(
        Worked(row.id, row.case_id, row.agent_id, row.minutes, row.billed_minutes, row.billing, row.at, row.corrects_id, tuple(lines[row.id]))
        for row in connection.execute(_ENTRIES, asked)
    )
