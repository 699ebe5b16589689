"""`mailbot ledger`: the lines of a customer or a case, as a table, as CSV, as JSON; and the audit.
No spreadsheet runs a cell of what we write. What an admin books by hand: ledger_booking.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from mailbot.cli import ledger_booking
from mailbot.cli.cells import harmless
from mailbot.cli.common import AsJson, ConfigFile, desk, fail, print_json, print_table, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.desk.facts import Account
    from mailbot.pipeline import Desk
    from mailbot.store.books import LedgerLine


class _Ledger(TyperGroup):
    """`mailbot ledger ADDRESS` is `mailbot ledger show ADDRESS`; `--csv` with no file behind it writes to standard output."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["show", *args]
        at = args.index("--csv") + 1 if "--csv" in args else 0
        if at and (at == len(args) or (args[at].startswith("-") and args[at] != "-")):
            args = [*args[:at], "-", *args[at:]]
        return super().parse_args(ctx, args)


ledger = typer.Typer(cls=_Ledger, help="The ledger of prepaid minutes and of time worked.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    ledger_booking.register(ledger)
    app.add_typer(ledger, name="ledger")


# ---- looking -------------------------------------------------------------------------------------------
@ledger.command("show")
def show(
    who: Annotated[str, typer.Argument(help="A customer's address or ID number, or a case number.")],
    csv: Annotated[str, typer.Option("--csv", help="Write the lines as CSV into this file; without one, or -: to standard output.")] = "",
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Every line, with the balance after it. `mailbot ledger ADDRESS` will do."""
    with desk(config) as opened:
        lines, account = _lines(opened, who)
        rows = _with_balance(lines)
        if csv:
            _write_csv(csv, rows)
        elif as_json:
            for line, left in rows:
                print_json({**_fields(line, left), "at": line.at})
        else:
            _print(opened, who, rows, account)


def _lines(opened: Desk, who: str) -> tuple[tuple[LedgerLine, ...], Account | None]:
    """The lines of whom or what was named; with the account, unless it is one case."""
    from mailbot.clock import now
    from mailbot.desk.credentials import normal_id

    if "@" in who:
        from mailbot.cli.typed import address_key

        account = opened.store.account(address_key(who), now())
    elif opened.store.case(number := who.strip("[] ").upper()) is not None:
        return opened.store.accounting.lines_of_case(number), None
    else:
        account = opened.store.accounting.account(of_id_number=normal_id(who))
    if account is None:
        fail(f"{who}: no customer has this address or ID number, and no case this number; expected one of them. See: mailbot cases --all")
    return opened.store.ledger(account.id), account


def _with_balance(lines: tuple[LedgerLine, ...]) -> list[tuple[LedgerLine, int]]:
    left, rows = 0, []
    for line in lines:
        left += line.minutes
        rows.append((line, left))
    return rows


def _print(opened: Desk, who: str, rows: list[tuple[LedgerLine, int]], account: Account | None) -> None:
    from mailbot.cli.common import local
    from mailbot.desk.ledger import balance, state_of

    settings, today = opened.loaded.config, ledger_booking.today_of(opened)
    if account is None:
        typer.echo(f"{printable(who)}: {-rows[-1][1] if rows else 0} prepaid minutes drawn")
    else:
        typer.echo(f"{printable(who)}: {balance(account.blocks, today)} prepaid minutes left")
        for block in sorted(account.blocks, key=lambda one: one.id):
            state = state_of(block.minutes, block.minutes_left, block.expires_on, today, ended=block.ended)
            typer.echo(f"  block {block.id}: {block.minutes_left} of {block.minutes} min, {state}{f', until {block.expires_on}' if block.expires_on else ''}")
    cells = [(local(line.at, settings), f"{line.minutes:+d}", left, line.reason, line.block_id, line.case_number or "",
              " ".join(filter(None, (line.actor.removeprefix("agent:"), line.note)))) for line, left in rows]
    print_table(("when", "min", "left", "why", "block", "case", "by, note"), cells, "The ledger has no lines yet.")


def _fields(line: LedgerLine, left: int) -> dict[str, Any]:
    return {"line": line.id, "at": line.at.isoformat(), "minutes": line.minutes, "balance": left, "reason": line.reason, "block": line.block_id,
            "case": line.case_number or "", "by": line.actor, "note": line.note, "reverses": line.reverses_id or "", "key": line.key}


def _write_csv(to: str, rows: Sequence[tuple[LedgerLine, int]]) -> None:
    """For spreadsheets: numbers are numbers, and no text is taken for a formula."""
    import csv
    import sys
    from io import StringIO
    from pathlib import Path

    names = ("line", "at", "minutes", "balance", "reason", "block", "case", "by", "note", "reverses", "key")
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    for line, left in rows:
        fields = _fields(line, left)
        writer.writerow([safe(fields[name]) for name in names])
    if to == "-":
        sys.stdout.write(text.getvalue())
        return
    try:
        Path(to).write_text(text.getvalue(), encoding="utf-8", newline="")
    except OSError as error:
        fail(f"--csv {to}: {error.strerror}; expected: a file that can be written, or - for standard output")
    typer.echo(f"{to}: {len(rows)} lines")


def safe(cell: object) -> object:
    """A cell that no spreadsheet runs; numbers stay numbers."""
    return harmless(cell) if isinstance(cell, str) else cell


@ledger.command("verify")
def verify(config: ConfigFile = None) -> None:
    """Recompute all of it: sums, first lines, keys, contra lines, expiries, time entries, payments. Ends with 1 when something is wrong."""
    with desk(config) as opened:
        wrong = opened.store.accounting.audit(ledger_booking.today_of(opened))
        for each in wrong:
            typer.echo(each)
        if wrong:
            fail(f"{len(wrong)} thing{'s do' if len(wrong) > 1 else ' does'} not agree")
        typer.echo("the books agree")
