"""A file of customers, read: from its bytes to one entry for each customer, or to what is wrong with it.
Read strictly: an error names row and column, what was seen and what was expected."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from mailbot.config.settings import Config
from mailbot.desk.registers import cells
from mailbot.desk.registers.cells import CellError, unguarded
from mailbot.desk.registers.table import COLUMNS, Entry, RightCell, Sheet
from mailbot.mail import address

Cell = TypeVar("Cell")


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
    for row, record in enumerate(records[1:], 2):
        values = {name: unguarded(cell.strip()) for name, cell in zip(header, record, strict=False)}
        if not any(values.values()):
            continue
        wrong: list[str] = [f"row {row}: {len(record)} cells, but the first row names {len(header)} columns"] if len(record) > len(header) else []
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

    plain = cell("address", cells.one_address, "")
    tier = values.get("tier", "")
    begins, ends = cell("valid_from", cells.day, None), cell("valid_until", cells.day, None)
    if not tier and (begins or ends):
        wrong.append(f"row {row}, column tier: empty, but a day stands beside it; expected: the name of the right that it is for")
    if begins and ends and ends < begins:
        wrong.append(f"row {row}, column valid_until: {ends} is before valid_from {begins}")
    entry = Entry(
        row, plain, " ".join(values.get("name", "").split()), values.get("language", "").casefold(), cell("addresses", cells.addresses, ()),
        cell("domains", cells.domains, None), cell("contacts", cells.people, None), (RightCell(row, tier, begins, ends),) if tier else (),
        cell("trainings", cells.trainings, None), cell("overdue_since", lambda text: (cells.day(text),), None),
    )  # fmt: skip
    try:
        code = cells.code(values.get("id_number", ""), values.get("unlock_code", ""), config.entitlement, hashes)
    except CellError as error:
        wrong.append(f"row {row}, {error}")
        return None
    return replace(entry, codes=(code,)) if code is not None else entry


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
