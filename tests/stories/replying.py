"""One answer in the making: the mail that is answered, what somebody types and where, and what the programs of a language say around it.
How each program writes it stands in programs.py."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr, parsedate_to_datetime

from mailbot.testing import Received


@dataclass(frozen=True)
class Typed:
    """What somebody types, line by line: above the old mail, below it, and within it, each time under the line that holds some words."""

    above: tuple[str, ...] = ()
    within: tuple[tuple[str, tuple[str, ...]], ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reply:
    """One answer in the making."""

    received: Received
    typed: Typed
    author: str
    at: datetime
    language: str
    number: int

    @property
    def sent_at(self) -> datetime:
        return parsedate_to_datetime(self.received.header("Date"))

    @property
    def sender(self) -> tuple[str, str]:
        return parseaddr(self.received.header("From"))

    @property
    def words(self) -> Words:
        return WORDS[self.language]

    def unique(self, of: str = "") -> str:
        return hashlib.sha256(f"{self.number}{of}{self.typed}".encode()).hexdigest()

    def pieces(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The old mail's page in pieces, each with what is typed below it."""
        part = self.received.message.get_body(("html",))
        assert part is not None
        body = re.search(r"<body>\n?<div ([^>]*)>(.*)</div>\n?</body>", str(part.get_content()).replace("\r\n", "\n"), re.DOTALL)
        assert body is not None
        style, rest = body[1], body[2]
        for holds, lines in self.typed.within:
            end = min(at for closing in ("</p>", "</ol>", "</ul>") if (at := rest.find(closing, rest.index(holds))) >= 0)
            end = rest.index(">", end) + 1
            yield f"<div {style}>{rest[:end]}</div>", lines
            rest = rest[end:]
        yield f"<div {style}>{rest}</div>", ()

    def old_text(self, mark: str, width: int = 0) -> str:
        """The old mail's text, its lines behind `mark` and folded to `width`, with what is typed within."""
        within, out = dict(self.typed.within), []
        for line in self.received.text.rstrip("\n").split("\n"):
            out += [f"{mark}{each}".rstrip() if not each else f"{mark}{each}" for each in (textwrap.wrap(line, width - len(mark)) if width and line else [line])]
            for holds in [holds for holds in within if holds in line]:
                out += ["", *within.pop(holds), ""]
        assert not within, within
        return "\n".join(out)


@dataclass(frozen=True)
class Words:
    """What the programs of one language write around an answer."""

    re: str
    days: tuple[str, ...]
    months: tuple[str, ...]
    outlook: str
    original: str
    gmail: str
    apple: str
    bird: str
    iphone: str
    outlook_phone: str


MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORDS = {
    "sv": Words("SV", ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
                ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"),
                "Från: {who}\nSkickat: den {t.day} {month} {t:%Y %H:%M}\nTill: {to}\nÄmne: {subject}", "-----Ursprungligt meddelande-----",
                "Den {day:.3} {t.day} {month:.3}. {t:%Y} kl {t:%H:%M} skrev {who}:", "{t.day} {month:.3}. {t:%Y} kl. {t:%H:%M} skrev {who}:",
                "Den {t:%Y-%m-%d} kl. {t:%H:%M}, skrev {name}:", "Skickat från min iPhone", "Hämta Outlook för iOS"),
    "de": Words("AW", ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
                ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"),
                "Von: {who}\nGesendet: {day}, {t.day}. {month} {t:%Y %H:%M}\nAn: {to}\nBetreff: {subject}", "-----Ursprüngliche Nachricht-----",
                "Am {day:.2}., {t.day}. {month:.3}. {t:%Y} um {t:%H:%M} Uhr schrieb {who}:", "Am {t:%d.%m.%Y} um {t:%H:%M} schrieb {who}:",
                "Am {t:%d.%m.%y} um {t:%H:%M} schrieb {name}:", "Von meinem iPhone gesendet", "Outlook für iOS beziehen"),
    "nl": Words("Antw", ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
                ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"),
                "Van: {who}\nVerzonden: {day} {t.day} {month} {t:%Y %H:%M}\nAan: {to}\nOnderwerp: {subject}", "-----Oorspronkelijk bericht-----",
                "Op {day:.2} {t.day} {month:.3} {t:%Y} om {t:%H:%M} schreef {who}:", "Op {t.day} {month:.3} {t:%Y}, om {t:%H:%M} heeft {who} het volgende geschreven:",
                "Op {t:%d-%m-%Y} om {t:%H:%M} schreef {name}:", "Verstuurd vanaf mijn iPhone", "Outlook voor iOS downloaden"),
    "en": Words("Re", ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), MONTHS_EN,
                "From: {who}\nSent: {day}, {month} {t.day}, {t:%Y %I:%M %p}\nTo: {to}\nSubject: {subject}", "-----Original Message-----",
                "On {day:.3}, {month} {t.day}, {t:%Y} at {t:%I:%M %p} {who} wrote:", "On {t.day} {month} {t:%Y}, at {t:%H:%M}, {who} wrote:",
                "On {t:%d/%m/%Y} {t:%H:%M}, {name} wrote:", "Sent from my iPhone", "Get Outlook for iOS"),
}  # fmt: skip


def said(reply: Reply, form: str) -> str:
    """An attribution or a header block about the old mail."""
    (name, address), at = reply.sender, reply.sent_at
    return form.format(who=f"{name} <{address}>", name=name, to=reply.author, subject=reply.received.subject, t=at, day=reply.words.days[at.weekday()],
                       month=reply.words.months[at.month - 1])
