"""For tests, ours and a vendor's: a desk in a box, a conversation, a clock you turn.
Everything in it is real (SMTP door, books, corridor, Maildir) but the clock; only the worker process is spared."""

from __future__ import annotations

import asyncio
import email
import email.policy
import hashlib
import re
import smtplib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage, Message
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType

from mailbot import render
from mailbot.assembly import published, read_keys
from mailbot.config.load import load
from mailbot.desk.effects import Decision
from mailbot.due import handle_due
from mailbot.mail.parse import Unreadable
from mailbot.pipeline import Desk, handle
from mailbot.reception import Reception
from mailbot.store import Keeper, Store
from mailbot.transport.doors import Doors, open_doors
from mailbot.transport.smtp_out import carrier

PATIENCE_S = 20


class TurnedClock:
    """A clock that stands still until it is turned."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.at

    def turn_to(self, at: datetime) -> None:
        """Set the clock. It does not run backwards."""
        if at.astimezone(UTC) < self.at:
            raise ValueError(f"the clock stands at {self.at}, which is later than {at}")
        self.at = at.astimezone(UTC)

    def pass_by(self, **span: float) -> None:
        """Let time pass: minutes=10, days=1."""
        self.turn_to(self.at + timedelta(**span))


class Chance:
    """Entropy that repeats: the same box makes the same codes."""

    def __init__(self, seed: str = "mailbot") -> None:
        self._seed, self._count = seed, 0

    def __call__(self, count: int) -> bytes:
        out = b""
        while len(out) < count:
            self._count += 1
            out += hashlib.sha256(f"{self._seed}:{self._count}".encode()).digest()
        return out[:count]


_FOLD = re.compile(r"\r?\n(?=[ \t])")


@dataclass(frozen=True)
class Received:
    """A mail that somebody got from the desk, as his mail program shows it."""

    raw: bytes = field(repr=False)

    @cached_property
    def message(self) -> EmailMessage:
        """The mail, taken apart once."""
        parsed = email.message_from_bytes(self.raw, policy=email.policy.default)
        if not isinstance(parsed, EmailMessage):
            raise TypeError("the default policy makes EmailMessage")
        return parsed

    @cached_property
    def _head(self) -> Message[str, str]:
        """Its headers, as they are written: each is read by itself, when it is asked for."""
        return email.message_from_bytes(self.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")

    def header(self, name: str) -> str:
        """A header, unfolded; empty when it is not there."""
        written = self._head[name]
        if written is None or (isinstance(written, str) and "=?" not in written):
            return _FOLD.sub("", written or "")
        return str(self.message[name] or "")

    @property
    def to(self) -> str:
        return self.header("Delivered-To") or self.header("To")

    @property
    def subject(self) -> str:
        return self.header("Subject")

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        return "" if part is None else str(part.get_content()).replace("\r\n", "\n")

    @property
    def reply_to(self) -> str:
        return self.header("Reply-To") or self.header("From")


class Box:
    """A desk in a folder, with its SMTP door open on a loopback port. Use it in a `with` block."""

    def __init__(self, folder: Path, config: Path, *, at: datetime, url: str | None = None) -> None:
        loaded = load(config, {})
        self.clock = TurnedClock(at)
        store = Store.open(url or loaded.config.store.url or None, loaded.state_folder, read_keys(loaded), loaded.config, Chance(str(folder)), lambda: published(loaded))
        store.migrate(self.clock())
        self.desk = Desk(loaded, render.load(loaded.template_folders, loaded.config), read_keys(loaded), store)
        self.decisions: list[Decision] = []
        self.due_decisions: list[Decision] = []  # on what fell due
        self._carrier = carrier(loaded.config, loaded.state_folder, lambda _: None)
        self._seen: set[Path] = set()
        self._written = 0
        self._maildir = Path(loaded.config.outgoing.maildir or loaded.state_folder / "outgoing") / "new"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._keeper = Keeper(store.keep_many)
        self._doors: Doors | None = None

    @property
    def store(self) -> Store:
        return self.desk.store

    def __enter__(self) -> Box:
        self._thread.start()
        reception = Reception(self._keeper, self.desk.loaded.config, lambda: None)
        self._doors = asyncio.run_coroutine_threadsafe(
            open_doors(self.desk.loaded.config, reception.keep, self.clock, lambda _: None), self._loop
        ).result(PATIENCE_S)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._doors is not None:
            asyncio.run_coroutine_threadsafe(self._doors.close(1), self._loop).result(PATIENCE_S)
        self._keeper.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()
        self.store.close()

    # ---- the world outside ---------------------------------------------------------------------------
    def post(self, raw: bytes, *, mail_from: str, to: str) -> None:
        """Hand a mail to the SMTP door, as the vendor's own mail server would."""
        if self._doors is None:
            raise RuntimeError("use the box in a with block")
        host, _, port = self._doors.addresses["smtp"].rpartition(":")
        with smtplib.SMTP(host.strip("[]"), int(port), timeout=PATIENCE_S) as client:
            client.sendmail(mail_from, [to], raw, () if mail_from.isascii() and to.isascii() else ("SMTPUTF8",))

    def write(self, sender: str, text: str, *, subject: str = "Hej", to: str = "", verified: bool = True,
              attachments: tuple[tuple[str, bytes], ...] = (), **headers: str) -> list[Received]:
        """Write a new mail to the desk and let it work; the mails that came of it."""
        address = to or self.desk.loaded.config.mailbox.address
        raw = compose_mail(sender, address, subject, text, self.clock(), authserv=self._authserv(verified), attachments=attachments,
                           headers=headers, number=self._next_number())
        self.post(raw, mail_from="" if headers.get("Return_Path") == "<>" else sender, to=address)
        return self.settle()

    def answer(self, received: Received, text: str, *, sender: str = "", verified: bool = True, subject: str = "",
               attachments: tuple[tuple[str, bytes], ...] = (), **headers: str) -> list[Received]:
        """Answer a mail as mail programs do: to its Reply-To, threaded, the old text quoted below."""
        author = sender or received.to
        raw = quoted_answer(received, text, author, self.clock(), authserv=self._authserv(verified), subject=subject,
                            attachments=attachments, headers=headers, number=self._next_number())
        to = re.sub(r".*<(.*)>.*", r"\1", received.reply_to)
        self.post(raw, mail_from="" if headers.get("Return_Path") == "<>" else author, to=to)
        return self.settle()

    def _next_number(self) -> int:
        self._written += 1
        return self._written

    def _authserv(self, verified: bool) -> str:
        servers = self.desk.loaded.config.mailbox.trusted_authserv
        if verified and not servers:
            raise ValueError("the configuration trusts no authserv, so nobody can be verified")
        return servers[0] if verified else ""

    # ---- the desk at work ----------------------------------------------------------------------------
    def settle(self) -> list[Received]:
        """Work until nothing waits and nothing is due at the turned clock, then carry; the mails that were delivered, in order."""
        while self._work_once():
            pass
        while items := self.store.claim_outgoing(self.clock(), 50):
            for out in items:
                self._carrier.deliver(out.raw, out.mail_from, out.to, out.id)
                self.store.mark(out.id, "sent", "", None, self.clock())
        return list(self._new_mail())

    def _work_once(self) -> bool:
        """One mail; where none waits, one thing that is due. What fails, fails the test."""
        item = self.store.claim("box", self.clock(), lease_seconds=60)
        if item is None:
            due = self.store.claim_due("box", self.clock(), lease_seconds=60)
            if due is not None:
                self.due_decisions.append(handle_due(due, self.desk, self.clock()))
            return due is not None
        try:
            self.decisions.append(handle(item, self.desk, self.clock()))
        except Unreadable as unreadable:
            self.store.quarantine(item.id, str(unreadable), self.clock())
        return True

    def _new_mail(self) -> Iterator[Received]:
        for path in sorted(self._maildir.glob("*")) if self._maildir.is_dir() else []:
            if path not in self._seen:
                self._seen.add(path)
                yield Received(path.read_bytes())

    @property
    def verdict(self) -> str:
        """What the last mail was decided to be."""
        return self.decisions[-1].verdict


def quoted_answer(received: Received, text: str, author: str, at: datetime, *, authserv: str = "", subject: str = "",
                  attachments: tuple[tuple[str, bytes], ...] = (), headers: dict[str, str] | None = None, number: int = 0) -> bytes:
    """An answer as mail programs write it: to Reply-To, threaded, with the old text quoted below."""
    quoted = "\n".join(f"> {line}" for line in received.text.splitlines())
    body = f"{text}\n\nOn {at:%a, %d %b %Y at %H:%M}, {received.header('From')} wrote:\n{quoted}\n"
    thread = {"In-Reply-To": received.header("Message-ID"),
              "References": f"{received.header('References')} {received.header('Message-ID')}".strip()}
    to = re.sub(r".*<(.*)>.*", r"\1", received.reply_to)
    return compose_mail(author, to, subject or f"Re: {received.subject}", body, at, authserv=authserv, attachments=attachments,
                        headers=thread | (headers or {}), number=number)


def compose_mail(sender: str, to: str, subject: str, text: str, at: datetime, *, authserv: str = "",
                 attachments: tuple[tuple[str, bytes], ...] = (), headers: dict[str, str] | None = None, number: int = 0) -> bytes:
    """A mail as a customer's program writes it; with `authserv`, as our own mail server passes it on once DMARC held.
    The same words are another mail, with a Message-ID of its own, under another `number`."""
    mail = EmailMessage(policy=email.policy.SMTP if sender.isascii() else email.policy.SMTPUTF8)
    plain = re.sub(r".*<(.*)>.*", r"\1", sender)
    if authserv:
        mail["Authentication-Results"] = f"{authserv}; dmarc=pass header.from={plain.partition('@')[2]}"
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, to, subject, format_datetime(at)
    unique = hashlib.sha256(f"{sender}{subject}{text}{at}{number or ''}".encode()).hexdigest()[:20]
    named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
    mail["Message-ID"] = named.pop("Message-ID", f"<{unique}@{plain.partition('@')[2] or 'localhost'}>")
    for name, value in named.items():
        mail[name] = value
    mail.set_content(text)
    for name, content in attachments:
        kind, subtype = ("image", name.rpartition(".")[2]) if name.endswith((".png", ".jpg", ".heic")) else ("application", "octet-stream")
        mail.add_attachment(content, kind, subtype, filename=name)
    return mail.as_bytes()
