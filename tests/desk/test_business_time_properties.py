"""Business time against a walk that looks at the wall clock minute by minute and knows nothing of stretches."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mailbot.config.values import OpenHours, Span, Unit
from mailbot.desk import business_time as bt

MINUTE = timedelta(minutes=1)
quick = settings(max_examples=60, deadline=None, derandomize=True)

# ---- the independent walk ------------------------------------------------------------------------
RED_DAYS = {country: set(holidays.country_holidays(country, years=range(2025, 2029))) for country in ("SE", "DE", "BE", "US")}


def midsummer_eve(year: int) -> date:
    return next(d for d in (date(year, 6, n) for n in range(19, 26)) if d.isoweekday() == 5)


@lru_cache(maxsize=4096)
def hours_of(cal: bt.Calendar, on: date) -> tuple[OpenHours, ...]:
    red = RED_DAYS.get(cal.country, set())
    eves = {"midsummer_eve": midsummer_eve(on.year), "christmas_eve": date(on.year, 12, 24), "new_years_eve": date(on.year, 12, 31)}
    if on in red or on in cal.closed_dates or on in {eves[name] for name in cal.also_closed}:
        return ()
    usual = cal.week[on.weekday()]
    return cal.before_holiday if usual and cal.before_holiday and on + timedelta(days=1) in red else usual


def shows_opening(at: datetime, cal: bt.Calendar) -> bool:
    wall = at.astimezone(cal.zone)
    minute = wall.hour * 60 + wall.minute
    return any(h.opens <= minute < h.closes for h in hours_of(cal, wall.date()))


def walked(start: datetime, minutes: int, cal: bt.Calendar, at_most: int = 30_000) -> datetime | None:
    """When `minutes` opening minutes have passed; None when that takes more than three weeks."""
    at, left = start, minutes
    for _ in range(at_most):
        left -= shows_opening(at, cal)
        at += MINUTE
        if left == 0:
            return at
    return None


# ---- what is drawn -------------------------------------------------------------------------------
@st.composite
def day_hours(draw: st.DrawFn) -> tuple[OpenHours, ...]:
    """No, one or two stretches; quarters of an hour, so that they meet clock changes; now and then the whole day."""
    cuts = sorted(draw(st.sets(st.integers(0, 96), min_size=0, max_size=4)))
    return tuple(OpenHours(a * 15, b * 15) for a, b in zip(cuts[::2], cuts[1::2], strict=False))


ZONES = ("Europe/Stockholm", "Europe/Berlin", "UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo")
calendars = st.builds(
    bt.Calendar,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    week=st.tuples(*[day_hours()] * 7).filter(lambda week: sum(map(len, week)) > 2),
    before_holiday=day_hours(),
    country=st.sampled_from(["", "SE", "DE", "BE", "US"]),
    also_closed=st.sets(st.sampled_from(["midsummer_eve", "christmas_eve", "new_years_eve"])).map(tuple),
    closed_dates=st.frozensets(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=3),
)
# Around clock changes, Easter, midsummer, Christmas; and anywhere in two years.
SPECIAL = [datetime(2026, *d, tzinfo=UTC) for d in ((3, 7), (3, 27), (4, 1), (4, 4), (4, 23), (6, 17), (10, 3), (10, 24), (10, 29), (12, 22))]
starts = st.builds(
    lambda base, minutes: base + minutes * MINUTE,
    st.one_of(st.sampled_from(SPECIAL), st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)).map(  # noqa: DTZ001
        lambda t: t.replace(second=0, microsecond=0, tzinfo=UTC))),
    st.integers(0, 3 * 1440),
)
amounts = st.integers(1, 1500)


@quick
@given(calendars, starts, amounts)
def test_due_agrees_with_a_walk_minute_by_minute(cal: bt.Calendar, start: datetime, minutes: int) -> None:
    expected = walked(start, minutes, cal)
    assume(expected is not None)

    assert bt.due(start, minutes, cal) == expected


@quick
@given(calendars, starts)
def test_open_is_what_the_wall_clock_shows(cal: bt.Calendar, start: datetime) -> None:
    """Every half hour and its last minute, for two days."""
    for step in range(0, 2880, 30):
        for at in (start + step * MINUTE, start + (step + 29) * MINUTE):
            assert bt.is_open(at, cal) == shows_opening(at, cal), at


@quick
@given(calendars, starts, amounts)
def test_there_and_back(cal: bt.Calendar, start: datetime, minutes: int) -> None:
    end = bt.due(start, minutes, cal)

    assert bt.minutes_between(start, end, cal) == minutes
    assert sum(s.minutes for s in bt.walk(start, minutes, cal)) == minutes
    assert bt.due(bt.earlier(end, in_minutes(minutes), cal), minutes, cal) == end


@quick
@given(calendars, starts, amounts, amounts)
def test_two_waits_add_up(cal: bt.Calendar, start: datetime, a: int, b: int) -> None:
    assert bt.due(bt.due(start, a, cal), b, cal) == bt.due(start, a + b, cal)


@quick
@given(calendars, starts, st.integers(0, 4000), amounts)
def test_who_comes_later_is_served_no_earlier(cal: bt.Calendar, start: datetime, wait: int, minutes: int) -> None:
    assert bt.due(start, minutes, cal) <= bt.due(start + wait * MINUTE, minutes, cal)
    assert bt.due(start, minutes, cal) < bt.due(start, minutes + 1, cal)


@quick
@given(calendars, starts, amounts)
def test_nothing_is_ever_due_outside_opening_hours(cal: bt.Calendar, start: datetime, minutes: int) -> None:
    """The last counted minute is an opening minute; the closing instant may end a wait."""
    end = bt.due(start, minutes, cal)

    assert shows_opening(end - MINUTE, cal)
    assert bt.is_open(bt.opens_at(start, cal), cal)


@quick
@given(calendars, starts, st.integers(1, 12))
def test_a_deadline_is_a_closing_and_counts_the_days_between(cal: bt.Calendar, start: datetime, workdays: int) -> None:
    end = bt.deadline(start, workdays, cal)
    last = (end - MINUTE).astimezone(cal.zone).date()
    day, counted = start.astimezone(cal.zone).date(), 0
    while day < last:
        day += timedelta(days=1)
        counted += bool(bt.day(cal, day).stretches)

    assert counted == workdays
    assert shows_opening(end - MINUTE, cal)
    assert not shows_opening(end, cal) or end.astimezone(cal.zone).strftime("%H:%M") == "00:00"


def in_minutes(amount: int) -> Span:
    return Span(amount, Unit.MINUTES)
