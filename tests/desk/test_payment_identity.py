"""The same payment in two files is one; two equal payments in one file are two; order and overlap change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.bank.record import BankRecord
from mailbot.desk.payments.identity import Said, identified


def record(message: str = "a@x.se", *, reference: str = "", entry: str = "", amount: int = 30000, sequence: int = 0) -> BankRecord:
    return BankRecord("7043466", amount, "SEK", date(2026, 11, 25), bank_reference=reference, entry_reference=entry, sequence=sequence, messages=(message,))


def names(*records: BankRecord) -> list[str]:
    return [one.reference for one in identified(records)]


def test_two_equal_payments_are_two() -> None:
    assert len(set(names(record(), record()))) == 2
    assert len(set(names(record(reference="1"), record(reference="2")))) == 2
    assert len(set(names(record(entry="E"), record(entry="E", sequence=1)))) == 2


def test_the_same_reference_is_the_same_payment_and_a_reversal_is_another() -> None:
    assert len(set(names(record(reference="1"), record("other words", reference="1")))) == 1
    assert len(set(names(record(reference="1"), record(reference="1", amount=-30000)))) == 2


def test_a_statement_without_references_of_transactions_names_what_a_notification_names() -> None:
    (notified,) = identified([record(reference="T", entry="E")])
    (stated,) = identified([record(entry="E")])

    assert stated.entry_key == notified.entry_key and stated.reference != notified.reference
    assert notified.has_reference and not stated.has_reference


@given(st.lists(st.sampled_from([record(), record("b@x.se"), record(amount=40000), record(reference="1"), record(reference="2")]), max_size=8), st.randoms())
def test_another_order_names_the_same(records: list[BankRecord], chance: object) -> None:
    other = list(records)
    chance.shuffle(other)  # type: ignore[attr-defined]

    assert sorted(names(*records)) == sorted(names(*other))


@pytest.mark.parametrize("nothing", ["NONREF", "NOTPROVIDED", "notprovided", "0", "000", "-", " "])
def test_a_placeholder_is_no_reference(nothing: str) -> None:
    (one,) = identified([record(reference=nothing, entry=nothing)])
    assert (one.reference[:5], one.entry_key, one.has_reference, one.record.entry_reference) == ("said:", None, False, "")
    assert len(set(names(record(reference=nothing), record("b@x.se", reference=nothing)))) == 2


def test_a_reference_is_that_of_a_day() -> None:
    assert len(set(names(record(reference="1"), replace(record(reference="1"), booked_on=date(2026, 11, 26))))) == 2


@pytest.mark.parametrize(("one", "other", "same"), [
    (Said("a@x.se"), Said("A@x.se"), True), (Said("a@x.se"), Said(""), True), (Said("a@x.se thank you"), Said("a@x.se"), True),
    (Said("a@x.se"), Said("b@x.se"), False), (Said("", "Anna"), Said("", "Bo"), False), (Said("", "", "SE12"), Said("", "", "SE13"), False),
])
def test_what_two_files_say_of_one_payment(one: Said, other: Said, same: bool) -> None:
    assert one.may_be(other) is same and other.may_be(one) is same
