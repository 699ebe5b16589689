"""`mailbot payments held|match|show`: what waits for a person, and what he decides.
A suggestion is never booked: the number and the address are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.common import WIDTH, AsJson, ConfigFile, desk, fail, print_json, print_table, printable
from mailbot.cli.typed import address_key, refuse_own
from mailbot.desk.payments.held_because import HELD_BECAUSE, helps

if TYPE_CHECKING:
    from mailbot.desk.daily import HeldPayment
    from mailbot.desk.effects import Decision
    from mailbot.pipeline import Desk

Number = Annotated[int, typer.Argument(help="The number from `mailbot payments held`.")]


def register(payments: typer.Typer) -> None:
    payments.command("held")(held)
    payments.command("match")(match)
    payments.command("show")(show)


def summary(decisions: tuple[Decision, ...]) -> str:
    """What became of payments, counted."""
    from collections import Counter

    words = {"payment_booked": "booked", "payment_partial": "kept until the rest arrives", "payment_held": "held", "payment_reversed": "reversed",
             "payment_duplicate": "known one by one", "payment_ignored": "of no concern", "payment_later": "put off a minute", "payment_settled": "settled before", "payment_refunded": "paid back"}
    return ", ".join(f"{count} {words.get(verdict, verdict)}" for verdict, count in Counter(each.verdict for each in decisions).items())


def held(as_json: AsJson = False, config: ConfigFile = None) -> None:
    """The payments that wait for you: why, and whom they may be for."""
    from mailbot.clock import now

    with desk(config) as opened:
        found = opened.store.bank.held(now())
        if as_json:
            for each in found:
                print_json(each)
            return
        for each in found:
            _print_held(each)
        if not found:
            typer.echo("No payment waits for you.")
        else:
            typer.echo("Settle one with: mailbot payments match NO ADDRESS\n(or a case number, refund, ignore in place of the address)")


def _print_held(one: HeldPayment) -> None:
    """One payment in a few lines, none of which is cut: the number is what a person types, the message what he judges by."""
    from textwrap import wrap

    why = HELD_BECAUSE.get(one.because, one.because)
    message, suggested = " ".join(printable(one.message).split()), " or ".join(printable(each) for each in one.suggestions)
    head, behind = f"{one.id:>4}  ", " " * 6
    lines = [f"{_money(one.left_minor, one.currency)} of {one.booked_on}: {why}", f'message: "{message}"' if message else "message: none",
             *([f"perhaps for: {suggested}"] if suggested else [])]
    for number, line in enumerate(lines):
        typer.echo("\n".join(wrap(line, WIDTH, initial_indent=behind if number else head, subsequent_indent=behind)))


def match(
    number: Number,
    whose: Annotated[str, typer.Argument(help="The address it is for, or a case number; or refund (you paid it back), or ignore.")],
    only: Annotated[str, typer.Option("--as", help="The tier it is for, when the amount alone does not say.")] = "",
    config: ConfigFile = None,
) -> None:
    """Settle a payment that waits for you: whose it is, or that it was paid back, or that it is none."""
    from mailbot.clock import now
    from mailbot.desk.payments import settling
    from mailbot.desk.payments.facts import PaymentFacts
    from mailbot.payments import by_person

    with desk(config) as opened:
        settings, rules = opened.loaded.config, opened.loaded.rules
        bought = [tier.name for tier in settings.tiers if tier.price_minor]
        if only and only not in bought:
            fail(f"--as {only}: no tier of this name has a price; expected: {', '.join(bought)}")
        key = "" if whose in ("refund", "ignore") else _owner(whose, opened)

        def decide(facts: PaymentFacts) -> Decision:
            assert facts.payment is not None
            if whose == "refund":
                return settling.give_back(facts, settings, because="paid back by hand")
            if whose == "ignore":
                return settling.ignore(facts.payment, because="said so by hand")
            return settling.settle_as(key, facts, settings, rules, only=only)

        try:
            decision = by_person(number, key, opened, now(), decide)
        except LookupError as error:
            fail(f"payment {number}: {error.args[0]}; see: mailbot payments held")
        if decision.verdict == "payment_held":
            because = decision.trail[-1].because
            fail(f"payment {number} still waits, and nothing was booked: it {HELD_BECAUSE.get(because, because)}. {helps(because, number)}.")
        told = "".join(f"; {letter.to} is told" for letter in decision.letters if letter.template == "refund_note")
        typer.echo(f"payment {number}: {summary((decision,))} ({decision.trail[-1].because}){told}")


def _owner(whose: str, opened: Desk) -> str:
    """The address that a payment is said to be for: as typed, or of whoever opened the case."""
    if "@" not in whose and (story := opened.store.case(whose)) is not None:
        return address_key(next(address for address, role in story.participants if role == "requester"))
    if "@" not in whose and any(c.isdigit() for c in whose):
        fail(f"there is no case {whose}; expected: a case number, or an address. See: mailbot cases --all")
    key = address_key(whose)
    refuse_own(whose, opened.loaded.config)
    return key


def show(number: Annotated[int, typer.Argument(help="The number of a payment.")], as_json: AsJson = False, config: ConfigFile = None) -> None:
    """Everything about one payment: what the bank told, whose it is, and what it was used for."""
    from mailbot.clock import now

    with desk(config) as opened:
        story = opened.store.bank.story(number, now())
        if story is None:
            fail(f"{number}: there is no payment of this number; see: mailbot payments held")
        if as_json:
            print_json(story)
            return
        payment = story.payment
        rows = [("state", payment.state + (f": {HELD_BECAUSE.get(payment.because, payment.because)}" if payment.because else "")),
                ("amount", _money(payment.amount_minor, payment.currency)), ("left", _money(payment.left_minor, payment.currency)),
                ("booked", payment.booked_on), ("message", " | ".join(payment.messages)), ("references", ", ".join(payment.structured)),
                ("payer", f"{payment.payer_name} {payment.payer_account}".strip()), ("to account", payment.to_account),
                ("for", f"{payment.matched_address} ({payment.match_method})" if payment.match_method else payment.matched_address),
                ("file", f"{story.file}, {story.place}" if story.file else ""), ("perhaps for", ", ".join(story.suggestions))]
        rows += [(part.purpose, f"{_money(part.amount_minor, payment.currency)} {part.tier}" + (f", block {part.block_id}" if part.block_id else "")
                  + (f", from {part.covers_from}" if part.covers_from else "")) for part in story.parts]
        print_table(("what", f"payment {number}"), [row for row in rows if row[1] != ""], "")


def _money(minor: int, currency: str) -> str:
    return f"{minor / 100:.2f} {currency}"
