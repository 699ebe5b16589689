"""Effects on mails: our own that came back, and those that a person must look at first.
Nothing that came in is ever lost by either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class MarkFailed:
    """Delivery reports: what became of our own mails."""

    outbox_ids: tuple[int, ...]
    state: Literal["bounced", "delayed"]
    because: str


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A person must look at this mail before anything happens."""

    because: str
