"""Who is told: the agents on duty for a case.
Nobody is ever invented: with no agent configured the case queues and waits, and `mailbot check` says so."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.config.settings import Agent, Config
from mailbot.desk.facts import Case

LINES = ("first", "second", "third")  # names of [lines], from line 1


def on_duty(case: Case | None, config: Config, away: Sequence[str] = ()) -> tuple[Agent, ...]:
    """The agents who hear of this case: who took it, else those of its team or line, less those who are `away`; and who watches it.
    Nobody there: those who hear of what is overdue, else the admins, else everybody who answers (resolutions.md)."""
    answering = tuple(agent for agent in config.agents if agent.role != "reader")
    ids = _in_charge(case, config)
    chosen = tuple(agent for agent in answering if agent.id in ids) or answering
    here = tuple(agent for agent in chosen if agent.id not in away)
    if not here and case is not None and case.assigned_to:
        of_line = members(case, config)
        here = tuple(agent for agent in answering if agent.id in of_line and agent.id not in away)
    told = here or _instead(answering, config, away)
    watching = case.watchers if case is not None else ()
    return (*told, *(agent for agent in config.agents if agent.id in watching and agent.id not in away and agent not in told))


def members(case: Case | None, config: Config) -> tuple[str, ...]:
    """The ids of those among whom the case is, whoever has taken it: of its team, else of its line."""
    if case is not None and case.team in config.teams:
        return config.teams[case.team].members
    return members_of_line(case.line if case is not None else 1, config)


def members_of_line(line: int, config: Config) -> tuple[str, ...]:
    """The ids of the members of a line; none where nobody is named."""
    found = config.lines.get(LINES[line - 1]) if 1 <= line <= len(LINES) else None
    return found.members if found else ()


def language_of(agent: Agent, config: Config) -> str:
    """The agent's first language, else the vendor's."""
    return agent.languages[0] if agent.languages else config.vendor.default_language


def _in_charge(case: Case | None, config: Config) -> tuple[str, ...]:
    if case is not None and case.assigned_to and any(agent.id == case.assigned_to and agent.role != "reader" for agent in config.agents):
        return (case.assigned_to,)
    return members(case, config)


def _instead(answering: tuple[Agent, ...], config: Config, away: Sequence[str]) -> tuple[Agent, ...]:
    """Who hears of it when nobody whose case it is is there; where all are away, the admins all the same."""
    overdue = {agent.id for plain in config.escalation.overdue_to if (agent := config.agent_at(plain)) is not None}
    for offered in (tuple(a for a in answering if a.id in overdue), config.admins, answering):
        here = tuple(agent for agent in offered if agent.id not in away)
        if here:
            return here
    return config.admins or answering
