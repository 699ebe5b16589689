"""`mailbot customers import`, `export`: the registers as a table that a spreadsheet opens.
An import is looked at with --dry-run first; it is booked whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.common import ConfigFile, complain, counted, desk, fail, print_table
from mailbot.cli.customers import customer

LONG = 200  # customers that change: a bar shows how far it is


def register(_: typer.Typer) -> None:
    """The commands are part of `mailbot customers`."""


@customer.command("import")
def import_customers(
    file: Annotated[Path, typer.Argument(help="A CSV file with ; or , between its cells, in UTF-8 or as Windows writes it; - reads standard input.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would change, and change nothing.")] = False,
    config: ConfigFile = None,
) -> None:
    """Enter and change customers from a table: one row for each, its first row the names of the columns, in any order.

    Columns: address (the first address; always needed), name, language, addresses, domains, contacts, tier, valid_from, valid_until,
    trainings, overdue_since, id_number, unlock_code. Lists have | between their items:

    contacts: `Bo Ek <bo@kund.example> | eva@kund.example`

    trainings: `bo@kund.example Module 2026-01-15/2027-01-14 | eva@kund.example *`

    A second right of a customer is another row with the same address. A column that is there tells all of it: a domain, contact or training
    that is not named is taken away, an empty overdue_since means that all is paid. A column that is not there changes nothing. Addresses,
    rights and customers are never taken away. ID numbers and codes of an earlier system must have the forms of [entitlement] id_pattern
    and code_pattern, or ours; codes are kept as keyed hashes, and never shown. Any error, and nothing is imported.
    """
    from mailbot.clock import now
    from mailbot.desk.registers.table import AT_MOST
    from mailbot.importing import compared, imported

    raw = _bytes(file)
    with desk(config) as opened:
        found = compared(raw, opened, now())
        if found.errors:
            for error in found.errors[:AT_MOST]:
                complain(f"{file}: {error}")
            more = len(found.errors) - AT_MOST
            fail((f"and {more} more. " if more > 0 else "") + "Nothing was imported.")
        rows = [(each.entry.row, each.entry.address, change.said) for each in found.changed for change in each.changes]
        same = len(found.planned) - len(found.changed)
        if dry_run or not rows:
            print_table(("row", "customer", "would change"), rows, "The books say the same: nothing would change.")
            typer.echo(f"{counted(len(found.changed), 'customer')} would change, {same} {'stays as it is' if same == 1 else 'stay as they are'}.")
            return
        with typer.progressbar(length=2 * len(found.changed), label="Importing", file=sys.stderr, hidden=len(found.changed) < LONG) as bar:
            try:
                done = imported(found, opened, now(), lambda: bar.update(1))
            except ValueError as error:
                fail(f"{error}: somebody else entered it at the same moment; nothing was imported. Run the command again.")
        if not done:
            fail("somebody else changed one of these customers at the same moment; nothing was imported. Run the command again.")
        typer.echo(f"{counted(len(found.changed), 'customer')} changed ({counted(len(rows), 'change')}), {same} as before.")


@customer.command("export")
def export_customers(
    file: Annotated[Path | None, typer.Argument(help="Where to write; else standard output. A file that is there is not overwritten.")] = None,
    config: ConfigFile = None,
) -> None:
    """Write all customers as a table that `customers import` reads: UTF-8 with a mark, ; between cells, no codes, no formulas."""
    from mailbot.desk.registers.export import written

    with desk(config) as opened:
        text = written(opened.store.registered()).encode("utf-8-sig")
    if file is None:
        sys.stdout.buffer.write(text)
        return
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(text)
    except OSError as error:
        fail(f"{file}: {error.strerror}; expected: a new file in a folder that can be written to")


def _bytes(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"{file}: {error.strerror}; expected: a CSV file with customers")
