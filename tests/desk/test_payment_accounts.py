"""Which names of a bank mean one account: as configured, or as a plusgiro number stands in its IBAN; never by likeness."""

from __future__ import annotations

import pytest

from mailbot.config.settings import Config
from mailbot.desk.payments.accounts import accounts_of, is_ours, plain

IBAN, OTHER_IBAN, PG_IBAN = "SE4550000000058398257466", "SE3550000000054910000003", "SE6895000099603407043466"
CONFIG = Config.model_validate({"payments": {"bank_account": [{"iban": "SE45 5000 0000 0583 9825 7466", "bankgiro": ["123-4567"]}, {"plusgiro": ["50 00 00-1"]}]}})
ACCOUNTS = accounts_of(CONFIG)


@pytest.mark.parametrize(("written", "same"), [("PG 70 43 46-6", "7043466"), ("BG 123-4567", "1234567"), ("se45 5000", "SE455000"), ("PGX", "PGX"), ("", "")])
def test_a_name_is_its_letters_and_digits(written: str, same: str) -> None:
    assert plain(written) == same


@pytest.mark.parametrize(("name", "names"), [
    (IBAN, (IBAN, "1234567")), ("123-4567", ("1234567", IBAN, "123-4567")), ("1234567", ("1234567", IBAN)), ("999", ("999",)),
    (PG_IBAN, (PG_IBAN, "7043466")),
])
def test_the_names_of_an_account_begin_with_its_own(name: str, names: tuple[str, ...]) -> None:
    assert ACCOUNTS.names(name) == names


@pytest.mark.parametrize(("one", "other", "may"), [
    (IBAN, "999-9999", True), ("888", "999", True), (IBAN, OTHER_IBAN, False), ("1234567", OTHER_IBAN, False), (IBAN, "1234567", False),
    (IBAN, "5000001", False), (PG_IBAN, "7043466", False), (IBAN, "", False), (IBAN, IBAN, False),
])
def test_two_names_may_be_one_account_where_nobody_has_said_so(one: str, other: str, may: bool) -> None:
    assert ACCOUNTS.may_be_one(one, other) is ACCOUNTS.may_be_one(other, one) is may


@pytest.mark.parametrize(("accounts", "named", "ours"), [
    (["PG 70 43 46-6"], (PG_IBAN, ""), True), ([PG_IBAN], ("7043466", ""), True), (["123-4567"], (IBAN, "1234567"), True), (["123-4567"], (IBAN, ""), False),
    ([], (IBAN, ""), True), (["123-4567"], ("", ""), True),
])
def test_money_that_came_to_us(accounts: list[str], named: tuple[str, str], ours: bool) -> None:
    assert is_ours(named, Config.model_validate({"payments": {"accounts": accounts}})) is ours


def test_a_number_names_one_account() -> None:
    with pytest.raises(ValueError, match="'1234567' is named by accounts 1 and 2"):
        Config.model_validate({"payments": {"bank_account": [{"bankgiro": ["123-4567"]}, {"bankgiro": ["1234567"]}]}})
