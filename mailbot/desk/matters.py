"""A new matter: is he entitled, what is missing, what do we promise, and one letter that says all of it.
The checklist asks for everything at once, never three mails (BK-19); a refusal is a verdict with its letter."""

from __future__ import annotations

from datetime import date

from mailbot.config.settings import Priority, Tier
from mailbot.desk import intake, rulebook
from mailbot.desk.checklist import Checklist, checklist_of, clock_waits, questions, step_of
from mailbot.desk.effects import Decision, Effect, Letter, OpenCase, RecordAttempt, Send, Step
from mailbot.desk.entitlement import Right, right_of
from mailbot.desk.facts import Case
from mailbot.desk.hearing import Hearing, named
from mailbot.desk.letters import case_values, notice_values, to_agents, to_speaker
from mailbot.desk.promise import Promise, calendar_of, promise
from mailbot.desk.trust import Standing
from mailbot.desk.wanted import speaker
from mailbot.mail.threading import clean_subject

UNANSWERED = ("free_help", "feedback_received", "offer_agreement")  # these verdicts open no case (BK-03)


def new_matter(hearing: Hearing, *, continues: Case | None = None, claims: str | None = None) -> Decision:
    """Decide on a mail that belongs to no running case."""
    kind, kind_trail = intake.kind_of(hearing.message.subject, hearing.message.new_text, hearing.rules)
    right = right_of(hearing, kind, local_day(hearing))
    trail = hearing.trail + kind_trail + right.trail
    if right.entitled:
        return _entitled(hearing, right, kind, trail, continues, claims)
    if right.verdict in UNANSWERED:
        return _unanswered(hearing, right, kind, trail)
    return _must_prove(hearing, right, kind, trail, continues, claims)


def _entitled(hearing: Hearing, right: Right, kind: str, trail: tuple[Step, ...], continues: Case | None,
              claims: str | None) -> Decision:
    priority, flags, priority_trail = priority_of(hearing, kind, right.tier)
    checklist = checklist_of(hearing, kind)
    waits = clock_waits(hearing, checklist, priority)
    fast = is_fast(hearing, right.tier)
    due = promise(right.tier, priority, fast, hearing.message.envelope.received_at, hearing.config)
    opened = open_case(hearing, right, checklist, priority, due, waits=waits, fast=fast, flags=flags, continues=continues,
                       claims=claims)
    letter, quiet = to_speaker(hearing, "ack", ack_values(hearing, right, checklist, due, waits, fast, continues), opens_case=True)
    notices = () if waits and "urgent" not in flags else _announce(hearing, right, checklist, due, fast, flags, continues, claims)
    return Decision(
        "case_opened_incomplete" if waits else "case_opened",
        (opened, hearing.keep(None), *letter, *notices, *_warn_owner(hearing)),
        (*trail, *priority_trail, step_of(checklist), *quiet),
    )


def _unanswered(hearing: Hearing, right: Right, kind: str, trail: tuple[Step, ...]) -> Decision:
    """No right: self-help, or thanks for views; the mail is kept, no case is opened."""
    tier = next((tier for tier in hearing.config.tiers if tier.kind == "free"), None)
    feedback = kind == "feedback" and tier is not None and tier.accept_feedback and hearing.config.feedback.ack
    template = "feedback_received" if feedback else right.verdict
    letter, quiet = to_speaker(hearing, template, {})
    return Decision(template, (hearing.keep(None), *letter), (*trail, *quiet))


def _must_prove(hearing: Hearing, right: Right, kind: str, trail: tuple[Step, ...], continues: Case | None,
                claims: str | None) -> Decision:
    """A known right that lacks its proof: the case waits, and a letter says what would release it."""
    priority = hearing.config.default_priority
    checklist = checklist_of(hearing, kind)
    letter, quiet = to_speaker(hearing, right.verdict, refusal_values(hearing, right), opens_case=True)
    opened = OpenCase(
        subject=case_subject(hearing), language=hearing.language, state="awaiting_entitlement", kind=kind, priority=priority.name,
        tier=offered(right) if letter else None, account_id=hearing.account.id if hearing.account else None, requester=speaker(hearing.message) or "",
        requester_name=hearing.message.sender_name, received_at=hearing.message.envelope.received_at, details=checklist.details,
        continues=continues.id if continues else None, claims=claims,
    )
    if not letter and hearing.account is None:  # a flood: kept, but no case of its own (reliability.md 44)
        return Decision(right.verdict, (hearing.keep(None),), (*trail, *quiet))
    return Decision(right.verdict, (opened, hearing.keep(None), *letter), (*trail, *quiet))


# ---- pieces that a follow-up needs too ---------------------------------------------------------------
def attempts(hearing: Hearing) -> tuple[Effect, ...]:
    """Every try of an ID number and code is counted, right or wrong (reliability.md 63)."""
    check = hearing.facts.credential
    if hearing.claim is None or check is None or check.outcome == "locked":
        return ()
    return (RecordAttempt(hearing.claim.id_number, speaker(hearing.message) or "", check.outcome == "correct"),)


def refusal_values(hearing: Hearing, right: Right) -> dict[str, object]:
    """The few variables that letters of refusal have."""
    if right.verdict == "fee_expired" and right.tier is not None and right.valid_until is not None:
        return {"tier": right.tier.name, "valid_until": right.valid_until.isoformat()}
    if right.verdict == "confirm_by_reply":
        return {"received_at": hearing.message.envelope.received_at.isoformat()}
    if right.verdict == "not_designated" and hearing.message.is_verified and hearing.account is not None:
        return {"contacts": list(named(hearing.account))}  # to a colleague alone: nobody else learns who they are
    return {}


def offered(right: Right) -> str | None:
    """The tier that a waiting case would be charged under, as its letter says; None: it waits for the proof of a right."""
    return right.tier.name if right.tier is not None and right.without_agreement else None


def told_of_billing(hearing: Hearing, right: Right) -> bool:
    """Does the letter name rate and step before the first billed minute? (SA-16)"""
    return right.billed and hearing.config.billing.tell_before_billing


def priority_of(hearing: Hearing, kind: str, tier: Tier | None) -> tuple[Priority, tuple[str, ...], tuple[Step, ...]]:
    """The level of a new case and its marks: what the rules propose, else the default and none."""
    rule, trail = rulebook.first(hearing.rules.priority, rulebook.question(
        subject=hearing.message.subject, text=hearing.message.new_text, language=hearing.language, kind=kind,
        tier=tier.name if tier else None, tier_kind=tier.kind if tier else None,
    ))
    proposed = hearing.config.priority(str(rule.then.get("priority"))) if rule else None
    flags = (str(rule.then["flag"]),) if rule and "flag" in rule.then else ()
    return proposed or hearing.config.default_priority, flags, trail


def is_fast(hearing: Hearing, tier: Tier | None) -> bool:
    """The subject line that speeds a mail up, compared without tags, quotes, case and Re: (BK-18)."""
    if tier is None or not tier.fast_subject:
        return False
    return _plain(clean_subject(hearing.message.subject, hearing.config.cases.number_format)) == _plain(tier.fast_subject)


def _plain(subject: str) -> str:
    return " ".join(subject.strip("\"'“”„«»‚‘’ ").casefold().split())


def case_subject(hearing: Hearing) -> str:
    """The subject a case keeps: without tags and Re:, codes blanked, never empty."""
    return clean_subject(hearing.message.subject, hearing.config.cases.number_format).strip() or "–"


def open_case(hearing: Hearing, right: Right, checklist: Checklist, priority: Priority, due: Promise, *, waits: bool,
              fast: bool, flags: tuple[str, ...] = (), continues: Case | None = None, claims: str | None = None) -> OpenCase:
    """The effect that opens an entitled case."""
    return OpenCase(
        subject=case_subject(hearing), language=hearing.language, state="awaiting_details" if waits else "open", kind=checklist.kind,
        priority=priority.name, tier=right.tier.name if right.tier else None, account_id=right.account.id if right.account else None,
        requester=speaker(hearing.message) or "", requester_name=hearing.message.sender_name,
        received_at=hearing.message.envelope.received_at, start_due_at=None if waits else due.start_due_at,
        answer_due_at=None if waits else due.answer_due_at, fast=fast, details=checklist.details, flags=flags,
        continues=continues.id if continues else None, claims=claims,
    )


def ack_values(hearing: Hearing, right: Right, checklist: Checklist, due: Promise, waits: bool, fast: bool,
               continues: Case | None) -> dict[str, object]:
    """The variables of the acknowledgement."""
    config = hearing.config
    return {
        "case": case_values(None, case_subject(hearing)),
        "missing": questions(hearing, checklist.missing, hearing.language),
        **due.values(waits=waits),
        "tier": right.tier.name if right.tier else "",
        "minutes_left": right.minutes_left,
        "fast": fast,
        "update_first": config.intake.update_first and checklist.kind in ("technical", "fault"),
        "appointment": checklist.kind in config.appointments.for_kinds,
        "add_address": hearing.row.standing is Standing.CODE_ACCEPTED and not _address_is_known(hearing)
        and config.entitlement.remember_new_address == "ask",
        "continues": continues.number if continues else None,
        "billed": told_of_billing(hearing, right),
    }


def _address_is_known(hearing: Hearing) -> bool:
    account = hearing.account
    return account is not None and hearing.facts.account is not None and account.id == hearing.facts.account.id


def _announce(hearing: Hearing, right: Right, checklist: Checklist, due: Promise, fast: bool, flags: tuple[str, ...],
              continues: Case | None, claims: str | None) -> tuple[Effect, ...]:
    """The notice to the agents of a case that is ready to be worked on."""
    values = notice_values(
        hearing, None, case_by="credential" if hearing.row.standing is Standing.CODE_ACCEPTED else "new",
        text=hearing.message.new_text or hearing.message.text, details=checklist.details, missing=checklist.missing,
        tier=right.tier.name if right.tier else None, valid_until=right.valid_until, minutes_left=right.minutes_left,
        answer_by=due.answer_due_at, start_by=due.start_due_at, fast=fast, flags=flags,
    )
    values |= {"case": case_values(None, case_subject(hearing)), "claims": claims, "continues": continues.number if continues else None}
    return to_agents(hearing, "agent_new_case", None, values, files=hearing.message.attachments)


def _warn_owner(hearing: Hearing) -> tuple[Effect, ...]:
    """The paid address hears that somebody used its ID number and code from another one (states.md 3.8)."""
    account = hearing.account
    if hearing.row.standing is not Standing.CODE_ACCEPTED or account is None or _address_is_known(hearing) or not account.addresses:
        return ()
    return (Send(Letter(
        template="credential_used", language=account.language or hearing.config.vendor.default_language, to=account.addresses[0],
        values={"used_from": speaker(hearing.message) or "", "used_at": hearing.message.envelope.received_at.isoformat()},
        idem=f"credential_used:{hearing.key}",
    )),)


def local_day(hearing: Hearing) -> date:
    """Today in the vendor's office."""
    calendar = calendar_of(hearing.config.default_priority.calendar, hearing.config)
    return hearing.message.envelope.received_at.astimezone(calendar.zone).date()
