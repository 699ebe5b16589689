"""Why a payment waits for a person: the words that the settling uses, each with a sentence in [held] of templates/*/words.toml.
And what a person can do who has said whose it is, where that alone did not settle it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HELD_BECAUSE: Final[Mapping[str, str]] = {  # at the shell: "payment 5 still waits: it ..."
    "no_address": "names no address", "several_addresses": "may mean several addresses", "two_customers": "names two customers",
    "account": "came to another account", "currency": "is in a currency in which nothing is sold", "twin": "looks booked already",
    "other_name": "looks booked already, under another name of the account",
    "reference": "bears the reference of another payment",
    "sum": "is a sum without details", "ambiguous": "can be for different things", "several": "may be for several things",
    "too_much": "is unusually large", "fee_twice": "is a fee that was paid lately", "overpaid": "has a rest to be paid back",
    "day": "was booked on a day that cannot be", "owned": "is another customer's already",
    "later_fee": "takes back a fee between others", "reversal": "takes back a payment that cannot be told",
}

TIER_HELPS: Final = ("ambiguous", "several", "fee_twice")  # where saying what it is for settles it
_BY_TIER = "Say what it is for with --as TIER"
_BACK = "Pay it back at the bank, then: mailbot payments match {number} refund"
HELPS: Final[Mapping[str, str]] = {  # what settles it, where naming an address did not; {number} is the payment's
    **dict.fromkeys(TIER_HELPS, _BY_TIER),
    "owned": "Match it to an address of the customer whose it is (see: mailbot payments show {number}), or pay it back and say refund",
    "day": "If the money did arrive, enter it with its true day: mailbot payments add AMOUNT ADDRESS --date DAY; then: mailbot payments match {number} ignore",
    "currency": f"{_BACK}; or add a price in that currency to a [[tier]]",
    "too_much": f"{_BACK}; or enter what it buys in parts with mailbot payments add, and then: mailbot payments match {{number}} ignore",
}


def helps(because: str, number: int) -> str:
    """What settles a payment that still waits for this reason."""
    return HELPS.get(because, _BACK).format(number=number)
