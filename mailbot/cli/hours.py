"""`mailbot hours`: how opening hours are reckoned, day by day, so that a promise can be checked with a finger on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.common import AsJson, ConfigFile, fail, print_json, print_table

if TYPE_CHECKING:
    from mailbot.config.settings import Config
    from mailbot.config.values import Span
    from mailbot.desk.calendars import Calendar, Day

DAYS_SHOWN = 7
DAYS_AT_MOST = 40 * 366  # of one calculation
ROWS_SHOWN = 60  # of a longer one, the first and the last
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = tuple(name[:3] for name in WEEKDAY_NAMES)


def register(app: typer.Typer) -> None:
    app.command("hours")(hours)


def hours(
    at: Annotated[str, typer.Option("--at", help="From this moment: 2026-04-30T12:40 in the office's time; else now.")] = "",
    add: Annotated[str, typer.Option("--add", help='Add this much: "4h", "90m", "1 workday", "3d".')] = "",
    calendar: Annotated[str, typer.Option("--calendar", help="Which [hours.NAME]; `always` is round the clock.")] = "office",
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Reckon in opening hours: when is 4 hours after Thursday 12:40? Without --add: open or closed, and the next seven days.

    Hours and minutes count opening time; working days end at closing, and the day of receipt never counts.
    """
    from mailbot.assembly import read_config

    settings = read_config(config).config
    reckoned = _calendar(calendar, settings)
    start = _moment(at, reckoned)
    if add:
        _add(start, _span(add), reckoned, calendar, as_json=as_json)
    else:
        _week(start, reckoned, calendar, as_json=as_json)


@dataclass(frozen=True, slots=True)
class Row:
    """One day of a calculation."""

    date: date
    open: tuple[str, ...]
    why: str  # it is short or closed; "" for a day as usual
    minutes: int = 0  # of it that count
    total: int = 0  # minutes counted so far
    counted: str = ""  # the same in words, or which working day it is


def _add(start: datetime, span: Span, cal: Calendar, name: str, *, as_json: bool) -> None:
    from mailbot.desk.business_time import NeverOpen, promise

    try:
        end = promise(start, span, cal)
    except NeverOpen as closed:
        fail(f"[hours.{name}]: {closed}")
    except OverflowError:
        fail(f"--add {str(span)!r}: that ends after the year 9999; expected a shorter time")
    rows = list(_days(start, end, span, cal))
    if as_json:
        print_json({"calendar": name, "start": start.astimezone(cal.zone), "add": str(span), "due": end.astimezone(cal.zone), "due_utc": end,
                    "days": rows})
        return
    typer.echo(f"from {_local(start, cal)}, add {span} in [hours.{name}]\n")
    print_table(("day", "open", "counted", "why"), [_shown(row) for row in _ends(rows)], "No days.")
    typer.echo(f"\ndue {_local(end, cal)}   (UTC {end.astimezone(UTC):%Y-%m-%d %H:%M})")


def _days(start: datetime, end: datetime, span: Span, cal: Calendar) -> Iterator[Row]:
    """One row for each day of the calculation: its hours, what of them counts, and why it is short or closed."""
    from mailbot.desk.business_time import day, local_date

    on, last, total, workdays = local_date(start, cal), local_date(end, cal), 0, 0
    first = on
    while on <= last and (on - first).days < DAYS_AT_MOST:
        today = day(cal, on)
        taken = sum(int((min(s.closes_at, end) - max(s.opens_at, start)).total_seconds() // 60)
                    for s in today.stretches if s.closes_at > start and s.opens_at < end)
        total += taken
        workdays += on != first and bool(today.stretches)
        yield Row(on, tuple(map(str, today.hours)), _because(today), taken, total, _counted(span, today, on == first, taken, total, workdays))
        on += timedelta(days=1)


def _counted(span: Span, today: Day, is_first: bool, taken: int, total: int, workdays: int) -> str:
    """What of a day counts, in words; calendar days count whatever they are."""
    from mailbot.config.values import Unit

    if span.unit is Unit.MINUTES:
        return f"{_clock(taken)}, now {_clock(total)}" if taken else "–"
    if span.unit is Unit.WORKDAYS:
        return "day of receipt" if is_first else f"working day {workdays}" if today.stretches else "–"
    return ""


def _ends(rows: list[Row]) -> list[Row | None]:
    """A long calculation by its beginning and its end; None stands for what is left out."""
    return list(rows) if len(rows) <= ROWS_SHOWN else [*rows[: ROWS_SHOWN // 2], None, *rows[-(ROWS_SHOWN // 2) :]]


def _shown(row: Row | None) -> tuple[str, str, str, str]:
    if row is None:
        return "…", "…", "…", "left out; --json has every day"
    return _name(row.date), ", ".join(row.open) or "closed", row.counted, row.why


def _name(on: date) -> str:
    return f"{WEEKDAYS[on.weekday()]} {on}"


def _week(start: datetime, cal: Calendar, name: str, *, as_json: bool) -> None:
    from mailbot.desk.business_time import NeverOpen, day, is_open, local_date, opens_at

    first = local_date(start, cal)
    days = [day(cal, first + timedelta(days=n)) for n in range(DAYS_SHOWN)]
    now_open = is_open(start, cal)
    try:
        opening = opens_at(start, cal)
    except NeverOpen as closed:
        fail(f"[hours.{name}]: {closed}")
    if as_json:
        print_json({"calendar": name, "at": start.astimezone(cal.zone), "open": now_open, "opens_at": opening.astimezone(cal.zone),
                    "days": [{"date": d.date, "open": [str(h) for h in d.hours], "why": _because(d)} for d in days]})
        return
    state = "open" if now_open else f"closed; opens {_local(opening, cal)}"
    typer.echo(f"[hours.{name}] at {_local(start, cal)}: {state}\n")
    print_table(("day", "open", "why"), [(_name(d.date), ", ".join(map(str, d.hours)) or "closed", _because(d)) for d in days], "No days.")


def _because(today: Day) -> str:
    """Why a day is short or closed; "" for a day as usual."""
    from mailbot.desk.business_time import Why

    usual = "" if today.hours else f"no hours on {WEEKDAY_NAMES[today.date.weekday()]}s"
    return {
        Why.WEEKDAY: usual, Why.HOLIDAY: f"public holiday: {today.name}", Why.EVE: f"closed as configured: {today.name}",
        Why.OWN: "own closed date", Why.SHORT: f"short day before {today.name}",
    }[today.why]


def _clock(minutes: int) -> str:
    """Minutes as hours and minutes: 3:40."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _local(at: datetime, cal: Calendar) -> str:
    local = at.astimezone(cal.zone)
    return f"{WEEKDAYS[local.weekday()]} {local:%Y-%m-%d %H:%M %Z}"


def _calendar(name: str, settings: Config) -> Calendar:
    from mailbot.config.errors import nearest
    from mailbot.desk.promise import ROUND_THE_CLOCK, calendar_of

    if name not in settings.hours and name != ROUND_THE_CLOCK:
        near = nearest(name, settings.hours)
        fail(f"--calendar {name!r}: there is no [hours.{name}]; expected one of {', '.join(settings.hours)} or always"
             + (f"; did you mean {near!r}?" if near else ""))
    return calendar_of(name, settings)


def _moment(text: str, cal: Calendar) -> datetime:
    if not text:
        from mailbot.clock import now

        return now()
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        fail(f"--at {text!r}: expected a date and a time, such as 2026-04-30T12:40")
    return (at if at.tzinfo else at.replace(tzinfo=cal.zone)).astimezone(UTC)


def _span(text: str) -> Span:
    from mailbot.config.values import parse_span

    try:
        return parse_span(text)
    except ValueError as error:
        fail(f"--add {error}")
