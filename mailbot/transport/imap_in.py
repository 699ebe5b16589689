"""The IMAP door: fetch, have kept, and only then put away, so that a crash between any two steps loses and doubles nothing.
What lies in the inbox is what was not yet taken in; where mails must stay there, the last UID that was taken in says so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from mailbot import faults
from mailbot.mail.envelope import Envelope
from mailbot.mail.mailbox import Progress
from mailbot.transport.imap_breaks import PASSED_OVER_AFTER, Breaks
from mailbot.transport.imap_client import LineLost
from mailbot.transport.imap_envelope import envelope_of
from mailbot.transport.imap_filing import Filing
from mailbot.transport.imap_session import Listed, Session

if TYPE_CHECKING:
    from mailbot.config.settings import Config
    from mailbot.transport.imap_source import Source

log = logging.getLogger("mailbot.imap")

BATCH = 50  # mails fetched, committed and moved together
BATCH_BYTES = 16 * 1024 * 1024
TRIES = 3  # at having one mail kept, before a person must look at it


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


@dataclass(frozen=True, slots=True)
class Trouble:
    """What needs a person although the mailbox is read."""

    what: str  # the same as long as the trouble is
    words: str


class Reading:
    """Takes in what lies in one mailbox, on whatever line is open at the time."""

    def __init__(self, source: Source, config: Config, books: Books, now: Callable[[], datetime]) -> None:
        self._source, self._config, self._books, self._now = source, config, books, now
        self._number_anew(0)

    def _number_anew(self, uidvalidity: int) -> None:
        """With another UIDVALIDITY, nothing that was remembered by UID means anything."""
        self._uidvalidity = uidvalidity
        self._tries: dict[int, int] = {}  # at keeping mails that could not be kept
        self._given_up: set[int] = set()  # of these, where nothing is moved
        self._listing, self._fetching = Breaks(), Breaks()
        self._filing = Filing()

    # ---- what is wrong all the while -----------------------------------------------------------------
    @property
    def unfiled(self) -> bool:
        """Whether mails that are kept must still be moved."""
        return self._filing.refused is not None

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What needs a person although the mailbox is read."""
        refused, left = self._filing.refused, sorted(self._left_alone)
        filing = (Trouble(refused.what, str(refused)),) if refused is not None else ()
        uids = ", ".join(str(uid) for uid in left[:10]) + (", ..." if len(left) > 10 else "")
        words = (f"{len(left)} mails were not taken in and stay in {self._source.inbox} (UID {uids}); a person must look at them. They are "
                 "tried again when mailbot is started")  # fmt: skip
        return filing + ((Trouble(words, words),) if left else ())

    @property
    def _left_alone(self) -> frozenset[int]:
        return self._listing.passed_over | self._fetching.passed_over | self._given_up

    # ---- taking in -----------------------------------------------------------------------------------
    def take_all(self, session: Session, progress: Progress, more: Callable[[int], bool]) -> Progress:
        """Take in all that waits. `more` hears how many mails each batch was, and says whether to go on.
        Raises LineLost, NotKept, Busy; what was not finished waits."""
        if progress.uidvalidity != self._uidvalidity:
            self._number_anew(progress.uidvalidity)
        low, lying = 0 if session.empties else progress.last_uid, set[int]()
        while uids := session.waiting(low):
            lying.update(uids)
            progress, on = self._take_page(session, progress, uids, more)
            if not on:
                return progress
            low = uids[-1]
        if session.empties:
            self._filing.move_again(session, lying)
        elif progress.skipped:
            progress, _ = self._take_page(session, progress, progress.skipped, more)
        return progress

    def _take_page(self, session: Session, progress: Progress, uids: Sequence[int], more: Callable[[int], bool]) -> tuple[Progress, bool]:
        """Mails that are looked at together; and whether to go on."""
        left = self._left_alone
        wanted = {uid for uid in uids if uid not in left and uid not in self._filing}
        if not session.empties:  # a gap is remembered before it is jumped over
            progress = self._remember(progress, 0, {*progress.skipped, *(left & set(uids))})
        for group in self._listing.groups(sorted(wanted)):
            for batch in batches(self._listed(session, group), alone=lambda mail: self._fetching.alone(mail.uid)):
                progress = self._take(session, progress, batch, wanted)
                if not more(len(batch)):
                    return progress, False
        if not session.empties:  # those that are still wanted have gone
            progress = self._remember(progress, uids[-1], set(progress.skipped) - wanted)
        return progress, True

    def _listed(self, session: Session, group: Sequence[int]) -> tuple[Listed, ...]:
        """Size and time of each."""
        try:
            found = session.listed(group)
        except LineLost:
            self._note_break(self._listing, group)
            raise
        self._listing.well(group)
        return found

    def _take(self, session: Session, progress: Progress, batch: tuple[Listed, ...], wanted: set[int]) -> Progress:
        """One batch: fetched, kept, put away, and no longer `wanted`."""
        keys = {mail.uid: self._source.delivery_key(progress.uidvalidity, mail.uid) for mail in batch}
        known = self._books.kept(list(keys.values()))
        fresh = [mail for mail in batch if keys[mail.uid] not in known]
        try:
            mails = [*self._fetch_small(session, progress, fresh), *self._fetch_large(session, progress, fresh)]
        except LineLost:
            self._note_break(self._fetching, [mail.uid for mail in fresh])
            raise
        self._fetching.well(keys)
        faults.point("imap:fetched")
        errors = self._books.keep(mails) if mails else ()
        faults.point("imap:kept")
        failed = {mail.uid: error for mail, error in zip(mails, errors, strict=True) if error is not None}
        given_up = {uid for uid, error in failed.items() if self._gives_up(uid, error)}
        safe = [mail for mail in batch if mail.uid not in failed]
        wanted -= {mail.uid for mail in safe} | given_up
        if session.empties:
            self._put_away(session, safe, given_up)
        else:
            self._given_up |= given_up
            skipped = {*progress.skipped, *given_up} - {mail.uid for mail in safe}
            progress = self._remember(progress, min(wanted, default=batch[-1].uid + 1) - 1, skipped)
        faults.point("imap:moved")
        if mails:
            log.info("%s: %d mails taken in", self._source.logged, len(mails) - len(failed))
        if failed.keys() - given_up:
            raise NotKept(f"mails could not be kept ({type(next(iter(failed.values()))).__name__}); they are tried again")
        return progress

    def _put_away(self, session: Session, safe: Iterable[Listed], given_up: Set[int]) -> None:
        large = {mail.uid for mail in safe if mail.size > self._source.max_size}
        self._filing.put_away(session, {mail.uid for mail in safe} - large)
        self._filing.put_away(session, large | given_up, trouble=True)

    def _remember(self, progress: Progress, last_uid: int, skipped: Set[int]) -> Progress:
        """Where nothing is moved: how far it is read, and what below that is not taken in."""
        further = replace(progress, last_uid=max(progress.last_uid, last_uid), skipped=tuple(sorted(skipped)))
        if further != progress:
            self._books.read_up_to(further)
        return further

    def _gives_up(self, uid: int, error: Exception) -> bool:
        """Whether this mail has failed too often. It is not lost: it lies in the mailbox."""
        self._tries[uid] = self._tries.get(uid, 0) + 1
        if self._tries[uid] < TRIES:
            return False
        del self._tries[uid]
        where = self._source.inbox if self._source.read_only else self._source.trouble
        log.error("%s: the mail with UID %d could not be kept (%s, %d tries); a person must look at it in %s",
                  self._source.logged, uid, type(error).__name__, TRIES, where)  # fmt: skip
        return True

    def _note_break(self, breaks: Breaks, uids: Iterable[int]) -> None:
        for uid in breaks.note(uids):
            log.error("%s: the line broke %d times over the mail with UID %d; it stays in %s and is passed over until mailbot is started "
                      "again; a person must look at it", self._source.logged, PASSED_OVER_AFTER, uid, self._source.inbox)  # fmt: skip

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
                            self._source.logged, mail.size / 2**20, mail.uid)  # fmt: skip
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
