"""Letters of ours that a decision must know of: what somebody was told lately, what failed, what was held back.
A letter goes by its number in the outbox; its words are not here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Told:
    """One automatic letter that this address got lately."""

    template: str
    at: datetime
    for_another: bool = False  # somebody unproven asked for it, with a token that was issued to this address


@dataclass(frozen=True, slots=True)
class FailedMail:
    """One of our own mails that a delivery report is about."""

    outbox_id: int
    case_id: int | None
    template: str
    to: str
    state: str = "sent"  # what the books say of it before this report


@dataclass(frozen=True, slots=True)
class HeldLetter:
    """A letter of ours that was held back before it left."""

    outbox_id: int
    to: str
    because: str
    agent_id: str  # whose mail led to it; empty: no agent's
