"""One thread that acts when a time is up: the deadline of a delivery, the end of an idle connection.
smtplib's timeout counts from octet to octet, so a server that drips could hold a courier for ever (reliability row 26)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Watch:
    """At most one thing is watched at a time. While the act runs, `after` and `stop` wait for it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: float | None = None
        self._act: Callable[[], None] = lambda: None
        self._thread: threading.Thread | None = None
        self._over = False

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        """Do `act` in so many seconds, unless something else is asked for before. `act` must not raise and be short."""
        with self._changed:
            earlier = self._due is None or time.monotonic() + seconds < self._due
            self._due, self._act = time.monotonic() + seconds, act
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="courier watch", daemon=True)
                self._thread.start()
            elif earlier:  # a later time is found when the earlier one is up, without waking for every mail
                self._changed.notify()

    def stop(self) -> None:
        """Watch nothing any more, and end the thread."""
        with self._changed:
            self._over = True
            self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            while not self._over:
                left = None if self._due is None else self._due - time.monotonic()
                if left is None or left > 0:
                    self._changed.wait(left)
                    continue
                self._due = None
                self._act()
