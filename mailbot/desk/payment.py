"""A payment that arrived: what it buys, and the confirmation that names ID number and unlock code (BK-22, BK-34, BK-35).
An exact fee comes before blocks; an amount that fits nothing is refused here, never guessed at."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date

from mailbot.config.settings import Config, Tier
from mailbot.config.values import Span, Unit
from mailbot.desk import ledger
from mailbot.desk.effects import (
    ID_NUMBER,
    UNLOCK_CODE,
    AddBlocks,
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

BLOCKS_AT_MOST = 1000  # of one payment: more is a slip of the keys
RENEWAL_GRACE_DAYS = 30  # a renewal this late continues the old period (states.md 3.2)


class NoSuchPrice(Exception):
    """The amount buys nothing that the configuration sells."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that arrived for an address."""

    address: str
    amount_minor: int
    currency: str
    booked_on: date
    reference: str  # the same reference is booked once
    message: str = ""
    actor: str = "admin"


def pay(payment: Payment, account: Account | None, config: Config) -> Decision:
    """Book a payment: account, right or blocks, credential, confirmation. Raises NoSuchPrice."""
    tier, count = bought(payment, config)
    account_id = account.id if account else None
    language = (account.language if account else None) or config.vendor.default_language
    effects: list[Effect] = [] if account else [OpenAccount(payment.address, "", None)]  # his first mail tells his language
    effects.append(RecordPayment(account_id, payment.reference, payment.amount_minor, payment.currency, payment.booked_on,
                                 payment.message or payment.address, payment.actor))
    values = _common_values(payment, tier, config)
    if tier.kind == "prepaid_blocks":
        expires = add_span(payment.booked_on, tier.valid_for) if tier.valid_for else None
        effects.append(AddBlocks(account_id, tier.name, count, tier.block_minutes, tier.price_minor, payment.currency, expires, payment.actor))
        before = ledger.balance(account.blocks, payment.booked_on) if account else 0
        values |= {"minutes": count * tier.block_minutes, "blocks": count, "minutes_left": before + count * tier.block_minutes,
                   "valid_until": expires.isoformat() if expires else None}
    else:
        held = next((g for g in account.grants if g.tier == tier.name), None) if account else None
        grant = grant_for(tier, held, account_id, payment.booked_on)
        effects.append(grant)
        values |= {"valid_from": grant.valid_from.isoformat(), "valid_until": grant.valid_until.isoformat() if grant.valid_until else None}
    if tier.issue_credentials:
        known = account is not None and account.has_credential
        if not known:
            effects.append(IssueCredential(account_id))
        values |= {"id_number": ID_NUMBER, "unlock_code": None if known else UNLOCK_CODE}
    effects.append(Send(Letter("payment_confirmation", language, payment.address, values, idem=f"payment_confirmation:{payment.reference}")))
    because = f"{payment.amount_minor / 100:.2f} {payment.currency} is the price of {count} × {tier.name}"
    return Decision("payment_booked", tuple(effects), (Step("price", True, because),))


def bought(payment: Payment, config: Config) -> tuple[Tier, int]:
    """The tier an amount pays for, and how many times. An exact price comes before a multiple (scenarios.md S32)."""
    sold = [t for t in config.tiers if t.price_minor > 0 and (t.currency or config.billing.currency) == payment.currency]
    exact = next((tier for tier in sold if tier.price_minor == payment.amount_minor), None)
    if exact is not None:
        return exact, 1
    for tier in sold:
        if tier.kind == "prepaid_blocks" and (count := ledger.blocks_for(payment.amount_minor, tier.price_minor)):
            if count > BLOCKS_AT_MOST:
                raise NoSuchPrice(f"{payment.amount_minor / 100:.2f} {payment.currency} would buy {count} blocks of {tier.name}; "
                                  f"expected at most {BLOCKS_AT_MOST} at once. Check the amount.")
            return tier, count
    prices = ", ".join(f"{tier.name} {tier.price_minor / 100:.2f} {tier.currency or config.billing.currency}" for tier in config.tiers
                       if tier.price_minor > 0)
    raise NoSuchPrice(
        f"{payment.amount_minor / 100:.2f} {payment.currency} buys nothing; the prices are: {prices or 'none configured'}. "
        "Check the amount and the currency, or add the price to a [[tier]]."
    )


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


def _common_values(payment: Payment, tier: Tier, config: Config) -> dict[str, object]:
    vat = config.billing.vat_percent
    contained = round(payment.amount_minor * vat / (100 + vat)) if vat and config.billing.prices_include_vat else None
    return {
        "amount_minor": payment.amount_minor, "currency": payment.currency, "booked_on": payment.booked_on.isoformat(),
        "tier": tier.name, "address": payment.address, "receipt_no": payment.reference, "vat_minor": contained,
    }
