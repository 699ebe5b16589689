"""ID number and unlock code: found however they are typed, never invented, and blanked wherever they are kept (BK-21, BK-22).
Only subject and new text are searched: a code in a quote proves nothing about who writes now."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

import regex

from mailbot.config.patterns import compiled
from mailbot.config.settings import Entitlement
from mailbot.desk.facts import CredentialClaim
from mailbot.mail.tokens import Keys

HIDDEN = {"sv": "[dold]", "de": "[verborgen]", "nl": "[verborgen]", "en": "[hidden]"}
FIRST_ID = 204_817  # of the first credential; the numbers go up from here
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CODE_LENGTH = 8
PATTERN_S = 0.2
TEXT_LIMIT = 200_000

_OWN_ID = r"(?<![\w-])\d{6}[ ]?[-–][ ]?\d(?![\w-])"
_OWN_CODE = r"(?<![\w-])[0-9A-Za-z]{4}[ ]?[-–]?[ ]?[0-9A-Za-z]{4}(?![\w-])"
# What a person writes before a code. A code counts only behind such a word, or in the same line as the ID number.
_CODE_CUE = regex.compile(
    r"\b(?:upplåsnings?kod\w*|kod\w*|freischaltcode|freischalt-?code|code|ontgrendelingscode|unlock(?:ing)?[ -]?code)\b[\s:=,.;|–-]{0,6}"
    r"(?:är|ist|is)?[\s:=|]{0,4}", regex.IGNORECASE)
_ID_CUE = regex.compile(
    r"\b(?:id(?:-?nr|-?nummer|entifikationsnummer|entifikationsnr|entificatienummer|[ -]?number|[ -]?no\.?)?|kund-?id)\b", regex.IGNORECASE)
_LOOKALIKES = str.maketrans("OILU", "011V")


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    start: int
    end: int


def find(subject: str, new_text: str, settings: Entitlement) -> CredentialClaim | None:
    """The ID number and code that a person gives, however typed; None unless both are there."""
    text = f"{subject}\n{new_text}"[:TEXT_LIMIT]
    for number in _id_numbers(text, settings):
        code = _code_for(text, number, settings)
        if code is not None:
            return CredentialClaim(normal_id(number.text), normal_code(code.text))
    return None


def _id_numbers(text: str, settings: Entitlement) -> list[_Found]:
    """What looks like an ID number: of our own form with a right check digit, or of the vendor's own."""
    own = [found for found in _all(_OWN_ID, text) if check_digit_ok(normal_id(found.text))]
    theirs = _all(settings.id_pattern, text) if settings.id_pattern else []
    cued = [found for found in theirs if _cue_before(_ID_CUE, text, found.start)]
    return own + cued


def _code_for(text: str, number: _Found, settings: Entitlement) -> _Found | None:
    """The code that goes with an ID number: behind a word that says so, else the first in the same line."""
    codes = _all(_OWN_CODE, text) + (_all(settings.code_pattern, text) if settings.code_pattern else [])
    codes = [code for code in codes if code.end <= number.start or code.start >= number.end]
    cues = [cue.end() for cue in _CODE_CUE.finditer(text, timeout=PATTERN_S)]
    cued = [code for code in codes if code.start in cues]
    if cued:
        return cued[0]
    start, end = text.rfind("\n", 0, number.start) + 1, text.find("\n", number.end)
    beside = [c for c in codes if c.start >= start and c.end <= (end if end >= 0 else len(text)) and _looks_made(c.text)]
    return next((code for code in beside if code.start >= number.end), None)


def _looks_made(code: str) -> bool:
    """Letters and digits in one piece: no word, no telephone number."""
    return any(c.isdigit() for c in code) and any(c.isalpha() for c in code) and not any(c.isspace() for c in code)


def _all(pattern: str, text: str) -> list[_Found]:
    try:
        matches = compiled(pattern).finditer(text, overlapped=True, timeout=PATTERN_S)
        return [_Found(m[0], m.start(), m.end()) for m in matches]
    except TimeoutError:
        return []


def _cue_before(cue: regex.Pattern[str], text: str, start: int) -> bool:
    return cue.search(text[max(0, start - 40) : start], timeout=PATTERN_S) is not None


# ---- forms ------------------------------------------------------------------------------------------------------
def normal_id(text: str) -> str:
    """An ID number as it is kept: "204817 – 1" is "204817-1"."""
    return "".join("-" if c in "-–" else c for c in text if not c.isspace()).upper()


def normal_code(text: str) -> str:
    """A code as it is compared: capitals, no hyphens or spaces, O read as 0, I and L as 1."""
    return "".join(c for c in text.upper() if c.isalnum()).translate(_LOOKALIKES)


def check_digit(digits: str) -> int:
    """Luhn's check digit (ISO/IEC 7812-1 annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return -total % 10


def check_digit_ok(id_number: str) -> bool:
    """Is this an ID number of our own form without a slip of the finger?"""
    digits, _, check = id_number.partition("-")
    return digits.isdecimal() and check.isdecimal() and len(check) == 1 and check_digit(digits) == int(check)


def new_id_number(sequence: int) -> str:
    """The ID number of the `sequence`-th credential, counted from 1."""
    digits = f"{FIRST_ID + sequence - 1:06}"
    return f"{digits}-{check_digit(digits)}"


def new_code(entropy: Callable[[int], bytes]) -> str:
    """A fresh unlock code, "K7QF-29MX": 40 bits."""
    drawn = int.from_bytes(entropy(5), "big")
    letters = "".join(CODE_LETTERS[(drawn >> (5 * place)) & 31] for place in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


# ---- keeping ----------------------------------------------------------------------------------------------------
def hash_code(code: str, keys: Keys) -> str:
    """The keyed hash under which a code is kept: it is looked up, and worth nothing without the server key."""
    return _hash(normal_code(code), keys.current)


def matches(code: str, kept: str, keys: Keys) -> bool:
    """Compare a code with a kept hash under every key that is still accepted, in constant time."""
    found = [hmac.compare_digest(_hash(normal_code(code), key), kept) for key in (keys.current, *keys.previous)]
    return any(found)


def _hash(code: str, key: bytes) -> str:
    return hmac.new(key, b"unlock-code:" + code.encode(), hashlib.sha256).hexdigest()


def blank(text: str, claim: CredentialClaim, language: str = "sv") -> str:
    """The text with the code blanked, in whatever spelling it stands there."""
    spelled = "[ –-]{0,3}".join(_spellings(letter) for letter in claim.code)
    pattern = regex.compile(rf"(?<![\w]){spelled}(?![\w])", regex.IGNORECASE)
    return str(pattern.sub(HIDDEN.get(language, HIDDEN["en"]), text))


def _spellings(letter: str) -> str:
    return {"0": "[0oO]", "1": "[1iIlL]", "V": "[vVuU]"}.get(letter) or str(regex.escape(letter))
