"""The version of the tables: looked at with one plain question, changed by Alembic only when it must be.
An older file is copied aside first; tables that are newer than this program are left alone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import DatabaseError, OperationalError

from mailbot.store import backup
from mailbot.store import tables as t
from mailbot.store.engine import Database, insert_new
from mailbot.store.errors import Damaged, WrongSchema
from mailbot.store.locks import lock_subjects
from mailbot.store.migrations import NEWEST, VERSIONS

QUICK_CHECK_UP_TO = 64 * 1024 * 1024  # bytes; beyond, the check would hold up a start, and `mailbot check` does it


def version(connection: Connection) -> str | None:
    """The version of the tables; None when there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def bring_up_to_date(database: Database, now: datetime) -> None:
    """See that the tables are those of this program. Raises WrongSchema when they are newer, Damaged when broken."""
    file = database.file
    if file is not None and file.stat().st_size <= QUICK_CHECK_UP_TO:
        refuse_damaged(database)
    with database.read() as connection:
        seen = version(connection)
        if seen == NEWEST and _has_begun(connection):
            return
    _refuse_newer(database, seen)
    with database.write() as connection:
        lock_subjects(connection, ["schema"])  # several processes start at once: one of them migrates
        seen = version(connection)
        if seen != NEWEST:
            if file is not None and seen is not None:
                backup.copy(file, backup.free_name(database.folder / "backups", f"before-{NEWEST}", now))
            _run_migrations(connection)
        insert_new(connection, t.installation, ("id",), {"id": 1, "installed_at": now.replace(microsecond=0)})  # a mailbox tells whole seconds


def _has_begun(connection: Connection) -> bool:
    """Whether an installation has begun in these tables; in empty ones that were only prepared it has not."""
    return connection.execute(select(t.installation.c.id)).first() is not None


def refuse_old(database: Database) -> None:
    """For those who only use the tables: raises WrongSchema unless they are up to date."""
    with database.read() as connection:
        seen = version(connection)
    _refuse_newer(database, seen)
    if seen != NEWEST:
        raise WrongSchema(database.name, seen or "none", NEWEST, "Start `mailbot serve` once: it brings them up to date.")


def refuse_damaged(database: Database) -> None:
    """SQLite's own check of the file, without the indexes. Raises Damaged with what it says."""
    try:
        with database.read() as connection:
            answer = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
    except OperationalError:
        raise  # locked or away: that says nothing about the file
    except DatabaseError as error:
        answer = str(error.orig)
    if answer != "ok":
        raise Damaged(database.name, answer, str(database.folder / "backups"))


def _refuse_newer(database: Database, seen: str | None) -> None:
    if seen is not None and seen not in VERSIONS:
        raise WrongSchema(
            database.name, seen, NEWEST,
            "A newer mailbot has worked here. Install that version again, or put a backup from before it in place.",
        )  # fmt: skip


def _run_migrations(connection: Connection) -> None:
    from alembic import command  # half a second of imports that only a migration should cost
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, NEWEST)

