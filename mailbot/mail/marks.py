"""Our own marker line: it stands above what our mails quote, so that an answer can be told from its history without guessing.
Every language has its own words; all are recognised by the frame alone."""

from __future__ import annotations

REPLY_MARK = {
    "sv": "##- Skriv ditt svar ovanför den här raden -##",
    "de": "##- Bitte schreiben Sie Ihre Antwort über dieser Zeile -##",
    "nl": "##- Schrijf uw antwoord boven deze regel -##",
    "en": "##- Please write your reply above this line -##",
}


def reply_mark(language: str) -> str:
    """The marker line in this language, else in English."""
    return REPLY_MARK.get(language, REPLY_MARK["en"])


_AROUND = " \t\u00a0>*|_"  # what programs put before and behind a line: quote signs, bold, the bars of a table
LONGEST = 400


def is_mark(line: str) -> bool:
    """Whether a line is our marker, in any language, quoted or not. A sentence that speaks of it is none."""
    if "##-" not in line:
        return False
    bare = line[:LONGEST].strip(_AROUND)
    return bare.startswith("##-") and bare.endswith("-##") and len(bare) > len("##--##")
