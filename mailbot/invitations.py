"""Invitations: each agent gets his desk address by mail, once, and again before it expires; nobody has to remember it.
The due corridor in small: fetch, decide, render, book. Asked for as often as one likes; what was sent is not sent again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mailbot.config.settings import Config
from mailbot.desk.agents.inviting import invitations
from mailbot.desk.effects import Decision
from mailbot.desk.facts import Facts, Wanted
from mailbot.pipeline import ATTEMPTS_AT_BOOKING, Desk, Overtaken, worded


def send_invitations(desk: Desk, now: datetime) -> Decision:
    """Send what is due at this time; a decision without effects when nothing is."""
    return booked(desk, now, invitations)


def booked(desk: Desk, now: datetime, decide: Callable[[Facts, Config], Decision]) -> Decision:
    """Book a decision about agents on what the books say of them. Raises Overtaken when others were faster every time."""
    for _ in range(ATTEMPTS_AT_BOOKING):
        facts = desk.store.fetch(Wanted(agents=True), now)
        decision = decide(facts, desk.loaded.config)
        if not decision.effects:
            return decision
        decision, drafts = worded(decision, desk, now)
        if desk.store.book(None, decision, drafts, facts.versions, now):
            return decision
    raise Overtaken(f"{decision.verdict} was overtaken {ATTEMPTS_AT_BOOKING} times")
