"""The demonstration over IMAP: a private Dovecot holds everybody's mailbox, and mailbot reads its own there.
A small mail server in between takes what is sent and lays it into the mailboxes (LMTP), as the vendor's own would."""

from __future__ import annotations

import asyncio
import os
import shutil
import smtplib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from aiosmtpd.controller import Controller
from imapclient import IMAPClient

from mailbot.demo.desk import PATIENCE_S, RunningDesk
from mailbot.demo.vendor import AUTHSERV, CONFIG, SUPPORT
from mailbot.dovecot import Dovecot, free_port, installed
from mailbot.testing import Received

PASSWORD_NAME = "MAILBOT_DEMO_IMAP"  # noqa: S105 - the name of an environment variable

BY_IMAP = """\
imap_server = "127.0.0.1"
imap_port = {imap}
imap_security = "none"
password_from = "MAILBOT_DEMO_IMAP"

[outgoing]
via = "smtp"
server = "127.0.0.1"
port = {smtp}
security = "none"

[listen]
smtp = ""
"""


class Between:
    """Takes mail for anybody and lays it into his mailbox."""

    def __init__(self, dovecot: Dovecot) -> None:
        self._dovecot = dovecot

    async def handle_DATA(self, _: Any, __: Any, mail: Any) -> str:
        for to in mail.rcpt_tos:
            await asyncio.to_thread(self._dovecot.deliver, mail.content, mail.mail_from or "", to)
        return "250 OK"


@dataclass
class ImapDesk(RunningDesk):
    """A desk whose mail comes from a mailbox and goes into mailboxes."""

    dovecot: Dovecot = field(init=False)
    between: Controller = field(init=False)
    _seen_in: dict[str, int] = field(default_factory=dict)  # how many files lay there
    _read: dict[str, int] = field(default_factory=dict)  # the last UID looked at, of each mailbox
    opening: ClassVar[str] = "`mailbot serve` reads its mailbox in a private Dovecot by IMAP; its books are in {folder}"
    two_factors: ClassVar[str] = "Two factors: her mail server vouches for her, and the reply address was sent to her alone."

    def prepare(self, more: str = "") -> None:
        """Start the mail server, and write a configuration that reads from it."""
        if installed() is None:
            Dovecot(self.folder).start()  # raises NoDovecot with what to install
        place = Path(tempfile.mkdtemp(prefix="mailbot-dovecot-"))
        place.chmod(0o755)  # started by root, mail is read by another user, who must be able to enter
        self.dovecot = Dovecot(place, hostname=AUTHSERV)
        self.dovecot.start()
        self.between = Controller(Between(self.dovecot), hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)
        self.between.start()
        self.smtp, self.submission = self.between.port, 0
        os.environ[PASSWORD_NAME] = self.dovecot.password
        head, _, tail = CONFIG.partition("[cases]")
        text = head.format() + BY_IMAP.format(imap=self.dovecot.imap, smtp=self.smtp) + "\n[cases]" + _without_doors(tail)
        self.config.write_text(text + more, encoding="utf-8")

    def is_open(self) -> bool:
        """The log says so: there is no door to knock at."""
        log = (self.folder / "serve.log").read_text(encoding="utf-8", errors="replace")
        return " at 127.0.0.1: read\n" in log or " at 127.0.0.1: read; " in log

    def stop(self) -> None:
        """End the desk, then the mail server."""
        try:
            super().stop()
        finally:
            if hasattr(self, "between"):
                self.between.stop()
            if hasattr(self, "dovecot"):
                self.dovecot.stop()
                shutil.rmtree(self.dovecot.folder, ignore_errors=True)

    def invitation(self, command: str) -> str:
        """How to use the mailboxes oneself."""
        return (
            f"\nThe desk listens on, and so do the mailboxes. In any mail program: IMAP at 127.0.0.1 port {self.dovecot.imap}, no TLS, "
            f"any address as user name, password {self.dovecot.password}; outgoing server 127.0.0.1 port {self.smtp}, no password. Write as "
            f"me@example.com to {SUPPORT}, and find the answer in the mailbox of me@example.com.\n\n"
            f"Its books:    {command} cases --all --config {self.config}\n"
            "Ctrl-C ends it."
        )

    def post(self, raw: bytes, mail_from: str, to: str) -> None:
        """A mail arrives in the mailbox."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=PATIENCE_S) as client:
            client.sendmail(mail_from, [to], raw)

    def submit(self, raw: bytes, login: str, to: str, mail_from: str) -> None:  # noqa: ARG002 - no log-in is played
        """An agent's mail program sends; her own mail server, which knows her, says so on top."""
        proof = f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from={mail_from.partition('@')[2]}\r\n"
        self.post(proof.encode() + raw, mail_from, to)

    def new_mail(self, to: str) -> Iterator[Received]:
        """What has come into somebody's mailbox meanwhile. Looked for in the folder first: it is asked fifty times a second."""
        files = {path.name for part in ("new", "cur") for path in (self.dovecot.maildir(to) / part).glob("*")}
        if len(files) <= self._seen_in.get(to, 0):
            return
        self._seen_in[to] = len(files)
        with IMAPClient("127.0.0.1", self.dovecot.imap, ssl=False, timeout=PATIENCE_S) as client:
            client.plain_login(to, self.dovecot.password)
            client.select_folder("INBOX", readonly=True)
            uids = [uid for uid in client.search("ALL") if uid > self._read.get(to, 0)]
            for uid, said in sorted(client.fetch(uids, ["BODY.PEEK[]"]).items()):
                self._read[to] = uid
                if b"\nX-Mailbot-Notice: invite" not in said[b"BODY[]"]:  # each agent's desk address, which no scene waits for
                    yield Received(said[b"BODY[]"])

    @property
    def sent(self) -> int:
        """How many mails lie in other people's mailboxes."""
        mailboxes = (self.dovecot.folder / "mail").iterdir()
        return sum(len(list(box.glob("Maildir/*/*,S=*"))) for box in mailboxes if box.name != SUPPORT)


def _without_doors(text: str) -> str:
    """The rest of the demonstration's configuration, its listeners left out and its numbers filled in."""
    before, _, rest = text.partition("[listen]\n")
    return before.format() + "[[tier]]" + rest.partition("[[tier]]")[2].format()
