"""Mail in and mail out: the intake, its deliveries, the conversation, the outbox.
Raw bytes lie in tables of their own, so that a change of state never rewrites a mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, false, text
from sqlmodel import Field

from mailbot.store.tables.base import NEVER_REUSED, Row, key, one_of, refers_to, table

INTAKE_STATES = ("new", "claimed", "done", "quarantine")
OUTBOX_STATES = ("queued", "sending", "sent", "failed", "bounced", "delayed", "held", "withdrawn")

# Partial indexes hold only what still waits, so that the queues stay fast however much is kept.
INTAKE_WAITS = "state IN ('new', 'claimed')"
OUTBOX_WAITS = "state IN ('queued', 'sending')"


class Intake(Row, table=True):
    """One mail that was taken in, however many copies of it came."""

    __table_args__ = (
        one_of("state", INTAKE_STATES),
        Index("ix_intake_waiting", "id", sqlite_where=text(INTAKE_WAITS), postgresql_where=text(INTAKE_WAITS)),
        Index("ix_intake_quarantine", "id", sqlite_where=text("state = 'quarantine'"),
              postgresql_where=text("state = 'quarantine'")),
        NEVER_REUSED,
    )  # fmt: skip
    id: int | None = key()
    fingerprint: str = Field(index=True)
    proof: str = ""  # what proved the sender at the door; "" for nothing
    trust_key: str = Field(unique=True)  # fingerprint and class of proof: a better proven copy is taken again
    state: str = "new"
    attempts: int = 0
    claimed_by: str | None = None
    next_at: datetime  # may be taken from then on; of a claimed mail: the end of the lease
    error: str | None = None
    received_at: datetime
    done_at: datetime | None = None
    verdict: str | None = None
    trail: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    case_id: int | None = refers_to("supportcase.id", default=None)


class IntakeBytes(Row, table=True):
    """The mail as it came."""

    intake_id: int = Field(foreign_key="intake.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    raw: bytes


class Delivery(Row, table=True):
    """One copy of a mail, with the envelope it came in."""

    __table_args__ = NEVER_REUSED
    id: int | None = key()
    intake_id: int = refers_to("intake.id")
    delivery_key: str = Field(unique=True)  # of the transport: the same delivery is kept once
    mail_from: str | None = None
    rcpt_to: list[str] = Field(sa_column=Column(JSON, nullable=False))
    peer: str
    door: str
    authenticated_as: str | None = None
    vouched: bool = False
    proof: str = ""
    received_at: datetime
    whole_size: int | None = None  # octets of a mail that was too large: only its header is kept
    backlog: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # lay there before the desk did


class Message(Row, table=True):
    """One text of a conversation: a customer's mail, an agent's answer, or an internal note."""

    __table_args__ = (one_of("direction", ("in", "out", "note")), NEVER_REUSED)
    id: int | None = key()
    case_id: int | None = refers_to("supportcase.id", default=None)
    intake_id: int | None = refers_to("intake.id", default=None)
    direction: str
    message_id: str | None = Field(default=None, index=True)  # without brackets; not unique: senders repeat them
    author: str
    text: str
    verified: bool
    automatic: bool = False
    at: datetime


class Offer(Row, table=True):
    """What an agent was asked, and does when he says yes: a mail that he passed on is to become a case."""

    __table_args__ = (one_of("kind", ("forward",)), NEVER_REUSED)
    id: int | None = key()
    kind: str
    agent_id: str
    address: str  # of the person whose mail was passed on: a claim
    subject: str
    language: str | None = None
    text: str
    idem: str = Field(unique=True)  # of the letter that asks
    intake_id: int | None = refers_to("intake.id", default=None)  # the mail that was passed on
    made_at: datetime
    ended_at: datetime | None = None  # taken or turned down


class Outbox(Row, table=True):
    """One mail of ours to one address. Its bytes are frozen when it is booked."""

    __table_args__ = (
        one_of("state", OUTBOX_STATES),
        Index("ix_outbox_waiting", "id", sqlite_where=text(OUTBOX_WAITS), postgresql_where=text(OUTBOX_WAITS)),
        Index("ix_outbox_told", "to_key", "id", sqlite_where=text("automatic"), postgresql_where=text("automatic")),
        NEVER_REUSED,
    )
    id: int | None = key()
    idem: str = Field(unique=True)
    case_id: int | None = refers_to("supportcase.id", default=None)
    intake_id: int | None = refers_to("intake.id", default=None)  # the mail that led to this one
    template: str
    language: str
    mail_from: str
    to_address: str
    to_key: str
    subject: str
    automatic: bool
    answers_to: str  # where an answer comes in: customer | agent | desk | plain
    message_id: str = Field(unique=True)
    named: list[int] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))  # lines at fault that it tells its agent of
    state: str = "queued"
    attempts: int = 0
    uncertain: int = 0  # times it was sent again because nobody knows whether the last attempt arrived
    claimed_by: str | None = None
    next_at: datetime  # may be sent from then on; while being sent: the end of the lease
    reason: str | None = None
    created_at: datetime
    sent_at: datetime | None = None


class OutboxBytes(Row, table=True):
    """The mail as it goes out, each time the same."""

    outbox_id: int = Field(foreign_key="outbox.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    raw: bytes


class Undoable(Row, table=True):
    """How a case stood before and after a mail that its agent may still take back."""

    intake_id: int = Field(foreign_key="intake.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    case_id: int = refers_to("supportcase.id")
    agent_id: str
    at: datetime
    until: datetime  # its letters leave then
    before: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    after: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    lines: list[list[str]] = Field(sa_column=Column(JSON, nullable=False))  # its commands: name, and as written
    text: str  # its words


class Released(Row, table=True):
    """A mail of an agent that was sent back to him, and the mail of his that settled it: it happens once."""

    intake_id: int = Field(foreign_key="intake.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    by_intake_id: int | None = refers_to("intake.id", default=None)
    at: datetime


intake, intake_bytes, delivery = table(Intake), table(IntakeBytes), table(Delivery)
message, offer, outbox, outbox_bytes, released, undoable = table(Message), table(Offer), table(Outbox), table(OutboxBytes), table(Released), table(Undoable)
