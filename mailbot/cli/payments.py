"""`mailbot payments import|add`, `balance`: what was paid, what it bought, and what is left of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli import held_payments
from mailbot.cli.booking import book
from mailbot.cli.common import AsJson, ConfigFile, complain, counted, desk, fail, local, print_json, print_table
from mailbot.cli.held_payments import summary
from mailbot.cli.typed import address_key, refuse_own
from mailbot.cli.typed import day as read_day

if TYPE_CHECKING:
    from mailbot.desk.payments.buying import Payment
    from mailbot.pipeline import Desk
    from mailbot.store import Imported, PaymentLine

payments = typer.Typer(help="Payments: files of the bank, what each payment bought, and what waits for you.", no_args_is_help=True)

SETTLED_AT_ONCE = 100  # payments that an import settles itself; more are left to `mailbot serve`, which does it beside the mail


def register(app: typer.Typer) -> None:
    app.add_typer(payments, name="payments")
    app.add_typer(payments, name="payment", hidden=True)  # as the command was called before
    app.command("balance")(balance)


held_payments.register(payments)


# ---- files -----------------------------------------------------------------------------------------------
@payments.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="Files of the bank: camt.054, camt.053, or a CSV export.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read the files to their end and book nothing.")] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Bring files of the bank in, each whole or not at all. What is known already, from whatever file, is passed over."""
    with desk(config) as opened:
        wrong = 0
        for path in files:
            imported = _import_one(path, opened, dry_run=dry_run, quiet=as_json)
            wrong += imported is None
            if imported is not None and as_json:
                print_json({"file": str(path), "payments": imported.records, "new": imported.fresh, "known_since": imported.known_since, "dry_run": dry_run})
            elif imported is not None:
                typer.echo(f"{path.name}: {_in_words(imported, opened, dry_run=dry_run)}")
        if not dry_run:
            _settle(opened, quiet=as_json)
        if wrong:
            raise typer.Exit(1)


def _import_one(path: Path, opened: Desk, *, dry_run: bool, quiet: bool) -> Imported | None:
    """One file; None when it cannot be read, which is said."""
    from mailbot.bank.record import BankFileError
    from mailbot.clock import now
    from mailbot.payments import import_file

    try:
        with _bar(f"reading {path.name}", quiet=quiet) as advance:
            return import_file(path, opened, now(), advance, dry_run=dry_run)
    except BankFileError as error:
        complain(f"{path}: {error}. Nothing of it was booked.")
    except OSError as error:
        complain(f"{path}: {error.strerror}; expected: a file of the bank")
    return None


def _in_words(imported: Imported, opened: Desk, *, dry_run: bool) -> str:
    if imported.known_since is not None:
        return f"was brought in on {local(imported.known_since, opened.loaded.config)} already; nothing to do"
    if dry_run:
        return f"{counted(imported.records, 'payment')} can be read, {imported.fresh} of them new; nothing was booked"
    known = imported.records - imported.fresh
    return f"{counted(imported.fresh, 'new payment')}" + (f", {known} known already" if known else "")


def _settle(opened: Desk, *, quiet: bool) -> None:
    """Settle what is due here and now, up to a limit; say what became of it."""
    from mailbot.clock import now
    from mailbot.payments import settle_waiting

    with _bar("settling", quiet=quiet) as advance:
        decisions = settle_waiting(opened, now, "payments", advance, SETTLED_AT_ONCE)
    if quiet:
        return
    if decisions:
        typer.echo(summary(decisions))
    counts = opened.store.bank.counts()
    if counts.received:
        typer.echo(f"{counts.received} {'is' if counts.received == 1 else 'are'} left, and `mailbot serve` settles that beside the mail")
    if counts.held:
        typer.echo(f"{counts.held} {'waits' if counts.held == 1 else 'wait'} for you; see: mailbot payments held")


@contextmanager
def _bar(what: str, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr, where somebody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        yield lambda more: progress.advance(task, more)


# ---- by hand -----------------------------------------------------------------------------------------------
@payments.command("add", context_settings={"ignore_unknown_options": True})  # so that -5 is read as an amount, and refused as one
def add_payment(
    amount: Annotated[str, typer.Argument(help="The amount, in whole units: 300, 62.50 or '300 kr'.")],
    address: Annotated[str, typer.Argument(help="The address that the payer named: it gets the right and the confirmation.")],
    currency: Annotated[str, typer.Option(help="Else that of [billing].")] = "",
    day: Annotated[str, typer.Option("--date", help="Booking day, 2026-11-25; else today.")] = "",
    reference: Annotated[str, typer.Option(help="The bank's reference. The same reference is booked once.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Book it although the same was booked for that day: it is another payment.")] = False,
    config: ConfigFile = None,
) -> None:
    """Book a payment: blocks or a fee, by the price; the confirmation carries ID number and unlock code."""
    from mailbot.assembly import read_config
    from mailbot.clock import entropy, now
    from mailbot.desk.facts import Wanted
    from mailbot.desk.payments.buying import Payment, day_fits
    from mailbot.desk.payments.prices import NoSuchPrice, typed
    from mailbot.desk.payments.settling import enter

    settings = read_config(config).config
    amount_minor, named = _money(amount, currency)
    paid = Payment(address, amount_minor, named or settings.billing.currency, read_day(day) if day else now().date(),
                   reference or f"manual:{entropy(8).hex()}")
    key = address_key(address)
    if paid.booked_on > now().date():
        fail(f"--date {paid.booked_on} is to come; expected: the day the bank booked it")
    if not day_fits(paid.booked_on, now().date()):
        fail(f"--date {paid.booked_on} is years ago; expected: the day the bank booked it")
    refuse_own(address, settings)
    try:
        typed(paid.amount_minor, paid.currency, settings)
    except NoSuchPrice as error:
        fail(str(error))
    with desk(config) as opened:
        facts = opened.store.fetch(Wanted(address=key, waiting=True), now())
        if facts.account is not None and not reference and not again:
            _refuse_twice(paid, opened.store.payments(facts.account.id))
        decision = enter(paid, facts.account, facts.waiting, now(), settings, opened.loaded.rules, away=facts.away)
        versions = tuple(version for version in facts.versions if version[0] in ("account", "address", "case"))
        book(opened, decision, versions, f"booked: {decision.trail[-1].because}. The confirmation to {address} waits in the outbox", what="this customer")


def _refuse_twice(paid: Payment, before: tuple[PaymentLine, ...]) -> None:
    """A payment without a reference that looks like one in the books is a second Enter, unless the admin says it is not."""
    alike = next((one for one in before if (one.amount_minor, one.currency, one.booked_on) == (paid.amount_minor, paid.currency, paid.booked_on)), None)
    if alike is not None:
        fail(f"{paid.amount_minor / 100:.2f} {paid.currency} of {paid.address} was booked for {paid.booked_on} already (reference {alike.reference}), "
             "and nothing was booked now. If this is another payment, give its --reference, or --again.")


def balance(
    address: Annotated[str, typer.Argument(help="A customer's address.")],
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """What a customer has: rights, prepaid minutes, and every line of the ledger."""
    with desk(config) as opened:
        _balance(opened, address, as_json=as_json)


def _balance(opened: Desk, address: str, *, as_json: bool) -> None:
    from mailbot.clock import now
    from mailbot.desk import ledger

    account = opened.store.account(address_key(address), now())
    if account is None:
        fail(f"{address}: no customer has this address; enter him with: mailbot customers add {address}")
    lines, left = opened.store.ledger(account.id), ledger.balance(account.blocks, now().date())
    if as_json:
        print_json({"address": address, "account": account.id, "minutes_left": left,
                    "rights": [{"tier": g.tier, "from": g.valid_from, "until": g.valid_until} for g in account.grants], "ledger": lines})
        return
    typer.echo(f"{address}: {left} prepaid minutes left")
    for grant in account.grants:
        typer.echo(f"  {grant.tier}: {grant.valid_from} – {grant.valid_until or 'open ended'}")
    rows = [(f"{line.at:%Y-%m-%d %H:%M}", f"{line.minutes:+d}", line.reason, line.block_id, line.case_number or "", line.actor, line.note)
            for line in lines]
    print_table(("when (UTC)", "min", "why", "block", "case", "by", "note"), rows, "The ledger has no lines yet.")


def _money(amount: str, currency: str) -> tuple[int, str]:
    """An amount as it was typed, and its currency where one was named: "300", "300kr", "62,50 €"."""
    from mailbot.desk.commands.arguments import without_unit

    number, named = without_unit("".join(amount.split()))
    if named and currency and named != currency.upper():
        fail(f"{amount!r} and --currency {currency} name two currencies; expected: one")
    return minor(number if named else amount), named or currency.upper()


def minor(amount: str) -> int:
    try:
        value = Decimal(amount.replace(",", ".").replace(" ", "")) * 100
    except (InvalidOperation, OverflowError):
        fail(f"{amount!r} is not an amount; expected: 300 or 62.50")
    if not value.is_finite() or value <= 0 or value != value.to_integral_value():
        fail(f"{amount!r}: expected an amount above 0 with at most two decimals")
    return int(value)
