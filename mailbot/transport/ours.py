"""Which recipients are ours: the only addresses a door takes mail for.
Everything else is refused at RCPT, so that nobody can use mailbot to reach a third party (no relay)."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

from mailbot.mail.address import domain_of

if TYPE_CHECKING:
    from mailbot.config.settings import Config


def is_ours(address: str, config: Config) -> bool:
    """Whether `address` is one of the mailbox's, a plus-address of it, a reply address, or the postmaster.

    Upper and lower case are the same everywhere: senders change them on the way, and the signed tokens survive it.
    A bare "postmaster" is ours as well (RFC 5321 section 4.5.1)."""
    local, at, domain = _folded(address)
    if not at:
        return local == "postmaster"
    for own in filter(None, (config.mailbox.address, *config.mailbox.other_addresses)):
        own_local, _, own_domain = _folded(own)
        if domain == own_domain and (local in (own_local, "postmaster") or local.startswith(own_local + "+")):
            return True
    return _fits(local, domain, config.mailbox.reply_address)


def _fits(local: str, domain: str, pattern: str) -> bool:
    """Whether the address is `pattern` ("reply-{token}@example.com") with some token in it. "" fits nothing."""
    pattern_local, _, pattern_domain = _folded(pattern)
    before, token, after = pattern_local.partition("{token}")
    return (
        bool(token)
        and domain == pattern_domain
        and len(local) > len(before) + len(after)
        and local.startswith(before)
        and local.endswith(after)
    )


_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)  # ASCII only: no look-alike letter becomes one of ours


def _folded(address: str) -> tuple[str, str, str]:
    """Local part, "@" and domain, in one spelling: small letters, the domain in ASCII (IDNA)."""
    local, at, domain = address.strip().rpartition("@")
    if not at:
        return domain.translate(_SMALL), "", ""
    domain = domain.removesuffix(".").translate(_SMALL)
    try:
        domain = domain if domain.isascii() else domain_of(f"x@{domain}")
    except ValueError:
        domain = ""  # no such domain: equal to none of ours
    return local.translate(_SMALL), at, domain
