"""The installation itself: when it began, its number series, and the times at which something is due.
Number series have no gaps: a number is taken in the transaction that uses it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from mailbot.store.tables.base import NEVER_REUSED, Row, key, table


class Installation(Row, table=True):
    """One row: mail that is older than this is never answered."""

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    installed_at: datetime


class NumberSeries(Row, table=True):
    """The last number taken of a series such as "case:2026"."""

    series: str = Field(primary_key=True)
    last: int


class Pause(Row, table=True):
    """Why nothing is sent at the moment, such as a refused password (SMTP 535)."""

    what: str = Field(primary_key=True)
    reason: str
    since: datetime


class Mailbox(Row, table=True):
    """How far a folder of an IMAP account is read. UIDs are unsigned 32-bit numbers, more than INTEGER holds on PostgreSQL."""

    __table_args__ = (UniqueConstraint("account", "folder"), NEVER_REUSED)
    id: int | None = key()
    account: str
    folder: str
    uidvalidity: int = Field(sa_column=Column(BigInteger, nullable=False))
    last_uid: int = Field(sa_column=Column(BigInteger, nullable=False))
    backlog_below: int = Field(sa_column=Column(BigInteger, nullable=False))
    backlog_before: datetime | None = None
    opened_at: datetime
    skipped: list[int] = Field(sa_column=Column(JSON, nullable=False, server_default="[]"))


DUE_WAITS = "done_at IS NULL"


class Due(Row, table=True):
    """A time at which something must be done about a subject, such as ("remind", "case:12")."""

    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        Index("ix_due_waiting", "next_at", sqlite_where=text(DUE_WAITS), postgresql_where=text(DUE_WAITS)),
        NEVER_REUSED,
    )  # fmt: skip
    id: int | None = key()
    kind: str
    subject: str
    due_at: datetime
    next_at: datetime  # may be taken from then on; while it is claimed: the end of the lease
    attempts: int = 0
    claimed_by: str | None = None
    error: str | None = None
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    done_at: datetime | None = None


class Absence(Row, table=True):
    """An agent who is away; somebody who is there has no row."""

    agent_id: str = Field(primary_key=True)
    since: datetime
    until: date | None = None  # last day; None: until he says that he is back


installation, number_series, pause, due = table(Installation), table(NumberSeries), table(Pause), table(Due)
mailbox, absence = table(Mailbox), table(Absence)
