"""Automatic replies: vacation notices, receipts of other desks, and whatever calls itself automatic (RFC 3834).
A header decides; without one, subject and words must leave no room for a person, since a person dropped is worse than a notice filed as mail."""

from __future__ import annotations

import re

from mailbot.mail import machine_words as words
from mailbot.mail.headers import Headers

REPLY = re.compile(r"(?:re|sv|aw|antw|vs|ref|odp|r|fwd?|vb|wg|tr|doorst)\s?:")
_PREFIXES = re.compile(r"^(?:(?:re|sv|aw|antw|vs|ref|odp|r)\s?:\s*){1,20}")
_GREETING = 40  # characters that may stand before the first sentence
_NOTICE = 600  # characters of a notice, at most


def by_headers(headers: Headers, names: frozenset[str]) -> str:
    """Why the headers mark an automatic reply; empty when they do not. X-Auto-Response-Suppress is none of them: Exchange puts it on people's mail."""
    submitted = headers.token("auto-submitted")
    if submitted not in ("", "no"):
        return f"Auto-Submitted: {submitted} (RFC 3834)"
    if "x-ms-exchange-message-is-ndr" in names:
        return "Exchange marks a report of its own"
    for name in words.AUTOREPLY_HEADERS:
        if name in names and headers.token(name) not in ("no", "false"):
            return f"the header {name} marks an automatic reply"
    return "Precedence: auto_reply" if headers.token("precedence") == "auto_reply" else ""


def by_words(subject: str, start: str, answers: bool, has_files: bool) -> str:
    """Why subject and text are those of an automatic reply; empty when a person may have written them.
    `start`: the beginning of the new text, lower case, single spaces. `answers`: the headers say that it answers a mail."""
    title = subject.lower().strip()
    asks = "?" in start
    if _is_machines(title, asks):
        return f"the subject is that of an automatic reply: {subject[:60]!r}"
    if start.startswith(words.MACHINE_TEXTS):
        return "the text begins as only machines do"
    if asks:
        return ""
    titled = title.startswith(words.WEAK_SUBJECTS) or _PREFIXES.sub("", title).startswith((*words.WEAK_SUBJECTS, *words.STRONG_SUBJECTS))
    if titled and _holds(start, words.ABSENT):
        return "subject and text say that the sender is away"
    if words.NEWS.search(start):
        return ""
    if len(start) < _NOTICE and any(f"{end} {phrase}" in start for phrase in words.MACHINE_TEXTS for end in ".!"):
        return "a sentence of a short text says that a machine wrote it"
    if len(start) < _NOTICE and start.startswith(words.THANKS) and _holds(start, words.ABSENT) and (len(start) < _NOTICE // 2 or _holds(start, words.BACK)):
        return "a short text of thanks and absence"
    if len(start) < _NOTICE and not has_files and (answers or REPLY.match(title)):
        if _begins(start, words.ABSENT) and _holds(start, words.BACK):
            return "a short answer that tells of an absence and of nothing else"
        if _begins(start, words.RECEIVED) and _holds(start, words.SOON):
            return "a short answer that confirms a receipt and promises the rest"
    return ""


def _is_machines(title: str, asks: bool) -> bool:
    """Whether the subject begins as a machine's does. Customers have questions about automatic replies too: then no colon follows, but a question."""
    for phrase in words.STRONG_SUBJECTS:
        if title.startswith(phrase):
            rest = title[len(phrase) :].lstrip()
            if not rest or phrase.endswith((":", "]")) or rest[0] in ":;-–—([\"'" or not asks:
                return True
    return False


def _holds(start: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in start for phrase in phrases)


def _begins(start: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of the phrases stands in the first sentence, with no more than a greeting before it."""
    found = (start.find(phrase, 0, _GREETING + len(phrase)) for phrase in phrases)
    return any(at >= 0 and "." not in start[:at] for at in found)
