"""What the books say of a customer: his rights, his prepaid minutes, and the work that has drawn from them.
Pseudonymous, and as booked: what counts today is worked out by those who ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Block:
    """Prepaid minutes that were bought at once. Its balance is the sum of its ledger lines."""

    id: int
    minutes_left: int
    purchased_at: datetime
    expires_on: date | None = None  # the last day on which it may be used
    minutes: int = 0  # bought
    price_minor: int = 0
    currency: str = ""
    tier: str = ""
    ended: str = ""  # expiry | refund | transfer: why it was emptied otherwise than by work; the newest reason
    last_line: int = 0  # its newest line in the ledger
    case_id: int | None = None  # the case that has drawn from it, while it is partly used
    case_open: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger that work has drawn."""

    id: int
    block_id: int
    minutes: int  # negative
    reversed: bool = False  # taken back by a later line
    void: bool = False  # the price of its block went back: what returns to that block ends at once


@dataclass(frozen=True, slots=True)
class Worked:
    """Time that was entered for a case: raw, and what of it is charged."""

    id: int
    case_id: int
    agent_id: str
    minutes: int  # negative: takes back part of the entry `corrects`
    billed: int
    billing: str  # block | agreement | invoice | goodwill
    at: datetime
    corrects: int | None = None
    lines: tuple[Line, ...] = ()  # oldest first


@dataclass(frozen=True, slots=True)
class Grant:
    """A right to support: a tier, for a period."""

    id: int
    tier: str
    kind: str
    product: str
    valid_from: date
    valid_until: date | None  # last day included; None: open ended
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Training:
    """A person has passed the training for a module."""

    address: str  # of the person
    module: str  # "*": of all
    passed_on: date
    valid_until: date | None = None  # last day on which it counts


@dataclass(frozen=True, slots=True)
class Account:
    """Who owns rights and minutes. Pseudonymous: the books refer to `id` alone."""

    id: int
    version: int
    name: str
    language: str | None
    addresses: tuple[str, ...]
    grants: tuple[Grant, ...] = ()
    blocks: tuple[Block, ...] = ()  # in the order of use: earliest expiry, then purchase, then id
    has_credential: bool = False
    domains: tuple[str, ...] = ()  # whose addresses speak for this account
    contacts: tuple[str, ...] = ()  # addresses of the named persons who may write for it
    overdue_since: date | None = None  # since when an invoice of his is overdue
    trainings: tuple[Training, ...] = ()
    code_issued_at: datetime | None = None  # when the unlock code that counts was made

    @property
    def minutes_booked(self) -> int:
        """The sum of all blocks, expired ones included; what may be used today is `ledger.balance`."""
        return sum(block.minutes_left for block in self.blocks)


@dataclass(frozen=True, slots=True)
class CredentialCheck:
    """What the store found about a claimed ID number and code."""

    outcome: Literal["correct", "wrong", "locked"]
    account: Account | None = None  # only when correct
    mistyped: bool = False  # the check digit of the number is not right: nobody has it, and no code was tried
