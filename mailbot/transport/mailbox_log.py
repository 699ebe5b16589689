"""What the log hears of one mailbox: every change once, and again, louder, of a fault that lasts.
Faults are told apart by our own words: those of a server often hold times and numbers, new at each try."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

log = logging.getLogger("mailbot.imap")

ALARM_S = 15 * 60.0  # a fault that lasts so long is an error, whatever it is
AGAIN_S = 3600.0  # and is said again so often


class MailboxLog:
    """How it goes with one mailbox, told when it has changed."""

    def __init__(self, name: str, cleaned: Callable[[str], str] = str) -> None:
        self._name, self._cleaned = name, cleaned
        self._since: float | None = None  # it is at fault
        self._alarmed: float | None = None
        self.noted = ""

    def well(self, what: str) -> None:
        """There is no fault."""
        self._since = self._alarmed = None
        if what != self.noted:
            log.info("%s: %s", self._name, self._cleaned(what))
        self.noted = what

    def fault(self, what: str, words: str, *, person: bool) -> None:
        """`what` names the fault, `words` is all that is known of it; `person`: it will not pass by itself."""
        now = time.monotonic()
        self._since = now if self._since is None else self._since
        lasting = now - self._since >= ALARM_S
        alarm = (person or lasting) and (self._alarmed is None or now - self._alarmed >= AGAIN_S)
        if what == self.noted and not alarm:
            return
        loud = alarm or person
        self._alarmed = now if loud else self._alarmed
        log.log(logging.ERROR if loud else logging.WARNING, "%s: %s%s", self._name, self._cleaned(words),
                f" (for {(now - self._since) / 60:.0f} minutes)" if lasting else "")  # fmt: skip
        self.noted = what
