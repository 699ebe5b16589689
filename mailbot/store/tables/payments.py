"""Payments: the files of the bank, each movement of money in them, and what each was used for.
What a file says stays as it said it; what is left of a payment is its amount less its allocations, and stands in no column."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column, Index, false, text
from sqlmodel import Field

from mailbot.store.tables.base import NEVER_REUSED, Row, key, one_of, refers_to, table

# received: nobody has looked at it yet; credit: somebody's, and not all of it is used; held: a person must look; allocated: all of it
# is used; refunded: taken or paid back, and what we paid back ourselves (negative); reversed: it took one back; ignored: a person said so, or it is none; duplicate: known already.
PAYMENT_STATES = ("received", "credit", "held", "allocated", "refunded", "reversed", "ignored", "duplicate")
PURPOSES = ("fee", "block", "refund", "difference")
OPEN_PAYMENTS = "state IN ('received', 'credit', 'held')"


class PaymentFile(Row, table=True):
    """One file of the bank, read whole."""

    __table_args__ = NEVER_REUSED
    id: int | None = key()
    sha256: str = Field(unique=True)
    name: str
    format: str
    message_id: str = ""
    made_at: datetime | None = None
    read_at: datetime
    records: int  # that stand in it
    fresh: int  # that no other file had told of
    error: str | None = None  # why nothing of it was booked


class Payment(Row, table=True):
    """Money that arrived, or went back when negative."""

    __table_args__ = (
        CheckConstraint("amount_minor <> 0", name="amount"),
        one_of("state", PAYMENT_STATES),
        Index("ix_payment_open", "account_id", sqlite_where=text(OPEN_PAYMENTS), postgresql_where=text(OPEN_PAYMENTS)),
        NEVER_REUSED,
    )
    id: int | None = key()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    account_id: int | None = refers_to("account.id", default=None)
    reference: str = Field(unique=True)  # what it is booked once under
    amount_minor: int
    currency: str
    booked_on: date
    message: str = ""
    actor: str
    recorded_at: datetime
    state: str = Field(default="allocated", sa_column_kwargs={"server_default": "allocated"})
    because: str = Field(default="", sa_column_kwargs={"server_default": ""})  # of a state that needs a reason
    match_method: str = Field(default="", sa_column_kwargs={"server_default": ""})
    matched_address: str = Field(default="", sa_column_kwargs={"server_default": ""})
    file_id: int | None = refers_to("paymentfile.id", default=None)
    to_account: str = Field(default="", sa_column_kwargs={"server_default": ""})  # ours, as the bank writes it
    paid_to: str = Field(default="", sa_column_kwargs={"server_default": ""})  # the number of ours that the payer named
    bank_reference: str = Field(default="", sa_column_kwargs={"server_default": ""})
    entry_key: str | None = Field(default=None, index=True)  # of the bank's entry: what two kinds of file have in common
    alike: str = Field(default="", sa_column_kwargs={"server_default": ""}, index=True)  # digest of day, amount and words
    entry: str = Field(default="", sa_column_kwargs={"server_default": ""}, index=True)  # the bank's reference of the entry it stands in
    value_on: date | None = None
    messages: list[str] = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))
    structured: list[str] = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))  # OCR and creditor references
    payer_name: str = Field(default="", sa_column_kwargs={"server_default": ""})
    payer_account: str = Field(default="", sa_column_kwargs={"server_default": ""})
    is_reversal: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    is_sum: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    transaction_id: str = Field(default="", sa_column_kwargs={"server_default": ""})
    reverses: str = Field(default="", sa_column_kwargs={"server_default": ""})  # the bank's reference of what it takes back
    reverses_id: int | None = refers_to("payment.id", default=None)
    settled_at: datetime | None = None
    place: str = Field(default="", sa_column_kwargs={"server_default": ""})  # in its file


class PaymentAllocation(Row, table=True):
    """What a part of a payment was used for. All parts together are never more than the payment."""

    __table_args__ = (CheckConstraint("amount_minor <> 0", name="amount"), one_of("purpose", PURPOSES), NEVER_REUSED)
    id: int | None = key()
    payment_id: int = refers_to("payment.id")
    purpose: str
    amount_minor: int
    tier: str = ""
    block_id: int | None = refers_to("block.id", default=None)
    entitlement_id: int | None = refers_to("entitlement.id", default=None)
    covers_from: date | None = None  # of a fee: the first day it pays for
    at: datetime


payment_file, payment, payment_allocation = table(PaymentFile), table(Payment), table(PaymentAllocation)
