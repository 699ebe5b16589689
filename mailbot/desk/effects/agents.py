"""Effects on agents: what the books keep of each, besides the configuration.
Who an agent is, and what he may do, is said by the configuration alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AgentSpoke:
    """A mail was taken as this agent's, and perhaps carried out."""

    agent_id: str
    message_id: str | None = None  # of the mail that was carried out
    said: str = ""  # a digest of its words: see agents/repeating.py


@dataclass(frozen=True, slots=True)
class VoidAddresses:
    """Every address that this agent was ever sent is void from now on: his epoch is raised, in the books."""

    agent_id: str


@dataclass(frozen=True, slots=True)
class Invited:
    """The agent is sent his desk address, in the epoch that holds once this is booked."""

    agent_id: str
