"""The letter to a customer whom something is paid back to: how much, what for, and what he has left.
It goes to an address of his in the books alone; what only a message or a mail named may be anybody's."""

from __future__ import annotations

from datetime import date

from mailbot.config.settings import Config
from mailbot.desk import ledger
from mailbot.desk.effects import Effect, EndBlock, Letter, RecordPayment, Send
from mailbot.desk.expiry import today
from mailbot.desk.facts import Account
from mailbot.desk.payments.facts import PaymentFacts
from mailbot.mail import address


def of_block(effects: tuple[Effect, ...], account: Account, day: date, config: Config) -> tuple[Send, ...]:
    """The letter about a block that these effects pay back; none where they pay nothing, or nobody is left to write to."""
    paid = next((each for each in effects if isinstance(each, RecordPayment)), None)
    ended = next((each for each in effects if isinstance(each, EndBlock)), None)
    if paid is None or ended is None or not account.addresses:
        return ()
    (block,) = (each for each in account.blocks if each.id == ended.block_id)
    left = ledger.balance([each for each in account.blocks if each is not block], day)
    values = {"amount_minor": -paid.amount_minor, "currency": paid.currency, "minutes": ended.minutes, "block": block.id,
              "paid_on": today(block.purchased_at, config).isoformat(), "minutes_left": left}
    return (_letter(account, account.addresses[0], values, ended.idem, config),)


def of_payment(facts: PaymentFacts, config: Config) -> tuple[Send, ...]:
    """The letter about what is left of a payment and goes back; none while nobody knows whose the payment is."""
    payment, account = facts.payment, facts.account
    if payment is None or account is None or not account.addresses:
        return ()
    known = {address.key(each): each for each in account.addresses}
    to = known.get(payment.matched_address, account.addresses[0])
    values = {"amount_minor": payment.left_minor, "currency": payment.currency, "minutes": None, "block": None,
              "paid_on": payment.booked_on.isoformat(), "minutes_left": ledger.balance(account.blocks, today(facts.now, config))}
    return (_letter(account, to, values, f"refund:payment:{payment.id}:{payment.version}", config),)


def _letter(account: Account, to: str, values: dict[str, object], key: str, config: Config) -> Send:
    return Send(Letter("refund_note", account.language or config.vendor.default_language, to, values, idem=f"refund_note:{key}"))
