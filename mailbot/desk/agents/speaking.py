"""Who of the agents speaks, and about what: with the token of a case, at his desk address, without a token, or not he at all.
Two factors make an agent; with one of them missing nothing happens, and he is told at his stored address."""

from __future__ import annotations

from mailbot.desk import commands
from mailbot.desk.agents.answers import helped
from mailbot.desk.agents.doing import carry_out
from mailbot.desk.agents.inserting import put_in
from mailbot.desk.agents.replying import fit_for_customers
from mailbot.desk.agents.turn import Turn, author
from mailbot.desk.effects import Append, Decision, Letter, Quarantine, Send
from mailbot.desk.hearing import Hearing, own_token
from mailbot.desk.letters import case_values, to_agent
from mailbot.mail.message import TokenKind


def agent_speaks(hearing: Hearing) -> Decision:
    """A proven agent, with a token of his for a case."""
    agent = author(hearing)
    token = own_token(hearing.message, agent, hearing.facts)
    case = next((case for mine, case in hearing.facts.by_token if mine == token), None)
    if token is None or case is None:
        return agent_unlinked(hearing)
    reading = commands.read(hearing.message.new_text, commands.aliases(hearing.rules))
    private = token.kind is TokenKind.NOTE or bool(reading.named("note")) or hearing.config.agent_mail.reply_is == "note"
    files, left_out = fit_for_customers(hearing.message.attachments, hearing.config)
    filled = put_in(reading, hearing, case.language, private=private)
    return carry_out(Turn(hearing, agent, case, filled, private, files, left_out))


def agent_at_desk(hearing: Hearing) -> Decision:
    """A proven agent writes to his desk address: commands without a case; without any he gets the help."""
    agent, reading = author(hearing), commands.read(hearing.message.new_text, commands.aliases(hearing.rules))
    turn = Turn(hearing, agent, None, put_in(reading, hearing, _language_there(hearing), private=True), private=True)
    return carry_out(turn) if reading.commands or reading.faults else helped(turn)


def _language_there(hearing: Hearing) -> str:
    """Of the customer whom a /new at the desk address names, else the vendor's."""
    named = next((account.language for _, account in hearing.facts.named_accounts if account.language), None)
    return named or hearing.config.vendor.default_language


def agent_unlinked(hearing: Hearing) -> Decision:
    """A proven agent without a token of his: nothing goes out; he gets his text back, and a fresh address to send it to."""
    agent = author(hearing)
    case = next((c for _, c in hearing.facts.by_token), None) or hearing.facts.by_message_id or next(iter(hearing.facts.by_number), None)
    values = {"case": case_values(case) if case else None, "text": hearing.message.new_text}
    kept = Append(case.id if case else None, "note", f"agent:{agent.id}", hearing.message.text, True)
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
