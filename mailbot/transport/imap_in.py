"""The IMAP door: fetch, have kept, and only then put away, so that a crash between any two steps loses and doubles nothing.
What lies in the inbox is what was not yet taken in; where mails must stay there, the last UID that was taken in says so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from mailbot import faults
from mailbot.mail.envelope import Envelope
from mailbot.mail.mailbox import Progress
from mailbot.transport.imap_client import LineLost
from mailbot.transport.imap_envelope import envelope_of
from mailbot.transport.imap_session import Listed, Session

if TYPE_CHECKING:
    from mailbot.config.settings import Config
    from mailbot.transport.imap_source import Source

log = logging.getLogger("mailbot.imap")

BATCH = 50  # mails fetched, committed and moved together
BATCH_BYTES = 16 * 1024 * 1024
TRIES = 3  # at having one mail kept, before a person must look at it
ALONE_AFTER, PASSED_OVER_AFTER = 2, 6  # lines that broke while a mail was fetched: then it is fetched by itself; then no more


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail that is to be kept."""

    uid: int
    raw: bytes = field(repr=False)
    envelope: Envelope
    delivery_key: str


class Books(Protocol):
    """What the door needs of those who keep."""

    def kept(self, delivery_keys: Sequence[str]) -> frozenset[str]:
        """Those of these deliveries that are kept already."""

    def keep(self, mails: Sequence[Fetched]) -> Sequence[Exception | None]:
        """Returns after the commit; a mail that alone could not be kept has its error in its place. Raises Busy: none was."""

    def read_up_to(self, progress: Progress) -> None:
        """Remember how far the mailbox is read."""


class NotKept(LineLost):
    """A mail could not be kept, for its own sake; it is tried again, and in the end a person must look at it."""


class Reading:
    """Takes in what lies in one mailbox, on whatever line is open at the time."""

    def __init__(self, source: Source, config: Config, books: Books, now: Callable[[], datetime]) -> None:
        self._source, self._config, self._books, self._now = source, config, books, now
        self._tries: dict[str, int] = {}  # of mails that could not be kept, by delivery key
        self._broke: dict[str, int] = {}  # lines that broke while a mail was being fetched: some servers hang up over a mail

    def take_all(self, session: Session, progress: Progress, more: Callable[[int], bool]) -> Progress:
        """Take in all that waits. `more` hears how many mails each batch was, and says whether to go on.
        Raises LineLost, NotKept, Busy; what was not finished waits."""
        low = 0 if session.empties else progress.last_uid
        while uids := session.waiting(low):
            for batch in batches(self._sound(session.listed(uids), progress), alone=self._alone(progress)):
                progress = self._take(session, progress, batch)
                if not more(len(batch)):
                    return progress
            low = uids[-1]
        return progress

    def _take(self, session: Session, progress: Progress, batch: tuple[Listed, ...]) -> Progress:
        """One batch: fetched, kept, put away."""
        keys = {mail.uid: self._source.delivery_key(progress.uidvalidity, mail.uid) for mail in batch}
        known = self._books.kept(list(keys.values()))
        fresh = [mail for mail in batch if keys[mail.uid] not in known]
        try:
            mails = [*self._fetch_small(session, progress, fresh), *self._fetch_large(session, progress, fresh)]
        except LineLost:
            self._note_break(fresh, keys)
            raise
        for key in keys.values():
            self._broke.pop(key, None)
        faults.point("imap:fetched")
        errors = self._books.keep(mails) if mails else ()
        faults.point("imap:kept")
        failed = {mail.uid: error for mail, error in zip(mails, errors, strict=True) if error is not None}
        given_up = {uid for uid, error in failed.items() if self._gives_up(uid, keys[uid], error)}
        safe = [mail for mail in batch if mail.uid not in failed]
        if session.empties:
            session.put_away(mail.uid for mail in safe if mail.size <= self._source.max_size)
            session.put_away({mail.uid for mail in safe if mail.size > self._source.max_size} | given_up, trouble=True)
        else:
            progress = self._remember(progress, batch, failed.keys() - given_up)
        faults.point("imap:moved")
        if mails:
            log.info("%s: %d mails taken in", self._source.name, len(mails) - len(failed))
        if failed.keys() - given_up:
            raise NotKept(f"{len(failed)} mails could not be kept ({type(next(iter(failed.values()))).__name__}); they are tried again")
        return progress

    def _remember(self, progress: Progress, batch: tuple[Listed, ...], failed: Iterable[int]) -> Progress:
        """Where nothing is moved: read up to the first mail that is still to be kept."""
        first_failed = min(failed, default=batch[-1].uid + 1)
        further = replace(progress, last_uid=max(progress.last_uid, first_failed - 1))
        self._books.read_up_to(further)
        return further

    def _gives_up(self, uid: int, key: str, error: Exception) -> bool:
        """Whether this mail has failed too often. It is not lost: it lies in the mailbox."""
        self._tries[key] = self._tries.get(key, 0) + 1
        if self._tries[key] < TRIES:
            return False
        del self._tries[key]
        where = self._source.inbox if self._source.read_only else self._source.trouble
        log.error("%s: the mail with UID %d could not be kept (%s, %d tries); a person must look at it in %s",
                  self._source.name, uid, type(error).__name__, TRIES, where)  # fmt: skip
        return True

    # ---- a mail over which the line breaks, again and again ------------------------------------------
    def _note_break(self, batch: Iterable[Listed], keys: Mapping[int, str]) -> None:
        for mail in batch:
            count = self._broke[keys[mail.uid]] = self._broke.get(keys[mail.uid], 0) + 1
            if count == PASSED_OVER_AFTER:
                log.error("%s: the line broke %d times over the mail with UID %d; it stays in %s and is passed over until mailbot is started "
                          "again; a person must look at it", self._source.name, count, mail.uid, self._source.inbox)  # fmt: skip

    def _sound(self, mails: Iterable[Listed], progress: Progress) -> Iterator[Listed]:
        return (mail for mail in mails if self._breaks(mail, progress) < PASSED_OVER_AFTER)

    def _alone(self, progress: Progress) -> Callable[[Listed], bool]:
        return lambda mail: self._breaks(mail, progress) >= ALONE_AFTER

    def _breaks(self, mail: Listed, progress: Progress) -> int:
        return self._broke.get(self._source.delivery_key(progress.uidvalidity, mail.uid), 0) if self._broke else 0

    # ---- fetching ----------------------------------------------------------------------------------
    def _fetch_small(self, session: Session, progress: Progress, batch: list[Listed]) -> Iterator[Fetched]:
        wanted = [mail for mail in batch if mail.size <= self._source.max_size]
        raws = session.bodies(wanted)
        for mail in wanted:
            if (raw := raws.get(mail.uid)) is not None:
                yield self._fetched(mail, raw, progress)

    def _fetch_large(self, session: Session, progress: Progress, batch: list[Listed]) -> Iterator[Fetched]:
        """Of a mail that is too large the header alone: who wrote can be told, and be asked for less."""
        for mail in batch:
            if mail.size > self._source.max_size and (header := session.header(mail.uid)) is not None:
                log.warning("%s: a mail of %.1f MB is larger than max_size_mb allows; only its header is taken in (UID %d)",
                            self._source.name, mail.size / 2**20, mail.uid)  # fmt: skip
                yield self._fetched(mail, header, progress, whole_size=mail.size)

    def _fetched(self, mail: Listed, raw: bytes, progress: Progress, whole_size: int | None = None) -> Fetched:
        now = self._now()
        received_at = min(mail.received_at or now, now)  # a server whose clock is ahead makes no mail of tomorrow
        envelope = envelope_of(raw, self._source, self._config, received_at, whole_size=whole_size,
                               backlog=progress.is_backlog(mail.uid, received_at))  # fmt: skip
        return Fetched(mail.uid, raw, envelope, self._source.delivery_key(progress.uidvalidity, mail.uid))


def batches(
    mails: Iterable[Listed], most: int = BATCH, most_bytes: int = BATCH_BYTES, alone: Callable[[Listed], bool] = lambda _: False
) -> Iterator[tuple[Listed, ...]]:
    """The mails in order, so many and so many octets at a time; one that is larger, or must, comes alone."""
    batch: list[Listed] = []
    size = 0
    for mail in mails:
        by_itself = alone(mail)
        if batch and (len(batch) == most or size + mail.size > most_bytes or by_itself):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(mail)
        size = most_bytes + 1 if by_itself else size + mail.size
    if batch:
        yield tuple(batch)
