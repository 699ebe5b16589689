"""From an amount to what it buys: at most one fee and any number of blocks of one kind, and never a guess (payments.md 8.4).
An exact price of one thing comes before sums; an amount that can be read in two ways buys nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.config.declare import minor
from mailbot.config.settings import Config, Tier

BLOCKS_AT_MOST = 1000  # of one payment: more is a slip of the keys


class NoSuchPrice(Exception):
    """The amount buys nothing that the configuration sells."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """What is bought at once."""

    fee: Tier | None = None
    block: Tier | None = None
    count: int = 0

    @property
    def cost_minor(self) -> int:
        return (self.fee.price_minor if self.fee else 0) + (self.block.price_minor * self.count if self.block else 0)

    @property
    def tier(self) -> Tier:
        """The one that the confirmation is about: the fee, else the blocks."""
        found = self.fee or self.block
        assert found is not None
        return found

    def __str__(self) -> str:
        parts = [self.fee.name] if self.fee else []
        return " + ".join([*parts, *([f"{self.count} × {self.block.name}"] if self.block else [])])


def sold(config: Config, currency: str, only: str = "") -> tuple[Tier, ...]:
    """What this currency buys; with `only`, that tier alone."""
    return tuple(tier for tier in config.tiers if tier.price_minor > 0 and (tier.currency or config.billing.currency) == currency
                 and only in ("", tier.name))


def exact(amount_minor: int, tiers: tuple[Tier, ...]) -> tuple[Purchase, ...]:
    """Every purchase that costs exactly this; the price of one thing alone comes before all others (scenarios.md S32)."""
    single = tuple(_one(tier) for tier in tiers if tier.price_minor == amount_minor)
    return single or tuple(_sums(amount_minor, tiers))


def nearly(amount_minor: int, tiers: tuple[Tier, ...], config: Config) -> Purchase | None:
    """The one purchase whose cost differs by no more than the vendor overlooks; None also when there are two."""
    within = minor(config.payments.small_difference)
    around = tuple(_offers(amount_minor, tiers, within)) if within else ()
    return around[0] if len(around) == 1 else None


def largest_part(amount_minor: int, tiers: tuple[Tier, ...]) -> Purchase | None:
    """What most of a larger amount buys, when it could be for one thing only; None when several things fit, or none."""
    fitting = [tier for tier in tiers if tier.price_minor <= amount_minor]
    if len(fitting) != 1:
        return None
    (tier,) = fitting
    if tier.kind != "prepaid_blocks":
        return Purchase(fee=tier)
    return Purchase(block=tier, count=amount_minor // tier.price_minor)


def typed(amount_minor: int, currency: str, config: Config) -> Purchase:
    """What an amount buys that a person types. Raises NoSuchPrice with what it should be."""
    found = exact(amount_minor, sold(config, currency))
    amount = f"{amount_minor / 100:.2f} {currency}"
    if len(found) > 1:
        raise NoSuchPrice(f"{amount} can be read in {len(found)} ways: {', or '.join(str(each) for each in found)}. Enter its parts one by one.")
    if found and found[0].count > BLOCKS_AT_MOST and found[0].block is not None:
        raise NoSuchPrice(f"{amount} would buy {found[0].count} blocks of {found[0].block.name}; expected at most {BLOCKS_AT_MOST} at once. "
                          "Check the amount.")
    if found:
        return found[0]
    prices = ", ".join(f"{tier.name} {tier.price_minor / 100:.2f} {tier.currency or config.billing.currency}" for tier in config.tiers
                       if tier.price_minor > 0)
    raise NoSuchPrice(f"{amount} buys nothing; the prices are: {prices or 'none configured'}. "
                      "Check the amount and the currency, or add the price to a [[tier]].")


def _one(tier: Tier) -> Purchase:
    return Purchase(block=tier, count=1) if tier.kind == "prepaid_blocks" else Purchase(fee=tier)


def _sums(amount_minor: int, tiers: tuple[Tier, ...]) -> Iterator[Purchase]:
    """At most one fee, and blocks of one kind for all the rest."""
    blocks = [tier for tier in tiers if tier.kind == "prepaid_blocks"]
    for fee in (None, *(tier for tier in tiers if tier.kind != "prepaid_blocks")):
        rest = amount_minor - (fee.price_minor if fee else 0)
        for block in blocks:
            count, over = divmod(rest, block.price_minor)
            if count > 0 and not over:
                yield Purchase(fee, block, count)


def _offers(amount_minor: int, tiers: tuple[Tier, ...], within: int) -> Iterator[Purchase]:
    """The purchases whose cost lies within so much of the amount."""
    blocks = [tier for tier in tiers if tier.kind == "prepaid_blocks"]
    for fee in (None, *(tier for tier in tiers if tier.kind != "prepaid_blocks")):
        rest = amount_minor - (fee.price_minor if fee else 0)
        if fee is not None and abs(rest) <= within:
            yield Purchase(fee)
        for block in blocks:
            count = round(rest / block.price_minor)
            if count > 0 and abs(rest - count * block.price_minor) <= within:
                yield Purchase(fee, block, count)
