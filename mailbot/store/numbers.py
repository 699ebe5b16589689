"""Number series without gaps: a number is taken in the transaction that uses it, and given back with it.
Whoever takes the next one waits until that transaction has ended."""

from __future__ import annotations

from datetime import datetime
from string import Formatter
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from mailbot.store import tables as t

_NEXT = {
    dialect.__name__.rpartition(".")[2]: (
        dialect.insert(t.number_series)
        .values(series=bindparam("name"), last=1)
        .on_conflict_do_update(index_elements=["series"], set_={"last": t.number_series.c.last + 1})
        .returning(t.number_series.c.last)
    )
    for dialect in (sqlite, postgresql)
}


def next_number(connection: Connection, series: str) -> int:
    """The next number of a series, counted from 1."""
    return int(connection.execute(_NEXT[connection.dialect.name], {"name": series}).scalar_one())


def next_case_number(connection: Connection, number_format: str, now: datetime, zone: ZoneInfo) -> str:
    """The next case number, such as BK-2026-000123: counted per year where the number shows the year (in the vendor's
    own time zone), else for ever."""
    year = now.astimezone(zone).year
    shows_year = any(name == "year" for _, name, _, _ in Formatter().parse(number_format))
    number = next_number(connection, f"case:{year}" if shows_year else "case")
    return number_format.format(year=year, number=number)


def next_id_number(connection: Connection) -> int:
    """Which credential comes next, counted from 1."""
    return next_number(connection, "id_number")
