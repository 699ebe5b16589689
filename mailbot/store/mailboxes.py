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
TROUBLE = "trouble in mailbox "  # or with this, when the mailbox is read all the same
REASON_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Unread:
    """A mailbox that is not read at the moment, or needs a person."""

    name: str
    reason: str
    since: datetime


_ONE = and_(t.mailbox.c.account == bindparam("of_account"), t.mailbox.c.folder == bindparam("of_folder"))
_PROGRESS = select(
    t.mailbox.c.uidvalidity, t.mailbox.c.last_uid, t.mailbox.c.backlog_below, t.mailbox.c.backlog_before, t.mailbox.c.skipped
).where(_ONE)  # fmt: skip


def progress(connection: Connection, account: str, folder: str) -> Progress | None:
    """How far this folder is read; None when it was never opened."""
    row = connection.execute(_PROGRESS, {"of_account": account, "of_folder": folder}).first()
    return None if row is None else Progress(**{**row._mapping, "skipped": tuple(row.skipped)})


def save_progress(database: Database, account: str, folder: str, now_at: Progress, now: datetime) -> None:
    """This folder is read up to here; the first time makes it known."""
    values = {
        "uidvalidity": now_at.uidvalidity, "last_uid": now_at.last_uid, "backlog_below": now_at.backlog_below,
        "backlog_before": now_at.backlog_before, "skipped": list(now_at.skipped),
    }  # fmt: skip
    with database.write() as connection:
        made = insert_new(connection, t.mailbox, ("account", "folder"),
                          {"account": account, "folder": folder, "opened_at": now} | values)  # fmt: skip
        if made is None:
            connection.execute(update(t.mailbox).where(_ONE).values(values), {"of_account": account, "of_folder": folder})


def say_unread(database: Database, name: str, reason: str, now: datetime, door: str = DOOR) -> None:
    """This mailbox is not read, or (TROUBLE) needs a person, and this is why; the first time stays while the reason may change."""
    with database.write() as connection:
        values = {"what": door + name, "reason": storable(reason)[:REASON_LENGTH], "since": now}
        if insert_new(connection, t.pause, ("what",), values) is None:
            connection.execute(update(t.pause).where(t.pause.c.what == door + name).values(reason=values["reason"]))


def say_read(database: Database, name: str, door: str = DOOR) -> None:
    """This mailbox is read again; with TROUBLE: nothing about it needs a person any more."""
    with database.write() as connection:
        connection.execute(t.pause.delete().where(t.pause.c.what == door + name))


def forget_others(database: Database, names: tuple[str, ...]) -> None:
    """At start: what is said of mailboxes that are no longer configured means nothing."""
    with database.write() as connection:
        for door in (DOOR, TROUBLE):
            configured = [door + name for name in names]
            connection.execute(t.pause.delete().where(t.pause.c.what.startswith(door), t.pause.c.what.not_in(configured)))


def unread(connection: Connection, door: str = DOOR) -> tuple[Unread, ...]:
    """The mailboxes that are not read at the moment; with TROUBLE, those that need a person."""
    said = select(t.pause).where(t.pause.c.what.startswith(door)).order_by(t.pause.c.what)
    return tuple(Unread(row.what.removeprefix(door), row.reason, row.since) for row in connection.execute(said))
