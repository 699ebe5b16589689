"""Desk addresses: each agent is sent one of his own, again before it expires, and anew when every address of his was voided.
Who needs one is worked out from what the books say, so that it may be asked as often as one likes."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from mailbot.config.settings import Agent, Config
from mailbot.desk.agents.helping import groups
from mailbot.desk.agents.turn import Done, Turn, may
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import REPLY_ADDRESS, Decision, Effect, Invited, Send, Step, VoidAddresses
from mailbot.desk.facts import AgentDesk, Facts
from mailbot.desk.hearing import AGENT_TOKEN_LIVES
from mailbot.desk.lapsing import day_of
from mailbot.desk.letters import for_agent

TOLD_BEFORE = timedelta(days=14)

Why = Literal["new", "again", "expires", "revoked"]  # see [invited] of templates/*/words.toml


def invitations(facts: Facts, config: Config) -> Decision:
    """Letters to all who have no desk address, or whose own is void or soon expires."""
    due = [(agent, why) for agent in config.agents if (why := why_due(agent, facts))]
    effects = [effect for agent, why in due for effect in invite(agent, facts, config, why)]
    return Decision("agents_invited", tuple(effects), tuple(Step(f"invite {agent.id}", True, why) for agent, why in due))


def why_due(agent: Agent, facts: Facts) -> Why | None:
    """Why an agent is sent a desk address now; None: he has one."""
    desk = desk_of(agent.id, facts)
    if desk.invited_at is None:
        return "new"
    if desk.invited_epoch != agent.epoch + desk.raised:
        return "revoked"
    return "expires" if facts.now >= desk.invited_at + AGENT_TOKEN_LIVES - TOLD_BEFORE else None


def invite(agent: Agent, facts: Facts, config: Config, why: Why, *, voided: bool = False) -> tuple[Effect, ...]:
    """His desk address, and what he can do there. `voided`: every address of his is voided by the same decision."""
    desk = desk_of(agent.id, facts)
    epoch = agent.epoch + desk.raised + voided
    values = {"why": why, "role": agent.role, "groups": groups(agent), "desk_address": REPLY_ADDRESS,
              "valid_until": day_of(facts.now + AGENT_TOKEN_LIVES, config).isoformat()}
    letter = for_agent(config, agent, "agent_invite", None, values, f"agent_invite:{agent.id}:{epoch}:{desk.invitations}")
    return (Invited(agent.id), Send(letter))


def revoked(agent: Agent, facts: Facts, config: Config) -> tuple[Effect, ...]:
    """Every address that he was ever sent is void, and he is sent a new one."""
    return (VoidAddresses(agent.id), *invite(agent, facts, config, "revoked", voided=True))


def desk_of(agent_id: str, facts: Facts) -> AgentDesk:
    """What the books say of an agent."""
    return next((desk for desk in facts.agents if desk.agent_id == agent_id), AgentDesk(agent_id))


# ---- by mail ---------------------------------------------------------------------------------------------
def revoke(turn: Turn, command: Command) -> Done:
    """/revoke [anna]: one's own addresses, or a lead those of another."""
    whose = command.person or turn.agent.id
    config = turn.hearing.config
    agent = next((each for each in config.agents if each.id == whose), None)
    if agent is None:
        return Done(faults=(fault_of(command, "no_such_agent", whose),))
    if agent.id != turn.agent.id and not may(turn.agent, "lead"):
        return Done(faults=(fault_of(command, "only_lead"),))
    return Done(revoked(agent, turn.hearing.facts, config), ({"say": "revoked", "who": agent.name or agent.id},), changes=True)
