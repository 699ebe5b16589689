"""The due corridor: fetch, decide, render, book. One thing that fell due, whole, or not at all.
As for a mail: no lock until the last line, and a decision that was overtaken starts over from fetch."""

from __future__ import annotations

from datetime import datetime

from mailbot import faults
from mailbot.desk.due import decide_due
from mailbot.desk.effects import Decision
from mailbot.desk.facts import DueItem, Wanted
from mailbot.pipeline import ATTEMPTS_AT_BOOKING, Desk, Overtaken, worded


def handle_due(item: DueItem, desk: Desk, now: datetime) -> Decision:
    """Carry something that fell due to the books. A decision without effects has nothing to book: another worker was faster."""
    for _ in range(ATTEMPTS_AT_BOOKING):
        facts = desk.store.fetch(Wanted(case_id=item.case_id, due_id=item.id), now)
        decision = decide_due(item, facts, desk.loaded.config)
        faults.point("due:decided")
        if not decision.effects:
            return decision
        decision, drafts = worded(decision, desk, now)
        if desk.store.book(None, decision, drafts, facts.versions, now):
            return decision
    raise Overtaken(f"due time {item.id} was overtaken {ATTEMPTS_AT_BOOKING} times")
