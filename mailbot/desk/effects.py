"""What a decision wants done: frozen values, booked together or not at all.
What only booking can know (case number, reply address, unlock code) stands in texts as a placeholder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from mailbot.desk.facts import Detail
from mailbot.mail.message import Attachment

# ---- placeholders --------------------------------------------------------------------------------
# Private-use characters frame a name; no mail can carry them, since reading strips them (mail/body.py).
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"


def placeholder(name: str) -> str:
    """The stand-in for a value that booking allots."""
    return f"{MARK_OPEN}{name}{MARK_CLOSE}"


CASE_NUMBER = placeholder("case_number")  # "BK-2026-000123"
REPLY_ADDRESS = placeholder("reply_address")  # of this letter
FOR_HOLDER = "holder:"  # begins the key of a letter that an unproven hand asked for with the token of its reader
STATUS_ADDRESS = placeholder("status_address")  # any mail to it is answered with the status of the case of this letter
NOTE_ADDRESS = placeholder("note_address")  # an agent's note address for the case of this letter
ID_NUMBER = placeholder("id_number")
UNLOCK_CODE = placeholder("unlock_code")


def fill(text: str, known: Mapping[str, str]) -> str:
    """Put the allotted values in. Raises KeyError when a placeholder is left that nobody filled."""
    head, *rest = text.split(MARK_OPEN)
    for piece in rest:
        name, _, tail = piece.partition(MARK_CLOSE)
        head += known[name] + tail
    return head


# ---- letters -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ReplyTo:
    """Where an answer to a letter should come in."""

    kind: Literal["customer", "agent", "note", "desk", "plain"]  # note: an answer to a note stays a note
    agent_id: str | None = None
    agent_epoch: int = 1


@dataclass(frozen=True, slots=True)
class Letter:
    """One outgoing mail, decided but not yet worded."""

    template: str
    language: str
    to: str
    values: Mapping[str, Any]  # plain data only: str, int, bool, None, and lists and dicts of these
    idem: str  # a letter with the same key is sent once, for ever
    reply_to: ReplyTo = ReplyTo("plain")
    case_id: int | None = None  # an existing case; None with opens_case=True: the one this decision opens
    about_opened_case: bool = False
    automatic: bool = True  # False: a person's own words, relayed
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    subject: str | None = None  # overrides the template's first line (an agent's relay keeps the case's subject)


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter, worded: subject and text may still hold placeholders."""

    letter: Letter
    subject: str
    text: str
    html: str | None = None
    fell_back: str | None = None  # why the administrator's template was not used, for him to read


# ---- effects -------------------------------------------------------------------------------------
# `case_id=None` always means: the case that this same decision opens.
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


@dataclass(frozen=True, slots=True)
class Append:
    """Keep this mail with a case (or with none: case_id=None and no OpenCase in the decision)."""

    case_id: int | None
    direction: Literal["in", "out", "note"]
    author: str  # address of a customer, or "agent:anna"
    text: str  # codes blanked
    verified: bool
    automatic: bool = False  # written by a machine, or to one (a command): no part of what people say to each other


@dataclass(frozen=True, slots=True)
class SetDetails:
    case_id: int
    details: tuple[Detail, ...]
    rounds_asked: int | None = None


@dataclass(frozen=True, slots=True)
class SetState:
    case_id: int
    state: str
    because: str
    actor: str = "system"
    resolution: str | None = None
    tier: str | None = None  # set when the right is proven later than the mail
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class SetDue:
    case_id: int
    start_due_at: datetime | None
    answer_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answered:
    """The first public answer of a person has been sent: the clock is met."""

    case_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Assign:
    case_id: int
    agent_id: str | None


@dataclass(frozen=True, slots=True)
class AddParticipant:
    case_id: int | None
    address: str
    role: Literal["requester", "cc"] = "cc"


@dataclass(frozen=True, slots=True)
class LinkCases:
    """Two cases have to do with each other; linked once, whatever is said twice."""

    case_id: int | None
    other_id: int
    kind: Literal["related", "duplicate_of", "split_from"]


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


@dataclass(frozen=True, slots=True)
class Unschedule:
    """What was due needs nothing any more."""

    kind: str
    case_id: int


@dataclass(frozen=True, slots=True)
class DueDone:
    """What fell due has been seen to, in this decision."""

    due_id: int


@dataclass(frozen=True, slots=True)
class Draw:
    """Minutes taken from one block (negative) or given back (positive)."""

    block_id: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Spend:
    """Time worked on a case, and what of it is drawn from prepaid blocks."""

    case_id: int
    account_id: int | None
    agent_id: str
    minutes: int
    draws: tuple[Draw, ...]
    billing: Literal["block", "agreement", "invoice", "goodwill"]
    spent_on: date
    note: str
    idem: str  # prefix of the keys of every line


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """Booking gives the account an id that Credit, GrantTier and IssueCredential with account_id=None refer to."""

    address: str
    name: str
    language: str | None


@dataclass(frozen=True, slots=True)
class AddAddress:
    """One more address that speaks for an account; `contact`: of a named person who may write for it."""

    account_id: int | None
    address: str
    name: str = ""
    contact: bool = False


@dataclass(frozen=True, slots=True)
class AddDomain:
    """All addresses of this domain speak for an account."""

    account_id: int | None
    domain: str


@dataclass(frozen=True, slots=True)
class RecordPayment:
    account_id: int | None
    reference: str  # unique: the same payment is booked once
    amount_minor: int
    currency: str
    booked_on: date
    message: str
    actor: str


@dataclass(frozen=True, slots=True)
class AddBlocks:
    """Prepaid blocks bought by the payment of this decision, each with its opening ledger line."""

    account_id: int | None
    tier: str
    count: int
    minutes_each: int
    price_minor: int
    currency: str
    expires_on: date | None
    actor: str


@dataclass(frozen=True, slots=True)
class GrantTier:
    account_id: int | None
    tier: str
    kind: str
    product: str
    valid_from: date
    valid_until: date | None
    extends: int | None = None  # grant id that is prolonged instead of a new one


@dataclass(frozen=True, slots=True)
class IssueCredential:
    """A new ID number and unlock code. The code is kept as a keyed hash; it stands in clear in one letter only."""

    account_id: int | None


@dataclass(frozen=True, slots=True)
class RecordAttempt:
    id_number: str
    address: str
    correct: bool


@dataclass(frozen=True, slots=True)
class MarkFailed:
    """Delivery reports: what became of our own mails."""

    outbox_ids: tuple[int, ...]
    state: Literal["bounced", "delayed"]
    because: str


@dataclass(frozen=True, slots=True)
class Send:
    letter: Letter


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A person must look at this mail before anything happens."""

    because: str


Effect = (
    OpenCase | Append | SetDetails | SetState | SetDue | Answered | Assign | AddParticipant | LinkCases | Collect | SetLanguage
    | Schedule | Unschedule | DueDone | Spend | OpenAccount | AddAddress | AddDomain | RecordPayment | AddBlocks | GrantTier | IssueCredential | RecordAttempt | MarkFailed | Send | Quarantine
)


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that was tried: the trail answers "why"."""

    rule: str
    hit: bool
    because: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A value: what is to be done with one mail, and why."""

    verdict: str  # machine-readable name, such as "case_opened" or "free_help"
    effects: tuple[Effect, ...] = ()
    trail: tuple[Step, ...] = field(default=())

    @property
    def letters(self) -> tuple[Letter, ...]:
        """The letters, in the order of their effects; drafts are rendered in this order."""
        return tuple(effect.letter for effect in self.effects if isinstance(effect, Send))
