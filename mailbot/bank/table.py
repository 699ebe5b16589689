"""CSV exports of internet banks: any delimiter, any encoding, lines above the header and sums below (RFC 4180, and what banks make of it).
A row is a payment, or recognisably none, or an error that names row and column: nothing is left out quietly."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from mailbot.bank import amounts, cells
from mailbot.bank.columns import Columns, Twice, find
from mailbot.bank.record import BankFile, BankFileError, BankRecord
from mailbot.bank.text import BOUNDS, Bounds, decoded, line_of, marked, short, within
from mailbot.config.money import BankTable, Payments

_HEAD = 100_000  # characters among which the header stands
_DELIMITERS = (";", "\t", ",", "|")
_SUMS = tuple(
    "summa|totalt|total|totaal|saldo|ingående|utgående|antal|slutsaldo|balance|opening|closing|sum|anfangssaldo|endsaldo|schlusssaldo|kontostand|"
    "alter kontostand|neuer kontostand|beginsaldo|eindsaldo|preliminär|reserv|vorgemerkt|pending|gereserveerd".split("|")
)
_BALANCES = frozenset(
    "ingående saldo|utgående saldo|ingående balans|utgående balans|opening balance|closing balance|anfangssaldo|endsaldo|alter kontostand|"
    "neuer kontostand|beginsaldo|eindsaldo".split("|")
)
_CAME = frozenset("c cr crdt credit k kredit h haben bij in +".split())
_LEFT = frozenset("d dr dbit debit debet s soll af uit ut out -".split())
_DO = "mend the row, or name the columns below [[payments.csv]]; nothing of this file is booked"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file whose header was found."""

    text: str
    delimiter: str
    header: int  # the line of the header
    columns: Columns
    layout: BankTable
    account: str  # empty: a column says it
    currency: str


def read(pieces: Iterable[bytes], settings: Payments, currency: str, bounds: Bounds = BOUNDS) -> tuple[BankFile, Iterator[BankRecord]]:
    """The file, and its movements one after the other. Raises BankFileError, also later, while the records are taken."""
    raw = b"".join(within(pieces, bounds.table_megabytes))
    sheet = _sheet(raw, settings, currency, bounds)
    return BankFile("csv"), _records(sheet)


def _text(raw: bytes, declared: str) -> str:
    """The text: by its mark, as configured, else UTF-8 if all of it is, else Windows-1252."""
    found = marked(raw[:4])
    if found or declared:
        return "".join(decoded([raw], found or codecs.lookup(declared).name)).lstrip("\ufeff")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return "".join(decoded([raw], "cp1252"))


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it begins in. Raises csv.Error, also for a row that has no end."""
    spent = 0

    def lines() -> Iterator[str]:
        nonlocal spent
        for line in io.StringIO(text, newline=""):
            spent += len(line)
            if spent > BOUNDS.row:
                raise csv.Error(f"a row of more than {BOUNDS.row} characters")
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, strict=True, skipinitialspace=delimiter != "\t")
    begins = 1
    for row in reader:
        yield begins, row
        begins, spent = reader.line_num + 1, 0


def _sheet(raw: bytes, settings: Payments, currency: str, bounds: Bounds) -> _Sheet:
    """The header by its meaning: the first row in which date and amount are named, by the first layout and delimiter that finds one."""
    twice = ""
    for layout in (*settings.csv, BankTable()):
        text = _text(raw, layout.encoding)
        given = {"": _DELIMITERS, "tab": ("\t",)}.get(layout.delimiter, (layout.delimiter,))
        for delimiter in given:
            try:
                for line, row in islice(_rows(text[:_HEAD], delimiter), bounds.preamble):
                    if len(row) <= bounds.columns and (columns := find(row, layout)):
                        own = "" if columns.account is not None else _account(layout, settings)
                        return _Sheet(text, delimiter, line, columns, layout, own, layout.currency or columns.amount_currency or currency)
            except csv.Error:
                continue
            except Twice as name:
                twice = twice or str(name)
    if twice:
        raise BankFileError.at("the header", f"two columns called {short(twice)}", "one of each",
                               f'say which one is meant below [[payments.csv]], as "{twice}#1" or "{twice}#2"')
    raise BankFileError.at("the file", f"it begins with {short(_text(raw, '')[:300])}, and no row of the first {bounds.preamble} names date and amount",
                           "a header such as Bokföringsdag;Belopp;Meddelande", "name the columns of this bank below [[payments.csv]], or order camt.054")


def _account(layout: BankTable, settings: Payments) -> str:
    if layout.account or len(settings.accounts) == 1:
        return layout.account or settings.accounts[0]
    raise BankFileError.at("the file", "no column names the account", "one account in [payments] accounts, or a column such as Konto",
                           'say account = "..." below [[payments.csv]]')


def _records(sheet: _Sheet) -> Iterator[BankRecord]:
    """Every payment of the file. The bank's own number may stand for several rows: they are told apart by their order."""
    seen: Counter[str] = Counter()
    for line, row, is_edge in _edges(_movements(sheet)):
        if is_edge and _is_balance(row, sheet.columns):
            continue
        record = _Row(sheet, f"row {line}", row).record(seen)
        if record.amount_minor:
            yield record


def _movements(sheet: _Sheet) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header without blank ones, sums and what is not booked yet: those have no date, and begin with the word."""
    try:
        for line, row in _rows(sheet.text, sheet.delimiter):
            filled = [cell for cell in map(str.strip, row) if cell]
            if line <= sheet.header or not filled:
                continue
            dated = sheet.columns.date < len(row) and row[sheet.columns.date].strip()[:1].isdigit()
            if dated or not line_of(filled[0]).casefold().startswith(_SUMS):
                yield line, row
    except csv.Error as error:
        raise BankFileError.at("the file", f"a row that cannot be parted into cells ({error})", 'cells such as "a ""b"" c", or without quotation marks',
                               "fetch the file again without opening it in between") from None


def _edges(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str], bool]]:
    """Each row, and whether it is the first or the last: only there stands a balance."""
    held: tuple[int, list[str], bool] | None = None
    for line, row in rows:
        if held is not None:
            yield held
        held = (line, row, held is None)
    if held is not None:
        yield held[0], held[1], True


def _is_balance(row: Sequence[str], columns: Columns) -> bool:
    """A balance with its date: nothing but one of the known words, and nobody who paid."""
    numbers = {columns.date, columns.value_date, columns.amount, columns.paid_in, columns.paid_out, columns.currency, columns.account}
    balances = {place for place, heading in enumerate(columns.headings) if "saldo" in heading.casefold() or "balance" in heading.casefold()}
    texts = [line_of(cell).casefold() for place, cell in enumerate(row) if place not in numbers | balances and cell.strip()]
    return len(texts) == 1 and texts[0] in _BALANCES


@dataclass(frozen=True, slots=True)
class _Row:
    """One row that must be a payment."""

    sheet: _Sheet
    place: str
    row: list[str]

    def record(self, seen: Counter[str]) -> BankRecord:
        """Raises BankFileError with the column, what stands in it, and what was expected."""
        columns = self.sheet.columns
        if len(self.row) < len(columns.headings) - 1 or any(cell.strip() for cell in self.row[len(columns.headings) :]):
            raise BankFileError.at(self.place, f"{len(self.row)} columns", f"{len(columns.headings)} as in the header", _DO)
        currency = self.cell(columns.currency).upper() or self.sheet.currency
        if not amounts.is_currency(currency):
            raise self.wrong(columns.currency or 0, 'a currency of three letters, such as "SEK"')
        reference, bank_reference = self.cell(columns.reference), self.cell(columns.bank_reference)
        sequence = seen[bank_reference] if bank_reference else 0
        seen[bank_reference] += 1
        account = self.sheet.account or self.cell(columns.account)
        if not account:
            raise self.wrong(columns.account or 0, "our account")
        booked_on = self.day(columns.date)
        assert booked_on is not None
        return BankRecord(
            account=account, amount_minor=self.amount(currency), currency=currency, booked_on=booked_on, value_on=self.day(columns.value_date),
            bank_reference=bank_reference, sequence=sequence, messages=self.messages(reference), references=(reference,) if any(map(str.isdigit, reference)) else (),
            payer_name=self.cell(columns.payer), payer_account=self.cell(columns.payer_account), place=self.place,
        )  # fmt: skip

    def raw(self, place: int | None) -> str:
        return self.row[place] if place is not None and place < len(self.row) else ""

    def cell(self, place: int | None) -> str:
        return line_of(self.raw(place))

    def wrong(self, place: int, expected: str) -> BankFileError:
        heading = self.sheet.columns.headings[place]
        return BankFileError.at(f"{self.place}, column {short(heading)}", short(self.raw(place)) if self.raw(place).strip() else "nothing", expected, _DO)

    def day(self, place: int | None) -> date | None:
        text = self.cell(place)
        if place is None or (not text and place != self.sheet.columns.date):
            return None
        try:
            return cells.day(text, self.sheet.layout.dates)
        except ValueError as error:
            raise self.wrong(place, str(error)) from None

    def amount(self, currency: str) -> int:
        """With its sign: its own, that of its column, or that of the direction."""
        columns = self.sheet.columns
        if columns.amount is not None:
            return self.signed(self.money(columns.amount, currency))
        came = self.money(columns.paid_in, currency) if self.cell(columns.paid_in) else 0
        left = self.money(columns.paid_out, currency) if self.cell(columns.paid_out) else 0
        if (came != 0) == (left != 0):
            raise self.wrong(columns.paid_in or 0, "an amount in one of the two columns for money in and money out")
        return came - abs(left)

    def money(self, place: int | None, currency: str) -> int:
        assert place is not None
        try:
            return cells.amount(self.raw(place), self.sheet.layout.decimal, currency)
        except ValueError as error:
            raise self.wrong(place, str(error)) from None

    def signed(self, minor: int) -> int:
        place = self.sheet.columns.direction
        if place is None:
            return minor
        word = self.cell(place).casefold()
        if (word not in _CAME | _LEFT) or (word in _CAME and minor < 0):
            raise self.wrong(place, "a word such as Kredit or Debet that fits the sign of the amount")
        return minor if word in _CAME else -abs(minor)

    def messages(self, reference: str) -> tuple[str, ...]:
        """Each column is a reading of its own, as what stands side by side never belonged together; a broken cell is joined both ways."""
        readings = [line_of(between.join(map(str.strip, self.raw(place).splitlines()))) for place in self.sheet.columns.messages for between in ("", " ")]
        if not reference.replace(" ", "").isdigit():  # some banks put the words of the payer there
            readings.append(reference)
        return tuple(dict.fromkeys(filter(None, readings)))
