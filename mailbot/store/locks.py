"""Locks: one writer at a time on SQLite, one leader per task, and short locks on a subject on PostgreSQL.
SQLite's own waiting is unfair between processes (commits waited 28 s); `flock` hands over in turn."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, func, select


class WriteLock:
    """The right to write: one thread of one process at a time. `flock` belongs to an open file, hence the two locks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.Lock()
        self._file: int | None = None
        self._opened_by = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the right to write, and give it back."""
        with self._thread:
            file = self._own_file()
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)

    def _own_file(self) -> int:
        """An open file of this very process: one inherited by fork would share the parent's lock."""
        if self._file is None or self._opened_by != os.getpid():
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._opened_by = os.getpid()
        return self._file

    def close(self) -> None:
        with self._thread:
            if self._file is not None and self._opened_by == os.getpid():
                os.close(self._file)
            self._file = None


class Leadership(Protocol):
    """A task that this process alone does, until it lets go or dies."""

    def held(self) -> bool: ...

    def release(self) -> None: ...


class FileLeadership:
    """Leadership by `flock`: for the processes of one machine."""

    def __init__(self, file: int) -> None:
        self._file: int | None = file

    def held(self) -> bool:
        return self._file is not None

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file = None


class SessionLeadership:
    """Leadership by a PostgreSQL session: for all nodes. Lost with the connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def held(self) -> bool:
        if self._connection.closed:
            return False
        try:
            self._connection.exec_driver_sql("SELECT 1")
        except Exception:
            self._connection.close()
            return False
        return True

    def release(self) -> None:
        self._connection.invalidate()  # ends the session, and with it the lock
        self._connection.close()


def lead_by_file(folder: Path, task: str) -> Leadership | None:
    """Take the lead of a task on this machine; None when another process has it."""
    file = os.open(folder / f"{task}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    return FileLeadership(file)


def lead_by_session(engine: Engine, task: str) -> Leadership | None:
    """Take the lead of a task among all nodes of one PostgreSQL database; None when another session has it."""
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    if connection.execute(select(func.pg_try_advisory_lock(_number(f"lead:{task}")))).scalar_one():
        return SessionLeadership(connection)
    connection.close()
    return None


def lock_subjects(connection: Connection, subjects: Iterable[str]) -> None:
    """Hold names such as "told:anna@x.se" until this transaction ends. On SQLite the write lock does it already.
    Always in the same order, so that two bookings cannot wait for each other."""
    if connection.dialect.name == "postgresql":
        for subject in sorted(set(subjects)):
            connection.execute(select(func.pg_advisory_xact_lock(_number(subject))))


def _number(subject: str) -> object:
    return func.hashtextextended(subject, 0)
