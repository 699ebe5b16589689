"""Leads' commands on the registers: who may give them, what they change, what follows for cases, and what is answered when they are wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.config.load import load
from mailbot.desk.decide import decide
from mailbot.desk.effects import (
    AddAddress,
    AddTraining,
    AgentSpoke,
    NoteChange,
    RemoveAddress,
    RemoveContact,
    RenewCode,
    Send,
    SetOverdue,
    SetState,
    SetSuspended,
)
from mailbot.desk.facts import Account, Facts, Grant, Training
from mailbot.desk.wanted import wanted
from mailbot.mail.message import Token, TokenKind
from mailbot.mail.parse import parse
from mailbot.mail.tokens import Keys
from tests.desk.test_releasing import CASE

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
BASE = """
[vendor]
name = "SoftOne"
languages = ["en"]
[mailbox]
address = "support@softone.example"
trusted_authserv = ["mx.softone.example"]
[[tier]]
name = "avtal"
kind = "agreement"
[entitlement]
match_by = ["paid_address", "contact_list", "domain"]
contacts_per_customer = 2
trained_users_only = true
no_overdue_invoices = true
lapse_mid_case = "pause"
[[agent]]
id = "lea"
name = "Lea"
role = "lead"
email = ["lea@softone.example"]
[[agent]]
id = "ann"
name = "Ann"
email = ["ann@softone.example"]
"""
KUND = Account(3, 1, "Kund AB", "en", ("anna@kund.example", "bo@kund.example", "home@x.se"), (Grant(5, "avtal", "agreement", "*", date(2026, 1, 1), None),),
               has_credential=True, domains=("kund.example",), contacts=("anna@kund.example", "bo@kund.example"),
               trainings=(Training("anna@kund.example", "*", date(2025, 1, 1)),))
OTHER = Account(4, 1, "Annan AB", "en", ("eva@annan.example",), (Grant(6, "avtal", "agreement", "*", date(2026, 1, 1), None, suspended=True),),
                overdue_since=date(2026, 10, 1))
PEOPLE = {address: account for account in (KUND, OTHER) for address in account.addresses}


@pytest.fixture(scope="module")
def softone(tmp_path_factory):
    path = Path(tmp_path_factory.mktemp("softone")) / "config.toml"
    path.write_text(BASE)
    return load(path, {})


def told(loaded, text, *, by="lea", case=None, waiting=(), running=()):
    """The decision on an agent's mail to his desk address, or about a case."""
    from mailbot.mail.envelope import Door, Envelope

    raw = (f"Authentication-Results: mx.softone.example; dmarc=pass header.from=softone.example\r\nFrom: {by}@softone.example\r\n"
           f"To: support@softone.example\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@softone.example>\r\nSubject: x\r\n\r\n{text}\r\n")
    envelope = Envelope("x@softone.example", ("support@softone.example",), "127.0.0.1", Door.LMTP, NOW, vouched=True)
    message = parse(raw.encode(), envelope, loaded.config, Keys(b"k" * 32))
    token = Token(TokenKind.AGENT if case else TokenKind.DESK, case.id if case else 0, by, 1, 2520, by="token")
    message = replace(message, tokens=(token,), shown_tokens=(token,))
    asked = wanted(message, loaded.config, loaded.rules)
    facts = Facts(NOW, NOW.replace(year=2025), by_token=((token, case),) if case else (), waiting=tuple(waiting), running=tuple(running),
                  named_accounts=tuple((key, PEOPLE[key]) for key in asked.named_addresses if key in PEOPLE),
                  owners=(KUND, OTHER), named=tuple((key, 3 if key.endswith("kund.example") else PEOPLE[key].id)
                                                    for key in asked.named if key in PEOPLE or key.endswith("@kund.example")))
    return decide(message, facts, loaded.config, loaded.rules)


def without_mail(decision):
    return tuple(effect for effect in decision.effects if not isinstance(effect, (AgentSpoke, NoteChange, Send)))


@pytest.mark.parametrize(("line", "effects", "said"), [
    ("/trained bo@kund.example Lön 2026-11-01", (AddTraining(3, "bo@kund.example", "Lön", date(2026, 11, 1)),), "trained"),
    ('/trained bo@kund.example "Lön och personal"', (AddTraining(3, "bo@kund.example", "Lön och personal", date(2026, 11, 25)),), "trained"),
    ("/utbildad ny@kund.example Lön", (AddAddress(3, "ny@kund.example"), AddTraining(3, "ny@kund.example", "Lön", date(2026, 11, 25))), "trained"),
    ("/contact-add cia@x.se eva@annan.example", (AddAddress(4, "cia@x.se", "", True), AddAddress(4, "eva@annan.example", "", True)), "contact_added"),
    ("/contact-remove bo@kund.example", (RemoveContact(3, "bo@kund.example"),), "contact_removed"),
    ("/contact-remove home@x.se", (RemoveAddress(3, "home@x.se"),), "address_removed"),
    ("/overdue anna@kund.example 2026-11-01", (SetOverdue(3, date(2026, 11, 1)),), "overdue"),
    ("/überfällig anna@kund.example 01.11.2026", (SetOverdue(3, date(2026, 11, 1)),), "overdue"),
    ("/betaald eva@annan.example", (SetOverdue(4, None),), "invoices_paid"),
    ("/suspend anna@kund.example abuse", (SetSuspended(3, 5, True),), "suspended"),
    ("/resume eva@annan.example", (SetSuspended(4, 6, False),), "resumed"),
    ("/resend-confirmation bo@kund.example", (RenewCode(3),), "code_sent"),
])
def test_a_good_line_changes_one_thing_and_says_so(softone, line, effects, said):
    decision = told(softone, line)

    assert without_mail(decision) == effects
    (noted,) = [effect for effect in decision.effects if isinstance(effect, NoteChange)]
    assert (noted.actor, noted.said) == ("agent:lea", line), "the audit"
    receipt = decision.letters[-1]
    assert (receipt.template, receipt.to, [each["say"] for each in receipt.values["lines"]]) == ("agent_result", "lea@softone.example", [said])


@pytest.mark.parametrize(("line", "problem", "seen"), [
    ("/trained nobody@else.example Lön", "unknown_customer", "nobody@else.example"),
    ("/trained bo@kund.example", "missing", ""),
    ("/trained bo@kund.example Lön 2026-12-24", "future_date", "2026-12-24"),
    ("/trained bo Lön", "address", "bo"),
    ("/contact-add cia@x.se", "whose", ""),
    ("/contact-add cia@x.se nobody@else.example", "unknown_customer", "nobody@else.example"),
    ("/contact-add eva@annan.example anna@kund.example", "anothers_address", "eva@annan.example"),
    ("/contact-add cia@kund.example anna@kund.example", "contact_limit", "2"),
    ("/contact-add ann@softone.example eva@annan.example", "own_address", "ann@softone.example"),
    ("/contact-remove anna@kund.example\n/contact-remove nobody@else.example", "unknown_customer", "nobody@else.example"),
    ("/contact-remove eva@annan.example", "first_address", "eva@annan.example"),
    ("/overdue anna@kund.example 1/12", "date", "1/12"),
    ("/overdue anna@kund.example 2026-12-24", "future_date", "2026-12-24"),
    ("/paid anna@kund.example", "not_overdue", "anna@kund.example"),
    ("/suspend eva@annan.example", "nothing_to_suspend", "eva@annan.example"),
    ("/resume anna@kund.example", "nothing_to_resume", "anna@kund.example"),
    ("/resend-confirmation eva@annan.example", "no_code", "eva@annan.example"),
    ("/allow he is right", "needs_case", ""),
])
def test_a_bad_line_changes_nothing_and_says_why(softone, line, problem, seen):
    decision = told(softone, line)

    assert decision.verdict == "agent_refused" and [type(effect).__name__ for effect in decision.effects] == ["Append", "Send", "AgentSpoke"]
    fault = decision.letters[0].values["faults"][0]
    assert (fault["problem"], fault["seen"]) == (problem, seen)


@pytest.mark.parametrize(("hours", "line", "verdict"), [(23, "", "agent_refused"), (25, "", "agent_commanded"), (1, " force", "agent_commanded")])
def test_a_new_code_a_day(softone, monkeypatch, hours, line, verdict):
    monkeypatch.setitem(PEOPLE, "bo@kund.example", replace(KUND, code_issued_at=NOW - timedelta(hours=hours)))
    decision = told(softone, f"/resend-confirmation bo@kund.example{line}")

    assert decision.verdict == verdict
    if verdict == "agent_commanded":
        assert decision.letters[0].values["by_us"], "the customer did not ask for it"


def test_a_faulty_command_is_one_fault(softone):
    assert [fault["problem"] for fault in told(softone, "/paymnt 300").letters[0].values["faults"]] == ["unknown"]


@pytest.mark.parametrize("line", ["/trained bo@kund.example Lön", "/contact-add a@x.se anna@kund.example", "/contact-remove bo@kund.example",
                                  "/overdue anna@kund.example", "/paid eva@annan.example", "/suspend anna@kund.example", "/resume eva@annan.example",
                                  "/resend-confirmation bo@kund.example"])
def test_none_of_it_is_an_agents(softone, line):
    (fault,) = told(softone, line, by="ann").letters[0].values["faults"]
    assert fault["problem"] == "only_lead"


WAITS = replace(CASE, account=KUND, requester=replace(CASE.requester, address="bo@kund.example"), language="en")


def states(decision):
    return [(effect.case_id, effect.state) for effect in decision.effects if isinstance(effect, SetState)]


def test_a_training_lets_the_case_in_that_waited_for_it(softone):
    decision = told(softone, "/trained bo@kund.example *", waiting=(WAITS, replace(WAITS, id=8, account=OTHER)))

    assert states(decision) == [(7, "open")], "another customer's case has nothing to do with it"
    assert {"say": "released", "number": "BK-2026-000007"} in decision.letters[-1].values["lines"]


def test_two_lines_that_are_both_needed(softone):
    late = replace(WAITS, account=replace(KUND, overdue_since=date(2026, 1, 1)))
    assert states(told(softone, "/trained bo@kund.example *\n/contact-remove home@x.se", waiting=(late,))) == [(7, "open")]
    assert states(told(softone, "/overdue bo@kund.example\n/trained bo@kund.example *", waiting=(late,))) == []


def test_what_rests_pauses_the_cases_that_run(softone):
    running = replace(CASE, account=KUND, state="in_progress", tier="avtal", grant_id=5)
    decision = told(softone, "/suspend anna@kund.example", running=(running,))

    assert states(decision) == [(7, "awaiting_entitlement")]
    assert {"say": "rests_now", "number": "BK-2026-000007"} in decision.letters[-1].values["lines"]


def test_a_lead_lets_a_case_in_once_and_says_why(softone):
    decision = told(softone, "/allow promised on the phone", case=WAITS)
    (state,) = [effect for effect in decision.effects if isinstance(effect, SetState)]

    assert (state.state, state.because, state.actor) == ("open", "entitled: let in: promised on the phone", "agent:lea")
    assert "entitlement_ok" in [letter.template for letter in decision.letters]
    (fault,) = told(softone, "/allow again", case=replace(WAITS, state="open")).letters[0].values["faults"]
    assert fault["problem"] == "not_waiting"
    fault, *_ = told(softone, "/allow", case=WAITS).letters[0].values["faults"]
    assert fault["problem"] == "missing", "a reason stands with it for ever"


def test_in_a_case_its_customer_is_meant_and_a_place_is_free_that_the_same_mail_frees(softone):
    decision = told(softone, "/contact-remove bo@kund.example\n/contact-add cia@kund.example", case=WAITS)
    assert without_mail(decision)[:2] == (RemoveContact(3, "bo@kund.example"), AddAddress(3, "cia@kund.example", "", True))


def test_the_new_code_goes_to_the_paid_address_alone(softone):
    decision = told(softone, "/resend-confirmation bo@kund.example")
    assert [(letter.template, letter.to) for letter in decision.letters] == [("code_renewed", "anna@kund.example"), ("agent_result", "lea@softone.example")]
