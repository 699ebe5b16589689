"""The registers as a table: one row for each customer, as a vendor keeps it in a spreadsheet, and further rows for further rights.
Read strictly: an error names row and column, what was seen and what was expected; what stands in a column of codes is never shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from mailbot.desk.facts import Account


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
