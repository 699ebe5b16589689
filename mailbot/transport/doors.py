"""The doors: opening and closing the SMTP, LMTP and submission listeners of `[listen]`.
A door that cannot open says what is wrong, where, and what to do; closing lets the mail under way finish."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

from mailbot.config.values import Span, Unit
from mailbot.mail.envelope import Door
from mailbot.transport.connection import Connection
from mailbot.transport.house import House
from mailbot.transport.keeping import Busy, Full, Keep
from mailbot.transport.limits import Connections, InFlight, Peers
from mailbot.transport.login import Logins, Secrets
from mailbot.transport.ours import is_ours
from mailbot.transport.places import DoorFault, Place, Tcp, Unix, advice, clear_stale, read_place, stays_here
from mailbot.transport.smtp_in import LmtpSession, Session
from mailbot.transport.tls import server_context

if TYPE_CHECKING:
    from mailbot.config.settings import Config

__all__ = ["Busy", "DoorFault", "Doors", "Full", "Keep", "open_doors"]

log = logging.getLogger("mailbot.transport")

_MB = 1024 * 1024
_SOCKET_MODE = 0o660  # whoever may open the socket is believed: owner and group, nobody else
_BACKLOG = 128


class Doors:
    """The open doors. `addresses` says what listens where, with the real port where 0 was asked for."""

    def __init__(self, opened: Mapping[str, tuple[asyncio.AbstractServer, Place, House]]) -> None:
        self._servers = tuple(server for server, _, _ in opened.values())
        self._houses = tuple(house for _, _, house in opened.values())
        self._sockets = tuple(place.path for _, place, _ in opened.values() if isinstance(place, Unix))
        self.addresses: Mapping[str, str] = {name: str(place) for name, (_, place, _) in opened.items()}

    async def close(self, grace: float) -> None:
        """Take no new connection, let the mails under way finish within `grace` seconds, then cut the rest off."""
        for server in self._servers:
            server.close()
        for path in self._sockets:
            path.unlink(missing_ok=True)
        for session in self._sessions():
            session.leave()
        under_way = [session.under_way for session in self._sessions() if session.under_way is not None]
        under_way += [kept for house in self._houses for kept in house.keeping]
        if under_way:
            await asyncio.wait(under_way, timeout=grace)
        for session in self._sessions():
            session.abort()

    def _sessions(self) -> tuple[Connection, ...]:
        return tuple(session for house in self._houses for session in house.sessions)

    async def __aenter__(self) -> Doors:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.close(grace=10 if error is None else 0)


async def open_doors(config: Config, keep: Keep, now: Callable[[], datetime], secrets: Secrets) -> Doors:
    """Open every door of `[listen]` that names a place, in the running loop.

    `keep` returns after the commit and raises Busy or Full to put the sender off. `now` gives aware UTC. `secrets` gives
    the password an agent's `password_from` names. Raises DoorFault or TlsFault, with no door left open."""
    logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)  # aiosmtpd's own log holds whole lines of strangers
    listen = config.listen
    try:
        vouching = Peers(listen.vouching_peers)
    except ValueError as error:
        raise DoorFault(
            f"[listen] vouching_peers: {error}; expected IP addresses or networks such as 10.0.0.0/8"
        ) from error
    in_flight = InFlight(listen.max_in_flight_mb * _MB)
    tls = server_context(listen.tls_certificate, listen.tls_key) if listen.tls_certificate else None
    opened: dict[str, tuple[asyncio.AbstractServer, Place, House]] = {}
    try:
        for door, text in ((Door.SMTP, listen.smtp), (Door.LMTP, listen.lmtp), (Door.SUBMISSION, listen.submission)):
            if not text:
                continue
            house = House(
                door=door,
                hostname=listen.hostname or config.mailbox.domain or "localhost",
                domain=config.mailbox.domain,
                keep=keep,
                now=now,
                is_ours=partial(is_ours, config=config),
                connections=Connections(listen.max_connections, listen.max_connections_per_peer, vouching),
                in_flight=in_flight,
                vouching=vouching,
                max_size=listen.max_size_mb * _MB,
                max_recipients=listen.max_recipients,
                idle_timeout_s=_seconds(listen.idle_timeout),
            )
            if door is Door.SUBMISSION:
                house.logins = Logins(config, secrets, now, timedelta(seconds=_seconds(listen.auth_lockout)))
            server, place = await _open(read_place(door.value, text), house, tls)
            opened[door.value] = (server, place, house)
            log.info("%s: listening on %s", door, place)
    except BaseException:
        await Doors(opened).close(grace=0)
        raise
    return Doors(opened)


async def _open(place: Place, house: House, tls: ssl.SSLContext | None) -> tuple[asyncio.AbstractServer, Place]:
    """Listen. The place comes back with the port that was found when any would do."""
    key = house.door.value
    loop = asyncio.get_running_loop()
    try:
        if isinstance(place, Unix):
            clear_stale(place.path)
            unix_server = await loop.create_unix_server(lambda: LmtpSession(house), str(place.path), backlog=_BACKLOG)
            place.path.chmod(_SOCKET_MODE)
            return unix_server, place
        if house.door is Door.SUBMISSION and tls is None and not stays_here(place.host):
            raise DoorFault(
                f"[listen] submission: {place} can be reached from other machines, where passwords need TLS; set tls_certificate "
                "and tls_key, or listen on 127.0.0.1"
            )
        kind = LmtpSession if house.door is Door.LMTP else Session
        server = await loop.create_server(
            lambda: kind(house, None if kind is LmtpSession else tls), place.host, place.port, backlog=_BACKLOG
        )
    except OSError as error:
        raise DoorFault(f"[listen] {key}: cannot listen on {place}: {advice(error, place, key)}") from error
    return server, Tcp(place.host, server.sockets[0].getsockname()[1])


def _seconds(span: Span) -> float:
    """A span of clock time; days are days of 24 hours."""
    return span.seconds or span.amount * (86_400 if span.unit is not Unit.MINUTES else 60)
