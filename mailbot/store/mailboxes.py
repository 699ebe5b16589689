"""Mailboxes that are read by IMAP: how far each is read, and which are not read at the moment and why.
A mailbox that is unknown here was never opened: what lies in it may be the past. Part of the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select, update

from mailbot.mail.mailbox import Progress
from mailbot.store import tables as t
from mailbot.store.engine import Database, insert_new, storable
from mailbot.store.intake import delivered

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


class Mailboxes:
    """The mailboxes of one database. Each method is one transaction or one snapshot; `now` is always aware UTC."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def delivered(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of these delivery keys whose mail is kept already."""
        with self._database.read() as connection:
            return delivered(connection, keys)

    def progress(self, account: str, folder: str) -> Progress | None:
        """How far a folder is read; None when it was never opened."""
        with self._database.read() as connection:
            row = connection.execute(_PROGRESS, {"of_account": account, "of_folder": folder}).first()
        return None if row is None else Progress(**{**row._mapping, "skipped": tuple(row.skipped)})

    def save(self, account: str, folder: str, progress: Progress, now: datetime) -> None:
        """A folder is read up to here; the first time makes it known."""
        values = {
            "uidvalidity": progress.uidvalidity, "last_uid": progress.last_uid, "backlog_below": progress.backlog_below,
            "backlog_before": progress.backlog_before, "skipped": list(progress.skipped),
        }  # fmt: skip
        with self._database.write() as connection:
            made = insert_new(connection, t.mailbox, ("account", "folder"),
                              {"account": account, "folder": folder, "opened_at": now} | values)  # fmt: skip
            if made is None:
                connection.execute(update(t.mailbox).where(_ONE).values(values), {"of_account": account, "of_folder": folder})

    def say_unread(self, name: str, reason: str, now: datetime) -> None:
        """A mailbox is not read at the moment, and this is why."""
        self._say(DOOR + name, reason, now)

    def say_read(self, name: str) -> None:
        """A mailbox is read again."""
        self._unsay(DOOR + name)

    def say_trouble(self, name: str, reason: str, now: datetime) -> None:
        """A mailbox is read, and something about it needs a person."""
        self._say(TROUBLE + name, reason, now)

    def say_no_trouble(self, name: str) -> None:
        """Nothing about a mailbox needs a person any more."""
        self._unsay(TROUBLE + name)

    def forget_others(self, names: tuple[str, ...]) -> None:
        """At start: what is said of mailboxes that are no longer configured means nothing."""
        with self._database.write() as connection:
            for door in (DOOR, TROUBLE):
                configured = [door + name for name in names]
                connection.execute(t.pause.delete().where(t.pause.c.what.startswith(door), t.pause.c.what.not_in(configured)))

    def unread(self) -> tuple[Unread, ...]:
        """The mailboxes that are not read at the moment."""
        return self._said(DOOR)

    def troubles(self) -> tuple[Unread, ...]:
        """The mailboxes that are read, and about which something needs a person."""
        return self._said(TROUBLE)

    def _say(self, what: str, reason: str, now: datetime) -> None:
        """The first time stays, while the reason may change."""
        with self._database.write() as connection:
            values = {"what": what, "reason": storable(reason)[:REASON_LENGTH], "since": now}
            if insert_new(connection, t.pause, ("what",), values) is None:
                connection.execute(update(t.pause).where(t.pause.c.what == what).values(reason=values["reason"]))

    def _unsay(self, what: str) -> None:
        with self._database.write() as connection:
            connection.execute(t.pause.delete().where(t.pause.c.what == what))

    def _said(self, door: str) -> tuple[Unread, ...]:
        said = select(t.pause).where(t.pause.c.what.startswith(door)).order_by(t.pause.c.what)
        with self._database.read() as connection:
            return tuple(Unread(row.what.removeprefix(door), row.reason, row.since) for row in connection.execute(said))
