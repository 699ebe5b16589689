"""`mailbot ledger correct | goodwill | expire | refund | transfer`: what an admin books by hand.
Nothing is asked: each command says what it did, and does it once for its --key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.cli.booking import book
from mailbot.cli.common import ConfigFile, desk, fail

if TYPE_CHECKING:
    from datetime import date

    from mailbot.desk.effects import Decision
    from mailbot.desk.facts import Account, Case, Facts
    from mailbot.pipeline import Desk
    from mailbot.store.versions import Version

Key = Annotated[str, typer.Option("--key", help="What is booked under the same key is booked once.")]
Note = Annotated[str, typer.Option("--note", help="Why; stands with the line.")]
BlockNumber = Annotated[int, typer.Argument(help="Number of a block, as `mailbot ledger ADDRESS` shows it.")]
CaseNumber = Annotated[str, typer.Argument(help="The case number, such as EX-2026-000123.")]


def _minutes(text: str | int) -> int:
    """A duration, as agents type it by mail."""
    from mailbot.desk.commands.times import read_minutes

    found = text if isinstance(text, int) else read_minutes(text)
    if found <= 0:
        raise typer.BadParameter(f"{text!r} is no duration above 0; expected: 10m, 1h30m, or whole minutes")
    return found


Minutes = Annotated[int, typer.Argument(help="A duration above 0: 10m, 1h30m, or whole minutes.", parser=_minutes, metavar="DURATION")]


def register(ledger: typer.Typer) -> None:
    for act in (correct, goodwill, expire, refund, transfer):
        ledger.command(act.__name__)(act)


def correct(case: CaseNumber, minutes: Minutes, note: Note = "", key: Key = "", config: ConfigFile = None) -> None:
    """Take back time that was entered for a case, the newest first; what was drawn returns to the blocks drawn last."""
    from mailbot.clock import now
    from mailbot.desk import corrections

    with desk(config) as opened:
        found, facts = _case(opened, case)
        key = _fresh(opened, key, "correct")
        reach = corrections.within_reach(facts.worked, found, now(), None)
        done = corrections.correct(found, _entry(opened, minutes, note, key), reach, facts.worked, opened.loaded.config)
        if done.too_many:
            fail(f"{found.number}: only {minutes - done.too_many} minutes are entered; expected at most those. See: mailbot case {found.number}")
        usable = corrections.usable(done, found.account.blocks if found.account else (), facts.worked, today_of(opened))
        lost = f", {done.given_back - usable} to blocks that nobody may use any more" if done.given_back > usable else ""
        book(opened, _decided("time_corrected", *done.spends), facts.versions,
              f"{found.number}: {minutes} min taken back, {usable} of them returned to blocks{lost}", key)


def goodwill(case: CaseNumber, minutes: Minutes, note: Note = "", key: Key = "", config: ConfigFile = None) -> None:
    """Enter time for a case that nobody pays for."""
    from mailbot.desk import time_worked

    with desk(config) as opened:
        found, facts = _case(opened, case)
        key = _fresh(opened, key, "goodwill")
        spend = time_worked.give(found, _entry(opened, minutes, note, key))
        book(opened, _decided("goodwill_entered", spend), facts.versions, f"{found.number}: {minutes} min entered without charge", key)


def expire(
    block: Annotated[int, typer.Argument(help="Number of a block; else all that have expired.")] = 0,
    config: ConfigFile = None,
) -> None:
    """End what has expired, as the running desk does at night. Again: nothing is left to end."""
    from mailbot.desk import expiry

    with desk(config) as opened:
        today = today_of(opened)
        owners = (_owner(opened, block).id,) if block else opened.store.accounting.expired(today)
        ended = False
        for owner in owners:
            account = opened.store.accounting.account(id=owner)
            if account is None:
                continue
            decision = expiry.ending(account, today, opened.loaded.config, actor="admin", only=block or None)
            if decision.effects:
                ended = True
                book(opened, decision, _versions(account), decision.trail[-1].because)
        if not ended:
            typer.echo("nothing has expired with minutes left")


def refund(
    block: BlockNumber,
    amount: Annotated[str, typer.Option(help="Another amount than what the unused minutes are worth, in whole units: 300 or 62.50.")] = "",
    note: Note = "",
    key: Key = "",
    config: ConfigFile = None,
) -> None:
    """Record that a block is paid back, take its minutes off it, and tell the customer. Moves no money: make the transfer at the bank."""
    from dataclasses import replace

    from mailbot.cli.payments import minor
    from mailbot.desk import blocks
    from mailbot.desk.payments import refund_note

    paid = minor(amount) if amount else None
    with desk(config) as opened:
        account = _owner(opened, block)
        key = _fresh(opened, key or f"refund:block:{block}", "")
        try:
            decision = blocks.refund(account, block, today_of(opened), key=key, amount_minor=paid, note=note)
        except blocks.NotPossible as error:
            fail(str(error))
        letters = refund_note.of_block(decision.effects, account, today_of(opened), opened.loaded.config)
        told = f"{letters[0].letter.to} is told" if letters else "nobody is told"
        said = f"{decision.trail[-1].because}; {told}. No money was moved: transfer it at the bank"
        book(opened, replace(decision, effects=(*decision.effects, *letters)), _versions(account), said, key)


def transfer(
    block: BlockNumber,
    address: Annotated[str, typer.Argument(help="An address of the customer who gets it; who is none yet becomes one.")],
    note: Note = "",
    key: Key = "",
    config: ConfigFile = None,
) -> None:
    """Hand what is left of a block to another customer: two lines, a new block of the same age and last day."""
    from mailbot.cli.typed import address_key, refuse_own
    from mailbot.clock import now
    from mailbot.desk import blocks

    with desk(config) as opened:
        refuse_own(address, opened.loaded.config)
        account, to = _owner(opened, block), opened.store.account(address_key(address), now())
        if key:
            _fresh(opened, key, "")
        try:
            decision = blocks.transfer(account, block, to, address, today_of(opened), key=key, note=note)
        except blocks.NotPossible as error:
            fail(str(error))
        book(opened, decision, (*_versions(account), *(_versions(to) if to else ())), decision.trail[-1].because, key)


# ---- pieces --------------------------------------------------------------------------------------------
def today_of(opened: Desk) -> date:
    """The day in the vendor's office."""
    from mailbot.clock import now
    from mailbot.desk.expiry import today

    return today(now(), opened.loaded.config)


def _case(opened: Desk, number: str) -> tuple[Case, Facts]:
    from mailbot.clock import now
    from mailbot.desk.facts import Wanted

    facts = opened.store.fetch(Wanted(case_numbers=(number.strip("[] ").upper(),), times=True), now())
    if not facts.by_number:
        fail(f"{number}: no such case; see them all with: mailbot cases --all")
    return facts.by_number[0], facts


def _owner(opened: Desk, block: int) -> Account:
    account = opened.store.accounting.account(of_block=block)
    if account is None:
        fail(f"there is no block {block}; see a customer's blocks with: mailbot ledger ADDRESS")
    return account


def _entry(opened: Desk, minutes: int, note: str, key: str) -> Any:
    from mailbot.desk.time_worked import Entry

    return Entry("admin", minutes, today_of(opened), note, key, "admin")


def _decided(verdict: str, *effects: Any) -> Decision:
    from mailbot.desk.effects import Decision, Step

    return Decision(verdict, effects, (Step("at the shell", True, "an admin booked it"),))


def _fresh(opened: Desk, key: str, made: str) -> str:
    """The key, or one of its own; ends the command when something is booked under it."""
    from mailbot.clock import entropy

    if not key:
        return f"shell:{made}:{entropy(8).hex()}"
    at = opened.store.accounting.booked_at(key)
    if at is not None:
        typer.echo(f"{key} was booked on {at:%Y-%m-%d %H:%M} UTC; nothing was booked now")
        raise typer.Exit
    return key


def _versions(account: Account) -> tuple[Version, ...]:
    return (("account", str(account.id), account.version),)
