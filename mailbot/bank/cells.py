"""Cells of a CSV export: amounts and days as people's banks print them.
What can be read in two ways is not read: the configuration says which one is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from mailbot.bank import amounts

MINUSES = "-\u2212\u2010\u2011\u2012\u2013"
_BLANKS = re.compile(r"[\s'\u2019]+")
_UNITS = re.compile(r"(?:kr|:-|€|£|\$|[A-Z]{3})\.?", re.IGNORECASE)
_SIGNS = {"kr": ("SEK", "NOK", "DKK"), ":-": ("SEK", "NOK", "DKK"), "€": ("EUR",), "£": ("GBP",), "$": ("USD",)}
_EVEN = re.compile(f"[,.][{MINUSES}]$")  # "300,-" says that there are no öre, and is no minus
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ .,][0-9]{3})+")
_FRACTION = re.compile(r"[0-9]{0,5}")
EXPECTED = 'an amount such as "1 234,50", "1234.50" or "-300,00"'

DATES = ("YYYY-MM-DD", "DD.MM.YYYY", "YYYY/MM/DD", "DD-MM-YYYY", "YYYY.MM.DD", "YYYYMMDD")  # each day has one reading in them
_TIME = r"(?:[T ]+[0-9:.]{4,15}(?:Z|[+-][0-9:]{4,6})?)?"


def amount(text: str, decimal: str, currency: str) -> int:
    """The amount in öre or cent, with its sign. `decimal`: "," or "."; empty: found out. Raises ValueError with what was expected."""
    words = _EVEN.sub("", _BLANKS.sub(" ", text[:80]).strip())
    words, negative = _unsigned(words, currency)
    if not re.fullmatch(r"[0-9 .,]{1,40}", words):
        raise ValueError(EXPECTED)
    point = decimal or _point(words)
    whole, _, fraction = words.rpartition(point) if point and point in words else (words, "", "")
    if whole == "" or not (whole.isdigit() or _one_mark(whole, point)) or not _FRACTION.fullmatch(fraction) or len(whole) > 19:
        raise ValueError(EXPECTED if not decimal else f'an amount with "{decimal}" before the last decimals, as [[payments.csv]] decimal says')
    value = amounts.minor(Decimal(f"{re.sub('[ .,]', '', whole)}.{fraction or 0}"), currency)
    return -value if negative else value


def _unsigned(words: str, currency: str) -> tuple[str, bool]:
    """Without sign and unit, and whether there was a minus: in front or behind, before or after the unit."""
    signs = ""
    for _ in range(3):
        if words[:1] and words[0] in MINUSES + "+":
            signs, words = signs + words[0], words[1:].strip()
        if words[-1:] and words[-1] in MINUSES + "+" and not words.endswith(":-"):
            signs, words = signs + words[-1], words[:-1].strip()
        for unit in _UNITS.finditer(words):
            if unit.start() == 0 or unit.end() == len(words):
                if currency not in _SIGNS.get(name := unit[0].lower().rstrip("."), (name.upper(),)):
                    raise ValueError(f"an amount in {currency}")
                words = (words[: unit.start()] + words[unit.end() :]).strip()
                break
    if len(signs) > 1:
        raise ValueError("one sign at most")
    return words, signs != "" and signs != "+"


def _point(words: str) -> str:
    """What stands before the decimals. Raises ValueError where a mark may be either."""
    marks = [mark for mark in ".," if mark in words]
    if len(marks) == 2:
        return max(marks, key=words.rindex)
    if not marks or words.count(marks[0]) > 1:
        return ""
    if len(words) - words.index(marks[0]) == 4 and " " not in words:
        raise ValueError(f'an amount that can be read in one way only ("{words}" may be thousands); say decimal = "," or "." below [[payments.csv]]')
    return marks[0]


def _one_mark(whole: str, point: str) -> bool:
    """Whether thousands are parted by one mark everywhere, and not by that of the decimals."""
    marks = set(whole) - set("0123456789")
    return _GROUPED.fullmatch(whole) is not None and len(marks) == 1 and point not in marks


def day(text: str, pattern: str) -> date:
    """The day of a cell; a time behind it is dropped. Raises ValueError with what was expected."""
    words = text.strip()[:60]
    for each in (pattern,) if pattern else DATES:
        if match := re.fullmatch(_expression(each), words):
            year = int(match["y"])
            try:
                return date(year + 2000 if len(match["y"]) == 2 else year, int(match["m"]), int(match["d"]))
            except ValueError:
                break
    raise ValueError(f"a day written as {pattern}" if pattern else f"a day written as {_one_of(DATES)}; for another way say dates = below [[payments.csv]]")


def _expression(pattern: str) -> str:
    """The pattern of a configuration as a regular expression; zeros in front may be left out where something stands between."""
    some = "{2}" if pattern.isalpha() else "{1,2}"
    made = re.escape(pattern).replace("YYYY", "(?P<y>[0-9]{4})").replace("YY", "(?P<y>[0-9]{2})")
    return made.replace("MM", f"(?P<m>[0-9]{some})").replace("DD", f"(?P<d>[0-9]{some})") + _TIME


def _one_of(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
