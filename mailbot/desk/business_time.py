"""Business time: when so many opening minutes have passed, and when a working day ends.
Reckoned in UTC over half-open stretches; a calendar that never opens says so instead of searching for ever."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from mailbot.config.values import Span, Unit
from mailbot.desk.calendars import ONE_DAY, Calendar, Day, Stretch, Why, always, calendar, day

__all__ = [
    "Calendar", "Day", "NeverOpen", "Stretch", "Why", "always", "calendar", "day", "deadline", "due", "earlier", "is_open",
    "later", "limit", "local_date", "minutes_between", "opens_at", "promise", "walk",
]

CLOSED_FOR = 3 * 366  # days without a single opening minute after which a calendar counts as never open
AT_MOST = 40 * 366  # days that are looked at in all


class NeverOpen(ValueError):
    """The calendar has no (more) opening time."""


# ---- instants ------------------------------------------------------------------------------------
def is_open(at: datetime, cal: Calendar) -> bool:
    """Is it opening time at this instant? The closing instant is closed."""
    at = _utc(at)
    return any(stretch.opens_at <= at < stretch.closes_at for stretch in day(cal, local_date(at, cal)).stretches)


def opens_at(at: datetime, cal: Calendar) -> datetime:
    """`at` itself when it is opening time, else the next opening (aware UTC). Raises NeverOpen."""
    return next(_open_from(_utc(at), cal)).opens_at


def local_date(at: datetime, cal: Calendar) -> date:
    """The day on the calendar's wall."""
    return at.astimezone(cal.zone).date()


# ---- minutes -------------------------------------------------------------------------------------
def due(start: datetime, minutes: int, cal: Calendar) -> datetime:
    """The instant at which `minutes` of opening time have passed since `start` (aware UTC in and out).
    Zero minutes: the start itself, or the next opening. Half-open stretches, but a time may run out at the very closing.
    Raises NeverOpen when the calendar has no hours."""
    return _due(_utc(start), timedelta(minutes=minutes), cal)


def walk(start: datetime, minutes: int, cal: Calendar) -> tuple[Stretch, ...]:
    """The stretches of opening time that `due` counts, in order: together exactly `minutes`. Raises NeverOpen."""
    return tuple(_walk(_utc(start), timedelta(minutes=minutes), cal))


def minutes_between(a: datetime, b: datetime, cal: Calendar) -> int:
    """Whole minutes of opening time from `a` to `b`; negative when `b` comes first."""
    a, b = _utc(a), _utc(b)
    if b < a:
        return -minutes_between(b, a, cal)
    passed = timedelta()
    on, last = local_date(a, cal), local_date(b, cal)
    while on <= last:
        for stretch in day(cal, on).stretches:
            passed += max(timedelta(), min(stretch.closes_at, b) - max(stretch.opens_at, a))
        on += ONE_DAY
    return passed // timedelta(minutes=1)


# ---- days ----------------------------------------------------------------------------------------
def deadline(start: datetime, workdays: int, cal: Calendar) -> datetime:
    """The closing of the `workdays`-th working day after the day of receipt, which is never counted, worked or not
    (Regulation 1182/71 article 3 counts the same way). Zero: today's closing, or the next one. Raises NeverOpen."""
    start = _utc(start)
    today = day(cal, local_date(start, cal))
    if workdays <= 0:
        closing = today.stretches[-1].closes_at if today.stretches else start
        return closing if closing > start else deadline(start, 1, cal)
    return _workday(today.date, workdays, cal).stretches[-1].closes_at


def later(start: datetime, span: Span, cal: Calendar) -> datetime:
    """A delay. Working days: the same clock time so many working days on, moved to the next opening when that is outside
    hours. Minutes: opening time. Days and months: the calendar's, same clock time. Raises NeverOpen."""
    start = _utc(start)
    if span.unit is Unit.MINUTES:
        return _due(start, _length(span), cal)
    if span.unit is not Unit.WORKDAYS:
        return _calendar_days(start, span, cal, 1)
    if span.amount <= 0:
        return opens_at(start, cal)
    return opens_at(_same_clock(start, _workday(local_date(start, cal), span.amount, cal).date, cal), cal)


def earlier(end: datetime, span: Span, cal: Calendar) -> datetime:
    """A limit before something ("free until one working day before"): `later`, turned round. Working days: the same clock
    time so many working days back, moved to the next opening when outside hours. Minutes: the last instant from which
    so much opening time is left until `end`. Raises NeverOpen."""
    end = _utc(end)
    if span.unit is Unit.MINUTES:
        return _due_before(end, _length(span), cal)
    if span.unit is not Unit.WORKDAYS:
        return _calendar_days(end, span, cal, -1)
    if span.amount <= 0:
        return end
    on = _workday(local_date(end, cal), -span.amount, cal).date
    return min(end, opens_at(_same_clock(end, on, cal), cal))


limit = earlier


def promise(start: datetime, span: Span, cal: Calendar) -> datetime:
    """What a configured time such as `answer_within` comes to: minutes → opening time, working days → the deadline,
    days and months → the calendar's, same clock time (aware UTC). Raises NeverOpen."""
    if span.unit is Unit.WORKDAYS:
        return deadline(start, span.amount, cal)
    return later(start, span, cal)


# ---- how -----------------------------------------------------------------------------------------
def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone: instants are aware, in UTC")
    return at.astimezone(UTC)


def _length(span: Span) -> timedelta:
    return timedelta(seconds=span.seconds) if span.seconds else timedelta(minutes=span.amount)


def _open_from(start: datetime, cal: Calendar) -> Iterator[Stretch]:
    """What is open from `start` on, the first stretch cut to begin no earlier. Raises NeverOpen in place of ending."""
    first = local_date(start, cal)
    last_open = first
    for offset in range(AT_MOST):
        try:
            on = first + timedelta(days=offset)
            stretches = day(cal, on).stretches
        except OverflowError:  # the year 9999
            break
        for stretch in stretches:
            if stretch.closes_at > start:
                last_open = on
                yield Stretch(max(stretch.opens_at, start), stretch.closes_at)
        if (on - last_open).days > CLOSED_FOR:
            break
    raise NeverOpen(f"no opening time is left after {last_open.isoformat()}: the calendar needs hours on some day of the week")


def _walk(start: datetime, wanted: timedelta, cal: Calendar) -> Iterator[Stretch]:
    if wanted <= timedelta():
        return
    for stretch in _open_from(start, cal):
        if stretch.length >= wanted:
            yield Stretch(stretch.opens_at, stretch.opens_at + wanted)
            return
        wanted -= stretch.length
        yield stretch


def _due(start: datetime, wanted: timedelta, cal: Calendar) -> datetime:
    if wanted <= timedelta():
        return opens_at(start, cal)
    end = start
    for stretch in _walk(start, wanted, cal):
        end = stretch.closes_at
    return end


def _due_before(end: datetime, wanted: timedelta, cal: Calendar) -> datetime:
    if wanted <= timedelta():
        return end
    last = local_date(end, cal)
    for offset in range(CLOSED_FOR):
        for stretch in reversed(day(cal, last - timedelta(days=offset)).stretches):
            length = min(stretch.closes_at, end) - stretch.opens_at
            if length >= wanted:
                return stretch.opens_at + length - wanted
            wanted -= max(timedelta(), length)
    raise NeverOpen(f"so much opening time did not pass in the three years before {last.isoformat()}")


def _workday(on: date, count: int, cal: Calendar) -> Day:
    """The `count`-th working day after `on` (before it, when negative), `on` not counted."""
    step, left = (ONE_DAY, count) if count > 0 else (-ONE_DAY, -count)
    closed = looked = 0
    while closed <= CLOSED_FOR and looked <= AT_MOST:
        on, looked = on + step, looked + 1
        candidate = day(cal, on)
        if candidate.stretches:
            left, closed = left - 1, 0
            if not left:
                return candidate
        else:
            closed += 1
    raise NeverOpen(f"{abs(count)} working days from here lead to no day with hours: the calendar needs some")


def _same_clock(at: datetime, on: date, cal: Calendar) -> datetime:
    """The same time of day on another day. In a skipped hour: as much later as the clock jumps."""
    return datetime.combine(on, _clock(at, cal), tzinfo=cal.zone).astimezone(UTC)


def _clock(at: datetime, cal: Calendar) -> time:
    return at.astimezone(cal.zone).time()


def _calendar_days(at: datetime, span: Span, cal: Calendar, sign: int) -> datetime:
    on = local_date(at, cal)
    if span.unit is Unit.DAYS:
        return _same_clock(at, on + sign * timedelta(days=span.amount), cal)
    months = on.year * 12 + on.month - 1 + sign * span.amount
    year, month = divmod(months, 12)
    return _same_clock(at, date(year, month + 1, min(on.day, monthrange(year, month + 1)[1])), cal)
