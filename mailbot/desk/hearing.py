"""One mail before the desk: the mail, what is known, the settings and rules, and who speaks.
Built once, handed to every decision; nothing in it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from mailbot.config.rules import RuleSet
from mailbot.config.settings import Agent, Config
from mailbot.desk import credentials, rulebook
from mailbot.desk.effects import Append, Effect, Step
from mailbot.desk.facts import Account, Case, CredentialClaim, Facts
from mailbot.desk.hiding import without_codes
from mailbot.desk.trust import Proof, Row, Says, Signs, TokenSign, judge
from mailbot.desk.typed_within import with_answers_within
from mailbot.desk.wanted import speaker
from mailbot.mail import address
from mailbot.mail.message import (
    AGENTS_KINDS,
    CUSTOMERS_KINDS,
    Automatic,
    AutomaticKind,
    Claimed,
    Message,
    Token,
    TokenKind,
    Verified,
)

FRESH = timedelta(days=7)  # between Date and arrival: mail servers give up after five
AGENT_TOKEN_LIVES = timedelta(days=90)  # reliability.md 70
TOKEN_DAY_ZERO = 18262  # 2020-01-01 in days since 1970-01-01


@dataclass(frozen=True, slots=True)
class Hearing:
    """All that one decision rests on."""

    message: Message
    facts: Facts
    config: Config
    rules: RuleSet
    row: Row  # of the table of trust
    claim: CredentialClaim | None

    @property
    def account(self) -> Account | None:
        """Whose rights count: those of the right code, else those of the address."""
        if self.facts.credential is not None and self.facts.credential.account is not None:
            return self.facts.credential.account
        return self.facts.account

    @property
    def language(self) -> str:
        """The language to answer in: the customer's own, else that of his mail, else the vendor's."""
        known = self.account.language if self.account else None
        spoken = self.config.vendor.languages
        return next((lang for lang in (known, self.message.language) if lang in spoken), self.config.vendor.default_language)

    @property
    def own_name(self) -> frozenset[str]:
        """The words of the writer's name, lower case: what he may sign with."""
        return frozenset(self.message.sender_name.casefold().split())

    @property
    def may_write(self) -> bool:
        """May the speaker write for his customer? Only the named contacts may, where their number is limited (SO-18)."""
        said = speaker(self.message)
        return self.account is None or may_write_for(self.account, None if said is None else address.key(said), self.config)

    @property
    def trail(self) -> tuple[Step, ...]:
        """The first step of every trail: how far the sender is believed."""
        return (Step(f"trust: {self.row.name}", True, self.row.because), *_proof_step(self.message))

    @property
    def key(self) -> str:
        """Names this mail in the keys of what comes of it; a forged copy has another than the true one."""
        return f"{self.message.key}{'' if self.message.is_verified else ':unproven'}"

    def keep(self, case_id: int | None, *, automatic: bool = False) -> Effect:
        """Keep this mail, with a case or with none. The whole text is kept; showing less is a view."""
        return Append(case_id, "in", speaker(self.message) or "", self.message.text, self.message.is_verified, automatic)


def may_write_for(account: Account, key: str | None, config: Config) -> bool:
    """May the address of this key write for the account?"""
    if not config.entitlement.counts_contacts:
        return True
    return key is not None and key in {address.key(each) for each in contacts_of(account)}


def contacts_of(account: Account) -> tuple[str, ...]:
    """The contacts of an account; while nobody has named any, its own addresses."""
    return account.contacts or account.addresses


def hear(message: Message, facts: Facts, config: Config, rules: RuleSet) -> Hearing:
    """Judge who speaks, once, and gather all that the decision may use."""
    message = with_answers_within(message, facts.letters, config)
    by_code = "id_and_code" in config.entitlement.match_by
    claim = credentials.find(message.subject, message.new_text, config.entitlement) if by_code else None
    seen = without_codes(as_far_as_proven(as_the_vendor_says(message, rules), config), claim, config)
    return Hearing(seen, facts, config, rules, judge(signs(seen, facts, config)), claim)


def as_far_as_proven(message: Message, config: Config) -> Message:
    """A proof of From proves no more than it says: not who typed an address into a web form, and not that a mail which was signed
    for somebody else, for another case or long ago was meant for us now (a replayed mail, reliability.md 53)."""
    sender = message.sender
    if message.form_address is not None:
        return replace(message, sender=Claimed(message.form_address, sender.door, "the address was typed into a web form"))
    if not isinstance(sender, Verified) or sender.proof not in ("dmarc", "dkim"):
        return message
    because = _sent_again(message, config)
    return message if because is None else replace(message, sender=Claimed(sender.address, sender.door, because))


def _sent_again(message: Message, config: Config) -> str | None:
    """Why a signed mail may be another's copy of it, sent here again; None when it is addressed and dated as it came."""
    ours = {_domain(each) for each in (config.mailbox.address, *config.mailbox.other_addresses)}
    if not ours & {_domain(each) for each in (*message.to, *message.cc)}:
        return "the mail was addressed to somebody else"
    if any(token.by == "token" and token not in message.shown_tokens for token in message.tokens):
        return "the answer address that it came to stands in neither To nor Cc"
    if message.written_at is None:
        return "the mail has no Date that can be read"
    if abs(message.envelope.received_at - message.written_at) > FRESH:
        return f"its Date is {message.written_at:%Y-%m-%d}, more than {FRESH.days} days from when it came"
    return None


def _domain(plain: str) -> str:
    return plain.rpartition("@")[2].lower()


def as_the_vendor_says(message: Message, rules: RuleSet) -> Message:
    """rules/autoreply.toml: senders that are machines, or people although they look like machines.

    A bounce and our own mail stay what they are: no rule of an admin makes us answer those.
    """
    if message.automatic is not None and message.automatic.kind in (AutomaticKind.BOUNCE, AutomaticKind.DELAY, AutomaticKind.OWN):
        return message
    rule, _ = rulebook.first(rules.autoreply, rulebook.question(
        subject=message.subject, text=message.new_text, from_is=message.address, language=message.language,
        sender_verified=message.is_verified,
    ))
    match rule.then.get("treat_as") if rule else None:
        case "machine":
            kind = AutomaticKind(str(rule.then.get("kind", "autoreply"))) if rule else AutomaticKind.AUTOREPLY
            return replace(message, automatic=message.automatic or Automatic(kind, rule.because if rule else ""), answerable=False)
        case "quiet":
            return replace(message, answerable=False)
        case "human":
            return replace(message, automatic=None, answerable=True)
        case _:
            return message


def agent_who_wrote(message: Message, config: Config) -> Agent | None:
    """The agent whose address stands in From; whether he wrote it is another question."""
    return config.agent_at(message.address) if message.address else None


def signs(message: Message, facts: Facts, config: Config) -> Signs:
    """What trust is judged on: what From says, what proves it, whose token came back, which code was right."""
    says = _says(message, facts, config)
    return Signs(
        says=says,
        proof=_proof(message),
        automatic=message.automatic is not None,
        token=_token_sign(message, facts, config, says),
        code=facts.credential.outcome if facts.credential else "absent",
    )


def _says(message: Message, facts: Facts, config: Config) -> Says:
    if message.automatic is not None and message.automatic.kind == "own":
        return "own"
    plain = speaker(message)
    if plain is not None and address.key(plain) == address.key(config.mailbox.address):
        return "own"
    if agent_who_wrote(message, config) is not None:
        return "agent"
    return "customer" if facts.account is not None else "stranger"


def _proof(message: Message) -> Proof:
    match message.sender:
        case Verified(proof="auth"):
            return "auth"
        case Verified():
            return "verified"
        case Claimed():
            return "claimed"
        case _:
            return "unverifiable"


def _token_sign(message: Message, facts: Facts, config: Config, says: Says) -> TokenSign:
    agent = agent_who_wrote(message, config) if says == "agent" else None
    if agent is not None:
        own = own_token(message, agent, facts)
        if own is not None:
            return "desk" if own.kind is TokenKind.DESK else "agent"
        return "customer" if any(t.kind in CUSTOMERS_KINDS for t in message.tokens) else "stale" if message.tokens else "none"
    if asked_outside(message, facts) is not None:
        return "third"
    for token in message.tokens:
        return _OF_OTHERS.get(token.kind, "agent")
    return "none"


def asked_outside(message: Message, facts: Facts) -> tuple[Token, Case] | None:
    """The token and the case of a mail to an address that was made for one whom an agent asked, or of such a one to the customer's address:
    he may have it from the customer, and becomes no customer by it."""
    first = next(iter(message.tokens), None)
    for token, case in facts.by_token:
        if token.kind is TokenKind.THIRD and first is not None and first.kind is TokenKind.THIRD:
            return token, case
        if token.kind in CUSTOMERS_KINDS and first is not None and first.kind in CUSTOMERS_KINDS and is_asked(message, case):
            return token, case
    return None


def is_asked(message: Message, case: Case) -> bool:
    """Is the writer one whom an agent asked about this case?"""
    said = speaker(message)
    return said is not None and any(address.key(person.address) == address.key(said) for person in case.part("third"))


_OF_OTHERS: Mapping[TokenKind, TokenSign] = {
    TokenKind.CUSTOMER: "customer", TokenKind.STATUS: "customer", TokenKind.DESK: "desk", TokenKind.THIRD: "third",
}  # fmt: skip


def own_token(message: Message, agent: Agent, facts: Facts) -> Token | None:
    """The token by which this agent speaks: that of the address he wrote to; only without one, that of the thread.
    An address that was another agent's is no address of his, whatever his thread says."""
    written = [token for token in message.tokens if token.kind in AGENTS_KINDS]
    addressed = [token for token in written if token.by == "token"]
    first = next(iter(addressed or written), None)
    return first if first is not None and why_void(first, agent, facts) == "" else None


def why_void(token: Token, agent: Agent, facts: Facts) -> Literal["", "not_his", "revoked", "expired"]:
    """Why this agent may not speak by this token; empty: it was sent to him, in his current epoch, within the last 90 days."""
    if token.kind not in AGENTS_KINDS or token.who != agent.id:
        return "not_his"
    if token.epoch != agent.epoch + facts.raised(agent.id):
        return "revoked"
    return "" if -1 <= age_of(token, facts.now) <= AGENT_TOKEN_LIVES.days else "expired"


def age_of(token: Token, now: datetime) -> int:
    """How many days ago a token was issued."""
    return int(now.timestamp() // 86400) - TOKEN_DAY_ZERO - token.day


def _proof_step(message: Message) -> tuple[Step, ...]:
    match message.sender:
        case Verified(proof=proof, door=door):
            return (Step("sender", True, f"proven by {proof}, through the {door} door"),)
        case unproven:
            return (Step("sender", False, unproven.because),)
