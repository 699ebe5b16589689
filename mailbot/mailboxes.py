"""The readers: a thread for each mailbox, with one line to its server, watched and called again by itself.
It reads while it leads among all nodes, says loudly why it does not, and never ends but by `stop`."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from mailbot.clock import Clock
from mailbot.config.settings import Config
from mailbot.mail.mailbox import Backlog, Progress, first_progress
from mailbot.reception import Reception, to_keep
from mailbot.store import Leadership, Store
from mailbot.transport.back_off import call_again
from mailbot.transport.imap_client import LineLost, MailboxFault, SettingWrong, said_by
from mailbot.transport.imap_in import Fetched, Reading
from mailbot.transport.imap_session import IDLE_S, Session, open_session
from mailbot.transport.imap_source import Source
from mailbot.transport.keeping import Busy
from mailbot.transport.mailbox_log import MailboxLog

log = logging.getLogger("mailbot.imap")

LINE_LIVES_S = 12 * 3600.0  # then a fresh one: imaplib forgets nothing that a server ever said unasked
ASK_FOR_LEAD_S = 10.0
SLOWLY_S = 300.0  # after a refused log-in: guessing again and again gets an account locked
PATIENCE_S = 60.0  # a line that is away so long is worth a person's notice


Shown = Callable[[str, int, int], None]  # hears of which mailbox how many mails were adopted, of how many


@dataclass(frozen=True, slots=True)
class Rules:
    """How the readers behave; tests make them quick."""

    adopt: bool = False  # file unanswered what lies in a mailbox that was never read
    once: bool = False  # take in what lies there, then end
    shown: Shown | None = None
    after: Callable[[int], timedelta] = call_again
    slowly_s: float = SLOWLY_S
    tls: ssl.SSLContext | None = None


class Mailboxes:
    """All readers of this process."""

    def __init__(self, sources: tuple[Source, ...], config: Config, store: Store, reception: Reception, now: Clock, rules: Rules) -> None:
        self._store = store
        self._names = tuple(source.name for source in sources)
        self.readers = tuple(Reader(source, config, store, reception, now, rules) for source in sources)

    def start(self) -> None:
        """Begin to read."""
        self._store.mailboxes.forget_others(self._names)
        for reader in self.readers:
            reader.start()

    def join(self) -> None:
        """Wait until every reader has ended by itself (`once`)."""
        for reader in self.readers:
            if reader.is_alive():
                reader.join()

    def stop(self, grace: float) -> None:
        """Let each finish the batch in hand, then cut its line; what was not finished waits in the mailbox."""
        for reader in self.readers:
            reader.leave()
        deadline = time.monotonic() + grace
        for reader in self.readers:
            reader.end_by(deadline)

    @property
    def faults(self) -> tuple[str, ...]:
        """Which mailboxes are not read now, and why."""
        return tuple(f"{reader.source.name}: {reader.fault}" for reader in self.readers if reader.fault)


class BooksOf:
    """What one mailbox is kept in: the reception of all doors, and its own progress."""

    def __init__(self, source: Source, config: Config, store: Store, reception: Reception, now: Clock) -> None:
        self._source, self._config, self._store, self._reception, self._now = source, config, store, reception, now

    def kept(self, delivery_keys: Sequence[str]) -> frozenset[str]:
        return self._store.mailboxes.delivered(delivery_keys)

    def keep(self, mails: Sequence[Fetched]) -> Sequence[Exception | None]:
        return self._reception.keep_all([to_keep(mail.raw, mail.envelope, self._config, mail.delivery_key) for mail in mails])

    def read_up_to(self, progress: Progress) -> None:
        self._store.mailboxes.save(self._source.account, self._source.inbox, progress, self._now())

    def progress(self) -> Progress | None:
        return self._store.mailboxes.progress(self._source.account, self._source.inbox)


class Reader(threading.Thread):
    """Reads one mailbox."""

    def __init__(self, source: Source, config: Config, store: Store, reception: Reception, now: Clock, rules: Rules) -> None:
        super().__init__(name=f"imap {source.name}", daemon=True)
        self.source = source
        self.fault = ""
        self._store, self._now, self._rules = store, now, rules
        self._books = BooksOf(source, config, store, reception, now)
        self._reading = Reading(source, config, self._books, now)
        self._session: Session | None = None
        self._stopping = threading.Event()
        self._woken, self._wake = os.pipe()
        self._failures = 0
        self._failing_since = 0.0
        self._task = "mailbox-" + hashlib.sha256(source.delivery_key(0, 0).encode()).hexdigest()[:16]
        self._lead: Leadership | None = None
        self._told, self._told_trouble = (MailboxLog(source.logged, source.without_user) for _ in range(2))
        self._shown_trouble: str | None = None  # by `mailbot status`; None: nobody knows what an earlier run showed
        self._refused = 0  # times in a row that mails could not be moved

    # ---- from outside ------------------------------------------------------------------------------
    def leave(self) -> None:
        """End after the batch in hand."""
        self._stopping.set()
        os.write(self._wake, b".")

    def end_by(self, deadline: float) -> None:
        """Wait for the end; half way to the deadline the line is cut."""
        if not self.is_alive():
            return
        self.join(max(0.0, deadline - time.monotonic()) / 2)
        session = self._session
        if self.is_alive() and session is not None:
            session.abort()
        self.join(max(0.0, deadline - time.monotonic()))

    # ---- the life of a reader ----------------------------------------------------------------------
    def run(self) -> None:
        while not self._stopping.is_set():
            pause = self._read_or_say_why()
            if self._rules.once:
                break
            self._stopping.wait(pause)
        self._let_go()

    def _read_or_say_why(self) -> float:
        """Read until the line ends; how many seconds to wait before the next."""
        try:
            self._lead = self._lead if self._lead is not None and self._lead.held() else self._store.lead(self._task)
            if self._lead is None:
                self._told.well("another mailbot reads it; this one is ready to take over")
                return ASK_FOR_LEAD_S
            self._read()
            return 0.0
        except SettingWrong as wrong:
            return self._say(wrong.what, str(wrong), self._rules.slowly_s, needs_person=True)
        except Backlog as waits:
            return self._say("backlog", str(waits), self._rules.slowly_s, needs_person=True)
        except MailboxFault as lost:
            return self._later(lost.what, str(lost))
        except Exception as error:  # a bug, or the books are away: the mailbox keeps what is in it
            log.debug("%s", self.source.logged, exc_info=True)
            return self._later(type(error).__name__, str(error) if isinstance(error, Busy) else f"{type(error).__name__}: {said_by(error)}")

    def _read(self) -> None:
        session = self._session = open_session(self.source, self._rules.tls)
        try:
            progress = self._begin(session)
            total, done = session.lying.count, 0

            def more(taken: int) -> bool:
                nonlocal done
                done += taken
                if self._rules.adopt and self._rules.shown is not None and total:
                    self._rules.shown(self.source.name, min(done, total), total)
                return not self._stopping.is_set()

            while not self._stopping.is_set() and time.monotonic() - session.opened < LINE_LIVES_S:
                progress = self._reading.take_all(session, progress, more)
                self._well(session)
                if self._rules.once or self._stopping.is_set():
                    return
                session.wait(self._woken, min(IDLE_S, self._rules.after(self._refused).total_seconds()) if self._refused else IDLE_S)
                if self._lead is None or not self._lead.held():
                    raise LineLost("the lead among the nodes was lost")
        finally:
            self._session = None
            session.close()

    def _begin(self, session: Session) -> Progress:
        """Where to go on; in a mailbox that was never read, where to begin. Raises Backlog."""
        known, lying = self._books.progress(), session.lying
        if known is None:
            begun = first_progress(lying, self._now(), adopt=self._rules.adopt, at_most=self.source.adopt_at_most, empties=session.empties)
            if begun.backlog_before is not None:
                log.info("%s: the %d mails that lie there are the past: none is answered", self.source.logged, lying.count)
            self._books.read_up_to(begun)
            return begun
        if known.uidvalidity != lying.uidvalidity:
            log.warning("%s: the server numbers its mails anew (UIDVALIDITY); all are looked at again, and what is kept stays as it is",
                        self.source.logged)
            self._books.read_up_to(known.numbered(lying.uidvalidity))
        return known.numbered(lying.uidvalidity)

    def _let_go(self) -> None:
        lead, self._lead = self._lead, None
        if lead is not None:
            with contextlib.suppress(Exception):  # it is lost with its connection
                lead.release()

    # ---- how it goes -------------------------------------------------------------------------------
    def _well(self, session: Session) -> None:
        """It works. Said when it begins to."""
        how = "read" if session.empties else "read; nothing is moved"
        if how != self._told.noted:
            self._store.mailboxes.say_read(self.source.name)
            self._told.well(how)
        self.fault, self._failures = "", 0
        self._tell_troubles()

    def _tell_troubles(self) -> None:
        """What needs a person although the mailbox is read."""
        troubles = self._reading.troubles
        self._refused = self._refused + 1 if self._reading.unfiled else 0
        what, words = "; ".join(each.what for each in troubles), "; ".join(each.words for each in troubles)
        if what != self._shown_trouble:
            self._store.mailboxes.say_no_trouble(self.source.name)
            if troubles:
                self._store.mailboxes.say_trouble(self.source.name, words, self._now())
            self._shown_trouble = what
        if troubles:
            self._told_trouble.fault(what, words, person=True)
        elif self._told_trouble.noted:
            self._told_trouble.well("everything is put away again")
            self._told_trouble.noted = ""

    def _later(self, what: str, why: str) -> float:
        """The line is lost: soon again, and more slowly the longer it lasts."""
        if self._stopping.is_set():
            return 0.0
        if self._failures == 0:
            self._failing_since = time.monotonic()
        self._failures += 1
        lasting = time.monotonic() - self._failing_since >= PATIENCE_S
        return self._say(what, why, self._rules.after(self._failures).total_seconds(), lasting=lasting)

    def _say(self, what: str, why: str, pause: float, *, needs_person: bool = False, lasting: bool = False) -> float:
        """Log a new fault once, whatever the number of tries; tell `mailbot status` when it lasts or will not pass by itself."""
        self._told.fault(f"not read: {what}", f"not read: {why}", person=needs_person)
        self.fault = why
        self._let_go()  # another node may have the right password, or the better line
        if needs_person or lasting or self._rules.once:
            with contextlib.suppress(Exception):  # when the books are away nobody can ask them either
                self._store.mailboxes.say_unread(self.source.name, why, self._now())
        return pause
