"""The forged-sender matrix: whatever right the named address has, whatever case is there and whatever the mail says, no forged variant
is entitled, linked to a case, or changes anything; the same words of the true sender do (reliability.md 46 to 66)."""

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.config.rules import load_rules
from mailbot.config.settings import Config
from mailbot.desk.decide import decide
from mailbot.desk.effects import (
    Append,
    Collect,
    OpenCase,
    Quarantine,
    RecordAttempt,
    Schedule,
    Send,
    SetDetails,
    SetState,
)
from mailbot.desk.facts import Account, Block, Case, CredentialCheck, Facts, Grant, Participant, Training
from mailbot.desk.hearing import hear
from mailbot.desk.trust import TABLE, Standing
from mailbot.desk.wanted import wanted
from mailbot.mail import address
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.message import Token, TokenKind
from mailbot.mail.parse import parse
from mailbot.mail.tokens import Keys, message_id, reply_address
from mailbot.testing import compose_mail

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
KEYS = Keys(b"0" * 32)
RULES, _ = load_rules(Path(__file__).parents[2] / "rules", None)
ANNA, BO, MALLORY, LISA, DESK = "anna@k.se", "bo@k.se", "mallory@evil.example", "lisa@v.example", "support@v.example"
NUMBER = "SO-2026-000001"


def config(unverified, *, trained=True):
    return Config.model_validate({
        "vendor": {"name": "V", "languages": ["sv", "en"], "default_language": "sv"}, "mailbox": {"address": DESK, "trusted_authserv": ["mx.v.example"]},
        "cases": {"number_format": "SO-{year}-{number:06}"}, "hours": {"office": {"timezone": "Europe/Stockholm", "wednesday": ["08:00-17:00"]}},
        "tier": [{"name": "avtal", "kind": "agreement"}, {"name": "garanti", "kind": "warranty"}, {"name": "plus", "kind": "yearly_fee", "price": 400},
                 {"name": "block", "kind": "prepaid_blocks", "price": 300}, {"name": "timme", "kind": "after_the_fact", "customers_only": True}],
        "entitlement": {"unverified_sender": unverified, "match_by": ["paid_address", "id_and_code", "domain", "contact_list"], "contacts_per_customer": 2,
                        "no_overdue_invoices": True, "trained_users_only": trained, "bug_report_always": True, "lapse_mid_case": "pause"},
        "billing": {"without_agreement": "after_the_fact"}, "agent": [{"id": "lisa", "name": "Lisa", "email": [LISA]}],
    })


POLICIES = {name: config(name) for name in ("ask_code", "confirm_by_reply", "refuse")}
CONFIG = POLICIES["ask_code"]


def right(kind, name, until=None, *, since=date(2026, 1, 1), suspended=False):
    return Grant(5, name, kind, "*", since, until, suspended)


OWNER = Account(1, 1, "K", "sv", (ANNA, BO), has_credential=True, domains=("k.se",), contacts=(ANNA, BO), trainings=(Training(ANNA, "*", date(2026, 1, 1)),))
ACCOUNTS = {
    "fee": replace(OWNER, grants=(right("yearly_fee", "plus", date(2027, 1, 1)),)),
    "fee over": replace(OWNER, grants=(right("yearly_fee", "plus", date(2026, 11, 1)),)),
    "minutes": replace(OWNER, blocks=(Block(1, 15, AT),)),
    "minutes used up": replace(OWNER, blocks=(Block(1, 0, AT),)),
    "agreement": replace(OWNER, grants=(right("agreement", "avtal"),)),
    "agreement, not a contact": replace(OWNER, grants=(right("agreement", "avtal"),), contacts=(BO,)),
    "agreement, overdue": replace(OWNER, grants=(right("agreement", "avtal"),), overdue_since=date(2026, 11, 1)),
    "agreement, not trained": replace(OWNER, grants=(right("agreement", "avtal"),), trainings=()),
    "agreement, suspended": replace(OWNER, grants=(right("agreement", "avtal", suspended=True),)),
    "agreement to come": replace(OWNER, grants=(right("agreement", "avtal", since=date(2027, 1, 1)),)),
    "warranty": replace(OWNER, grants=(right("warranty", "garanti", date(2027, 1, 1)),)),
    "after the fact": replace(OWNER, grants=(right("after_the_fact", "timme"),)),
    "nothing": OWNER,
}
PEOPLE = (Participant(1, ANNA, "requester"), Participant(2, BO, "cc"))
RUNNING = Case(
    id=1, version=1, number=NUMBER, subject="Fel vid utskrift", language="sv", state="open", kind="technical", priority="normal", tier="avtal",
    requester=PEOPLE[0], participants=PEOPLE, details=(), account=None, assigned_to=None, received_at=AT, start_due_at=None, answer_due_at=None,
    answered_at=None, closed_at=None, rounds_asked=0, last_message_id="first@k.se", references=("first@k.se",), grant_id=5, opened_verified=True,
)
CASES = {"no case": None, "open": RUNNING} | {state: replace(RUNNING, state=state) for state in (
    "awaiting_entitlement", "awaiting_details", "answered", "closed")}
CASES["closed"] = replace(CASES["closed"], closed_at=AT)
CASES["offered"] = replace(CASES["awaiting_entitlement"], account=None, tier="timme")
TEXTS = {
    "a question": ("Fråga om rapporten", "Hur skriver jag ut rapporten? Jag har Windows 11 och sökte i handboken."), "yes": ("Re: Fel", "JA"),
    "a command": ("Re: Fel", "STÄNG"), "reopen": ("Re: Fel", "ÖPPNA IGEN"), "language": ("Re: Fel", "SPRÅK EN"),
    "contacts": ("Re: Fel", f"KONTAKTER {ANNA} {MALLORY}"), "a program error": ("Programfel", "Programfel: rapporten visar fel summa."),
}
DETAILS = "Jag har Windows 11. 1. Öppna Arkiv. 2. Klicka på Skriv ut. Felmeddelandet: \"Fel 3021\""


@dataclass(frozen=True)
class Forged:
    """One way to seem to be Anna."""

    sender: str = ANNA
    results: str = ""  # what Authentication-Results say
    headers: tuple[tuple[str, str], ...] = ()
    to: str = DESK
    tag: bool = False
    text: str = ""
    code: str = ""  # what comes of the ID number and code in the text
    vouched: bool = True
    days_old: int = 0


def token(kind, who, case_id=1):
    return reply_address(Token(kind, case_id, who, 1, 2520), CONFIG.mailbox, KEYS)


PASS = "mx.v.example; dmarc=pass header.from={domain}"
OURS = message_id(Token(TokenKind.CUSTOMER, 1, "p1", 1, 2520), "a" * 20, "v.example", KEYS)
CODE = "ID 204817-1 kod K7QF-29MX\n\n"
VARIANTS = {
    "From only": Forged(),
    "DMARC fails": Forged(results="mx.v.example; dmarc=fail header.from=k.se"),
    "DMARC says none": Forged(results="mx.v.example; dmarc=none header.from=k.se"),
    "DMARC passed for another domain": Forged(results=PASS.format(domain="evil.example")),
    "another server says pass": Forged(results="mx.evil.example; dmarc=pass header.from=k.se"),
    "SPF alone": Forged(results="mx.v.example; spf=pass smtp.mailfrom=anna@k.se"),
    "pass below a stranger's Received": Forged(headers=(("Received", "from a by mx.evil.example; Wed, 25 Nov 2026 09:00:00 +0000"),
                                                        ("Authentication-Results", PASS.format(domain="k.se")))),
    "pass through a door that does not vouch": Forged(results=PASS.format(domain="k.se"), vouched=False),
    "signed for her long ago": Forged(results=PASS.format(domain="k.se"), days_old=30),
    "two addresses in From": Forged(sender=f"{MALLORY}, {ANNA}", results=PASS.format(domain="evil.example")),
    "her address as display name": Forged(sender=f'"{ANNA}" <{MALLORY}>', results=PASS.format(domain="evil.example")),
    "her address in an encoded word": Forged(sender=f"=?utf-8?q?anna=40k=2Ese=3E?= <{MALLORY}>", results=PASS.format(domain="evil.example")),
    "Reply-To": Forged(sender=MALLORY, results=PASS.format(domain="evil.example"), headers=(("Reply-To", ANNA),)),
    "Sender": Forged(sender=MALLORY, results=PASS.format(domain="evil.example"), headers=(("Sender", ANNA),)),
    "the subject tag": Forged(tag=True),
    "the subject tag, another proven address": Forged(sender=MALLORY, results=PASS.format(domain="evil.example"), tag=True),
    "our Message-ID": Forged(headers=(("In-Reply-To", f"<{OURS}>"), ("References", f"<first@k.se> <{OURS}>"))),
    "another's token": Forged(to=token(TokenKind.CUSTOMER, "p2")),
    "her token in another's hands": Forged(sender=MALLORY, results=PASS.format(domain="evil.example"), to=token(TokenKind.CUSTOMER, "p1")),
    "a status token": Forged(to=token(TokenKind.STATUS, "p1")),
    "an agent's token": Forged(to=token(TokenKind.AGENT, "lisa")),
    "an outsider's token": Forged(to=token(TokenKind.THIRD, "lisa")),
    "an agent's name": Forged(sender=LISA, to=token(TokenKind.AGENT, "lisa")),
    "an agent's name, no token": Forged(sender=LISA),
    "our own name": Forged(sender=DESK),
    "a machine": Forged(headers=(("Auto-Submitted", "auto-replied"),)),
    "a wrong code": Forged(text=CODE, code="wrong"),
    "a wrong code, another proven address": Forged(sender=MALLORY, results=PASS.format(domain="evil.example"), text=CODE, code="wrong"),
    "a locked code": Forged(text=CODE, code="locked"),
}
GENUINE = Forged(results=PASS.format(domain="k.se"))


def read(variant, subject, text, settings):
    headers = dict(variant.headers)
    raw = compose_mail(variant.sender, variant.to, f"[{NUMBER}] {subject}" if variant.tag else subject, variant.text + text,
                       AT - timedelta(days=variant.days_old), headers=headers)
    if variant.results:
        raw = f"Authentication-Results: {variant.results}\r\n".encode() + raw
    return parse(raw, Envelope(variant.sender, (variant.to,), "127.0.0.1", Door.SMTP, AT, vouched=variant.vouched), settings, KEYS)


def known(message, variant, account, case, settings):
    """What the books would answer to this mail."""
    asked = wanted(message, settings, RULES)
    mine = asked.address in {address.key(each) for each in account.addresses}
    ours = {OURS, "first@k.se"} & set(asked.message_ids)
    check = CredentialCheck(variant.code, account if variant.code == "correct" else None) if asked.credential and variant.code else None
    return Facts(
        now=AT, installed_at=AT - timedelta(days=99), account=account if mine else None, account_by="address" if mine else "", credential=check,
        by_token=tuple((each, case) for each in message.tokens if case and each.case_id == case.id), by_message_id=case if ours else None,
        by_number=(case,) if case and NUMBER in asked.case_numbers else (), alike=(case,) if mine and case and case.state != "closed" else (),
        waiting=(case,) if case and asked.waiting else (), open_cases=1 if case and mine else 0,
    )


HARMLESS = (Append, Send, RecordAttempt, Quarantine, Collect)


def harm(decision):
    """What a decision does beyond keeping the mail, writing letters and counting a code; a case that waits gives nothing, nor does
    a case that goes on waiting and remembers that its stored address was told what the work would cost; that the admins are told
    of a locked number harms nobody."""
    return [effect for effect in decision.effects if not isinstance(effect, HARMLESS)
            and not (isinstance(effect, Schedule) and (effect.kind, effect.subject) == ("admin_daily", "admins"))
            and not (isinstance(effect, OpenCase) and effect.state == "awaiting_entitlement" and not effect.cc)
            and not (isinstance(effect, SetState) and effect.state == "awaiting_entitlement" and effect.tier == "timme" and effect.account_id is None
                     and "will_be_billed" in [letter.template for letter in decision.letters])]


EVERY_TEXT = TEXTS | {"the details": ("Re: Fel", DETAILS)}
WAITS = ("no case", "awaiting_entitlement")
MATRIX = [  # (policies, texts, rights of the named address, cases): whatever may matter together
    (("ask_code",), ("a question",), tuple(ACCOUNTS), WAITS),
    (("ask_code",), ("a question",), ("agreement",), tuple(CASES)),
    (("ask_code",), ("yes", "contacts"), ("agreement", "minutes used up"), ("awaiting_entitlement", "offered")),
    (("ask_code",), ("a command", "language", "the details"), ("agreement",), ("open", "awaiting_details")),
    (("ask_code",), ("reopen",), ("agreement",), ("closed",)),
    (("ask_code",), ("a program error", "contacts"), ("agreement, overdue",), ("no case",)),
    (("confirm_by_reply", "refuse"), ("a question", "yes"), ("agreement", "minutes", "agreement, overdue", "nothing"), ("awaiting_entitlement",)),
]


@pytest.mark.parametrize("name", VARIANTS)
def test_no_forged_variant_is_entitled_or_changes_anything(name):
    variant = VARIANTS[name]
    for policies, texts, accounts, cases in MATRIX:
        for policy, said in itertools.product(policies, texts):
            settings = POLICIES[policy]
            message = read(variant, *EVERY_TEXT[said], settings)
            for has, where in itertools.product(accounts, cases):
                decision = decided(message, variant, has, where, settings)
                assert harm(decision) == [], (policy, said, has, where, decision.verdict)


def decided(message, variant, has, where, settings):
    account, case = ACCOUNTS[has], CASES[where]
    owned = replace(case, account=account) if case and where != "offered" else case
    return decide(message, known(message, variant, account, owned, settings), settings, RULES)


def test_the_variants_meet_every_row_that_trusts_nobody():
    trusting = (Standing.AGENT, Standing.AGENT_AT_DESK, Standing.AGENT_UNLINKED, Standing.CODE_ACCEPTED)
    met = set()
    for variant in VARIANTS.values():
        message = read(variant, *TEXTS["a question"], CONFIG)
        met.add(hear(message, known(message, variant, ACCOUNTS["fee"], RUNNING, CONFIG), CONFIG, RULES).row.name)
    assert {row.name for row in TABLE if row.standing not in trusting} - met == {"customer, proven"}


@pytest.mark.parametrize(("where", "said", "effect"), [
    ("no case", "a question", OpenCase), ("open", "a command", SetState), ("awaiting_entitlement", "a question", SetState),
    ("awaiting_details", "the details", SetDetails), ("closed", "reopen", SetState), ("answered", "a question", SetState), ("offered", "yes", SetState),
])
def test_the_true_sender_does_what_the_forged_ones_cannot(where, said, effect):
    """The matrix forbids nothing that would not happen without the forging."""
    variant = GENUINE if where == "no case" else replace(GENUINE, to=token(TokenKind.CUSTOMER, "p1"))
    message = read(variant, *EVERY_TEXT[said], CONFIG)
    assert any(isinstance(each, effect) for each in harm(decided(message, variant, "agreement", where, CONFIG)))


IN_FORCE = ("fee", "minutes", "agreement", "agreement, not a contact", "agreement, not trained", "warranty", "after the fact")


@pytest.mark.parametrize("has", ACCOUNTS)
def test_a_right_code_opens_what_its_account_pays_for_and_no_case_of_another(has):
    """The one thing that is believed without a proof of the address; what is overdue, rests or lacks a training is not lifted by it."""
    variant, settings = Forged(sender=MALLORY, text=CODE, code="correct"), config("ask_code", trained=False)
    decision = decided(read(variant, *TEXTS["a question"], settings), variant, has, "no case", settings)
    opened = [effect.state for effect in decision.effects if isinstance(effect, OpenCase)]
    assert (opened == ["open"]) == (has in IN_FORCE), decision.verdict
