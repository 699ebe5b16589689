"""What is answered to an ID number and code: the same words whether the number is unknown, the code is wrong or the door is locked (S05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.config.load import load
from mailbot.desk.decide import decide
from mailbot.desk.effects import AddAddress, RecordAttempt, Schedule
from mailbot.desk.facts import Account, CredentialCheck, Facts, Grant
from mailbot.desk.new_address import has_room
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.parse import parse
from mailbot.mail.tokens import Keys

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
ANNA = Account(3, 1, "Anna", "sv", ("anna@firma.se",), (Grant(5, "plus", "yearly_fee", "*", NOW.date(), NOW.date().replace(year=2027)),), has_credential=True)


@pytest.fixture(scope="module")
def bokis():
    return load(Path(__file__).parent.parent / "vendors" / "bokis.toml", {})


def decided(loaded, check, *, verified=True, account=None, always=False):
    proof = "Authentication-Results: mx.bokis.info; dmarc=pass header.from=privat.se\r\n" if verified else ""
    raw = (f"{proof}From: anna@privat.se\r\nTo: support@bokis.info\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@privat.se>\r\nSubject: Moms\r\n\r\n"
           "Id 204817-1 kod K7QF-29MX\r\nWindows 11. Hur skriver jag ut?\r\n")
    config = loaded.config
    if always:
        config = config.model_copy(update={"entitlement": config.entitlement.model_copy(update={"remember_new_address": "always"})})
    message = parse(raw.encode(), Envelope("x@y.se", ("support@bokis.info",), "127.0.0.1", Door.LMTP, NOW, vouched=True), config, Keys(b"k" * 32))
    return decide(message, Facts(NOW, NOW.replace(year=2025), account=account, account_by="address" if account else "", credential=check), config, loaded.rules)


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize("account", [None, Account(4, 1, "", None, ("anna@privat.se",))])
def test_wrong_and_locked_look_the_same(bokis, verified, account):
    wrong, locked = (decided(bokis, CredentialCheck(outcome), verified=verified, account=account) for outcome in ("wrong", "locked"))

    assert (wrong.verdict, wrong.letters) == (locked.verdict, locked.letters) and wrong.letters[0].template == "code_wrong"
    assert tuple(effect for effect in wrong.effects if not isinstance(effect, RecordAttempt)) == tuple(
        effect for effect in locked.effects if not isinstance(effect, Schedule))
    assert [effect.kind for effect in locked.effects if isinstance(effect, Schedule)] == ["admin_daily"], "the admins alone are told"


def test_a_slip_of_the_finger_is_told_and_not_counted(bokis):
    decision = decided(bokis, CredentialCheck("wrong", mistyped=True))
    assert decision.letters[0].values["mistyped"] and not any(isinstance(effect, RecordAttempt) for effect in decision.effects)
    assert not decided(bokis, CredentialCheck("wrong")).letters[0].values["mistyped"]


def linked(decision):
    return [effect.address for effect in decision.effects if isinstance(effect, AddAddress)]


def test_a_vendor_may_link_every_proven_address_at_once(bokis):
    right = CredentialCheck("correct", ANNA)
    assert linked(decided(bokis, right, always=True)) == ["anna@privat.se"]
    assert linked(decided(bokis, right, always=True, verified=False)) == [], "From is a claim"
    assert linked(decided(bokis, right)) == [], "here he is asked first"
    assert linked(decided(bokis, right, always=True, account=Account(4, 1, "", None, ("anna@privat.se",)))) == [], "another customer's address stays his"
    full = replace(ANNA, addresses=("anna@firma.se", "b@x.se", "c@x.se"))
    assert linked(decided(bokis, CredentialCheck("correct", full), always=True)) == []
    assert not has_room(full, bokis.config.tier("plus")) and has_room(full, None)


def test_the_owner_of_the_code_is_warned_of_each_stranger(bokis):
    assert [letter.to for letter in decided(bokis, CredentialCheck("correct", ANNA)).letters if letter.template == "credential_used"] == ["anna@firma.se"]
    own = replace(ANNA, addresses=("anna@firma.se", "anna@privat.se"))
    assert not [letter for letter in decided(bokis, CredentialCheck("correct", own), account=own).letters if letter.template == "credential_used"]
