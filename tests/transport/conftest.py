"""A house to knock at: real doors on loopback, a clock that is turned by hand, and a shelf for what was kept."""

from __future__ import annotations

import asyncio
import os
import shutil
import smtplib
import socket
import subprocess
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mailbot.config.settings import Config
from mailbot.mail.envelope import Envelope
from mailbot.transport.doors import Doors, open_doors

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MAIL = b"From: anna@kund.example\r\nSubject: Hej\r\n\r\nDet g\xc3\xa5r inte.\r\n"
PASSWORDS = {"ANNA_PASSWORD": "blå tallrik", "BO_PASSWORD": "grön sked", "CIA_PASSWORD": "plain-ascii"}


def config(outgoing: dict[str, Any] | None = None, mailbox: dict[str, Any] | None = None, **listen: Any) -> Config:
    """A desk with two agents whose doors are all off, but for what `listen` says."""
    return Config.model_validate(
        {
            "mailbox": {"address": "support@vendor.example", **(mailbox or {})},
            "agent": [
                {
                    "id": "anna",
                    "name": "Anna",
                    "email": ["anna@vendor.example", "anna@home.example"],
                    "password_from": "ANNA_PASSWORD",
                },
                {"id": "bo", "name": "Bo", "email": ["bo@vendor.example"], "password_from": "BO_PASSWORD"},
                {"id": "cia", "name": "Cia", "email": ["cia@vendor.example"], "password_from": "CIA_PASSWORD"},
                {"id": "eva", "name": "Eva", "email": ["eva@vendor.example"]},
            ],
            "listen": {"smtp": "", **listen},
            "outgoing": outgoing or {},
        }
    )


class LoopThread:
    """An asyncio loop in a thread of its own, as the supervisor runs the doors."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Any) -> Any:
        return self.start(work).result(30)

    def start(self, work: Any) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


class Shelf:
    """What was kept. `then` replaces the keeping, to be slow or to fail."""

    def __init__(self) -> None:
        self.kept: list[tuple[bytes, Envelope]] = []
        self.then: Callable[[], Awaitable[None]] | None = None
        self.now = NOON
        self._arrived = threading.Condition()

    async def keep(self, raw: bytes, envelope: Envelope) -> None:
        if self.then is not None:
            await self.then()
        with self._arrived:
            self.kept.append((raw, envelope))
            self._arrived.notify_all()

    def wait(self, mails: int) -> None:
        """Until so many mails are kept."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.kept) >= mails, 20)

    def turn(self, by: timedelta) -> None:
        self.now += by

    @property
    def raw(self) -> bytes:
        (one,) = self.kept
        return one[0]

    @property
    def envelope(self) -> Envelope:
        (one,) = self.kept
        return one[1]


class Peer:
    """A raw line to a door, to say what no library would."""

    def __init__(self, address: str, source: str | None = None) -> None:
        if address.startswith("unix:"):
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(10)
            self.socket.connect(address.removeprefix("unix:"))
        else:
            host, _, port = address.rpartition(":")
            self.socket = socket.create_connection((host, int(port)), 10, source and (source, 0))
        self.file = self.socket.makefile("rb")
        self.greeting = self.reply()

    def reply(self) -> str:
        """The next reply, its lines joined by newlines; "" when the peer has hung up."""
        lines = []
        while line := self.file.readline().decode():
            lines.append(line.rstrip("\r\n"))
            if line[3:4] != "-":
                break
        return "\n".join(lines)

    def send(self, octets: bytes) -> None:
        self.socket.sendall(octets)

    def say(self, line: str) -> str:
        self.send(line.encode() + b"\r\n")
        return self.reply()

    def open_mail(self, rcpt: str = "support@vendor.example", hello: str = "EHLO") -> None:
        """As far as the 354."""
        for line in (f"{hello} kund.example", "MAIL FROM:<anna@kund.example>", f"RCPT TO:<{rcpt}>"):
            assert self.say(line).startswith("250"), line
        assert self.say("DATA").startswith("354")

    def close(self) -> None:
        self.file.close()
        self.socket.close()


class House:
    """Open doors and what they keep."""

    def __init__(self, thread: LoopThread) -> None:
        self.thread = thread
        self.shelf = Shelf()
        self.doors: list[Doors] = []
        self.peers: list[Peer] = []

    def open(self, **listen: Any) -> Doors:
        return self.open_with(config(**listen))

    def open_with(self, settings: Config) -> Doors:
        doors: Doors = self.thread.run(open_doors(settings, self.shelf.keep, lambda: self.shelf.now, PASSWORDS.get))
        self.doors.append(doors)
        return doors

    def smtp(self, **listen: Any) -> str:
        """Open the SMTP door; where it is."""
        return self.open(smtp="127.0.0.1:0", **listen).addresses["smtp"]

    def open_with_other(self, address: str) -> str:
        """Open the SMTP door of a desk with one more address."""
        return self.open_with(config(mailbox={"other_addresses": [address]}, smtp="127.0.0.1:0")).addresses["smtp"]

    def submission(self, **listen: Any) -> str:
        return self.open(submission="127.0.0.1:0", **listen).addresses["submission"]

    def peer(self, address: str, source: str | None = None) -> Peer:
        peer = Peer(address, source)
        self.peers.append(peer)
        return peer

    def client(self, address: str) -> smtplib.SMTP:
        host, _, port = address.rpartition(":")
        return smtplib.SMTP(host, int(port), "kund.example", timeout=10)

    def close(self) -> None:
        for peer in self.peers:
            peer.close()
        for doors in self.doors:
            self.thread.run(doors.close(grace=0))


@pytest.fixture(scope="session")
def loop_thread() -> Iterator[LoopThread]:
    thread = LoopThread()
    yield thread
    thread.stop()


@pytest.fixture
def house(loop_thread: LoopThread) -> Iterator[House]:
    it = House(loop_thread)
    yield it
    it.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate of its own authority for "localhost" and 127.0.0.1, and its key."""
    needed("openssl")
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = str(folder / "cert.pem"), str(folder / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


def needed(program: str) -> str:
    """The path of a program; the test is skipped without it, unless every server is required."""
    found = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if found is None:
        if os.environ.get("MAILBOT_REQUIRE_SERVERS") == "1":
            pytest.fail(f"{program} is required here and is not installed")
        pytest.skip(f"{program} is not installed")
    return found


def mail_of(size: int) -> bytes:
    """A mail of about `size` octets in lines of 76."""
    return MAIL + (b"x" * 74 + b"\r\n") * (size // 76)
