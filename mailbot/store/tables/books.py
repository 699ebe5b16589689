"""The books: rights, prepaid blocks, the ledger of minutes, time worked.
Minutes and money are whole numbers. A balance is the sum of its ledger lines and stands in no column."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from mailbot.store.tables.base import NEVER_REUSED, Row, key, one_of, refers_to, table

LEDGER_REASONS = ("purchase", "spend", "correction", "expiry", "refund", "transfer")
OPENS = "reason = 'purchase' OR (reason = 'transfer' AND minutes > 0)"  # the first line of a block


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
    """Minutes bought at once, or come from a block of another account."""

    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        Index("uq_block_payment_id_ordinal", "payment_id", "ordinal", unique=True),
        NEVER_REUSED,
    )
    id: int | None = key()
    account_id: int = refers_to("account.id")
    payment_id: int | None = refers_to("payment.id", default=None)
    tier: str
    minutes: int
    price_minor: int
    currency: str
    purchased_at: datetime
    expires_on: date | None = None
    ordinal: int = 1  # among the blocks of its payment: 600 kr are the blocks 1 and 2
    came_from_id: int | None = refers_to("block.id", default=None)


class TimeEntry(Row, table=True):
    """Time that an agent worked on a case: raw, and what of it is charged. Negative where it takes back an earlier entry;
    triggers refuse to take back more than there was."""

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
    billed_minutes: int = 0
    corrects_id: int | None = refers_to("timeentry.id", default=None)


class LedgerEntry(Row, table=True):
    """One line of the ledger. Triggers refuse to change or delete it, to take more than a block holds, and to reverse a line by
    anything but its exact opposite."""

    __table_args__ = (
        CheckConstraint("minutes <> 0", name="minutes"),
        one_of("reason", LEDGER_REASONS),
        Index("ix_ledgerentry_block_id", "block_id", "minutes"),  # covers the sum
        Index("uq_ledgerentry_opening", "block_id", unique=True, sqlite_where=text(OPENS), postgresql_where=text(OPENS)),
        Index("uq_ledgerentry_reverses_id", "reverses_id", unique=True),
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
    reverses_id: int | None = Field(default=None, foreign_key="ledgerentry.id")


entitlement, block = table(Entitlement), table(Block)
time_entry, ledger_entry = table(TimeEntry), table(LedgerEntry)
