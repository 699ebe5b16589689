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


# Tags of other help desks: "[#1234]", "[Ticket#2026112310000123]", "(Case 0012345)"; and keys at the beginning, such as "[ABC-123]".
# In round brackets only with the desk's own word for a case: "(2026)" and "(v7.4)" are what the mail is about, and so is "[Viktigt]".
_DESK_WORD = r"(?:ticket|case|incident|request|req|sr|issue|ärende|arende|vorgang|fall|anfrage|zaak|melding|support|id|ref)"
_TAG = re.compile(
    rf"\[\s?(?:{_DESK_WORD}\s?(?:id|nr|no|number|nummer)?\s?[.:#-]{{0,2}}\s?#?|#)\s?[A-Z]{{0,10}}-?\d{{2,20}}(?:-\d{{1,20}}){{0,3}}\s?\]"
    rf"|\(\s?{_DESK_WORD}\s?(?:id|nr|no|number|nummer)?\s?[.:#-]{{0,2}}\s?#?\s?[A-Z]{{0,10}}-?\d{{3,20}}(?:-\d{{1,20}}){{0,3}}\s?\)",
    re.IGNORECASE,
)
_KEY = re.compile(r"\s{0,5}\[[A-Z][A-Z0-9]{1,9}-\d{1,10}\]")


@lru_cache(maxsize=8)
def _loosely(number_format: str) -> re.Pattern[str]:
    """Our numbers in brackets as people retype them, "[bk 2026 1]": enough to take them away, not to find a case by."""
    pieces = []
    for literal, name, _, _ in Formatter().parse(number_format):
        pieces += [re.escape(word) for word in re.findall(r"[^\W_]+", literal)]
        if name is not None:
            pieces.append({"year": r"20\d\d", "number": r"\d{1,9}"}.get(name, r"\d{1,4}"))
    between = r"[\s.:#/–_-]{0,2}"
    return re.compile(rf"[\[(]\s?#?{between.join(pieces)}\s?[\])]", re.IGNORECASE)


_WORD = re.compile(r"\w+")


def subject_key(clean: str) -> str:
    """What two writings of one clean subject share: its words, without case and punctuation; empty when it has none."""
    return " ".join(_WORD.findall(clean.casefold()))


_PREFIX = re.compile(
    r"\s*(?:\[?\s{0,3}(?:re|sv|svar|aw|antw|antwort|fwd?|fw|vb|vs|wg|wtr|tr|i|rv|rif|odp|pd|enc|res|ref|vidarebefordrat|doorst|doorgestuurd|vl|re\^\d)"
    r"\s{0,3}(?:\[\d{1,3}\]|\(\d{1,3}\))?\s{0,3}[:：]\s{0,3}\]?)",
    re.IGNORECASE,
)


def clean_subject(subject: str, number_format: str) -> str:
    """The subject without "Re:", "Sv:", "AW:", "Antw:", "Fwd:", without our case tags and without those of other help desks."""
    text = _pattern(number_format).sub("", subject[:1000])
    text = _loosely(number_format).sub("", text)
    text = _TAG.sub(" ", text)
    text = re.sub(r"\[\s{0,5}\]|\(\s{0,5}\)", "", text)
    for _ in range(20):
        shorter = _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text
        shorter = _KEY.sub("", shorter, count=1)
        if shorter == text:
            break
        text = shorter
    return " ".join(text.split())
