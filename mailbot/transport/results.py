"""What a carrier may answer about one mail: sent, later, never, or nothing goes for anybody now.
A reason is one line for an administrator; a server's words in it are bounded and printable."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """The next server has taken the mail over."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: the same bytes are tried again (4xx, a broken line, no answer)."""

    reason: str
    code: int = 0  # the reply code of the server; 0: it said none
    uncertain: bool = False  # the line broke after the last octet: it may have been taken, and come twice (RFC 1047)


@dataclass(frozen=True, slots=True)
class Never:
    """Not this mail, not to this recipient (5xx, no address)."""

    reason: str
    code: int = 0


@dataclass(frozen=True, slots=True)
class Paused:
    """A setting is wrong (log-in, TLS): no mail is to blame, none may go or die until it is put right."""

    reason: str


Result = Sent | Later | Never | Paused

_PAUSING = frozenset({530, 534, 535, 538})  # log-in wanted, too weak, wrong, needs TLS (RFC 4954 section 6)


def verdict(stage: str, code: int, words: bytes) -> Later | Never | Paused:
    """What an unwanted reply at `stage` ("RCPT TO") means. Codes that are neither 4xx nor 5xx are a server's mistake: later."""
    said = "".join(c if c.isprintable() else " " for c in words.decode("utf-8", "replace"))[:200]
    reason = f"{stage}: {code} {said}"
    if code in _PAUSING:
        return Paused(reason)
    return Never(reason, code) if 500 <= code <= 599 else Later(reason, code)
