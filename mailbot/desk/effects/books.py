"""Effects on the books and registers: accounts, rights, blocks, minutes, payments, credentials.
Minutes and money are whole numbers; `account_id=None` always means: the account that this same decision opens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Draw:
    """Minutes taken from one block (negative) or given back (positive)."""

    block_id: int
    minutes: int
    reverses: int | None = None  # the line that this one takes back: the same minutes, the other way


@dataclass(frozen=True, slots=True)
class Spend:
    """Time worked on a case, and what of it is drawn from prepaid blocks; negative: time entered before that is taken back."""

    case_id: int
    account_id: int | None
    agent_id: str
    minutes: int
    draws: tuple[Draw, ...]
    billing: Literal["block", "agreement", "invoice", "goodwill"]
    spent_on: date
    note: str
    idem: str  # prefix of the keys of every line
    billed: int | None = None  # minutes charged; None: what is drawn
    corrects: int | None = None  # the time entry that this one takes back, or part of it
    actor: str = ""  # who wrote it; else the agent


@dataclass(frozen=True, slots=True)
class EndBlock:
    """What a block still holds is taken off it: it has expired, or its price goes back. Booked once for its key."""

    account_id: int
    block_id: int
    minutes: int  # that it held when this was decided
    reason: Literal["expiry", "refund"]
    actor: str
    note: str
    idem: str


@dataclass(frozen=True, slots=True)
class MoveBlock:
    """What a block still holds becomes a block of another account: two lines, one key. `to_account=None`: of the one opened here."""

    account_id: int
    block_id: int
    minutes: int
    price_minor: int  # the share of the price that goes with them
    to_account: int | None
    actor: str
    note: str
    idem: str


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """Booking gives the account an id that Credit, GrantTier and IssueCredential with account_id=None refer to."""

    address: str
    name: str
    language: str | None


@dataclass(frozen=True, slots=True)
class AddAddress:
    """One more address that speaks for an account; `contact`: of a named person who may write for it."""

    account_id: int | None
    address: str
    name: str = ""
    contact: bool = False


@dataclass(frozen=True, slots=True)
class RemoveContact:
    """This person is none of the named contacts any more; his address goes on to belong to the account."""

    account_id: int | None
    address: str


@dataclass(frozen=True, slots=True)
class RemoveAddress:
    """The address speaks for the account no more; what its person has passed is forgotten with it."""

    account_id: int | None
    address: str


@dataclass(frozen=True, slots=True)
class AddTraining:
    """The person of an address of the account has passed the training for a module; again: the later day counts."""

    account_id: int | None
    address: str
    module: str
    passed_on: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class RemoveTraining:
    account_id: int | None
    address: str
    module: str


@dataclass(frozen=True, slots=True)
class SetOverdue:
    """Since when an invoice is overdue; None: all are paid."""

    account_id: int | None
    since: date | None


@dataclass(frozen=True, slots=True)
class AddDomain:
    """All addresses of this domain speak for an account."""

    account_id: int | None
    domain: str


@dataclass(frozen=True, slots=True)
class NoteChange:
    """What somebody changed about an account, and why, for whoever asks later. Holds no code."""

    account_id: int | None
    kind: str  # verdict or command: "overdue", "imported", "code_renewed"
    actor: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class RemoveDomain:
    """The addresses of this domain speak for the account no more."""

    account_id: int | None
    domain: str


@dataclass(frozen=True, slots=True)
class RecordPayment:
    account_id: int | None
    reference: str  # unique: the same payment is booked once
    amount_minor: int
    currency: str
    booked_on: date
    message: str
    actor: str


@dataclass(frozen=True, slots=True)
class AddBlocks:
    """Prepaid blocks bought by the payment of this decision, each with its opening ledger line."""

    account_id: int | None
    tier: str
    count: int
    minutes_each: int
    price_minor: int
    currency: str
    expires_on: date | None
    actor: str


@dataclass(frozen=True, slots=True)
class GrantTier:
    account_id: int | None
    tier: str
    kind: str
    product: str
    valid_from: date
    valid_until: date | None
    extends: int | None = None  # grant id that is prolonged instead of a new one


@dataclass(frozen=True, slots=True)
class SetSuspended:
    """A right rests for a while, or counts again."""

    account_id: int | None
    grant_id: int
    suspended: bool


@dataclass(frozen=True, slots=True)
class RevokeRight:
    """A right ends at once and for good: refunded, or abused."""

    account_id: int | None
    grant_id: int


@dataclass(frozen=True, slots=True)
class IssueCredential:
    """A new ID number and unlock code. The code is kept as a keyed hash; it stands in clear in one letter only."""

    account_id: int | None


@dataclass(frozen=True, slots=True)
class ImportCode:
    """An ID number of an earlier system, with the keyed hash of its code; known already, it gets this code."""

    account_id: int | None
    id_number: str
    code_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RenewCode:
    """A new unlock code in the place of the old one, which counts no longer; the ID number stays."""

    account_id: int


@dataclass(frozen=True, slots=True)
class RecordAttempt:
    id_number: str
    address: str
    correct: bool
