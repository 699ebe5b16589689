"""Business time by example: the rules of the calendar, one sentence each."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailbot.config.values import OpenHours, Span, Unit, parse_span
from mailbot.desk import business_time as bt
from mailbot.desk.calendars import merged
from tests.desk.vendor_hours import CALENDARS, SOFTONE_HOURS, hours

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OFFICE = CALENDARS["softone"]
BOKIS = CALENDARS["bokis"]
NEVER = bt.Calendar(STOCKHOLM, ((),) * 7)


def at(text: str, cal: bt.Calendar = OFFICE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=cal.zone)


def local(instant: datetime, cal: bt.Calendar = OFFICE) -> str:
    return instant.astimezone(cal.zone).strftime("%Y-%m-%d %H:%M")


# ---- days ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("on", "why", "name", "shown"),
    [
        ("2026-04-30", "short", "Första maj", "08:00-13:00"),
        ("2026-05-01", "holiday", "Första maj", ""),
        ("2026-05-02", "weekday", "", ""),
        ("2026-06-18", "weekday", "", "08:00-12:00 13:00-16:00"),
        ("2026-06-19", "eve", "Midsummer Eve", ""),
        ("2026-06-20", "holiday", "Midsommardagen", ""),
        ("2026-12-23", "weekday", "", "08:00-12:00 13:00-16:00"),
        ("2026-12-24", "eve", "Christmas Eve", ""),
        ("2026-12-31", "eve", "New Year's Eve", ""),
    ],
)
def test_a_day_says_why_it_is_as_it_is(on: str, why: str, name: str, shown: str) -> None:
    day = bt.day(OFFICE, date.fromisoformat(on))

    assert (day.why.value, day.name, " ".join(map(str, day.hours))) == (why, name, shown)


def test_holiday_names_do_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library would answer in the language of the environment; the log of a German vendor stays German."""
    monkeypatch.setenv("LANGUAGE", "en_US")
    calendar = bt.calendar(hours("Europe/Berlin", "DE", ["09:00-16:00"], region="SN"))

    assert bt.day(calendar, date(2031, 11, 19)).name == "Buß- und Bettag"


def test_a_day_before_a_holiday_that_is_closed_anyway_stays_closed() -> None:
    """Easter Saturday has no hours, New Year's Eve is an eve, Christmas Day a holiday: what follows opens none of them."""
    assert [bt.day(OFFICE, date(*d)).stretches for d in ((2026, 4, 4), (2026, 12, 31), (2026, 12, 25))] == [(), (), ()]


def test_an_own_closed_date_closes_and_does_not_shorten_the_day_before() -> None:
    calendar = bt.calendar(SOFTONE_HOURS.model_copy(update={"closed_dates": (date(2026, 7, 14),)}))

    assert [bt.day(calendar, date(2026, 7, n)).why.value for n in (13, 14, 15)] == ["weekday", "own", "weekday"]


def test_an_empty_before_holiday_means_a_normal_day() -> None:
    assert local(bt.due(at("2026-04-30T16:30"), 30, BOKIS)) == "2026-04-30 17:00"


def test_hours_that_touch_or_overlap_count_once() -> None:
    assert merged((OpenHours(720, 800), OpenHours(480, 720), OpenHours(700, 730))) == (OpenHours(480, 800),)


def test_unknown_countries_regions_and_eves_are_refused_with_what_is_known() -> None:
    for change, words in (
        ({"country": "XX"}, "'XX' is no country code"),
        ({"region": "XX"}, "expected one of BB, BE, BW"),
    ):
        with pytest.raises(ValueError, match=words):
            bt.calendar(hours("Europe/Berlin", change.pop("country", "DE"), [], **change))
    with pytest.raises(ValueError, match="midsummer_eve, christmas_eve"):
        bt.calendar(SOFTONE_HOURS.model_copy(update={"also_closed": ("sunday_eve",)}))


# ---- instants ------------------------------------------------------------------------------------
def test_the_closing_instant_is_closed_and_the_opening_one_open() -> None:
    stamps = ("2026-11-24T08:00", "2026-11-24T11:59", "2026-11-24T12:00", "2026-11-24T13:00", "2026-11-24T16:00")
    assert [bt.is_open(at(stamp), OFFICE) for stamp in stamps] == [True, True, False, True, False]


def test_the_next_opening_of_an_open_moment_is_itself() -> None:
    assert [local(bt.opens_at(at(f"2026-11-24T{clock}"), OFFICE)) for clock in ("09:17", "12:00", "16:00")] == [
        "2026-11-24 09:17", "2026-11-24 13:00", "2026-11-25 08:00",
    ]


def test_zero_minutes_are_due_at_once_or_at_the_next_opening() -> None:
    zero = Span(0, Unit.MINUTES)
    assert [local(bt.promise(at(f"2026-11-24T{clock}"), zero, OFFICE)) for clock in ("09:17", "12:30")] == [
        "2026-11-24 09:17", "2026-11-24 13:00",
    ]


def test_time_may_run_out_at_the_very_closing() -> None:
    assert local(bt.due(at("2026-11-24T15:00"), 60, OFFICE)) == "2026-11-24 16:00"
    assert local(bt.due(at("2026-11-24T15:00"), 61, OFFICE)) == "2026-11-25 08:01"


def test_seconds_are_not_lost() -> None:
    start = datetime(2026, 11, 24, 8, 0, 30, tzinfo=STOCKHOLM)
    assert bt.due(start, 1, OFFICE) == start + timedelta(minutes=1)
    assert bt.promise(start, parse_span("30s"), OFFICE) == start + timedelta(seconds=30)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        bt.due(datetime(2026, 11, 24, 8, 0), 1, OFFICE)  # noqa: DTZ001


def test_the_walk_names_every_stretch_that_is_counted() -> None:
    stretches = bt.walk(at("2026-04-30T12:40"), 240, OFFICE)
    assert [(local(s.opens_at), local(s.closes_at)[-5:], s.minutes) for s in stretches] == [
        ("2026-04-30 12:40", "13:00", 20), ("2026-05-04 08:00", "11:40", 220),
    ]


def test_minutes_between_turned_round_are_negative() -> None:
    a, b = at("2026-11-24T15:00"), at("2026-11-25T09:00")
    assert (bt.minutes_between(a, b, OFFICE), bt.minutes_between(b, a, OFFICE)) == (120, -120)


# ---- clock changes and round the clock -----------------------------------------------------------
def test_a_day_of_twenty_three_or_twenty_five_hours_has_as_many_open() -> None:
    calendar = bt.always("Europe/Stockholm")
    assert [sum(s.minutes for s in bt.day(calendar, date(2026, *d)).stretches) // 60 for d in ((3, 29), (10, 25), (6, 1))] == [23, 25, 24]


def test_a_skipped_hour_is_not_open_and_a_repeated_one_is_open_twice() -> None:
    night = bt.Calendar(STOCKHOLM, ((OpenHours(60, 150),),) * 7)  # 01:00-02:30
    assert [sum(s.minutes for s in bt.day(night, date(2026, *d)).stretches) for d in ((3, 28), (3, 29), (10, 25))] == [90, 60, 120]


def test_half_an_hour_of_clock_change_is_reckoned_to_the_minute() -> None:
    """Lord Howe Island moves its clocks by thirty minutes."""
    howe = bt.always("Australia/Lord_Howe")
    assert [sum(s.minutes for s in bt.day(howe, date(2026, *d)).stretches) for d in ((4, 5), (10, 4))] == [1470, 1410]


def test_round_the_clock_closes_at_midnight() -> None:
    calendar = bt.always("Europe/Stockholm")
    assert bt.due(at("2026-12-24T22:05"), 120, calendar) == at("2026-12-25T00:05")
    assert local(bt.deadline(at("2026-12-24T22:05"), 1, calendar)) == "2026-12-26 00:00"


# ---- working days --------------------------------------------------------------------------------
def test_a_deadline_of_no_working_days_is_todays_closing_or_the_next() -> None:
    assert [local(bt.deadline(at(stamp), 0, OFFICE)) for stamp in ("2026-04-30T07:00", "2026-04-30T13:00")] == [
        "2026-04-30 13:00", "2026-05-04 16:00",
    ]


@pytest.mark.parametrize(
    ("start", "span", "expected"),
    [
        ("2026-11-25T15:00", "1 workday", "2026-11-26 15:00"),  # S25: the survey
        ("2026-11-25T20:00", "1 workday", "2026-11-27 08:00"),  # outside hours: the next opening
        ("2026-11-25T12:30", "1 workday", "2026-11-26 13:00"),
        ("2026-11-22T10:00", "1 workday", "2026-11-23 10:00"),  # a Sunday is not counted
        ("2026-04-29T15:00", "1 workday", "2026-05-04 08:00"),  # the short day closed at 13
        ("2026-11-25T15:00", "0 workdays", "2026-11-25 15:00"),
        ("2026-10-24T02:30", "1d", "2026-10-25 02:30"),  # calendar days keep the clock
        ("2026-01-31T10:00", "1 month", "2026-02-28 10:00"),
        ("2024-02-29T10:00", "1 year", "2025-02-28 10:00"),
        ("2026-11-24T15:30", "1h", "2026-11-25 08:30"),
    ],
)
def test_a_delay_keeps_the_clock_and_waits_for_opening(start: str, span: str, expected: str) -> None:
    assert local(bt.later(at(start), parse_span(span), OFFICE)) == expected


@pytest.mark.parametrize(
    ("end", "span", "expected"),
    [
        ("2026-12-10T10:00", "1 workday", "2026-12-09 10:00"),  # S21: free to cancel until
        ("2026-12-07T10:00", "1 workday", "2026-12-04 10:00"),
        ("2026-12-10T19:00", "1 workday", "2026-12-10 08:00"),  # 9 December 19:00 is closed: the next opening
        ("2026-05-04T08:10", "30m", "2026-04-30 12:40"),  # a warning half an hour before, in opening time
        ("2026-12-10T10:00", "1d", "2026-12-09 10:00"),
        ("2026-03-31T10:00", "1 month", "2026-02-28 10:00"),
        ("2026-12-10T10:00", "0 workdays", "2026-12-10 10:00"),
    ],
)
def test_a_limit_before_is_a_delay_turned_round(end: str, span: str, expected: str) -> None:
    assert local(bt.limit(at(end), parse_span(span), OFFICE)) == expected


# ---- ends ----------------------------------------------------------------------------------------
@pytest.mark.timeout(10)
def test_a_calendar_without_hours_says_so_instead_of_searching_for_ever() -> None:
    start = at("2026-11-24T08:00")
    for reckon in (
        lambda: bt.due(start, 1, NEVER), lambda: bt.opens_at(start, NEVER), lambda: bt.deadline(start, 1, NEVER),
        lambda: bt.deadline(start, 0, NEVER), lambda: bt.walk(start, 1, NEVER), lambda: bt.limit(start, Span(1, Unit.MINUTES), NEVER),
        lambda: bt.limit(start, Span(1, Unit.WORKDAYS), NEVER), lambda: bt.due(start, 10**9, OFFICE),
    ):
        with pytest.raises(bt.NeverOpen, match=r"hours|opening time"):
            reckon()
    assert not bt.is_open(start, NEVER)


def test_the_last_year_there_is_does_not_break_the_search() -> None:
    with pytest.raises(bt.NeverOpen):
        bt.due(datetime(9999, 12, 30, 12, tzinfo=UTC), 10_000, bt.Calendar(STOCKHOLM, OFFICE.week))


def test_forty_eight_hours_are_reckoned_in_a_thousandth_of_a_second() -> None:
    start = at("2026-12-22T14:00")
    bt.due(start, 48 * 60, OFFICE)
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        bt.due(start, 48 * 60, OFFICE)
        spent.append(time.perf_counter() - began)

    assert min(spent) < 0.001
