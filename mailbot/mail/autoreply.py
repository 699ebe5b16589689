"""Automatic replies: vacation notices, receipts of other desks, and whatever calls itself automatic (RFC 3834).
A header decides; without one, subject and words must leave no room for a person, since a person dropped is worse than a notice filed as mail."""

from __future__ import annotations

import re

from mailbot.mail import machine_words as words
from mailbot.mail import notices
from mailbot.mail.headers import Headers

REPLY = re.compile(r"(?:re|sv|aw|antw|vs|ref|odp|r|fwd?|vb|wg|tr|doorst)\s?:")
_NOTICE = 600  # characters of a receipt, at most
_THANKS_TO = re.compile(r"\b(?:(?:[Tt]hank you|[Tt]hanks) for contacting|[Tt]ack för att (?:du|ni) kontakta[rt]|[Dd]anke?,? dass [Ss]ie|(?:[Bb]edankt|[Dd]ank)(?: u)? dat u)\b [^.!?\n]{1,60}[.!]")  # a firm's own name
_MARK = re.compile(r"^##-[^\n]{0,120}-##\s*")  # the line that other desks put above their letters


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
    return "Precedence: auto_reply" if headers.token("precedence") == "auto_reply" else _by_odd_headers(headers, names)


def _by_odd_headers(headers: Headers, names: frozenset[str]) -> str:
    """What servers and programs wrote before there was a header for it, and still do."""
    for name in names:
        if ("auto" in name or "vacation" in name or "machine" in name or "office" in name) and words.MACHINE_NAME.fullmatch(name) and headers.token(name) not in ("", "no", "false", "0"):
            return f"the header {name} marks an automatic reply"
    if "x-ms-exchange-generated-message-source" in names:
        return "a program of Exchange wrote it"
    if "x-mailer" in names and words.MACHINE_PROGRAM.search(headers.first("x-mailer")[:100].decode("latin-1").lower()):
        return "X-Mailer is a program that answers by itself"
    if b"autoresponder" in headers.first("x-post-messageclass")[:100].lower() or headers.token("delivered-to") == "autoresponder":
        return "an autoresponder marks its answer"
    return "Preference: auto" if headers.token("preference") == "auto" else ""


def by_words(subject: str, start: str, new: str, answers: bool, has_files: bool, *, by_agent: bool = False) -> str:
    """Why subject and text are those of an automatic reply; empty when a person may have written them.
    `new`: the new text as written; `start`: its beginning in lower case, single spaces. `answers`: the headers say that it answers a mail.
    `by_agent`: an agent is proven to write to his own reply address. That he is away, or has it and comes back, he may well tell a customer."""
    title = subject.lower().strip()
    answers = answers or REPLY.match(title) is not None
    if not (titled := is_machines(title)) and start.startswith(words.MACHINE_TEXTS):
        return "the text begins as only machines do"
    short = len(start) < _NOTICE
    signed = short and any(f"{end} {phrase}" in start for phrase in words.MACHINE_TEXTS for end in ".!")
    confirms = not by_agent and short and (answers or words.RECEIPT_SUBJECT.search(title) is not None) and _confirms(_MARK.sub("", " ".join(new[:3000].split())))
    if not (titled or signed or confirms) and (has_files or not (answers or _is_about_absence(title) or _thanks(start))):
        return ""  # an absence that neither subject nor thanks announce proves nothing
    away = _holds(start, words.ABSENT) or notices.tells_of_absence(start)
    if not (titled or away or signed or confirms):
        return ""
    rest = notices.rest_of(new)
    person = notices.speaks_of_trouble(rest) or any(words.NEWS.search(sentence) for sentence in rest)
    if titled and not person:
        return f"the subject is that of an automatic reply: {subject[:60]!r}"
    if start.startswith(words.MACHINE_TEXTS):
        return "the text begins as only machines do"
    if person or has_files:
        return ""
    if away and not rest and not by_agent and (answers or _is_about_absence(title) or _thanks(start)):
        return "the text tells of an absence and of nothing else"
    if _is_put_before(title, answers) and _holds(start, words.ABSENT):
        return "subject and text say that the sender is away"
    if signed:
        return "a sentence of a short text says that a machine wrote it"
    return "a short answer that confirms a receipt and promises the rest" if confirms else ""


def is_machines(title: str) -> bool:
    """Whether the subject begins as a machine's does. Customers have trouble with automatic replies too: then no colon follows, but what the trouble is."""
    for phrase in words.STRONG_SUBJECTS if title.startswith(words.STRONG_SUBJECTS) else ():
        if title.startswith(phrase):
            rest = title[len(phrase) :].strip()
            if not rest or phrase.endswith((":", "]")) or rest[0] in ":;-–—([\"'" or not notices.speaks_of_matter(rest):
                return True
    return False


def _is_put_before(title: str, answers: bool) -> bool:
    """Whether a program put a word of absence before the subject of our mail ("Semester Re: ...", "Afwezig: ...")."""
    rest = next((title[len(phrase) :].lstrip() for phrase in words.WEAK_SUBJECTS if title.startswith(phrase)), "")
    return REPLY.match(rest.lstrip(" :–-")) is not None or (answers and rest.startswith(":"))


def _is_about_absence(title: str) -> bool:
    return title.startswith((*words.WEAK_SUBJECTS, *words.STRONG_SUBJECTS))


def _confirms(said: str) -> bool:
    """Whether a text begins with a receipt, below no more than a greeting and thanks, and promises an answer, as desks do and no single person."""
    start = said.lower()
    at = min((at for phrase in words.RECEIVED if (at := start.find(phrase)) >= 0), default=-1)
    if (shape := words.RECEIPT.search(start)) and (at < 0 or shape.start() < at):
        at = shape.start()
    if at < 0 or notices.rest_of(_THANKS_TO.sub(" ", said[:at])) or words.ALONE.search(start) or notices.brings_matter(start):
        return False
    if words.NO_ANSWERS.search(start, at) and len(start) < _NOTICE:
        return True
    return words.PROMISE.search(start, at) is not None and (_holds(start, words.SOON) or words.WITHIN.search(start) is not None)


def _thanks(start: str) -> bool:
    return _holds(start, words.THANKFUL) and _holds(start, words.THANKS)


def _holds(start: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in start for phrase in phrases)
