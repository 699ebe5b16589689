"""One text as people see it, whatever characters it is written with: for comparing, never for showing.
Width, marks above letters, what cannot be seen, and letters of other scripts that look like ours make no difference."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from urllib.parse import unquote

# What shows nothing, and marks that stand above or in other letters once those are taken apart.
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u034f\u0483-\u0489\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20d0-\u20ff\u2800\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# Letters of Cyrillic, Greek and other scripts that look like a Latin one, as small and as capital letters; an own list of the common ones.
_LOOKS_LIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮԌԚԜЗабеѕіјкмнопрстухүһԁԛԝгӏъьѵ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹαβεηικνορτυχωϲϳγ" + "ıøłđħŧɡɑɩʟɴʀ‐‑‒–—―−",
    "ABESIJKMHOPCTYXYGQW3abesijkmhonpctyxyhdqwrlbbv" + "ABEZHIKMNOPTYXCaBenikvoptuxwcjy" + "ioldhtgailnr-------",
)
_APART = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Small letters, each as it looks; spaces and line ends stay. Time is linear."""
    if text.isascii():
        return text.lower()
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", text)).translate(_LOOKS_LIKE).casefold()


def plain(text: str) -> str:
    """Folded words with one space between them."""
    return " ".join(fold(text).split())


def bare(text: str) -> str:
    """Folded letters and digits, with nothing between them: neither spaces, commas nor marks of emphasis."""
    return _APART.sub("", fold(text))


def unwrapped(text: str) -> str:
    """A text without the spellings of characters that pages and links have: entities and percent signs."""
    return unquote(unescape(text), errors="replace")
