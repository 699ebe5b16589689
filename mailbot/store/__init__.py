"""The store: tables (SQLModel declares, SQLAlchemy Core queries), intake, fetch, book, outbox.
One database, SQLite by default or PostgreSQL; everything that must happen together is one transaction."""

from mailbot.store.books import CaseStory, Decided, Event, LedgerLine, PaymentLine, Said, TimeLine
from mailbot.store.claims import IntakeItem
from mailbot.store.collected import View
from mailbot.store.errors import AlreadyPaid, Busy, ClaimLost, Damaged, StoreError, WrongPlace, WrongSchema, is_outage
from mailbot.store.intake import Kept, ToKeep
from mailbot.store.keeper import Keeper
from mailbot.store.lists import CaseLine, Counts, OutboxLine, Quarantined, QuarantinedMail
from mailbot.store.locks import Leadership
from mailbot.store.mailboxes import Unread
from mailbot.store.outbox import OutboxItem
from mailbot.store.payment_import import Imported
from mailbot.store.payment_lists import PaymentCounts, PaymentStory
from mailbot.store.store import Store

__all__ = [
    "AlreadyPaid",
    "Busy",
    "CaseLine",
    "CaseStory",
    "ClaimLost",
    "Counts",
    "Damaged",
    "Decided",
    "Event",
    "Imported",
    "IntakeItem",
    "Keeper",
    "Kept",
    "Leadership",
    "LedgerLine",
    "OutboxItem",
    "OutboxLine",
    "PaymentCounts",
    "PaymentLine",
    "PaymentStory",
    "Quarantined",
    "QuarantinedMail",
    "Said",
    "Store",
    "StoreError",
    "TimeLine",
    "ToKeep",
    "Unread",
    "View",
    "WrongPlace",
    "WrongSchema",
    "is_outage",
]
