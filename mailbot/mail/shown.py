"""One text part as a person sees it: decoded, cleaned, its lines joined again, its markup gone (RFC 3676, RFC 1896).
Says which parts are text to be read at all; body.py says which of them are the text of the mail."""

from __future__ import annotations

import re

from mailbot.config.machine import Limits
from mailbot.mail import charsets, enriched
from mailbot.mail.flowed import unflow
from mailbot.mail.html import to_text
from mailbot.mail.mime import Part

_SHOWN = frozenset(["text/plain", "text/html", "text/enriched", "text/richtext", "text/x-markdown", "text/markdown", "text/x-plain", "text/unknown"])


def is_text(part: Part) -> bool:
    """Whether a part is text to be read, not a file."""
    if part.disposition == "attachment" or part.type not in _SHOWN:
        return False
    return not part.filename or part.disposition == "inline" or part.type == "text/html"


def plain_text(part: Part, limits: Limits) -> tuple[str, bool]:
    """The text of a part without HTML, and whether its charset is the declared one."""
    text, honest = charsets.decode(part.content()[: 4096 * limits.text_kb], part.params.get("charset"))
    text = charsets.clean_text(text)
    if part.type in ("text/enriched", "text/richtext"):
        return enriched.text_of(text, part.type == "text/enriched"), honest
    if part.params.get("format", "").lower() == "flowed":
        text = unflow(text, part.params.get("delsp", "").lower() == "yes")
    return text, honest


def words_of(part: Part, limits: Limits) -> list[str]:
    """The words that a part shows."""
    shown, _ = html_text(part, limits) if part.type == "text/html" else plain_text(part, limits)
    return shown.split()


_META = re.compile(rb"<meta[^<>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)


def html_text(part: Part, limits: Limits) -> tuple[str, bool]:
    """The text of an HTML part, and whether its charset is the declared one."""
    found, honest = html_source(part, limits)
    return charsets.clean_text(to_text(found, 1024 * limits.html_kb, 1024 * limits.text_kb)), honest


def html_source(part: Part, limits: Limits) -> tuple[str, bool]:
    """The HTML itself, decoded; the charset may be declared within it."""
    data = part.content()[: 4096 * limits.html_kb]
    declared = part.params.get("charset")
    if not declared and (match := _META.search(data[:4000])):
        declared = match[1].decode("ascii")
    return charsets.decode(data, declared)
