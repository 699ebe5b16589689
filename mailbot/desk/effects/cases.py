"""Effects on cases: what is opened, kept, answered, moved and planned.
`case_id=None` always means: the case that this same decision opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from mailbot.desk.facts import Detail


@dataclass(frozen=True, slots=True)
class OpenCase:
    subject: str
    language: str
    state: str
    kind: str
    priority: str
    tier: str | None
    account_id: int | None
    requester: str
    requester_name: str
    received_at: datetime
    start_due_at: datetime | None = None
    answer_due_at: datetime | None = None
    fast: bool = False
    details: tuple[Detail, ...] = ()
    flags: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()  # plain addresses of colleagues in To and Cc, who take part from now on
    continues: int | None = None  # a closed case that this one continues
    claims: str | None = None  # a case number that the sender named without right to it
    grant_id: int | None = None  # the right that it is worked on under
    rests_on: Mapping[str, Any] | None = None  # what was judged of the right at receipt: plain data, kept as it was then


@dataclass(frozen=True, slots=True)
class Append:
    """Keep this mail with a case (or with none: case_id=None and no OpenCase in the decision)."""

    case_id: int | None
    direction: Literal["in", "out", "note"]
    author: str  # address of a customer, or "agent:anna"
    text: str  # codes blanked
    verified: bool
    automatic: bool = False  # written by a machine, or to one (a command): no part of what people say to each other
    own_id: bool = True  # False: an agent passed the text on, and the Message-ID of his mail is not its own


@dataclass(frozen=True, slots=True)
class SetDetails:
    case_id: int
    details: tuple[Detail, ...]
    rounds_asked: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One more mark of a case (desk/marks.py)."""

    case_id: int
    mark: str


@dataclass(frozen=True, slots=True)
class SetState:
    case_id: int
    state: str
    because: str
    actor: str = "system"
    resolution: str | None = None
    tier: str | None = None  # set when the right is proven later than the mail
    account_id: int | None = None
    of_opened_account: bool = False  # it is of the account that this decision opens
    grant_id: int | None = None  # the right that it is worked on under from now on


@dataclass(frozen=True, slots=True)
class SetDue:
    case_id: int
    start_due_at: datetime | None
    answer_due_at: datetime | None
    counts_from: datetime | None = None  # when the clock began; None: as it was


@dataclass(frozen=True, slots=True)
class Answered:
    """The first public answer of a person has been sent: the clock is met."""

    case_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Assign:
    case_id: int | None
    agent_id: str | None
    actor: str = "system"


@dataclass(frozen=True, slots=True)
class AddParticipant:
    case_id: int | None
    address: str
    role: Literal["requester", "cc", "third"] = "cc"
    copies: bool = False  # of what is answered
    named: bool = False  # by an agent: that counts whatever he was before
    from_case_id: int | None = None  # he comes with this case


@dataclass(frozen=True, slots=True)
class LinkCases:
    """Two cases have to do with each other; linked once, whatever is said twice."""

    case_id: int | None
    other_id: int
    kind: Literal["related", "duplicate_of", "split_from"]


@dataclass(frozen=True, slots=True)
class RemoveParticipant:
    """He takes no part any more, and is not added again when somebody names him in Cc; what he was sent still names the case."""

    case_id: int
    address: str


@dataclass(frozen=True, slots=True)
class MergeCase:
    """A case becomes part of another; those that are part of it go along, so that no chain is longer than one (I10).
    Its mails, times and ledger lines stay where they were booked."""

    case_id: int
    into_id: int
    actor: str


@dataclass(frozen=True, slots=True)
class UnmergeCase:
    """Two merged cases are parted: the one is again what it was before, and whoever came with it leaves the other."""

    case_id: int
    from_id: int
    actor: str


@dataclass(frozen=True, slots=True)
class TakeMail:
    """The customer's newest mail of another case belongs to the opened one too; it stays where it is."""

    from_id: int


@dataclass(frozen=True, slots=True)
class MakeOffer:
    """An agent is asked by the letter with this key, and what his yes means is kept."""

    agent_id: str
    address: str
    subject: str
    language: str | None
    text: str
    idem: str


@dataclass(frozen=True, slots=True)
class EndOffer:
    """It was answered: it cannot be taken again."""

    offer_id: int


@dataclass(frozen=True, slots=True)
class Collect:
    """Views or a wish: put with the others, for the vendor to read (BK-14, FX-27)."""

    kind: Literal["feedback", "wish"]
    author: str
    language: str
    subject: str
    text: str  # codes blanked
    account_id: int | None = None
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class ToldOf:
    """These views and wishes are in the admins' digest; what was collected meanwhile comes in the next one."""

    views: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The language a person asked for: of his account, and of the case he asked in."""

    language: str
    account_id: int | None
    case_id: int | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Something falls due: of one kind and subject there is one time, and a new one takes the place of the old."""

    kind: str  # "followup_ack"
    case_id: int | None
    due_at: datetime
    subject: str = ""  # what it is about, when that is no case: "payment:55", "admins"


@dataclass(frozen=True, slots=True)
class Unschedule:
    """What was due needs nothing any more."""

    kind: str
    case_id: int


@dataclass(frozen=True, slots=True)
class DueDone:
    """What fell due has been seen to, in this decision."""

    due_id: int
