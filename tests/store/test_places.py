"""Where the database lives, how it is backed up, and who holds which lock."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.store import Store, WrongPlace, place
from mailbot.store.locks import WriteLock
from tests.store.acts import CONFIG, KEYS, NOW, Chance, open_case
from tests.store.conftest import OpenStore


def test_an_empty_url_is_a_file_in_the_state_folder(tmp_path: Path) -> None:
    assert place.place("", tmp_path).database == str(tmp_path / "mailbot.db")
    assert place.place(None, tmp_path).database == str(tmp_path / "mailbot.db")
    assert place.place("books/other.db", tmp_path).database == str(tmp_path / "books/other.db")
    assert place.place("sqlite:////var/lib/x.db", tmp_path).database == "/var/lib/x.db"


def test_postgresql_is_spoken_with_the_driver_we_ship(tmp_path: Path) -> None:
    url = place.place("postgresql://mailbot@db/mailbot", tmp_path)

    assert url.drivername == "postgresql+psycopg"


@pytest.mark.parametrize("url", ["mysql://x/y", "http://example.com", "://"])
def test_any_other_database_is_refused_with_what_was_expected(url: str, tmp_path: Path) -> None:
    with pytest.raises(WrongPlace, match="expected"):
        place.place(url, tmp_path)


def test_a_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path}/net\\040share nfs4 rw 0 0\n")
    shared = tmp_path / "net share" / "state"

    assert place.file_system(shared, mounts) == "nfs4"
    assert place.file_system(tmp_path / "net share2", mounts) == "ext4"
    assert place.file_system(shared, tmp_path / "none") is None
    monkeypatch.setattr(place, "file_system", lambda folder: "nfs4")
    with pytest.raises(WrongPlace, match=r"nfs4.*local disk.*PostgreSQL"):
        place.place("", shared)


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    store = Store.open("postgresql://mailbot:hemligt@127.0.0.1:1/mailbot", tmp_path, KEYS, CONFIG, Chance())

    assert "hemligt" not in store.name
    assert "hemligt" not in repr(store._database.url)
    store.close()


def test_a_backup_is_taken_while_the_books_are_in_use(tmp_path: Path, opener: OpenStore) -> None:
    """In the midst of a transaction of somebody else: what was committed is in it, what was not is not."""
    store = opener()
    if not store._database.is_sqlite:
        with pytest.raises(WrongPlace, match="pg_dump"):
            store.backup(tmp_path / "copy.db")
        return
    open_case(store)
    with store._database.write() as connection:
        connection.execute(text("DELETE FROM message"))
        store.backup(tmp_path / "safe" / "copy.db")

    with sqlite3.connect(tmp_path / "safe" / "copy.db") as copy:
        assert copy.execute("SELECT COUNT(*) FROM message").fetchone() == (1,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [path.name for path in (tmp_path / "safe").iterdir()] == ["copy.db"]
    assert (tmp_path / "safe" / "copy.db").stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        store.backup(tmp_path / "safe" / "copy.db")


def test_times_come_back_aware_and_in_utc(store: Store) -> None:
    """Whatever zone they were given in; a time without one is refused."""
    stockholm = timezone(timedelta(hours=1))
    open_case(store, now=NOW.astimezone(stockholm))

    (case,) = store.cases()
    assert case.received_at == NOW
    assert case.received_at.tzinfo is UTC or case.received_at.utcoffset() == timedelta(0)
    with pytest.raises(Exception, match="timezone"):
        store.resume_sending(datetime(2026, 11, 23, 9, 30))  # noqa: DTZ001


def test_one_process_at_a_time_leads_a_task(opener: OpenStore) -> None:
    first, second = opener(), opener()

    leader = first.lead("clock")
    assert leader is not None and leader.held()
    assert second.lead("clock") is None
    other_task = second.lead("imap")
    assert other_task is not None

    leader.release()
    assert not leader.held()
    successor = second.lead("clock")
    assert successor is not None
    successor.release()
    other_task.release()


def test_the_write_lock_holds_between_threads_and_processes(tmp_path: Path) -> None:
    """While one thread writes, another waits, and so does another process."""
    lock = WriteLock(tmp_path / "write.lock")
    ask = f"import fcntl, os\nfile = os.open({str(tmp_path / 'write.lock')!r}, os.O_RDWR)\nfcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)"
    order: list[str] = []

    def second() -> None:
        with lock.held():
            order.append("second")

    with lock.held():
        waiting = threading.Thread(target=second)
        waiting.start()
        refused = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False, timeout=30)
        order.append("first")
    waiting.join(20)

    assert "BlockingIOError" in refused.stderr
    assert order == ["first", "second"]
    assert subprocess.run([sys.executable, "-c", ask], check=False, timeout=30).returncode == 0
    lock.close()


def test_a_child_does_not_inherit_the_right_to_write(tmp_path: Path) -> None:
    """After a fork the child opens the lock afresh: the parent's would be the same lock, held by both."""
    lock = WriteLock(tmp_path / "write.lock")
    with lock.held():
        mine = lock._own_file()
    child = os.fork()
    if child == 0:
        os._exit(0 if lock._own_file() != mine else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    lock.close()
