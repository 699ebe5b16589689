"""Mailboxes that are read by IMAP: how far each is read, and which are not read at the moment and why.
A mailbox that is unknown here was never opened: what lies in it may be the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, select, update

from mailbot.mail.mailbox import Progress
from mailbot.store import tables as t
from mailbot.store.engine import Database, insert_new, storable

DOOR = "mailbox "  # names of pauses begin with it
REASON_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Unread:
    """A mailbox that is not read at the moment."""

    name: str
    reason: str
    since: datetime


_ONE = and_(t.mailbox.c.account == bindparam("of_account"), t.mailbox.c.folder == bindparam("of_folder"))
_PROGRESS = select(
    t.mailbox.c.uidvalidity, t.mailbox.c.last_uid, t.mailbox.c.backlog_below, t.mailbox.c.backlog_before
).where(_ONE)  # fmt: skip
_UNREAD = select(t.pause).where(t.pause.c.what.startswith(DOOR)).order_by(t.pause.c.what)


def progress(connection: Connection, account: str, folder: str) -> Progress | None:
    """How far this folder is read; None when it was never opened."""
    row = connection.execute(_PROGRESS, {"of_account": account, "of_folder": folder}).first()
    return None if row is None else Progress(**row._mapping)


def save_progress(database: Database, account: str, folder: str, now_at: Progress, now: datetime) -> None:
    """This folder is read up to here; the first time makes it known."""
    values = {
        "uidvalidity": now_at.uidvalidity, "last_uid": now_at.last_uid, "backlog_below": now_at.backlog_below,
        "backlog_before": now_at.backlog_before,
    }  # fmt: skip
    with database.write() as connection:
        made = insert_new(connection, t.mailbox, ("account", "folder"),
                          {"account": account, "folder": folder, "opened_at": now} | values)  # fmt: skip
        if made is None:
            connection.execute(update(t.mailbox).where(_ONE).values(values), {"of_account": account, "of_folder": folder})


def say_unread(database: Database, name: str, reason: str, now: datetime) -> None:
    """This mailbox is not read, and this is why; the first time stays while the reason may change."""
    with database.write() as connection:
        values = {"what": DOOR + name, "reason": storable(reason)[:REASON_LENGTH], "since": now}
        if insert_new(connection, t.pause, ("what",), values) is None:
            connection.execute(update(t.pause).where(t.pause.c.what == DOOR + name).values(reason=values["reason"]))


def say_read(database: Database, name: str) -> None:
    """This mailbox is read again."""
    with database.write() as connection:
        connection.execute(t.pause.delete().where(t.pause.c.what == DOOR + name))


def forget_others(database: Database, names: tuple[str, ...]) -> None:
    """At start: what is said of mailboxes that are no longer configured means nothing."""
    gone = t.pause.delete().where(t.pause.c.what.startswith(DOOR), t.pause.c.what.not_in([DOOR + name for name in names]))
    with database.write() as connection:
        connection.execute(gone)


def unread(connection: Connection) -> tuple[Unread, ...]:
    """The mailboxes that are not read at the moment."""
    return tuple(Unread(row.what.removeprefix(DOOR), row.reason, row.since) for row in connection.execute(_UNREAD))
