"""A desk that runs as a process of its own and serves a scratch folder: started, written to, waited for, ended.
Mails go in by SMTP and come out into its Maildir, as with every desk."""

from __future__ import annotations

import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from mailbot.clock import entropy
from mailbot.demo.vendor import CONFIG, PASSWORD_NAME
from mailbot.dovecot import free_port
from mailbot.testing import Received

PATIENCE_S = 30.0


class Stuck(Exception):
    """The desk did not do what the demonstration waits for."""


@dataclass
class RunningDesk:
    """A desk that serves a scratch folder, as a process of its own."""

    folder: Path
    process: subprocess.Popen[bytes] = field(init=False)
    smtp: int = field(init=False)
    submission: int = field(init=False)
    _seen: set[Path] = field(default_factory=set)
    opening: ClassVar[str] = "`mailbot serve` on the embedded default: SQLite and a Maildir in {folder}"
    two_factors: ClassVar[str] = "Two factors: she logs in to send, and the reply address was sent to her alone."

    def prepare(self, more: str = "") -> None:
        """Write its configuration, with more sections if wanted."""
        self.smtp, self.submission = free_port(), free_port()
        self.config.write_text(CONFIG.format(smtp=self.smtp, submission=self.submission) + more, encoding="utf-8")

    def start(self) -> None:
        """Start it; returns when its doors are open."""
        if not self.config.exists():
            self.prepare()
        os.environ.setdefault(PASSWORD_NAME, entropy(12).hex())
        self.log = (self.folder / "serve.log").open("ab")
        command = [sys.executable, "-m", "mailbot", "serve", "--config", str(self.config)]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, start_new_session=True)  # noqa: S603 - our own command
        _wait(self.is_open, "the doors to open", self)

    def is_open(self) -> bool:
        """Whether mail can come in."""
        return _answers(self.smtp) and _answers(self.submission)

    def stop(self) -> None:
        """End it as a service manager does."""
        if not hasattr(self, "process"):
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE_S)
        self.log.close()

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    def invitation(self, command: str) -> str:
        """How to write to it oneself. `command`: how this program was called."""
        return (
            f"\nThe desk listens on. Write to it yourself: set any mail program's outgoing server to 127.0.0.1 port {self.smtp} "
            f"(no password, no TLS) and write to support@bokfix.example, or\n\n"
            f"  printf 'From: me@example.com\\nSubject: Hallo\\n\\nHoe kan ik mijn balans afdrukken?\\n' \\\n"
            f"    | {command} deliver - --from me@example.com --to support@bokfix.example --config {self.config}\n\n"
            f"Its answers:  ls {self.folder}/state/outgoing/new\n"
            f"Its books:    {command} cases --all --config {self.config}\n"
            "Ctrl-C ends it."
        )

    def mailbot(self, *words: str) -> str:
        """Run a command of mailbot on this desk, as an admin would."""
        command = [sys.executable, "-m", "mailbot", *words, "--config", str(self.config)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
        if done.returncode:
            raise Stuck(f"mailbot {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def post(self, raw: bytes, mail_from: str, to: str) -> None:
        """A mail comes in, passed on by the vendor's own mail server."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=PATIENCE_S) as client:
            client.sendmail(mail_from, [to], raw)

    def submit(self, raw: bytes, login: str, to: str, mail_from: str) -> None:
        """An agent's mail program logs in and sends."""
        with smtplib.SMTP("127.0.0.1", self.submission, timeout=PATIENCE_S) as client:
            client.login(login, os.environ[PASSWORD_NAME])
            client.sendmail(mail_from, [to], raw)

    def delivered(self, count: int, to: str) -> list[Received]:
        """Wait for `count` new mails to an address."""
        found: list[Received] = []

        def look() -> bool:
            found.extend(self.new_mail(to))
            return len(found) >= count

        _wait(look, f"a mail to {to}", self)
        return found

    def new_mail(self, to: str) -> Iterator[Received]:
        """Mail to an address that was not looked at before."""
        for path in sorted((self.folder / "state" / "outgoing" / "new").glob("*")):
            mail = Received(path.read_bytes())
            if path not in self._seen and mail.to == to:
                self._seen.add(path)
                if mail.header("X-Mailbot-Notice") != "invite":  # each agent's desk address, which no scene waits for
                    yield mail

    @property
    def sent(self) -> int:
        """How many mails have left the desk, besides the agents' invitations."""
        return sum(b"\nX-Mailbot-Notice: invite" not in path.read_bytes() for path in (self.folder / "state" / "outgoing" / "new").glob("*"))

    def all_handled(self) -> None:
        """Wait until nothing is left to handle or to carry."""
        _wait(lambda: '"left": 0' in self.mailbot("status", "--json"), "all mail to be handled", self)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _wait(done: Callable[[], bool], what: str, desk: RunningDesk) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        if desk.process.poll() is not None or time.monotonic() > deadline:
            last = (desk.folder / "serve.log").read_text(encoding="utf-8", errors="replace")[-2000:]
            raise Stuck(f"waited for {what}; the desk's log ends:\n{last}")
        time.sleep(0.02)
