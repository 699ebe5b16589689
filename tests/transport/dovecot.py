"""A real IMAP server for tests: a private Dovecot, a mailbox for whoever a test invents, and a wire that can be cut.
Without Dovecot the tests skip and say so; with MAILBOT_REQUIRE_SERVERS=1 they fail instead."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from imapclient import IMAPClient

from mailbot.dovecot import Dovecot, installed
from mailbot.transport.imap_source import Source

HOST = "mx.vendor.example"
_numbers = itertools.count(1)


@contextmanager
def running(**options) -> Iterator[Dovecot]:
    """A Dovecot of its own. Not below pytest's folder, which the user who reads mail there cannot enter."""
    if installed() is None:
        because = "Dovecot with LMTP is not installed (dovecot-imapd, dovecot-lmtpd)"
        if os.environ.get("MAILBOT_REQUIRE_SERVERS") == "1":
            pytest.fail(f"MAILBOT_REQUIRE_SERVERS=1, but {because}")
        pytest.skip(because)
    folder = Path(tempfile.mkdtemp(prefix="mailbot-dovecot-"))
    folder.chmod(0o755)
    server = Dovecot(folder, **{"hostname": HOST} | options)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Account:
    """One mailbox of one person, and a mail program's view of it."""

    def __init__(self, server: Dovecot, user: str = "") -> None:
        self.server = server
        self.user = user or f"support{next(_numbers)}-{os.getpid()}@vendor.example"

    def source(self, **more) -> Source:
        fields = {
            "server": "127.0.0.1", "port": self.server.imap, "security": "none", "user": self.user, "secret": lambda: self.server.password,
            "address": "support@vendor.example", "inbox": "INBOX", "done": "Mailbot/Done", "trouble": "Mailbot/Trouble", "read_only": False,
            "max_size": 100_000, "max_header": 65_537, "check_every_s": 0.05, "adopt_at_most": 200,
        }  # fmt: skip
        return Source(**fields | more)

    @contextmanager
    def opened(self, folder: str | None = None) -> Iterator[IMAPClient]:
        client = IMAPClient("127.0.0.1", self.server.imap, ssl=False, timeout=20)
        client.normalise_times = False
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            client.plain_login(self.user, self.server.password)
            if folder is not None:
                client.select_folder(folder)
            yield client
        finally:
            with contextlib.suppress(Exception):
                client.logout()

    def put(self, *raws: bytes, at: datetime | None = None, folder: str = "INBOX") -> None:
        """Lay mails into a folder, as a mail program that moves them there; `at`: when they were received."""
        with self.opened() as client:
            for raw in raws:
                client.append(folder, raw, (), at)

    def deliver(self, raw: bytes, mail_from: str = "anna@kund.example") -> None:
        """A mail arrives by the server in front."""
        self.server.deliver(raw, mail_from, self.user)

    def raws(self, folder: str = "INBOX") -> list[bytes]:
        with self.opened() as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            uids = client.search("ALL")
            return [said[b"BODY[]"] for _, said in sorted(client.fetch(uids, ["BODY.PEEK[]"]).items())] if uids else []

    @property
    def count(self) -> int:
        """How many mails lie in the inbox, without asking the server."""
        return sum(len(list((self.server.maildir(self.user) / part).glob("*"))) for part in ("new", "cur"))

    def flags(self, folder: str) -> set[bytes]:
        with self.opened(folder) as client:
            uids = client.search("ALL")
            return {flag for flags in client.get_flags(uids).values() for flag in flags} if uids else set()

    def number_anew(self, folder: str = "INBOX") -> None:
        """The server forgets its numbers: another UIDVALIDITY, and every mail another UID."""
        maildir = self.server.maildir(self.user)
        place = maildir if folder == "INBOX" else maildir / ("." + folder.replace("/", "."))
        for path in (*place.glob("dovecot-uidlist*"), *place.glob("dovecot.index*")):
            path.unlink()


class Wire:
    """A line in between that can be cut: the n-th connection after so many octets from the server, or all of them now."""

    def __init__(self, port: int, cuts: tuple[int, ...] = ()) -> None:
        self._to, self._cuts = port, list(cuts)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.connections = 0
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def cuts_left(self) -> int:
        return len(self._cuts)

    def cut(self) -> None:
        """Cut what is connected now."""
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._server.close()
        self.cut()
        for thread in self._threads:
            thread.join(10)
        for each in self._open:
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._server.accept()
                near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.connections += 1
                limit = self._cuts.pop(0) if self._cuts else None
                far = socket.create_connection(("127.0.0.1", self._to))
                far.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open += (near, far)
                for way in ((near, far, None), (far, near, limit)):
                    self._threads.append(threading.Thread(target=self._carry, args=way, daemon=True))
                    self._threads[-1].start()

    @staticmethod
    def _carry(here: socket.socket, there: socket.socket, limit: int | None) -> None:
        with contextlib.suppress(OSError):
            while octets := here.recv(65536 if limit is None else min(limit, 65536)):
                there.sendall(octets)
                if limit is not None and (limit := limit - len(octets)) <= 0:
                    break
        for each in (here, there):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    with running() as server:
        yield server


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    return Account(dovecot)
