"""The store: everything that is kept, behind one door. Safe for all threads of a process; processes take turns.
Each method is one transaction or one snapshot; nothing outside this room knows that there is SQL."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from mailbot.config.settings import Config
from mailbot.desk.daily import CodeLock
from mailbot.desk.effects import Decision, Draft
from mailbot.desk.facts import Account, DueItem, Facts, Wanted
from mailbot.mail.envelope import Envelope
from mailbot.mail.tokens import Keys
from mailbot.store import backup, claims, due, guesses, holding, outbox, schema
from mailbot.store.bank_books import BankBooks
from mailbot.store.book import book, book_together
from mailbot.store.booking import Office
from mailbot.store.claims import IntakeItem
from mailbot.store.engine import Database
from mailbot.store.errors import WrongPlace
from mailbot.store.fetch import fetch, installed_at
from mailbot.store.intake import Kept, ToKeep, keep_many
from mailbot.store.locks import Leadership
from mailbot.store.looking import Looking
from mailbot.store.mailboxes import Mailboxes
from mailbot.store.outbox import OutboxItem
from mailbot.store.place import place
from mailbot.store.versions import Version


class Store(Looking):
    """What the desk knows and has done. `now` is always aware UTC."""

    def __init__(self, database: Database, office: Office) -> None:
        super().__init__(database)
        self._office = office
        self.bank = BankBooks(database, office.config)
        self.mailboxes = Mailboxes(database)
        self._node = f"{os.uname().nodename}:{database.folder.resolve()}"  # this installation among several on one database
        self._claimed: dict[int, int] = {}  # mail -> attempt, of the claims that were not given back yet
        self._due: dict[int, int] = {}  # due time -> attempt, of the last claim

    # ---- opening and closing -----------------------------------------------------------------------
    @staticmethod
    def open(url: str | None, folder: Path, keys: Keys, config: Config, entropy: Callable[[int], bytes],
             published: Callable[[], Sequence[str]] = lambda: ()) -> Store:
        """Open the database at `url`; None or "": a file in `folder`. Looks at nothing yet: call migrate() next.
        `published`: texts that the vendor tells everybody, so that no letter is held back for them.
        Raises WrongPlace for what is neither SQLite nor PostgreSQL, or lies on a network file system."""
        return Store(Database(place(url, folder), folder), Office(config, keys, entropy, published))

    def close(self) -> None:
        """Give every connection back."""
        self._database.close()

    def migrate(self, now: datetime) -> None:
        """Bring the tables up to date; an existing SQLite file is backed up first, into backups/ of the state folder.
        Cheap when there is nothing to do. Raises WrongSchema when the tables are newer, Damaged when they are broken."""
        schema.bring_up_to_date(self._database, now)

    @property
    def name(self) -> str:
        """Where the books are, for people to read; without a password."""
        return self._database.name

    @property
    def installed_at(self) -> datetime:
        """When this installation began: older mail is never answered."""
        with self._database.read() as connection:
            return installed_at(connection)

    def check(self) -> None:
        """Raises WrongSchema unless the tables are up to date, Damaged unless the file passes its own check."""
        schema.refuse_old(self._database)
        if self._database.is_sqlite:
            schema.refuse_damaged(self._database)

    def backup(self, to: Path) -> None:
        """Write the whole SQLite database into the new file `to`, while it is in use. Raises WrongPlace on PostgreSQL,
        FileExistsError when there is such a file. The server key is not in it: copy secret.key beside it."""
        if self._database.file is None:
            raise WrongPlace(f"{self.name} is PostgreSQL; expected an SQLite file. Back it up with pg_dump.")
        backup.copy(self._database.file, to)

    def lead(self, task: str) -> Leadership | None:
        """Take the lead of a task such as "clock" among all processes and nodes; None when another has it."""
        return self._database.lead(task)

    # ---- mail in -----------------------------------------------------------------------------------
    def keep(self, raw: bytes, envelope: Envelope, delivery_key: str, fingerprint: str, proof: str) -> Kept:
        """Keep one mail; returns after the commit."""
        (result,) = self.keep_many([ToKeep(raw, envelope, delivery_key, fingerprint, proof)])
        if isinstance(result, Exception):
            raise result
        return result

    def keep_many(self, items: Sequence[ToKeep]) -> tuple[Kept | Exception, ...]:
        """Keep several mails in one transaction; one that cannot be kept fails alone, its error in its place."""
        return keep_many(self._database, items)

    def claim(self, worker: str, now: datetime, lease_seconds: float, limit: int | None = None) -> IntakeItem | None:
        """The oldest mail that is due, its attempt counted; None when there is none. After `limit` attempts
        (default: [limits] attempts) a mail goes to quarantine instead."""
        lease = timedelta(seconds=lease_seconds)
        item = claims.claim(self._database, self._mine(worker), now, lease, limit or self._attempts)
        if item is not None:
            self._claimed[item.id] = item.attempts
        return item

    def fail(self, item_id: int, error: str, now: datetime) -> None:
        """This attempt failed: later once more, or quarantine after the last."""
        claims.fail(self._database, item_id, self._attempt(item_id), error, now, self._attempts)

    def defer(self, item_id: int, until: datetime, because: str) -> None:
        """Put a claimed mail off without counting the attempt."""
        claims.defer(self._database, item_id, self._attempt(item_id), until, because)

    def quarantine(self, item_id: int, because: str, now: datetime) -> None:
        """A person must look at this claimed mail; its bytes are kept."""
        claims.quarantine(self._database, item_id, self._attempt(item_id), because, now)

    def release(self, worker: str | None, now: datetime) -> int:
        """The claims of a dead worker become free at once; None: of every worker of this installation. How many mails."""
        due.give_back(self._database, self._mine(worker or "*"), now)
        return claims.give_back(self._database, self._mine(worker or "*"), now)

    def _attempt(self, item_id: int) -> int:
        """The attempt at which this store claimed a mail; 0, which no claim is, when it has not."""
        return self._claimed.pop(item_id, 0)

    def _mine(self, name: str) -> str:
        return f"{self._node}/{name}"

    @property
    def _attempts(self) -> int:
        return self._office.config.limits.attempts

    # ---- what falls due ----------------------------------------------------------------------------
    def claim_due(self, worker: str, now: datetime, lease_seconds: float, kind: str | None = None) -> DueItem | None:
        """What has been due longest, or of one kind, its attempt counted; None when nothing is due."""
        claimed = due.claim(self._database, self._mine(worker), now, timedelta(seconds=lease_seconds), kind)
        if claimed is None:
            return None
        item, attempt = claimed
        self._due = {item.id: attempt}  # a worker has one at a time
        return item

    def fail_due(self, due_id: int, error: str, now: datetime) -> bool:
        """This attempt at something due failed: later once more. True: that was the last one, it is put aside."""
        return due.fail(self._database, due_id, self._due.pop(due_id, 0), error, now)

    def retry_put_aside(self, now: datetime) -> int:
        """What was put aside after its last attempt is tried afresh; how much."""
        return due.retry_aside(self._database, now)

    # ---- deciding ----------------------------------------------------------------------------------
    def fetch(self, wanted: Wanted, now: datetime) -> Facts:
        """Everything that `wanted` asks for, as of one instant, with the versions that book() looks at again."""
        with self._database.read() as connection:
            return fetch(connection, wanted, now, self._office.config, self._office.keys)

    def caught(self, decision: Decision, drafts: tuple[Draft, ...]) -> tuple[tuple[str, str], ...]:
        """What the letters of an agent's mail would give away (desk/canary.py): keys of the reasons, each with who would read it."""
        with self._database.read() as connection:
            return holding.caught(connection, self._office, decision, drafts)

    def book(
        self, item: IntakeItem | None, decision: Decision, drafts: tuple[Draft, ...], versions: tuple[Version, ...], now: datetime
    ) -> bool:
        """Book a decision, all of it or nothing. False: something it relied on has moved; fetch and decide again.
        True as well when the mail was booked before. Raises ClaimLost when another worker has the mail now, AlreadyPaid
        when a payment of this reference is in the books."""
        booked = book(self._database, self._office, item, decision, drafts, versions, now)
        if booked and item is not None:
            self._claimed.pop(item.id, None)
        return booked

    def book_together(
        self, decisions: Sequence[tuple[Decision, tuple[Draft, ...]]], versions: tuple[Version, ...], now: datetime, booked: Callable[[], None]
    ) -> bool:
        """Book what one file brings, all of it or nothing; `booked` is called after each. False: something it relied on has moved."""
        return book_together(self._database, self._office, decisions, versions, now, booked)

    def account(self, key: str, now: datetime) -> Account | None:
        """The account that an address (its key) speaks for, as of now."""
        return self.fetch(Wanted(address=key), now).account

    def code_locks(self, now: datetime) -> tuple[CodeLock, ...]:
        """What took no unlock code within the last day, after too many wrong ones."""
        with self._database.read() as connection:
            return guesses.locks(connection, now, self._office.config.entitlement)

    # ---- mail out ----------------------------------------------------------------------------------
    def claim_outgoing(self, now: datetime, limit: int) -> tuple[OutboxItem, ...]:
        """The oldest letters that are due, marked as being carried, at most `limit`."""
        return outbox.claim_outgoing(self._database, self._mine("courier"), now, limit)

    def mark(
        self, outbox_id: int, result: Literal["sent", "later", "failed"], reason: str, next_at: datetime | None, now: datetime
    ) -> None:
        """What became of a delivery; "later" is tried again at `next_at`."""
        outbox.mark(self._database, outbox_id, result, reason, next_at, now)

    def resume_sending(self, now: datetime) -> int:
        """At start: letters that were being carried when we died go out again with the same bytes; how many."""
        return outbox.resume_sending(self._database, self._mine("courier"), now)

    def pause(self, reason: str, now: datetime) -> None:
        """Nothing goes out for now, and this is why."""
        outbox.pause(self._database, reason, now)

    def unpause(self) -> None:
        """Mail goes out again."""
        outbox.unpause(self._database)

    def paused(self) -> tuple[str, datetime] | None:
        """Why nothing goes out, and since when; None when it does."""
        with self._database.read() as connection:
            return outbox.paused(connection)

    # ---- what waits for a person -------------------------------------------------------------------
    def release_held(self, outbox_id: int, now: datetime) -> bool:
        """Let a letter go that was held back; False when it is not held."""
        return holding.release(self._database, outbox_id, now)

    def drop_held(self, outbox_id: int, now: datetime) -> bool:
        """A letter that was held back never goes; False when it is not held."""
        return holding.drop(self._database, outbox_id, now)

    def release_quarantined(self, intake_id: int, now: datetime) -> bool:
        """Out of quarantine, to be handled with fresh attempts; False when this mail is not there."""
        return claims.readmit(self._database, intake_id, now)
