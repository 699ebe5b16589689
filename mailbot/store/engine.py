"""The database: connections that write one at a time, and connections that read a snapshot.
On SQLite a transaction that will write says so when it begins; one that finds out later would fail at once."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Executable, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import ConnectionPoolEntry

from mailbot.store.errors import Damaged
from mailbot.store.locks import Leadership, WriteLock, lead_by_file, lead_by_session

BUSY_TIMEOUT_MS = 30_000  # only a backup or another program can make us wait: our own writers take turns
CONNECTIONS = 5
MORE_CONNECTIONS = 15

_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA synchronous=FULL",  # NORMAL may lose a mail that was answered 250 when the power fails
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is deleted is overwritten: a sent unlock code leaves nothing behind
)
_SESSION = (
    "-c timezone=UTC -c lock_timeout=30s -c statement_timeout=120s -c idle_in_transaction_session_timeout=120s"
)


class Database:
    """One place where things are kept, on SQLite or PostgreSQL, for all threads of a process."""

    def __init__(self, url: URL, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self.is_sqlite = url.get_backend_name() == "sqlite"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = WriteLock(folder / "write.lock") if self.is_sqlite else None
        if self._lock is not None:
            with self._lock.held():
                _make_file(Path(url.database or ""), folder)
        self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url)

    @property
    def file(self) -> Path | None:
        """The database file; None on PostgreSQL."""
        return Path(self.url.database or "") if self.is_sqlite else None

    @property
    def name(self) -> str:
        """Where it is, for people to read; without a password."""
        return str(self.file or self.url.render_as_string(hide_password=True))

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One write transaction: committed at the end, undone by an exception."""
        if self._lock is None:
            with self.engine.begin() as connection:
                yield connection
        else:
            with self._lock.held(), self.engine.connect() as plain:
                connection = plain.execution_options(mailbot_writes=True)
                with connection.begin():
                    yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot: every question is answered as of the same instant."""
        with self.engine.connect() as plain:
            connection = plain
            if not self.is_sqlite:
                connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    def lead(self, task: str) -> Leadership | None:
        """Take the lead of a task such as "clock"; None when another process or node has it."""
        return lead_by_file(self.folder, task) if self.is_sqlite else lead_by_session(self.engine, task)

    def close(self) -> None:
        self.engine.dispose()
        if self._lock is not None:
            self._lock.close()


def insert_new(connection: Connection, table: Table, unique: tuple[str, ...], values: Mapping[str, Any]) -> int | None:
    """Insert a row and give its key; None when a row with the same `unique` columns is there already."""
    found = connection.execute(_insert_new(table, unique, connection.dialect.name), values).first()
    return None if found is None else found[0]


@cache
def _insert_new(table: Table, unique: tuple[str, ...], dialect: str) -> Executable:
    """Built once: putting a statement together costs more than running it."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing(index_elements=unique).returning(*table.primary_key.columns)


def insert_id(connection: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert a row and give its id."""
    given = connection.execute(table.insert(), values).inserted_primary_key
    assert given is not None
    return int(given[0])


def storable(text: str) -> str:
    """Text as both databases take it: no NUL (PostgreSQL), no lone surrogates (bytes that a door could not decode)."""
    if text.isascii():
        return text.replace("\0", "")
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _make_file(file: Path, folder: Path) -> None:
    """See that the file exists, is ours alone, and keeps a write-ahead log (a property of the file, set once).
    Raises Damaged when SQLite cannot read it."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    with closing(sqlite3.connect(file, timeout=BUSY_TIMEOUT_MS / 1000)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            raise  # locked or away: that says nothing about the file
        except sqlite3.DatabaseError as error:
            raise Damaged(str(file), str(error), str(folder / "backups")) from error


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, pool_size=CONNECTIONS, max_overflow=MORE_CONNECTIONS, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("mailbot_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=MORE_CONNECTIONS,
        hide_parameters=True,  # as on SQLite: addresses and subjects do not stand in exceptions, which are logged
        pool_pre_ping=True,  # a server that was restarted costs a reconnect, not a mail
        connect_args={"connect_timeout": 10, "application_name": "mailbot", "options": _SESSION},
    )
