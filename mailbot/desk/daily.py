"""The admins' daily letter: what the desk cannot settle by itself, and how a person settles it.
Once a day at most, and only when there is something new, or something old that nobody has settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from textwrap import shorten
from typing import Any

from mailbot.config.settings import Config
from mailbot.desk import duty
from mailbot.desk.effects import Decision, DueDone, Effect, Letter, ReplyTo, Schedule, Send, Step
from mailbot.desk.facts import DueItem
from mailbot.desk.promise import calendar_of

KIND, SUBJECT = "admin_daily", "admins"
HOUR = time(8, 0)  # in the office's own time
REMIND_AFTER = timedelta(days=14)  # payments.md 8.4
MESSAGE_AT_MOST = 200  # characters of what a payer wrote
SHOWN = 30  # of each kind; the rest is counted


@dataclass(frozen=True, slots=True)
class HeldPayment:
    """A payment that waits for a person."""

    id: int
    amount_minor: int
    left_minor: int
    currency: str
    booked_on: date
    because: str
    message: str
    payer_name: str
    payer_account: str
    held_at: datetime
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reversal:
    """A payment that the bank took back."""

    id: int
    amount_minor: int
    currency: str
    booked_on: date
    because: str  # "used", "paid_back", "moved", or several: what a person must know of it (desk/payments/reversal.py)
    address: str


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file of the bank that could not be read."""

    name: str
    because: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CodeLock:
    """What takes no unlock code for now, after too many wrong ones."""

    what: str  # number | address | domain | all
    who: str
    wrong: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Daily:
    """All that the letter may tell, as of now."""

    now: datetime
    last_at: datetime | None  # when the letter was last written
    due: DueItem | None
    held: tuple[HeldPayment, ...] = ()
    reversals: tuple[Reversal, ...] = ()  # since then
    failed_files: tuple[FailedFile, ...] = ()  # since then
    versions: tuple[tuple[str, str, int], ...] = ()
    locks: tuple[CodeLock, ...] = ()  # since then


def tell(now: datetime, config: Config) -> Schedule:
    """Something is to be told: with the next daily letter."""
    return Schedule(KIND, None, next_at(now, config), subject=SUBJECT)


def next_at(now: datetime, config: Config) -> datetime:
    """When the next letter is due: at its hour of today, else of tomorrow."""
    zone = calendar_of(config.default_priority.calendar, config).zone
    here = now.astimezone(zone)
    today = datetime.combine(here.date(), HOUR, zone)
    return (today if here < today else datetime.combine(here.date() + timedelta(days=1), HOUR, zone)).astimezone(now.tzinfo)


def write(facts: Daily, config: Config) -> Decision:
    """The letter of this day, when there is something to tell; and the next look, while anything is left."""
    if facts.due is None or facts.due.due_at > facts.now:
        return Decision("due_no_more", (), (Step("due", False, "seen to by another worker, or moved"),))
    again: tuple[Effect, ...] = (tell(facts.now, config),) if facts.held else (DueDone(facts.due.id),)
    news = _news(facts)
    if not news:
        return Decision("admin_daily_nothing", again, (Step("news", False, "nothing new since the last letter"),))
    day = facts.now.astimezone(calendar_of(config.default_priority.calendar, config).zone).date()
    letters = tuple(
        Send(Letter(KIND, duty.language_of(admin, config), admin.email[0], _values(facts, day), idem=f"{KIND}:{admin.id}:{day}",
                    reply_to=ReplyTo("desk", admin.id, admin.epoch)))
        for admin in config.admins
    )
    return Decision("admin_daily", (*again, *letters), (Step("news", True, news),))


def _news(facts: Daily) -> str:
    """What is new since the last letter, or old enough to be said again; empty: nothing."""
    since = facts.last_at
    fresh = [one for one in facts.held if since is None or one.held_at > since]
    old = [one for one in facts.held if since is not None and one.held_at + REMIND_AFTER <= facts.now and since < one.held_at + REMIND_AFTER]
    found = {"held": len(fresh), "still held": len(old), "reversals": len(facts.reversals), "failed files": len(facts.failed_files),
             "code locks": len(facts.locks)}
    return ", ".join(f"{count} {name}" for name, count in found.items() if count)


def _values(facts: Daily, day: date) -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "held": [_shown(one) for one in facts.held[:SHOWN]],
        "more_held": max(0, len(facts.held) - SHOWN),
        "reversals": [{"id": one.id, "amount_minor": -one.amount_minor, "currency": one.currency, "booked_on": one.booked_on.isoformat(),
                       "because": one.because, "address": one.address} for one in facts.reversals[:SHOWN]],
        "failed_files": [{"name": one.name, "because": one.because} for one in facts.failed_files[:SHOWN]],
        "locks": [{"say": f"lock_{one.what}", "who": one.who, "wrong": one.wrong} for one in facts.locks[:SHOWN]],
    }


def _shown(one: HeldPayment) -> dict[str, Any]:
    return {"id": one.id, "amount_minor": one.left_minor, "currency": one.currency, "booked_on": one.booked_on.isoformat(), "because": one.because,
            "message": shorten(one.message, MESSAGE_AT_MOST, placeholder=" …"), "payer": one.payer_name or one.payer_account, "suggestions": list(one.suggestions)}
