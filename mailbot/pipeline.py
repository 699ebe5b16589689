"""THE CORRIDOR: parse, fetch, decide, render, book. One kept mail, whole, or not at all.
No lock is held until the last line, and that one is short; a decision that was overtaken starts over from fetch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot import faults, render
from mailbot.config.load import Loaded
from mailbot.deciding import decided, worded
from mailbot.desk.effects import Decision
from mailbot.desk.wanted import ask
from mailbot.mail.parse import parse
from mailbot.mail.tokens import Keys
from mailbot.store import IntakeItem, Store

__all__ = ["ATTEMPTS_AT_BOOKING", "Desk", "Overtaken", "handle", "worded"]

ATTEMPTS_AT_BOOKING = 20  # each time, somebody else's booking came in between


class Overtaken(Exception):
    """Other bookings of the same case came in between every time: try again later."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the corridor needs: settings and rules, letters, keys and the books."""

    loaded: Loaded
    templates: render.Templates
    keys: Keys
    store: Store


def handle(item: IntakeItem, desk: Desk, now: datetime) -> Decision:
    """Carry one kept mail from the intake to the books. All of it happens, or none of it."""
    message = parse(item.raw, item.envelope, desk.loaded.config, desk.keys, desk.loaded.rules.questions)
    faults.point("worker:parsed")
    for _ in range(ATTEMPTS_AT_BOOKING):
        facts = ask(message, desk.loaded.config, desk.loaded.rules, lambda asked: desk.store.fetch(asked, now))
        decision, drafts = decided(message, facts, desk, now)
        faults.point("worker:rendered")
        if desk.store.book(item, decision, drafts, facts.versions, now):
            return decision
    raise Overtaken(f"mail {item.id} was overtaken {ATTEMPTS_AT_BOOKING} times")
