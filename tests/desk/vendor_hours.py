"""The opening hours of five vendors, written out, as the calendars that tests reckon with."""

from __future__ import annotations

from typing import Any

from mailbot.config.hours import Hours
from mailbot.desk.business_time import Calendar, calendar

EVES = ["midsummer_eve", "christmas_eve", "new_years_eve"]


def hours(zone: str, country: str, weekdays: list[str], **rest: Any) -> Hours:
    days = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), weekdays)
    return Hours.model_validate({"timezone": zone, "holidays": country, **days, **rest})


SOFTONE_HOURS = hours("Europe/Stockholm", "SE", ["08:00-12:00", "13:00-16:00"], before_holiday=["08:00-13:00"], also_closed=EVES)
CALENDARS: dict[str, Calendar] = {
    "bokis": calendar(hours("Europe/Stockholm", "SE", ["09:00-12:00", "13:00-17:00"], also_closed=EVES)),
    "softone": calendar(SOFTONE_HOURS),
    "softone, lunch on short days": calendar(
        hours("Europe/Stockholm", "SE", ["08:00-12:00", "13:00-16:00"], before_holiday=["08:00-12:00"], also_closed=EVES)
    ),
    "visma": calendar(
        hours("Europe/Stockholm", "SE", ["08:00-12:00", "13:00-17:00"], before_holiday=["08:00-13:00"], also_closed=EVES)
    ),
    "fakturax": calendar(hours("Europe/Berlin", "DE", ["09:00-16:00"], region="NW")),
    "fakturax in Berlin": calendar(hours("Europe/Berlin", "DE", ["09:00-16:00"], region="BE")),
    "fakturax pos": calendar(hours("Europe/Berlin", "DE", ["09:00-20:00"], region="NW", saturday=["09:00-20:00"])),
    "softadvice": calendar(hours("Europe/Brussels", "BE", ["09:00-12:00", "13:00-17:00"])),
}
