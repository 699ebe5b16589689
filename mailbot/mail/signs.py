"""What machine mail is told by: one mail's headers, words, author and return path, read once.
Questions with a yes or no, none of which decides anything alone; automatic.py says in which order they count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.config.settings import Config
from mailbot.mail import bounces
from mailbot.mail import machine_words as words
from mailbot.mail.address import author, listed
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.headers import Headers
from mailbot.mail.message import Identity, Verified
from mailbot.mail.mime import Part
from mailbot.mail.ours import carried, is_form_sender
from mailbot.mail.tokens import Keys


@dataclass(frozen=True, slots=True)
class Signs:
    """What the signs are read from."""

    root: Part
    headers: Headers
    names: frozenset[str]  # of the headers
    sender: Identity
    subject: str
    text: str
    new_text: str
    start: str  # of the new text, lower case, single spaces
    local: str  # of From, lower case
    paths: tuple[str, ...]  # local parts of the return path, as the envelope and as the header has it, lower case
    from_address: str
    null_path: bool
    has_files: bool
    config: Config
    keys: Keys
    by_agent: bool = False  # an agent is proven to write to a reply address of his own

    @property
    def answers(self) -> bool:
        """Whether the headers say that this mail answers another."""
        return "in-reply-to" in self.names or "references" in self.names

    def first_of(self, names: tuple[str, ...]) -> str:
        """The first of these headers that the mail has; empty when it has none."""
        return next((name for name in names if name in self.names), "")

    @property
    def submitted(self) -> bool:
        """Whether Auto-Submitted names a machine (RFC 3834 section 5)."""
        return self.headers.token("auto-submitted") not in ("", "no")

    @property
    def report_type(self) -> str:
        return self.root.params.get("report-type", "").lower() if self.root.type == "multipart/report" else ""


def read_signs(
    root: Part, envelope: Envelope, sender: Identity, subject: str, text: str, new_text: str, has_files: bool, config: Config, keys: Keys
) -> Signs:
    """The signs of one mail. `new_text` is what its author wrote now, `text` the whole of it."""
    headers = root.headers
    address = sender.address or author(headers.first("from")) or ""
    start = " ".join((new_text or text)[:3000].lower().split())
    local, *paths = (one.partition("@")[0].lower() for one in (address, envelope.mail_from or "", _noted_path(headers)))
    names = frozenset(field.name for field in headers.fields)
    return Signs(root, headers, names, sender, subject, text, new_text, start, local, tuple(paths), address, _null_path(headers, envelope), has_files, config, keys)


def _noted_path(headers: Headers) -> str:
    return headers.first("return-path")[:320].decode("latin-1").strip().strip("<> ")


def _null_path(headers: Headers, envelope: Envelope) -> bool:
    """The null reverse-path (RFC 5321 section 4.5.5): of the envelope, or as our server noted it for mail that came without one."""
    noted = headers.first("return-path").strip()
    if noted.replace(b" ", b"").lower() in (b"<>", b"<mailer-daemon>"):
        return True
    return envelope.mail_from is None and not (noted and envelope.door in (Door.IMAP, Door.DELIVER))


# ---- who writes ------------------------------------------------------------------------------------------
def is_daemon(signs: Signs) -> bool:
    """Whether a mail server is the author: by address, by display name, or because there is none."""
    raw = signs.headers.text("from").lower()
    if signs.local in bounces.DAEMONS or bounces.EXCHANGE.fullmatch(signs.local) or raw.strip() in ("<>", ""):
        return bool(raw) or signs.null_path
    name = raw.partition("<")[0]
    return any(daemon in name for daemon in bounces.DAEMON_NAMES) or _DAEMON.search(raw) is not None


_DAEMON = re.compile(r"(?:^|[<\s\"])(?:mailer-daemon|postmaster|mdaemon)(?:[@>\"\s\\(]|$)")


def is_postmaster(signs: Signs) -> bool:
    """Whether the author is a postmaster, by address or by name: a role that people hold, and that servers borrow (RFC 5321 section 4.5.1)."""
    name = signs.headers.text("from").lower().partition("<")[0]
    return signs.local == "postmaster" or ("postmaster" in name and signs.local not in bounces.DAEMONS)


def is_no_reply(signs: Signs) -> bool:
    return signs.local.startswith(words.NO_REPLY) or signs.local.endswith(words.NO_REPLY)


def is_lists(signs: Signs) -> bool:
    """Whether the address or the return path is one of lists and mailings (RFC 3834 section 2)."""
    return any(local.startswith(words.BULK_SENDERS) or local.endswith(words.BULK_ENDINGS) for local in (signs.local, *signs.paths))


def own_addresses(signs: Signs) -> frozenset[str]:
    """Addresses that a bounce names without meaning that they failed: its author, its reader, and ours."""
    mine = {signs.from_address.lower(), signs.config.mailbox.address.lower(), *(a.lower() for a in signs.config.mailbox.other_addresses)}
    for name in ("to", "delivered-to", "reply-to", "return-path"):
        mine.update(a.lower() for a in listed(signs.headers.first(name)[:2000], 20))
    return frozenset(mine)


# ---- ours ------------------------------------------------------------------------------------------------
def is_form(signs: Signs) -> bool:
    return isinstance(signs.sender, Verified) and is_form_sender(signs.sender.address, signs.config)


def is_own_list(signs: Signs) -> bool:
    """Whether the list that carried this mail is our own address."""
    return carried(signs.headers, signs.config)
