"""A mail as it goes over the wire: dots stuffed, lines ended, and what the server must be told beforehand.
The bytes stay as they were frozen; only a bare CR or LF becomes CRLF, so that nothing can be smuggled behind us either."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mailbot.mail.address import domain_of

_LINE_END = re.compile(rb"\r\n|\r|\n")


def on_the_wire(raw: bytes) -> bytes:
    """The octets after 354, with the lone dot that ends them (RFC 5321 sections 2.3.8 and 4.5.2)."""
    lines = raw.count(b"\r\n")
    if raw.count(b"\r") != lines or raw.count(b"\n") != lines:
        raw = _LINE_END.sub(b"\r\n", raw)
    stuffed = raw.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed + (b".\r\n" if not stuffed or stuffed.endswith(b"\r\n") else b"\r\n.\r\n")


def mail_options(raw: bytes, addresses: tuple[str, ...], offers: Mapping[str, str]) -> str:
    """The parameters of MAIL FROM, each with a space before it: what the mail needs and the server offers."""
    options = ""
    if "size" in offers:
        options += f" SIZE={len(raw)}"
    if "8bitmime" in offers and not raw.isascii():
        options += " BODY=8BITMIME"
    head = raw[: raw.find(b"\r\n\r\n") + 1 or None]
    if "smtputf8" in offers and not (head.isascii() and all(address.isascii() for address in addresses)):
        options += " SMTPUTF8"
    return options


def for_server(address: str, offers: Mapping[str, str]) -> str | None:
    """A plain address as this server can read it; "" stays the null path. None: it would need SMTPUTF8."""
    if address.isascii() or "smtputf8" in offers:
        return address
    local = address.rpartition("@")[0]
    return f"{local}@{domain_of(address)}" if local.isascii() else None


def size_limit(offers: Mapping[str, str]) -> int | None:
    """The largest mail the server takes, in octets; None: it names no limit (RFC 1870)."""
    said = offers.get("size", "").strip()
    return int(said) if said.isascii() and said.isdigit() and int(said) > 0 else None
