"""Effects of working on a case: begun, moved, classed, tagged, watched; what was found out; who of the agents is away.
Every one of them leaves an event in the trail of its case that says who did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Begin:
    """Somebody works on it: the start clock is met, once and for good."""

    case_id: int
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class SetLevel:
    """The priority, as an agent judges it."""

    case_id: int
    level: str
    actor: str
    because: str = ""
    decided_by: str | None = None  # the agent who had the last word (VI-08); None: as it was


@dataclass(frozen=True, slots=True)
class MoveCase:
    """To another line, or to a team; None: as it was. Whoever had it has it no more."""

    case_id: int
    actor: str
    line: int | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class SetField:
    """One plain field of the case."""

    case_id: int
    field: Literal["subject", "product", "kind", "language"]
    value: str
    actor: str


@dataclass(frozen=True, slots=True)
class SetTag:
    case_id: int
    tag: str
    there: bool
    actor: str


@dataclass(frozen=True, slots=True)
class SetReproduced:
    """Could the fault be recreated with us? (BK-28)"""

    case_id: int
    reproduced: bool
    actor: str


@dataclass(frozen=True, slots=True)
class KeepFinding:
    """What was learnt from a case: a way round it, its solution, or what should be better."""

    case_id: int
    kind: Literal["workaround", "solution", "lesson"]
    text: str
    agent_id: str


@dataclass(frozen=True, slots=True)
class SetWatcher:
    """An agent who reads along."""

    case_id: int
    agent_id: str
    watches: bool


@dataclass(frozen=True, slots=True)
class SetAbsence:
    """An agent is away, or back; `until`: the last day, None: until he says so."""

    agent_id: str
    away: bool
    until: date | None = None
