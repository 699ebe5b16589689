"""Doors, the way out, and secrets: what would be open to strangers is refused, what lacks a server or password is off and says so.
Passwords are looked for by name only; none is ever shown."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from mailbot.config.checks_mailboxes import check_mailboxes, stays_here, ticks
from mailbot.config.errors import seen
from mailbot.config.findings import Findings
from mailbot.config.lines import Key
from mailbot.config.secrets import is_name
from mailbot.config.settings import Config

Lookup = Callable[[str], str | None]
DOORS = ("smtp", "lmtp", "submission")
_URL_PASSWORD = re.compile(r"//[^/@\s]*:[^/@\s]+@|[?&]password=", re.IGNORECASE)


def check_doors(config: Config, lookup: Lookup, found: Findings) -> None:
    """The listeners, the way out, the database and every named secret."""
    _names(config, found)
    _listen(config, found)
    _logins(config, lookup, found)
    _outgoing(config, lookup, found)
    check_mailboxes(config, lookup, found)
    key_from = config.secrets.key_from
    if key_from and is_name(key_from) and lookup(key_from) is None:
        found.warn(("secrets", "key_from"), f"{key_from} is neither in the environment nor a credential file: `mailbot serve` needs it")
    url = config.store.url
    if _URL_PASSWORD.search(url):
        found.wrong(("store", "url"), "holds a password (not shown), and passwords never stand in this file; expected a URL without one: "
                    "put the password into PGPASSWORD or ~/.pgpass")
    elif url and not re.match(r"(sqlite|postgresql)(\+\w+)?://", url):
        found.wrong(("store", "url"), f'{seen(url.partition(":")[0])}..., expected "" for a file in the state folder, or '
                    '"postgresql+psycopg://user@host/database"')


def _names(config: Config, found: Findings) -> None:
    """Where the name of a secret is expected, no secret may stand."""
    named: list[tuple[Key, str]] = [
        (("mailbox", "password_from"), config.mailbox.password_from),
        (("outgoing", "password_from"), config.outgoing.password_from),
        (("secrets", "key_from"), config.secrets.key_from),
        *((("inbox", i, "password_from"), inbox.password_from) for i, inbox in enumerate(config.inboxes)),
        *((("agent", i, "password_from"), agent.password_from) for i, agent in enumerate(config.agents)),
    ]
    for key, name in named:
        if name and not is_name(name):
            found.wrong(key, "this cannot be the name of an environment variable or credential file (it is not shown, it may be a "
                        'password); expected a name of letters, digits and _, such as "MAILBOT_PASSWORD"')


def place(text: str) -> tuple[str, int] | None:
    """Host and port of "host:port"; None when it does not read so."""
    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    return (host, int(port)) if colon and host and port.isascii() and port.isdigit() and int(port) < 65536 else None


def _listen(config: Config, found: Findings) -> None:
    listen = config.listen
    taken: list[tuple[Key, str]] = []
    for door in DOORS:
        text, key = getattr(listen, door), ("listen", door)
        if not text:
            continue
        unix = door == "lmtp" and text.startswith("unix:/")
        where = None if unix else place(text)
        if where is None and not unix:
            example = '"127.0.0.1:2424" or "unix:/run/mailbot/lmtp"' if door == "lmtp" else '"127.0.0.1:2525"'
            found.wrong(key, f'{seen(text)}, expected {example}, or "" to keep this door closed')
            continue
        if where is None or where[1]:  # port 0: any free one
            taken.append((key, text))
        if where is not None and not stays_here(where[0]):
            _reachable(door, key, text, config, found)
    found.once(taken, "the place of another door")
    for i, peer in enumerate(listen.vouching_peers):
        _peer(("listen", "vouching_peers", i), peer, found)
    if bool(listen.tls_certificate) != bool(listen.tls_key):
        lacking = "tls_key" if listen.tls_certificate else "tls_certificate"
        found.wrong(("listen", lacking), "is missing; the certificate and its key belong together")
    for name in ("idle_timeout", "auth_lockout"):
        if not ticks(getattr(listen, name)):
            found.wrong(("listen", name), f"{seen(str(getattr(listen, name)))}, expected a time of the clock above zero, such as \"60s\" or \"15m\"")


def _reachable(door: str, key: Key, text: str, config: Config, found: Findings) -> None:
    """A door that other machines can reach."""
    if door == "submission" and not config.listen.tls_certificate:
        found.wrong(key, f'{seen(text)} can be reached from other machines, where passwords need TLS; expected tls_certificate and tls_key, '
                    'or "127.0.0.1:2587"')
    elif door == "smtp":
        found.warn(key, f"{seen(text)} can be reached from other machines: put a mail server in front that sorts out spam and forgeries, "
                   "or let the firewall admit only yours")
    elif door == "lmtp":
        found.warn(key, f"{seen(text)} can be reached from other machines, and whoever can reach it is believed about senders: "
                   "let the firewall admit only your mail server")


def _peer(key: Key, peer: str, found: Findings) -> None:
    try:
        network = ipaddress.ip_network(peer, strict=False)
    except ValueError:
        found.wrong(key, f'{seen(peer)}, expected an IP address or network, such as "127.0.0.1" or "10.0.0.0/8"')
        return
    if network.prefixlen == 0:
        found.wrong(key, f"{seen(peer)} is the whole internet: everybody would be believed; expected the addresses of your own mail servers")


def _logins(config: Config, lookup: Lookup, found: Findings) -> None:
    """Agents who can log in at the submission door."""
    if not config.listen.submission:
        return
    for i, agent in enumerate(config.agents):
        if agent.password_from and is_name(agent.password_from) and lookup(agent.password_from) is None:
            found.warn(("agent", i, "password_from"), f"{agent.password_from} is neither in the environment nor a credential file: "
                       f"{agent.id} cannot log in")
    if not any(agent.password_from for agent in config.agents):
        found.warn(("listen", "submission"), "is on, but no [[agent]] has password_from: nobody can log in there")


def _outgoing(config: Config, lookup: Lookup, found: Findings) -> None:
    outgoing, mailbox = config.outgoing, config.mailbox
    if outgoing.via == "maildir":
        if outgoing.server or mailbox.smtp_server:
            key: Key = ("outgoing", "server") if outgoing.server else ("mailbox", "smtp_server")
            found.warn(key, 'is set, but mail goes into a folder and none leaves this machine; to send it, write [outgoing] via = "smtp"')
        return
    server = outgoing.server or mailbox.smtp_server
    if not server:
        found.warn(("outgoing", "via"), '"smtp" has no server: the way out is off, and outgoing mail waits; expected server = "smtp.example.com"')
    elif outgoing.security == "none" and not stays_here(server):
        found.wrong(("outgoing", "security"), f'"none" is only for a mail server on this machine, and {seen(server)} is not; '
                    'expected "starttls" or "tls"')
    user, password_from = outgoing.user or mailbox.user, outgoing.password_from or mailbox.password_from
    if user and server and (not password_from or not is_name(password_from) or lookup(password_from) is None):
        named = f"{password_from} is neither in the environment nor a credential file" if password_from and is_name(password_from) else (
            "password_from names nothing")
        found.warn(("outgoing", "via"), f"there is no password for user {seen(user)}: {named}; the way out is off, and outgoing mail waits")
