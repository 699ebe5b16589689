"""Outgoing mail to the smarthost: one connection, used for mail after mail (RFC 5321, RFC 6409; smtplib beneath).
TLS with verified names or nothing; what the server says decides whether a mail goes later, never, or all of them wait."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Literal, NoReturn

from mailbot.mail.address import plain
from mailbot.transport.foreign import shown
from mailbot.transport.results import Later, Never, Paused, Result, Sent, verdict
from mailbot.transport.tls import client_context
from mailbot.transport.watch import Watch
from mailbot.transport.wire import for_server, mail_options, on_the_wire, size_limit


@dataclass(frozen=True, slots=True)
class Waits:
    """How long we wait for what, in seconds (RFC 5321 section 4.5.3.2)."""

    connect: float = 30
    command: float = 120
    data_end: float = 600  # shorter makes duplicates: the server has the mail and we hang up
    mail: float = 900  # one mail from MAIL FROM to the last reply
    idle: float = 30  # then we say QUIT


@dataclass(frozen=True, slots=True)
class Login:
    user: str
    password: str = field(repr=False)


class _Unwanted(Exception):
    """A reply that ends this attempt, with what it means for the mail."""

    def __init__(self, result: Result) -> None:
        super().__init__(result)
        self.result = result

    @property
    def in_step(self) -> bool:
        """Whether the connection may carry the next mail: the server refused in order, and is not going away."""
        return isinstance(self.result, Later | Never) and 400 <= self.result.code <= 599 and self.result.code != 421


class Smarthost:
    """Carries mail to one server. One delivery at a time; not for use by several threads."""

    def __init__(
        self,
        server: str,
        port: int,
        security: Literal["starttls", "tls", "none"],
        login: Login | None,
        local_name: str,
        waits: Waits | None = None,
    ) -> None:
        self._server, self._port, self._security, self._login = server, port, security, login
        self._local_name = local_name
        self._waits = waits or Waits()
        self._line: smtplib.SMTP | None = None
        self._watch = Watch()
        self.largest: int | None = None  # octets, as the server said at our last greeting; None: no limit known

    def deliver(self, raw: bytes, mail_from: str, to: str, mail_id: int) -> Result:  # noqa: ARG002 - the bytes carry their own name
        """Carry one mail to one recipient; `mail_from` "" is the null path. Never raises for anything a server does."""
        if plain(to) is None or (mail_from and plain(mail_from) is None):
            return Never(f"{shown(to)} from {shown(mail_from)}: expected plain addresses such as anna@example.com", 553)
        self._watch.after(self._waits.mail, self._cut)
        stage = _Stage()
        try:
            line = self._ready_line()
            self._transact(line, raw, mail_from, to, stage)
        except _Unwanted as unwanted:
            if not unwanted.in_step:
                self._hang_up()
            return unwanted.result
        except OSError as error:  # smtplib's own exceptions are OSErrors
            self._drop()
            where = f"{self._server}:{self._port}"
            return Later(
                f"{where}: {stage.name}: {shown(str(error) or type(error).__name__)}", uncertain=stage.uncertain
            )
        finally:
            self._watch.after(self._waits.idle, self._hang_up)
        return Sent()

    def close(self) -> None:
        """Say goodbye."""
        self._watch.stop()
        self._hang_up()

    # ---- one mail --------------------------------------------------------------------------------
    def _transact(self, line: smtplib.SMTP, raw: bytes, mail_from: str, to: str, stage: _Stage) -> None:
        offers = line.esmtp_features
        sender, recipient = for_server(mail_from, offers), for_server(to, offers)
        if sender is None or recipient is None:
            raise _Unwanted(Never("the mail server takes no addresses outside ASCII (it does not offer SMTPUTF8)", 553))
        if self.largest is not None and len(raw) > self.largest:
            raise _Unwanted(Never(f"{len(raw)} octets are more than the {self.largest} the mail server takes", 552))
        options = mail_options(raw, (sender, recipient), offers)
        line.command_encoding = "utf-8" if options.endswith("SMTPUTF8") else "ascii"
        for stage.name, command, argument, wanted in (
            ("MAIL FROM", "MAIL", f"FROM:<{sender}>{options}", (250,)),
            ("RCPT TO", "RCPT", f"TO:<{recipient}>", (250, 251)),
            ("DATA", "DATA", "", (354,)),
        ):
            code, words = line.docmd(command, argument)
            if code not in wanted:
                raise _Unwanted(verdict(stage.name, code, words))
        stage.name = "end of data"
        assert line.sock is not None
        line.sock.settimeout(self._waits.data_end)
        line.send(on_the_wire(raw))
        stage.uncertain = True
        code, words = line.getreply()
        line.sock.settimeout(self._waits.command)
        if code != 250:
            raise _Unwanted(verdict(stage.name, code, words))

    # ---- the connection --------------------------------------------------------------------------
    def _ready_line(self) -> smtplib.SMTP:
        """The open connection when it still answers, else a new one."""
        if self._line is not None:
            with contextlib.suppress(OSError):
                if self._line.rset()[0] == 250:
                    return self._line
            self._drop()
        try:
            return self._connect()
        except BaseException:
            self._drop()
            raise

    def _connect(self) -> smtplib.SMTP:
        """Connect, encrypt, greet, log in."""
        wait = self._waits.connect
        try:
            if self._security == "tls":
                line: smtplib.SMTP = smtplib.SMTP_SSL(
                    local_hostname=self._local_name, timeout=wait, context=client_context()
                )
            else:
                line = smtplib.SMTP(local_hostname=self._local_name, timeout=wait)
            self._line = line
            line._host = self._server  # type: ignore[attr-defined] # what connect() leaves out and TLS verifies against
            code, words = line.connect(self._server, self._port)
            if code != 220:
                raise _Unwanted(_for_all("greeting", code, words))
            self._greet(line)
            if self._security == "starttls":
                self._start_tls(line)
                self._greet(line)
        except ssl.SSLError as error:
            self._pause(
                f"TLS failed: {shown(str(error))}; expected a certificate for {self._server} from an authority this machine knows"
            )
        if self._login is not None:
            self._log_in(line, self._login)
        assert line.sock is not None
        line.sock.settimeout(self._waits.command)
        self.largest = size_limit(line.esmtp_features)
        return line

    def _greet(self, line: smtplib.SMTP) -> None:
        code, words = line.ehlo()
        if 500 <= code <= 599:
            code, words = line.helo()
        if code != 250:
            raise _Unwanted(_for_all("EHLO", code, words))

    def _start_tls(self, line: smtplib.SMTP) -> None:
        if not line.has_extn("starttls"):
            self._pause(
                'the server offers no STARTTLS; nothing is sent in plain text. Check [outgoing] port and security ("tls" for port 465)'
            )
        code, words = line.starttls(context=client_context())
        if code != 220:
            raise _Unwanted(_for_all("STARTTLS", code, words))

    def _log_in(self, line: smtplib.SMTP, login: Login) -> None:
        """PLAIN where offered, else LOGIN (RFC 4616). Passwords may hold any letter, which smtplib's own log-in does not allow."""
        offered = line.esmtp_features.get("auth", "").upper().split()
        user, password = _b64(login.user), _b64(login.password)
        if "PLAIN" in offered:
            code, words = line.docmd("AUTH", f"PLAIN {_b64(chr(0) + login.user + chr(0) + login.password)}")
        elif "LOGIN" in offered:
            code, words = line.docmd("AUTH", f"LOGIN {user}")
            if code == 334:
                code, words = line.docmd(password)
        else:
            self._pause(
                "the server offers no log-in that we know (AUTH PLAIN or LOGIN); check [outgoing] port, security and user"
            )
        if code != 235:
            raise _Unwanted(_for_all(f"log-in as {login.user}", code, words))

    def _pause(self, reason: str) -> NoReturn:
        raise _Unwanted(Paused(f"{self._server}:{self._port}: {reason}"))

    def _hang_up(self) -> None:
        """Say QUIT and close. The answer is not waited for: a server that drips would keep us."""
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.putcmd("QUIT")
        self._drop()

    def _drop(self) -> None:
        """Close without a word, as after a break in the middle of a mail."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _cut(self) -> None:
        """The time for this mail is up: shut the socket, so that whoever waits on it sees the end."""
        line = self._line
        if line is not None and line.sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(line.sock, socket.SHUT_RDWR)


@dataclass(slots=True)
class _Stage:
    """How far an attempt has come."""

    name: str = "connecting"
    uncertain: bool = False


def _for_all(stage: str, code: int, words: bytes) -> Later | Paused:
    """A refusal before any mail was named is nobody's fault: 4xx and 421 later, 5xx is for the administrator."""
    result = verdict(stage, code, words)
    return Paused(result.reason) if isinstance(result, Never) else result


def _b64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
