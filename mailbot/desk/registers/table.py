"""The table of customers, as a vendor keeps it in a spreadsheet: its columns, and what one customer is in the file and in the books.
One row for each customer, and further rows for further rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mailbot.desk.facts import Account

COLUMNS: Mapping[str, str] = {
    "address": "the customer's first address; it says which customer a row is about, and is always needed",
    "name": "of the person or organisation",
    "language": "sv, de, nl or en",
    "addresses": "further addresses that speak for him",
    "domains": "domains whose addresses speak for him",
    "contacts": "persons who may write for him: Bo Ek <bo@kund.example> | eva@kund.example",
    "tier": "name of a right; for a second one, another row with the same address",
    "valid_from": "first day of that right, 2026-01-01; empty: today",
    "valid_until": "its last day; empty: open ended",
    "trainings": "address, module, and perhaps first and last day: bo@kund.example Lön 2026-01-15/2027-01-14 | eva@kund.example *",
    "overdue_since": "since when an invoice is overdue; empty: all are paid",
    "id_number": "of an earlier system, with its code in unlock_code",
    "unlock_code": "is kept as a keyed hash only, and never exported",
}
AT_MOST = 50  # errors that are told at once


@dataclass(frozen=True, slots=True)
class Person:
    """One address of a customer, and who writes from it."""

    address: str
    name: str = ""
    contact: bool = False


@dataclass(frozen=True, slots=True)
class Registered:
    """A customer as the books have him."""

    account: Account
    people: tuple[Person, ...]
    credentials: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # (ID number, keyed hash of its code)


@dataclass(frozen=True, slots=True)
class RightCell:
    """A right: a tier, for a period."""

    row: int  # of the file; of a right in the books, its id
    tier: str
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class TrainingCell:
    """A person has passed the training for a module."""

    address: str
    module: str
    passed_on: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class CodeCell:
    """An ID number, and the hashes of its code under every key that is accepted, the current one first; none: no code was given."""

    id_number: str
    hashes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One customer as the file has him. None: the file has no such column, and says nothing of it."""

    row: int
    address: str
    name: str = ""
    language: str = ""
    addresses: tuple[str, ...] = ()
    domains: tuple[str, ...] | None = None
    contacts: tuple[Person, ...] | None = None
    rights: tuple[RightCell, ...] = ()
    trainings: tuple[TrainingCell, ...] | None = None
    overdue: tuple[date | None] | None = None
    codes: tuple[CodeCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file, read."""

    entries: tuple[Entry, ...]
    errors: tuple[str, ...]


def latest_rights(account: Account) -> list[RightCell]:
    """Of each tier the right that lasts longest."""
    latest: dict[str, RightCell] = {}
    for grant in sorted(account.grants, key=lambda g: (g.valid_until or date.max, g.id)):
        latest[grant.tier] = RightCell(grant.id, grant.tier, grant.valid_from, grant.valid_until)
    return list(latest.values())
