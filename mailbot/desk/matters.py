"""A new matter: is he entitled, what is missing, what do we promise, and one letter that says all of it.
The checklist asks for everything at once, never three mails (BK-19); a refusal is a verdict with its letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from mailbot.desk import collecting, intake, new_address
from mailbot.desk.acknowledgement import ack_values
from mailbot.desk.checklist import checklist_of, clock_waits, step_of
from mailbot.desk.colleagues import colleagues
from mailbot.desk.effects import Decision, Effect, OpenCase, RecordAttempt, Step
from mailbot.desk.entitlement import Right, right_of
from mailbot.desk.facts import Case
from mailbot.desk.hearing import Hearing, contacts_of
from mailbot.desk.lapsing import watch_from
from mailbot.desk.letters import case_values, to_speaker
from mailbot.desk.marks import ASKED, AT_ONCE, REMEMBERED, marked
from mailbot.desk.opening import Matter, announce, ask_contacts, case_subject, is_fast, open_case
from mailbot.desk.promise import calendar_of, promise, timeless
from mailbot.desk.remembering import remembered
from mailbot.desk.topics import topics_of
from mailbot.desk.urgency import urgency_of
from mailbot.desk.wanted import speaker

UNANSWERED = ("free_help", "feedback_received", "offer_agreement")  # these verdicts open no case (BK-03)
ACCESS, AGREEMENT, BUG = "access_request", "agreement_question", "bug_report"
# Whoever has no right in force, or is not the one to use it; a wrong code, or a right without its proof, is told so as ever.
BUG_VERDICTS = (*UNANSWERED, "not_designated", "fee_expired", "block_empty", "will_be_billed",
                "invoice_overdue", "not_trained", "suspended", "not_begun")


def new_matter(hearing: Hearing, *, continues: Case | None = None, claims: str | None = None) -> Decision:
    """Decide on a mail that belongs to no running case."""
    kind, kind_trail = intake.kind_of(hearing.message.subject, hearing.message.new_text, hearing.rules)
    right = right_of(hearing, kind, local_day(hearing))
    trail = (*hearing.trail, *kind_trail, *right.trail)
    config = hearing.config
    if kind == collecting.KIND and right.verdict in collecting.NO_RIGHT_NEEDED and collecting.takes_views(config):
        return collecting.without_right(hearing, trail)
    if kind == collecting.KIND and right.entitled and collecting.has_wish_list(config):
        return collecting.on_the_wish_list(hearing, trail)
    if kind == BUG and right.verdict in BUG_VERDICTS and _is_of_a_customer(hearing):
        return _bug_report(hearing, replace(right, tier=None, valid_until=None, minutes_left=None, grant_id=None), trail)
    if right.verdict in UNANSWERED:
        return _unanswered(hearing, right, kind, trail)
    matter = Matter(kind, right, urgency_of(hearing, kind, right.tier), topics_of(hearing, kind, right.tier), continues, claims)
    trail = (*trail, *matter.urgency.trail, *matter.topics.trail)
    if not right.entitled:
        return _must_prove(hearing, matter, trail)
    if kind == ACCESS and right.offered is None and config.vendor.download_url and (granted := _access(hearing, matter, trail)) is not None:
        return granted
    return _entitled(hearing, matter, trail)


def _entitled(hearing: Hearing, matter: Matter, trail: tuple[Step, ...]) -> Decision:
    right, level = matter.right, matter.urgency.level
    checklist = checklist_of(hearing, matter.kind, recalled=remembered(hearing))
    marks = (*matter.marks, *marked(REMEMBERED, (detail.name for detail in checklist.remembered)),
             *marked(ASKED, (new_address.ADDRESS,) if new_address.asks(hearing, right.tier) else ()))
    waits = clock_waits(hearing, checklist, level, marks)
    fast = is_fast(hearing, right.tier)
    due = promise(right.tier, level, fast, hearing.message.envelope.received_at, hearing.config, matter.topics.hours)
    due = timeless(due) if matter.kind == ACCESS else due
    opened = open_case(hearing, matter, checklist, due, waits=waits, fast=fast, marks=marks)
    values = ack_values(hearing, right, checklist, due, matter.topics, opened, continues=matter.continues)
    letter, quiet = to_speaker(hearing, "ack", values, opens_case=True)
    told = not waits or any(mark in AT_ONCE for mark in marks)
    notices = announce(hearing, matter, checklist, opened) if told else ()
    collected = (collecting.collect(hearing),) if matter.kind == collecting.KIND else ()
    return Decision(
        "case_opened_incomplete" if waits else "case_opened",
        (opened, hearing.keep(None), *collected, *letter, *notices, *new_address.linked_at_once(hearing, right.tier), *_watched(hearing, right)),
        (*trail, step_of(checklist), *quiet),
    )


def _watched(hearing: Hearing, right: Right) -> tuple[Effect, ...]:
    """The day on which the right of the opened case ends, where that means something for it."""
    return () if right.account is None else watch_from(None, right.account, hearing.facts.now, hearing.config)


def _access(hearing: Hearing, matter: Matter, trail: tuple[Step, ...]) -> Decision | None:
    """Access or a new version: the page is named at once. The case is answered without a clock, so that an answer to the letter
    finds its way to the agents (SO-06, SO-10). None when the letter may not be sent: then a person answers."""
    right, config = matter.right, hearing.config
    checklist = checklist_of(hearing, matter.kind)
    due = timeless(promise(right.tier, matter.urgency.level, False, hearing.message.envelope.received_at, config))
    opened = replace(open_case(hearing, matter, checklist, due, waits=False, fast=False, marks=matter.marks), state="answered")
    values = {"case": case_values(opened), "link": config.vendor.download_url,
              "tier": right.tier.name if right.tier else "", "minutes_left": right.minutes_left}
    letter, _ = to_speaker(hearing, "access_granted", values, opens_case=True)
    if not letter:
        return None
    step = Step("access", True, "the sender is entitled, and [vendor] download_url names the page")
    return Decision("access_granted", (opened, hearing.keep(None), *letter), (*trail, step))


def _is_of_a_customer(hearing: Hearing) -> bool:
    """Does a proven sender of a known customer write, at a vendor who takes program errors of all of them?"""
    return hearing.config.entitlement.bug_report_always and hearing.message.is_verified and hearing.account is not None


def _bug_report(hearing: Hearing, right: Right, trail: tuple[Step, ...]) -> Decision:
    """A program error, reported without a right (SO-25): a case for the agents, under no tier and with no promised time."""
    config, kind = hearing.config, BUG
    matter = Matter(kind, right, urgency_of(hearing, kind, None), topics_of(hearing, kind, None), None, None)
    due = timeless(promise(None, matter.urgency.level, False, hearing.message.envelope.received_at, config))
    checklist = checklist_of(hearing, kind)
    opened = open_case(hearing, matter, checklist, due, waits=False, fast=False, marks=(*matter.marks, BUG))
    letter, quiet = to_speaker(hearing, "bug_report_received", {}, opens_case=True)
    step = Step("bug_report_always", True, "program errors may be reported without a right")
    return Decision("bug_report_received", (opened, hearing.keep(None), *letter, *announce(hearing, matter, checklist, opened)), (*trail, step, *quiet))


def _unanswered(hearing: Hearing, right: Right, kind: str, trail: tuple[Step, ...]) -> Decision:
    """No right: self-help, or where to sign an agreement; the mail is kept, no case is opened."""
    about_agreement = kind == AGREEMENT and bool(hearing.config.entitlement.no_agreement_contact)
    template = "offer_agreement" if about_agreement else right.verdict
    letter, quiet = to_speaker(hearing, template, {})
    return Decision(template, (hearing.keep(None), *letter), (*trail, *quiet))


def _must_prove(hearing: Hearing, matter: Matter, trail: tuple[Step, ...]) -> Decision:
    """A known right that lacks its proof: the case waits, and a letter says what would release it. What we remember stays ours."""
    right, checklist = matter.right, checklist_of(hearing, matter.kind)
    letter, quiet = to_speaker(hearing, right.verdict, refusal_values(hearing, right), opens_case=True)
    opened = OpenCase(
        subject=case_subject(hearing), language=hearing.language, state="awaiting_entitlement", kind=matter.kind,
        priority=matter.urgency.level.name, tier=right.offered if letter else None, account_id=hearing.account.id if hearing.account else None,
        requester=speaker(hearing.message) or "", requester_name=hearing.message.sender_name,
        received_at=hearing.message.envelope.received_at, details=checklist.details, flags=matter.marks,
        continues=matter.continues.id if matter.continues else None, claims=matter.claims, cc=colleagues(hearing), rests_on=right.snapshot,
    )
    if not letter and hearing.account is None:  # a flood: kept, but no case of its own (reliability.md 44)
        return Decision(right.verdict, (hearing.keep(None),), (*trail, *quiet))
    asked = ask_contacts(hearing) if right.verdict == "not_designated" and letter else ()
    return Decision(right.verdict, (opened, hearing.keep(None), *letter, *asked), (*trail, *quiet))


# ---- pieces that a follow-up needs too ---------------------------------------------------------------
def attempts(hearing: Hearing) -> tuple[Effect, ...]:
    """Every try of an ID number and code is counted, right or wrong (reliability.md 63); where none was compared, there was no try."""
    check = hearing.facts.credential
    if hearing.claim is None or check is None or check.outcome == "locked" or check.mistyped:
        return ()
    return (RecordAttempt(hearing.claim.id_number, speaker(hearing.message) or "", check.outcome == "correct"),)


def refusal_values(hearing: Hearing, right: Right) -> dict[str, object]:
    """The few variables that letters of refusal have."""
    if right.verdict == "fee_expired" and right.tier is not None and right.valid_until is not None:
        return {"tier": right.tier.name, "valid_until": right.valid_until.isoformat()}
    if right.verdict == "invoice_overdue" and right.account is not None and right.account.overdue_since is not None:
        return {"since": right.account.overdue_since.isoformat()}
    if right.verdict == "not_begun" and right.valid_from is not None:
        return {"valid_from": right.valid_from.isoformat()}
    if right.verdict == "code_wrong":
        return {"mistyped": hearing.facts.credential is not None and hearing.facts.credential.mistyped}
    if right.verdict == "confirm_by_reply":
        return {"received_at": hearing.message.envelope.received_at.isoformat()}
    if right.verdict == "not_designated" and hearing.message.is_verified and hearing.account is not None:
        return {"contacts": list(contacts_of(hearing.account))}  # to a colleague alone: nobody else learns who they are
    return {}


def local_day(hearing: Hearing) -> date:
    """Today in the vendor's office."""
    calendar = calendar_of(hearing.config.default_priority.calendar, hearing.config)
    return hearing.message.envelope.received_at.astimezone(calendar.zone).date()


def local_time(hearing: Hearing, at: datetime) -> str:
    """The time of day in the vendor's office."""
    calendar = calendar_of(hearing.config.default_priority.calendar, hearing.config)
    return f"{at.astimezone(calendar.zone):%H:%M}"
