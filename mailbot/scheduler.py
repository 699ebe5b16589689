"""The ticks: short, idempotent nudges, held in memory (APScheduler). Every due time lives in our own tables.
A missed tick costs seconds, a doubled one nothing, and several nodes may tick at once."""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

WORK_TICK_S = 5  # what fell due, back-offs, mails of other nodes, leases of dead workers
CARRY_TICK_S = 5  # outgoing mail whose retry fell due
BANK_TICK_S = 15  # files of the bank: one is taken at the second look, when it has stopped growing
WATCH_TICK_S = 30  # free disk, quarantine, age of the oldest waiting mail

DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600}


def ticks(work: Callable[[], None], carry: Callable[[], None], watch: Callable[[], None], bank: Callable[[], None]) -> BackgroundScheduler:
    """A scheduler, not yet started, that nudges workers and courier, takes files of the bank and watches the desk's health."""
    scheduler = BackgroundScheduler(job_defaults=DEFAULTS, timezone="UTC")
    for name, tick, seconds in (("work", work, WORK_TICK_S), ("carry", carry, CARRY_TICK_S), ("watch", watch, WATCH_TICK_S), ("bank", bank, BANK_TICK_S)):
        scheduler.add_job(tick, IntervalTrigger(seconds=seconds), id=name, name=name)
    return scheduler
