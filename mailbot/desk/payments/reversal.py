"""A payment that the bank took back: what it had paid for is taken back too, as far as it is not used.
What was used stays in the books as it was; the admins hear of every reversal, the customer why he has less, and whoever works for him
(desk/payments/reversed_cases.py) that nobody pays for it any more."""

from __future__ import annotations

from datetime import timedelta

from mailbot.config.settings import Config
from mailbot.desk import daily, ledger
from mailbot.desk.after import account_after
from mailbot.desk.effects import (
    BeginGrant,
    Decision,
    Effect,
    EndGrant,
    FreePart,
    Letter,
    Schedule,
    Send,
    SetSuspended,
    SettlePayment,
    Step,
    TakeBack,
)
from mailbot.desk.lapsing import day_of
from mailbot.desk.payments.facts import Incoming, Original, PaymentFacts, Used
from mailbot.desk.payments.reversed_cases import seen_to

LATER = timedelta(minutes=1)  # the payment that is taken back has not been settled itself
SETTLE = "settle_payment"
USED = "used"  # as the reason of a reversal: minutes of it were worked for
PAID_BACK = "paid_back"  # and: a person had paid it back, so that the money may have gone back twice
MOVED = "moved"  # and: minutes of it were another customer's, and were taken back there


def subject_of(payment_id: int) -> str:
    """How a due time names a payment."""
    return f"payment:{payment_id}"


def reverse(payment: Incoming, facts: PaymentFacts, config: Config) -> Decision:
    """What a reversal comes to; money that left us otherwise is none of our business."""
    if not payment.is_reversal:
        return Decision("payment_ignored", (SettlePayment(payment.id, "ignored", "outgoing"),), (Step("sign", True, "money that left"),))
    if payment.amount_minor > 0 or len(facts.originals) != 1:
        return _unclear(payment, facts, config)
    (original,) = facts.originals
    if original.payment.state == "received":
        later = Schedule(SETTLE, None, facts.now + LATER, subject=subject_of(payment.id))
        return Decision("payment_later", (later,), (Step("reversal", False, f"payment {original.payment.id} is not settled yet"),))
    return _take_back(payment, original, facts, config)


def _unclear(payment: Incoming, facts: PaymentFacts, config: Config) -> Decision:
    """Nothing, or more than one payment, may be meant."""
    found = Step("reversal", False, f"{len(facts.originals)} payments may be meant")
    return Decision("payment_held", (SettlePayment(payment.id, "held", "reversal"), daily.tell(facts.now, config)), (found,))


def _take_back(payment: Incoming, original: Original, facts: PaymentFacts, config: Config) -> Decision:
    if any(_between(used) for used in original.used):
        found = Step("reversal", False, f"payment {original.payment.id} paid for a time between others")
        return Decision("payment_held", (SettlePayment(payment.id, "held", "later_fee"), daily.tell(facts.now, config)), (found,))
    taken = tuple(effect for used in original.used for effect in _undone(used, payment, original))
    freed = tuple(effect for used in original.used for effect in _freed(used))
    theirs = tuple(SettlePayment(number, "credit", "partial") for number in dict.fromkeys(each.payment_id for each in freed))
    settled = SettlePayment(payment.id, "reversed", _what_of_it(original), of_account=original.account is not None,
                            account_id=original.account.id if original.account else None, reverses_id=original.payment.id)
    effects: tuple[Effect, ...] = (settled, SettlePayment(original.payment.id, "refunded", "reversed"), *taken, *freed, *theirs, daily.tell(facts.now, config))
    told, cases = _told(taken, payment, original, facts, config), seen_to(taken, payment, original, facts, config)
    return Decision("payment_reversed", (*effects, *told, *cases),
                    (Step("reversal", True, f"of payment {original.payment.id}: {len(taken)} things are taken back"),))


def _what_of_it(original: Original) -> str:
    """What the admins must know of a reversal: minutes were used, were paid back before, went to another customer."""
    used = any(used.purpose == "block" and used.worked > 0 for used in original.used)
    paid_back = any(used.paid_back for used in original.used)
    moved = any(each.minutes_left for used in original.used for each in used.moved)
    return "_".join(word for word, holds in ((USED, used), (PAID_BACK, paid_back), (MOVED, moved)) if holds)


def _begun_before(used: Used) -> bool:
    """Had the right begun with what another payment paid?"""
    return used.covers_from is not None and used.grant_from is not None and used.grant_from < used.covers_from


def _between(used: Used) -> bool:
    """A time that others paid for before and after: what is left of the right is for a person to say."""
    return used.grant_id is not None and used.later_from is not None and _begun_before(used)


def _undone(used: Used, payment: Incoming, original: Original) -> tuple[Effect, ...]:
    """Of a block the minutes that are left, wherever they went; of a right the time that was paid for with this payment."""
    if original.account is None:
        return ()
    if used.block_id is not None:
        here = ((used.block_id, used.minutes_left, original.account.id), *((each.block_id, each.minutes_left, each.account_id) for each in used.moved))
        return tuple(TakeBack(block, left, owner, f"reversal:{payment.id}:block:{block}") for block, left, owner in here if left > 0)
    if used.grant_id is None:
        return ()
    if _begun_before(used) and used.covers_from is not None:
        return (EndGrant(used.grant_id, original.account.id, used.covers_from - timedelta(days=1)),)
    if used.later_from is not None:
        return (BeginGrant(used.grant_id, original.account.id, used.later_from),)
    return (SetSuspended(original.account.id, used.grant_id, True),)


def _freed(used: Used) -> tuple[FreePart, ...]:
    """What other payments paid of the same thing is theirs again, but for the worth of the minutes that were used."""
    price = used.amount_minor + sum(each.amount_minor for each in used.shares)
    kept = -(-price * (used.minutes - used.unused) // used.minutes) if used.block_id is not None and used.minutes else 0
    freed: list[FreePart] = []
    for each in used.shares:
        stays = min(kept, each.amount_minor)
        kept -= stays
        if each.amount_minor > stays:
            freed.append(FreePart(each.payment_id, used.purpose, each.amount_minor - stays, used.tier, used.block_id, used.grant_id, used.covers_from))
    return tuple(freed)


def _told(taken: tuple[Effect, ...], payment: Incoming, original: Original, facts: PaymentFacts, config: Config) -> tuple[Effect, ...]:
    """The customer, when it was his and he had something for it."""
    account = original.account
    if account is None or not original.used or not account.addresses:
        return ()
    known = {each.lower(): each for each in account.addresses}
    to = known.get(original.payment.matched_address.lower(), account.addresses[0])
    values = {"amount_minor": -payment.amount_minor, "currency": payment.currency, "booked_on": payment.booked_on.isoformat(),
              "paid_on": original.payment.booked_on.isoformat(), "address": to}
    if any(used.block_id is not None for used in original.used) and not any(each.minutes_left for used in original.used for each in used.moved):
        after = account_after(account, taken, facts.now)
        values |= {"minutes": sum(each.minutes for each in taken if isinstance(each, TakeBack) and each.account_id == account.id),
                   "minutes_left": ledger.balance(after.blocks if after else (), day_of(facts.now, config))}
    return (Send(Letter("payment_reversed", account.language or config.vendor.default_language, to, values, idem=f"payment_reversed:{payment.id}")),)
