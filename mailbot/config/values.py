"""The values a configuration is made of: spans of time and hours of the day.
Parsed once when the file is read, so that nothing further in ever sees a string such as "1 workday"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a span is counted in."""

    MINUTES = "minutes"  # opening time where a calendar applies, else plain minutes
    DAYS = "days"  # calendar days
    WORKDAYS = "workdays"  # days with opening hours
    MONTHS = "months"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A length of time as an administrator writes it: "15m", "2h", "3d", "1 workday", "12 months", "1h30m", "30s"."""

    amount: int
    unit: Unit
    seconds: int = 0  # only for spans under a minute, such as "30s"

    def __str__(self) -> str:
        if self.unit is Unit.WORKDAYS:
            return f"{self.amount} workday{'s' if self.amount != 1 else ''}"
        if self.unit is Unit.MONTHS:
            return f"{self.amount} month{'s' if self.amount != 1 else ''}"
        if self.unit is Unit.DAYS:
            return f"{self.amount}d"
        if self.seconds:
            return f"{self.seconds}s"
        hours, minutes = divmod(self.amount, 60)
        return (f"{hours}h" if hours else "") + (f"{minutes}m" if minutes or not hours else "")


_SPAN = re.compile(r"(?:(?P<h>\d{1,5})h)?\s?(?:(?P<m>\d{1,6})m)?")
_COUNTED = re.compile(r"(?P<n>\d{1,5}) ?(?P<unit>s|d|weeks?|workdays?|days?|months?|years?)")


def parse_span(text: str) -> Span:
    """Read a span. Raises ValueError naming what was expected."""
    wanted = 'expected a length of time such as "15m", "2h", "1h30m", "3d", "1 workday" or "12 months"'
    clean = text.strip().lower()
    if counted := _COUNTED.fullmatch(clean):
        n, unit = int(counted["n"]), counted["unit"].rstrip("s") or "s"
        if unit == "s":
            return Span(n // 60, Unit.MINUTES, 0 if n % 60 == 0 else n)
        if unit in ("d", "day"):
            return Span(n, Unit.DAYS)
        if unit == "week":
            return Span(7 * n, Unit.DAYS)
        if unit == "workday":
            return Span(n, Unit.WORKDAYS)
        return Span(n if unit == "month" else 12 * n, Unit.MONTHS)
    match = _SPAN.fullmatch(clean)
    if not clean or match is None or (match["h"] is None and match["m"] is None):
        raise ValueError(f"{text!r}: {wanted}")
    return Span(int(match["h"] or 0) * 60 + int(match["m"] or 0), Unit.MINUTES)


@dataclass(frozen=True, slots=True, order=True)
class OpenHours:
    """One stretch of opening time within a day, in minutes after local midnight; half-open: the closing minute is closed."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{self.opens // 60:02}:{self.opens % 60:02}-{self.closes // 60:02}:{self.closes % 60:02}"


_HOURS = re.compile(r"(\d{2}):(\d{2})\s?[-–]\s?(\d{2}):(\d{2})")


def parse_hours(text: str) -> OpenHours:
    """Read "08:00-12:00". "24:00" may end a day. Raises ValueError naming what was expected."""
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} should look like '08:00-12:00'")
    h1, m1, h2, m2 = (int(g) for g in match.groups())
    opens, closes = h1 * 60 + m1, h2 * 60 + m2
    if m1 > 59 or m2 > 59 or closes > 24 * 60 or opens >= closes:
        raise ValueError(f"{text!r}: the day runs from 00:00 to 24:00, and opening comes before closing")
    return OpenHours(opens, closes)
