"""The envelope: what a door knew about a mail besides its bytes (RFC 5321 section 2.3.1).
Written once by the door that took the mail in, and kept with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

UNKNOWN_PATH = "unknown@invalid"  # a sender that nobody noted; not the null path, which only machines use


class Door(StrEnum):
    """Where a mail came in. Trust depends on it."""

    SMTP = "smtp"
    LMTP = "lmtp"
    SUBMISSION = "submission"  # SMTP AUTH by an agent
    IMAP = "imap"
    DELIVER = "deliver"  # `mailbot deliver`, a pipe from a mail server on this machine


@dataclass(frozen=True, slots=True)
class Envelope:
    """Sender and recipients of the transport, and how far the door can be believed."""

    mail_from: str | None  # None: the null reverse-path "<>" (RFC 5321 section 4.5.5)
    rcpt_to: tuple[str, ...]
    peer: str  # IP address of the peer, or "local"
    door: Door
    received_at: datetime  # aware UTC; the only time that counts, the Date header is only shown
    authenticated_as: str | None = None  # the agent's id, when he logged in by SMTP AUTH
    vouched: bool = False  # this door vouches for the Authentication-Results it passes on
    whole_size: int | None = None  # octets of a mail that is too large: only its header was taken in
    backlog: bool = False  # lay in a mailbox before we began to read it: filed, never answered
