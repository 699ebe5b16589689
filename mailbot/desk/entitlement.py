"""Who may have an answer: the rules of rules/entitlement.toml over every right that the speaker might have.
Every outcome is a named verdict; a right that is proven wins over one that is not, in the vendor's order of tiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mailbot.config.rules import Rule, RuleSet
from mailbot.config.settings import Config, Tier
from mailbot.desk import ledger, rulebook
from mailbot.desk.effects import Step
from mailbot.desk.facts import Account, Case, Grant
from mailbot.desk.hearing import Hearing, may_write_for
from mailbot.desk.wanted import speaker
from mailbot.mail import address

ENTITLED = "entitled"
ASKS = ("ask_for_code", "confirm_by_reply", "will_be_billed")  # letters to somebody whom nothing proves, that want an answer
AGREED = ("agreement", "warranty")  # kinds of tier that are not paid for by a price of their own


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
    grant_id: int | None = None  # the right it rests on; of prepaid minutes: none
    valid_from: date | None = None

    @property
    def entitled(self) -> bool:
        return self.verdict == ENTITLED

    @property
    def billed(self) -> bool:
        """Is the work that rests on it charged by time?"""
        return self.tier is not None and self.tier.kind == "after_the_fact"

    @property
    def snapshot(self) -> dict[str, object]:
        """The outcome as plain data: kept with the case as it was at receipt."""
        return {"verdict": self.verdict, "reason": self.reason, "tier": self.tier.name if self.tier else None, "grant_id": self.grant_id,
                "valid_until": self.valid_until.isoformat() if self.valid_until else None, "minutes_left": self.minutes_left}

    @property
    def offered(self) -> str | None:
        """The tier that a waiting case would be charged under, as its letter says; None: it waits for the proof of a right."""
        return self.tier.name if self.tier is not None and self.without_agreement and self.verdict in (ENTITLED, "will_be_billed") else None


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
        return self.grant is not None and in_force(self.grant, today)

    @property
    def suspended(self) -> bool:
        return self.grant is not None and self.grant.suspended


def in_force(grant: Grant, today: date) -> bool:
    """Does this right give an answer today?"""
    return not grant.suspended and grant.valid_from <= today and (grant.valid_until is None or today <= grant.valid_until)


def is_overdue(account: Account | None, today: date, config: Config) -> bool:
    """Is an invoice overdue for longer than is tolerated, at a vendor who minds? (SO-24)"""
    since, settings = account.overdue_since if account else None, config.entitlement
    return settings.no_overdue_invoices and since is not None and today >= since + timedelta(days=settings.overdue_grace_days)


def is_trained(account: Account | None, plain: str | None, tier: Tier | None, today: date, config: Config) -> bool:
    """Has this person passed a training that counts today for what the tier covers, at a vendor who asks for one? (SO-20)
    A module that is no product of any tier is taken for a part of every one: nothing in a mail tells which part it is about."""
    if not config.entitlement.trained_users_only:
        return True
    if account is None or plain is None:
        return False
    products = {product for each in config.tiers for product in each.products}
    return any(
        address.key(training.address) == address.key(plain) and training.passed_on <= today and (training.valid_until is None or today <= training.valid_until)
        and (training.module == "*" or training.module not in products or tier is None or tier.covers(training.module))
        for training in account.trainings
    )


def told_of_billing(right: Right, config: Config) -> bool:
    """Does the letter name rate and step before the first billed minute? (SA-16)"""
    return right.billed and config.billing.tell_before_billing


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants an answer, as far as anything proves him; with a mail in hand, or of a case that waits."""

    account: Account | None
    address: str | None  # plain; None: there is no single one
    verified: bool  # the address is proven, or believed by the vendor's policy
    id_and_code: str  # absent | correct | wrong | locked
    language: str
    subject: str
    text: str
    config: Config
    rules: RuleSet
    may_write: bool = True  # for the account: where only its named contacts may, he is one of them


def right_of(hearing: Hearing, kind: str, today: date, *, proven: bool = False, agreed: bool = False) -> Right:
    """Judge the speaker's right to an answer. `proven`: he has just proven the mailbox by answering our letter;
    `agreed`: by that answer he agreed to be charged by time."""
    message, facts, config = hearing.message, hearing.facts, hearing.config
    verified = proven or message.is_verified or config.entitlement.unverified_sender == "accept"
    asker = Asker(hearing.account, speaker(message), verified, facts.credential.outcome if facts.credential else "absent",
                  hearing.language, message.subject, message.new_text, config, hearing.rules, hearing.may_write)
    return judge(asker, kind, today, agreed=agreed)


def right_of_case(case: Case, account: Account | None, today: date, config: Config, rules: RuleSet) -> Right:
    """Judge the right to an answer of the requester of a case, as `account` stands now. Without a mail in hand nothing new is proven:
    what he proved with his own mails to this case counts, no code and no yes."""
    requester = address.key(case.requester.address)
    himself = case.opened_verified or (case.last_verified and address.key(case.last_author) == requester)
    asker = Asker(account, case.requester.address, himself or config.entitlement.unverified_sender == "accept", "absent", case.language,
                  case.subject, "\n".join(case.unseen_texts), config, rules, account is None or may_write_for(account, requester, config))
    return judge(asker, case.kind, today)


def judge(asker: Asker, kind: str, today: date, *, agreed: bool = False) -> Right:
    """The outcome of rules/entitlement.toml over all that this person might have."""
    account = asker.account
    refused: tuple[Rule, _Candidate] | None = None
    trail: tuple[Step, ...] = ()
    for candidate in _candidates(asker, account, today):
        rule, steps = rulebook.first(asker.rules.entitlement, _question(asker, candidate, kind, today, agreed=agreed))
        trail += steps
        if rule is None:
            continue
        if rule.then.get("verdict") == ENTITLED and candidate.tier is not None and candidate.tier.answered:
            return _right(asker, rule, candidate, trail)
        if refused is None or _says_more(rule, candidate, refused[0], refused[1]):
            refused = (rule, candidate)
    if refused is None:
        return Right(_nothing(asker.config), None, account, None, None, "no rule gives a right", trail)
    return _right(asker, refused[0], refused[1], trail)


def _candidates(asker: Asker, account: Account | None, today: date) -> Iterator[_Candidate]:
    """The tiers the account has something of, in the vendor's order; without a right in force, the tier that work without
    an agreement is charged under, when the vendor does such work; at the end, nobody's."""
    held = tuple(_held(asker.config, account, today)) if account is not None else ()
    yield from held
    tier = charged_tier(asker.config, customer=account is not None and asker.may_write)
    if tier is not None and not any(candidate.valid(today) or candidate.suspended for candidate in held):
        yield _Candidate(tier, None, 0, asker.config.billing.without_agreement)
    yield _Candidate(None, None, 0)


def _held(config: Config, account: Account, today: date) -> Iterator[_Candidate]:
    for name in config.tier_order:
        tier = config.tier(name)
        if tier is None:
            continue
        if tier.kind == "prepaid_blocks" and account.blocks:
            new = ledger.of_matter(account.blocks, None, block_per_case=tier.block_per_case)
            yield _Candidate(tier, None, ledger.balance(new, today))
        grants = [grant for grant in account.grants if grant.tier == name]
        if grants:
            yield _Candidate(tier, max(grants, key=lambda g: (in_force(g, today), g.valid_until or date.max)), 0)


def charged_tier(config: Config, *, customer: bool) -> Tier | None:
    """The tier that work without an agreement is charged under; None: the vendor does no such work (SA-16, FX-28).
    Only for a known customer may it be one that lets no stranger in; and no yes stands for a quotation that was not made."""
    if config.billing.without_agreement == "refuse":
        return None
    tiers = (config.tier(name) for name in config.tier_order)
    return next((tier for tier in tiers if tier and tier.kind == "after_the_fact" and tier.answered and not tier.needs_quote and (customer or not tier.customers_only)), None)


def _said(rule: Rule) -> str:
    """The letter or the outcome that a rule names."""
    return str(rule.then.get("mail") or rule.then.get("verdict") or "free_help")


def _says_more(rule: Rule, candidate: _Candidate, than: Rule, of: _Candidate) -> bool:
    """A refusal that knows of no right gives way to one that does; and the end of an agreement, to an offer to work without one."""
    offers = candidate.without_agreement is not None and of.tier is not None and of.tier.kind in AGREED and _said(than) == "fee_expired"
    return _said(rule) != "free_help" and (offers or _said(than) == "free_help")


def _question(asker: Asker, candidate: _Candidate, kind: str, today: date, *, agreed: bool) -> rulebook.Question:
    """What the rules may ask about the speaker and this candidate."""
    tier, grant = candidate.tier, candidate.grant
    ended = grant.valid_until if grant and grant.valid_until and grant.valid_until < today else None
    held = tier if candidate.without_agreement is None else None
    return rulebook.question(
        sender_is="customer" if held is not None else "stranger",
        sender_verified=asker.verified,
        id_and_code=asker.id_and_code,
        address_paid_for=held.kind if held else None,
        is_contact=asker.may_write,
        without_agreement=candidate.without_agreement,
        agreed_to_pay=agreed,
        tier=tier.name if tier else None,
        tier_kind=tier.kind if tier else None,
        valid=candidate.valid(today),
        suspended=candidate.suspended,
        begins_later=grant is not None and today < grant.valid_from,
        overdue=is_overdue(asker.account, today, asker.config),
        trained=is_trained(asker.account, asker.address, tier, today, asker.config),
        expired_days=(today - ended).days if ended else None,
        minutes_left=candidate.minutes_left if tier and tier.kind == "prepaid_blocks" else None,
        kind=kind,
        language=asker.language,
        subject=asker.subject,
        text=asker.text,
    )


def _right(asker: Asker, rule: Rule, candidate: _Candidate, trail: tuple[Step, ...]) -> Right:
    prepaid = candidate.tier is not None and candidate.tier.kind == "prepaid_blocks"
    return Right(_verdict(asker, rule, candidate), candidate.tier, asker.account, candidate.grant.valid_until if candidate.grant else None,
                 candidate.minutes_left if prepaid else None, rule.because, trail, candidate.without_agreement is not None,
                 candidate.grant.id if candidate.grant else None, candidate.grant.valid_from if candidate.grant else None)


def _verdict(asker: Asker, rule: Rule, candidate: _Candidate) -> str:
    """The outcome of a rule under the vendor's policy."""
    said, config = _said(rule), asker.config
    if rule.then.get("verdict") == ENTITLED:
        return ENTITLED if candidate.tier is not None and candidate.tier.answered else _nothing(config)
    policy = config.entitlement.unverified_sender
    if said == "ask_for_code" and policy == "confirm_by_reply":
        said = "confirm_by_reply"
    if said in ASKS and policy == "refuse" and not asker.verified:
        said = "free_help"
    return _nothing(config) if said == "free_help" else said


def _nothing(config: Config) -> str:
    """The letter to somebody without any right."""
    free = next((tier for tier in config.tiers if tier.kind == "free"), None)
    return free.send_help if free is not None else config.entitlement.no_agreement_template
