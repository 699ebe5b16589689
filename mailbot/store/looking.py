"""The books for people to read: lists, everything about one case, what a customer has, what is held.
Each question is answered from one snapshot; nothing is changed here."""

from __future__ import annotations

from datetime import datetime

from mailbot.desk.digest import Digest
from mailbot.desk.facts import DueItem
from mailbot.desk.registers.table import Registered
from mailbot.store import books, collected, holding, lists, registered
from mailbot.store.accounting import Accounting
from mailbot.store.books import AddressLine, CaseStory, LedgerLine, PaymentLine
from mailbot.store.collected import View
from mailbot.store.engine import Database
from mailbot.store.holding import Held
from mailbot.store.lists import CaseLine, Counts, OutboxLine, Quarantined, QuarantinedMail
from mailbot.store.registered import Change


class Looking:
    """What people ask of one database. `now` is always aware UTC."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cases(self, state: str | None = None, *, everything: bool = False) -> tuple[CaseLine, ...]:
        """The cases, the most urgent first: those in one state, or all that are open, or with `everything` all."""
        with self._database.read() as connection:
            return lists.cases(connection, state, everything=everything)

    def case(self, number: str) -> CaseStory | None:
        """Everything about one case; None when nobody has this number."""
        with self._database.read() as connection:
            return books.story(connection, number)

    def views(self, kind: str | None = None, since: datetime | None = None) -> tuple[View, ...]:
        """The views and wishes that were collected, the newest first: all, or of one kind, or since an instant."""
        with self._database.read() as connection:
            return collected.views(connection, kind, since)

    def digest(self, item: DueItem, now: datetime) -> Digest:
        """What the admins' digest may tell."""
        with self._database.read() as connection:
            return collected.digest(connection, item, now)

    def ledger(self, account_id: int) -> tuple[LedgerLine, ...]:
        """Every ledger line of an account, oldest first."""
        with self._database.read() as connection:
            return books.ledger(connection, account_id)

    @property
    def accounting(self) -> Accounting:
        """What a bookkeeper asks: whose a block is, what stands under a key, whether the books agree."""
        return Accounting(self._database)

    def payments(self, account_id: int) -> tuple[PaymentLine, ...]:
        """Every payment of an account, oldest first."""
        with self._database.read() as connection:
            return books.payments(connection, account_id)

    def entered(self, account_id: int) -> tuple[AddressLine, ...]:
        """The addresses that speak for an account, with the names of their persons, oldest first."""
        with self._database.read() as connection:
            return books.entered(connection, account_id)

    def changes(self, account_id: int) -> tuple[Change, ...]:
        """What people changed about an account, oldest first."""
        with self._database.read() as connection:
            return registered.changes(connection, account_id)

    def registered(self) -> tuple[Registered, ...]:
        """Every customer with all that belongs to him, oldest first."""
        with self._database.read() as connection:
            return registered.registered(connection)

    def payment_known(self, reference: str) -> bool:
        """Whether a payment of this reference is in the books."""
        with self._database.read() as connection:
            return books.payment_known(connection, reference)

    def outbox(self, state: str | None = None) -> tuple[OutboxLine, ...]:
        """The newest letters, in one state or in all."""
        with self._database.read() as connection:
            return lists.outbox(connection, state)

    def held(self) -> tuple[Held, ...]:
        """The letters that are held back, oldest first."""
        with self._database.read() as connection:
            return holding.held(connection)

    def quarantined(self) -> tuple[Quarantined, ...]:
        """The mails that a person must look at, oldest first."""
        with self._database.read() as connection:
            return lists.quarantine(connection)

    def quarantined_mail(self, intake_id: int) -> QuarantinedMail | None:
        """One mail of the quarantine with its bytes; None when it is not there."""
        with self._database.read() as connection:
            return lists.quarantined_mail(connection, intake_id)

    def counts(self) -> Counts:
        """How much of what there is."""
        with self._database.read() as connection:
            return lists.counts(connection)

    def due_work(self, now: datetime) -> int:
        """Mails that are not handled yet, what is due and letters that could go out now; 0: nothing is left to do."""
        with self._database.read() as connection:
            return lists.due_work(connection, now)
