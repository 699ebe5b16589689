"""Releasing a waiting case, in one place: its right is there, so it opens, with its clock from that moment and one letter that says so.
Whatever brought the right: a mail in hand, or a payment, an admin's word, a contact that was named; then nothing new is proven of anybody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from mailbot.config.rules import RuleSet
from mailbot.config.settings import Config
from mailbot.desk import duty, intake, new_address
from mailbot.desk.acknowledgement import until_judged
from mailbot.desk.after import TO_COME, account_after
from mailbot.desk.case_rights import PROVEN
from mailbot.desk.checklist import Checklist, checklist_of, known_so_far, step_of, waits_for
from mailbot.desk.colleagues import joining, shown
from mailbot.desk.effects import (
    NOTE_ADDRESS,
    REPLY_ADDRESS,
    Decision,
    Effect,
    Letter,
    ReplyTo,
    Send,
    SetDetails,
    SetDue,
    SetState,
    Step,
)
from mailbot.desk.entitlement import ENTITLED, Right, right_of_case, told_of_billing
from mailbot.desk.facts import Account, Case
from mailbot.desk.hearing import Hearing
from mailbot.desk.hiding import files_without_codes
from mailbot.desk.lapsing import day_of, watch_from
from mailbot.desk.letters import REFERENCES, case_values, for_agent, status_link, to_speaker
from mailbot.desk.marks import HOURS, STANDSTILL, named, notice_of
from mailbot.desk.promise import Promise, promise
from mailbot.desk.update_notice import tell
from mailbot.mail.quotes import split


@dataclass(frozen=True, slots=True)
class Start:
    """What a waiting case comes to now that its right is there."""

    case: Case
    right: Right
    checklist: Checklist
    due: Promise
    waits: bool  # for details, before its clock begins
    begun: bool  # somebody worked on it before its right ended: it goes on
    at: datetime

    @property
    def state(self) -> str:
        return "in_progress" if self.begun else "awaiting_details" if self.waits else "open"


def start_of(case: Case, right: Right, checklist: Checklist, at: datetime, config: Config) -> Start:
    """A case whose right is there: whether it still waits for details, and what we promise from `at` on."""
    level = config.priority(case.priority) or config.default_priority
    due = promise(right.tier, level, case.fast, at, config, named(HOURS, case.flags))
    begun = case.answered_at is not None or case.assigned_to is not None
    return Start(case, right, checklist, due, not begun and waits_for(checklist, level, case.flags, config), begun, at)


# ---- without a mail in hand ---------------------------------------------------------------------------------
def released_by(effects: tuple[Effect, ...], account: Account | None, waiting: tuple[Case, ...], now: datetime, config: Config, rules: RuleSet,
                actor: str = "system", *, away: tuple[str, ...]) -> tuple[Effect, ...]:
    """What `effects` (a payment, a grant, a contact) release of the cases that wait. `account` and `waiting` as fetched: `Wanted(waiting=True)`;
    of the agents those hear of it who are not `away`."""
    after = account_after(account, effects, now)
    return tuple(effect for case in waiting for effect in release_if_entitled(case, after, now, config, rules, actor, away=away))


def release_if_entitled(case: Case, account: Account | None, now: datetime, config: Config, rules: RuleSet, actor: str = "system", *,
                        away: tuple[str, ...]) -> tuple[Effect, ...]:
    """The effects that release this case under `account` as it stands now; none while its requester has no right that is proven."""
    right = right_of_case(case, account, day_of(now, config), config, rules)
    return release(case, right, now, config, rules, actor, away=away) if right.entitled else ()


def release(case: Case, right: Right, now: datetime, config: Config, rules: RuleSet, actor: str = "system", *, away: tuple[str, ...]) -> tuple[Effect, ...]:
    """The case opens under this right, which somebody has seen to; the requester and the agents are told."""
    start = start_of(case, right, known_so_far(case, config), now, config)
    letter = Letter(
        template="entitlement_ok", language=case.language, to=case.requester.address, values=letter_values(start, config, rules),
        idem=f"entitlement_ok:{case.id}:{case.version}", reply_to=ReplyTo("customer"), case_id=case.id,
        in_reply_to=case.last_message_id, references=case.references[-REFERENCES:],
    )
    told = () if start.waits else _to_agents(start, config, away)
    return (*effects_of(start, actor, config), Send(letter), *told)


def allow(case: Case, account: Account | None, because: str, now: datetime, config: Config, rules: RuleSet, actor: str, *,
          away: tuple[str, ...]) -> tuple[Effect, ...]:
    """A person lets the case in, whatever it lacked: under the tier that it comes nearest to."""
    lacking = right_of_case(case, account, day_of(now, config), config, rules)
    return release(case, replace(lacking, verdict=ENTITLED, reason=because), now, config, rules, actor, away=away)


# ---- with a mail in hand ------------------------------------------------------------------------------------
def release_by_mail(hearing: Hearing, case: Case, case_by: str, right: Right, trail: tuple[Step, ...]) -> Decision:
    """The mail proves the right: what it tells of the missing details counts too."""
    checklist = checklist_of(hearing, case.kind, tuple(d for d in case.details if d.state != "asked"))
    start = start_of(case, right, checklist, hearing.message.envelope.received_at, hearing.config)
    values = letter_values(start, hearing.config, hearing.rules) | {"add_address": new_address.asks(hearing, right.tier)}
    letter, quiet = to_speaker(hearing, "entitlement_ok", values, case)
    told = () if start.waits else tell(hearing, case, case_by, checklist=checklist, due=start.due, right=right, whole=True, state=start.state)
    actor = "customer" if hearing.row.standing in PROVEN else "customer (unverified)"
    return Decision("entitlement_proven", (hearing.keep(case.id), *joining(hearing, case), *effects_of(start, actor, hearing.config), *new_address.marks_of(hearing, case, right.tier),
                                           *letter, *told, *new_address.linked_at_once(hearing, right.tier)),
                    (*trail, step_of(checklist), *quiet))


# ---- what both have in common -------------------------------------------------------------------------------
def effects_of(start: Start, actor: str, config: Config) -> tuple[Effect, ...]:
    """The case under its right, with its checklist and its clock."""
    case, account, tier = start.case, start.right.account, start.right.tier
    opened = account is not None and account.id == TO_COME
    state = SetState(case.id, start.state, f"entitled: {start.right.reason}", actor, tier=tier.name if tier else None,
                     account_id=account.id if account and not opened else None, of_opened_account=opened, grant_id=start.right.grant_id or None)
    clock = () if start.waits else (SetDue(case.id, start.due.start_due_at, start.due.answer_due_at, start.at),)
    watched = watch_from(case.id, account, start.at, config) if account is not None else ()
    return (SetDetails(case.id, start.checklist.details), state, *clock, *watched)


def letter_values(start: Start, config: Config, rules: RuleSet) -> dict[str, object]:
    """The variables of the letter that says so. At a standstill it asks for what is required alone, and names no time that was
    reckoned for lesser matters, as the acknowledgement does."""
    case, right, checklist = start.case, start.right, start.checklist
    standstill = STANDSTILL in case.flags
    timeless = standstill and case.priority == config.default_priority.name
    asked = checklist.required if standstill and not start.waits else checklist.missing
    return {
        "case": case_values(case), "missing": [intake.question(name, case.language, rules) for name in asked], **start.due.values(waits=start.waits),
        **(until_judged(right.tier, case.fast, start.at, named(HOURS, case.flags), config) if timeless else {}),
        "standstill": standstill, "tier": right.tier.name if right.tier else "", "minutes_left": right.minutes_left,
        "valid_until": _iso(right.valid_until), "billed": told_of_billing(right, config), **status_link(config),
    }


def _to_agents(start: Start, config: Config, away: tuple[str, ...]) -> tuple[Effect, ...]:
    """The notice of a case that nobody has seen so far, to those who are there; what was written in it is all that there is to read."""
    case, account = start.case, start.right.account
    files, values = files_without_codes(case.files, None, config), _notice_values(start)
    return tuple(
        Send(for_agent(
            config, agent, "agent_new_case", case, values, f"agent_new_case:{agent.id}:{case.id}:{case.version}", files=files,
            references=case.references[:1], account_id=account.id if account else None,
        ))
        for agent in duty.on_duty(case, config, away)
    )


def _notice_values(start: Start) -> dict[str, Any]:
    case, right, checklist = start.case, start.right, start.checklist
    said = [new for text in case.unseen_texts if (new := split(text).new.strip())]
    return {
        "case": case_values(case) | {"state": start.state}, "from_address": case.requester.address, "case_by": "new",
        "speaker": "verified" if case.opened_verified else "claimed", "may": ["text", "minutes"] if case.opened_verified else ["text"],
        "text": "\n\n".join(said) or case.last_customer_text, "tier": right.tier.name if right.tier else None,
        "valid_until": _iso(right.valid_until), "minutes_left": right.minutes_left, "missing": list(checklist.missing),
        "found": [{"name": d.name, "value": d.value} for d in checklist.details if d.state == "found"],
        "answer_by": _iso(start.due.answer_due_at), "start_by": _iso(start.due.start_due_at), "fast": case.fast, **notice_of(case.flags),
        "cc": shown(case), "reply_address": REPLY_ADDRESS, "note_address": NOTE_ADDRESS,
    }


def _iso(at: date | datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
