"""ID number and unlock code: found however they are typed, never invented, and blanked wherever they are kept (BK-21, BK-22).
Only subject and new text are searched: a code in a quote proves nothing about who writes now."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from functools import lru_cache

import regex

from mailbot.config.patterns import compiled
from mailbot.config.settings import Entitlement
from mailbot.desk import credential_search
from mailbot.desk.credential_search import PATTERN_S
from mailbot.desk.credential_words import SAID, SAID_DASH, without_words
from mailbot.desk.facts import CredentialClaim
from mailbot.mail.tokens import Keys

HIDDEN = {"sv": "[dold]", "de": "[verborgen]", "nl": "[verborgen]", "en": "[hidden]"}
FIRST_ID = 204_817  # of the first credential; the numbers go up from here
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CODE_LENGTH = 8
DRAWS = 8  # a code without any digit, or without any letter, is drawn again: it could not be told from a word or a number

LINE_LONGEST = 200  # of a line that may hold nothing but these
_LOOKALIKES = str.maketrans("OIL", "011")
_DASHES = "-–—‑−"
_BETWEEN = rf"(?:[\s\u00ad\u200b\u2060>|*_.·/–—‑−-]{{0,4}}|{SAID_DASH})"
_NUMBER = regex.compile(rf"[0-9](?:(?:[ ./_–—‑−-]{{0,3}}|{SAID_DASH})[0-9]){{6,8}}(?![0-9])", regex.IGNORECASE)
_OWN_FORM = regex.compile(r"[0-9]{6,8}-[0-9]")
_AND = regex.compile(r"\b(?:och|und|en|and|mit|med|met|with|min|mitt|mein|meine|mijn|my)\b", regex.IGNORECASE)


# ---- finding ----------------------------------------------------------------------------------------------------
def find(subject: str, new_text: str, settings: Entitlement) -> CredentialClaim | None:
    """The ID number and code that a person gives, however typed; None unless both are there. A number with a slip of the
    finger (see `check_digit_ok`) is a claim too: who mistypes is told so, and not sent away as a stranger."""
    for number, code in credential_search.pairs(f"{subject}\n{new_text}", settings):
        return CredentialClaim(normal_id(number.text), normal_code(code.text))
    return None


def said_besides(text: str, claim: CredentialClaim) -> str:
    """The text without the lines that hold nothing but this ID number and this code, blanked or not."""
    return "\n".join(line for line in text.split("\n") if not line.strip() or len(line) > LINE_LONGEST or not _only_claims(line, claim))


def _only_claims(line: str, claim: CredentialClaim) -> bool:
    left = _spelled(claim.code).sub(" ", credential_search.narrow(line))
    for hidden in HIDDEN.values():
        left = left.replace(hidden, " ")
    left = _NUMBER.sub(lambda found: " " if normal_id(found[0]) == claim.id_number else found[0], left)
    left = regex.sub(regex.escape(claim.id_number), " ", left, flags=regex.IGNORECASE)
    return not any(c.isalnum() for c in _AND.sub(" ", without_words(left)))


# ---- forms ------------------------------------------------------------------------------------------------------
def normal_id(text: str) -> str:
    """An ID number as it is kept: "204 817 – 1", "2O4817-l" and "2048171" are "204817-1"; other forms in capitals without spaces."""
    plain = "".join("-" if c in _DASHES else c for c in SAID.sub("-", text) if not c.isspace()).upper()
    digits = "".join(c for c in plain.translate(_LOOKALIKES) if c.isdigit())
    ours = len(digits) in (7, 8, 9) and all(c.isdigit() or c in "-./_OIL" for c in plain) and sum(c.isdigit() for c in plain) >= 4
    return f"{digits[:-1]}-{digits[-1]}" if ours else plain


def normal_code(text: str) -> str:
    """A code as it is compared: capitals, no hyphens or spaces, O read as 0, I and L as 1."""
    return "".join(c for c in SAID.sub("", text).upper() if c.isalnum()).translate(_LOOKALIKES)


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
    plain = digits.isascii() and digits.isdecimal() and check.isascii() and check.isdecimal() and len(check) == 1
    return plain and check_digit(digits) == int(check)


def is_mistyped(id_number: str, settings: Entitlement) -> bool:
    """Does a number of our own form have a slip of the finger in it? Whoever knows how numbers are made learns nothing by the answer."""
    return _OWN_FORM.fullmatch(id_number) is not None and not check_digit_ok(id_number) and not is_of_earlier(id_number, settings.id_pattern)


def is_of_earlier(text: str, pattern: str) -> bool:
    """Has this number or code, whole, the form of the vendor's earlier system?"""
    return bool(pattern) and compiled(pattern).fullmatch(text, timeout=PATTERN_S) is not None


def new_id_number(sequence: int) -> str:
    """The ID number of the `sequence`-th credential, counted from 1: never the same for two of them."""
    digits = f"{FIRST_ID + sequence - 1:06}"
    return f"{digits}-{check_digit(digits)}"


def new_code(entropy: Callable[[int], bytes]) -> str:
    """A fresh unlock code, "K7QF-29MX": 40 bits, less the few codes that would read as a word or a number."""
    letters = _drawn(entropy(5))
    for _ in range(DRAWS - 1):
        if any(c.isdigit() for c in letters) and any(c.isalpha() for c in letters):
            break
        letters = _drawn(entropy(5))
    return f"{letters[:4]}-{letters[4:]}"


def _drawn(chance: bytes) -> str:
    drawn = int.from_bytes(chance, "big")
    return "".join(CODE_LETTERS[(drawn >> (5 * place)) & 31] for place in range(CODE_LENGTH))


# ---- keeping ----------------------------------------------------------------------------------------------------
def hash_code(code: str, keys: Keys) -> str:
    """The keyed hash under which a code is kept: it is looked up, and worth nothing without the server key."""
    return _hash(normal_code(code), keys.current)


def matches(code: str, kept: str, keys: Keys) -> bool:
    """Compare a code with a kept hash under every key that is still accepted, in constant time."""
    found = [hmac.compare_digest(_hash(normal_code(code), key), kept) for key in (keys.current, *keys.previous)]
    return any(found)


def hashes(code: str, keys: Keys) -> tuple[str, ...]:
    """The hash of a code under every key that is accepted, the current one first."""
    return tuple(_hash(normal_code(code), key) for key in (keys.current, *keys.previous))


def has_form(code: str, settings: Entitlement) -> bool:
    """Is this a code of our own form, or of the vendor's earlier system?"""
    normal = normal_code(code)
    return (len(normal) == CODE_LENGTH and all(c in CODE_LETTERS for c in normal)) or is_of_earlier(code, settings.code_pattern)


def compare(code: str, kept: str | None, keys: Keys) -> bool:
    """The same, and the same work where there is nothing to compare with."""
    return matches(code, _hash("", keys.current) if kept is None else kept, keys) and kept is not None


def _hash(code: str, key: bytes) -> str:
    return hmac.new(key, b"unlock-code:" + code.encode(), hashlib.sha256).hexdigest()


def blank(text: str, claim: CredentialClaim | None, language: str = "sv", settings: Entitlement | None = None) -> str:
    """The text with codes blanked: the claimed one in whatever spelling it stands there, quotes included; with `settings`
    also every other code that is called so, such as a second try or one without its ID number (reliability.md 64)."""
    hidden = HIDDEN.get(language, HIDDEN["en"])
    if claim is not None:
        text = _without(text, [match.span() for match in _spelled(claim.code).finditer(credential_search.narrow(text))], hidden)
    if settings is None:
        return text
    return _without(text, [(other.start, other.end) for other in credential_search.codes_named(text, settings)], hidden)


def _without(text: str, places: Sequence[tuple[int, int]], hidden: str) -> str:
    kept: list[str] = []
    done = 0
    for start, end in places:
        if start >= done:
            kept += (text[done:start], hidden)
            done = end
    return "".join((*kept, text[done:]))


@lru_cache(maxsize=16)
def _spelled(code: str) -> regex.Pattern[str]:
    """Every spelling of a code: case, lookalikes, and a little of anything between its letters. One that can be nothing else
    (eight letters and digits, mixed) also where it is run together with other words or numbers."""
    alone = len(code) < CODE_LENGTH or code.isalpha() or code.isdigit()
    before, after = (r"(?<!\w)", r"(?!\w)") if alone else ("", "")
    return regex.compile(rf"{before}{_BETWEEN.join(map(_spellings, code))}{after}", regex.IGNORECASE)


def _spellings(letter: str) -> str:
    return {"0": "[0oO]", "1": "[1iIlL]"}.get(letter) or str(regex.escape(letter))
