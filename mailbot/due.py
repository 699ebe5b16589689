"""The due corridor: fetch, decide, render, book. One thing that fell due, whole, or not at all.
As for a mail: no lock until the last line, and a decision that was overtaken starts over from fetch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from mailbot import faults
from mailbot.desk import daily, digest
from mailbot.desk.due import decide_due
from mailbot.desk.effects import Decision
from mailbot.desk.facts import DueItem, Wanted
from mailbot.desk.payments import reversal
from mailbot.payments import decide_payment
from mailbot.pipeline import ATTEMPTS_AT_BOOKING, Desk, Overtaken, worded
from mailbot.store.versions import Version

Decided = tuple[Decision, tuple[Version, ...]]  # and what it relied on


def handle_due(item: DueItem, desk: Desk, now: datetime) -> Decision:
    """Carry something that fell due to the books. A decision without effects has nothing to book: another worker was faster."""
    for _ in range(ATTEMPTS_AT_BOOKING):
        decision, versions = WAYS.get(item.kind, _about_case)(item, desk, now)
        faults.point("due:decided")
        if not decision.effects:
            return decision
        decision, drafts = worded(decision, desk, now)
        if desk.store.book(None, decision, drafts, versions, now):
            return decision
    raise Overtaken(f"due time {item.id} was overtaken {ATTEMPTS_AT_BOOKING} times")


def _about_case(item: DueItem, desk: Desk, now: datetime) -> Decided:
    facts = desk.store.fetch(Wanted(case_id=item.case_id, due_id=item.id), now)
    return decide_due(item, facts, desk.loaded.config), facts.versions


def _admin_daily(item: DueItem, desk: Desk, now: datetime) -> Decided:
    facts = desk.store.bank.daily(item, now)
    return daily.write(facts, desk.loaded.config), facts.versions


def _admin_digest(item: DueItem, desk: Desk, now: datetime) -> Decided:
    facts = desk.store.digest(item, now)
    return digest.write(facts, desk.loaded.config), facts.versions


# What is about no case has facts of its own.
WAYS: Mapping[str, Callable[[DueItem, Desk, datetime], Decided]] = {
    reversal.SETTLE: decide_payment,
    daily.KIND: _admin_daily,
    digest.KIND: _admin_digest,
}
