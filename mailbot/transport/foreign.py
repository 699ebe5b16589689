"""Foreign bytes and texts, made fit for a log line.
Control characters are shown escaped and length is bounded, so that a stranger cannot write our log (reliability row 92)."""

from __future__ import annotations

_MOST = 200  # characters of one foreign text in a log line


def shown(foreign: object) -> str:
    """`foreign` as repr, at most 200 characters."""
    text = ascii(foreign if not isinstance(foreign, str) else foreign[: _MOST + 1])
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"


def shortened(address: str | None) -> str:
    """An address a log reader can tell apart without it standing there whole: "a...@example.com"."""
    if not address:
        return "<>"
    local, at, domain = address.rpartition("@")
    return shown(f"{local[:1]}...{at}{domain}") if at else shown(f"{address[:1]}...")
