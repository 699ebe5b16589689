"""A payment that is somebody's: what it buys, and the confirmation that names ID number and unlock code (BK-22, BK-34, BK-35).
Every öre is accounted for: what a payment is used for and what is left of it are together what arrived."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mailbot.config.settings import Config, Tier
from mailbot.config.values import Span, Unit
from mailbot.desk import ledger
from mailbot.desk.effects import (
    ID_NUMBER,
    PAYMENT_NUMBER,
    UNLOCK_CODE,
    AddBlocks,
    Allocate,
    Decision,
    Effect,
    GrantTier,
    IssueCredential,
    Letter,
    OpenAccount,
    RecordPayment,
    Send,
    Step,
)
from mailbot.desk.facts import Account, Grant
from mailbot.desk.payments import prices
from mailbot.desk.payments.prices import NoSuchPrice, Purchase

__all__ = ["Bought", "Money", "NoSuchPrice", "Payment", "add_span", "buy", "confirmation_values", "day_fits", "grant_for", "pay"]

BOOKED_WITHIN_YEARS = 5  # a payment of an older day is a slip of somebody
RENEWAL_GRACE_DAYS = 30  # a renewal this late continues the old period (states.md 3.2)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that arrived for an address, as a person enters it."""

    address: str
    amount_minor: int
    currency: str
    booked_on: date
    reference: str  # the same reference is booked once
    message: str = ""
    actor: str = "admin"


@dataclass(frozen=True, slots=True)
class Money:
    """A payment, or what is left of one; None: the payment that the same decision records."""

    payment_id: int | None
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Bought:
    """The effects of a purchase, what its confirmation says, and what is left of the money."""

    effects: tuple[Effect, ...]
    values: dict[str, Any]
    left: Mapping[int | None, int]  # of each payment


def pay(payment: Payment, account: Account | None, config: Config) -> Decision:
    """Book a payment that a person enters: account, right or blocks, credential, confirmation. Raises NoSuchPrice."""
    purchase = prices.typed(payment.amount_minor, payment.currency, config)
    account_id = account.id if account else None
    opened: list[Effect] = [] if account else [OpenAccount(payment.address, "", None)]  # his first mail tells his language
    recorded = RecordPayment(account_id, payment.reference, payment.amount_minor, payment.currency, payment.booked_on,
                             payment.message or payment.address, payment.actor)
    bought = buy(purchase, (Money(None, payment.amount_minor),), account, payment.booked_on, payment.currency, payment.actor)
    values = confirmation_values(payment.amount_minor, payment.currency, payment.booked_on, payment.address, PAYMENT_NUMBER, config)
    language = (account.language if account else None) or config.vendor.default_language
    letter = Letter("payment_confirmation", language, payment.address, values | bought.values, idem=f"payment_confirmation:{payment.reference}")
    because = f"{payment.amount_minor / 100:.2f} {payment.currency} is the price of {purchase}"
    return Decision("payment_booked", (*opened, recorded, *bought.effects, Send(letter)), (Step("price", True, because),))


def day_fits(booked_on: date, today: date) -> bool:
    """Is it a day on which money for support may have arrived? Tomorrow is: a bank's day may end before ours."""
    return -1 <= (today - booked_on).days <= BOOKED_WITHIN_YEARS * 366


def buy(purchase: Purchase, money: tuple[Money, ...], account: Account | None, booked_on: date, currency: str, actor: str) -> Bought:
    """What is bought with this money, oldest first, for an account; None: for the one that this decision opens."""
    account_id = account.id if account else None
    effects: list[Effect] = []
    values: dict[str, Any] = {"tier": purchase.tier.name}
    grant = None
    if (fee := purchase.fee) is not None:
        held = max((g for g in account.grants if g.tier == fee.name and not g.suspended), key=_ends, default=None) if account else None
        grant = grant_for(fee, held, account_id, booked_on)
        effects.append(grant)
        values |= {"valid_from": grant.valid_from.isoformat(), "valid_until": _iso(grant.valid_until)}
    if (block := purchase.block) is not None:
        expires = add_span(booked_on, block.valid_for) if block.valid_for else None
        effects.append(AddBlocks(account_id, block.name, purchase.count, block.block_minutes, block.price_minor, currency, expires, actor))
        before = ledger.balance(account.blocks, booked_on) if account else 0
        minutes = purchase.count * block.block_minutes
        values |= {"minutes": minutes, "blocks": purchase.count, "minutes_left": before + minutes, "minutes_until": _iso(expires)}
    parts, left = _parts(purchase, money, grant.valid_from if grant else None)
    effects += parts
    if any(tier.issue_credentials for tier in (purchase.fee, purchase.block) if tier is not None):
        known = account is not None and account.has_credential
        effects += [] if known else [IssueCredential(account_id)]
        values |= {"id_number": ID_NUMBER, "unlock_code": None if known else UNLOCK_CODE}
    return Bought(tuple(effects), values, left)


def confirmation_values(amount_minor: int, currency: str, booked_on: date, address: str, receipt_no: str, config: Config) -> dict[str, Any]:
    """What every confirmation says of the payment itself."""
    vat = config.billing.vat_percent
    contained = round(amount_minor * vat / (100 + vat)) if vat and config.billing.prices_include_vat else None
    return {"amount_minor": amount_minor, "currency": currency, "booked_on": booked_on.isoformat(), "address": address,
            "receipt_no": receipt_no, "vat_minor": contained}


def grant_for(tier: Tier, held: Grant | None, account_id: int | None, booked_on: date) -> GrantTier:
    """The period a fee pays for: the day after the old end when renewed in time, else from the booking day."""
    starts = booked_on
    if held is not None and held.valid_until is not None and (booked_on - held.valid_until).days <= RENEWAL_GRACE_DAYS:
        starts = date.fromordinal(held.valid_until.toordinal() + 1)
    ends = add_span(starts, tier.period) if tier.period else None
    until = date.fromordinal(ends.toordinal() - 1) if ends else None
    product = tier.products[0] if tier.products else "*"
    return GrantTier(account_id, tier.name, tier.kind, product, starts, until, extends=held.id if held and starts != booked_on else None)


def add_span(day: date, span: Span) -> date:
    """The day that many months or days later; the 31st becomes the last of a shorter month."""
    if span.unit is Unit.MONTHS:
        year, month = divmod(day.year * 12 + day.month - 1 + span.amount, 12)
        return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
    return date.fromordinal(day.toordinal() + span.amount)


def _parts(purchase: Purchase, money: tuple[Money, ...], covers_from: date | None) -> tuple[list[Allocate], dict[int | None, int]]:
    """Which money pays for which thing, the fee first; and what is left. Where a little is missing, the last thing costs less."""
    things: list[tuple[Tier, int | None, int]] = [(purchase.fee, None, purchase.fee.price_minor)] if purchase.fee else []
    things += [(purchase.block, place, purchase.block.price_minor) for place in range(purchase.count)] if purchase.block else []
    left = {each.payment_id: each.amount_minor for each in money}
    parts: list[Allocate] = []
    for tier, place, price in things:
        owed = price
        for number in left:
            taken = min(owed, left[number])
            if taken <= 0:
                continue
            parts.append(Allocate(number, "fee" if place is None else "block", taken, tier.name, place, place is None,
                                  covers_from if place is None else None))
            left[number] -= taken
            owed -= taken
    return parts, left


def _ends(grant: Grant) -> date:
    return grant.valid_until or date.max


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
