"""Whose case it is: taken, given to somebody, given back, moved to another line or team; and that work on it has begun.
Nobody loses a case silently: who had it, and who gets it, is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mailbot.config.settings import Agent
from mailbot.desk import duty
from mailbot.desk.agents.answers import due_values
from mailbot.desk.agents.choosing import chosen, near
from mailbot.desk.agents.turn import Done, Turn, closed_already, letter_to_customer
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import NOTE_ADDRESS, REPLY_ADDRESS, Assign, Begin, Effect, MoveCase, Send, SetState
from mailbot.desk.facts import OVER
from mailbot.desk.letters import case_values, to_agent
from mailbot.mail import address

DEEPER = 3  # the line that recreates faults: it needs to know how (SO-04)


def take(turn: Turn, command: Command) -> Done:
    """/take: the case is mine, and begun; not somebody else's, unless he who writes insists."""
    case, me = turn.about, turn.agent
    if case.state in OVER:
        return closed_already(turn, command)
    holder = _named(turn, case.assigned_to)
    if holder is not None and holder.id != me.id and not command.force:
        at = case.assigned_at.isoformat() if case.assigned_at else ""
        return Done(faults=(fault_of(command, "taken" if at else "taken_before", _name(holder), "/take force", at=at),))
    told = tell(turn, (holder,), "taken") if holder is not None and holder.id != me.id else ()
    return Done((Assign(case.id, me.id, turn.actor), *begun(turn), *told), ({"say": "assigned", "who": _name(me)},), changes=True)


def assign(turn: Turn, command: Command) -> Done:
    """/assign PERSON: he is told, with an address of his own to answer to."""
    case, answering = turn.about, {agent.id: agent for agent in turn.hearing.config.agents if agent.role != "reader"}
    if case.state in OVER:
        return closed_already(turn, command)
    ways = {agent.id: agent.id for agent in answering.values()} | {agent.name.split(" ")[0]: agent.id for agent in answering.values() if agent.name}
    found = chosen(command.person, ways)
    if found is None:
        meant = near(command.person, ways)
        suggestion = f"/assign {ways[meant]}" if meant else ""
        return Done(faults=(fault_of(command, "person", command.person, suggestion, offered=", ".join(answering)),))
    to = answering[found]
    told = tell(turn, (to,), "assigned") if to.id != turn.agent.id else ()
    said: list[dict[str, Any]] = [{"say": "assigned", "who": _name(to)}]
    if to.id in turn.hearing.facts.away:
        said.append({"say": "is_away", "who": _name(to)})
    return Done((Assign(case.id, to.id, turn.actor), *told), tuple(said), changes=True)


def unassign(turn: Turn, command: Command) -> Done:
    """/unassign: back to those of the line or team."""
    case = turn.about
    if case.assigned_to is None:
        return Done(faults=(fault_of(command, "not_assigned"),))
    rests = (SetState(case.id, "open", "back in the queue", turn.actor),) if case.state == "in_progress" else ()
    return Done((Assign(case.id, None, turn.actor), *rests), ({"say": "unassigned"},), changes=True)


def start(turn: Turn, command: Command) -> Done:
    """/start: the start clock is met, whoever has the case."""
    case = turn.about
    if case.state in OVER:
        return closed_already(turn, command)
    said = {"say": "begun_before", "at": case.started_at.isoformat()} if case.started_at else {"say": "begun"}
    return Done(begun(turn), (said,), changes=True)


def line(turn: Turn, command: Command) -> Done:
    """/line N [tell]: to the members of that line; the customer hears of it only with `tell`."""
    case, number = turn.about, int(command.choice)
    if case.state in OVER:
        return closed_already(turn, command)
    if command.words.casefold() not in ("", "tell"):
        return Done(faults=(fault_of(command, "choice", command.words, f"/line {number} tell", offered="tell"),))
    people = _agents(turn, duty.members_of_line(number, turn.hearing.config))
    if not people:
        named = [str(n) for n in (1, 2, 3) if duty.members_of_line(n, turn.hearing.config)]
        return Done(faults=(fault_of(command, "empty_line", command.choice, offered=", ".join(named) or "–"),))
    done = Done((MoveCase(case.id, turn.actor, line=number, team=""), *tell(turn, people, "line")), ({"say": "moved_to_line", "line": number},), changes=True)
    if number == DEEPER and (not _knows(turn, "steps") or case.reproduced is None):
        done += Done(said=({"say": "line_expects"},))
    if not command.words or turn.private:
        return done
    if turn.public:
        return done + Done(tells={"moved": True})
    return done + Done((letter_to_customer(turn, "moved_to_line", {"case": case_values(case)}),))


def route(turn: Turn, command: Command) -> Done:
    """/route TEAM: to the people of an area."""
    case, teams = turn.about, turn.hearing.config.teams
    if case.state in OVER:
        return closed_already(turn, command)
    found = chosen(command.words, {name: name for name in teams})
    if found is None:
        meant = near(command.words, teams)
        return Done(faults=(fault_of(command, "team", command.words, f"/route {meant}" if meant else "", offered=", ".join(teams) or "–"),))
    people = _agents(turn, teams[found].members)
    return Done((MoveCase(case.id, turn.actor, team=found), *tell(turn, people, "team")), ({"say": "routed", "team": found},), changes=True)


# ---- pieces ----------------------------------------------------------------------------------------
def begun(turn: Turn) -> tuple[Effect, ...]:
    """Work has begun: the start clock is met once; a case that lay open is in progress."""
    case = turn.about
    first = (Begin(case.id, turn.hearing.facts.now, turn.actor),) if case.started_at is None else ()
    moved = (SetState(case.id, "in_progress", "work has begun", turn.actor),) if case.state == "open" else ()
    return (*first, *moved)


def tell(turn: Turn, people: Sequence[Agent], why: str) -> tuple[Effect, ...]:
    """A notice to each of these agents but the writer and those who are away, with the note that the mail holds."""
    case = turn.about
    values = {
        "case": case_values(case), "by": _name(turn.agent), "why": why, "note": turn.text if turn.private else "", "text": case.last_customer_text,
        "from_address": address.plain(case.last_author) or case.requester.address, "proven": case.last_verified, **due_values(turn, case), "reply_address": REPLY_ADDRESS, "note_address": NOTE_ADDRESS,
    }
    return tuple(Send(to_agent(turn.hearing, agent, "agent_assigned", case, values)) for agent in people
                 if agent.id != turn.agent.id and agent.id not in turn.hearing.facts.away)


def _agents(turn: Turn, ids: Sequence[str]) -> tuple[Agent, ...]:
    return tuple(agent for agent in turn.hearing.config.agents if agent.id in ids and agent.role != "reader")


def _named(turn: Turn, agent_id: str | None) -> Agent | None:
    return turn.hearing.config.agent(agent_id) if agent_id else None


def _name(agent: Agent) -> str:
    return agent.name or agent.id


def _knows(turn: Turn, detail: str) -> bool:
    return any(known.name == detail and known.state != "asked" for known in turn.about.details)
