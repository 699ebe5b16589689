"""Which recipients are ours: the only addresses a door takes mail for.
Everything else is refused at RCPT, so that nobody can use mailbot to reach a third party (no relay)."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def _folded(address: str) -> tuple[str, str, str]:
    """Local part, "@" and domain, in one spelling: small letters, the domain in ASCII (IDNA)."""
    local, at, domain = address.strip().rpartition("@")
    if not at:
        return domain.casefold(), "", ""
    domain = domain.rstrip(".").lower()
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return local.casefold(), at, ""  # no such domain: equal to none of ours
    return local.casefold(), at, domain
