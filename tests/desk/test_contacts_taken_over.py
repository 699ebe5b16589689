"""CONTACTS in the wrong hands: who can write himself in or others out, and what the answers tell of addresses (SO-18)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailbot.config.settings import Config
from mailbot.desk.decide import decide
from mailbot.desk.effects import AddAddress, RemoveContact
from mailbot.desk.facts import Account, Facts
from mailbot.desk.wanted import wanted
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.message import Token, TokenKind
from mailbot.mail.parse import parse
from mailbot.mail.tokens import Keys
from tests.desk.agents import SHIPPED
from tests.desk.test_releasing import CASE

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
CONFIG = Config.model_validate({
    "vendor": {"name": "SoftOne", "languages": ["sv"], "default_language": "sv"}, "mailbox": {"address": "support@v.example", "trusted_authserv": ["mx.v.example"]},
    "tier": [{"name": "avtal", "kind": "agreement"}], "agent": [{"id": "lisa", "email": ["lisa@v.example"]}],
    "entitlement": {"match_by": ["contact_list", "domain"], "contacts_per_customer": 3},
})
ANNA, BO, HOME, DAN, MALLORY = "anna@k.se", "bo@k.se", "anna@gmail.com", "dan@k.se", "mallory@evil.example"
K = Account(3, 1, "K", "sv", (ANNA, BO, HOME), domains=("k.se",), contacts=(ANNA, BO))
OTHER = {"chef@annan.example": 4, "kund@k.se": 4}  # addresses of another customer


def mailed(who, words, *, account=K, proven=True, by="address", header="", token=False):
    """What a mail with this From comes to; its token is one that a contact of the customer was sent."""
    vouched = f"Authentication-Results: mx.v.example; dmarc=pass header.from={who.rpartition('@')[2]}\r\n" if proven else ""
    raw = f"{vouched}From: {who}\r\n{header}To: support@v.example\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@k.se>\r\nSubject: Fel\r\n\r\n{words}\r\n"
    message = parse(raw.encode(), Envelope(who, ("support@v.example",), "127.0.0.1", Door.LMTP, NOW, vouched=True), CONFIG, Keys(b"k" * 32))
    his = Token(TokenKind.CUSTOMER, CASE.id, "p1", 1, 2520, by="token")
    message = replace(message, tokens=(his,), shown_tokens=(his,)) if token else message
    asked = wanted(message, CONFIG, SHIPPED)
    owned = tuple((key, OTHER.get(key, 3)) for key in asked.named if key in OTHER or key.endswith("@k.se") or key in (HOME,))
    facts = Facts(NOW, NOW.replace(year=2025), account=account, account_by=by if account else "", named=owned,
                  by_token=((his, replace(CASE, account=K)),) if token else ())
    return decide(message, facts, CONFIG, SHIPPED)


def changes(decision):
    return [effect for effect in decision.effects if isinstance(effect, (AddAddress, RemoveContact))]


@pytest.mark.parametrize(("who", "more"), [
    (ANNA, {"proven": False}), (ANNA, {"proven": False, "token": True}), (MALLORY, {"account": None}), (MALLORY, {"account": None, "token": True}),
    (MALLORY, {"account": None, "header": f"Reply-To: {ANNA}\r\nSender: {ANNA}\r\n"}), (f'"{ANNA}" <{MALLORY}>', {"proven": False, "account": None}),
    (DAN, {"by": "domain"}), (HOME, {}), (DAN, {"by": "domain", "token": True}),
], ids=["forged", "forged, with a token", "a stranger", "a stranger with a token", "in other headers", "in the name", "a colleague", "an address of the account", "a colleague with a token"])
@pytest.mark.parametrize("named", [f"{DAN} {ANNA} {BO}", DAN, HOME, MALLORY])
def test_who_is_no_proven_contact_changes_nothing(who, more, named):
    assert not changes(mailed(who, f"KONTAKTER {named}", **more))


@pytest.mark.parametrize(("account", "who", "named", "added", "gone"), [
    (K, ANNA, (ANNA, DAN), [DAN], [BO]),  # the first contact says who
    (K, BO, (ANNA, BO, DAN), [DAN], []),  # another one names more
    (K, BO, (ANNA, DAN), [DAN], [BO]),  # and takes himself off
    (K, BO, (BO,), None, None), (K, BO, (BO, DAN), None, None),  # the first one stays
    (replace(K, contacts=(ANNA, BO, DAN)), BO, (ANNA, BO), None, None),  # and so does everybody else
    (replace(K, contacts=()), HOME, (HOME,), None, None),  # while nobody was named, the first address is the first contact
    (replace(K, contacts=(BO, DAN)), BO, (BO,), [], [DAN]), (replace(K, contacts=(BO, DAN)), DAN, (DAN,), None, None),
])
def test_only_the_first_contact_takes_others_off(account, who, named, added, gone):
    decision = mailed(who, f"KONTAKTER {' '.join(named)}", account=account)
    refused = added is None
    assert decision.verdict == ("contacts_refused" if refused else "contacts_changed")
    assert [e.address for e in changes(decision) if isinstance(e, AddAddress)] == ([] if refused else added)
    assert [e.address for e in changes(decision) if isinstance(e, RemoveContact)] == ([] if refused else gone)
    if refused:
        assert decision.letters[-1].values["problem"] == "others"


def letters_of(decision):
    return [(letter.template, letter.to, {key: value for key, value in letter.values.items() if key not in ("text", "reply_address")})
            for letter in decision.letters if letter.to != "lisa@v.example"]


@pytest.mark.parametrize("there", ["chef@annan.example", "lisa@v.example", "kund@k.se"])
def test_no_answer_tells_whose_an_address_is(there):
    """Another customer's, ours, or nobody's: each is for a person, in the same words."""
    known, nobody = mailed(ANNA, f"KONTAKTER {ANNA} {there}"), mailed(ANNA, f"KONTAKTER {ANNA} nobody@else.example")
    assert (known.verdict, letters_of(known)) == (nobody.verdict, letters_of(nobody))
    assert not changes(known) and not changes(nobody) and known.verdict != "contacts_changed"
    assert not [letter for letter in known.letters if there in str(letter.values.get("contacts", ""))]


@pytest.mark.parametrize("who", [DAN, "eva@sub.k.se"])
def test_a_colleague_is_told_of_no_address_elsewhere(who):
    decision = mailed(who, f"KONTAKTER {who}", account=replace(K, contacts=(ANNA, BO, HOME)), by="domain")
    (letter,) = decision.letters
    assert (letter.to, letter.values["contacts"], letter.values["problem"]) == (who, [ANNA, BO], "not_contact")


def test_where_no_domain_is_registered_the_contacts_own_organisation_counts():
    account = replace(K, domains=())
    assert mailed(ANNA, f"KONTAKTER {ANNA} {BO} {DAN}", account=account).verdict == "contacts_changed"
    assert not changes(mailed(ANNA, f"KONTAKTER {ANNA} {BO} someone@gmail.com", account=account)), "everybody is at a provider"
