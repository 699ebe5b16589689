"""What is ours: our addresses, our web forms, and mail that a list or group of our own carried, which may put our address into From (RFC 2919).
Lists do so for the sake of DMARC ("Kund via support"). Whom they name instead is claimed, never proven: anybody can write those lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.config.settings import Config
from mailbot.mail.address import author, key
from mailbot.mail.envelope import Envelope
from mailbot.mail.headers import Headers
from mailbot.mail.message import Claimed, Identity

# What lists keep the author in, the surest first: Google's groups, then those that leave it to Reply-To.
_KEPT_IN = ("x-original-from", "x-original-sender", "reply-to")
_MARKS = ("list-id", "list-post", "mailing-list", "x-mailing-list", "x-beenthere")
_NAMES = re.compile(r"[^\s<>:;,()\"?]{3,320}")


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote, and the header that says his name."""

    sender: Identity
    named_in: str = "from"


def is_form_sender(address: str, config: Config) -> bool:
    """Whether this is the address of one of the vendor's web forms."""
    return _listed(address, config.mailbox.form_senders)


def is_own(address: str, config: Config) -> bool:
    """Whether this is an address that mail to us goes to; forms that write under it are not meant."""
    if is_form_sender(address, config):
        return False
    return _listed(address, _own(config))


def carried(headers: Headers, config: Config) -> bool:
    """Whether the list that carried this mail is our own address: a group or a list of the vendor's through which people write to us."""
    marks = b" ".join(headers.first(name)[:500] for name in _MARKS).decode("latin-1").lower()
    if not marks.strip():
        return False
    named = set(_NAMES.findall(marks))
    return any(one.lower() in named or one.lower().replace("@", ".") in named for one in _own(config))


def author_behind(sender: Identity, headers: Headers, envelope: Envelope, config: Config) -> Author:
    """The author as From says; where our own list wrote its address there, whom it names instead."""
    if sender.address is None or not is_own(sender.address, config) or not carried(headers, config):
        return Author(sender)
    for name in _KEPT_IN:
        found = author(headers.first(name)[:2000])
        if found is not None and not is_own(found, config):
            return Author(Claimed(found, envelope.door, "a list of ours wrote its own address into From, and this one is only what it says of the sender"), name)
    return Author(sender)


def _listed(address: str, known: tuple[str, ...]) -> bool:
    if not any(known):
        return False
    try:
        wanted = key(address)
        return any(wanted == key(one) for one in known if one)
    except ValueError:
        return False


def _own(config: Config) -> tuple[str, ...]:
    return tuple(one for one in (config.mailbox.address, *config.mailbox.other_addresses) if one)
