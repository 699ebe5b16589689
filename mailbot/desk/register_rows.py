"""The registers as a table: one row for each customer, as a vendor keeps it in a spreadsheet, and further rows for further rights.
Read strictly: an error names row and column, what was seen and what was expected; what stands in a column of codes is never shown."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from mailbot.config.settings import Config, Entitlement
from mailbot.desk import credentials
from mailbot.desk.commands.arguments import plain_address, read_day
from mailbot.desk.facts import Account
from mailbot.mail import address

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
SECRET = ("id_number", "unlock_code")  # a slip of the column must show no code
EXPORTED = tuple(name for name in COLUMNS if name != "unlock_code")
AT_MOST = 50  # errors that are told at once
Cell = TypeVar("Cell")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_BETWEEN = re.compile(r"[\s,;|]+")
_BARS = re.compile(r"\s*[|\n]\s*")


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
    row: int  # of the file; of a right in the books, its id
    tier: str
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class TrainingCell:
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


class CellError(Exception):
    """What stands in a cell cannot be read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file, read."""

    entries: tuple[Entry, ...]
    errors: tuple[str, ...]


# ---- the file ---------------------------------------------------------------------------------------------
def decoded(raw: bytes) -> str:
    """UTF-8, else as spreadsheets on Windows write it. Raises CellError for anything else."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise CellError(f"byte {error.start + 1} is neither UTF-8 nor Windows-1252; expected: a CSV file, saved by a spreadsheet") from None


def read(text: str, config: Config, hashes: Callable[[str], tuple[str, ...]]) -> Sheet:
    """Every customer of a CSV file, or what is wrong with it. `hashes`: of a code, under every key."""
    try:
        records = _records(text)
    except (CellError, csv.Error) as error:
        return Sheet((), (str(error),))
    if not records:
        return Sheet((), ("the file is empty; expected: a first row with the names of the columns",))
    header = [cell.strip().casefold().replace(" ", "_") for cell in records[0]]
    errors = [*_header_errors(header)]
    if errors:
        return Sheet((), tuple(errors))
    entries: dict[str, Entry] = {}
    for row, cells in enumerate(records[1:], 2):
        values = {name: unguarded(cell.strip()) for name, cell in zip(header, cells, strict=False)}
        if not any(values.values()):
            continue
        wrong: list[str] = [f"row {row}: {len(cells)} cells, but the first row names {len(header)} columns"] if len(cells) > len(header) else []
        entry = _entry(row, values, config, hashes, wrong)
        if entry is not None and not wrong:
            key = address.key(entry.address)
            entries[key] = _joined(entries[key], entry, wrong) if key in entries else entry
        errors += wrong
    return Sheet(tuple(entries.values()), tuple(errors))


def _records(text: str) -> list[list[str]]:
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\s*", first)
    head = rest.partition("\n")[0] if told else first
    separator = told[1] if told else max(";,\t", key=head.count)
    return list(csv.reader(io.StringIO(rest if told else text, newline=""), delimiter=separator, strict=True))


def _header_errors(header: Sequence[str]) -> Iterator[str]:
    for number, name in enumerate(header, 1):
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            yield f"row 1, column {number}: {name!r} is none of the columns {', '.join(COLUMNS)}" + (f"; did you mean {near[0]!r}?" if near else "")
        elif name in header[: number - 1]:
            yield f"row 1, column {number}: {name!r} stands there twice"
    if "address" not in header:
        yield "row 1: the column address is missing; it says which customer a row is about"
    if "unlock_code" in header and "id_number" not in header:
        yield "row 1: the column unlock_code needs the column id_number beside it"


# ---- one row ----------------------------------------------------------------------------------------------
def _entry(row: int, values: Mapping[str, str], config: Config, hashes: Callable[[str], tuple[str, ...]], wrong: list[str]) -> Entry | None:
    def cell(column: str, reader: Callable[[str], Cell], otherwise: Cell) -> Cell:
        try:
            return reader(values[column]) if column in values else otherwise
        except CellError as error:
            wrong.append(f"row {row}, column {column}: {error}")
            return otherwise

    plain = cell("address", _one_address, "")
    tier = values.get("tier", "")
    begins, ends = cell("valid_from", _day, None), cell("valid_until", _day, None)
    if not tier and (begins or ends):
        wrong.append(f"row {row}, column tier: empty, but a day stands beside it; expected: the name of the right that it is for")
    if begins and ends and ends < begins:
        wrong.append(f"row {row}, column valid_until: {ends} is before valid_from {begins}")
    entry = Entry(
        row, plain, " ".join(values.get("name", "").split()), values.get("language", "").casefold(), cell("addresses", _addresses, ()),
        cell("domains", _domains, None), cell("contacts", _people, None), (RightCell(row, tier, begins, ends),) if tier else (),
        cell("trainings", _trainings, None), cell("overdue_since", lambda text: (_day(text),), None),
    )  # fmt: skip
    try:
        code = _code(values.get("id_number", ""), values.get("unlock_code", ""), config.entitlement, hashes)
    except CellError as error:
        wrong.append(f"row {row}, {error}")
        return None
    return replace(entry, codes=(code,)) if code is not None else entry


def _one_address(text: str) -> str:
    found = plain_address(text) if text else None
    if found is None:
        raise CellError(f"{text!r} is not one plain address; expected: name@kund.example")
    return found


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(_one_address(each) for each in _BETWEEN.split(text) if each)


def _domains(text: str) -> tuple[str, ...] | None:
    found = []
    for each in filter(None, _BETWEEN.split(text)):
        domain = address.domain(each.removeprefix("@"))
        if domain is None:
            raise CellError(f"{each!r} is not a domain; expected: kund.example")
        found.append(domain)
    return tuple(dict.fromkeys(found))


def _people(text: str) -> tuple[Person, ...] | None:
    found = []
    for each in filter(None, _BARS.split(text)):
        name, _, plain = each.rpartition("<")
        found.append(Person(_one_address(plain.removesuffix(">").strip()), clean(name), contact=True))
    return tuple(found)


def _trainings(text: str) -> tuple[TrainingCell, ...] | None:
    found = []
    for each in filter(None, _BARS.split(text)):
        who, *words = each.split()
        first, slash, last = words[-1].partition("/") if words else ("", "", "")
        dated = len(words) > 1 and (bool(slash) or read_day(first) is not None)
        module = " ".join(words[:-1] if dated else words)
        if not module:
            raise CellError(f"{each!r}: the module is missing; expected: bo@kund.example Module 2026-01-15/2027-01-14, or * for all modules")
        begins, ends = (_day(first), _day(last)) if dated else (None, None)
        if begins and ends and ends < begins:
            raise CellError(f"{each!r}: {ends} is before {begins}")
        found.append(TrainingCell(_one_address(who), module, begins, ends))
    return tuple(found)


def _day(text: str) -> date | None:
    if not text:
        return None
    found = read_day(text)
    if found is None:
        raise CellError(f"{text!r} is not a day that reads only one way; expected: 2026-12-31")
    return found


def _code(number: str, code: str, settings: Entitlement, hashes: Callable[[str], tuple[str, ...]]) -> CodeCell | None:
    """Neither is shown, as the two are easily taken for each other. The code is hashed here, and goes no further."""
    if not number and not code:
        return None
    if not number:
        raise CellError("column id_number: empty, but a code stands beside it")
    normal = credentials.normal_id(number)
    if not credentials.check_digit_ok(normal) and not credentials.is_of_earlier(number, settings.id_pattern):
        raise CellError("column id_number: what stands there (not shown) has neither our own form 204817-1 nor that of [entitlement] id_pattern")
    if code and not credentials.has_form(code, settings):
        raise CellError("column unlock_code: what stands there (not shown) has neither our own form K7QF-29MX nor that of [entitlement] code_pattern")
    return CodeCell(normal, hashes(code) if code else ())


def _joined(first: Entry, more: Entry, wrong: list[str]) -> Entry:
    """A further row of the same customer: what lists hold is added, what there can be only one of must agree."""
    for column in ("name", "language"):
        one, other = getattr(first, column), getattr(more, column)
        if other and one and one != other:
            wrong.append(f"row {more.row}, column {column}: {other!r}, but row {first.row} says {one!r} of the same customer")
    twice = {right.tier for right in first.rights} & {right.tier for right in more.rights}
    if twice:
        wrong.append(f"row {more.row}, column tier: {', '.join(twice)} stands in row {first.row} already")
    overdue = first.overdue if first.overdue is None or first.overdue[0] is not None else more.overdue
    return replace(
        first, name=first.name or more.name, language=first.language or more.language, addresses=(*first.addresses, *more.addresses),
        domains=_both(first.domains, more.domains), contacts=_both(first.contacts, more.contacts), rights=(*first.rights, *more.rights),
        trainings=_both(first.trainings, more.trainings), overdue=overdue, codes=(*first.codes, *more.codes),
    )  # fmt: skip


def _both(one: tuple[Cell, ...] | None, other: tuple[Cell, ...] | None) -> tuple[Cell, ...] | None:
    return None if one is None else (*one, *(other or ()))


# ---- written out ------------------------------------------------------------------------------------------
def written(customers: Sequence[Registered]) -> str:
    """All customers as a CSV file that spreadsheets open with a double click; no code is in it, and no cell is a formula."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(EXPORTED)
    for customer in customers:
        for cells in _rows(customer):
            rows.writerow([guarded(cells.get(name, "")) for name in EXPORTED])
    return out.getvalue()


def _rows(customer: Registered) -> Iterator[dict[str, str]]:
    account = customer.account
    if not account.addresses:
        return
    numbers = [number for number, _ in customer.credentials]
    rights = latest_rights(account)
    for place in range(max(1, len(rights), len(numbers))):
        cells = {"address": account.addresses[0]}
        if place == 0:
            cells |= {
                "name": clean(account.name), "language": account.language or "", "addresses": " ".join(account.addresses[1:]),
                "domains": " ".join(account.domains), "overdue_since": _iso(account.overdue_since),
                "contacts": " | ".join(f"{clean(p.name)} <{p.address}>" if clean(p.name) else p.address for p in customer.people if p.contact),
                "trainings": " | ".join(f"{t.address} {clean(t.module)} {t.passed_on}" + (f"/{t.valid_until}" if t.valid_until else "") for t in account.trainings),
            }
        if place < len(rights):
            right = rights[place]
            cells |= {"tier": right.tier, "valid_from": _iso(right.valid_from), "valid_until": _iso(right.valid_until)}
        if place < len(numbers):
            cells["id_number"] = numbers[place]
        yield cells


def latest_rights(account: Account) -> list[RightCell]:
    """Of each tier the right that lasts longest."""
    latest: dict[str, RightCell] = {}
    for grant in sorted(account.grants, key=lambda g: (g.valid_until or date.max, g.id)):
        latest[grant.tier] = RightCell(grant.id, grant.tier, grant.valid_from, grant.valid_until)
    return list(latest.values())


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def clean(name: str) -> str:
    """A name without what the table is written in."""
    return " ".join(re.sub(r'[|<>"\\;,()\n@]', " ", name).split())


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The cell as it was before it was guarded."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
