"""A mail server to send to: aiosmtpd with a script of replies, and what it heard."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

from tests.transport.conftest import LoopThread

HANG_UP = "hang up"


class Sink:
    """Answers as `script` says, by command, one reply after the other; then as usual. HANG_UP cuts the line instead."""

    def __init__(
        self, thread: LoopThread, tls: ssl.SSLContext | None = None, implicit: bool = False, **options: Any
    ) -> None:
        self.script: dict[str, list[str]] = {}
        self.heard: list[str] = []
        self.lines: list[_Line] = []
        self.mails: list[tuple[str | None, list[str], bytes]] = []
        self._thread = thread
        self.options = {
            "enable_SMTPUTF8": True,
            "hostname": "mx.example",
            "auth_require_tls": tls is not None and not implicit,
        } | options
        context = tls if implicit else None
        starttls = None if implicit else tls

        async def start() -> Any:
            return await thread.loop.create_server(lambda: _Line(self, starttls), "127.0.0.1", 0, ssl=context)

        self._server = thread.run(start())
        self.port = self._server.sockets[0].getsockname()[1]

    @property
    def connections(self) -> int:
        return len(self.lines)

    def next_reply(self, command: str) -> str | None:
        replies = self.script.get(command)
        return replies.pop(0) if replies else None

    async def handle_DATA(self, line: _Line, _: Any, envelope: Any) -> str:
        reply = self.next_reply("END")
        if reply is None:
            self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        elif reply == HANG_UP:
            line.transport.close()
        return reply or "250 OK"

    def count(self, command: str) -> int:
        return sum(line.startswith(command) for line in self.heard)

    def close(self) -> None:
        async def end() -> None:
            self._server.close()
            for line in self.lines:
                if line.transport is not None:
                    line.transport.abort()
            await asyncio.gather(*(line._handler_coroutine for line in self.lines), return_exceptions=True)

        self._thread.run(end())


class _Line(SMTP):
    def __init__(self, sink: Sink, tls: ssl.SSLContext | None) -> None:
        self.sink = sink
        super().__init__(sink, tls_context=tls, loop=sink._thread.loop, authenticator=self._log_in, **sink.options)

    def _log_in(self, *said: Any) -> AuthResult:
        right = (said[-1].login, said[-1].password) == (b"desk", "hemlig å".encode())
        return AuthResult(success=right, handled=False)

    def connection_made(self, transport: Any) -> None:
        if self._original_transport is None:
            self.sink.lines.append(self)
        super().connection_made(transport)

    async def _scripted(self, command: str, arg: str | None) -> bool:
        self.sink.heard.append(f"{command} {arg or ''}".strip())
        reply = self.sink.next_reply(command)
        if reply == HANG_UP:
            self.transport.close()
        elif reply:
            await self.push(reply)
            if reply.startswith("421"):
                self.transport.close()
        return reply is not None

    async def smtp_EHLO(self, arg: str) -> None:
        if not await self._scripted("EHLO", arg):
            await super().smtp_EHLO(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        if not await self._scripted("AUTH", arg.split()[0]):
            await super().smtp_AUTH(arg)

    async def smtp_STARTTLS(self, arg: str) -> None:
        if not await self._scripted("STARTTLS", arg):
            await super().smtp_STARTTLS(arg)

    async def smtp_MAIL(self, arg: str) -> None:
        if not await self._scripted("MAIL", arg):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:
        if not await self._scripted("RCPT", arg):
            await super().smtp_RCPT(arg)

    async def smtp_RSET(self, arg: str) -> None:
        if not await self._scripted("RSET", arg):
            await super().smtp_RSET(arg)

    async def smtp_QUIT(self, arg: str) -> None:
        self.sink.heard.append("QUIT")
        await super().smtp_QUIT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if not await self._scripted("DATA", arg):
            await super().smtp_DATA(arg)
