"""A day to come as people write it: tomorrow, Friday, 5 December, in the four languages that agents write.
Read without a calendar; which day it is follows from the day on which it was written. What reads two ways is not read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


def _fold(word: str) -> str:
    """A word as it is compared: lower case, without accents and what surrounds it."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ß", "ss"))
    return "".join(c for c in plain if not unicodedata.combining(c)).strip(",;:!()\"'")


def _by_place(*rows: str) -> dict[str, int]:
    return {_fold(name): place for place, row in enumerate(rows) for name in row.split()}


# words around a day that change nothing: the day itself is always included
_BEFORE = frozenset(
    _fold(word) for word in (
        "till tills t.o.m. tom och med fram på den "
        "until till til to through and including on the of "
        "bis zum zu am einschließlich inklusive inkl. einschl. dem der "
        "tot en met t/m tm op de"
    ).split()
)  # fmt: skip
_AWAY = {
    **dict.fromkeys(("idag", "i dag", "today", "heute", "vandaag"), 0),
    **dict.fromkeys(("imorgon", "i morgon", "imorron", "i morron", "imorn", "i morn", "morgon", "tomorrow", "morgen"), 1),
    **dict.fromkeys(("overmorgon", "i overmorgon", "iovermorgon", "day after tomorrow", "ubermorgen", "uebermorgen", "overmorgen"), 2),
}
_WEEKDAYS = _by_place(
    "måndag måndagen mån monday mon montag mo maandag ma", "tisdag tisdagen tis tuesday tues tue dienstag di dinsdag",
    "onsdag onsdagen ons wednesday wed mittwoch mi woensdag wo", "torsdag torsdagen tors tor thursday thurs thur thu donnerstag do donderdag",
    "fredag fredagen fre friday fri freitag fr vrijdag vrij vr", "lördag lördagen lör saturday sat samstag sonnabend sa zaterdag za",
    "söndag söndagen sön sunday sun sonntag so zondag zo",
)
_MONTHS = _by_place(
    "", "januari januar january jan", "februari februar february feb", "mars märz march maart mar mrt", "april apr", "maj mai may mei", "juni june jun",
    "juli july jul", "augusti august augustus aug", "september sept sep", "oktober october okt oct", "november nov", "december dezember dec dez",
)
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:\.|:?[ea]|st|nd|rd|th|de|ste)?$")
_YEAR = re.compile(r"2\d{3}$")


@dataclass(frozen=True, slots=True)
class DayToCome:
    """What somebody wrote: so many days from now, a day of the week, or a day of the year; with the last perhaps the first two."""

    ahead: int | None = None
    weekday: int | None = None  # Monday is 0
    month: int = 0
    day: int = 0
    year: int = 0

    def after(self, today: date) -> date | None:
        """The day that is meant; a weekday is the next one, never today. None: there is no such day, or it is another day of the week."""
        if self.ahead is not None:
            return today + timedelta(days=self.ahead)
        if self.month == 0:
            return today + timedelta(days=((self.weekday or 0) - today.weekday() - 1) % 7 + 1)
        found = _of_year(self.year or today.year, self)
        if found is not None and not self.year and found < today:
            found = _of_year(today.year + 1, self)
        return found if found is None or self.weekday in (None, found.weekday()) else None


def _of_year(year: int, said: DayToCome) -> date | None:
    try:
        return date(year, said.month, said.day)
    except ValueError:
        return None


def without_lead(words: Sequence[str]) -> Sequence[str]:
    """The words from the first that may name a day."""
    start = next((at for at, word in enumerate(words) if _fold(word) not in _BEFORE), len(words))
    return words[start:]


def read(words: Sequence[str]) -> DayToCome | None:
    """The day that these words name, all of them; None: they name none, or more than one."""
    said = [_fold(word) for word in without_lead(words)]
    if (ahead := _AWAY.get(" ".join(said).rstrip("."))) is not None:
        return DayToCome(ahead=ahead)
    weekday = _WEEKDAYS.get(said[0].rstrip(".")) if said else None
    rest = [word for word in (said if weekday is None else said[1:]) if word not in _BEFORE]
    if not rest:
        return None if weekday is None else DayToCome(weekday=weekday)
    return _of_month(rest, weekday)


def _of_month(said: list[str], weekday: int | None) -> DayToCome | None:
    """"5 december", "5. Dezember 2026", "December 5th"."""
    year = int(said.pop()) if len(said) == 3 and _YEAR.match(said[-1]) else 0
    if len(said) != 2:
        return None
    number, name = (said[1], said[0]) if said[0].rstrip(".") in _MONTHS else (said[0], said[1])
    day, month = _DAY_OF_MONTH.match(number), _MONTHS.get(name.rstrip("."))
    return DayToCome(weekday=weekday, month=month, day=int(day[1]), year=year) if day and month else None
