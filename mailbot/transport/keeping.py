"""What a door may hear when it hands a mail on to be kept.
Until `keep` has returned the mail is not ours: only then may the door say 250 (RFC 5321 section 6.1)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from mailbot.mail.envelope import Envelope

Keep = Callable[[bytes, Envelope], Awaitable[None]]  # returns after the commit


class Busy(Exception):
    """The mail cannot be kept now (the database is locked or away): the sender is asked to try again, 451 4.3.2."""


class Full(Busy):
    """There is no room to keep it (disk space): the sender is asked to try again, 452 4.3.1."""
