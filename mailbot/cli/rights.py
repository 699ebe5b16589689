"""`mailbot customers overdue`, `paid`, `train`, `suspend`, `resume`, `revoke`, `contact-remove`: what changes a customer's right.
What follows for his cases is booked with it: those that waited start, those whose right is gone rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.common import ConfigFile, desk, fail
from mailbot.cli.customers import customer
from mailbot.cli.typed import address_key, day

if TYPE_CHECKING:
    from mailbot.desk.effects import Effect
    from mailbot.desk.facts import Account
    from mailbot.pipeline import Desk

    Change = Callable[[Account, Desk], tuple[tuple[Effect, ...], str]]

Who = Annotated[str, typer.Argument(help="An address of the customer.")]
Tier = Annotated[str, typer.Option(help="Name of the tier.")]


def register(_: typer.Typer) -> None:
    """The commands are part of `mailbot customer`."""


@customer.command("overdue")
def overdue(
    who: Who, since: Annotated[str, typer.Option(help="The day since which the invoice is overdue, 2026-11-01; else today.")] = "", config: ConfigFile = None,
) -> None:
    """An invoice of the customer's is overdue: his new cases wait, and running ones rest where [entitlement] lapse_mid_case says so."""
    from mailbot.desk import rights

    first = day(since) if since else None
    _change(config, who, "customer_overdue", lambda account, opened: rights.overdue(account, first or _today(opened), _today(opened), opened.loaded.config))


@customer.command("paid")
def paid(who: Who, config: ConfigFile = None) -> None:
    """The customer has paid what was overdue: cases that waited for it start."""
    from mailbot.desk import rights

    _change(config, who, "customer_paid", lambda account, _: rights.paid(account))


@customer.command("train")
def train(
    who: Annotated[str, typer.Argument(help="The address of the person.")],
    module: Annotated[str, typer.Option(help="Name of a product or of a part of one; * for all.")] = "*",
    on: Annotated[str, typer.Option(help="The day on which it was passed; else today.")] = "",
    until: Annotated[str, typer.Option(help="The last day on which it counts; else for ever.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take it away again.")] = False,
    config: ConfigFile = None,
) -> None:
    """A person has passed a training: where only trained persons may write, cases of his that waited start."""
    from mailbot.desk import rights

    passed_on, last = day(on) if on else None, day(until) if until else None
    if remove:
        _change(config, who, "training_removed", lambda account, _: rights.untrained(account, who, module))
        return
    _change(config, who, "training_recorded",
            lambda account, opened: rights.trained(account, who, module, passed_on or _today(opened), last, _today(opened)))


@customer.command("suspend")
def suspend(who: Who, tier: Tier, config: ConfigFile = None) -> None:
    """A right of the customer's rests until it is resumed."""
    from mailbot.desk import rights

    _change(config, who, "right_suspended", lambda account, _: rights.suspended(account, tier, suspend=True))


@customer.command("resume")
def resume(who: Who, tier: Tier, config: ConfigFile = None) -> None:
    """A right that rested counts again: cases that waited for it start."""
    from mailbot.desk import rights

    _change(config, who, "right_resumed", lambda account, _: rights.suspended(account, tier, suspend=False))


@customer.command("revoke")
def revoke(who: Who, tier: Tier, config: ConfigFile = None) -> None:
    """A right of the customer's ends at once and for good."""
    from mailbot.desk import rights

    _change(config, who, "right_revoked", lambda account, _: rights.revoked(account, tier))


@customer.command("contact-remove")
def contact_remove(who: Annotated[str, typer.Argument(help="The address of the person.")], config: ConfigFile = None) -> None:
    """A person may write for the customer no more."""
    from mailbot.desk import rights

    _change(config, who, "contact_removed", lambda account, _: rights.contact_removed(account, who))


def _change(config: Path | None, who: str, verdict: str, change: Change) -> None:
    """Book a change with what follows from it, and say both."""
    from mailbot.clock import now
    from mailbot.desk.effects import SetState
    from mailbot.desk.facts import Wanted
    from mailbot.desk.registers.entering import RegisterError
    from mailbot.desk.rights import changed
    from mailbot.pipeline import worded

    key = address_key(who)
    with desk(config) as opened:
        facts = opened.store.fetch(Wanted(address=key, domain=key.rpartition("@")[2], waiting=True, running=True), now())
        if facts.account is None:
            fail(f"{who}: no customer has this address or its domain; enter him with: mailbot customers add {who}")
        try:
            effects, because = change(facts.account, opened)
        except RegisterError as error:
            fail(f"{who}: {error}")
        decision = changed(verdict, effects, because, facts, opened.loaded.config, opened.loaded.rules)
        decision, drafts = worded(decision, opened, now())
        if not opened.store.book(None, decision, drafts, facts.versions, now()):
            fail("somebody else changed this customer at the same moment; run the command again")
        cases = [effect for effect in decision.effects if isinstance(effect, SetState)]
        typer.echo(f"{who}: {because}{''.join(f'; a case is now {each.state}' for each in cases)}")


def _today(opened: Desk) -> date:
    from mailbot.clock import now
    from mailbot.desk.lapsing import day_of

    return day_of(now(), opened.loaded.config)
