"""A payment of a file is settled: held for a person, kept as credit, or used; once, and in one booking with all that it releases.
Nothing is sent to a guess, and no money is ever without a place: used, left, held, or given a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.config.declare import minor
from mailbot.config.rules import RuleSet
from mailbot.config.settings import Config, Tier
from mailbot.desk import daily
from mailbot.desk.effects import AddAddress, Allocate, Decision, Effect, Letter, OpenAccount, Send, SettlePayment, Step
from mailbot.desk.facts import Account, Case
from mailbot.desk.lapsing import day_of
from mailbot.desk.payments import prices, refund_note
from mailbot.desk.payments.accounts import is_ours
from mailbot.desk.payments.buying import Money, Payment, buy, confirmation_values, day_fits, pay
from mailbot.desk.payments.facts import Credit, Incoming, PaymentFacts
from mailbot.desk.payments.matching import Match, NoMatch, Reading, by_person, match
from mailbot.desk.payments.prices import Purchase
from mailbot.desk.payments.reversal import reverse
from mailbot.desk.releasing import released_by

CREDIT_DAYS = 90  # parts of a price that arrive within this time are summed (payments.md 8.4)
FEE_TWICE_DAYS = 30  # a second fee within this time is asked about
PERSON = "person"


@dataclass(frozen=True, slots=True)
class Settling:
    """One payment whose owner is known, and what is known of him."""

    payment: Incoming
    found: Match
    facts: PaymentFacts
    config: Config
    rules: RuleSet
    only: str = ""  # the tier that a person says it is for
    actor: str = "system"

    @property
    def account(self) -> Account | None:
        return self.found.account

    @property
    def by_hand(self) -> bool:
        return self.found.method == PERSON

    @property
    def tiers(self) -> tuple[Tier, ...]:
        return prices.sold(self.config, self.payment.currency, self.only)

    @property
    def credits(self) -> tuple[Credit, ...]:
        """What is left of his earlier payments of the last months, oldest first."""
        earlier = self.facts.credits.get(self.account.id, ()) if self.account else ()
        mine = (one for one in earlier if one.payment_id != self.payment.id and one.currency == self.payment.currency
                and abs((self.payment.booked_on - one.booked_on).days) <= CREDIT_DAYS)
        return tuple(sorted(mine, key=lambda one: (one.booked_on, one.payment_id)))

    @property
    def address(self) -> str:
        """Who gets the letter, as he is known."""
        known = self.account.addresses if self.account else ()
        return next((each for each in known if each.lower() == self.found.addresses[0]), self.found.addresses[0]) if self.found.addresses else known[0]

    @property
    def language(self) -> str:
        waiting = next((case.language for key in self.found.addresses for case in self.facts.waiting.get(key, ())), None)
        return (self.account.language if self.account else None) or waiting or self.config.vendor.default_language


# ---- the decisions -------------------------------------------------------------------------------------
def settle(reading: Reading, facts: PaymentFacts, config: Config, rules: RuleSet) -> Decision:
    """What a payment of a file comes to. Without effects: it is settled already."""
    payment = facts.payment
    if payment is None or payment.state != "received":
        return Decision("payment_settled", (), (Step("received", False, "somebody has settled it before"),))
    if payment.is_reversal or payment.amount_minor < 0:
        return reverse(payment, facts, config)
    if payment.is_sum:
        return _sum(payment, facts, config)
    over = tuple(SettlePayment(number, "duplicate", "sum") for number, amount, state in facts.sums if state == "held" and facts.entry_minor >= amount)
    because = _not_ours(payment, facts, config)
    found = NoMatch(because) if because else _once(match(reading, facts), facts)
    decision = held(payment, found.because, facts.now, config) if isinstance(found, NoMatch) else _use(Settling(payment, found, facts, config, rules))
    return Decision(decision.verdict, (*decision.effects, *over), decision.trail)


def settle_as(key: str, facts: PaymentFacts, config: Config, rules: RuleSet, *, only: str = "", actor: str = "admin") -> Decision:
    """A person says whose a held payment is, and perhaps what it is for. What is left of a customer's payment stays that customer's."""
    payment, owner = facts.payment, facts.owners.get(key)
    assert payment is not None
    if payment.account_id is not None and (owner is None or owner.id != payment.account_id):
        return held(payment, "owned", facts.now, config)
    if not day_fits(payment.booked_on, day_of(facts.now, config)):
        return held(payment, "day", facts.now, config)
    return _use(Settling(payment, by_person(key, facts), facts, config, rules, only, actor))


def enter(payment: Payment, account: Account | None, waiting: tuple[Case, ...], now: datetime, config: Config, rules: RuleSet, *,
          away: tuple[str, ...]) -> Decision:
    """A person enters a payment; `waiting`: the cases of its address and account that wait for a right. Raises NoSuchPrice."""
    decision = pay(payment, account, config)
    released = released_by(decision.effects, account, waiting, now, config, rules, payment.actor, away=away)
    return Decision(decision.verdict, (*decision.effects, *released), decision.trail)


def give_back(facts: PaymentFacts, config: Config, *, because: str) -> Decision:
    """A person has paid back what is left of it, outside mailbot; whose it was is told."""
    payment = facts.payment
    assert payment is not None
    settled = SettlePayment(payment.id, "refunded" if payment.left_minor == payment.amount_minor else "allocated", because)
    effects: tuple[Effect, ...] = (settled, Allocate(payment.id, "refund", payment.left_minor), *refund_note.of_payment(facts, config))
    return Decision("payment_refunded", effects, (Step("person", True, because),))


def ignore(payment: Incoming, *, because: str) -> Decision:
    """A person says that it is no payment for support."""
    return Decision("payment_ignored", (SettlePayment(payment.id, "ignored", because),), (Step("person", True, because),))


def held(payment: Incoming, because: str, now: datetime, config: Config, letters: tuple[Effect, ...] = ()) -> Decision:
    """A person must look: the admins' next daily letter says so."""
    return Decision("payment_held", (SettlePayment(payment.id, "held", because), *letters, daily.tell(now, config)), (Step("held", True, because),))


def _once(found: Match | NoMatch, facts: PaymentFacts) -> Match | NoMatch:
    """Unless the same customer paid the same before: as a person entered it, or as another file told of that day with or without a reference."""
    account = found.account if isinstance(found, Match) else None
    others = facts.others.get(account.id, ()) if account else ()
    day = facts.payment.booked_on if facts.payment else None
    return NoMatch("twin") if any(each.by_hand or (each.booked_on == day and (each.bare or facts.bare)) for each in others) else found


def _not_ours(payment: Incoming, facts: PaymentFacts, config: Config) -> str:
    """Why it may be no payment to this vendor for support, whoever sent it; empty: nothing speaks against it."""
    if not is_ours((payment.to_account, payment.paid_to), config):
        return "account"
    if not prices.sold(config, payment.currency):
        return "currency"
    if not day_fits(payment.booked_on, day_of(facts.now, config)):
        return "day"
    if facts.same_name:
        return "reference"
    used = any(state in ("allocated", "credit") for _, _, state in facts.sums)  # by a person, before its details came
    if facts.twins or used:
        return "twin"
    return "other_name" if facts.elsewhere else ""


def _sum(payment: Incoming, facts: PaymentFacts, config: Config) -> Decision:
    """An entry of several payments without their details. Where the other file of the bank tells them one by one, it is none itself."""
    if facts.entry_minor >= payment.amount_minor:
        return Decision("payment_duplicate", (SettlePayment(payment.id, "duplicate", "sum"),), (Step("entry", True, "its payments are known one by one"),))
    return held(payment, "sum", facts.now, config)


# ---- an owner and an amount ------------------------------------------------------------------------------
def _use(one: Settling) -> Decision:
    """What the amount buys, alone or with what is left of earlier payments; else it is kept, or a person decides."""
    amount, tiers = one.payment.left_minor, one.tiers
    if not tiers:
        return held(one.payment, "currency", one.facts.now, one.config)
    mine = (Money(one.payment.id, amount),)
    together = (*(Money(each.payment_id, each.left_minor) for each in one.credits), *mine)
    cheapest = min(tier.price_minor for tier in tiers)
    for money in (mine, together):
        total = sum(each.amount_minor for each in money)
        found = prices.exact(total, tiers)
        if len(found) > 1:
            return held(one.payment, "ambiguous", one.facts.now, one.config)
        purchase = found[0] if found else prices.nearly(total, tiers, one.config)
        if purchase is not None:
            return _buy(one, purchase, money)
    if total < cheapest:
        return _partial(one, total)
    money = mine if amount >= cheapest else together
    part = prices.largest_part(sum(each.amount_minor for each in money), tiers)
    if part is None:
        return held(one.payment, "several", one.facts.now, one.config)
    return _buy(one, part, money)


def _buy(one: Settling, purchase: Purchase, money: tuple[Money, ...]) -> Decision:
    payment, config = one.payment, one.config
    if purchase.count > prices.BLOCKS_AT_MOST:
        return held(payment, "too_much", one.facts.now, config)
    if not one.by_hand and purchase.fee is not None and _paid_lately(one, purchase.fee):
        asked = _letter(one, "payment_question", {"what": "fee_twice", "tier": purchase.fee.name})
        return held(payment, "fee_twice", one.facts.now, config, (asked,))
    bought = buy(purchase, money, one.account, payment.booked_on, payment.currency, one.actor)
    left_minor = bought.left[payment.id]
    rest, state, because, said = _rest(one, left_minor)
    effects = (*_owner(one, state, because), *bought.effects, *rest,
               *(SettlePayment(number, "credit" if left else "allocated") for number, left in bought.left.items() if number not in (None, payment.id)))
    letter = _letter(one, "payment_confirmation", bought.values | said | {"summed_minor": sum(m.amount_minor for m in money) if len(money) > 1 else None})
    asks = (_letter(one, "payment_question", {"what": "overpaid", "left_minor": left_minor}),) if said and config.payments.overpayment == "ask" else ()
    told = (daily.tell(one.facts.now, config),) if state == "held" else ()
    because = f"{payment.left_minor / 100:.2f} {payment.currency} by {one.found.method}: {purchase}"
    return Decision("payment_booked", (*effects, letter, *asks, *told, *_released(one, effects)), (Step("price", True, because),))


def _rest(one: Settling, left_minor: int) -> tuple[tuple[Effect, ...], Any, str, dict[str, Any]]:
    """What is left of a payment after a purchase: a little is overlooked, more is kept for later or given to a person."""
    if not left_minor:
        return (), "allocated", "", {}
    if left_minor <= minor(one.config.payments.small_difference):
        return (Allocate(one.payment.id, "difference", left_minor),), "allocated", "", {}
    if one.config.payments.overpayment == "refund":
        return (), "held", "overpaid", {"left_minor": left_minor, "left_is": "refund"}
    return (), "credit", "overpaid", {"left_minor": left_minor, "left_is": "credit"}


def _partial(one: Settling, total: int) -> Decision:
    """Less than anything costs: kept, and what is missing is said."""
    offers = [{"tier": tier.name, "missing_minor": tier.price_minor - total} for tier in sorted(one.tiers, key=lambda t: t.price_minor)]
    letter = _letter(one, "payment_partial", {"credit_minor": total, "offers": offers, "days": CREDIT_DAYS})
    return Decision("payment_partial", (*_owner(one, "credit", "partial"), letter), (Step("price", False, f"{total / 100:.2f} is less than anything costs"),))


def _paid_lately(one: Settling, fee: Tier) -> bool:
    """Was the same fee paid a short while ago? A slip of the finger looks like this."""
    paid = one.facts.fees.get(one.account.id, ()) if one.account else ()
    return any(name == fee.name and abs((one.payment.booked_on - on).days) <= FEE_TWICE_DAYS for name, on in paid)


# ---- pieces ------------------------------------------------------------------------------------------------
def _owner(one: Settling, state: Any, because: str) -> tuple[Effect, ...]:
    """The account and its addresses, and the payment as its own."""
    account, addresses = one.account, one.found.addresses
    opened = () if account else (OpenAccount(addresses[0], "", None),)
    more = tuple(AddAddress(account.id if account else None, each) for each in addresses[1:]) if account is None else ()
    settled = SettlePayment(one.payment.id, state, because, of_account=True, account_id=account.id if account else None,
                            method=f"{PERSON} {one.actor}" if one.by_hand else one.found.method, address=one.address)
    return (*opened, settled, *more)


def _letter(one: Settling, template: str, values: dict[str, Any]) -> Send:
    payment = one.payment
    common = confirmation_values(payment.amount_minor, payment.currency, payment.booked_on, one.address, str(payment.id), one.config)
    if template != "payment_confirmation":
        common = {name: common[name] for name in ("amount_minor", "currency", "booked_on", "address")}
    what = f":{values['what']}" if "what" in values else ""
    return Send(Letter(template, one.language, one.address, common | values, idem=f"{template}:{payment.id}:{payment.version}{what}"))


def _released(one: Settling, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The cases that waited for this right begin now."""
    waiting = {case.id: case for key in one.found.addresses for case in one.facts.waiting.get(key, ())}
    return released_by(effects, one.account, tuple(waiting.values()), one.facts.now, one.config, one.rules, "system", away=one.facts.away)
