"""Cases: one matter each, who takes part, what was asked, and everything that happened to it.
The trail of events only grows; a case closes in exactly three states."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, false, text
from sqlmodel import Field

from mailbot.store.tables.base import NEVER_REUSED, Row, key, one_of, refers_to, table

CASE_STATES = (
    "received", "awaiting_entitlement", "awaiting_details", "open", "in_progress", "answered", "awaiting_customer",
    "awaiting_approval", "scheduled", "escalated", "resolved", "closed", "merged", "unanswered",
)  # fmt: skip
CLOSED_STATES = ("closed", "merged", "unanswered")
ROLES = ("requester", "cc", "third", "removed")  # third: an agent asked him; removed: an agent took him off
LINKS = ("related", "duplicate_of", "split_from")
FINDINGS = ("workaround", "solution", "lesson")
COLLECTED = ("feedback", "wish")
IS_CLOSED = "state IN ('closed', 'merged', 'unanswered')"
OPEN_CASES = f"NOT ({IS_CLOSED})"


class SupportCase(Row, table=True):
    """One matter of one customer, with one number."""

    __table_args__ = (
        one_of("state", CASE_STATES),
        CheckConstraint(f"(closed_at IS NOT NULL) = ({IS_CLOSED})", name="closed_at"),
        CheckConstraint("(merged_into_id IS NULL OR state = 'merged') AND merged_into_id <> id", name="merged_into"),
        Index("ix_supportcase_open", "account_id", sqlite_where=text(OPEN_CASES),
              postgresql_where=text(OPEN_CASES)),
        NEVER_REUSED,
    )  # fmt: skip
    id: int | None = key()
    version: int = 1
    number: str = Field(unique=True)
    account_id: int | None = refers_to("account.id", default=None)
    tier: str | None = None
    entitlement_id: int | None = refers_to("entitlement.id", default=None)  # the right it is worked on under
    rests_on: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))  # what was judged at receipt
    kind: str
    subject: str
    language: str
    state: str
    resolution: str | None = None
    priority: str
    fast: bool = False
    flags: list[str] = Field(sa_column=Column(JSON, nullable=False))
    claims: str | None = None  # a case number that the sender named without a right to it
    continues_id: int | None = refers_to("supportcase.id", default=None)
    merged_into_id: int | None = refers_to("supportcase.id", default=None)  # one that is itself merged into none
    state_before: str | None = None  # of a merged case: what it goes back to when the two are parted
    assigned_to: str | None = None
    assigned_at: datetime | None = None
    line: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    team: str = Field(default="", sa_column_kwargs={"server_default": ""})  # name of [teams]
    product: str = Field(default="", sa_column_kwargs={"server_default": ""})
    tags: list[str] = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))
    watchers: list[str] = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))  # ids of agents
    level_decided_by: str | None = None  # who had the last word on the priority
    reproduced: bool | None = None  # could the fault be recreated? None: nobody said
    rounds_asked: int = 0
    received_at: datetime
    clock_from: datetime | None = None  # when the promised times began to count; None: at receipt
    started_at: datetime | None = None  # when somebody began to work on it
    start_due_at: datetime | None = Field(default=None, index=True)
    answer_due_at: datetime | None = Field(default=None, index=True)
    answered_at: datetime | None = None
    closed_at: datetime | None = None


class Participant(Row, table=True):
    """An address on a case. Reply addresses are signed for its number."""

    __table_args__ = (
        UniqueConstraint("case_id", "address_key"),
        one_of("role", ROLES),
        Index("uq_participant_requester", "case_id", unique=True, sqlite_where=text("role = 'requester'"),
              postgresql_where=text("role = 'requester'")),
        NEVER_REUSED,
    )  # fmt: skip
    id: int | None = key()
    case_id: int = Field(foreign_key="supportcase.id")
    address: str
    address_key: str = Field(index=True)
    name: str = ""
    role: str
    copies: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # an agent gave him copies of the answers
    from_case_id: int | None = Field(default=None, foreign_key="supportcase.id")  # he came with this case when it was merged


class CaseDetail(Row, table=True):
    """One fact of the checklist of a case."""

    __table_args__ = (
        UniqueConstraint("case_id", "name"),
        one_of("state", ("asked", "found", "waived")),
        NEVER_REUSED,
    )
    id: int | None = key()
    case_id: int = Field(foreign_key="supportcase.id")
    name: str
    value: str = ""
    state: str


class CaseLink(Row, table=True):
    """Two cases that have to do with each other. Links are for people to see; they give nobody a right."""

    __table_args__ = (
        UniqueConstraint("from_id", "to_id", "kind"),
        CheckConstraint("from_id <> to_id", name="two_cases"),
        one_of("kind", LINKS),
        NEVER_REUSED,
    )
    id: int | None = key()
    from_id: int = Field(foreign_key="supportcase.id")
    to_id: int = refers_to("supportcase.id")
    kind: str
    at: datetime


class Feedback(Row, table=True):
    """Views and wishes: collected, read and considered, not answered one by one (BK-14, FX-27)."""

    __table_args__ = (one_of("kind", COLLECTED), NEVER_REUSED)
    id: int | None = key()
    kind: str
    account_id: int | None = refers_to("account.id", default=None)
    case_id: int | None = refers_to("supportcase.id", default=None)
    intake_id: int | None = refers_to("intake.id", default=None)
    author: str  # address it came from
    language: str
    subject: str
    text: str
    at: datetime = Field(index=True)
    told_at: datetime | None = None  # when the admins got it in their digest


class Finding(Row, table=True):
    """What an agent learnt from a case: a way round, the solution, a lesson."""

    __table_args__ = (one_of("kind", FINDINGS), NEVER_REUSED)
    id: int | None = key()
    case_id: int = refers_to("supportcase.id")
    kind: str
    text: str
    author: str  # id of an agent
    at: datetime


class CaseEvent(Row, table=True):
    """One thing that happened to a case. Triggers refuse to change or delete it; it names no person."""

    __table_args__ = NEVER_REUSED
    id: int | None = key()
    case_id: int = refers_to("supportcase.id")
    intake_id: int | None = refers_to("intake.id", default=None)
    at: datetime
    actor: str
    kind: str
    before: str | None = None
    after: str | None = None
    detail: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


case, participant = table(SupportCase), table(Participant)
case_detail, case_event, case_link, feedback = table(CaseDetail), table(CaseEvent), table(CaseLink), table(Feedback)
finding = table(Finding)
