"""Thirty-three due times of five vendors, each with the trap it holds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbot.config.values import parse_span
from mailbot.desk.business_time import promise
from tests.desk.vendor_hours import CALENDARS

# number, calendar, start (local), promised, due (local), due (UTC), why
TABLE = """
B01 | softone            | Thu 2026-04-30 12:40 | 4h         | Mon 2026-05-04 11:40 | 2026-05-04T09:40Z | eve of 1 May: 20 min; holiday; 3 h 40
B02 | softone, lunch on short days | Thu 2026-04-30 12:40 | 4h | Mon 2026-05-04 12:00 | 2026-05-04T10:00Z | the other reading of the lunch rule
B03 | softone            | Thu 2026-04-30 09:15 | 2h         | Thu 2026-04-30 11:15 | 2026-04-30T09:15Z | same day
B04 | softone            | Thu 2026-04-30 11:30 | 2h         | Mon 2026-05-04 08:30 | 2026-05-04T06:30Z | 1 h 30 to 13:00, no lunch on short days
B05 | softone            | Wed 2026-05-13 11:00 | 12h        | Mon 2026-05-18 11:00 | 2026-05-18T09:00Z | 2 h; Ascension; Friday 7 h; 3 h
B06 | softone            | Fri 2026-06-05 10:00 | 4h         | Mon 2026-06-08 09:00 | 2026-06-08T07:00Z | National Day is a Saturday, Friday closes at 13
B07 | softone            | Thu 2026-06-18 15:30 | 4h         | Mon 2026-06-22 11:30 | 2026-06-22T09:30Z | Midsummer Eve closed, Thursday not short
B08 | softone            | Tue 2026-12-22 14:00 | 48h        | Thu 2027-01-07 15:00 | 2027-01-07T14:00Z | eves closed, 5 Jan short, 6 Jan holiday
B09 | softone            | Wed 2026-12-23 11:00 | 12h        | Tue 2026-12-29 09:00 | 2026-12-29T08:00Z | 23 Dec is normal: 24 Dec is no red day
B10 | softone            | Tue 2027-01-05 12:30 | 2h         | Thu 2027-01-07 09:30 | 2027-01-07T08:30Z | 30 min before 13
B11 | softone            | Thu 2027-03-25 12:15 | 4h         | Tue 2027-03-30 11:15 | 2027-03-30T09:15Z | Maundy Thursday short, Easter
B12 | softone            | Thu 2026-04-02 12:59 | 2h         | Tue 2026-04-07 09:59 | 2026-04-07T07:59Z | one minute counts
B13 | softone            | Thu 2026-04-02 13:00 | 2h         | Tue 2026-04-07 10:00 | 2026-04-07T08:00Z | the closing instant is closed
B14 | softone            | Tue 2026-11-24 12:10 | 2h         | Tue 2026-11-24 15:00 | 2026-11-24T14:00Z | lunch: begins 13:00
B15 | softone            | Fri 2026-10-23 15:30 | 12h        | Tue 2026-10-27 13:30 | 2026-10-27T12:30Z | summer time ends 25 Oct
B16 | softone            | Fri 2026-03-27 14:00 | 12h        | Tue 2026-03-31 11:00 | 2026-03-31T09:00Z | summer time begins 29 Mar
B17 | softone            | Sun 2026-11-22 21:00 | 48h        | Tue 2026-12-01 15:00 | 2026-12-01T14:00Z | begins Mon 08:00
B18 | visma              | Fri 2026-10-30 12:20 | 2h         | Mon 2026-11-02 09:20 | 2026-11-02T08:20Z | eve of All Saints on a Saturday: 40 min
B19 | visma              | Tue 2026-11-24 11:30 | 2h         | Tue 2026-11-24 14:30 | 2026-11-24T13:30Z | lunch
B20 | visma              | Fri 2026-11-27 16:10 | 4h         | Mon 2026-11-30 11:10 | 2026-11-30T10:10Z | weekend
B21 | visma              | Fri 2026-06-05 12:10 | 2h         | Mon 2026-06-08 09:10 | 2026-06-08T07:10Z | short Friday: 50 min
B22 | fakturax           | Wed 2026-06-03 15:00 | 4h         | Fri 2026-06-05 12:00 | 2026-06-05T10:00Z | Fronleichnam is a holiday in NW
B23 | fakturax in Berlin | Wed 2026-06-03 15:00 | 4h         | Thu 2026-06-04 12:00 | 2026-06-04T10:00Z | and none in Berlin
B24 | fakturax           | Fri 2026-10-02 15:30 | 4h         | Mon 2026-10-05 12:30 | 2026-10-05T10:30Z | weekend
B25 | fakturax pos       | Fri 2026-10-02 18:30 | 4h         | Mon 2026-10-05 11:30 | 2026-10-05T09:30Z | Unity Day is a Saturday: closed although pos opens Saturdays
B26 | fakturax pos       | Sat 2026-11-28 18:30 | 4h         | Mon 2026-11-30 11:30 | 2026-11-30T10:30Z | 1 h 30 + 2 h 30
B27 | softadvice         | Mon 2026-07-20 16:30 | 4h         | Wed 2026-07-22 13:30 | 2026-07-22T11:30Z | 21 July; lunch
B28 | softadvice         | Fri 2027-05-14 16:00 | 4h         | Tue 2027-05-18 12:00 | 2027-05-18T10:00Z | Whit Monday is a holiday in Belgium
B29 | softadvice         | Tue 2026-11-10 15:00 | 1 workday  | Thu 2026-11-12 17:00 | 2026-11-12T16:00Z | Armistice Day
B30 | bokis              | Thu 2026-04-30 16:30 | 1 workday  | Mon 2026-05-04 17:00 | 2026-05-04T15:00Z | holiday and weekend
B31 | bokis              | Sat 2026-11-28 20:00 | 1 workday  | Mon 2026-11-30 17:00 | 2026-11-30T16:00Z | the day of receipt never counts
B32 | bokis              | Fri 2026-11-27 07:00 | 1 workday  | Mon 2026-11-30 17:00 | 2026-11-30T16:00Z | before opening is still the day of receipt
B33 | bokis              | Wed 2026-12-30 09:00 | 3 workdays | Thu 2027-01-07 17:00 | 2027-01-07T16:00Z | 4, 5 and 7 January
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in TABLE.strip().splitlines()]
LOCAL = "%a %Y-%m-%d %H:%M"


def test_the_table_is_whole() -> None:
    assert [row[0] for row in ROWS] == [f"B{n:02}" for n in range(1, 34)]


@pytest.mark.parametrize(("name", "start", "span", "local", "utc", "why"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_due(name: str, start: str, span: str, local: str, utc: str, why: str) -> None:
    """A promise made at a local time comes due at the very minute the table names, in both clocks."""
    calendar = CALENDARS[name]
    received = datetime.strptime(start, LOCAL).replace(tzinfo=calendar.zone).astimezone(UTC)

    promised = promise(received, parse_span(span), calendar)

    assert (promised.astimezone(calendar.zone).strftime(LOCAL), promised.strftime("%Y-%m-%dT%H:%MZ")) == (local, utc), why
    assert promised.utcoffset() == UTC.utcoffset(None)
