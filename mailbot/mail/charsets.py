"""Charsets: bytes to text for whatever mail programs declare (RFC 2045 section 5, RFC 2978).
Only listed codecs are ever asked: UTF-7, IDNA, zlib and the like turn bytes into surprises."""

from __future__ import annotations

import codecs
import re

# Declared names that Python does not know, or that are declared while a wider set is meant (WHATWG encodings).
_MEANT = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso_8859-1": "cp1252",
    "iso-8859-8-i": "iso8859-8", "iso-8859-9": "cp1254", "windows-874": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "iso-2022-jp": "iso2022_jp_ext", "cp-850": "cp850",
    "x-mac-roman": "mac-roman", "macintosh": "mac-roman", "x-mac-ce": "mac-latin2", "utf8mb4": "utf-8", "utf": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "visual": "iso8859-8", "logical": "iso8859-8", "big5": "big5hkscs", "x-x-big5": "big5hkscs",
}  # fmt: skip
_ALLOWED = frozenset(
    ["ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "gb18030", "big5", "big5hkscs", "hz",
     "cp949", "euc_kr", "johab", "iso2022_kr", "cp932", "shift_jis", "euc_jp", "iso2022_jp", "iso2022_jp_ext", "iso2022_jp_1",
     "iso2022_jp_2", "koi8-r", "koi8-u", "kz1048", "ptcp154", "mac-roman", "mac-cyrillic", "mac-latin2", "mac-greek", "mac-turkish",
     "mac-iceland", "tis-620"]
    + [f"iso8859-{n}" for n in range(1, 17)]
    + [f"cp{n}" for n in (437, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 865, 866, 869, 874)]
    + [f"cp125{n}" for n in range(9)]
)  # fmt: skip
_ASCII_ONLY_LOOKS = re.compile(r"utf-?(16|32)|iso-?2022|^hz|iso2022")  # ASCII bytes of these are not ASCII text
_LATIN = ("cp1252", "iso8859-15")
_NAME = re.compile(r"[A-Za-z0-9_.:+-]{1,40}")


def codec(declared: str | None) -> str | None:
    """The codec to use for a declared charset; None: unknown, or not one we decode."""
    name = (declared or "").strip().strip("\"'").lower().partition("*")[0]
    if not _NAME.fullmatch(name):
        return None
    try:
        found = codecs.lookup(_MEANT.get(name, name)).name
    except (LookupError, ValueError):
        return None
    return found if found in _ALLOWED else None


def decode(data: bytes, declared: str | None = None) -> tuple[str, bool]:
    """The text of `data`, and whether the declaration was true. Never raises.
    Order: the declared charset, UTF-8, Windows-1252; a few broken sequences in UTF-8 do not turn all of it into another charset."""
    if data.startswith(codecs.BOM_UTF8):
        data, declared = data[3:], "utf-8"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), True
    name = codec(declared) if declared else None
    stateful = name is not None and _ASCII_ONLY_LOOKS.search(name) is not None
    if data.isascii() and not stateful:
        return data.decode("ascii"), name is not None or not declared
    if name in _LATIN and (text := _strictly(data, "utf-8")) is not None:
        return text, False  # what reads as UTF-8 is: nobody means "Ã¥"
    if name and name not in ("ascii", "utf-8"):
        text = _strictly(data, name)
        if text is not None:
            return text, True
        if name == "cp1252":  # five bytes are undefined there and are control characters in ISO 8859-1
            return data.decode("cp1252", "replace") if b"\x81" not in data else data.decode("latin-1"), True
    text = _strictly(data, "utf-8")
    if text is not None:
        return text, name == "utf-8" or not declared
    lenient = data.decode(name if stateful and name else "utf-8", "replace")
    broken = lenient.count("\ufffd")
    whole = sum(lenient.count(c) for c in "åäöÅÄÖéèüßæøñç–’“”€") if name == "utf-8" else 0
    if (name == "utf-8" and (whole > broken or (broken <= 2 and len(data) > 200))) or stateful:
        return lenient, False
    return data.decode("cp1252", "replace"), False


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, ValueError):
        return None


# ---- cleaning ------------------------------------------------------------------------------------
# Control characters, lone surrogates, spaces without width, overrides of the writing direction, and the two private-use characters
# that frame our own placeholders.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000\ue001\u180e\u200b\u202d\u202e\u2060\ufeff\ufff9-\ufffb]")
# What shows nothing: a line may begin with it, and yet look as if it began with what follows. Marks of direction and joiners have
# their uses within a line (Arabic, Persian, emoji); the rest are fillers, soft hyphens and selectors.
UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
_BLANKS = re.compile(f"[\\s{UNSEEN}]*")
_JOINED_TO_NOTHING = re.compile("^[^\\S\n]*[\u200c\u200d](?:[^\\S\n]|[\u200c\u200d])*", re.MULTILINE)
_JOINERS = re.compile("[\u200c\u200d]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\u2060]")
_SPACES = re.compile("[ \t\n\xa0]+")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean_text(text: str) -> str:
    """Text of many lines: line ends are \\n, no control characters but tab, none of our placeholder characters, no spaces without
    width; joiners only where there is something before them on the line."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text  # all that is taken out is a control, a format or a separator, and none of those is printable
    clean = _FORBIDDEN.sub("", _BREAKS.sub("\n", text))
    return _without_loose_joiners(clean)


def _without_loose_joiners(text: str) -> str:
    return _JOINED_TO_NOTHING.sub(lambda match: _JOINERS.sub("", match[0]), text) if _JOINERS.search(text) else text


def begins(line: str, starts: tuple[str, ...]) -> bool:
    """Whether a line begins with one of these once all that shows nothing is passed over: white space of any width, marks, fillers."""
    match = _BLANKS.match(line)
    return line.startswith(starts, match.end() if match is not None else 0)


def clean_line(text: str, limit: int = 500) -> str:
    """Text of one line for a header or a name: no line breaks, no control or direction characters, single spaces, at most `limit` characters."""
    line = _without_loose_joiners(_DIRECTION.sub("", _FORBIDDEN.sub("", _BREAKS.sub(" ", text[: 8 * limit]))))
    return _SPACES.sub(" ", line).strip()[:limit].rstrip()
