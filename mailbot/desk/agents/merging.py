"""Two cases that are one matter, as an agent says it, and their parting again.
Mails, times and minutes stay where they were booked; from then on everything that names the one leads to the other (states.md 3.8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from mailbot.config.settings import Agent
from mailbot.desk import duty
from mailbot.desk.agents.turn import Done, Turn, may
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import Fault, fault_of
from mailbot.desk.effects import (
    AddParticipant,
    Effect,
    Letter,
    MergeCase,
    ReplyTo,
    Send,
    SetDetails,
    SetDue,
    SetState,
    SetWatcher,
    UnmergeCase,
)
from mailbot.desk.facts import Case, Merged
from mailbot.desk.lapsing import watch_from
from mailbot.desk.letters import REFERENCES, case_values, to_agents
from mailbot.desk.limits import DAY
from mailbot.mail import address

OVER = ("closed", "unanswered")
CLOCK_RUNS = ("open", "in_progress", "escalated")
RESTS = ("answered", "awaiting_customer", "awaiting_details", "resolved")  # nobody of us is at it: a matter that waits for us moves these
SAID_THERE = 600  # characters of what the other customer wrote


def merge(turn: Turn, command: Command) -> Done:
    """/merge BK-2026-000020: this case becomes part of that one."""
    case, other = turn.about, turn.case_numbered(command.number)
    fault = _unfit(turn, command, other)
    if fault is not None or other is None:
        return Done(faults=(fault or fault_of(command, "no_case", command.number),))
    effects = (*_joined(case, other), MergeCase(case.id, other.id, turn.actor), *_told(turn, case, other), *_agents_hear(turn, case, other))
    return Done(effects, ({"say": "merged", "number": case.number, "into": other.number},), changes=True)


def _unfit(turn: Turn, command: Command, other: Case | None) -> Fault | None:
    """Why the two may not become one."""
    case = turn.about
    if other is None:
        return fault_of(command, "no_case", command.number)
    if other.id == case.id:
        return fault_of(command, "same_case", other.number)
    if other.merged_into is not None:
        return fault_of(command, "part_of_another", other.number)
    if over := next((each for each in (case, other) if each.state in OVER), None):
        return fault_of(command, "case_closed", over.number)
    if not _same_customer(case, other) and not (may(turn.agent, "lead") and command.force):
        leads = may(turn.agent, "lead")
        return fault_of(command, "other_customer_force" if leads else "other_customer", other.number, f"/merge {other.number} force" if leads else "")
    if other.state == "awaiting_entitlement" != case.state:
        return fault_of(command, "waits_for_right", other.number)
    return None


def _same_customer(case: Case, other: Case) -> bool:
    """Of one account; where one of them has none, of one person."""
    if case.account is not None and other.account is not None:
        return case.account.id == other.account.id
    return address.key(case.requester.address) == address.key(other.requester.address)


def _joined(case: Case, other: Case) -> Iterator[Effect]:
    """What the other case takes over: the people, who reads along, the details it lacks, the earlier due time, and that somebody waits for us."""
    known = {address.key(person.address) for person in other.participants}
    for person in case.participants:
        if person.role in ("requester", "cc") and address.key(person.address) not in known:
            yield AddParticipant(other.id, person.address, "cc", copies=person.copies or person.role == "requester", from_case_id=case.id)
    told = {detail.name for detail in other.details if detail.state != "asked"}
    if details := tuple(detail for detail in case.details if detail.state == "found" and detail.name not in told):
        yield SetDetails(other.id, details)
    for agent_id in case.watchers:
        if agent_id not in other.watchers:
            yield SetWatcher(other.id, agent_id, True)
    if case.state not in CLOCK_RUNS:
        return
    running = (case, other) if other.state in CLOCK_RUNS else (case,)
    starts, answers = (each.start_due_at for each in running), (each.answer_due_at for each in running)
    if (due := (_earliest(starts), _earliest(answers))) != (other.start_due_at, other.answer_due_at):
        yield SetDue(other.id, *due)
    if other.state in RESTS:
        yield SetState(other.id, "in_progress", f"{case.number} became part of it, and waits for us", "system")


def _earliest(times: Iterator[datetime | None]) -> datetime | None:
    return min((at for at in times if at is not None), default=None)


def _told(turn: Turn, case: Case, other: Case) -> tuple[Effect, ...]:
    """Each requester reads once that it goes on in one case; his answer comes in there."""
    people = {address.key(each.requester.address): each.requester.address for each in (case, other)}
    return tuple(_letter(turn, to, other, case.number, undone=False) for to in people.values())


def _letter(turn: Turn, to: str, case: Case, other: str, *, undone: bool) -> Send:
    return Send(Letter(
        "merged", case.language, to, {"case": case_values(case), "other": other, "undone": undone},
        idem=f"merged:{turn.once}:{address.key(to)}", reply_to=ReplyTo("customer"), case_id=case.id,
        in_reply_to=case.last_message_id, references=case.references[-REFERENCES:],
    ))


def _agents_hear(turn: Turn, case: Case, other: Case) -> tuple[Effect, ...]:
    """Whoever works on either case, with the last words of the customer that he may not have read."""
    lines: list[dict[str, Any]] = [{"say": "merged", "number": case.number, "into": other.number}]
    if said := " ".join(case.last_customer_text.split())[:SAID_THERE]:
        lines.append({"say": "said_there", "number": case.number, "from": case.last_author, "text": said})
    return to_agents(turn.hearing, "agent_result", other, {"case": case_values(other), "lines": lines}, _others(turn, case, other))


def _others(turn: Turn, *cases: Case) -> tuple[Agent, ...]:
    found = {agent.id: agent for case in cases for agent in duty.on_duty(case, turn.hearing.config, turn.hearing.facts.away)}
    return tuple(agent for agent in found.values() if agent.id != turn.agent.id)


def led_on(turn: Turn, links: Done) -> Turn:
    """The turn about the case that this mail's case became part of: what else the mail says and does belongs there."""
    merged = next((effect for effect in links.effects if isinstance(effect, MergeCase)), None)
    into = next((case for case in turn.hearing.facts.named_cases if merged is not None and case.id == merged.into_id), None)
    if into is None:
        return turn
    state = next((effect.state for effect in links.effects if isinstance(effect, SetState) and effect.case_id == into.id), into.state)
    return replace(turn, case=replace(into, state=state))


# ---- parted again --------------------------------------------------------------------------------------
def unmerge(turn: Turn, command: Command) -> Done:
    """/unmerge [BK-2026-000021]: within a day, the case that was merged last, or the one that is named, is one of its own again."""
    case, now = turn.about, turn.hearing.facts.now
    part = next((each for each in reversed(case.merged) if command.number in ("", each.number)), None)
    if part is None:
        return Done(faults=(fault_of(command, "nothing_merged", command.number or case.number),))
    if now - part.at > DAY:
        return Done(faults=(fault_of(command, "too_late_to_part", part.number, f"/link {part.number}"),))
    watched = watch_from(part.id, case.account, now, turn.hearing.config) if case.account is not None else ()
    said = ({"say": "parted", "number": part.number, "from": case.number},)
    heard = to_agents(turn.hearing, "agent_result", case, {"case": case_values(case), "lines": list(said)}, _others(turn, case))
    return Done((UnmergeCase(part.id, case.id, turn.actor), *watched, _parted_letter(turn, case, part), *heard), said, changes=True)


def _parted_letter(turn: Turn, case: Case, part: Merged) -> Send:
    """His answer to this letter comes into the case that is his own again."""
    values = {"case": {"number": part.number, "subject": part.subject}, "other": case.number, "undone": True}
    return Send(Letter("merged", case.language, part.requester, values, idem=f"parted:{turn.once}:{part.id}", reply_to=ReplyTo("customer"), case_id=part.id))
