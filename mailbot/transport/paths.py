"""The path of MAIL FROM and RCPT TO: "<local@domain>" and what follows it (RFC 5321 section 4.1.2).
Reads the characters as they are; encoded words are not decoded, so a path can never turn into another address."""

from __future__ import annotations

import re

NULL_PATH = "<>"  # the sender of bounces (RFC 5321 section 4.5.5)

_LONGEST = 500  # characters; RFC 5321 allows 256, SRS and VERP senders in the field exceed it
_UNSAFE = "\\x00-\\x20\\x7f-\\xa0\\u2028\\u2029\\ud800-\\udfff"
_ATOM = rf'[^{_UNSAFE}"(),:;<>@\[\\\]]+'
_QUOTED = rf'"(?:[^{_UNSAFE}"\\]|\x20|\\[\x20-\x7e])*"'
_DOMAIN = rf"(?:[^{_UNSAFE}\"(),:;<>@\[\\\]/?*!=+%&'#$^`{{|}}~]+|\[[0-9A-Za-z.:-]+\])"
_PATH = re.compile(
    rf"<(?P<route>@{_DOMAIN}(?:,@{_DOMAIN})*:)?"  # a source route is read and ignored (RFC 5321 appendix C)
    rf"(?P<address>(?:{_ATOM}|{_QUOTED})@{_DOMAIN}|(?i:postmaster)|)>"
)
_NEEDLESS_QUOTES = re.compile(rf'\A"({_ATOM})"@')


def read_path(text: str) -> tuple[str, str] | None:
    """The address and the parameters after it; NULL_PATH for "<>"; None when this is not a path.

    Needless quotes are removed: "support"@example.com is support@example.com."""
    match = _PATH.match(text, 0, _LONGEST)
    if match is None or (match["route"] and not match["address"]):
        return None
    rest = text[match.end() :]
    if rest and rest[0] != " ":
        return None
    address = _NEEDLESS_QUOTES.sub(r"\1@", match["address"])
    return address or NULL_PATH, rest.strip()
