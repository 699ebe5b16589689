"""The lines a person wrote himself: what details are looked for in.
Careful: "Sent from my Android" was written by a telephone, and header lines by a program; neither is an answer (BK-23)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.config.settings import Config
from mailbot.mail.dashes import end_of_signature, is_dashes
from mailbot.mail.quotes import split

TEXT_LIMIT = 60_000  # characters that are looked at; nobody tells more than that by hand
LINES_AT_MOST = 1_500
LINE_LIMIT = 2_000

_UNSEEN = {0xAD: None, 0x200B: None, 0x200C: None, 0x200D: None, 0x2060: None, 0xFEFF: None, 0xA0: " ", 0x202F: " ", 0x2007: " "}
_UNSEEN_MARKS = tuple(map(chr, _UNSEEN))
_BY_A_PROGRAM = re.compile(
    r"\s*(?:"
    r"(?:sent|get|mailed) (?:from|with|via|by|using|outlook)\b"
    r"|(?:skickat|skickades|skickas|skickad|sänt|hämta) (?:från|med|via|outlook)\b"
    r"|(?:mobil )?(?:gesendet|versendet|verschickt|geschickt) (?:von|mit|über|aus)\b|von mein\w+ \w+ (?:gesendet|geschickt)|outlook für (?:ios|android) (?:laden|herunterladen|beziehen)"
    r"|(?:verzonden|verstuurd|verstuurt|gestuurd) (?:vanaf|vanuit|van|met|via|door)\b|(?:outlook voor|download outlook)\b"
    r"|(?:x-[\w-]+|user-agent|mailer|importance|mime-version) ?:|version: (?:gnupg|openpgp)|comment: "
    r")", re.IGNORECASE)
# How such a line begins: two small letters, of those that are ASCII.
_BEGINNINGS = frozenset("se ge ma sk ve vo mo ou do x- us im mi co".split())


def by_a_program(line: str) -> bool:
    """Such as "Sent from my iPhone": a line that no person wrote."""
    return _BY_A_PROGRAM.match(line.translate(_UNSEEN)[:LINE_LIMIT]) is not None


def own_lines(text: str) -> tuple[str, ...]:
    """The lines, without a signature below "-- " and without what mail programs add."""
    looked_at = text[:TEXT_LIMIT]
    if any(mark in looked_at for mark in _UNSEEN_MARKS):
        looked_at = looked_at.translate(_UNSEEN)
    lines = [line[:LINE_LIMIT] for line in looked_at.splitlines()[:LINES_AT_MOST]]
    own = ["" if ((begins := line.lstrip()[:2].lower()) in _BEGINNINGS or not begins.isascii()) and _BY_A_PROGRAM.match(line) else line.rstrip() for line in lines]
    return tuple(_without_signatures(lines, own) if "--" in looked_at else own)


def _without_signatures(lines: Sequence[str], own: Sequence[str]) -> list[str]:
    """Of the person's own lines, those that stand in no signature."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if lines[at][:2] == "--" and is_dashes(lines[at]) and (said := end_of_signature(lines, at, len(lines), alone=not any(kept))) > at:
            at = said
            continue
        kept.append(own[at])
        at += 1
    return kept


def said_in(kept: str, config: Config) -> str:
    """What a person wrote now, of a mail that is kept as a whole. Nothing tells any more what the mail answered, so it is read as one that
    answers nothing: rather too much than too little."""
    return split(kept, answers_us=False, vendor=config.vendor.name).new.strip()
