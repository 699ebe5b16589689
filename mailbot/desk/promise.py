"""What we promise: when work begins, when an answer is sent, and whether we are open now.
Two clocks (open-questions.md C1): `start_within` of the priority, `answer_within` of the tier; the priority's wins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mailbot.config.settings import Config, Hours, Priority, Tier
from mailbot.desk import business_time
from mailbot.desk.facts import Case

ROUND_THE_CLOCK = "always"


@dataclass(frozen=True, slots=True)
class Promise:
    """The due times of a case, and what of them a mail may name."""

    start_due_at: datetime | None
    answer_due_at: datetime | None
    named: bool  # False: an internal target (priority.promised = false)
    at_once: bool
    is_open_now: bool
    opens_at: datetime | None

    def values(self, *, waits: bool = False) -> dict[str, Any]:
        """The variables of a letter. `waits`: the clock begins only when the missing details are here."""
        named = self.named and not waits
        return {
            "answer_by": _iso(self.answer_due_at) if named else None,
            "start_by": _iso(self.start_due_at) if named else None,
            "at_once": self.at_once and named,
            "clock_waits": waits,
            "is_open_now": self.is_open_now,
            "opens_at": _iso(self.opens_at) if not self.is_open_now else None,
        }


def promise(tier: Tier | None, priority: Priority, fast: bool, start: datetime, config: Config, topics: tuple[str, ...] = ()) -> Promise:
    """The due times of a case whose clock starts at `start` (aware UTC); `topics` may have opening hours of their own (FX-21)."""
    calendar = calendar_of(calendar_name(priority, topics), config)
    answer_within = priority.answer_within or (tier.fast_answer_within if tier and fast else None) or (tier.answer_within if tier else None)
    starts = business_time.promise(start, priority.start_within, calendar) if priority.start_within is not None else None
    answers = business_time.promise(start, answer_within, calendar) if answer_within is not None else None
    is_open = business_time.is_open(start, calendar)
    return Promise(
        start_due_at=starts,
        answer_due_at=answers,
        named=priority.promised,
        at_once=priority.start_within is not None and priority.start_within.amount == 0 and is_open,
        is_open_now=is_open,
        opens_at=None if is_open else business_time.opens_at(start, calendar),
    )


def timeless(due: Promise) -> Promise:
    """The same without a promise: what needs no clock."""
    return replace(due, start_due_at=None, answer_due_at=None, at_once=False)


def calendar_name(priority: Priority, topics: tuple[str, ...]) -> str:
    """The opening hours that count at this level: those of the first topic that has its own, else the level's."""
    return next((priority.calendar_for[topic] for topic in topics if topic in priority.calendar_for), priority.calendar)


def standing(case: Case, now: datetime, config: Config, topics: tuple[str, ...] = ()) -> Promise:
    """What still holds of what was promised for a case: a time that has passed is not named again."""
    priority = config.priority(case.priority) or config.default_priority
    calendar = calendar_of(calendar_name(priority, topics), config)
    is_open = business_time.is_open(now, calendar)
    starts, answers = (due if due is not None and due > now else None for due in (case.start_due_at, case.answer_due_at))
    return Promise(starts, answers, named=priority.promised, at_once=False, is_open_now=is_open,
                   opens_at=None if is_open else business_time.opens_at(now, calendar))


def calendar_of(name: str, config: Config) -> business_time.Calendar:
    """The calendar of this name; "always" is open round the clock in the office's time zone."""
    if name == ROUND_THE_CLOCK and name not in config.hours:
        return business_time.always(config.hours["office"].timezone)
    hours: Hours = config.hours.get(name) or config.hours["office"]
    return business_time.calendar(hours)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
