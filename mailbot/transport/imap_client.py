"""The line to an IMAP server: as much of imapclient as we use, connecting, logging in, and what may go wrong with it.
Every failure ends as one of two faults: the line is lost (soon again) or a setting is wrong (a person must act)."""

from __future__ import annotations

import logging
import re
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol, cast

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from mailbot.transport.imap_source import Source
from mailbot.transport.tls import client_context

logging.getLogger("imapclient").setLevel(logging.WARNING)  # at DEBUG it writes whole mails down, and log-ins in base64

CONNECT_S = 15.0
ANSWER_S = 60.0  # the longest silence within an answer; a server that is busy moving thousands of mails takes a while
KEEPALIVE = (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4))  # a peer that is gone is noticed within two minutes


class MailboxFault(Exception):
    """Why a mailbox is not read; the message is for the administrator. `said`, the server's words, stand where `what` has "{said}";
    `what` alone is the same at every try."""

    def __init__(self, what: str, said: str = "") -> None:
        super().__init__(what.replace("{said}", said))
        self.what = what


class LineLost(MailboxFault):
    """The server is away, busy, or hung up: the same again, soon."""


class SettingWrong(MailboxFault):
    """Log-in, TLS or a folder: trying at once again would help nothing."""


class NotMoved(MailboxFault):
    """The server refuses to put away mails that are kept. The line stands, and the mailbox can be read."""


class Client(Protocol):
    """The part of imapclient that is used. Of ids it takes lists alone: ranges in text are broken in 4.x."""

    def has_capability(self, capability: str) -> bool: ...
    def starttls(self, ssl_context: ssl.SSLContext) -> Any: ...
    def login(self, username: str, password: str) -> Any: ...
    def plain_login(self, identity: str, password: str) -> Any: ...
    def logout(self) -> Any: ...
    def shutdown(self) -> None: ...
    def select_folder(self, folder: str, readonly: bool = False) -> Mapping[bytes, Any]: ...
    def folder_status(self, folder: str, what: Sequence[str]) -> Mapping[bytes, Any]: ...
    def list_folders(self, directory: str = "", pattern: str = "*") -> list[tuple[Any, bytes | None, str]]: ...
    def namespace(self) -> Any: ...
    def create_folder(self, folder: str) -> Any: ...
    def subscribe_folder(self, folder: str) -> Any: ...
    def search(self, criteria: Any) -> list[int]: ...
    def fetch(self, messages: Sequence[int], data: Sequence[str]) -> Mapping[int, Mapping[bytes, Any]]: ...
    def move(self, messages: Sequence[int], folder: str) -> Any: ...
    def copy(self, messages: Sequence[int], folder: str) -> Any: ...
    def add_flags(self, messages: Sequence[int], flags: Sequence[bytes], silent: bool = False) -> Any: ...
    def uid_expunge(self, messages: Sequence[int]) -> Any: ...
    def noop(self) -> Any: ...
    def idle(self) -> None: ...
    def idle_done(self) -> Any: ...
    def socket(self) -> socket.socket: ...


@contextmanager
def faults_named(doing: str) -> Iterator[None]:
    """Whatever imapclient raises (a parser's IndexError among it) is a line that is lost: what it was doing is repeated."""
    try:
        yield
    except MailboxFault:
        raise
    except Exception as error:
        raise LineLost(f"{doing}: {{said}}", said_by(error)) from error


def said_by(error: BaseException) -> str:
    """The words of an error, of the server often: one line, bounded, printable."""
    text = str(error) or type(error).__name__
    text = text[2:-1] if text[:2] in ("b'", 'b"') else text
    return "".join(c if c.isprintable() else " " for c in text)[:200]


def connect(source: Source, tls: ssl.SSLContext | None = None) -> Client:
    """A line, logged in. TLS is verified and never given up. Raises LineLost or SettingWrong."""
    context = tls or (client_context() if source.security != "none" else None)
    with _tls_named(source):
        client = _call(source, context)
    try:
        _tune(client.socket())
        if source.security == "starttls" and context is not None:
            with _tls_named(source):
                _start_tls(client, source, context)
        _log_in(client, source)
    except BaseException:
        with suppress(Exception):
            client.shutdown()
        raise
    return client


def _call(source: Source, tls: ssl.SSLContext | None) -> Client:
    made = IMAPClient(source.server, source.port, ssl=source.security == "tls", ssl_context=tls, timeout=SocketTimeout(CONNECT_S, ANSWER_S))
    made.normalise_times = False  # else times lose their zone
    made._imap.debug = 0  # imapclient has imaplib write down every line, mails and passwords among them
    return cast(Client, made)


def _start_tls(client: Client, source: Source, tls: ssl.SSLContext) -> None:
    if not client.has_capability("STARTTLS"):
        raise SettingWrong(f'{source.server}:{source.port} offers no STARTTLS; expected a server that does, or imap_security = "tls" and its port, '
                           "usually 993")
    client.starttls(tls)


@contextmanager
def _tls_named(source: Source) -> Iterator[None]:
    """What may go wrong until the line is laid and private."""
    at = f"{source.server}:{source.port}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise SettingWrong(f"the certificate of {at} does not hold: {error.verify_message}; expected one for this name, of an authority "
                           "that this machine knows") from error
    except ssl.SSLError as error:
        raise SettingWrong(f'{at} does not speak TLS as it should ({{said}}); imap_security = "tls" is usually port 993, '
                           '"starttls" port 143', said_by(error)) from error
    except (OSError, IMAPClientError) as error:
        raise LineLost(f"{at} cannot be reached: {{said}}", said_by(error)) from error


def _tune(line: socket.socket) -> None:
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # imapclient sends a SEARCH and its line end apart: 40 ms each time
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in KEEPALIVE:
        if hasattr(socket, name):  # not everywhere
            line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


_FOR_NOW = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]", re.IGNORECASE)  # RFC 5530


def is_no(error: BaseException) -> bool:
    """Whether the server said NO or BAD, rather than hung up: the line stands."""
    return isinstance(error, IMAPClientError) and not isinstance(error, IMAPClientAbortError)


def is_refusal(error: BaseException) -> bool:
    """Whether the server said a NO that lasts, rather than hung up or was busy."""
    return is_no(error) and not _FOR_NOW.search(str(error))


# ---- logging in --------------------------------------------------------------------------------------
def _log_in(client: Client, source: Source) -> None:
    """Log in with the password. Where others come (a token), they come in here: what is asked of `source.secret` stays."""
    secret = source.secret()
    if not secret:
        raise SettingWrong(f"there is no password for {source.user} any more; expected what password_from names")
    try:
        if client.has_capability("AUTH=PLAIN"):
            client.plain_login(source.user, secret)  # takes any character, LOGIN takes ASCII
        elif client.has_capability("LOGINDISABLED"):
            raise SettingWrong(f'{source.server} takes no password on this line; expected imap_security = "tls" or "starttls"')
        else:
            client.login(source.user, secret)
    except LoginError as error:
        if isinstance(error.__context__, IMAPClientAbortError) or not is_refusal(error):  # imapclient calls both LoginError
            raise LineLost("log-in broke off: {said}", said_by(error)) from error
        raise SettingWrong(f"{source.server} refuses the log-in of {source.user} ({{said}}); look at user and at the password that "
                           "password_from names", said_by(error)) from error
    except UnicodeEncodeError:
        raise SettingWrong(f"{source.server} takes passwords of plain ASCII only, and that of {source.user} is none") from None
    except (OSError, IMAPClientError) as error:
        raise LineLost("log-in broke off: {said}", said_by(error)) from error
