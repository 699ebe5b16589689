"""A case as the books have it: who takes part in it, what is known of it, and what is promised for it.
A case that was merged is part of another one, and knows of which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailbot.desk.facts.accounts import Account
from mailbot.mail.message import Attachment

OVER = ("closed", "merged", "unanswered")  # states in which nobody works on a case


@dataclass(frozen=True, slots=True)
class Participant:
    id: int
    address: str
    role: str  # requester | cc | third: an agent asked him | removed: an agent took him off
    copies: bool = False  # an agent gave him copies of the answers
    known_as: tuple[int, ...] = ()  # his numbers on the cases that were merged into this one

    def holds(self, who: str) -> bool:
        """Is this the name in a token that was issued to him?"""
        return who in (f"p{number}" for number in (self.id, *self.known_as))


@dataclass(frozen=True, slots=True)
class Merged:
    """A case that is part of another one now."""

    id: int
    number: str
    state: str  # what it goes back to
    at: datetime
    requester: str
    subject: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One fact of the checklist."""

    name: str
    value: str
    state: Literal["asked", "found", "waived"]


@dataclass(frozen=True, slots=True)
class Case:
    """One matter of one customer, with one number."""

    id: int
    version: int
    number: str
    subject: str
    language: str
    state: str
    kind: str
    priority: str
    tier: str | None
    requester: Participant
    participants: tuple[Participant, ...]
    details: tuple[Detail, ...]
    account: Account | None
    assigned_to: str | None
    received_at: datetime
    start_due_at: datetime | None
    answer_due_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    rounds_asked: int  # how many letters have asked for missing details
    last_message_id: str | None  # of the customer's latest mail: what an answer is threaded to
    references: tuple[str, ...]  # Message-IDs of the conversation, oldest first, for References
    last_customer_text: str = ""  # shown as a short quote in the answer
    unseen_texts: tuple[str, ...] = ()  # the customer's mails so far, oldest first, while the agents have not seen the case
    files: tuple[Attachment, ...] = ()  # sent so far, while the agents have not seen the case
    fast: bool = False
    flags: tuple[str, ...] = ()  # its marks: see desk/marks.py
    last_said_at: datetime | None = None  # when the customer's latest mail was kept
    last_author: str = ""  # the address it came from
    split_off: str = ""  # number of the other case that its customer's newest mail belongs to since a split
    last_verified: bool = False  # whether its sender was proven
    opened_verified: bool = False  # whether that of the oldest mail was
    last_told_at: datetime | None = None  # when the customer last got a letter of ours about this case
    grant_id: int | None = None  # the right that it is worked on under
    line: int = 1
    team: str = ""
    product: str = ""
    tags: tuple[str, ...] = ()
    watchers: tuple[str, ...] = ()  # ids of agents who read along
    level_decided_by: str | None = None  # the agent who had the last word on the priority
    reproduced: bool | None = None  # whether the fault could be recreated; None: nobody said
    started_at: datetime | None = None  # when somebody began to work on it
    assigned_at: datetime | None = None
    clock_from: datetime | None = None  # when the promised times began to count; None: at receipt
    merged_into: int | None = None  # the case that it is part of: only where a command names it, everything else finds that one
    merged: tuple[Merged, ...] = ()  # the cases that are part of it, the newest last

    def part(self, role: str) -> tuple[Participant, ...]:
        """Who takes part as this."""
        return tuple(person for person in self.participants if person.role == role)


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One case of a list: a person's own, as a status letter tells it, or one that waits for the agents."""

    number: str
    subject: str
    state: str
    priority: str
    received_at: datetime
    start_due_at: datetime | None = None
    answer_due_at: datetime | None = None
    closed_at: datetime | None = None
    assigned_to: str | None = None
    line: int = 1
    team: str = ""
    started_at: datetime | None = None
