"""What stands below two dashes: a signature as far as it looks like one; what a person says there is his.
Two dashes part a text as often as they sign it, and a postscript stands below every name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.mail.heads import WIDTH
from mailbot.mail.introductions import announces, next_text

MOST_SIGNED, MOST_BARE = 40, 12  # lines of a signature, below "-- " and below "--"
_REACHED = re.compile(r"[^\s@]@[^\s@]|www\.|https?:|\b(?:tel|tfn|telefon|telefoon|phone|mobil|mobile|mobiel|fax|mob)\b|(?<![\w-])(?:\+|0)\d[\d ()/.–-]{5,20}\d", re.IGNORECASE)
_NOTICE = re.compile(  # what firms and scanners say of the mail itself
    r"\b(?:e-?mail|mail|message|nachricht|meddelande\w*|mejl\w*|e-post\w*|bericht|messaggio)\b.{0,160}?"
    r"(?:confiden|konfiden|vertraulich|vertrouwelijk|recipient|empfänger|mottagar|ontvanger|geadresseerde|virus|scan|geprüft|kontrollerat|analizzato|riservat)", re.IGNORECASE)
_STEP = re.compile(r"\d{1,2}[.)] \S")
_QUESTION = re.compile(r"\?[\"'”“’)*_]{0,3}(?:\s|$)")
_POSTSCRIPT = re.compile(r"(?:p\.?\s?){1,3}s\.?\s?[:!–-]|p\.\s?s\.?\s|ps\.?\s(?=(?:\S+\s+){3})|(?:obs|nb|n\.b\.)\s?[:!]", re.IGNORECASE)


def is_dashes(line: str) -> bool:
    """The line that stands above a signature (RFC 3676 section 4.3), also without the space that programs lose."""
    return line in ("-- ", "--", "--\xa0")


def end_of_signature(lines: Sequence[str], dashes: int, end: int, *, alone: bool = False) -> int:
    """Where the signature below the line of dashes ends: before a postscript or a question of the writer's, and where the dashes are bare, or
    nothing stands above them (`alone`), before any sentence of his; at the dashes when they begin none. A signature names people, firms,
    ways to reach them; and below those, a motto or a notice of the firm's."""
    bare = alone or lines[dashes] != "-- "
    if _is_long(lines, dashes + 1, end, MOST_SIGNED if lines[dashes] == "-- " else MOST_BARE):
        return dashes
    if bare and announces(next((line for p in range(dashes - 1, max(-1, dashes - 4), -1) if (line := lines[p][:WIDTH].rstrip())), "")):
        return dashes  # "Jag kör:", and then what he shows between dashes
    known = False  # a way to reach him was named
    after = dashes + 1
    while (position := next_text(lines, after, end)) < end:
        first = not known and not any(map(str.strip, lines[dashes + 1 : position]))
        after = next((p for p in range(position, end) if not lines[p].strip()), end)
        paragraph = [line[:WIDTH].strip() for line in lines[position:after]]
        known = known or any(map(_REACHED.search, paragraph))
        said = _said(paragraph, bare=bare, known=known, first=first)
        if said >= 0:
            return dashes if first and said == 0 else position + said
    return end


def _said(paragraph: list[str], *, bare: bool, known: bool, first: bool) -> int:
    """The first line of a paragraph that a person says; -1 when none."""
    notice = _NOTICE.search(" ".join(paragraph[:3])[:WIDTH]) is not None
    reached = any(map(_REACHED.search, paragraph))
    for at, line in enumerate(paragraph):
        sentence = bare and not notice and (not known or (first and at == 0)) and (_is_sentence(line) or _STEP.match(line) is not None)
        question = _asks(line) and (bare or not reached) and not (notice and at)
        if sentence or question or _POSTSCRIPT.match(line):
            return at
    return -1


def is_said(line: str) -> bool:
    """Whether a line is one that no signature holds: a question, a postscript."""
    return _asks(line[:WIDTH]) or _POSTSCRIPT.match(line[:WIDTH].strip()) is not None


def _is_long(lines: Sequence[str], start: int, end: int, most: int) -> bool:
    """Whether more than `most` lines hold something."""
    for position in range(start, end):
        most -= bool(lines[position].strip())
        if most < 0:
            return True
    return False


def _asks(line: str) -> bool:
    return _QUESTION.search(line) is not None and len(line.split()) >= 3


def _is_sentence(line: str) -> bool:
    """Words that go on in small letters and end as a sentence does, or are many."""
    words = line.split()
    small = sum(word[0].islower() for word in words)
    return 2 * small >= len(words) and (len(words) >= 10 or (len(words) >= (3 if words[0][0].islower() else 4) and line.rstrip("\"'”“’)*_ ").endswith((".", "!", ":"))))
