"""What a person wrote in words of his own, for telling his language: without what a program said to him.
A text without error messages, quotations, log lines and paths; in a short mail those are most of the words, and mostly English."""

from __future__ import annotations

import re

from mailbot.config.needles import folded, left, needles

LOOKED_AT = 20_000
# Each with what must stand in a text for it to be worth a search.
_QUOTED_LINE = re.compile(r"^[ \t]{0,4}>[^\n]*", re.MULTILINE)
_IN_QUOTES = re.compile(r"\"[^\"\n]{6,600}\"|“[^“”\n]{6,600}”|”[^“”\n]{6,600}”|„[^“”\n]{6,600}[“”\"]|»[^«»\n]{6,600}[«»]|«(?<!««)[^»\n]{6,600}»")  # of a long row of opening marks, only the first is one
_PATH = re.compile(r"\b[A-Za-z]:\\(?:[^\\\n\"<>|?*:]{1,80}\\){0,20}[^\s\"<>|?*]{0,80}|\bhttps?://\S{1,500}")
_LOGGED = re.compile(
    r"^[ \t]{0,8}(?:at [\w$.]{3,200}\(|File \"|[\w.]{1,200}(?:Exception|Error): |\[?\d{4}-\d\d-\d\d[ T,]|\d\d:\d\d:\d\d|[\[(]?(?:ERROR|WARN(?:ING)?|INFO|FATAL|DEBUG|SEVERE)\b)[^\n]*",
    re.MULTILINE)
# What stands behind a colon: in the next line when it ends its own, with the lines that a mail program broke off; or in the same
# line when a word for a message stands before it.
_COLON = re.compile(r":[ \t]{0,4}(?P<below>\n\s{0,4})?(?P<said>\S(?:[^\n]{50,}\n){0,20}[^\n]*)")
_CUE = re.compile(
    r"\b(?:fel\w*|meddeland\w*|varning\w*|lyder|står|visas|säger|får|kommer|upp|fehler\w*|\w*meldung\w*|warnung\w*|lautet|sagt|steht|erscheint|kommt|bekomme|erhalte|"
    r"fout\w*|\w*melding\w*|luidt|zegt|staat|verschijnt|komt|krijg|error|message|warning|says|reads|get)\b[^.!?]{0,40}$", re.IGNORECASE)
_CUE_WORDS = needles(_CUE.pattern)
_LINE_ENDS = re.compile(r":[ \t]{0,4}\n")
CUE_BEFORE = 60  # characters before a colon
_SENTENCE = re.compile(r"[^.!?\n]{1,1000}[.!?\n]*")
_PROGRAMS = re.compile(
    r"(?<!\bi )(?<!\bwe )(?<!\byou )\b(?:unable to|cannot|can't be|could not|couldn't|failed to|has stopped|not responding|is not licensed|access (?:is )?denied|no longer valid|"
    r"please (?:contact|try|reinstall|check|restart|enter|close|install)|contact your (?:system )?administrator|click ok)\b", re.IGNORECASE)
_PROGRAM_STEMS = ("unable", "cannot", "can't", "could", "failed", "has stopped", "responding", "licensed", "denied", "no longer", "please", "contact your", "click ok")


def own_words(text: str) -> tuple[str, str]:
    """The text without what a program said, and the same in lower case."""
    own = text[:LOOKED_AT]
    if ">" in own:
        own = _QUOTED_LINE.sub(" ", own)
    if any(mark in own for mark in "\"“”„»«"):
        own = _IN_QUOTES.sub(" ", own)
    if ":\\" in own or "://" in own:
        own = _PATH.sub(" ", own)
    if any(sign in own for sign in ("Exception", "Error", "ERROR", "WARN", "FATAL", "at ", "-", "File ")):
        own = _LOGGED.sub(" ", own)
    if ":" in own:
        own = _without_shown(own)
    lower = own.lower()
    if any(stem in lower for stem in _PROGRAM_STEMS) and _PROGRAMS.search(own):
        own = "".join(sentence for sentence in _SENTENCE.findall(own) if not _PROGRAMS.search(sentence))
        lower = own.lower()
    return own, lower


def _without_shown(text: str) -> str:
    """The text without what is shown behind colons."""
    kept: list[str] = []
    done = 0
    while (colon := text.find(":", done)) >= 0:
        line = text[max(0, colon - CUE_BEFORE) : colon].rpartition("\n")[2]
        cued = (_CUE_WORDS is None or left(_CUE_WORDS, folded(line)) != ()) and _CUE.search(line) is not None
        match = _COLON.match(text, colon) if cued or _LINE_ENDS.match(text, colon) else None  # it reads far: only where it may count
        shown = match is not None and (cued or match["below"] is not None)
        kept.append(text[done : colon + 1])
        done = match.end() if match is not None and shown else colon + 1
    return "".join((*kept, text[done:]))
