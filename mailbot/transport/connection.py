"""One connection to a door: let in or turned away, timed, and ended; every reply coded (aiosmtpd 1.4.6 beneath).
Nothing a peer does, or leaves undone, can hold a place for ever or learn about our insides."""

from __future__ import annotations

import asyncio
import logging
import secrets
import ssl
from collections import defaultdict
from typing import Any

from aiosmtpd.smtp import SMTP, TLSSetupException

from mailbot.transport import replies
from mailbot.transport.foreign import shown
from mailbot.transport.house import House
from mailbot.transport.limits import is_loopback, peer_name

log = logging.getLogger("mailbot.transport")

_FLUSH_S = 5  # how long a peer may take to read our last words
_CALLS = {"MAIL": 1000, "DATA": 1000, "RSET": 2000, "RCPT": 10_000, "AUTH": 20, "*": 100}  # in one connection


class _TurnedAway(asyncio.Protocol):
    """What is left of a connection we do not want: nothing that it sends is read."""


class Connection(SMTP):
    """A connection as such. What is said on it is the subclass's."""

    ident = "ESMTP mailbot"
    line_length_limit = 64 * 1024  # what the stream buffers; the lines of a mail are bounded by the data reader
    command_size_limit = 2048
    command_size_limits = defaultdict(lambda: Connection.command_size_limit)  # noqa: RUF012 - aiosmtpd keeps it on the class

    def __init__(self, house: House, tls_context: ssl.SSLContext | None = None) -> None:
        super().__init__(
            house,
            hostname=house.hostname,
            ident=self.ident,
            data_size_limit=house.max_size,
            enable_SMTPUTF8=True,
            timeout=house.idle_timeout_s,
            tls_context=tls_context,
            auth_required=house.logins is not None,
            authenticator=self.authenticate,
            command_call_limit=_CALLS,
            loop=asyncio.get_running_loop(),
        )
        self.house = house
        self.peer = ""
        self.agent: str | None = None  # who logged in
        self.in_data = False
        self.leaving = False
        self._entered = False

    def authenticate(self, *_: Any) -> Any:
        """Nobody logs in at a door without log-ins."""
        raise NotImplementedError

    def connection_made(self, transport: Any) -> None:
        """Let the peer in, or turn it away before a single octet of it is read. Comes a second time after STARTTLS."""
        first = not self._entered
        if first:
            self.peer = peer_name(transport.get_extra_info("peername"))
            refusal = self.house.refusal(self.peer)
            if refusal is not None:
                log.warning("%s: turned away %s: %s", self.house.door, shown(self.peer), refusal)
                transport.set_protocol(_TurnedAway())
                transport.write(f"{refusal}\r\n".encode())
                transport.close()
                return
            self._entered = True
            self.house.sessions.add(self)
        self.agent = None  # RFC 3207 section 4.2: what was said before TLS is forgotten
        self._auth_require_tls = not is_loopback(self.peer)
        super().connection_made(transport)
        if first and self._handler_coroutine is not None:
            self._handler_coroutine.add_done_callback(retrieve)

    def connection_lost(self, error: Exception | None) -> None:
        if self._entered:
            self._entered = False
            self.house.sessions.discard(self)
            self.house.connections.leave(self.peer)
        super().connection_lost(error)

    @property
    def under_way(self) -> asyncio.Future[None] | None:
        """What ends when the connection has ended."""
        return self._handler_coroutine

    def leave(self) -> None:
        """Say goodbye: at once when no mail is under way, else after it."""
        self.leaving = True
        if not self.in_data:
            self.hang_up(replies.CLOSING)

    def hang_up(self, last_words: str) -> None:
        """Say `last_words` and close."""
        transport: Any = self.transport
        if transport is None or transport.is_closing():
            return
        transport.write(f"{replies.coded(last_words)}\r\n".encode())
        transport.close()
        self.loop.call_later(_FLUSH_S, self.abort)  # a peer that does not read cannot stay

    def abort(self) -> None:
        """Cut the line."""
        transport: Any = self._original_transport or self.transport
        if transport is not None:
            transport.abort()

    def _timeout_cb(self) -> None:
        log.info("%s: %s was silent for too long", self.house.door, shown(self.peer))
        self.hang_up(replies.TIMED_OUT)

    async def push(self, status: Any) -> None:
        """Send one reply, with its enhanced status code."""
        await super().push(replies.coded(status) if isinstance(status, str) else status)

    async def say(self, *lines: str) -> None:
        """Send lines as they are: greetings carry no status code (RFC 2034)."""
        await super().push("\r\n".join(lines))

    async def handle_exception(self, error: Exception) -> str:
        """451 for the sender, the reason for the log alone (reliability row 14)."""
        reference = secrets.token_hex(4)
        if isinstance(error, (TLSSetupException, ConnectionError, asyncio.IncompleteReadError)):
            log.info("%s: %s went away: %s", self.house.door, shown(self.peer), shown(repr(error)))
        else:
            log.error("%s: trouble with %s, reference %s", self.house.door, shown(self.peer), reference, exc_info=error)
        return replies.trouble(reference)


def retrieve(task: asyncio.Future[None]) -> None:
    """Look at how a task ended, so that the loop does not complain that nobody did. Broken lines are everyday."""
    if not task.cancelled():
        task.exception()
