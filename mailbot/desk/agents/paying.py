"""Payments by an admin's mail: one that no file of the bank tells of, and one that waits for a person.
Money moves nothing else in the same mail: what is booked for one customer never lands with another."""

from __future__ import annotations

from dataclasses import replace

from mailbot.desk.agents.turn import Done, Turn
from mailbot.desk.commands import COMMANDS, Command, Stage
from mailbot.desk.commands.values import Fault, fault_of
from mailbot.desk.effects import Decision, Step
from mailbot.desk.matters import local_day
from mailbot.desk.payments import prices
from mailbot.desk.payments.buying import Payment, day_fits
from mailbot.desk.payments.facts import Incoming, PaymentFacts
from mailbot.desk.payments.held_because import TIER_HELPS
from mailbot.desk.payments.matching import own_keys
from mailbot.desk.payments.settling import PERSON, enter, give_back, ignore, settle_as
from mailbot.mail import address

OPEN = ("received", "held", "credit")


def payment(turn: Turn, command: Command) -> Done:
    """/payment 300 SEK anna@x.se [2026-11-25] [force]: money that arrived, for that address. What looks booked already needs the force."""
    config, today = turn.hearing.config, local_day(turn.hearing)
    whose, on, currency = command.addresses[0], command.on or today, command.currency or config.billing.currency
    if not config.payments.allow_agent_entry:
        return Done(faults=(fault_of(command, "not_allowed"),))
    if problem := alone(turn, command):
        return problem
    if on > today:
        return Done(faults=(fault_of(command, "future_date", str(on)),))
    if not day_fits(on, today):
        return Done(faults=(fault_of(command, "old_date", str(on)),))
    if address.key(whose) in own_keys(config):
        return Done(faults=(fault_of(command, "own_address", whose),))
    amount = command.amount_minor or 0
    try:
        purchase = prices.typed(amount, currency, config)
    except prices.NoSuchPrice:
        return Done(faults=(replace(fault_of(command, "no_price"), amount_minor=amount, currency=currency),))
    facts = facts_of(turn, 0)
    key = address.key(whose)
    before = next((one for one in facts.booked.get(key, ()) if (one.amount_minor, one.currency, one.booked_on) == (amount, currency, on)), None)
    if before is not None and not command.force:
        fault = fault_of(command, "paid_before", "", f"{command.source} force", at=before.recorded_at.isoformat())
        return Done(faults=(replace(fault, amount_minor=amount, currency=currency),))
    entered = Payment(whose, amount, currency, on, _reference(turn, command), actor=turn.actor)
    decision = enter(entered, facts.owners.get(key), facts.waiting.get(key, ()), turn.hearing.facts.now, config, turn.hearing.rules,
                     away=turn.hearing.facts.away)
    return done(decision, {"say": "paid", "amount_minor": amount, "currency": currency, "to": whose, "what": str(purchase)})


def match(turn: Turn, command: Command) -> Done:
    """/match 55 anna@x.se|BK-2026-000123|refund|ignore [tier]: a payment that waits for a person is settled."""
    hearing, number = turn.hearing, command.item or 0
    facts, key = facts_of(turn, number), next((key for item, key, _ in hearing.facts.named_payments if item == number), "")
    if problem := alone(turn, command):
        return problem
    if facts.payment is None or facts.payment.state not in OPEN:
        return Done(faults=(_settled(command, number, facts.payment),))
    if command.choice:
        because = f"said so by {turn.actor}"
        settled = give_back(facts, hearing.config, because=because) if command.choice == "refund" else ignore(facts.payment, because=because)
        return done(settled, {"say": "paid_back" if command.choice == "refund" else "no_payment", "number": str(number)})
    if not key:
        return Done(faults=(fault_of(command, "no_case", command.number),))
    if key in own_keys(hearing.config):
        return Done(faults=(fault_of(command, "own_address", key),))
    tier = next((tier.name for tier in hearing.config.tiers if tier.price_minor and tier.name.casefold() == command.person), None)
    if command.person and tier is None:
        return Done(faults=(fault_of(command, "choice", command.person, next((t.name for t in hearing.config.tiers if t.price_minor), "")),))
    decision = settle_as(key, facts, hearing.config, hearing.rules, only=tier or "", actor=turn.actor)
    if decision.verdict == "payment_held":
        return Done(faults=(_still_held(turn, command, number, decision.trail[-1].because),))
    return done(decision, {"say": "matched", "number": str(number), "to": key})


def _still_held(turn: Turn, command: Command, number: int, because: str) -> Fault:
    """Why naming an address settled nothing, and what does: what it is for, another customer, or paying it back."""
    if because in TIER_HELPS:
        return fault_of(command, "still_held", str(number), f"{command.source} {next((t.name for t in turn.hearing.config.tiers if t.price_minor), '')}")
    return fault_of(command, f"still_{because}" if because in ("owned", "day") else "still_waits", str(number), f"/match {number} refund")


def _settled(command: Command, number: int, payment: Incoming | None) -> Fault:
    """What became of a payment that waits no more: for whom it is, or why for nobody, when that was settled, and by whom."""
    if payment is None or payment.settled_at is None:
        return fault_of(command, "no_payment", str(number))
    said = payment.match_method.removeprefix(PERSON).strip() if payment.match_method.startswith(PERSON) else payment.because.rpartition("said so by ")[2]
    who = said.removeprefix("agent:") if said in ("admin",) or said.startswith("agent:") else "admin" if payment.because.endswith("by hand") else "mailbot"
    what = f"{payment.state}_before"
    return fault_of(command, what, str(number), offered=f"{payment.matched_address} ({who})" if payment.state == "allocated" else who, at=payment.settled_at.isoformat())


def repeated(turn: Turn) -> Decision | None:
    """The same mail once more, with whatever header: its payment, or what it paid back, is in the books, and he was told so then."""
    references = {_reference(turn, command) for command in turn.reading.named("payment")}
    paid = (one.reference for _, _, facts in turn.hearing.facts.named_payments for found in facts.booked.values() for one in found)
    if not turn.hearing.facts.booked_under and not references.intersection(paid):
        return None
    said = Step("sent again", True, "the payment of a mail of this agent with this Message-ID is booked")
    return Decision("repeated", (turn.hearing.keep(turn.case.id if turn.case else None),), (*turn.hearing.trail, said))


def _reference(turn: Turn, command: Command) -> str:
    return f"mail:{turn.once}:{command.line}"


def alone(turn: Turn, command: Command) -> Done | None:
    """A mail that enters or settles a payment changes no other register: both might open an account."""
    others = [one for one in turn.reading.commands if one is not command and COMMANDS[one.name].stage is Stage.REGISTERS]
    return Done(faults=(fault_of(command, "alone"),)) if others else None


def facts_of(turn: Turn, number: int) -> PaymentFacts:
    return next((facts for item, _, facts in turn.hearing.facts.named_payments if item == number), PaymentFacts(turn.hearing.facts.now))


def done(decision: Decision, *said: dict[str, str | int]) -> Done:
    """What is booked of the decision, and what is said of it."""
    return Done(decision.effects, said, changes=True)
