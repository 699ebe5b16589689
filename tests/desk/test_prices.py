"""From an amount to what it buys: unique or nothing (payments.md 8.4)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.config.settings import Config
from mailbot.desk.payments import prices
from mailbot.desk.payments.buying import day_fits


def config(fee: int = 400, block: int = 300, small: float = 0) -> Config:
    return Config.model_validate({"payments": {"small_difference": small}, "tier": [
        {"name": "plus", "kind": "yearly_fee", "price": fee}, {"name": "block", "kind": "prepaid_blocks", "price": block}]})


def bought(kronor: float, settings: Config) -> list[str]:
    return [str(each) for each in prices.exact(round(kronor * 100), prices.sold(settings, "SEK"))]


@pytest.mark.parametrize(("kronor", "expected"), [
    (300, ["1 × block"]), (900, ["3 × block"]), (400, ["plus"]), (700, ["plus + 1 × block"]), (1000, ["plus + 2 × block"]), (1200, ["4 × block"]),
    (350, []), (800, []), (100, []), (299.99, []),
])
def test_what_an_amount_buys(kronor: float, expected: list[str]) -> None:
    assert bought(kronor, config()) == expected


def test_the_price_of_one_thing_comes_before_sums_and_sums_may_be_ambiguous() -> None:
    assert bought(600, config(fee=600)) == ["plus"]
    assert bought(900, config(fee=600)) == ["3 × block", "plus + 1 × block"]


@pytest.mark.parametrize(("kronor", "expected"), [(299, "1 × block"), (302, "1 × block"), (399, "plus"), (698, "plus + 1 × block"), (305, None), (350, None)])
def test_a_small_difference_is_overlooked(kronor: int, expected: str | None) -> None:
    settings = config(small=2)
    found = prices.nearly(kronor * 100, prices.sold(settings, "SEK"), settings)

    assert (str(found) if found else None) == expected
    assert prices.nearly(kronor * 100, prices.sold(config(), "SEK"), config()) is None


@pytest.mark.parametrize(("kronor", "expected"), [(350, "1 × block"), (299, None), (450, None), (800, None)])
def test_the_largest_part_of_an_amount_that_can_be_for_one_thing_only(kronor: int, expected: str | None) -> None:
    found = prices.largest_part(kronor * 100, prices.sold(config(), "SEK"))

    assert (str(found) if found else None) == expected


def test_another_currency_buys_nothing() -> None:
    assert prices.sold(config(), "EUR") == ()
    with pytest.raises(prices.NoSuchPrice, match="buys nothing"):
        prices.typed(30000, "EUR", config())


@given(st.integers(1, 500_000))
def test_whatever_is_bought_costs_what_was_paid(amount: int) -> None:
    found = prices.exact(amount, prices.sold(config(), "SEK"))

    assert len(found) <= 1, "with these two prices nothing is ambiguous"
    assert all(each.cost_minor == amount for each in found)


@pytest.mark.parametrize(("day", "fits"), [
    (date(2026, 11, 26), True), (date(2026, 11, 27), True), (date(2026, 11, 28), False), (date(9999, 12, 31), False),
    (date(2021, 12, 1), True), (date(2021, 11, 1), False), (date(1, 1, 1), False),
])
def test_the_days_on_which_money_may_have_arrived(day, fits):
    assert day_fits(day, date(2026, 11, 26)) is fits
