"""Answers of a few words: a thank-you that reopens nothing, and a plain yes.
Careful: anything said besides them makes them text for a person to read (resolutions.md, Behaviour)."""

from __future__ import annotations

import re

WORDS_OF_THANKS = 12

_WORD = re.compile(r"[^\W\d_]+")
_GREETINGS = frozenset(("hej hejsan hallå god morgon dag kväll hallo guten tag morgen abend moin beste dag goedemorgen goedemiddag "
                        "hello hi dear good morning afternoon evening").split())
_THANKS = frozenset(("tack tackar danke dank bedankt dankjewel dankuwel thanks thank merci").split())
_AROUND_THANKS = frozenset((
    "så mycket för hjälpen snabb snabba svaret svar nu fungerar det funkar igen allt bra toppen perfekt super kanon löste sig mvh hälsningar "
    "vänliga med vänlig hälsning "
    "vielen herzlichen besten ihnen für die schnelle hilfe ihre antwort es jetzt funktioniert alles klappt wieder freundliche grüße mit "
    "freundlichen gruß "
    "hartelijk heel erg veel u voor de het snelle hulp uw antwoord werkt nu weer alles in orde groet groeten vriendelijke met "
    "you your for the help quick answer reply very much many so it works now again all great perfect regards kind best cheers a lot"
).split())
_YES = frozenset(("ja jo japp yes ok okej okay akkoord einverstanden approve godkänn godkänner jawohl").split())
_AROUND_YES = frozenset((
    "tack danke bitte graag bedankt please thanks thank you det går bra gör så gerne das passt dat is goed prima fine mvh"
).split())


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def is_thanks(new_text: str) -> bool:
    """A thank-you and nothing else: at most twelve words, no question, every word of the thanking kind or a name."""
    words = _WORD.findall(new_text)
    if not 0 < len(words) <= WORDS_OF_THANKS or "?" in new_text or any(c.isdigit() for c in new_text):
        return False
    others = [word for word in words if word.casefold() not in _THANKS | _AROUND_THANKS | _GREETINGS]
    names = all(word[0].isupper() for word in others) and len(others) <= 2
    return names and any(word.casefold() in _THANKS for word in words)


def is_yes(new_text: str) -> bool:
    """A yes after a greeting and before a signature, when nothing else is said ("Hej, ja det går bra")."""
    words = [word for word in _words(new_text) if word not in _GREETINGS]
    return bool(words) and words[0] in _YES and all(word in _YES | _AROUND_YES for word in words)
