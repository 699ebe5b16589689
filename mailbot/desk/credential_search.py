"""Where an ID number and an unlock code stand in a mail, however a person typed them (BK-21).
Never invented: telephone, invoice, OCR and organisation numbers are none, and a word of eight letters is no code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import regex

from mailbot.config.patterns import compiled
from mailbot.config.settings import Entitlement
from mailbot.desk.credential_words import (
    DASH,
    ID_WORD,
    NUMBER_WORD,
    SAID,
    SAID_DASH,
    WORDS,
    code_ends,
    is_a_customers,
    is_another_code,
    is_another_number,
)

TEXT_LIMIT = 100_000
PATTERN_S = 0.2
MOST = 50  # candidates of each sort; nobody gives more
BESIDE = 40  # characters between a number and a code that stands beside it without a word of its own

_I = regex.IGNORECASE
_SEPARATOR = rf"(?:{SAID_DASH}|[ \t]?(?:{DASH}(?:[ \t]?\n)?|[_.·/])?[ \t]?)"
_CODE = (rf"[0-9A-Za-z]{{4}}{_SEPARATOR}[0-9A-Za-z]{{4}}(?![^\W_])(?!{DASH}\w)|[0-9A-Za-z]{{2}}(?:[ -][0-9A-Za-z]{{2}}){{3}}(?![^\W_])(?!{DASH}\w)"
         r"|[0-9A-Za-z](?:[ -]{1,3}[0-9A-Za-z]){7}(?![^\W_])")
# Behind a word for a code, also with a space that slipped into the second half: K7QF-2 9MX.
_CODE_HERE = regex.compile(rf"{_CODE}|[0-9A-Za-z]{{4}}{DASH}(?=[0-9A-Za-z ]{{5}}(?![^\W_]))[0-9A-Za-z]{{1,3}} [0-9A-Za-z]{{1,3}}(?![^\W_])", _I)
_CODE_BESIDE = regex.compile(rf"(?<![^\W_])(?<!@)(?<!\w{DASH})(?:{_CODE})(?!@)", _I)
_CODE_RUN_ON = r"(?=[A-Za-z])(?=[A-Za-z]{0,3}[0-9])[0-9A-Za-z]{4}[-–—‑−_]?[0-9A-Za-z]{4}(?![^\W_])"
# Of an ID number that has a word before it: 204817-1, 204 817-1, 204.817-1, 2048171, 2 0 4 8 1 7 - 1; without one only with its dash.
# Letters that look like digits count as such behind a word, when most are digits: 2O4817-l.
_ID_DASH = rf"(?:{SAID_DASH}| ?(?:{DASH}|[./_])? ?)"
_ID_END = rf"(?:(?![^\W_])(?!{DASH}[0-9])|(?={_CODE_RUN_ON}))"
_WORDED_ID = regex.compile(
    rf"(?=(?:[^0-9\n]{{0,3}}[0-9]){{4}})(?P<n>[0-9OoIl]{{3}}[ .]?[0-9OoIl]{{3}}[0-9]{{0,2}}{_ID_DASH}[0-9OoIl]|[0-9OoIl](?: [0-9OoIl]){{5,7}}{_ID_DASH}[0-9OoIl]){_ID_END}", _I)
_PLAIN_ID = regex.compile(
    rf"(?<![^\W_])(?<![.@/+-])(?<![0-9] )(?P<n>(?:[0-9]{{6,8}}|[0-9]{{3}}[ .][0-9]{{3}})(?:{SAID_DASH}| ?{DASH} ?)[0-9]){_ID_END}(?![.,][0-9])", _I)
_ID = re.compile(r"id(?:(?<![a-zåäöß]id)|(?<=kundid)|(?<=kund-id))")  # every word for an ID number begins so; "tid" and "bild" are none
_DOTLESS = ("İ", "ı")  # a pattern without case takes these for an i too
_SIX_DIGITS = re.compile(r"[0-9]{3}[ .]?[0-9]{3}")
_APART = regex.compile(r"[-–—‑−_.·/]")
_VOWELS = frozenset("aeiouyåäöAEIOUYÅÄÖ")
# Letters and digits mixed that are no code: "juni 2026", "windows7", "16GB DDR4".
_WORD_AND_YEAR = regex.compile(r"[a-z]{4}[^0-9a-z]{0,3}(?:19|20)\d\d", _I)
_WORD_AND_VERSION = regex.compile(r"(?=[A-Za-z]?[a-z]*[aeiouy])[A-Za-z][a-z]{3,6}\d{1,4}")
_MEASURE = regex.compile(r"\b\d{1,3}(?:gb|mb|tb|kb|ghz|mhz|kg|mm|cm|kr|sek|eur|usd|gen|bit|dpi)\b|\bddr\d\b|\bgen\d\b", _I)
_WIDE = re.compile("[\uff01-\uff5e\u3000]")
_NARROW = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20}


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate, where it stands, and how sure it is."""

    text: str
    start: int
    end: int
    named: bool  # a word before it says what it is
    theirs: bool = False  # of the form of the vendor's earlier system
    doubtful: bool = False  # called a number, or a customer's number: ours only beside what is called a code


def narrow(text: str) -> str:
    """The text with full-width letters and digits as plain ones (NFKC, UAX 15), every character in its place."""
    return text.translate(_NARROW) if not _is_latin(text) and _WIDE.search(text) else text


def _is_latin(text: str) -> bool:
    """Whether all characters are of ISO 8859-1: most mails, and much faster said than by looking for others."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def pairs(text: str, settings: Entitlement) -> Iterator[tuple[Found, Found]]:
    """ID numbers with the code that goes with each, the surest first."""
    text = narrow(text[:TEXT_LIMIT])
    lower = text.lower()
    named_codes = _named(text, lower, settings)
    ranked: list[tuple[int, int, Found, Found]] = []
    for number in _numbers(text, lower, settings, bool(named_codes)):
        code = _nearest(number, named_codes) or _beside(text, number, settings)
        if code is not None and _believable(number, code):
            doubt = 4 * (not number.named) + 2 * number.theirs + (not code.named)
            ranked.append((doubt, number.start, number, code))
    for _, _, number, code in sorted(ranked, key=lambda one: one[:2]):
        yield number, code


def codes_named(text: str, settings: Entitlement) -> tuple[Found, ...]:
    """Codes that stand behind a word for them."""
    text = narrow(text[:TEXT_LIMIT])
    return _named(text, text.lower(), settings)


def _named(text: str, lower: str, settings: Entitlement) -> tuple[Found, ...]:
    found: list[Found] = []
    for places in code_ends(text, lower):
        code = next((one for at in places if (one := _code_at(text, at, settings)) is not None), None)
        if code is not None and (not found or code.start >= found[-1].end):
            found.append(code)
        if len(found) >= MOST:
            break
    return tuple(found)


def _code_at(text: str, at: int, settings: Entitlement) -> Found | None:
    match = _CODE_HERE.match(text, at)
    if match is not None and _may_be_a_code(match[0], settings, named=True):
        return Found(match[0], match.start(), match.end(), named=True)
    return _vendors_at(text, at, settings.code_pattern)


def _numbers(text: str, lower: str, settings: Entitlement, code_is_named: bool) -> tuple[Found, ...]:
    """What may be an ID number: behind a word for it, of our own form, or of the vendor's earlier one."""
    found: dict[int, Found] = {}
    for word in _places(ID_WORD, text) if _ID.search(lower) or any(letter in text for letter in _DOTLESS) else ():
        match = _WORDED_ID.match(text, word.end())
        candidate = Found(match["n"], match.start(), match.end(), named=True) if match else _vendors_at(text, word.end(), settings.id_pattern)
        if candidate is not None:
            found.setdefault(candidate.start, candidate)
        if len(found) >= MOST:
            break
    for match in _places(_PLAIN_ID, text) if _SIX_DIGITS.search(text) else ():
        if not is_another_number(text, match.start()):
            doubtful = is_a_customers(text, match.start())
            found.setdefault(match.start(), Found(match["n"], match.start(), match.end(), named=False, doubtful=doubtful))
        if len(found) >= 2 * MOST:
            break
    for word in _places(NUMBER_WORD, text) if code_is_named else ():
        match = _WORDED_ID.match(text, word.end())
        if match is not None and not is_another_number(text, match.start()):
            found.setdefault(match.start(), Found(match["n"], match.start(), match.end(), named=False, doubtful=True))
        if len(found) >= 3 * MOST:
            break
    for candidate in _vendors(text, settings.id_pattern):
        if not is_another_number(text, candidate.start):
            found.setdefault(candidate.start, replace(candidate, doubtful=is_a_customers(text, candidate.start)))
    return tuple(found.values())


def _nearest(number: Found, codes: tuple[Found, ...]) -> Found | None:
    """The named code that stands closest to a number; people write the number first."""
    apart = [code for code in codes if code.end <= number.start or code.start >= number.end]
    return min(apart, key=lambda code: (abs(code.start - number.end) + (BESIDE if code.start < number.start else 0)), default=None)


def _beside(text: str, number: Found, settings: Entitlement) -> Found | None:
    """A code without a word of its own: in the same breath as the number, looking made, and not called another kind of code."""
    after = text[number.end : number.end + BESIDE + 20]
    before_start = max(0, number.start - BESIDE)
    for piece, offset in ((after, number.end), (text[before_start : number.start], before_start)):
        for match in _CODE_BESIDE.finditer(piece, overlapped=True):
            near = match.start() <= BESIDE and piece[: match.start()].count("\n") <= 2
            if near and _may_be_a_code(match[0], settings, named=False) and not is_another_code(text, offset + match.start()):
                theirs = _is_vendors_form(match[0], settings)
                return Found(match[0], offset + match.start(), offset + match.end(), named=False, theirs=theirs)
        for own in _vendors(piece, settings.code_pattern):
            if own.start <= BESIDE and any(c.isupper() for c in own.text) and not is_another_code(text, offset + own.start):
                return Found(own.text, offset + own.start, offset + own.end, named=False, theirs=True)
    return None


def _believable(number: Found, code: Found) -> bool:
    """A number of the vendor's earlier form may be any number: it needs a word, or a code that cannot be anything else."""
    if number.doubtful:
        return code.named
    return number.named or not number.theirs or code.named or code.theirs


def _may_be_a_code(text: str, settings: Entitlement, *, named: bool) -> bool:
    """Told from words, dates and telephone numbers: letters and digits mixed; letters alone only when written like a code."""
    letters = [c for c in SAID.sub("", text) if c.isalpha()]
    digits = sum(c.isdigit() for c in text)
    if not letters:
        return named and _is_vendors_form(text, settings)
    capitals, apart = all(c.isupper() for c in letters), _APART.search(text) is not None
    if digits:
        return _WORD_AND_YEAR.fullmatch(text) is None and (named or _looks_made(text, letters))
    if capitals and (apart or named):
        return named or _is_vendors_form(text, settings) or not settings.code_pattern
    return named and (apart or sum(c in _VOWELS for c in letters) <= 1)


def _looks_made(text: str, letters: Sequence[str]) -> bool:
    """Written in one case as codes are, but for a telephone's capital at the beginning; no word with a version, no measure."""
    if "U" in text.upper():  # the one letter of the alphabet that no code of ours holds, and that looks like no other
        return False
    one_case = all(c.isupper() for c in letters) or not any(c.isupper() for c in letters[1:])
    if not one_case or _WORD_AND_VERSION.fullmatch(text) or _MEASURE.search(text):
        return False
    groups = text.split()
    return len(groups) == 1 or all(any(c.isdigit() for c in g) or g.isupper() for g in groups)


def _is_vendors_form(text: str, settings: Entitlement) -> bool:
    if not settings.code_pattern:
        return False
    plain = "".join(c for c in SAID.sub("", text).upper() if c.isalnum())
    forms = (text, plain, f"{plain[:4]}-{plain[4:]}")
    return any(compiled(settings.code_pattern).fullmatch(form, timeout=PATTERN_S) for form in forms)


def _vendors_at(text: str, at: int, pattern: str) -> Found | None:
    """What matches the vendor's own pattern just here."""
    match = compiled(pattern).match(text, at, timeout=PATTERN_S) if pattern else None
    return Found(match[0], match.start(), match.end(), named=True, theirs=True) if match and match[0].strip() else None


def _vendors(text: str, pattern: str) -> tuple[Found, ...]:
    """What matches the vendor's own pattern anywhere, as a piece of its own."""
    if not pattern:
        return ()
    matches = islice(_places(_apart(pattern), text), MOST)
    return tuple(Found(m[0], m.start(), m.end(), named=False, theirs=True) for m in matches if m[0].strip())


def _places(pattern: regex.Pattern[str], text: str) -> Iterator[regex.Match[str]]:
    """Where a pattern matches: bounded in number and time, for mails that consist of nothing else."""
    try:
        yield from islice(pattern.finditer(text, timeout=PATTERN_S), WORDS)
    except TimeoutError:
        return


@lru_cache(maxsize=64)
def _apart(pattern: str) -> regex.Pattern[str]:
    """A vendor's pattern that finds no part of a longer number or word."""
    return regex.compile(rf"(?<![\w@.,/+-])(?:{pattern})(?![\w@])(?![.,]\w)(?!{DASH}\w)", regex.IGNORECASE | regex.VERSION0)
