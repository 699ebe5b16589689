"""The ways out: what carries an outgoing mail, as `[outgoing]` says.
A way that cannot be opened pauses the mail and says why; it never loses it and never stops what comes in."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mailbot.transport.back_off import back_off
from mailbot.transport.login import Secrets
from mailbot.transport.maildir_out import Maildir
from mailbot.transport.places import stays_here
from mailbot.transport.results import Paused, Result
from mailbot.transport.smarthost import Login, Smarthost

if TYPE_CHECKING:
    from mailbot.config.settings import Config

__all__ = ["Carrier", "Shut", "back_off", "carrier"]

log = logging.getLogger("mailbot.transport")


class Carrier(Protocol):
    """Carries one mail at a time, to one recipient."""

    def deliver(self, raw: bytes, mail_from: str, to: str, mail_id: int) -> Result:
        """Carry the mail of outbox row `mail_id`; `mail_from` "" is the null path."""

    def close(self) -> None:
        """No more mail comes."""


@dataclass(frozen=True, slots=True)
class Shut:
    """The way out that is not there: everything waits in the outbox until the setting is put right."""

    reason: str

    def deliver(self, raw: bytes, mail_from: str, to: str, mail_id: int) -> Result:  # noqa: ARG002
        return Paused(self.reason)

    def close(self) -> None:
        """There is nothing to close."""


def carrier(config: Config, state_folder: Path, secrets: Secrets) -> Carrier:
    """The way out that `[outgoing]` names. A relative `maildir` stands in the state folder.

    Where `[outgoing]` names no server, user or password, those of `[mailbox]` are taken."""
    outgoing, mailbox = config.outgoing, config.mailbox
    if outgoing.via == "maildir":
        return Maildir(state_folder / (outgoing.maildir or "outgoing"))
    server = outgoing.server or mailbox.smtp_server
    own_port = bool(outgoing.server) or "port" in outgoing.model_fields_set
    user = outgoing.user or mailbox.user
    password_from = outgoing.password_from or mailbox.password_from
    password = secrets(password_from) if password_from else None
    wrong = ""
    if not server:
        wrong = '[outgoing] via = "smtp" names no server; set [outgoing] server, such as "smtp.example.com"'
    elif user and not password:
        named = f"{password_from} holds nothing" if password_from else "password_from names nothing"
        wrong = f"[outgoing] there is no password for user {user!r}: {named}; put it into that environment variable or credential file"
    elif outgoing.security == "none" and not stays_here(server):
        wrong = f'[outgoing] security = "none" is only for a mail server on this machine, and {server!r} is not; use "starttls" or "tls"'
    if wrong:
        log.error("%s; outgoing mail waits", wrong)
        return Shut(wrong)
    return Smarthost(
        server,
        outgoing.port if own_port else mailbox.smtp_port,
        outgoing.security,
        Login(user, password) if user and password else None,
        outgoing.local_name or mailbox.domain or "localhost",
    )
