"""Who of the agents speaks, and about what: with the token of a case, or at his desk address.
Two factors make an agent; what happens when one of them is missing stands in factors.py."""

from __future__ import annotations

from mailbot.desk.agents import repeating, sending
from mailbot.desk.agents.doing import carry_out
from mailbot.desk.agents.factors import agent_unlinked
from mailbot.desk.agents.forwarding import answered, offer
from mailbot.desk.agents.helping import helped
from mailbot.desk.agents.inserting import put_in
from mailbot.desk.agents.turn import Turn, author
from mailbot.desk.effects import AgentSpoke, Decision
from mailbot.desk.hearing import Hearing, own_token


def agent_speaks(hearing: Hearing) -> Decision:
    """A proven agent, with a token of his for a case."""
    agent = author(hearing)
    token = own_token(hearing.message, agent, hearing.facts)
    case = next((case for mine, case in hearing.facts.by_token if mine == token), None)
    if token is None or case is None:
        return agent_unlinked(hearing)
    turn = sending.turn_of(hearing, agent, case, token)
    return _heard(repeating.again(turn) or (sending.send(turn) if sending.is_asked(turn) else carry_out(turn)), turn)


def agent_at_desk(hearing: Hearing) -> Decision:
    """A proven agent writes to his desk address: commands without a case; without any he gets the help."""
    agent, reading = author(hearing), sending.reading_there(hearing)
    asked = answered(hearing, agent) or (offer(hearing, agent) if not (reading.commands or reading.faults) else None)
    if asked is not None:
        return asked
    turn = Turn(hearing, agent, None, put_in(reading, hearing, sending.language_there(hearing), private=True), private=True)
    if (repeated := repeating.again(turn)) is not None:
        return _heard(repeated, turn)
    if sending.is_asked(turn):
        return _heard(sending.send(turn), turn)
    return _heard(carry_out(turn) if reading.commands or reading.faults else helped(turn), turn)


def _heard(decision: Decision, turn: Turn) -> Decision:
    """The decision; the books keep when he last spoke, and what of his was carried out."""
    message, came_back = turn.hearing.message, decision.verdict in repeating.CAME_BACK
    spoke = AgentSpoke(turn.agent.id) if came_back or message.message_id is None else AgentSpoke(turn.agent.id, message.message_id, repeating.words_of(message))
    return Decision(decision.verdict, (*decision.effects, spoke), decision.trail)
