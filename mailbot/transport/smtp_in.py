"""The dialogue at our doors: SMTP (RFC 5321), submission (RFC 6409) and LMTP (RFC 2033).
250 is said only after the mail is kept. The mail's octets stay as they came: no Received line is put before them."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiosmtpd.smtp import AuthResult, LoginPassword, syntax

from mailbot.mail.envelope import Envelope
from mailbot.transport import replies
from mailbot.transport.connection import Connection, retrieve
from mailbot.transport.data import DataReader, Fault
from mailbot.transport.foreign import shortened, shown
from mailbot.transport.keeping import Busy, Full
from mailbot.transport.limits import Hold
from mailbot.transport.paths import read_path

log = logging.getLogger("mailbot.transport")

_CHUNK = 1 << 20  # octets; more than the stream ever buffers, so that a read always empties it
_KEEP_PATIENCE_S = 300  # the sender waits 600 s for our reply (RFC 5321 section 4.5.3.2.6)
_DATA_TIMEOUTS = 10  # idle timeouts that one mail may take from its first octet to its last


class Session(Connection):
    """SMTP, and submission where the house has log-ins."""

    hello = "EHLO"

    # ---- greeting and log-in -------------------------------------------------------------------
    @syntax("EHLO hostname")
    async def smtp_EHLO(self, hostname: str) -> None:
        if not hostname:
            await self.push(f"501 Syntax: {self.hello} hostname")
            return
        self._greeted(hostname, extended=True)
        offers = [f"SIZE {self.data_size_limit}", "8BITMIME", "SMTPUTF8", "PIPELINING", "ENHANCEDSTATUSCODES"]
        if self.tls_context and not self._tls_protocol:
            offers.append("STARTTLS")
        if self.house.logins is not None and (self._tls_protocol or not self._auth_require_tls):
            offers.append("AUTH LOGIN PLAIN")
        await self.say(f"250-{self.hostname}", *(f"250-{offer}" for offer in offers[:-1]), f"250 {offers[-1]}")

    @syntax("HELO hostname")
    async def smtp_HELO(self, hostname: str) -> None:
        if not hostname:
            await self.push("501 Syntax: HELO hostname")
            return
        self._greeted(hostname, extended=False)
        await self.say(f"250 {self.hostname}")

    def _greeted(self, hostname: str, extended: bool) -> None:
        self._set_rset_state()  # type: ignore[no-untyped-call]
        assert self.session is not None
        self.session.host_name = hostname
        self.session.extended_smtp = extended

    async def check_helo_needed(self, _: str = "") -> bool:
        assert self.session is not None
        if self.session.host_name:
            return False
        await self.push(f"503 Send {self.hello} first")
        return True

    async def check_auth_needed(self, caller_method: str) -> bool:
        if self.house.logins is None or self.agent is not None or caller_method == "HELP":
            return False
        await self.push(replies.AUTH_NEEDED)
        return True

    @syntax("STARTTLS", when="tls_context")
    async def smtp_STARTTLS(self, arg: str) -> None:
        if self._tls_protocol:
            await self.push("503 TLS is in use already")
            return
        await super().smtp_STARTTLS(arg)

    @syntax("AUTH <mechanism>")
    async def smtp_AUTH(self, arg: str) -> None:
        if self.house.logins is None:
            await self.push("502 There is no log-in at this door")
        else:
            mechanism, _, rest = (arg or "").partition(" ")
            await super().smtp_AUTH(f"{mechanism.upper()} {rest}".strip())

    def authenticate(self, *said: Any) -> AuthResult:
        """Check login and password; the last thing aiosmtpd hands over is what the agent said."""
        given = said[-1]
        assert isinstance(given, LoginPassword) and self.house.logins is not None
        login, password = (text.decode("utf-8", "surrogateescape") for text in given)
        if self.house.logins.is_locked(self.peer, login):
            log.warning("%s: %s is locked out as %s", self.house.door, shown(self.peer), shown(login))
            self.hang_up(replies.AUTH_LOCKED)
            return AuthResult(success=False, handled=True)
        self.agent = self.house.logins.log_in(login, password, self.peer)
        if self.agent is None:
            log.warning("%s: failed log-in from %s as %s", self.house.door, shown(self.peer), shown(login))
            return AuthResult(success=False, handled=False, message=replies.AUTH_FAILED)
        return AuthResult(success=True)

    # ---- small commands ------------------------------------------------------------------------
    @syntax("VRFY <address>")
    async def smtp_VRFY(self, _: str) -> None:
        await self.push(replies.VRFY)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        return read_path(arg) or (None, None)

    def _getparams(self, params: Any) -> dict[str, str | bool] | None:
        known = super()._getparams(params)
        if known and self.house.logins is not None:
            known.pop("AUTH", None)  # must be taken, need not be believed (RFC 4954 section 5)
        return known

    # ---- the mail itself -----------------------------------------------------------------------
    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return
        assert self.envelope is not None
        recipients = len(self.envelope.rcpt_tos)
        if arg or not recipients:
            await self.push("501 Syntax: DATA" if arg else "503 Send RCPT first")
            return
        self.in_data = True
        try:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            reply = await self._take_mail()
        finally:
            self.in_data = False
            self._set_post_data_state()  # type: ignore[no-untyped-call]
        for _ in range(self._answers(recipients)):
            await self.push(reply)
        self._reset_timeout()
        if self.leaving:
            self.hang_up(replies.CLOSING)

    def _answers(self, _: int) -> int:
        """How many replies the end of a mail gets."""
        return 1

    async def _take_mail(self) -> str:
        """Read one mail to its end and have it kept. The reply."""
        hold = Hold(self.house.in_flight)
        try:
            raw = await self._receive(hold)
        except Exception as error:  # mid-mail: what follows must never be read as commands
            hold.let_go()
            self.hang_up(await self.handle_exception(error))
            raise ConnectionResetError("broke off in the middle of a mail") from error
        except asyncio.CancelledError:
            hold.let_go()
            raise
        assert self.envelope is not None
        envelope = self.house.envelope(self.envelope, self.peer, self.agent)
        if isinstance(raw, Fault):
            hold.let_go()
            reply = raw.value
        else:
            reply = await self._keep(raw, envelope, hold)
        log.info(
            "%s: %s octets from %s by %s: %s",
            envelope.door, "-" if isinstance(raw, Fault) else len(raw), shortened(envelope.mail_from), shown(self.peer), reply,
        )  # fmt: skip
        return reply

    async def _receive(self, hold: Hold) -> bytes | Fault:
        """The mail, read in chunks; the octets after its end go back to the stream."""
        data = DataReader(self.house.max_size)
        deadline = self.loop.time() + _DATA_TIMEOUTS * self.house.idle_timeout_s
        rest = None
        while rest is None:
            self._reset_timeout(max(0.001, min(self.house.idle_timeout_s, deadline - self.loop.time())))
            chunk = await self._reader.read(_CHUNK)
            if not chunk:
                raise ConnectionResetError("the mail broke off")
            rest = data.feed(chunk)
            if not hold.grow_to(data.size):
                data.discard(Fault.CROWDED)
        if rest:
            self._reader.feed_data(rest)
        return data.content()

    async def _keep(self, raw: bytes, envelope: Envelope, hold: Hold) -> str:
        """Hand the mail on. A peer that goes away meanwhile does not stop the keeping; it will send the mail again."""
        if self._timeout_handle is not None:
            self._timeout_handle.cancel()
        kept = asyncio.ensure_future(self.house.keep(raw, envelope))
        self.house.keeping.add(kept)
        kept.add_done_callback(self.house.keeping.discard)
        kept.add_done_callback(lambda _: hold.let_go())
        kept.add_done_callback(retrieve)
        try:
            await asyncio.wait_for(asyncio.shield(kept), _KEEP_PATIENCE_S)
        except Full:
            return replies.FULL
        except (Busy, TimeoutError):
            return replies.BUSY
        except Exception as error:
            return await self.handle_exception(error)
        return replies.KEPT


class LmtpSession(Session):
    """LMTP: greeted with LHLO, and one reply after the mail for each recipient (RFC 2033 section 4.2)."""

    ident = "LMTP mailbot"
    hello = "LHLO"

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, hostname: str) -> None:
        await super().smtp_EHLO(hostname)

    async def smtp_EHLO(self, _: str) -> None:
        await self.push("500 This is LMTP: send LHLO")

    async def smtp_HELO(self, _: str) -> None:
        await self.push("500 This is LMTP: send LHLO")

    def _answers(self, recipients: int) -> int:
        return recipients
