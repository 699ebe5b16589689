"""Who is told: the agents on duty for a case.
Nobody is ever invented: with no agent configured the case queues and waits, and `mailbot check` says so."""

from __future__ import annotations

from mailbot.config.settings import Agent, Config
from mailbot.desk.facts import Case


def on_duty(case: Case | None, config: Config) -> tuple[Agent, ...]:
    """The agents who hear of this case: who took it, else the first line, else everybody who answers."""
    answering = tuple(agent for agent in config.agents if agent.role != "reader")
    if case is not None and case.assigned_to:
        assigned = tuple(agent for agent in answering if agent.id == case.assigned_to)
        if assigned:
            return assigned
    first_line = config.lines.get("first")
    members = set(first_line.members) if first_line else set()
    return tuple(agent for agent in answering if agent.id in members) or answering


def language_of(agent: Agent, config: Config) -> str:
    """The agent's first language, else the vendor's."""
    return agent.languages[0] if agent.languages else config.vendor.default_language
