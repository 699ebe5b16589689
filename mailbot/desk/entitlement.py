"""Who may have an answer: the rules of rules/entitlement.toml over every right that the speaker might have.
Every outcome is a named verdict; a right that is proven wins over one that is not, in the vendor's order of tiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mailbot.config.rules import Rule
from mailbot.config.settings import Config, Tier
from mailbot.desk import ledger, rulebook
from mailbot.desk.effects import Step
from mailbot.desk.facts import Account, Grant
from mailbot.desk.hearing import Hearing

ENTITLED = "entitled"
ASKS = ("ask_for_code", "confirm_by_reply", "will_be_billed")  # letters to somebody whom nothing proves, that want an answer


@dataclass(frozen=True, slots=True)
class Right:
    """The outcome: a verdict, the tier it rests on, and why."""

    verdict: str  # "entitled", else the name of the letter that says no
    tier: Tier | None
    account: Account | None
    valid_until: date | None
    minutes_left: int | None
    reason: str
    trail: tuple[Step, ...]
    without_agreement: bool = False  # the tier is what the work would be charged under

    @property
    def entitled(self) -> bool:
        return self.verdict == ENTITLED

    @property
    def billed(self) -> bool:
        """Is the work that rests on it charged by time?"""
        return self.tier is not None and self.tier.kind == "after_the_fact"

    @property
    def offered(self) -> str | None:
        """The tier that a waiting case would be charged under, as its letter says; None: it waits for the proof of a right."""
        return self.tier.name if self.tier is not None and self.without_agreement else None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One tier that the account holds, or held; the one that work without an agreement is charged under; or none at all."""

    tier: Tier | None
    grant: Grant | None
    minutes_left: int
    without_agreement: str | None = None  # how the vendor lets somebody in who has no right in force

    def valid(self, today: date) -> bool:
        if self.tier is not None and self.tier.kind == "prepaid_blocks":
            return self.minutes_left > 0
        grant = self.grant
        return grant is not None and not grant.suspended and grant.valid_from <= today and (
            grant.valid_until is None or today <= grant.valid_until
        )


def told_of_billing(right: Right, config: Config) -> bool:
    """Does the letter name rate and step before the first billed minute? (SA-16)"""
    return right.billed and config.billing.tell_before_billing


def right_of(hearing: Hearing, kind: str, today: date, *, proven: bool = False, agreed: bool = False) -> Right:
    """Judge the speaker's right to an answer. `proven`: he has just proven the mailbox by answering our letter;
    `agreed`: by that answer he agreed to be charged by time."""
    account = hearing.account
    refused: tuple[Rule, _Candidate] | None = None
    trail: tuple[Step, ...] = ()
    for candidate in _candidates(hearing, account, today):
        rule, steps = rulebook.first(hearing.rules.entitlement, _question(hearing, candidate, kind, today, proven=proven, agreed=agreed))
        trail += steps
        if rule is None:
            continue
        if rule.then.get("verdict") == ENTITLED and candidate.tier is not None and candidate.tier.answered:
            return _right(hearing, rule, candidate, account, trail)
        if refused is None or (_says_nothing(refused[0]) and not _says_nothing(rule)):
            refused = (rule, candidate)
    if refused is None:
        return Right(_nothing(hearing), None, account, None, None, "no rule gives a right", trail)
    return _right(hearing, refused[0], refused[1], account, trail)


def _candidates(hearing: Hearing, account: Account | None, today: date) -> Iterator[_Candidate]:
    """The tiers the account has something of, in the vendor's order; without a right in force, the tier that work without
    an agreement is charged under, when the vendor does such work; at the end, nobody's."""
    held = tuple(_held(hearing.config, account, today)) if account is not None else ()
    yield from held
    tier = charged_tier(hearing.config)
    if tier is not None and not any(candidate.valid(today) for candidate in held):
        yield _Candidate(tier, None, 0, hearing.config.billing.without_agreement)
    yield _Candidate(None, None, 0)


def _held(config: Config, account: Account, today: date) -> Iterator[_Candidate]:
    minutes = ledger.balance(account.blocks, today)
    for name in config.tier_order:
        tier = config.tier(name)
        if tier is None:
            continue
        if tier.kind == "prepaid_blocks" and account.blocks:
            yield _Candidate(tier, None, minutes)
        grants = [grant for grant in account.grants if grant.tier == name]
        if grants:
            yield _Candidate(tier, max(grants, key=lambda g: g.valid_until or date.max), minutes)


def charged_tier(config: Config) -> Tier | None:
    """The tier that work without an agreement is charged under; None: the vendor does no such work (SA-16, FX-28)."""
    if config.billing.without_agreement == "refuse":
        return None
    tiers = (config.tier(name) for name in config.tier_order)
    return next((tier for tier in tiers if tier and tier.kind == "after_the_fact" and tier.answered and not tier.customers_only), None)


def _said(rule: Rule) -> str:
    """The letter or the outcome that a rule names."""
    return str(rule.then.get("mail") or rule.then.get("verdict") or "free_help")


def _says_nothing(rule: Rule) -> bool:
    """A refusal that knows of no right gives way to one that says more."""
    return _said(rule) == "free_help"


def _question(hearing: Hearing, candidate: _Candidate, kind: str, today: date, *, proven: bool, agreed: bool) -> rulebook.Question:
    """What the rules may ask about the speaker and this candidate."""
    tier, grant, facts = candidate.tier, candidate.grant, hearing.facts
    policy = hearing.config.entitlement.unverified_sender
    ended = grant.valid_until if grant and grant.valid_until and grant.valid_until < today else None
    held = tier if candidate.without_agreement is None else None
    return rulebook.question(
        sender_is="customer" if held is not None else "stranger",
        sender_verified=proven or hearing.message.is_verified or policy == "accept",
        id_and_code=facts.credential.outcome if facts.credential else "absent",
        address_paid_for=held.kind if held else None,
        is_contact=hearing.may_write,
        without_agreement=candidate.without_agreement,
        agreed_to_pay=agreed,
        tier=tier.name if tier else None,
        tier_kind=tier.kind if tier else None,
        valid=candidate.valid(today),
        expired_days=(today - ended).days if ended else None,
        minutes_left=candidate.minutes_left if tier and tier.kind == "prepaid_blocks" else None,
        kind=kind,
        language=hearing.language,
        subject=hearing.message.subject,
        text=hearing.message.new_text,
    )


def _right(hearing: Hearing, rule: Rule, candidate: _Candidate, account: Account | None, trail: tuple[Step, ...]) -> Right:
    verdict = _verdict(hearing, rule, candidate)
    prepaid = candidate.tier is not None and candidate.tier.kind == "prepaid_blocks"
    return Right(verdict, candidate.tier, account, candidate.grant.valid_until if candidate.grant else None,
                 candidate.minutes_left if prepaid else None, rule.because, trail, candidate.without_agreement is not None)


def _verdict(hearing: Hearing, rule: Rule, candidate: _Candidate) -> str:
    """The outcome of a rule under the vendor's policy."""
    said = _said(rule)
    if rule.then.get("verdict") == ENTITLED:
        return ENTITLED if candidate.tier is not None and candidate.tier.answered else _nothing(hearing)
    policy = hearing.config.entitlement.unverified_sender
    if said == "ask_for_code" and policy == "confirm_by_reply":
        said = "confirm_by_reply"
    if said in ASKS and policy == "refuse" and not hearing.message.is_verified:
        said = "free_help"
    return _nothing(hearing) if said == "free_help" else said


def _nothing(hearing: Hearing) -> str:
    """The letter to somebody without any right."""
    free = next((tier for tier in hearing.config.tiers if tier.kind == "free"), None)
    return free.send_help if free is not None else hearing.config.entitlement.no_agreement_template
