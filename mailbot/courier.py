"""The courier: carries what is due in the outbox to its carrier, the same bytes at every try.
Woken by an event, never by waiting; a mail found half-sent after a crash is sent again with the same Message-ID."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from mailbot import faults
from mailbot.clock import Clock
from mailbot.store import OutboxItem, Store
from mailbot.transport.results import Later, Never, Paused, Result, Sent
from mailbot.transport.smtp_out import Carrier, back_off

log = logging.getLogger("mailbot.courier")

BATCH = 20
PAUSE = timedelta(minutes=5)  # after a refused log-in: a setting is wrong, no mail is to blame
IDLE_S = 5.0


class Courier(threading.Thread):
    """One thread, one connection; deliver() never touches the books while a lock is held."""

    def __init__(self, store: Store, carrier: Carrier, clock: Clock) -> None:
        super().__init__(name="courier", daemon=True)
        self._store, self._carrier, self._clock = store, carrier, clock
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._paused_until: datetime | None = None

    def wake(self) -> None:
        """There may be something to carry."""
        self._wake.set()

    def stop(self, timeout: float) -> None:
        """Finish the mail in hand, then end."""
        self._stopping.set()
        self._wake.set()
        if self.is_alive():
            self.join(timeout)

    def run(self) -> None:
        self._store.resume_sending(self._clock())
        self._store.unpause()  # a restart is a fresh try
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                busy = self.carry_once()
            except Exception:
                log.exception("the outbox could not be read; trying again")
                busy = False
            if not busy:
                self._wake.wait(IDLE_S)
        self._carrier.close()

    def carry_once(self) -> bool:
        """Carry one batch of what is due; False when there was nothing to do."""
        now = self._clock()
        if self._paused_until is not None and now < self._paused_until:
            return False
        items = self._store.claim_outgoing(now, BATCH)
        for number, item in enumerate(items):
            if self._stopping.is_set():
                self._give_back(items[number:])
                return False
            try:
                goes_on = self._carry(item)
            except Exception:  # the books could not be written: whether this one went is unknown, and its lease decides
                log.exception("outbox %d: what became of it could not be written down", item.id)
                goes_on = False
            if not goes_on:
                self._give_back(items[number + 1 :])
                return False
        return bool(items)

    def _give_back(self, items: tuple[OutboxItem, ...]) -> None:
        """Mails of a batch that were not tried are due again at once."""
        for item in items:
            self._store.mark(item.id, "later", "not tried", self._clock(), self._clock())

    def _carry(self, item: OutboxItem) -> bool:
        """Deliver one mail and mark what became of it; False when everything must pause."""
        faults.point("courier:before-delivery")
        result = self._deliver(item)
        faults.point("courier:delivered")
        now = self._clock()
        match result:
            case Sent():
                self._store.mark(item.id, "sent", "", None, now)
                self._goes_out_again()
            case Never(reason=reason):
                self._store.mark(item.id, "failed", reason, None, now)
            case Later(reason=reason):
                self._later(item, reason, now)
            case Paused(reason=reason):
                self._paused_until = now + PAUSE
                self._store.pause(reason, now)
                self._store.mark(item.id, "later", reason, now + PAUSE, now)
        log.log(logging.INFO if isinstance(result, Sent) else logging.WARNING,
                "outbox %d %s", item.id, _words(result))
        return not isinstance(result, Paused)

    def _goes_out_again(self) -> None:
        """The first mail after a pause ends it for `mailbot status` too."""
        if self._paused_until is not None:
            self._paused_until = None
            self._store.unpause()

    def _deliver(self, item: OutboxItem) -> Result:
        """What the carrier says; an exception of its own, which it should not raise, is one failed try of this mail alone."""
        try:
            return self._carrier.deliver(item.raw, item.mail_from, item.to, item.id)
        except Exception as error:
            log.exception("outbox %d: the delivery broke off", item.id)
            return Later(f"the delivery broke off ({type(error).__name__}); the log holds the details", uncertain=True)

    def _later(self, item: OutboxItem, reason: str, now: datetime) -> None:
        delay = back_off(now - item.created_at, item.attempts)
        if delay is None:
            self._store.mark(item.id, "failed", f"given up after five days; last: {reason}", None, now)
        else:
            self._store.mark(item.id, "later", reason, now + delay, now)


def _words(result: Result) -> str:
    return "sent" if isinstance(result, Sent) else f"{type(result).__name__.lower()}: {result.reason}"
