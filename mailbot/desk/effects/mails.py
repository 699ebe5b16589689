"""Effects on mails: our own that came back, and those that a person must look at first.
Nothing that came in is ever lost by either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


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
class Release:
    """A mail that was sent back to its agent is settled, once and for all."""

    intake_id: int


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A person must look at this mail before anything happens."""

    because: str
