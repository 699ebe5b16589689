"""Where an ID number and an unlock code stand in a mail, however a person typed them (BK-21).
Never invented: telephone, invoice, OCR and organisation numbers are none, and a word of eight letters is no code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import regex

from mailbot.config.patterns import compiled
from mailbot.config.settings import Entitlement

TEXT_LIMIT = 100_000
PATTERN_S = 0.2
MOST = 50  # candidates of each sort; nobody gives more
WORDS = 1_000  # places that are looked at for one
BESIDE = 40  # characters between a number and a code that stands beside it without a word of its own

_I = regex.IGNORECASE
_DASH = r"[-–—‑−]"
_IS = r"(?:[\s:;=,.|>*_()\[\]/-]|[–—]|\b(?:är|ist|is|lautet|luidt|nr|nummer|no|number)\b){0,14}"
_ID_WORD = regex.compile(
    rf"\b(?:identifi(?:k|c)ati(?:ons|e|on)?[ -]?(?:nummer|nr|number|no)?\w{{0,2}}|ident[ .-]?(?:nummer|nr)|id[ .-]{{0,2}}(?:nummer|number|nr|no|num)|kund-?id|id){_IS}", _I)
_CODE_STEMS = ("kod", "code", "key")  # one of them is in every word for a code
_CODE_WORD = regex.compile(
    r"(?<!error |fehler-|fel |qr-|qr |zip |source )\b(?:(?:upplåsnings?|upplåsn\.?|support|aktiverings|freischalt(?:ungs)?|entsperr|aktivierungs|ontgrendel(?:ings)?|activatie|"
    r"unlock(?:ing)?|access|activation)[ -]?)?(?:kode?n?|codes?|key)\b"
    rf"(?:[^:=\n]{{0,40}}[:=][\s*|]{{0,4}}|{_IS})", _I)
# Of an ID number that has a word before it: 204817-1, 204 817-1, 2048171; without one only the plain form.
# Letters that look like digits count as such behind a word, when most are digits: 2O4817-l.
_WORDED_ID = regex.compile(rf"(?=(?:[^0-9\n]{{0,3}}[0-9]){{4}})(?P<n>[0-9OoIl]{{3}} ?[0-9OoIl]{{3}}[0-9]{{0,2}} ?(?:{_DASH}|[./_])? ?[0-9OoIl])(?!\w)(?!{_DASH}[0-9])")
_PLAIN_ID = regex.compile(rf"(?<![\w.@/+-])(?<![0-9] )(?P<n>[0-9]{{6,8}} ?{_DASH} ?[0-9])(?!\w)(?!{_DASH}[0-9])(?![.,][0-9])")
# What such a number is called when it is something else.
_OTHER_NUMBER = regex.compile(
    r"\b(?:tel\w*|mobil\w*|fax|phone|faktur\w*|invoice\w*|rechnung\w*|factuur\w*|ocr\w*|org\w*|moms\w*|vat|ust\w*|steuer\w*|kvk|btw|kund(?:e|en)?-?n\w*|kundnr|customer|"
    r"klant\w*|plusgiro\w*|postgiro\w*|pg|bankgiro\w*|bg|iban|konto\w*|account|rekening\w*|person\w*|pnr|ärende\w*|vorgang\w*|dossier\w*|case|order\w*|best\w*|auftrag\w*|"
    r"ref\w*|art\w*|serie\w*|licens\w*|lizenz\w*|licentie\w*|version\w*|verifikat\w*|ver|postnr|plz|postcode)\b[ .:#]{0,3}(?:nr|nummer|no|number)?[ .:#=]{0,4}$", _I)
_CODE = r"[0-9A-Za-z]{4}[ \t]?(?:[-–—‑−_.·/])?[ \t]?[0-9A-Za-z]{4}(?!\w)|[0-9A-Za-z]{2}(?:[ -][0-9A-Za-z]{2}){3}(?!\w)|[0-9A-Za-z](?:[ -][0-9A-Za-z]){7}(?!\w)"
_CODE_HERE = regex.compile(_CODE)
_CODE_BESIDE = regex.compile(rf"(?<![\w@])(?:{_CODE})(?!@)")
_APART = regex.compile(r"[-–—‑−_.·/]")
_VOWELS = frozenset("aeiouyåäöAEIOUYÅÄÖ")


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate, where it stands, and how sure it is."""

    text: str
    start: int
    end: int
    named: bool  # a word before it says what it is
    theirs: bool = False  # of the form of the vendor's earlier system


def pairs(text: str, settings: Entitlement) -> Iterator[tuple[Found, Found]]:
    """ID numbers with the code that goes with each, the surest first."""
    text = text[:TEXT_LIMIT]
    named_codes = codes_named(text, settings)
    ranked: list[tuple[int, int, Found, Found]] = []
    for number in _numbers(text, settings):
        code = _nearest(number, named_codes) or _beside(text, number, settings)
        if code is not None and _believable(number, code):
            doubt = 4 * (not number.named) + 2 * number.theirs + (not code.named)
            ranked.append((doubt, number.start, number, code))
    for _, _, number, code in sorted(ranked, key=lambda one: one[:2]):
        yield number, code


def codes_named(text: str, settings: Entitlement) -> tuple[Found, ...]:
    """Codes that stand behind a word for them."""
    found: list[Found] = []
    lower = text[:TEXT_LIMIT].lower()
    if not any(stem in lower for stem in _CODE_STEMS):  # most mails: spares them the search
        return ()
    for word in _places(_CODE_WORD, text[:TEXT_LIMIT]):
        match = _CODE_HERE.match(text, word.end())
        if match is not None and _may_be_a_code(match[0], settings, named=True):
            found.append(Found(match[0], match.start(), match.end(), named=True))
        elif (own := _vendors_at(text, word.end(), settings.code_pattern)) is not None:
            found.append(own)
        if len(found) >= MOST:
            break
    return tuple(found)


def without_words(line: str) -> str:
    """A line without the words for an ID number and for a code."""
    return str(_CODE_WORD.sub(" ", _ID_WORD.sub(" ", line)))


def _numbers(text: str, settings: Entitlement) -> tuple[Found, ...]:
    """What may be an ID number: behind a word for it, of our own form, or of the vendor's earlier one."""
    found: dict[int, Found] = {}
    for word in _places(_ID_WORD, text):
        match = _WORDED_ID.match(text, word.end())
        candidate = Found(match["n"], match.start(), match.end(), named=True) if match else _vendors_at(text, word.end(), settings.id_pattern)
        if candidate is not None:
            found.setdefault(candidate.start, candidate)
        if len(found) >= MOST:
            break
    for match in _places(_PLAIN_ID, text):
        if not _is_another_number(text, match.start()):
            found.setdefault(match.start(), Found(match["n"], match.start(), match.end(), named=False))
        if len(found) >= 2 * MOST:
            break
    for candidate in _vendors(text, settings.id_pattern):
        if not _is_another_number(text, candidate.start):
            found.setdefault(candidate.start, candidate)
    return tuple(found.values())


def _is_another_number(text: str, start: int) -> bool:
    line = text[max(0, start - 40) : start].rpartition("\n")[2]
    return _OTHER_NUMBER.search(line) is not None


def _nearest(number: Found, codes: tuple[Found, ...]) -> Found | None:
    """The named code that stands closest to a number; people write the number first."""
    apart = [code for code in codes if code.end <= number.start or code.start >= number.end]
    return min(apart, key=lambda code: (abs(code.start - number.end) + (BESIDE if code.start < number.start else 0)), default=None)


def _beside(text: str, number: Found, settings: Entitlement) -> Found | None:
    """A code without a word of its own: in the same breath as the number, and looking made."""
    after = text[number.end : number.end + BESIDE + 20]
    before_start = max(0, number.start - BESIDE)
    for piece, offset in ((after, number.end), (text[before_start : number.start], before_start)):
        for match in _CODE_BESIDE.finditer(piece, overlapped=True):
            if match.start() <= BESIDE and piece[: match.start()].count("\n") <= 2 and _may_be_a_code(match[0], settings, named=False):
                theirs = _is_vendors_form(match[0], settings)
                return Found(match[0], offset + match.start(), offset + match.end(), named=False, theirs=theirs)
        for own in _vendors(piece, settings.code_pattern):
            if own.start <= BESIDE and any(c.isupper() for c in own.text):
                return Found(own.text, offset + own.start, offset + own.end, named=False, theirs=True)
    return None


def _believable(number: Found, code: Found) -> bool:
    """A number of the vendor's earlier form may be any number: it needs a word, or a code that cannot be anything else."""
    return number.named or not number.theirs or code.named or code.theirs


def _may_be_a_code(text: str, settings: Entitlement, *, named: bool) -> bool:
    """Told from words, dates and telephone numbers: letters and digits mixed; letters alone only when written like a code."""
    letters = [c for c in text if c.isalpha()]
    digits = sum(c.isdigit() for c in text)
    if not letters:
        return named and _is_vendors_form(text, settings)
    capitals, apart = all(c.isupper() for c in letters), _APART.search(text) is not None
    if digits:
        groups = text.split()
        return named or len(groups) == 1 or all(any(c.isdigit() for c in g) or g.isupper() for g in groups)
    if capitals and (apart or named):
        return named or _is_vendors_form(text, settings) or not settings.code_pattern
    return named and (apart or sum(c in _VOWELS for c in letters) <= 1)


def _is_vendors_form(text: str, settings: Entitlement) -> bool:
    if not settings.code_pattern:
        return False
    plain = "".join(c for c in text.upper() if c.isalnum())
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
    return regex.compile(rf"(?<![\w@.,/+-])(?:{pattern})(?![\w@])(?![.,]\w)(?!{_DASH}\w)", regex.IGNORECASE | regex.VERSION0)
