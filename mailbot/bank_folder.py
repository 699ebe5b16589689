"""The folder that the bank's files are put into: each is brought in once it has stopped growing, and moved out of the way.
A file that cannot be read goes to trouble/ with its reason beside it; the admins hear of it, and nothing of it is booked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from mailbot.bank.record import BankFileError
from mailbot.desk import daily
from mailbot.desk.effects import Decision
from mailbot.payments import digest_of, import_file
from mailbot.pipeline import Desk
from mailbot.store import is_outage

log = logging.getLogger("mailbot.payments")

HALF_WRITTEN = (".part", ".tmp", ".crdownload", ".filepart", ".partial")
OLD_ENOUGH = timedelta(minutes=1)  # unchanged for so long, a file needs no second look
DONE, TROUBLE = "done", "trouble"
Look = tuple[int, int]  # size and time of change


class BankFolder:
    """The folder of [payments] file_folder, looked at again and again."""

    def __init__(self, desk: Desk, wake: Callable[[], None] = lambda: None) -> None:
        self._desk = desk
        self._wake = wake
        self._seen: dict[str, Look] = {}  # as each file was at the last look

    @property
    def place(self) -> Path:
        """Where files are put in."""
        return self._desk.loaded.state_folder / self._desk.loaded.config.payments.file_folder

    def look(self, now: datetime) -> int:
        """Bring in what lies there unchanged since the last look, or for a minute; how many files were taken. Makes the folders at the first look."""
        for folder in (self.place, self.place.parent / DONE, self.place.parent / TROUBLE):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        leader = self._desk.store.lead("payments")
        if leader is None:
            return 0
        try:
            return self._take(now)
        finally:
            leader.release()

    def _take(self, now: datetime) -> int:
        there = {path.name: _as_it_is(path) for path in sorted(self.place.iterdir()) if _is_whole(path)}
        old = (now - OLD_ENOUGH).timestamp() * 1e9
        steady = [name for name, look in there.items() if look is not None and (self._seen.get(name) == look or look[1] < old)]
        self._seen = {name: look for name, look in there.items() if look is not None and name not in steady}
        for name in steady:
            self._bring_in(self.place / name, now)
        if steady:
            self._wake()
        return len(steady)

    def _bring_in(self, path: Path, now: datetime) -> None:
        """One file: into the books and to done/, or to trouble/."""
        try:
            imported = import_file(path, self._desk, now)
        except BankFileError as error:
            self._trouble(path, str(error), now)
            return
        except PermissionError as error:
            self._trouble(path, error.strerror or str(error), now)
            return
        except Exception as error:  # one file that breaks the reader does not keep the others out; books that are away are no file's fault
            if is_outage(error):
                raise
            self._trouble(path, f"reading it failed ({type(error).__name__}), which is a fault of mailbot; please report it", now)
            return
        _moved(path, self.place.parent / DONE)
        known = f"known since {imported.known_since}" if imported.known_since else f"{imported.fresh} new of {imported.records}"
        log.info("payments: %s: %s", path.name, known)

    def _trouble(self, path: Path, because: str, now: datetime) -> None:
        """The file, its reason beside it, and a line in the admins' next letter."""
        log.error("payments: %s cannot be read: %s", path.name, because)
        digest = _digest(path)
        self._desk.store.bank.file_failed(path.name, digest, because, now)
        self._desk.store.book(None, Decision("payment_file_failed", (daily.tell(now, self._desk.loaded.config),)), (), (), now)
        aside = _moved(path, self.place.parent / TROUBLE)
        reason = aside.with_name(f"{aside.name}.reason.txt")
        reason.write_text(f"{because}\n\nNothing of this file was booked. Mended or fetched anew, put it into {self.place}.\n", encoding="utf-8")


def _digest(path: Path) -> str:
    """What the file is known by; of one that may not be read, its name."""
    try:
        with path.open("rb") as stream:
            return digest_of(stream)
    except PermissionError:
        return f"unread:{path.name}"


def _is_whole(path: Path) -> bool:
    """A file that somebody has finished writing, as far as its name says."""
    return path.is_file() and not path.name.startswith(".") and not path.name.lower().endswith(HALF_WRITTEN)


def _as_it_is(path: Path) -> Look | None:
    """Its size and time of change; None when it is gone again."""
    try:
        known = path.stat()
    except FileNotFoundError:
        return None
    return known.st_size, known.st_mtime_ns


def _moved(path: Path, folder: Path) -> Path:
    """Into that folder, under its own name or the next that is free."""
    free = folder / path.name
    number = 1
    while free.exists():
        free = folder / f"{path.stem}-{number}{path.suffix}"
        number += 1
    return path.replace(free)
