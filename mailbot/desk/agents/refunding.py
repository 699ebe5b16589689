"""/refund by mail: a block that nobody used goes back whole; of one that was begun an admin names the amount (states.md 3.3).
Which block is meant is never guessed. No money moves: a refund is a record, and the transfer is made at the bank."""

from __future__ import annotations

from dataclasses import replace

from mailbot.desk import blocks, ledger
from mailbot.desk.agents.paying import OPEN, alone, done, facts_of
from mailbot.desk.agents.turn import Done, Turn, may
from mailbot.desk.commands import Command, Fault
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import Decision
from mailbot.desk.facts import Account, Block
from mailbot.desk.matters import local_day
from mailbot.desk.payments import refund_note
from mailbot.desk.payments.settling import give_back
from mailbot.desk.wanted import refund_key

MOVES_MINUTES = ("spend", "use")  # what a refund takes away may not be used by the same mail


def refund(turn: Turn, command: Command) -> Done:
    """/refund [17 | anna@x.se] [100 kr]: a block; /refund payment 55: what is left of a payment that waits."""
    if problem := alone(turn, command):
        return problem
    if beside := next((one for name in MOVES_MINUTES for one in turn.reading.named(name)), None):
        return _fault(command, "not_together", f"/{beside.name}")
    if command.amount_minor is not None and not may(turn.agent, "admin"):
        return _fault(command, "amount_by_admin", "", "/refund")
    if command.choice == "payment":
        return _payment(turn, command)
    account, fault = _whose(turn, command)
    if account is None:
        return Done(faults=(fault,)) if fault else _fault(command, "say_which_block", "", "/refund 17")
    block = _meant(turn, command, account)
    return _block(turn, command, account, block) if isinstance(block, Block) else Done(faults=(block,))


def _payment(turn: Turn, command: Command) -> Done:
    """What is left of a payment that waits for a person, whole: the same as /match 55 refund, with whose money it is seen to."""
    number = command.item or 0
    facts = facts_of(turn, number)
    payment = facts.payment
    if payment is None or payment.state not in OPEN:
        return _fault(command, "no_payment", str(number))
    if command.amount_minor not in (None, payment.left_minor) or command.currency not in ("", payment.currency):
        return Done(faults=(replace(fault_of(command, "whole_rest", str(number), f"/refund payment {number}"),
                                    amount_minor=payment.left_minor, currency=payment.currency),))
    decision = give_back(facts, turn.hearing.config, because=f"said so by {turn.actor}")
    return done(decision, {"say": "paid_back", "number": str(number)}, *_told(decision))


def _whose(turn: Turn, command: Command) -> tuple[Account | None, Fault | None]:
    """The customer: of the case, of the address or block that is named; why there is none."""
    here = turn.case.account if turn.case is not None else None
    named = turn.account_of(command.addresses[0]) if command.addresses else None
    by_block = dict(turn.hearing.facts.named_blocks).get(command.item or 0)
    if command.addresses and named is None:
        return None, fault_of(command, "unknown_customer", command.addresses[0])
    if command.item is not None and by_block is None:
        return None, fault_of(command, "no_block", str(command.item))
    if turn.case is not None and here is None:
        return None, fault_of(command, "no_customer")
    account = named or by_block or here
    if here is not None and account is not None and account.id != here.id:
        return None, fault_of(command, "not_this_customer", command.addresses[0] if command.addresses else str(command.item))
    return account, None


def _meant(turn: Turn, command: Command, account: Account) -> Block | Fault:
    """The block of that number, else the only one with minutes left; of several, all are named, the newest as the one that is probably meant."""
    if command.item is not None:
        return next(block for block in account.blocks if block.id == command.item)
    usable = ledger.usable(account.blocks, local_day(turn.hearing))
    if len(usable) == 1:
        return usable[0]
    if not usable:
        return fault_of(command, "nothing_to_refund")
    newest = max(usable, key=lambda block: (block.purchased_at, block.id))
    return fault_of(command, "which_block", "", f"/refund {newest.id}", offered=_listed(turn, account))


def _listed(turn: Turn, account: Account) -> str:
    """The blocks that something is left of, as a person tells them apart."""
    usable = sorted(ledger.usable(account.blocks, local_day(turn.hearing)), key=lambda block: block.id)
    return ", ".join(f"{block.id} ({block.minutes_left}/{block.minutes} min)" for block in usable)


def _block(turn: Turn, command: Command, account: Account, block: Block) -> Done:
    today, config = local_day(turn.hearing), turn.hearing.config
    if command.amount_minor is not None and command.currency not in ("", block.currency):
        return Done(faults=(replace(fault_of(command, "above_price", str(block.id)), amount_minor=block.price_minor, currency=block.currency),))
    if 0 < block.minutes_left < block.minutes and command.amount_minor is None and not blocks.is_over(block, today):
        worth = ledger.price_of(block)
        fault = fault_of(command, "partly_used", str(block.id), f"/refund {block.id} {worth / 100:.2f} {block.currency}")
        return Done(faults=(replace(fault, amount_minor=worth, currency=block.currency),))
    key = refund_key(turn.agent.id, turn.hearing.message)
    try:
        decision = blocks.refund(account, block.id, today, key=key, amount_minor=command.amount_minor, actor=turn.actor)
    except blocks.NotPossible as error:
        return Done(faults=(replace(fault_of(command, error.problem, str(block.id)), amount_minor=block.price_minor, currency=block.currency),))
    letters = refund_note.of_block(decision.effects, account, today, config)
    amount = ledger.price_of(block) if command.amount_minor is None else command.amount_minor
    left = ledger.balance([each for each in account.blocks if each.id != block.id], today)
    said: dict[str, str | int] = {"say": "refunded", "number": str(block.id), "minutes": block.minutes_left, "amount_minor": amount, "currency": block.currency, "left": left}
    decision = replace(decision, effects=(*decision.effects, *letters))
    return done(decision, said, *_told(decision))


def _told(decision: Decision) -> tuple[dict[str, str | int], ...]:
    """To whom the letter goes; that none does."""
    to = next((letter.to for letter in decision.letters if letter.template == "refund_note"), None)
    return ({"say": "refund_told", "to": to},) if to else ({"say": "refund_untold"},)


def _fault(command: Command, problem: str, seen: str = "", suggestion: str = "") -> Done:
    return Done(faults=(fault_of(command, problem, seen, suggestion),))
