"""What a decision on a payment may know: the payment itself, whom its message may mean, and what these have paid before.
Read in one snapshot, with the versions it rests on; nothing here says yet whose the money is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from mailbot.desk.effects.payments import Purpose
from mailbot.desk.facts import Account, Case
from mailbot.desk.payments.accounts import UNNAMED, Accounts


@dataclass(frozen=True, slots=True)
class Incoming:
    """A payment as the bank told of it, and what became of it so far."""

    id: int
    version: int
    state: str
    amount_minor: int
    currency: str
    booked_on: date
    left_minor: int  # of the amount, that is used for nothing yet
    because: str = ""
    account_id: int | None = None
    matched_address: str = ""
    match_method: str = ""
    to_account: str = ""
    paid_to: str = ""  # the number of ours that the payer named, where the account is an IBAN
    bank_reference: str = ""
    entry: str = ""  # the bank's reference of the entry it stands in
    messages: tuple[str, ...] = ()
    structured: tuple[str, ...] = ()
    payer_name: str = ""
    payer_account: str = ""
    is_reversal: bool = False
    is_sum: bool = False
    transaction_id: str = ""
    reverses: str = ""
    recorded_at: datetime | None = None
    actor: str = "bank"
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaymentWanted:
    """What must be looked up for one payment. Pure: nothing is read yet."""

    payment_id: int
    addresses: tuple[str, ...] = ()  # keys
    skeletons: tuple[str, ...] = ()
    id_numbers: tuple[str, ...] = ()
    case_numbers: tuple[str, ...] = ()
    accounts: Accounts = UNNAMED


@dataclass(frozen=True, slots=True)
class Credit:
    """What is left of an earlier payment of the same customer."""

    payment_id: int
    left_minor: int
    currency: str
    booked_on: date


@dataclass(frozen=True, slots=True)
class Other:
    """A payment of the same customer and amount, of about that day, that a person entered or another file told of."""

    payment_id: int
    booked_on: date
    by_hand: bool
    bare: bool  # without any reference of the bank


@dataclass(frozen=True, slots=True)
class Share:
    """What another payment paid of the same thing."""

    payment_id: int
    version: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A block of another customer, made of minutes of the one that was bought."""

    block_id: int
    account_id: int
    minutes_left: int
    account: Account | None = None  # whose it is now
    running: tuple[Case, ...] = ()  # of that account


@dataclass(frozen=True, slots=True)
class Booked:
    """An earlier payment of a customer, for one that a person enters."""

    reference: str
    recorded_at: datetime
    amount_minor: int
    currency: str
    booked_on: date


@dataclass(frozen=True, slots=True)
class Used:
    """What one part of a payment was used for, and how that stands now."""

    purpose: Purpose
    amount_minor: int
    tier: str
    block_id: int | None = None
    minutes: int = 0  # of the block, when it was bought
    minutes_left: int = 0
    grant_id: int | None = None
    grant_from: date | None = None  # first day of the right
    covers_from: date | None = None  # first day that this payment paid for
    later_from: date | None = None  # first day of the same right that a later payment paid for
    shares: tuple[Share, ...] = ()  # of other payments, the oldest first
    moved: tuple[Moved, ...] = ()
    ended: int = 0  # minutes that went off without work: they expired, or were paid back
    paid_back: bool = False  # a person has paid minutes of it back

    @property
    def worked(self) -> int:
        """Minutes that somebody worked for, wherever they went."""
        return self.minutes - self.unused - self.ended

    @property
    def unused(self) -> int:
        """Minutes that are left, wherever they went."""
        return self.minutes_left + sum(each.minutes_left for each in self.moved)


@dataclass(frozen=True, slots=True)
class Original:
    """A payment that a reversal may mean, with all that it was used for."""

    payment: Incoming
    used: tuple[Used, ...] = ()
    account: Account | None = None
    running: tuple[Case, ...] = ()  # of that account


@dataclass(frozen=True, slots=True)
class NamedCase:
    """Whose a case is that a payer names."""

    requester: str  # address key
    account: Account | None = None


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """All that a decision on a payment may know besides the settings."""

    now: datetime
    payment: Incoming | None = None  # None: there is none of this number
    owners: Mapping[str, Account] = field(default_factory=dict)  # address key -> the account it speaks for
    seen: frozenset[str] = frozenset()  # address keys that wrote to us or were written to lately
    by_skeleton: tuple[str, ...] = ()  # keys of known addresses that look like one in the message
    by_id_number: Mapping[str, Account] = field(default_factory=dict)
    credits: Mapping[int, tuple[Credit, ...]] = field(default_factory=dict)  # account id -> what is left of earlier payments
    fees: Mapping[int, tuple[tuple[str, date], ...]] = field(default_factory=dict)  # account id -> (tier, booked on) of its fees
    waiting: Mapping[str, tuple[Case, ...]] = field(default_factory=dict)  # address key -> cases that wait for a right
    twins: tuple[int, ...] = ()  # payments of another file that look the same
    bare: bool = False  # without any reference of the bank
    same_name: bool = False  # another payment of that day bears its reference
    others: Mapping[int, tuple[Other, ...]] = field(default_factory=dict)  # account id -> its payments that may be this one
    entry_minor: int = 0  # what the single payments of the same entry of the bank sum up to
    sums: tuple[tuple[int, int, str], ...] = ()  # (payment, amount, state) of sums of the same entry that came without details
    originals: tuple[Original, ...] = ()  # of a reversal: what it may take back
    versions: tuple[tuple[str, str, int], ...] = ()
    account: Account | None = None  # whose the payment is, where that is known
    away: tuple[str, ...] = ()  # ids of the agents who are away today
    booked: Mapping[str, tuple[Booked, ...]] = field(default_factory=dict)  # address key -> earlier payments, for one that a person enters
    elsewhere: tuple[int, ...] = ()  # payments of another file that look the same, under a name that may mean the same account
    by_case: Mapping[str, NamedCase] = field(default_factory=dict)  # case number -> whose it is
