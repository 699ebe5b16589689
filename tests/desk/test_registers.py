"""The registers: what an admin enters is new, or there already, or refused with the reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from mailbot.config.settings import Config
from mailbot.desk.domains import PROVIDERS, no_customers_domain
from mailbot.desk.effects import AddAddress, AddDomain, GrantTier, OpenAccount
from mailbot.desk.facts import Account, Grant
from mailbot.desk.registers.entering import Contact, RegisterError, enter
from mailbot.mail import address

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def config(limit: int = 2, match_by: tuple[str, ...] = ("contact_list", "domain")) -> Config:
    return Config.model_validate({
        "vendor": {"name": "SoftOne", "languages": ["sv", "en"]},
        "mailbox": {"address": "support@desk.softone.example"},
        "tier": [{"name": "avtal", "kind": "agreement"}, {"name": "block", "kind": "prepaid_blocks", "price": 300}],
        "entitlement": {"match_by": list(match_by), "contacts_per_customer": limit},
    })


ANNA = Account(1, 1, "Kund AB", "sv", ("anna@kund.example", "bo@kund.example"), domains=("kund.example",), contacts=("anna@kund.example",),
               grants=(Grant(7, "avtal", "agreement", "*", date(2026, 1, 1), date(2026, 12, 31)),))


def entered(who: str = "anna@kund.example", account: Account | None = None, settings: Config | None = None, **more: Any) -> tuple[Any, ...]:
    """The effects of entering somebody."""
    given = {"name": "", "language": "", "tier_name": "", "until": None} | more
    return enter(who, given.pop("name"), given.pop("language"), given.pop("tier_name"), given.pop("until"), account, settings or config(), NOW, **given).effects


def refusal(who: str = "anna@kund.example", account: Account | None = None, settings: Config | None = None, **more: Any) -> str:
    with pytest.raises(RegisterError) as refused:
        entered(who, account, settings, **more)
    return str(refused.value)


def test_a_customer_with_all_that_belongs_to_him() -> None:
    effects = entered(name="Kund AB", tier_name="avtal", domains=("kund.example",), contacts=(Contact("bo@kund.example", "Bo Ek"),))

    assert effects == (
        OpenAccount("anna@kund.example", "Kund AB", None), AddDomain(None, "kund.example"), AddAddress(None, "bo@kund.example", "Bo Ek", True),
        AddAddress(None, "anna@kund.example", "", True), GrantTier(None, "avtal", "agreement", "*", NOW.date(), None),
    )  # fmt: skip


def test_entering_again_adds_only_what_is_new() -> None:
    assert entered(account=ANNA, name="Kund AB", language="sv", tier_name="avtal", until=date(2026, 12, 31), domains=("kund.example",),
                   contacts=(Contact("anna@kund.example"),)) == ()
    assert entered(account=ANNA, domains=("kund.example", "dotter.example")) == (AddDomain(1, "dotter.example"),)
    assert entered(account=ANNA, tier_name="avtal", until=date(2027, 12, 31)) == (
        GrantTier(1, "avtal", "agreement", "*", date(2026, 1, 1), date(2027, 12, 31), extends=7),)
    assert entered(account=ANNA, name="Kund och Co AB") == (OpenAccount("anna@kund.example", "Kund och Co AB", None),)


def test_the_customers_own_address_is_a_contact_while_there_is_room() -> None:
    two = (Contact("bo@kund.example"), Contact("cia@kund.example"))
    decision = enter("info@kund.example", "", "", "", None, None, config(), NOW, contacts=two)

    assert AddAddress(None, "info@kund.example", "", True) not in decision.effects
    assert "info@kund.example is no contact: the 2 places are taken" in decision.trail[-1].because
    assert entered(settings=config(0)) == (OpenAccount("anna@kund.example", "", None),), "nobody counts them"


def test_no_more_contacts_than_the_vendor_allows() -> None:
    said = refusal(account=ANNA, contacts=(Contact("bo@kund.example"), Contact("cia@kund.example")))
    assert said == ("--contact: bo@kund.example, cia@kund.example besides anna@kund.example would be 3 contacts; expected: at most 2 "
                    "([entitlement] contacts_per_customer)")


@pytest.mark.parametrize(("who", "more", "said"), [
    ("eva@annan.example", {"domains": ("kund.example",)}, "--domain kund.example belongs to the customer anna@kund.example"),
    ("eva@annan.example", {"contacts": (Contact("Bo@Kund.example"),)}, "--contact Bo@Kund.example belongs to the customer anna@kund.example"),
    ("cia@kund.example", {}, "cia@kund.example is an address of the customer anna@kund.example, whose domain it is in"),
])
def test_what_belongs_to_somebody_else_stays_his(who: str, more: dict[str, Any], said: str) -> None:
    owners = {"kund.example": ANNA, "bo@kund.example": ANNA}
    assert said in refusal(who, owners=owners, **more) and "mailbot customer" in refusal(who, owners=owners, **more)


def test_a_domain_needs_a_vendor_who_matches_by_it() -> None:
    assert "match_by" in refusal(settings=config(match_by=("paid_address",)), domains=("kund.example",))


@pytest.mark.parametrize("domain", ["gmail.com", "mail.gmail.com", "web.de", "t-online.de", "telia.com", "telenet.be", "skynet.be", "kpnmail.nl", "ziggo.nl", "live.se"])
def test_a_public_provider_is_nobodys_domain(domain: str) -> None:
    because = no_customers_domain(domain, config())
    assert because is not None and "public mail provider" in because and "--contact" in because


@pytest.mark.parametrize("domain", ["co.uk", "com.au", "onmicrosoft.com", "softone.example", "desk.softone.example"])
def test_a_registrys_name_and_our_own_are_nobodys_either(domain: str) -> None:
    assert no_customers_domain(domain, config()) is not None


@pytest.mark.parametrize("domain", ["kund.example", "kund.co.uk", "firma.onmicrosoft.com", "notgmail.com", "kund.softone.example", "xn--smrgs-pra0j.example"])
def test_an_own_domain_is_a_customers(domain: str) -> None:
    assert no_customers_domain(domain, config()) is None


def test_the_providers_are_written_as_domains_are_compared() -> None:
    assert all(address.domain(each) == each for each in PROVIDERS)
