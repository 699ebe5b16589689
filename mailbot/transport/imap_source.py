"""Which mailboxes are read: where each is, how we log in, what becomes of its mail.
Made from the configuration; one without a server, a user or a password is off, and the checks have said so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal

from mailbot.transport.foreign import shortened
from mailbot.transport.ours import is_ours

if TYPE_CHECKING:
    from mailbot.config.mailbox import Inbox, Mailbox
    from mailbot.config.settings import Config

Secrets = Callable[[str], str | None]
Security = Literal["tls", "starttls", "none"]

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """One folder of one account."""

    server: str
    port: int
    security: Security
    user: str
    secret: Callable[[], str | None] = field(repr=False)  # asked at each log-in: a password that was changed needs no restart
    address: str  # recipient of mail that does not say
    inbox: str
    done: str
    trouble: str
    read_only: bool  # people read it too: nothing is moved
    max_size: int  # octets
    max_header: int  # octets of the header of a mail that is larger
    check_every_s: float
    adopt_at_most: int

    @property
    def account(self) -> str:
        """Names the account in delivery keys, for ever."""
        return f"{self.user}@{self.server.lower()}"

    @property
    def name(self) -> str:
        """Names the mailbox to people."""
        return f"{self.user} at {self.server}" + ("" if self.inbox.upper() == "INBOX" else f", folder {self.inbox}")

    @property
    def logged(self) -> str:
        """Names the mailbox in the log, where addresses do not stand whole."""
        return self.without_user(self.name)

    def without_user(self, text: str) -> str:
        """A text for the log."""
        return text.replace(self.user, shortened(self.user)) if "@" in self.user else text

    def delivery_key(self, uidvalidity: int, uid: int) -> str:
        """Names one mail as this server delivers it: the same delivery is kept once."""
        return f"imap:{self.account}:{self.inbox}:{uidvalidity}:{uid}"


def sources(config: Config, secrets: Secrets) -> tuple[Source, ...]:
    """The mailboxes that can be read. `secrets` gives the password that a `password_from` names."""
    return tuple(source for source in _declared(config, secrets) if source.server and source.user and source.secret())


def _declared(config: Config, secrets: Secrets) -> Iterator[Source]:
    mailbox = config.mailbox
    yield _source(mailbox, mailbox.user or mailbox.address, mailbox, config, secrets)
    for inbox in config.inboxes:
        yield _source(inbox, inbox.user, inbox if inbox.imap_server else mailbox, config, secrets)


def _source(read: Mailbox | Inbox, user: str, at: Mailbox | Inbox, config: Config, secrets: Secrets) -> Source:
    every = config.mailbox.check_every
    return Source(
        server=at.imap_server,
        port=at.imap_port,
        security=at.imap_security,
        user=user,
        secret=partial(secrets, read.password_from) if read.password_from else lambda: None,
        address=user if is_ours(user, config) and "@" in user else config.mailbox.address,
        inbox=read.folder_inbox,
        done=read.folder_done,
        trouble=read.folder_trouble,
        read_only=read.read_only_mailbox,
        max_size=config.mailbox.max_size_mb * _MB,
        max_header=config.limits.header_block_kb * 1024 + 1,  # one more than is believed: a header cut off is seen to be
        check_every_s=float(every.seconds or every.amount * 60),
        adopt_at_most=read.adopt_at_most,
    )
