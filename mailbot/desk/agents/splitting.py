"""A mail that holds a second matter: that gets a case of its own, with the same people, right and clock.
The mail stays where it is and belongs to both; time that was worked stays where it was booked, so that no minute counts twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailbot.desk import duty
from mailbot.desk.agents.time import balance
from mailbot.desk.agents.turn import Done, Turn
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import AddParticipant, Effect, Letter, LinkCases, OpenCase, ReplyTo, Send, TakeMail
from mailbot.desk.facts import Case
from mailbot.desk.lapsing import watch_from
from mailbot.desk.letters import REFERENCES, case_values, notice_values, to_agents
from mailbot.desk.own_words import said_in
from mailbot.desk.promise import Promise, promise
from mailbot.mail import address

ENDED = ("closed", "unanswered", "merged")
PUBLIC_SUBJECT = 200


def split(turn: Turn, command: Command) -> Done:
    """/split [subject]: the customer's newest mail opens another case too, once."""
    case = turn.about
    if turn.reading.named("merge"):
        return Done(faults=(fault_of(command, "not_together", "/merge"),))
    if case.state in ENDED:
        return Done(faults=(fault_of(command, "case_closed", case.number),))
    if case.last_said_at is None:
        return Done(faults=(fault_of(command, "no_mail", case.number),))
    if case.split_off:
        return Done(faults=(fault_of(command, "split_already", case.split_off),))
    waits = case.state == "awaiting_entitlement"
    due = _due(turn, case, case.last_said_at)
    opened = _opened(turn, case, command.words[:PUBLIC_SUBJECT] or case.subject, due, waits=waits)
    people = tuple(AddParticipant(None, person.address, "cc", copies=True, named=True) for person in case.part("cc") if person.copies)
    watched = watch_from(None, case.account, turn.hearing.facts.now, turn.hearing.config) if case.account is not None and not waits else ()
    effects: tuple[Effect, ...] = (opened, TakeMail(case.id), LinkCases(None, case.id, "split_from"), *people, *watched,
                                   _letter(turn, case, opened, due, waits=waits), *_announced(turn, case, opened))
    return Done(effects, ({"say": "split", "number": case.number},), changes=True)


def _due(turn: Turn, case: Case, at: datetime) -> Promise:
    """The clock of the second matter began when the mail came that holds it."""
    config = turn.hearing.config
    level = config.priority(case.priority) or config.default_priority
    return promise(config.tier(case.tier) if case.tier else None, level, False, at, config)


def _opened(turn: Turn, case: Case, subject: str, due: Promise, *, waits: bool) -> OpenCase:
    """The same customer, right, kind and level; an agent says more where that is wrong."""
    return OpenCase(
        subject=subject, language=case.language, state="awaiting_entitlement" if waits else "open", kind=case.kind, priority=case.priority,
        tier=case.tier, account_id=case.account.id if case.account else None, requester=case.requester.address, requester_name="",
        received_at=case.last_said_at or turn.hearing.facts.now, start_due_at=None if waits else due.start_due_at,
        answer_due_at=None if waits else due.answer_due_at, details=tuple(detail for detail in case.details if detail.state == "found"),
        cc=tuple(person.address for person in case.part("cc")), grant_id=case.grant_id,
    )


def _letter(turn: Turn, case: Case, opened: OpenCase, due: Promise, *, waits: bool) -> Send:
    now = turn.hearing.facts.now
    starts, answers = (at if at is not None and at > now else None for at in (due.start_due_at, due.answer_due_at))
    ahead = replace(due, start_due_at=starts, answer_due_at=answers)
    as_of_now = {name: value for name, value in _due(turn, case, now).values().items() if name in ("is_open_now", "opens_at")}
    values = {"case": case_values(opened), "other": case.number, "waits_for_right": waits, **ahead.values(), **as_of_now}
    return Send(Letter(
        "ack_split", case.language, case.requester.address, values, idem=f"ack_split:{turn.once}", reply_to=ReplyTo("customer"),
        about_opened_case=True, in_reply_to=case.last_message_id, references=case.references[-REFERENCES:],
    ))


def _announced(turn: Turn, case: Case, opened: OpenCase) -> tuple[Effect, ...]:
    """Whoever is on duty, and whoever split it: each needs an answer address for the new case."""
    on_duty = {agent.id: agent for agent in (*duty.on_duty(None, turn.hearing.config, turn.hearing.facts.away), turn.agent)}
    words = said_in(case.last_customer_text, turn.hearing.config) or case.last_customer_text
    values = notice_values(
        turn.hearing, opened, case_by="split", text=words, details=opened.details, tier=opened.tier, answer_by=opened.answer_due_at,
        start_by=opened.start_due_at, clock_waits=opened.state == "awaiting_entitlement", minutes_left=_left_for_both(turn, case),
    )
    values |= {
        "from_address": case.last_author if address.plain(case.last_author) else "", "from_name": "", "attachments": [], "open_cases": 0,
        "speaker": "verified" if case.last_verified else "claimed", "speaker_by": "", "may": ["text", "minutes"] if case.last_verified else ["text"],
        "related": [case.number], "cc": list(opened.cc),
    }
    return to_agents(turn.hearing, "agent_new_case", None, values, tuple(on_duty.values()))


def _left_for_both(turn: Turn, case: Case) -> int | None:
    """Prepaid minutes that the other case may use as well; None where it may use none of them, or this mail draws some first."""
    tier = turn.hearing.config.tier(case.tier) if case.tier else None
    return None if tier is None or tier.block_per_case or turn.reading.named("spend") else balance(turn)


def link(turn: Turn, command: Command) -> Done:
    """/link BK-2026-000020: the two have to do with each other. For agents to see; it gives nobody a right."""
    other = turn.case_numbered(command.number)
    if other is None:
        return Done(faults=(fault_of(command, "no_case", command.number),))
    if other.id == turn.about.id:
        return Done(faults=(fault_of(command, "same_case", other.number),))
    return Done((LinkCases(turn.about.id, other.id, "related"),), ({"say": "linked", "number": other.number},), changes=True)
