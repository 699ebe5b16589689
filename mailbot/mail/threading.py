"""Threads: Message-IDs and case numbers that a mail names (RFC 5322 section 3.6.4).
What is found here is a label to look up; it gives no right to anything."""

from __future__ import annotations

import re
from functools import lru_cache
from string import Formatter

from mailbot.mail.headers import Headers

_BRACKETED = re.compile(r"<\s{0,5}([^<>\s]{1,250})\s{0,5}>")
_BARE = re.compile(r"[^\s<>,;\"()]{1,200}@[^\s<>,;\"()]{1,200}")
_UNKEPT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # no ID holds them, and PostgreSQL takes no NUL and no lone surrogate
_FIRST = 10  # oldest references that are kept beside the newest ones


def message_ids(headers: Headers, name: str, most: int) -> tuple[str, ...]:
    """The Message-IDs of a field, without brackets, in the order written and each once. The oldest and the newest are kept.
    One that holds control characters is left out."""
    found: dict[str, None] = {}
    for value in headers.all(name)[:5]:
        text = value.decode("utf-8", "replace")
        found.update(dict.fromkeys(_BRACKETED.findall(text) or _BARE.findall(text)))
    ids = tuple(one for one in found if not _UNKEPT.search(one))
    return ids if len(ids) <= most else ids[:_FIRST] + ids[-max(1, most - _FIRST) :]


@lru_cache(maxsize=8)
def _pattern(number_format: str) -> re.Pattern[str]:
    """The expression for case numbers of this format: literal text escaped, letter case ignored, leading zeros forgiven."""
    pieces = []
    for literal, name, _, _ in Formatter().parse(number_format):
        pieces.append(re.escape(literal).replace(r"\-", r"[-–]"))
        if name is not None:
            pieces.append({"year": r"(?P<year>20\d\d)", "number": r"(?P<number>\d{1,9})"}.get(name, r"\d{1,4}"))
    return re.compile(rf"(?<![A-Za-z0-9]){''.join(pieces)}(?![A-Za-z0-9])", re.IGNORECASE)


def case_numbers(text: str, number_format: str) -> tuple[str, ...]:
    """Our case numbers in a text of at most 1,000 characters, written as we write them, each once, in their order."""
    found: dict[str, None] = {}
    for match in _pattern(number_format).finditer(text[:1000]):
        known = match.groupdict()
        number = {"year": int(known.get("year") or 0), "number": int(known.get("number") or 0)}
        found[number_format.format(**number)] = None
    return tuple(found)


_PREFIX = re.compile(
    r"\s*(?:\[?\s{0,3}(?:re|sv|svar|aw|antw|antwort|fwd?|fw|vb|vs|wg|wtr|tr|i|rv|rif|odp|pd|enc|res|ref|vidarebefordrat|doorst|doorgestuurd|vl|re\^\d)"
    r"\s{0,3}(?:\[\d{1,3}\]|\(\d{1,3}\))?\s{0,3}[:：]\s{0,3}\]?)",
    re.IGNORECASE,
)


def clean_subject(subject: str, number_format: str) -> str:
    """The subject without "Re:", "Sv:", "AW:", "Antw:", "Fwd:" and without our case tags."""
    text = _pattern(number_format).sub("", subject[:1000])
    text = re.sub(r"\[\s{0,5}\]|\(\s{0,5}\)", "", text)
    for _ in range(20):
        shorter = _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text
        if shorter == text:
            break
        text = shorter
    return " ".join(text.split())
