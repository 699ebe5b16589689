"""The books of the bank, behind one door: files brought in, payments read and listed. Part of the store.
Each method is one transaction or one snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.bank.record import BankFile
from mailbot.config.settings import Config
from mailbot.desk.daily import Daily, HeldPayment
from mailbot.desk.facts import DueItem
from mailbot.desk.payments.facts import Incoming, PaymentFacts, PaymentWanted
from mailbot.desk.payments.identity import Identified
from mailbot.store import payment_import, payment_lists, payment_reading, payment_rows, work
from mailbot.store.engine import Database
from mailbot.store.payment_import import Imported
from mailbot.store.payment_lists import PaymentCounts, PaymentStory


class BankBooks:
    """What the bank told, and what became of it. `now` is always aware UTC."""

    def __init__(self, database: Database, config: Config) -> None:
        self._database = database
        self._config = config

    def known_file(self, digest: str) -> Imported | None:
        """What became of this very file before; None when it was never booked."""
        with self._database.read() as connection:
            return payment_import.known(connection, digest)

    def bring_in(self, name: str, digest: str, file: BankFile, records: Iterable[Identified], now: datetime, *, keep: bool = True) -> Imported:
        """Book a file whole, or nothing of it; each payment that is new is due to be settled at once. Without `keep`, only say what would be new."""
        return payment_import.bring_in(self._database, name, digest, file, records, now, keep=keep)

    def file_failed(self, name: str, digest: str, error: str, now: datetime) -> None:
        """A file could not be read: the admins will hear of it."""
        payment_import.failed(self._database, name, digest, error, now)

    def payment(self, payment_id: int) -> Incoming | None:
        """One payment as it stands; None when there is none of this number."""
        with self._database.read() as connection:
            return payment_rows.one(connection, payment_id)

    def facts(self, wanted: PaymentWanted, now: datetime) -> PaymentFacts:
        """Everything that a decision on a payment may need, with the versions that booking looks at again."""
        with self._database.read() as connection:
            found = payment_reading.facts(connection, wanted, now, self._config.limits)
            return replace(found, away=work.away(connection, now.astimezone(ZoneInfo(self._config.hours["office"].timezone)).date()))

    def held(self, now: datetime) -> tuple[HeldPayment, ...]:
        """The payments that wait for a person, oldest first."""
        with self._database.read() as connection:
            return payment_lists.held(connection, now, self._config)

    def story(self, payment_id: int, now: datetime) -> PaymentStory | None:
        """Everything about one payment; None when there is none of this number."""
        with self._database.read() as connection:
            return payment_lists.story(connection, payment_id, now, self._config)

    def daily(self, item: DueItem, now: datetime) -> Daily:
        """What the admins' letter of today may tell."""
        with self._database.read() as connection:
            return payment_lists.daily(connection, item, now, self._config)

    def counts(self) -> PaymentCounts:
        """How many payments wait for what."""
        with self._database.read() as connection:
            return payment_lists.counts(connection)
