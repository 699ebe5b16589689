"""What a decision may know, as plain frozen values, and what must be asked for to know it.
`Wanted` is the question a mail raises, `Facts` the answer of the store: a read snapshot and its versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from mailbot.desk.undone import Look
from mailbot.mail.message import Attachment, Message, Token

if TYPE_CHECKING:
    from mailbot.desk.payment_facts import PaymentFacts


@dataclass(frozen=True, slots=True)
class CredentialClaim:
    """An ID number and an unlock code as a person typed them, normalised. The code never leaves this value."""

    id_number: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be looked up for one mail. Pure: nothing is read yet."""

    address: str | None = None  # address key of the speaker
    fingerprint: str = ""
    tokens: tuple[Token, ...] = ()
    message_ids: tuple[str, ...] = ()  # In-Reply-To first, then References from the newest; without brackets
    case_numbers: tuple[str, ...] = ()
    credential: CredentialClaim | None = None
    failed_message_ids: tuple[str, ...] = ()  # of a delivery report: which of our mails failed
    message_id: str | None = None  # its own: whether its sender said the same in a mail of this name before
    domain: str | None = None  # of the speaker, where domains speak for customers ([entitlement] match_by)
    subject: str = ""  # without Re: and tags, lower case: of which open case this may be a second copy
    own_cases: bool = False  # the cases of the speaker, for the status he asks for
    first_mail: bool = False  # whether this address ever took part in a case
    holder: bool = False  # what the address was told lately that the token of this mail was issued to
    named_addresses: tuple[str, ...] = ()  # address keys that an agent's commands name: whose they are
    named_numbers: tuple[str, ...] = ()  # case numbers that they name
    named_payments: tuple[tuple[int, str, str], ...] = ()  # (payment, address key, case number) that they name; payment 0: a new one
    times: bool = False  # the time entered for the cases that are read: what an agent may correct, what is charged already
    queue: bool = False  # the cases that wait for the agents
    findings: bool = False  # what was found out in the cases that the mail is about or names
    agent_id: str = ""  # who of the agents speaks: what he was sent and what he did
    agent_keys: tuple[str, ...] = ()  # and the keys of his addresses
    written_at: datetime | None = None  # and when he wrote, by his own clock
    undoes: bool = False  # he takes his last answer back
    offers_to: str | None = None  # the agent whose offers the Message-IDs may name
    agents: bool = False  # what the books say of the agents: which of their addresses are void
    case_id: int | None = None  # of something that fell due
    due_id: int | None = None  # what fell due
    waiting: bool = False  # the cases of the account, or of the address, that wait for their right
    running: bool = False  # the cases of the account that are worked on
    named: tuple[str, ...] = ()  # address keys that CONTACTS names: whose each, or its domain, is


@dataclass(frozen=True, slots=True)
class Block:
    """Prepaid minutes that were bought at once. Its balance is the sum of its ledger lines."""

    id: int
    minutes_left: int
    purchased_at: datetime
    expires_on: date | None = None  # the last day on which it may be used
    minutes: int = 0  # bought
    price_minor: int = 0
    currency: str = ""
    tier: str = ""
    ended: str = ""  # expiry | refund | transfer: why it was emptied otherwise than by work; the newest reason
    last_line: int = 0  # its newest line in the ledger
    case_id: int | None = None  # the case that has drawn from it, while it is partly used
    case_open: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger that work has drawn."""

    id: int
    block_id: int
    minutes: int  # negative
    reversed: bool = False  # taken back by a later line


@dataclass(frozen=True, slots=True)
class Worked:
    """Time that was entered for a case: raw, and what of it is charged."""

    id: int
    case_id: int
    agent_id: str
    minutes: int  # negative: takes back part of the entry `corrects`
    billed: int
    billing: str  # block | agreement | invoice | goodwill
    at: datetime
    corrects: int | None = None
    lines: tuple[Line, ...] = ()  # oldest first


@dataclass(frozen=True, slots=True)
class Grant:
    """A right to support: a tier, for a period."""

    id: int
    tier: str
    kind: str
    product: str
    valid_from: date
    valid_until: date | None  # last day included; None: open ended
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Training:
    """A person has passed the training for a module."""

    address: str  # of the person
    module: str  # "*": of all
    passed_on: date
    valid_until: date | None = None  # last day on which it counts


@dataclass(frozen=True, slots=True)
class Account:
    """Who owns rights and minutes. Pseudonymous: the books refer to `id` alone."""

    id: int
    version: int
    name: str
    language: str | None
    addresses: tuple[str, ...]
    grants: tuple[Grant, ...] = ()
    blocks: tuple[Block, ...] = ()  # in the order of use: earliest expiry, then purchase, then id
    has_credential: bool = False
    domains: tuple[str, ...] = ()  # whose addresses speak for this account
    contacts: tuple[str, ...] = ()  # addresses of the named persons who may write for it
    overdue_since: date | None = None  # since when an invoice of his is overdue
    trainings: tuple[Training, ...] = ()
    code_issued_at: datetime | None = None  # when the unlock code that counts was made

    @property
    def minutes_booked(self) -> int:
        """The sum of all blocks, expired ones included; what may be used today is `ledger.balance`."""
        return sum(block.minutes_left for block in self.blocks)


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


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something that fell due: about a case, or about a prepaid block."""

    id: int
    kind: str
    case_id: int | None
    due_at: datetime
    block_id: int | None = None
    subject: str = ""  # "case:12", "payment:55", "admins"

    @property
    def number(self) -> int | None:
        """The number of its subject; None: there is one of its kind."""
        return int(number) if (number := self.subject.partition(":")[2]) else None


@dataclass(frozen=True, slots=True)
class Told:
    """One automatic letter that this address got lately."""

    template: str
    at: datetime
    for_another: bool = False  # somebody unproven asked for it, with a token that was issued to this address


@dataclass(frozen=True, slots=True)
class CredentialCheck:
    """What the store found about a claimed ID number and code."""

    outcome: Literal["correct", "wrong", "locked"]
    account: Account | None = None  # only when correct
    mistyped: bool = False  # the check digit of the number is not right: nobody has it, and no code was tried


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
class FailedMail:
    """One of our own mails that a delivery report is about."""

    outbox_id: int
    case_id: int | None
    template: str
    to: str
    state: str = "sent"  # what the books say of it before this report


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


@dataclass(frozen=True, slots=True)
class HeldLetter:
    """A letter of ours that was held back before it left."""

    outbox_id: int
    to: str
    because: str
    agent_id: str  # whose mail led to it; empty: no agent's


@dataclass(frozen=True, slots=True)
class AgentDesk:
    """What the books say of an agent: the addresses he was sent, and when he last spoke."""

    agent_id: str
    raised: int = 0  # how often every address that he was sent was voided here; his epoch is that of the configuration and this
    invited_at: datetime | None = None  # when he was last sent his desk address
    invited_epoch: int = 0  # his epoch at that time
    invitations: int = 0
    spoke_at: datetime | None = None  # when a mail of his was last taken as his


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision may know besides the mail itself, the settings and the rules."""

    now: datetime  # aware UTC
    installed_at: datetime
    account: Account | None = None  # of the speaker's address, else of its domain; of a block that fell due, its owner
    account_by: Literal["", "address", "domain"] = ""
    credential: CredentialCheck | None = None
    by_token: tuple[tuple[Token, Case], ...] = ()
    by_message_id: Case | None = None
    by_number: tuple[Case, ...] = ()
    told: tuple[Told, ...] = ()  # automatic letters to the speaker's address, last 7 days, newest first
    holder_told: tuple[Told, ...] = ()  # when asked for: the same of the address that the first customer's token was issued to
    earlier_copy: Case | None = None  # the case that an unproven copy of this very mail opened or joined
    said_before: tuple[str, ...] = ()  # texts of proven mails of this address that bore the Message-ID of this one, last 90 days
    failed: tuple[FailedMail, ...] = ()
    open_cases: int = 0  # open cases of this account, for the agent to see
    alike: tuple[Case, ...] = ()  # open cases that this address opened within 24 hours under the same subject
    remembered: tuple[Detail, ...] = ()  # told in an earlier case of this address and still worth knowing
    own_cases: tuple[CaseSummary, ...] = ()  # when asked for: all that are open, and the five closed last
    mails: tuple[tuple[int, int], ...] = ()  # with them: (case id, mails of the customer and answers of people) of the cases above
    named_accounts: tuple[tuple[str, Account], ...] = ()  # (address key, account) of the addresses that an agent's commands name
    named_cases: tuple[Case, ...] = ()  # and the cases
    named_payments: tuple[tuple[int, str, PaymentFacts], ...] = ()  # and the payments, each with the address key that it is said to be for
    worked: tuple[Worked, ...] = ()  # when asked for: the time entered for the cases above, oldest first
    away: tuple[str, ...] = ()  # ids of the agents who are away today
    queue: tuple[CaseSummary, ...] = ()  # when asked for: what is due first at the front
    findings: tuple[tuple[int, str, str], ...] = ()  # when asked for: (case id, workaround | solution | lesson, text)
    first_mail: bool = False  # when asked for: this address never took part in a case
    agents: tuple[AgentDesk, ...] = ()  # when asked for: of whom the books say anything
    by_id: Case | None = None  # of something that fell due
    due: DueItem | None = None  # what fell due, as it stands in this snapshot; None: it has been seen to
    waiting: tuple[Case, ...] = ()  # when asked for, as the next two: see Wanted, oldest first
    running: tuple[Case, ...] = ()
    owners: tuple[Account, ...] = ()  # with both: the accounts of the addresses in `named`
    named: tuple[tuple[str, int], ...] = ()  # (address key, account that it, or its domain, speaks for)
    answers: tuple[PublicAnswer, ...] = ()  # to an agent: public answers in his case since the notification that he answers
    last_answer: LastAnswer | None = None  # and his own newest one
    sent_back: SentBack | None = None
    carried_out: tuple[str, ...] = ()  # digests of mails of his under the Message-ID of this one that were carried out (agents/repeating.py)
    caught: tuple[tuple[str, str], ...] = ()  # why what he asked for was not done at once: a reason to hold a letter back, and who would have read it
    held: tuple[HeldLetter, ...] = ()  # with what fell due: letters of the case that were held back
    offered: tuple[Offer, Facts] | None = None  # what is answered by a mail of an agent, with what is known of the person it is about
    unacknowledged: int = 0  # proven mails with which its requester added to that case since he heard from us
    versions: tuple[tuple[str, str, int], ...] = ()  # (kind, key, version): what booking re-checks under lock

    def raised(self, agent_id: str) -> int:
        """How often the addresses of this agent were voided, besides what the configuration says."""
        return next((desk.raised for desk in self.agents if desk.agent_id == agent_id), 0)
