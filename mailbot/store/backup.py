"""Backups of an SQLite file, taken while it is in use.
Never by copying files: the write-ahead log beside the file is part of it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

PAGES_AT_ONCE = 4096  # 16 MB between two looks at the writers


def copy(file: Path, to: Path) -> None:
    """Write the database as it is now into the new file `to`, readable by us alone.
    It gets its name when it is whole, so that a backup that exists can be trusted. Raises FileExistsError."""
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = to.with_name(to.name + ".unfinished")
    os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600))
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(unfinished)) as target:
            source.backup(target, pages=PAGES_AT_ONCE)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself
        _flush(unfinished)
        os.link(unfinished, to)  # unlike a rename, never replaces another backup
        _flush(to.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def free_name(folder: Path, why: str, now: datetime) -> Path:
    """A name in `folder` that no backup has yet, such as mailbot-20261123-093000-before-0002.db."""
    stem = f"mailbot-{now:%Y%m%d-%H%M%S}-{why}"
    name, count = folder / f"{stem}.db", 1
    while name.exists():
        count += 1
        name = folder / f"{stem}-{count}.db"
    return name


def _flush(path: Path) -> None:
    """See that the disk has it (fsync)."""
    opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
