"""Intake: from the last byte of a mail to the 250, while workers and courier are busy with the mails before it."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

from bench.figures import Figure, percentile
from bench.mails import mails
from mailbot.demo import AUTHSERV, SUPPORT, RunningDesk

RATE = 50  # mails a second
SECONDS = 10


def measure(folder: Path) -> list[Figure]:
    """Offer 50 mails a second for ten seconds on five connections."""
    yard = _fsyncs(folder)
    desk = RunningDesk(folder)
    desk.start()
    try:
        waits = _offer(desk)
        desk.all_handled()
    finally:
        desk.stop()
    return [
        Figure(f"intake commit p50 at {RATE}/s", percentile(waits, 0.5), "ms", percentile(yard, 0.5), "append+fsync p50"),
        Figure(f"intake commit p99 at {RATE}/s", percentile(waits, 0.99), "ms", percentile(yard, 0.99), "append+fsync p99", "≤ 20 ms"),
    ]


def _offer(desk: RunningDesk) -> list[float]:
    lines = [_Line(desk.smtp) for _ in range(5)]
    waits: list[float] = []
    start = time.perf_counter()
    for number, (sender, raw) in enumerate(mails(RATE * SECONDS, SUPPORT, AUTHSERV)):
        due = start + number / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        waits.append(lines[number % len(lines)].send(sender, raw))
    for line in lines:
        line.close()
    return waits


class _Line:
    """A bare SMTP client, so that what is timed is the server."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")
        self._answer()
        self._say(b"HELO bench")

    def send(self, sender: str, raw: bytes) -> float:
        """One mail; milliseconds from its last byte to the 250."""
        self._say(f"MAIL FROM:<{sender}>".encode())
        self._say(f"RCPT TO:<{SUPPORT}>".encode())
        self._say(b"DATA")
        self._socket.sendall(raw.replace(b"\r\n.", b"\r\n..") + b"\r\n.")
        begun = time.perf_counter()
        self._socket.sendall(b"\r\n")
        code = self._answer()
        if code != b"250":
            raise RuntimeError(f"the door said {code!r}")
        return 1000 * (time.perf_counter() - begun)

    def close(self) -> None:
        self._say(b"QUIT")
        self._socket.close()

    def _say(self, line: bytes) -> None:
        self._socket.sendall(line + b"\r\n")
        self._answer()

    def _answer(self) -> bytes:
        while True:
            line = self._file.readline()
            if line[3:4] != b"-":
                return line[:3]


def _fsyncs(folder: Path) -> list[float]:
    waits = []
    with (folder / "yardstick").open("ab", buffering=0) as file:
        for _ in range(300):
            begun = time.perf_counter()
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            waits.append(1000 * (time.perf_counter() - begun))
    return waits
