"""What the books say of the agents: what they answered, what they were asked and sent back, and the addresses they have.
Nothing here proves who speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from mailbot.desk.undone import Look
from mailbot.mail.message import Attachment, Message


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """What an agent answered a customer."""

    agent_id: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What an agent's newest mail that wrote to the customer of a case did: what /undo takes back."""

    at: datetime
    text: str
    waiting: tuple[int, ...]  # outbox ids of its letters to customers that have not left
    left: bool  # whether one has left
    from_state: str | None = None  # the state of the case before it, where it changed that
    to_state: str | None = None
    lines: tuple[tuple[str, str], ...] = ()  # its commands: name, and as written
    before: Look = field(default_factory=dict)  # how the case stood before it, after it, and how it stands now (desk/undone.py)
    after: Look = field(default_factory=dict)
    now: Look = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SentBack:
    """A mail of an agent that we sent back to him, found by his answer to that letter."""

    intake_id: int
    template: str  # of the letter that took it back
    message: Message  # the mail itself, read again
    settled: bool  # it has been released or answered anew already
    named: tuple[int, ...] = ()  # the lines at fault that he was told of


@dataclass(frozen=True, slots=True)
class Offer:
    """What an agent was asked, and does when he says yes: a mail that he passed on is to become a case."""

    id: int
    agent_id: str
    address: str  # of the person whose mail it is: a claim
    subject: str
    language: str | None
    text: str
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class AgentDesk:
    """What the books say of an agent: the addresses he was sent, and when he last spoke."""

    agent_id: str
    raised: int = 0  # how often every address that he was sent was voided here; his epoch is that of the configuration and this
    invited_at: datetime | None = None  # when he was last sent his desk address
    invited_epoch: int = 0  # his epoch at that time
    invitations: int = 0
    spoke_at: datetime | None = None  # when a mail of his was last taken as his
