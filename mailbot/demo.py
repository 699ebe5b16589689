"""The demonstration: a true conversation through a running desk, narrated, with the mails as people see them.
Nothing is played: a supervisor serves a scratch folder, mails go in by SMTP and come out into its Maildir."""

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
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from mailbot.clock import entropy
from mailbot.testing import Received, compose_mail, quoted_answer

PATIENCE_S = 30.0
PASSWORD_NAME = "MAILBOT_DEMO_EVA"  # noqa: S105 - the name of an environment variable
SUPPORT, ANNA, EVA, HANS = "support@bokfix.example", "anna@firma.example", "eva@bokfix.example", "hans@muster.example"
AUTHSERV = "mx.bokfix.example"

CONFIG = """\
# A small vendor of bookkeeping software, as `mailbot demo` plays it.
[vendor]
name = "Bokfix"
website = "https://www.bokfix.example"
languages = ["sv", "de", "nl", "en"]
default_language = "sv"

[mailbox]
address = "support@bokfix.example"
trusted_authserv = ["mx.bokfix.example"]

[cases]
number_format = "BX-{{year}}-{{number:06}}"

[listen]
smtp = "127.0.0.1:{smtp}"
submission = "127.0.0.1:{submission}"

[[tier]]
name = "free"
kind = "free"
answered = false

[[tier]]
name = "block"
kind = "prepaid_blocks"
price = 300
currency = "SEK"
block_minutes = 15
answer_within = "1 workday"
issue_credentials = true

[payments]
payee = "Bokfix HB"
accounts = ["PG 12 34 56-6"]

[hours.office]
timezone = "Europe/Stockholm"
holidays = "SE"
monday = ["09:00-12:00", "13:00-17:00"]
tuesday = ["09:00-12:00", "13:00-17:00"]
wednesday = ["09:00-12:00", "13:00-17:00"]
thursday = ["09:00-12:00", "13:00-17:00"]
friday = ["09:00-12:00", "13:00-17:00"]

[[agent]]
id = "eva"
name = "Eva"
email = ["eva@bokfix.example"]
role = "admin"
languages = ["sv"]
password_from = "MAILBOT_DEMO_EVA"
"""


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
        self.smtp, self.submission = _free_port(), _free_port()
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


def play(desk: RunningDesk, console: Console) -> None:
    """Play the whole conversation; the desk still runs when it is over."""
    try:
        _scene(console, "A desk opens", desk.opening.format(folder=desk.folder))
        desk.start()
        _paid(desk, console)
        notice = _incomplete_then_complete(desk, console)
        _agent_answers(desk, console, notice)
        _stranger(desk, console)
        _out_of_office(desk, console)
        _scene(console, "The books", "mailbot cases · mailbot balance anna@firma.example")
        console.print(desk.mailbot("cases"), markup=False, highlight=False)
        console.print(desk.mailbot("balance", ANNA), markup=False, highlight=False)
    except BaseException:
        desk.stop()
        raise


def _paid(desk: RunningDesk, console: Console) -> None:
    _scene(console, "A customer has paid", "300 kr, with her address as the message: mailbot payment add 300 anna@firma.example")
    desk.mailbot("payment", "add", "300", ANNA, "--reference", "demo-1")
    _show(console, desk.delivered(1, ANNA)[0], "the confirmation")


def _incomplete_then_complete(desk: RunningDesk, console: Console) -> Received:
    _scene(console, "Anna writes, and leaves out what we need",
           "From the address she paid with; the vendor's own mail server vouches for it. A case, a number, and only the missing questions.")
    first = "Hej!\n\nJag får ett konstigt felmeddelande när jag skriver ut balansrapporten.\n\nHälsningar\nAnna"
    _in(desk, console, ANNA, SUPPORT, "Hjälp med utskrift", first)
    ack = desk.delivered(1, ANNA)[0]
    _show(console, ack, "the acknowledgement")
    _scene(console, "Anna answers with what was missing", "Her reply joins the case; the clock starts, and the agents hear of it.")
    answer = ("Windows 11.\n1. Jag öppnar Rapporter\n2. Jag klickar på Skriv ut\nDå står det: \"Fel 3021: Ingen aktuell post\"")
    raw = quoted_answer(ack, answer, ANNA, datetime.now(UTC), authserv=AUTHSERV)
    _letter(console, "in", ANNA, ack.reply_to, f"Re: {ack.subject}", answer)
    desk.post(raw, ANNA, _plain(ack.reply_to))
    notice = desk.delivered(1, EVA)[0]
    _show(console, notice, "what Eva, the agent, reads in her own mail program")
    return notice


def _agent_answers(desk: RunningDesk, console: Console, notice: Received) -> None:
    _scene(console, "Eva answers by replying", desk.two_factors)
    text = "/spend 10m\n// tredje kunden i veckan med samma fel\nHej Anna!\n\nUppdatera till version 7.4, så försvinner felet.\n"
    raw = quoted_answer(notice, text, EVA, datetime.now(UTC))
    _letter(console, "in", EVA, notice.reply_to, f"Re: {notice.subject}", text)
    desk.submit(raw, "eva", _plain(notice.reply_to), EVA)
    _show(console, desk.delivered(1, ANNA)[0], "what Anna gets: no command, no remark, no address of Eva's")
    _show(console, desk.delivered(1, EVA)[0], "Eva's receipt")


def _stranger(desk: RunningDesk, console: Console) -> None:
    _scene(console, "A German without entitlement", "Help to help himself, in his language, at any hour; nothing he wrote is repeated.")
    _in(desk, console, HANS, SUPPORT, "Frage zum Drucken", "Guten Tag,\n\nwie kann ich mit Ihrem Programm eine Bilanz drucken?\n\nHans Muster")
    _show(console, desk.delivered(1, HANS)[0], "the help for everybody")


def _out_of_office(desk: RunningDesk, console: Console) -> None:
    _scene(console, "An out-of-office reply meets silence", "A machine is never answered: it is kept, and that is all.")
    raw = compose_mail(HANS, SUPPORT, "Automatische Antwort: Abwesenheit", "Ich bin bis Montag nicht im Haus.", datetime.now(UTC),
                       authserv=AUTHSERV, headers={"Auto-Submitted": "auto-replied"})
    _letter(console, "in", HANS, SUPPORT, "Automatische Antwort: Abwesenheit", "Ich bin bis Montag nicht im Haus.")
    desk.post(raw, HANS, SUPPORT)
    desk.all_handled()
    console.print(f"   … silence. {desk.sent} mails have left the desk so far, none of them for this one.\n", style="dim")


def _in(desk: RunningDesk, console: Console, sender: str, to: str, subject: str, text: str) -> None:
    _letter(console, "in", sender, to, subject, text)
    desk.post(compose_mail(sender, to, subject, text, datetime.now(UTC), authserv=AUTHSERV), sender, to)


# ---- how it looks ---------------------------------------------------------------------------------------
def _scene(console: Console, title: str, words: str) -> None:
    console.print()
    console.rule(Text(title, style="bold"), align="left")
    console.print(words, style="dim", markup=False, highlight=False)
    console.print()


def _show(console: Console, mail: Received, what: str) -> None:
    _letter(console, "out", mail.header("From"), mail.to, mail.subject, mail.text, what)


def _letter(console: Console, way: str, sender: str, to: str, subject: str, text: str, what: str = "") -> None:
    head = Text.assemble(("From:    ", "dim"), sender, ("\nTo:      ", "dim"), to, ("\nSubject: ", "dim"), (subject, "bold"), "\n\n")
    title = f"{'→ in' if way == 'in' else '← out'}{f' · {what}' if what else ''}"
    console.print(Panel(Text.assemble(head, text.strip()), title=Text(title), title_align="left",
                        border_style="cyan" if way == "in" else "green", width=min(console.width, 84)))


def _plain(address: str) -> str:
    return address.partition("<")[2].partition(">")[0] or address


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


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
