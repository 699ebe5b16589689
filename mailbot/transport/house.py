"""What the sessions of one door share: who may come, whose mail is taken, and where it goes.
The rules about sender and recipients stand here; the dialogue itself is in smtp_in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from aiosmtpd.smtp import Envelope as Transaction
from aiosmtpd.smtp import Session as Dialogue

from mailbot.mail.envelope import Door, Envelope
from mailbot.transport import replies
from mailbot.transport.data import Fault
from mailbot.transport.keeping import Keep
from mailbot.transport.limits import Connections, InFlight, Peers
from mailbot.transport.login import Logins
from mailbot.transport.paths import NULL_PATH

if TYPE_CHECKING:
    from mailbot.transport.connection import Connection


@dataclass(slots=True)
class House:
    """One door's rules and counters. aiosmtpd finds its `handle_...` by name, at MAIL FROM and RCPT TO."""

    door: Door
    hostname: str
    domain: str  # of the support address
    keep: Keep
    now: Callable[[], datetime]
    is_ours: Callable[[str], bool]
    connections: Connections
    in_flight: InFlight
    vouching: Peers
    max_size: int  # octets
    max_recipients: int
    idle_timeout_s: float
    logins: Logins | None = None  # only at the submission door
    sessions: set[Connection] = field(default_factory=set)
    keeping: set[asyncio.Future[None]] = field(default_factory=set)

    def refusal(self, peer: str) -> str | None:
        """Why `peer` may not come in; None: it is in, and counted."""
        if self.door is Door.LMTP and peer not in self.vouching:
            return replies.NOT_YOUR_DOOR
        if self.logins is not None and self.logins.is_locked(peer):
            return replies.AUTH_LOCKED
        return None if self.connections.enter(peer) else replies.TOO_MANY_CONNECTIONS

    async def handle_MAIL(
        self, connection: Connection, _: Dialogue, transaction: Transaction, address: str, options: list[str]
    ) -> str:
        """The reply to MAIL FROM. A log-in may only send as one of the agent's own addresses."""
        if not address.isascii() and not transaction.smtp_utf8:
            return replies.UTF8_NEEDED
        if self.logins is not None and not self.logins.may_send_as(connection.agent or "", address):
            return replies.NOT_YOUR_ADDRESS
        size = next((option.removeprefix("SIZE=") for option in options if option.startswith("SIZE=")), "0")
        if not self.in_flight.has_room_for(int(size)):
            return Fault.CROWDED
        transaction.mail_from = address
        return replies.SENDER_OK

    async def handle_RCPT(
        self, _: Connection, __: Dialogue, transaction: Transaction, address: str, ___: list[str]
    ) -> str:
        """The reply to RCPT TO. Agents write to us alone as well: there is no relay."""
        if not self.is_ours(address):
            return replies.FOREIGN_RECIPIENT
        if len(transaction.rcpt_tos) >= self.max_recipients:
            return replies.TOO_MANY_RECIPIENTS
        transaction.rcpt_tos.append(address if "@" in address else f"{address}@{self.domain}")
        return replies.RECIPIENT_OK

    def envelope(self, transaction: Transaction, peer: str, agent: str | None) -> Envelope:
        """What this door knows about the mail that has just come in whole."""
        return Envelope(
            mail_from=None if transaction.mail_from == NULL_PATH else transaction.mail_from,
            rcpt_to=tuple(transaction.rcpt_tos),
            peer=peer,
            door=self.door,
            received_at=self.now(),
            authenticated_as=agent,
            vouched=self.door is Door.LMTP or (self.door is Door.SMTP and peer in self.vouching),
        )
