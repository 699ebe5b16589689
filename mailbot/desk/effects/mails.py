"""Effects on mails: our own that came back, and those that a person must look at first.
Nothing that came in is ever lost by either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class MarkFailed:
    """Delivery reports: what became of our own mails."""

    outbox_ids: tuple[int, ...]
    state: Literal["bounced", "delayed"]
    because: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Letters that have not left never do; what the agent had said with them is kept as a note, and the case is as unanswered as before."""

    case_id: int
    outbox_ids: tuple[int, ...]
    answered_at: datetime  # when the mail that is withdrawn was booked
    by: str


@dataclass(frozen=True, slots=True)
class Undoable:
    """Letters of this mail wait before they leave: how the case stood before it and after it is kept until then."""

    case_id: int
    agent_id: str
    until: datetime
    lines: tuple[tuple[str, str], ...]  # its commands: name, and as written
    text: str  # its words


@dataclass(frozen=True, slots=True)
class Restore:
    """What a mail that is taken back had changed in its case is again as it was: see desk/undone.py."""

    case_id: int
    changes: Mapping[str, Mapping[str, Any]]
    actor: str


@dataclass(frozen=True, slots=True)
class Release:
    """A mail that was sent back to its agent is settled, once and for all."""

    intake_id: int


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A person must look at this mail before anything happens."""

    because: str
