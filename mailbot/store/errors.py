"""What can go wrong in the store that somebody should hear about: what was seen, what was expected, what to do.
An ordinary outcome is a value; these are raised."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import InterfaceError, OperationalError


class StoreError(Exception):
    """Base of all that the store raises by itself."""


class Busy(StoreError):
    """More mails wait to be kept than the queue holds: the door answers 451, and the sender comes again."""


class ClaimLost(StoreError):
    """The lease of this mail ran out and another worker has it now: leave it to that one."""


class AlreadyPaid(StoreError):
    """A payment with this reference is in the books: nothing was booked."""

    def __init__(self, reference: str, recorded_at: datetime) -> None:
        super().__init__(
            f"payment {reference!r} was booked on {recorded_at:%Y-%m-%d %H:%M} UTC already; "
            "nothing was booked now. A second payment needs a reference of its own."
        )
        self.reference = reference
        self.recorded_at = recorded_at


class WrongSchema(StoreError):
    """The tables are not those that this version of mailbot works on."""

    def __init__(self, where: str, seen: str, expected: str, advice: str) -> None:
        super().__init__(f"{where}: the tables are of version {seen}, expected {expected}. {advice}")
        self.seen = seen
        self.expected = expected


class Damaged(StoreError):
    """The database file does not pass its own check."""

    def __init__(self, file: str, said: str, backups: str) -> None:
        super().__init__(
            f"{file} is damaged ({said}), expected a sound SQLite file; nothing was changed. "
            f"Put the newest file of {backups} in its place and start again."
        )


class WrongPlace(StoreError):
    """The database cannot live where it was told to."""


def is_outage(error: BaseException) -> bool:
    """Whether the books are away, locked or full, so that no mail is to blame."""
    return isinstance(error, (OSError, StoreError, OperationalError, InterfaceError))
