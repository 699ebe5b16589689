"""Every reason for which a payment waits says what a person can do about it."""

from __future__ import annotations

import pytest

from mailbot.desk.payments.held_because import HELD_BECAUSE, helps


@pytest.mark.parametrize("because", HELD_BECAUSE)
def test_what_helps_is_said_for_every_reason(because: str) -> None:
    assert ("--as TIER" in helps(because, 7)) == (because in ("ambiguous", "several", "fee_twice")) and "{" not in helps(because, 7)


@pytest.mark.parametrize(("because", "said"), [("owned", "an address of the customer whose it is"), ("day", "payments match 7 ignore"), ("sum", "payments match 7 refund")])
def test_what_helps_names_the_payment(because: str, said: str) -> None:
    assert said in helps(because, 7)
