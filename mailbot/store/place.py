"""Where the database lives: a file in the state folder unless the configuration names another place.
A network file system is refused: SQLite's locks and shared memory do not hold there."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from mailbot.store.errors import WrongPlace

FILE_NAME = "mailbot.db"
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "fuse.glusterfs", "fuse.sshfs", "lustre"}
)
MOUNTS = Path("/proc/self/mounts")


def place(url: str | None, folder: Path) -> URL:
    """The address of the database: "" is a file in `folder`; a plain path is SQLite; else an SQLAlchemy URL.
    Raises WrongPlace when it is neither SQLite nor PostgreSQL, or lies on a network file system."""
    if not url:
        return _file(folder / FILE_NAME)
    if "://" not in url:
        return _file(folder / url)
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise WrongPlace(f"[store] url {url!r} cannot be read; {_EXPECTED}") from None
    match parsed.get_backend_name():
        case "sqlite":
            return _file(folder / (parsed.database or FILE_NAME))
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise WrongPlace(f"[store] url names {other!r}; {_EXPECTED}")


_EXPECTED = 'expected "" (a file in the state folder), "sqlite:///path/to/file.db" or "postgresql://user@host/database"'


def _file(path: Path) -> URL:
    kind = file_system(path.parent)
    if kind in NETWORK_FILE_SYSTEMS:
        raise WrongPlace(
            f"{path} lies on a network file system ({kind}), where SQLite's locks do not hold; expected a local disk. "
            "Set [state] folder to a local folder, or [store] url to a PostgreSQL database."
        )
    return URL.create("sqlite", database=str(path))


def file_system(folder: Path, mounts: Path = MOUNTS) -> str | None:
    """The kind of file system that `folder` lies on, as the kernel calls it; None when it does not say."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    inside = os.path.realpath(folder)
    best, kind = "", None
    for line in lines:
        _, point, name, *_ = [*line.split(" "), "", "", ""]
        point = point.replace("\\040", " ")
        if (inside == point or inside.startswith(point.rstrip("/") + "/")) and len(point) >= len(best):
            best, kind = point, name
    return kind
