"""A calendar: on which days, from when to when, and why a day is shorter than others or closed.
Days are local, their stretches UTC; open is whenever the clock on the office wall shows an opening minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from mailbot.config.values import OpenHours
from mailbot.desk.public_holidays import EVES, eve, public_holidays

Hours = tuple[OpenHours, ...]
WHOLE_DAY: Hours = (OpenHours(0, 24 * 60),)
ONE_DAY = timedelta(days=1)


class AsConfigured(Protocol):
    """What a calendar is made from: a [hours.NAME] table of config.toml."""

    @property
    def timezone(self) -> str: ...
    @property
    def holidays(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def monday(self) -> Hours: ...
    @property
    def tuesday(self) -> Hours: ...
    @property
    def wednesday(self) -> Hours: ...
    @property
    def thursday(self) -> Hours: ...
    @property
    def friday(self) -> Hours: ...
    @property
    def saturday(self) -> Hours: ...
    @property
    def sunday(self) -> Hours: ...
    @property
    def before_holiday(self) -> Hours: ...
    @property
    def also_closed(self) -> tuple[str, ...]: ...
    @property
    def closed_dates(self) -> tuple[date, ...]: ...


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening hours, ready to reckon with."""

    zone: ZoneInfo
    week: tuple[Hours, ...]  # Monday first
    before_holiday: Hours = ()
    country: str = ""
    region: str = ""
    also_closed: tuple[str, ...] = ()
    closed_dates: frozenset[date] = frozenset()


class Why(StrEnum):
    """What decided the hours of a day."""

    WEEKDAY = "weekday"  # the plain hours of this day of the week; none, when it has none
    HOLIDAY = "holiday"  # public holiday: closed
    EVE = "eve"  # a holiday in practice: closed
    OWN = "own"  # one of the vendor's own closed dates
    SHORT = "short"  # the day before a public holiday: other hours for the whole day


@dataclass(frozen=True, slots=True)
class Stretch:
    """Opening time without a break, aware UTC, half-open: the closing instant is closed."""

    opens_at: datetime
    closes_at: datetime

    @property
    def length(self) -> timedelta:
        return self.closes_at - self.opens_at

    @property
    def minutes(self) -> int:
        """Whole minutes."""
        return int(self.length.total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Day:
    """One local day of a calendar."""

    date: date
    hours: Hours
    why: Why
    name: str  # of the holiday or eve, or of the holiday that follows a short day; else ""
    stretches: tuple[Stretch, ...]


def calendar(hours: AsConfigured) -> Calendar:
    """The calendar of a [hours.NAME] table. Raises ValueError for an unknown country, region or eve."""
    public_holidays(hours.holidays.upper(), hours.region, 2026)
    for name in hours.also_closed:
        eve(name, 2026)
    return Calendar(
        zone=ZoneInfo(hours.timezone),
        week=tuple(map(merged, (hours.monday, hours.tuesday, hours.wednesday, hours.thursday,
                                hours.friday, hours.saturday, hours.sunday))),
        before_holiday=merged(hours.before_holiday),
        country=hours.holidays.upper(),
        region=hours.region,
        also_closed=tuple(hours.also_closed),
        closed_dates=frozenset(hours.closed_dates),
    )


def always(timezone: str = "UTC") -> Calendar:
    """Round the clock, every day of the year. The time zone says when a day ends."""
    return Calendar(ZoneInfo(timezone), (WHOLE_DAY,) * 7)


def merged(hours: Hours) -> Hours:
    """In order of time, with what touches or overlaps made one: no minute is counted twice."""
    result: list[OpenHours] = []
    for stretch in sorted(hours):
        if result and stretch.opens <= result[-1].closes:
            result[-1] = OpenHours(result[-1].opens, max(result[-1].closes, stretch.closes))
        else:
            result.append(stretch)
    return tuple(result)


@lru_cache(maxsize=8192)
def day(cal: Calendar, on: date) -> Day:
    """One day of a calendar: its hours, where they lie in UTC, and what decided them."""
    hours, why, name = _hours(cal, on)
    return Day(on, hours, why, name, _stretches(cal.zone, on, hours))


def _hours(cal: Calendar, on: date) -> tuple[Hours, Why, str]:
    """A closed date closes whatever else the day is; a weekday without hours is never opened by what follows it."""
    holiday = public_holidays(cal.country, cal.region, on.year).get(on)
    if on in cal.closed_dates:
        return (), Why.OWN, ""
    if holiday is not None:
        return (), Why.HOLIDAY, holiday
    for name in cal.also_closed:
        if eve(name, on.year) == on:
            return (), Why.EVE, EVES[name]
    usual = cal.week[on.weekday()]
    if usual and cal.before_holiday:
        tomorrow = on + ONE_DAY
        if following := public_holidays(cal.country, cal.region, tomorrow.year).get(tomorrow):
            return cal.before_holiday, Why.SHORT, following
    return usual, Why.WEEKDAY, ""


def _stretches(zone: ZoneInfo, on: date, hours: Hours) -> tuple[Stretch, ...]:
    """Opening hours as the wall clock shows them: an hour that is skipped is not open, one that is repeated is twice."""
    begin, end = _midnight(zone, on), _midnight(zone, on + ONE_DAY)
    change = _clock_change(zone, begin, end)
    if change is None:
        return tuple(_placed(hours, begin, begin, end, zone))
    parts = [*_placed(hours, begin, begin, change, zone), *_placed(hours, change, change, end, zone)]
    return tuple(_joined(parts))


def _placed(hours: Hours, at: datetime, begin: datetime, end: datetime, zone: ZoneInfo) -> list[Stretch]:
    """The parts of the opening hours between two instants that share one offset from UTC."""
    if begin >= end:
        return []
    wall = at.astimezone(zone)
    zero = at - timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)  # when the wall showed 00:00
    spans = ((max(begin, zero + timedelta(minutes=h.opens)), min(end, zero + timedelta(minutes=h.closes))) for h in hours)
    return [Stretch(opens, closes) for opens, closes in spans if opens < closes]


def _joined(parts: list[Stretch]) -> list[Stretch]:
    result: list[Stretch] = []
    for part in parts:
        if result and result[-1].closes_at == part.opens_at:
            result[-1] = Stretch(result[-1].opens_at, part.closes_at)
        else:
            result.append(part)
    return result


def _midnight(zone: ZoneInfo, on: date) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=zone).astimezone(UTC)


def _clock_change(zone: ZoneInfo, begin: datetime, end: datetime) -> datetime | None:
    """The instant within a day at which its offset from UTC changes; None when it does not."""
    before = begin.astimezone(zone).utcoffset()
    if before == (end - timedelta(seconds=1)).astimezone(zone).utcoffset():
        return None
    low, high = begin, end  # the offset at `low` is the old one, just before `high` the new one
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high
