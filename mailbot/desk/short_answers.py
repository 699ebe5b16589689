"""Answers of a few words: a thank-you that reopens nothing, a plain yes, and courtesies that add nothing.
Careful: anything said besides them makes them text for a person to read (resolutions.md, Behaviour)."""

from __future__ import annotations

import re

WORDS_OF_THANKS = 12
WORDS_OF_A_NAME = 3

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


def is_thanks(new_text: str, names: frozenset[str] = frozenset()) -> bool:
    """A thank-you and nothing else: at most twelve words, no question, no number; every word of the thanking kind, one of `names`
    (the agents' first names, lower case), or the writer's own name on a last line of its own."""
    words = _words(new_text)
    if not 0 < len(words) <= WORDS_OF_THANKS or "?" in new_text or any(c.isdigit() for c in new_text):
        return False
    lines = [line for line in new_text.splitlines() if line.strip()]
    signed = _WORD.findall(lines[-1]) if len(lines) > 1 else []
    own_name = {word.casefold() for word in signed if word[0].isupper() and not word.isupper()}
    own_name = own_name if len(signed) <= WORDS_OF_A_NAME + sum(word.casefold() in _AROUND_THANKS for word in signed) else set()
    return all(word in _THANKS | _AROUND_THANKS | _GREETINGS | names | own_name for word in words) and any(word in _THANKS for word in words)


# ---- what adds nothing ----------------------------------------------------------------------------------
SIGNATURE_LINES, SIGNATURE_WIDTH, WORDS_OF_A_CLOSING = 10, 80, 7

_CLOSINGS = tuple(closing.casefold() for closing in (
    "mvh|med vänlig|med vänliga|vänlig hälsning|vänliga hälsningar|hälsningar|hälsning|bästa hälsningar|"
    "mit freundlichen|mit freundlichem|mit besten grüßen|freundliche grüße|freundlicher gruß|viele grüße|beste grüße|liebe grüße|grüße|gruß|mfg|"
    "met vriendelijke|vriendelijke groet|hartelijke groet|groet|groeten|mvg|"
    "best regards|kind regards|warm regards|regards|best wishes|yours sincerely|sincerely|cheers"
).split("|"))


def says_no_more(text: str) -> bool:
    """Nothing is said but a greeting, thanks, a closing and what stands below it, or a name; or nothing at all."""
    above = _above_the_closing(text)
    if above is None:
        return False
    if above == _lines(text) and above and _is_name(above[-1]):
        above = above[:-1]
    said = " ".join(above)
    words = _words(said)
    return len(words) <= WORDS_OF_THANKS and "?" not in said and not any(c.isdigit() for c in said) and all(
        word in _THANKS | _AROUND_THANKS | _GREETINGS for word in words)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _above_the_closing(text: str) -> list[str] | None:
    """The lines before "Mit freundlichen Grüßen"; all of them without one. None: what stands below it is more than a signature."""
    lines = _lines(text)
    end = next((at for at, line in enumerate(lines) if _closes(line)), len(lines))
    below = lines[end:]
    more = len(below) > SIGNATURE_LINES or any("?" in line or len(line) > SIGNATURE_WIDTH for line in below)
    return None if more else lines[:end]


def _closes(line: str) -> bool:
    """A line such as "Mit freundlichen Grüßen" or "Mvh Anna"."""
    words = _words(line)
    said = " ".join(words)
    return len(words) <= WORDS_OF_A_CLOSING and len(line) <= SIGNATURE_WIDTH and any(said == closing or said.startswith(f"{closing} ") for closing in _CLOSINGS)


def _is_name(line: str) -> bool:
    """One to three words with capital letters and nothing else: "Anna Svensson"."""
    words = line.split()
    return 0 < len(words) <= WORDS_OF_A_NAME and all(word[0].isupper() and not word.isupper() and word.strip(".,").isalpha() for word in words)


def is_yes(new_text: str, names: frozenset[str] = frozenset()) -> bool:
    """A yes after a greeting and before a signature, when nothing else is said ("Hej, ja det går bra"). `names`: words of the
    writer's own name, lower case, which may stand below without a closing; any other word may change what was said."""
    above = _above_the_closing(new_text)
    if above is None:
        return False
    if len(above) > 1 and set(_words(above[-1])) <= names:
        above = above[:-1]
    said = " ".join(above)
    words = [word for word in _words(said) if word not in _GREETINGS]
    if "?" in said or any(c.isdigit() for c in said):
        return False
    return bool(words) and words[0] in _YES and all(word in _YES | _AROUND_YES for word in words)
