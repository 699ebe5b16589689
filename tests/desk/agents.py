"""An agent's mail without a desk around it: one case, three lines, and what the mail would do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailbot import render
from mailbot.config.rules import Rule, load_rules
from mailbot.config.settings import Config
from mailbot.desk.decide import decide
from mailbot.desk.effects import AgentSpoke, Append, Send
from mailbot.desk.facts import Account, Block, Case, Detail, Facts, Participant
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.message import Message, Token, TokenKind, Verified

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, 10.00 in Stockholm
EARLIER = NOW - timedelta(hours=1)
SHIPPED, _ = load_rules(Path(__file__).parents[2] / "rules", None)


def faq(name, link, **label):
    return Rule(name, {}, {"link": link, **({"label": label} if label else {})}, "", "rules/faq.toml:1")


def block(name, **text):
    return Rule(name, {}, {"block": name, "text": text}, "", "rules/blocks.toml:1")


RULES = replace(SHIPPED, faq=(faq("printing the balance report", "https://v.example/faq#print", sv="Skriva ut"), faq("backup", "https://v.example/faq#backup")),
                blocks=(block("update", sv="Uppdatera till den senaste versionen.", en="Please update."), block("bara_engelska", en="Only English.")))
CONFIG = Config.model_validate({
    "vendor": {"name": "V", "languages": ["sv", "en"], "default_language": "sv", "course_hint": "Kursen Bokföring"},
    "mailbox": {"address": "support@v.example", "trusted_authserv": ["mx.v.example"]},
    "cases": {"number_format": "SO-{year}-{number:06}"},
    "hours": {"office": {"timezone": "Europe/Stockholm", **{day: ["08:00-12:00", "13:00-16:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}}},
    "tier": [{"name": "go", "kind": "agreement", "products": ["GO"]}, {"name": "block", "kind": "prepaid_blocks", "price": 300}],
    "priority": [{"name": "1", "label": {"sv": "Prioritet 1"}, "start_within": "2h"}, {"name": "2", "label": {"sv": "Prioritet 2"}, "start_within": "4h"},
                 {"name": "3", "label": {"sv": "Prioritet 3"}, "start_within": "12h"}, {"name": "inner", "promised": False, "default": True}],
    "priority_rules": {"workaround_lowers_to": "3", "workaround_lowers_from": ["1", "2"]},
    "scope": {"refer_accounting": {"to": ["www.bfn.se", "www.bas.se"], "paid_to": "en bra revisor"}},
    "lines": {"first": {"members": ["lisa", "hugo"]}, "second": {"members": ["omar"]}, "third": {"members": ["dev"]}},
    "teams": {"lon": {"members": ["hugo"], "products": ["Lön"]}},
    "agents": {"confirm": "all"},
    "agent": [{"id": "lisa", "name": "Lisa Berg", "email": ["lisa@v.example"]}, {"id": "hugo", "name": "Hugo", "email": ["hugo@v.example"]},
              {"id": "omar", "name": "Omar", "email": ["omar@v.example"], "role": "lead"}, {"id": "dev", "email": ["dev@v.example"], "role": "admin"},
              {"id": "rita", "name": "Rita", "email": ["rita@v.example"], "role": "reader"}],
})  # fmt: skip
TEMPLATES = render.load((), CONFIG)
ANNA = Participant(1, "anna@k.se", "requester")
ACCOUNT = Account(3, 1, "K", "sv", ("anna@k.se",), blocks=(Block(1, 15, EARLIER),))
CASE = Case(
    id=7, version=1, number="SO-2026-000001", subject="Fel", language="sv", state="open", kind="technical", priority="1", tier="go", requester=ANNA,
    participants=(ANNA,), details=(Detail("steps", "", "asked"), Detail("operating_system", "Windows 11", "found")), account=ACCOUNT, assigned_to=None,
    received_at=EARLIER, start_due_at=NOW + timedelta(hours=1), answer_due_at=None, answered_at=None, closed_at=None, rounds_asked=0,
    last_message_id="a@k.se", references=("a@k.se",), last_customer_text="Det går inte att starta.",
)


def mail(text, agent="lisa", kind=TokenKind.AGENT):
    """A proven agent's mail, with his own token."""
    token = Token(kind, 0 if kind is TokenKind.DESK else CASE.id, agent, 1, (NOW.date() - datetime(2020, 1, 1, tzinfo=UTC).date()).days)
    address = CONFIG.agent(agent).email[0]
    return Message(
        key="k" * 16, envelope=Envelope(address, ("support@v.example",), "127.0.0.1", Door.LMTP, NOW, vouched=True),
        sender=Verified(address, Door.LMTP, "internal"), sender_name="", message_id="m1@v.example", in_reply_to=(), references=(), to=(), cc=(),
        subject="Re: Fel", text=text, new_text=text, quoted="", signature="", attachments=(), language="sv", automatic=None, report=None, answerable=True,
        tokens=(token,), case_numbers=(), written_at=NOW,
    )


def does(text, case=CASE, agent="lisa", *, config=CONFIG, rules=RULES, kind=TokenKind.AGENT, **facts):
    """What an agent's mail would do."""
    message = mail(text, agent, kind)
    known = Facts(NOW, NOW - timedelta(days=30), by_token=((message.tokens[0], case),) if kind is not TokenKind.DESK else (), **facts)
    return decide(message, known, config, rules)


def at_desk(text, agent="lisa", **facts):
    """The same, written to his desk address."""
    return does(text, agent=agent, kind=TokenKind.DESK, **facts)


def effects(decision, kind):
    return [effect for effect in decision.effects if isinstance(effect, kind)]


def letters(decision, to=None):
    """Its letters; to the customer when `to` says so."""
    return [letter for letter in decision.letters if to is None or letter.to == to]


def to_customer(decision):
    return letters(decision, ANNA.address)


def text_of(letter, config=CONFIG):
    """A letter as its reader sees it."""
    return render.render((letter,), TEMPLATES, config)[0].text


def receipt(decision):
    """What the agent reads back: receipt or refusal."""
    (letter,) = [each for each in decision.letters if each.template in ("agent_result", "agent_refused")]
    return text_of(letter)


def is_refused(decision):
    """Nothing but the kept note, the letter to the agent, and that he spoke."""
    if decision.verdict != "agent_refused":
        return False
    kept, sent = (effect for effect in decision.effects if not isinstance(effect, AgentSpoke))
    return isinstance(kept, Append) and kept.direction == "note" and isinstance(sent, Send) and sent.letter.template == "agent_refused"
