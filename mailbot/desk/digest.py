"""The admins' digest of views and wishes: what was collected since the last one, each once ([feedback] digest, BK-14).
What people wrote is shown, shortened, and answered by nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from textwrap import shorten
from typing import Any

from mailbot.config.settings import Config
from mailbot.desk import duty
from mailbot.desk.effects import Decision, DueDone, Letter, ReplyTo, Send, Step, ToldOf
from mailbot.desk.facts import DueItem
from mailbot.desk.promise import calendar_of

KIND, SUBJECT = "admin_digest", "admins"
HOUR = time(8, 0)  # in the office's own time
MONDAY = 0
TEXT_AT_MOST = 300  # characters of what one person wrote
SHOWN = 50  # of each kind; the rest is counted


@dataclass(frozen=True, slots=True)
class Collected:
    """One of them, which the admins have not got yet."""

    id: int
    at: datetime
    kind: str  # feedback | wish
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Digest:
    """All that the letter may tell, as of now, oldest first."""

    now: datetime
    due: DueItem | None
    views: tuple[Collected, ...] = ()
    versions: tuple[tuple[str, str, int], ...] = ()


def next_at(now: datetime, config: Config) -> datetime:
    """When what is collected now is told: the next morning, or that of the next Monday, or of the first of a month."""
    zone = calendar_of(config.default_priority.calendar, config).zone
    here, often = now.astimezone(zone), config.feedback.digest
    day = here.date() if here.time() < HOUR else here.date() + timedelta(days=1)
    while (often == "weekly" and day.weekday() != MONDAY) or (often == "monthly" and day.day != 1):
        day += timedelta(days=1)
    return datetime.combine(day, HOUR, zone).astimezone(now.tzinfo)


def write(facts: Digest, config: Config) -> Decision:
    """The letter, and that all of it is told. Without an admin it waits."""
    if facts.due is None or facts.due.due_at > facts.now:
        return Decision("due_no_more", (), (Step("due", False, "seen to by another worker, or moved"),))
    told = facts.views if config.admins else ()
    done = (DueDone(facts.due.id), ToldOf(tuple(view.id for view in told)))  # in this order: the row is locked, and what came beside it is seen
    if not told:
        return Decision("admin_digest_nothing", done, (Step("views", False, "nothing was collected since the last digest, or nobody is to be told"),))
    day = facts.now.astimezone(calendar_of(config.default_priority.calendar, config).zone).date()
    letters = tuple(
        Send(Letter(KIND, duty.language_of(admin, config), admin.email[0], {"day": day.isoformat(), **_values(facts)},
                    idem=f"{KIND}:{admin.id}:{facts.views[-1].id}", reply_to=ReplyTo("desk", admin.id, admin.epoch)))
        for admin in config.admins
    )
    return Decision("admin_digest", (*done, *letters), (Step("views", True, f"{len(facts.views)} are told"),))


def _values(facts: Digest) -> dict[str, Any]:
    told = {kind: [_shown(view) for view in facts.views if view.kind == kind] for kind in ("feedback", "wish")}
    return {"feedback": told["feedback"][:SHOWN], "wishes": told["wish"][:SHOWN], "more": sum(max(0, len(each) - SHOWN) for each in told.values())}


def _shown(view: Collected) -> str:
    return f"{view.author}: {shorten(view.text, TEXT_AT_MOST, placeholder=' …')}"
