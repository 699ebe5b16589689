"""Effects on payments: whose one is, what a part of it was used for, and what a reversal takes back.
All parts of a payment together are never more than the payment; booking looks again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

PaymentState = Literal["received", "credit", "held", "allocated", "refunded", "reversed", "ignored", "duplicate"]
Purpose = Literal["fee", "block", "refund", "difference"]


@dataclass(frozen=True, slots=True)
class SettlePayment:
    """What became of a payment of a file, and why. With `of_account` it is of an account: of this one, or of that which this decision
    opens. Blocks that the same decision adds are bought by the first payment that it settles."""

    payment_id: int
    state: PaymentState
    because: str = ""
    of_account: bool = False
    account_id: int | None = None
    method: str = ""
    address: str = ""
    reverses_id: int | None = None


@dataclass(frozen=True, slots=True)
class Allocate:
    """A part of a payment (None: of the one that this decision records) was used for something that this decision makes: its block of
    that place, from 0, or its right; or for nothing, when it is paid back."""

    payment_id: int | None
    purpose: Purpose
    amount_minor: int
    tier: str = ""
    block: int | None = None
    of_grant: bool = False
    covers_from: date | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Minutes of a block whose payment was reversed."""

    block_id: int
    minutes: int  # positive
    account_id: int
    idem: str


@dataclass(frozen=True, slots=True)
class EndGrant:
    """A right that was prolonged by a payment that was reversed: it ends where it would have ended without it."""

    grant_id: int
    account_id: int
    valid_until: date


@dataclass(frozen=True, slots=True)
class BeginGrant:
    """A right whose first period was paid by a payment that was reversed: it begins with what another one paid."""

    grant_id: int
    account_id: int
    valid_from: date


@dataclass(frozen=True, slots=True)
class FreePart:
    """A part of a payment is free again: what it was used for, together with another payment, was taken back."""

    payment_id: int
    purpose: Purpose
    amount_minor: int  # positive
    tier: str
    block_id: int | None = None
    grant_id: int | None = None
    covers_from: date | None = None
