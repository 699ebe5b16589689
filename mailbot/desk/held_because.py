"""Why a payment waits for a person: the words that the settling uses, each with a sentence in [held] of templates/*/words.toml."""

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
