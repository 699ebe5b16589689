"""A factor is missing: nothing happens, and the agent is told at his stored address what was seen and what to do.
Careful: nobody but him learns anything, and whoever forges can make us write to him once an hour at most."""

from __future__ import annotations

from typing import Literal

from mailbot.config.settings import Agent
from mailbot.desk.agents.forwarding import offer
from mailbot.desk.agents.turn import author
from mailbot.desk.effects import Append, Decision, Effect, Quarantine, Send
from mailbot.desk.hearing import Hearing, why_void
from mailbot.desk.letters import case_values, for_agent, to_agent, to_speaker
from mailbot.desk.wanted import speaker
from mailbot.mail.message import AGENTS_KINDS, CUSTOMERS_KINDS, Token, TokenKind

Why = Literal["none", "customer", "not_his", "revoked", "expired"]  # see [unlinked] of templates/*/words.toml


def agent_unlinked(hearing: Hearing) -> Decision:
    """A proven agent without a token of his: nothing goes out; he gets his text back, and a fresh address to send it to."""
    agent = author(hearing)
    if (offered := offer(hearing, agent)) is not None:
        return offered
    case = next((c for _, c in hearing.facts.by_token), None) or hearing.facts.by_message_id or next(iter(hearing.facts.by_number), None)
    values = {"case": case_values(case) if case else None, "text": hearing.message.new_text, "why": _why(hearing, agent)}
    kept = Append(case.id if case else None, "note", f"agent:{agent.id}", hearing.message.text, True, automatic=True)
    return Decision("agent_unlinked", (kept, Send(to_agent(hearing, agent, "agent_unlinked", case, values))), hearing.trail)


def _why(hearing: Hearing, agent: Agent) -> Why:
    """What was wrong with the address that he wrote to: the first of an agent's counts, as it does when it is right."""
    token = _agents_token(hearing)
    if token is not None:
        return why_void(token, agent, hearing.facts) or "none"
    return "customer" if any(token.kind in CUSTOMERS_KINDS for token in hearing.message.tokens) else "none"


def agent_unproven(hearing: Hearing) -> Decision:
    """Somebody wrote in an agent's name: nothing is executed, the agent is told at his stored address, at most once an hour."""
    alarm = _alarm(hearing, author(hearing), "name", hearing.trail[-1].because)
    return Decision("agent_unproven", (Quarantine("bears an agent's address, but nothing proves that he wrote it"), alarm), hearing.trail)


def not_an_agent(hearing: Hearing) -> Decision:
    """An agent's token in other hands: nothing of the case is touched or shown; fixed words say where to write.
    The agent whose address it is, where it still counts, hears who has it."""
    letter, quiet = to_speaker(hearing, "unknown_agent_address", {})
    token = _agents_token(hearing)
    owner = next((agent for agent in hearing.config.agents if token is not None and agent.id == token.who), None)
    told: tuple[Effect, ...] = ()
    if token is not None and owner is not None and not why_void(token, owner, hearing.facts):
        told = (_alarm(hearing, owner, "desk" if token.kind is TokenKind.DESK else "address", ""),)
    return Decision("not_an_agent", (hearing.keep(None), *letter, *told), (*hearing.trail, *quiet))


def _agents_token(hearing: Hearing) -> Token | None:
    """The agent's token that this mail came by: of the address that it was sent to, else of its thread."""
    written = [token for token in hearing.message.tokens if token.kind in AGENTS_KINDS]
    return next(iter([token for token in written if token.by == "token"] or written), None)


def _alarm(hearing: Hearing, agent: Agent, what: Literal["name", "address", "desk"], because: str) -> Send:
    """To the stored address alone; an answer comes to his desk, where /revoke works. The case is named only to whom its token belongs."""
    at = hearing.message.envelope.received_at
    case = next((case for token, case in hearing.facts.by_token if token.kind in AGENTS_KINDS and token.who == agent.id), None)
    values = {"what": what, "received_at": at.isoformat(), "because": because, "seen": "" if what == "name" else speaker(hearing.message) or "",
              "case": case_values(case) if case else None}
    return Send(for_agent(hearing.config, agent, "agent_alarm", None, values, f"agent_alarm:{what}:{agent.id}:{at:%Y-%m-%dT%H}"))
