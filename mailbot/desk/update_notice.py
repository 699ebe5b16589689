"""Telling the agents of a further mail: what is new in it, who speaks, and how the case stands now.
Of a case that they have not seen yet they read all that was written so far."""

from __future__ import annotations

from datetime import date, datetime

from mailbot.desk import ledger
from mailbot.desk.checklist import Checklist
from mailbot.desk.colleagues import joining, shown
from mailbot.desk.effects import Effect
from mailbot.desk.entitlement import Right
from mailbot.desk.facts import Account, Case
from mailbot.desk.hearing import Hearing
from mailbot.desk.hiding import files_without_codes
from mailbot.desk.letters import case_values, notice_values, to_agents
from mailbot.desk.matters import local_day
from mailbot.desk.own_words import said_in
from mailbot.desk.promise import Promise
from mailbot.desk.topics import topics_of
from mailbot.desk.typed_within import typed_within
from mailbot.desk.which_case import ALIKE, related
from mailbot.mail.marks import is_mark

SHOWN_AS = {ALIKE: "subject", "copy": "message-id"}  # ways to a case for which notices have no words of their own


def tell(hearing: Hearing, case: Case, case_by: str, *, checklist: Checklist | None = None, due: Promise | None = None,
         right: Right | None = None, whole: bool = False, reopened: bool = False, state: str = "") -> tuple[Effect, ...]:
    """The notice to the agents on duty. `whole`: of a case they have not seen yet; `state`: what the case comes to now."""
    own = hearing.message.attachments
    files = (*files_without_codes(case.files, hearing.claim, hearing.config), *own) if whole else own
    account, tier = right.account if right else case.account, right.tier.name if right and right.tier else case.tier
    values = notice_values(
        hearing, case, case_by=SHOWN_AS.get(case_by, case_by), text=_text(hearing, case, checklist, whole=whole),
        details=checklist.details if checklist else (), missing=checklist.missing if checklist else (), tier=tier,
        valid_until=right.valid_until if right else _valid_until(case), minutes_left=_minutes_left(hearing, case, account, tier),
        answer_by=_still_due(case, case.answer_due_at, due.answer_due_at if due else None, anew=due is not None),
        start_by=_still_due(case, case.start_due_at, due.start_due_at if due else None, anew=due is not None),
        fast=case.fast, flags=(*case.flags, *topics_of(hearing, case.kind, None).kept), clock_waits=case.state.startswith("awaiting_") and due is None,
    )
    values |= {
        "reopened": reopened, "case": case_values(case) | {"state": state or case.state}, "copy": case_by == ALIKE,
        "related": [other.number for other in related(hearing, case)], "cc": shown(case, joining(hearing, case)),
        "attachments": [{"name": file.name, "size": file.size, "left_out": ""} for file in files],
    }
    return to_agents(hearing, "agent_update", case, values, files=files)


def _still_due(case: Case, known: datetime | None, new: datetime | None, *, anew: bool) -> datetime | None:
    """When something is due now: as reckoned anew; else as booked, unless an answer has met it and nobody has asked on."""
    met = case.answered_at is not None and case.state != "in_progress"
    return new if anew else None if met else known


def is_used_up(case: Case, hearing: Hearing) -> bool:
    """Does the case rest on prepaid minutes of which none are left? Then nothing more is promised."""
    return _minutes_left(hearing, case, case.account, case.tier) == 0


def _text(hearing: Hearing, case: Case, checklist: Checklist | None, *, whole: bool) -> str:
    """What is new; the whole mail when an answer stands in what looked quoted: what it answers is needed to understand it."""
    message = hearing.message
    new = message.new_text or message.text
    found = [detail.value for detail in checklist.details if detail.state == "found"] if checklist else []
    if message.answers_within or any(value in message.quoted and value not in new for value in found if value):
        new = message.text
    earlier = [said for text in case.unseen_texts if (said := _said_earlier(text, hearing))] if whole else []
    return "\n\n".join((*earlier, new))


def _said_earlier(kept: str, hearing: Hearing) -> str:
    """What was written in an earlier mail; all of it where words of its writer stand among the lines of our letter, or none elsewhere."""
    lines = kept.split("\n")
    mark = next((at for at, line in enumerate(lines) if is_mark(line)), len(lines))
    within = typed_within("\n".join(lines[mark:]), hearing.facts.letters)
    return (said_in(kept, hearing.config) if not within else "") or kept.strip()


def _minutes_left(hearing: Hearing, case: Case, account: Account | None, tier_name: str | None) -> int | None:
    tier = hearing.config.tier(tier_name) if tier_name else None
    if account is None or tier is None or tier.kind != "prepaid_blocks":
        return None
    blocks = ledger.of_matter(account.blocks, case.id, block_per_case=tier.block_per_case)
    return ledger.balance(blocks, local_day(hearing))


def _valid_until(case: Case) -> date | None:
    grants = [g for g in case.account.grants if g.tier == case.tier] if case.account else []
    return grants[0].valid_until if grants else None
