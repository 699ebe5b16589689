"""Whose a payment is: as written, repaired, recognised, by number; else a person decides. Never by the payer's name."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mailbot.config.settings import Config
from mailbot.desk.facts import Account
from mailbot.desk.payments.facts import Incoming, NamedCase, PaymentFacts
from mailbot.desk.payments.matching import Known, Match, NoMatch, match, read, suggestions

NOW = datetime(2026, 11, 25, 17, tzinfo=UTC)
ANNA = Account(1, 1, "Anna", "sv", ("Anna.Svensson@firma.se",))
BO = Account(2, 1, "Bo", "sv", ("bo@y.se",))
OWNERS = {"anna.svensson@firma.se": ANNA, "bo@y.se": BO}


def config(tolerance: str = "repaired") -> Config:
    return Config.model_validate({"mailbox": {"address": "support@bokis.info"}, "cases": {"number_format": "BK-{year}-{number:06}"}, "payments": {"address_tolerance": tolerance},
                                  "agent": [{"id": "eva", "email": ["eva@bokis.info"], "role": "admin"}]})


def payment(*messages: str, ocr: str = "", name: str = "", account: str = "") -> Incoming:
    return Incoming(1, 1, "received", 30000, "SEK", date(2026, 11, 25), 30000, messages=messages, structured=(ocr,) if ocr else (), payer_name=name,
                    payer_account=account)


def found(one: Incoming, tolerance: str = "repaired", known: tuple[str, ...] = (), seen: tuple[str, ...] = ()) -> Match | NoMatch:
    facts = PaymentFacts(NOW, one, OWNERS, frozenset(seen), known, {"204817-1": ANNA},
                         by_case={"BK-2026-000007": NamedCase("anna.svensson@firma.se", ANNA), "BK-2026-000008": NamedCase("new@x.se"),
                                  "BK-2026-000009": NamedCase("bo@y.se", BO)})
    return match(read(one, config(tolerance)), facts)


@pytest.mark.parametrize(("messages", "method", "addresses"), [
    (("kalle@example.se",), "exact", ("kalle@example.se",)),
    (("E-post: Kalle@Example.SE.",), "exact", ("kalle@example.se",)),
    (("support bokis kalle@example.se tack",), "exact", ("kalle@example.se",)),
    (("support@bokis.info kalle@example.se",), "exact", ("kalle@example.se",)),  # our own address means nobody
    (("karin.berg@skola.se", "karin.berg@skola.se"), "exact", ("karin.berg@skola.se",)),
    (("karin.berg@sk" + "ola.se", "karin.berg@sk ola.se"), "exact", ("karin.berg@skola.se",)),  # torn between two lines
    (("a@x.se b@x.se",), "exact", ("a@x.se", "b@x.se")),  # two new addresses share it
    (("karin.berg(at)skola.se",), "repaired", ("karin.berg@skola.se",)),
    (("karin.berg [at] skola [punkt] se",), "repaired", ("karin.berg@skola.se",)),
    (("karin.berg snabel-a skola punkt se",), "repaired", ("karin.berg@skola.se",)),
    (("karin at skola dot se",), "repaired", ("karin@skola.se",)),
    (("karin.berg @ skola . se",), "repaired", ("karin.berg@skola.se",)),
    (("Hej. karin.berg(a)skola.se",), "repaired", ("karin.berg@skola.se",)),
    (("Bokis. anna @ firma.se",), "repaired", ("anna@firma.se",)),  # a sentence ends there
    (("Faktura 12. anna (at) firma.se",), "repaired", ("anna@firma.se",)),
    (("Anna@Mail.Firma.Se",), "exact", ("anna@mail.firma.se",)),
    (("anna@firma.co.uk",), "exact", ("anna@firma.co.uk",)),
    (("för a@x.se och b@x.se",), "exact", ("a@x.se", "b@x.se")),
    (("ID 204817-1",), "id_number", ("anna.svensson@firma.se",)),
    (("2048171 stöd",), "id_number", ("anna.svensson@firma.se",)),
    (("ärende BK-2026-000007",), "case", ("anna.svensson@firma.se",)),
    (("bk-2026-7",), "case", ("anna.svensson@firma.se",)),
    (("BK-2026-000008",), "case", ("new@x.se",)),  # a case of nobody's yet
    (("BK-2026-000007 204817-1",), "id_number", ("anna.svensson@firma.se",)),
    (("BK-2026-000009 kalle@example.se",), "exact", ("kalle@example.se",)),  # the address is what the vendor asks for
])
def test_the_message_says_whose_it_is(messages: tuple[str, ...], method: str, addresses: tuple[str, ...]) -> None:
    one = found(payment(*messages))

    assert isinstance(one, Match), one
    assert (one.method, one.addresses) == (method, addresses)


@pytest.mark.parametrize(("messages", "because"), [
    (("support bokis",), "no_address"),
    ((), "no_address"),
    (("möte at 12.30",), "no_address"),
    (("204817-2",), "no_address"),  # a slip of the finger
    (("a@x.se b@x.se c@x.se",), "several_addresses"),
    (("betalninganna@x.se", "betalning anna@x.se"), "several_addresses"),  # two lines: which is the address?
    (("anna.svensson@firma.se bo@y.se",), "two_customers"),
    (("anna.svensson@firma.se stranger@evil.example",), "two_customers"),  # who is named beside her would see her cases
    (("support@bokis.info eva@bokis.info",), "no_address"),
    (("Bokis . anna @ firma.se",), "several_addresses"),  # bokis.anna, or anna?
    (("anna@firma.se.Tack",), "several_addresses"),
    (("anna@firma.com.Tack",), "several_addresses"),
    (("anna @ firma.se . tack",), "several_addresses"),
    (("ersätter kalle@x.se ny adress anna@x.se",), "several_addresses"),
    (("anna@x.se inte kalle@x.se",), "several_addresses"),
    (("BK-2026-000099",), "no_address"),
    (("BK-2026-000007 BK-2026-000009",), "two_customers"),
    (("BK-2026-000009 204817-1",), "two_customers"),
])
def test_what_is_in_doubt_is_held(messages: tuple[str, ...], because: str) -> None:
    assert found(payment(*messages)) == NoMatch(because)


def test_of_two_readings_the_address_that_we_know_is_meant() -> None:
    one = found(payment("betalninganna@x.se", "betalning anna@x.se"), seen=("anna@x.se",))

    assert isinstance(one, Match) and one.addresses == ("anna@x.se",)


@pytest.mark.parametrize("message", ["Bokis . anna @ firma.se", "anna@firma.se.Tack", "anna @ firma.se . tack"])
def test_a_word_beside_an_address_is_no_part_of_it_when_we_know_the_address(message: str) -> None:
    one = found(payment(message), seen=("anna@firma.se",))

    assert isinstance(one, Match) and one.addresses == ("anna@firma.se",)


def test_an_address_that_lost_its_signs_is_recognised_when_it_is_the_only_one() -> None:
    one = payment("annasvenssonfirmase")
    assert "annasvenssonfirmase" in read(one, config()).skeletons

    assert found(one, known=("anna.svensson@firma.se",)) == Match("known", ("anna.svensson@firma.se",), ANNA)
    assert found(one, known=("anna.svensson@firma.se", "annasvensson@firma.se")) == NoMatch("several_addresses")


@pytest.mark.parametrize("message", ["eva@bokis.info", "eva(at)bokis.info", "evabokisinfo", "eva bokis info"])
def test_an_agent_to_whom_we_write_every_day_is_no_customer(message: str) -> None:
    one = read(payment(message), config())
    assert one.addresses == () and "evabokisinfo" not in one.skeletons


def test_strict_means_as_written() -> None:
    assert suggestions(payment("karin.berg(at)skola.se"), (), config("strict")) == ("karin.berg@skola.se",), "but a person is shown what it may mean"
    assert found(payment("karin.berg(at)skola.se"), "strict") == NoMatch("no_address")
    assert read(payment("annasvenssonfirmase"), config("strict")).skeletons == ()


def test_an_id_number_in_a_structured_reference() -> None:
    one = found(payment(ocr="2048171"))

    assert isinstance(one, Match) and (one.method, one.account) == ("reference", ANNA)


@pytest.mark.parametrize(("written", "method"), [("BK-2026-000007", "case"), ("anna.svensson@firma.se", "exact")])
def test_what_stands_in_a_structured_reference(written: str, method: str) -> None:
    one = found(payment("tack", ocr=written))

    assert isinstance(one, Match) and (one.method, one.account) == (method, ANNA)


def test_the_payers_name_and_account_match_nothing_and_are_suggested() -> None:
    one = payment("stöd", name="Anna Svensson", account="SE12")
    known = (Known("anna.svensson@firma.se", "Anna Svensson"), Known("man@x.se", "", ("SE12",)))

    assert found(one) == NoMatch("no_address")
    assert suggestions(one, known, config()) == ("man@x.se", "anna.svensson@firma.se")


@pytest.mark.parametrize("message", ["annasvensonfirmase", "epost annasvenssonfirmase", "annasvenssonfirmasse"])
def test_an_address_that_is_nearly_right_is_suggested(message: str) -> None:
    assert suggestions(payment(message), (Known("anna.svensson@firma.se"), Known("bo@y.se")), config()) == ("anna.svensson@firma.se",)
