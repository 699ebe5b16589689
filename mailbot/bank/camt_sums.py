"""The sums that a camt file states of itself, held against what was read: of a batch, of an entry, of a statement.
A file whose figures do not agree has lost something on its way, and none of it is booked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from mailbot.bank import amounts
from mailbot.bank.elements import Element
from mailbot.bank.record import BankFileError
from mailbot.bank.text import short

_DO = "ask the bank for the file again; nothing of this one is booked"
_COUNT = re.compile(r"[0-9]{1,15}")


@dataclass(slots=True)
class EntrySum:
    """What was read of one entry so far."""

    read: int = 0  # öre or cent in the currency of the entry, with sign
    may_differ: bool = False  # charges, or another currency: the entry need not be the sum of its transactions
    all_priced: bool = True
    has_bare_batch: bool = False  # several payments of which the file says nothing but their sum


def _number(text: str, what: str, place: str) -> int:
    if not _COUNT.fullmatch(text):
        raise BankFileError.at(place, f"{what} {short(text)}", 'a number in digits, such as "12"', _DO)
    return int(text)


def _decimal(text: str, what: str, place: str) -> Decimal:
    try:
        return amounts.decimal(text)
    except ValueError as error:
        raise BankFileError.at(place, f"{what} {short(text)}", str(error), _DO) from None


def check_batch(batch: Element, count: int, read: int, tally: EntrySum, currency: str, place: str) -> None:
    """What a batch says of itself. A batch of several without transactions is noted; only its sum is known."""
    stated = batch.said("NbOfTxs")
    number = _number(stated, "Btch/NbOfTxs", place) if stated else None
    if not count:
        tally.has_bare_batch = tally.has_bare_batch or number != 1
        return
    if number is not None and number != count:
        raise BankFileError.at(place, f"a batch of {number} transactions (Btch/NbOfTxs) with {count} in it", "the same number", _DO)
    total = batch.first("TtlAmt")
    if total is None or (total.currency or currency) != currency or tally.may_differ or not tally.all_priced:
        return
    value = _decimal(total.text.strip(), "Btch/TtlAmt", place)
    found = Decimal(abs(read)).scaleb(-amounts.exponent(currency))
    if value != found:
        raise BankFileError.at(place, f"a batch of {value} {currency} (Btch/TtlAmt) with transactions of {found} {currency}", "the same sum", _DO)


@dataclass(slots=True)
class _Count:
    entries: int = 0
    amount: Decimal = Decimal(0)


@dataclass(slots=True)
class StatementSums:
    """The entries of one statement: all of them, and those that are booked, since banks count either."""

    stated: list[Element] = field(default_factory=list)
    is_page: bool = False  # the sums may be those of all pages together
    read: dict[tuple[str, bool], _Count] = field(default_factory=dict)

    def expect(self, element: Element) -> None:
        """Keep what the statement says of itself."""
        if element.name == "TxsSummry":
            self.stated.append(element)
        elif element.name in ("StmtPgntn", "NtfctnPgntn"):
            self.is_page = element.said("LastPgInd") not in ("true", "1") or element.said("PgNb").lstrip("0") not in ("", "1")

    def count(self, amount: Decimal, is_credit: bool, is_booked: bool) -> None:
        for name in ("TtlNtries", "TtlCdtNtries" if is_credit else "TtlDbtNtries"):
            for booked in {False, is_booked}:  # False: whether booked or not
                one = self.read.setdefault((name, booked), _Count())
                one.entries += 1
                one.amount += amount

    def check(self, place: str) -> None:
        """Raises BankFileError with both figures."""
        for name, stated in self._groups():
            counts = [self.read.get((name, booked), _Count()) for booked in (False, True)]
            number, total = stated.said("NbOfNtries"), stated.said("Sum")
            if number and _number(number, f"{name}/NbOfNtries", place) not in [one.entries for one in counts]:
                raise BankFileError.at(place, f"{number} entries stated ({name}/NbOfNtries) and {counts[0].entries} found", "the same number", _DO)
            if total and _decimal(total, f"{name}/Sum", place) not in [one.amount for one in counts]:
                raise BankFileError.at(place, f"a sum of {total} stated ({name}/Sum) and {counts[0].amount} found", "the same sum", _DO)

    def _groups(self) -> Iterator[tuple[str, Element]]:
        for summary in [] if self.is_page else self.stated:
            for name in ("TtlNtries", "TtlCdtNtries", "TtlDbtNtries"):
                yield from ((name, one) for one in summary.all(name))
