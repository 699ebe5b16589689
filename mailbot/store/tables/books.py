"""The books: rights, prepaid blocks, the ledger of minutes, time worked.
Minutes and money are whole numbers. A balance is the sum of its ledger lines and stands in no column."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from mailbot.store.tables.base import NEVER_REUSED, Row, key, one_of, refers_to, table

LEDGER_REASONS = ("purchase", "spend", "correction", "expiry", "refund", "transfer")


class Entitlement(Row, table=True):
    """A right to support: a tier, for a period."""

    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="period"),
        NEVER_REUSED,
    )
    id: int | None = key()
    account_id: int = refers_to("account.id")
    tier: str
    kind: str
    product: str
    valid_from: date
    valid_until: date | None = None  # last day included
    suspended: bool = False
    revoked_at: datetime | None = None  # for good: refunded or abused (states.md 3.2)


class Block(Row, table=True):
    """Minutes bought at once."""

    __table_args__ = (CheckConstraint("minutes > 0", name="minutes"), NEVER_REUSED)
    id: int | None = key()
    account_id: int = refers_to("account.id")
    payment_id: int | None = refers_to("payment.id", default=None)
    tier: str
    minutes: int
    price_minor: int
    currency: str
    purchased_at: datetime
    expires_on: date | None = None


class TimeEntry(Row, table=True):
    """Time that an agent worked on a case."""

    __table_args__ = (
        CheckConstraint("minutes <> 0", name="minutes"),
        one_of("billing", ("block", "agreement", "invoice", "goodwill")),
        NEVER_REUSED,
    )
    id: int | None = key()
    case_id: int = refers_to("supportcase.id")
    account_id: int | None = refers_to("account.id", default=None)
    agent_id: str
    minutes: int
    billing: str
    spent_on: date
    note: str = ""
    idem: str = Field(unique=True)
    at: datetime


class LedgerEntry(Row, table=True):
    """One line of the ledger. Triggers refuse to change or delete it, and to take more than a block holds."""

    __table_args__ = (
        CheckConstraint("minutes <> 0", name="minutes"),
        one_of("reason", LEDGER_REASONS),
        Index("ix_ledgerentry_block_id", "block_id", "minutes"),  # covers the sum
        Index("uq_ledgerentry_purchase", "block_id", unique=True, sqlite_where=text("reason = 'purchase'"),
              postgresql_where=text("reason = 'purchase'")),
        NEVER_REUSED,
    )  # fmt: skip
    id: int | None = key()
    block_id: int = Field(foreign_key="block.id")
    minutes: int  # bought or given back (+), spent (-)
    reason: str
    case_id: int | None = refers_to("supportcase.id", default=None)
    time_entry_id: int | None = refers_to("timeentry.id", default=None)
    idem: str = Field(unique=True)
    actor: str
    note: str = ""
    at: datetime


entitlement, block = table(Entitlement), table(Block)
time_entry, ledger_entry = table(TimeEntry), table(LedgerEntry)
