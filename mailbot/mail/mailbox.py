"""How far a mailbox is read, and what of it is the past (RFC 9051 section 2.3.1.1).
UIDs only grow while UIDVALIDITY stays. When it changes all is looked at again: what was kept is known by its content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class Backlog(Exception):
    """More mails lie in a mailbox at its first opening than may be answered unasked."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one folder is read."""

    uidvalidity: int
    last_uid: int = 0  # everything up to it was taken in; counts only where mails stay in the inbox
    backlog_below: int = 0  # lower UIDs lay there when the mailbox was adopted
    backlog_before: datetime | None = None  # so did all that was received before; None: nothing was adopted
    skipped: tuple[int, ...] = ()  # below last_uid and not taken in: a person must look at them, and each start tries them again

    def numbered(self, uidvalidity: int) -> Progress:
        """The same mailbox as the server numbers it now; with another UIDVALIDITY, UIDs remembered mean nothing."""
        return self if uidvalidity == self.uidvalidity else Progress(uidvalidity, backlog_before=self.backlog_before)

    def is_backlog(self, uid: int, received_at: datetime) -> bool:
        """Whether this mail lay there before we began to read: it is filed and never answered. The UID alone says so (a server's clock
        may be behind ours); once the server has numbered anew, the date must."""
        if self.backlog_below:
            return uid < self.backlog_below
        return self.backlog_before is not None and received_at < self.backlog_before


@dataclass(frozen=True, slots=True)
class Lying:
    """What a server says of a folder as it is opened."""

    uidvalidity: int
    uid_next: int
    count: int


def first_progress(lying: Lying, now: datetime, *, adopt: bool, at_most: int, empties: bool) -> Progress:
    """Where reading begins in a mailbox that was never read. With `adopt` all that lies there is the past: taken in and put away,
    or just passed over where mails stay in the inbox (not `empties`). Raises Backlog when it is much and nobody said `adopt`."""
    if adopt:
        return Progress(lying.uidvalidity, 0 if empties else lying.uid_next - 1, lying.uid_next, now)
    if lying.count > at_most:
        raise Backlog(
            f"{lying.count} mails lie in it, more than adopt_at_most = {at_most}, and it was never read before; nothing was touched. "
            "Run `mailbot serve --adopt` once: it files them unanswered and goes on from there"
        )
    return Progress(lying.uidvalidity)
