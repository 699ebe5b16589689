"""`mailbot payment add`, `balance`: what was paid, and what is left of it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.common import AsJson, ConfigFile, desk, fail, print_json, print_table
from mailbot.cli.typed import address_key, refuse_own
from mailbot.cli.typed import day as read_day

if TYPE_CHECKING:
    from mailbot.desk.payment import Payment
    from mailbot.pipeline import Desk
    from mailbot.store import PaymentLine

payment = typer.Typer(help="Payments: what was paid, and what it bought.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(payment, name="payment")
    app.command("balance")(balance)


@payment.command("add", context_settings={"ignore_unknown_options": True})  # so that -5 is read as an amount, and refused as one
def add_payment(
    amount: Annotated[str, typer.Argument(help="The amount, in whole units: 300 or 62.50.")],
    address: Annotated[str, typer.Argument(help="The address that the payer named: it gets the right and the confirmation.")],
    currency: Annotated[str, typer.Option(help="Else that of [billing].")] = "",
    day: Annotated[str, typer.Option("--date", help="Booking day, 2026-11-25; else today.")] = "",
    reference: Annotated[str, typer.Option(help="The bank's reference. The same reference is booked once.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Book it although the same was booked for that day: it is another payment.")] = False,
    config: ConfigFile = None,
) -> None:
    """Book a payment: blocks or a fee, by the price; the confirmation carries ID number and unlock code."""
    from mailbot import render
    from mailbot.assembly import read_config
    from mailbot.clock import entropy, now
    from mailbot.desk.payment import NoSuchPrice, Payment, bought, pay
    from mailbot.store import AlreadyPaid

    settings = read_config(config).config
    paid = Payment(address, minor(amount), currency.upper() or settings.billing.currency, read_day(day) if day else now().date(),
                   reference or f"manual:{entropy(8).hex()}")
    key = address_key(address)
    if paid.booked_on > now().date():
        fail(f"--date {paid.booked_on} is to come; expected: the day the bank booked it")
    refuse_own(address, settings)
    try:
        bought(paid, settings)
    except NoSuchPrice as error:
        fail(str(error))
    with desk(config) as opened:
        account = opened.store.account(key, now())
        if account is not None and not reference and not again:
            _refuse_twice(paid, opened.store.payments(account.id))
        decision = pay(paid, account, settings)
        drafts = render.render(decision.letters, opened.templates, settings)
        versions = (("account", str(account.id), account.version),) if account else ()
        try:
            booked = opened.store.book(None, decision, drafts, versions, now())
        except AlreadyPaid as known:
            typer.echo(str(known))
            return
        if not booked:
            fail("somebody else changed this customer at the same moment; run the command again")
        typer.echo(f"booked: {decision.trail[-1].because}. The confirmation to {address} waits in the outbox.")


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
        fail(f"{address}: no customer has this address; enter him with: mailbot customer add {address}")
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


def minor(amount: str) -> int:
    try:
        value = Decimal(amount.replace(",", ".").replace(" ", "")) * 100
    except (InvalidOperation, OverflowError):
        fail(f"{amount!r} is not an amount; expected: 300 or 62.50")
    if not value.is_finite() or value <= 0 or value != value.to_integral_value():
        fail(f"{amount!r}: expected an amount above 0 with at most two decimals")
    return int(value)
