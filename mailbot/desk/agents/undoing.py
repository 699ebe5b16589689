"""/undo: an agent's mail is taken back while its letters wait in the outbox; nothing was sent, and he gets his words back.
Time returns by contra lines; the state and all else of the case return unless somebody has changed them since; what stands is told line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mailbot.desk import corrections
from mailbot.desk.agents import caught
from mailbot.desk.agents.answers import refused
from mailbot.desk.agents.turn import Turn
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import Decision, Effect, Restore, Send, SetState, Step, Withdraw
from mailbot.desk.facts import LastAnswer
from mailbot.desk.letters import case_values, to_agent
from mailbot.desk.matters import local_day, local_time
from mailbot.desk.time_worked import Entry
from mailbot.desk.undone import given_back, told


def undo(turn: Turn) -> Decision:
    """What /undo does, or why it comes too late."""
    (command, *_), last = turn.reading.named("undo"), turn.hearing.facts.last_answer
    if turn.text or turn.files or len(turn.reading.commands) > 1:
        return refused(turn, (fault_of(command, "undo_alone"),))
    if (back := turn.hearing.facts.sent_back) is not None and back.template == caught.LETTER and not back.settled:
        return caught.dropped(turn, back)
    if last is None or not (last.waiting or last.left):
        return refused(turn, (fault_of(command, "nothing_to_undo"),))
    if last.left:
        return refused(turn, (fault_of(command, "too_late", local_time(turn.hearing, last.at)),))
    case = turn.about
    effects, said = _reversed(turn, last)
    values = {"case": case_values(case), "lines": [{"say": "withdrawn"}, *said], "text": last.text}
    letter = to_agent(turn.hearing, turn.agent, "agent_withdrawn", case, values)
    return Decision("agent_undone", (Withdraw(case.id, last.waiting, last.at, turn.actor), *effects, Send(letter)),
                    (*turn.hearing.trail, Step("/undo", True, f"{len(last.waiting)} letters had not left")))


def _reversed(turn: Turn, last: LastAnswer) -> tuple[tuple[Effect, ...], tuple[Mapping[str, Any], ...]]:
    """What the mail had done besides, the other way."""
    case, hearing = turn.about, turn.hearing
    effects: list[Effect] = []
    said: list[Mapping[str, Any]] = []
    own = {one.id for one in hearing.facts.worked if one.case_id == case.id and one.agent_id == turn.agent.id and one.at == last.at and one.corrects is None}
    reach = tuple(one for one in hearing.facts.worked if (one.corrects or one.id) in own)
    if (minutes := sum(one.minutes for one in reach)) > 0:
        entry = Entry(turn.agent.id, minutes, local_day(hearing), "/undo", f"undo:{turn.once}")
        effects += corrections.correct(case, entry, reach, hearing.facts.worked, hearing.config).spends
        said.append({"say": "taken_back", "minutes": minutes})
    if last.from_state is not None and last.from_state != case.state:
        if case.state == last.to_state:
            effects.append(SetState(case.id, last.from_state, "/undo", turn.actor))
        else:
            said.append({"say": "state_stays", "number": case.number})
    back = given_back(last.before, last.after, last.now)
    if back.changes:
        effects.append(Restore(case.id, back.changes, turn.actor))
    said += told(last.lines, back.stays)
    return tuple(effects), tuple(said)
