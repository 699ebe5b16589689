"""The mailboxes that are read by IMAP: each has a server, a user and a password, or is off and says so.
No folder is read twice, and none is both read and where mail is put away."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator

from mailbot.config.errors import seen
from mailbot.config.findings import Findings
from mailbot.config.lines import Key
from mailbot.config.mailbox import Inbox, Mailbox
from mailbot.config.secrets import is_name
from mailbot.config.settings import Config
from mailbot.config.values import Span, Unit

Lookup = Callable[[str], str | None]


def stays_here(host: str) -> bool:
    """Whether only this machine can reach that host."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def ticks(span: Span) -> bool:
    """Whether this is a time of the clock above zero."""
    return span.unit is Unit.MINUTES and bool(span.amount or span.seconds)


def check_mailboxes(config: Config, lookup: Lookup, found: Findings) -> None:
    """Every mailbox that is read, or would be."""
    for key, read, user, server in _mailboxes(config):
        if not server:
            found.warn((*key, "imap_server"), "there is no server, nor one in [mailbox]: this mailbox is not read")
            continue
        if read.imap_server and read.imap_security == "none" and not stays_here(read.imap_server):
            found.wrong((*key, "imap_security"), f'"none" is only for a server on this machine, and {seen(read.imap_server)} is not; '
                        'expected "tls" or "starttls"')
        _log_in(key, user, read.password_from, lookup, found)
    if not ticks(config.mailbox.check_every):
        found.wrong(("mailbox", "check_every"), f'{seen(str(config.mailbox.check_every))}, expected a time of the clock above zero, such as "30s"')
    _folders(config, found)
    found.once((((*key, "folder_inbox"), f"{_plain(read.folder_inbox)} of {user} at {server}") for key, read, user, server in _mailboxes(config) if server),
               "a mailbox that is read")


def _plain(folder: str) -> str:
    """A folder's name as servers are asked for it: no "/" at its ends, INBOX in any case of letters."""
    name = folder.strip("/")
    return "INBOX" if name.upper() == "INBOX" else name


def _folders(config: Config, found: Findings) -> None:
    """No folder is read that mail is put away in, by the same mailbox or by another of the same account."""
    put_away = {
        (server.casefold(), user.casefold(), _plain(folder).casefold())
        for _, read, user, server in _mailboxes(config) if server and not read.read_only_mailbox
        for folder in (read.folder_done, read.folder_trouble)
    }  # fmt: skip
    for key, read, user, server in _mailboxes(config):
        if (server.casefold(), user.casefold(), _plain(read.folder_inbox).casefold()) in put_away:
            found.wrong((*key, "folder_inbox"), f"{seen(read.folder_inbox)} is also where mail is put away; expected a folder of its own")
        for name in ("folder_inbox", "folder_done", "folder_trouble"):
            if server and not _plain(getattr(read, name)).strip():
                found.wrong((*key, name), f"{seen(getattr(read, name))} names no folder; expected one such as \"Mailbot/Done\"")


def _mailboxes(config: Config) -> Iterator[tuple[Key, Mailbox | Inbox, str, str]]:
    """Key, declaration, user and server of each."""
    if config.mailbox.imap_server:
        yield ("mailbox",), config.mailbox, config.mailbox.user or config.mailbox.address, config.mailbox.imap_server
    for i, inbox in enumerate(config.inboxes):
        yield ("inbox", i), inbox, inbox.user, inbox.imap_server or config.mailbox.imap_server


def _log_in(key: Key, user: str, named: str, lookup: Lookup, found: Findings) -> None:
    if not user:
        found.warn((*key, "user"), "is missing, and so is the address: the mailbox is not read")
    elif not named:
        found.warn((*key, "password_from"), f"names nothing: the mailbox of {user} is not read")
    elif is_name(named) and lookup(named) is None:
        found.warn((*key, "password_from"), f"{named} is neither in the environment nor a credential file: the mailbox of {user} is not read")
