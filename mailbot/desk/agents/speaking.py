"""Who of the agents speaks, and about what: with the token of a case, at his desk address, without a token, or not he at all.
Two factors make an agent; with one of them missing nothing happens, and he is told at his stored address."""

from __future__ import annotations

from mailbot.desk import commands
from mailbot.desk.agents import sending
from mailbot.desk.agents.answers import helped
from mailbot.desk.agents.doing import carry_out
from mailbot.desk.agents.forwarding import answered, offer
from mailbot.desk.agents.inserting import put_in
from mailbot.desk.agents.turn import Turn, author
from mailbot.desk.effects import Append, Decision, Letter, Quarantine, Send
from mailbot.desk.hearing import Hearing, own_token
from mailbot.desk.letters import case_values, to_agent


def agent_speaks(hearing: Hearing) -> Decision:
    """A proven agent, with a token of his for a case."""
    agent = author(hearing)
    token = own_token(hearing.message, agent, hearing.facts)
    case = next((case for mine, case in hearing.facts.by_token if mine == token), None)
    if token is None or case is None:
        return agent_unlinked(hearing)
    turn = sending.turn_of(hearing, agent, case, token)
    return sending.send(turn) if sending.is_asked(turn) else carry_out(turn)


def agent_at_desk(hearing: Hearing) -> Decision:
    """A proven agent writes to his desk address: commands without a case; without any he gets the help."""
    agent, reading = author(hearing), commands.read(hearing.message.new_text, commands.aliases(hearing.rules))
    asked = answered(hearing, agent) or (offer(hearing, agent) if not (reading.commands or reading.faults) else None)
    if asked is not None:
        return asked
    turn = Turn(hearing, agent, None, put_in(reading, hearing, sending.language_there(hearing), private=True), private=True)
    if sending.is_asked(turn):
        return sending.send(turn)
    return carry_out(turn) if reading.commands or reading.faults else helped(turn)


def agent_unlinked(hearing: Hearing) -> Decision:
    """A proven agent without a token of his: nothing goes out; he gets his text back, and a fresh address to send it to."""
    agent = author(hearing)
    if (offered := offer(hearing, agent)) is not None:
        return offered
    case = next((c for _, c in hearing.facts.by_token), None) or hearing.facts.by_message_id or next(iter(hearing.facts.by_number), None)
    values = {"case": case_values(case) if case else None, "text": hearing.message.new_text}
    kept = Append(case.id if case else None, "note", f"agent:{agent.id}", hearing.message.text, True, automatic=True)
    return Decision("agent_unlinked", (kept, Send(to_agent(hearing, agent, "agent_unlinked", case, values))), hearing.trail)


def agent_unproven(hearing: Hearing) -> Decision:
    """Somebody wrote in an agent's name: nothing is executed, the agent is told at his stored address, at most once an hour."""
    agent = author(hearing)
    case = hearing.facts.by_token[0][1] if hearing.facts.by_token else None
    at = hearing.message.envelope.received_at
    values = {"received_at": at.isoformat(), "because": hearing.trail[-1].because,
              "case": case_values(case) if case else None, "subject": ""}
    alarm = Letter("agent_alarm", to_agent(hearing, agent, "agent_alarm", None, {}).language, agent.email[0], values,
                   idem=f"agent_alarm:{agent.id}:{at:%Y-%m-%dT%H}")
    return Decision("agent_unproven", (Quarantine("bears an agent's address, but nothing proves that he wrote it"), Send(alarm)), hearing.trail)
