"""Opening hours: calendars with names, as the administrator writes them.
A calendar without a time zone counts in UTC, and the check says so."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from mailbot.config.declare import Day, Stretch, Table, Text
from mailbot.config.values import OpenHours, parse_hours

AlsoClosed = Literal["midsummer_eve", "christmas_eve", "new_years_eve"]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Hours(Table):
    """Opening hours. "office" is the calendar that counts unless another is named; a gap is a lunch closing."""

    timezone: Text = Field("UTC", description="Time zone by the name of its city.", examples=["Europe/Stockholm"])
    holidays: Text = Field(
        "", description="Country code whose public holidays close the day; empty: no holidays.", examples=["SE"]
    )
    region: Text = Field("", description="State or province, where holidays differ within the country.", examples=["NW"])
    monday: tuple[Stretch, ...] = Field((), description="Hours of the day; [] = closed.", examples=[["08:00-12:00", "13:00-17:00"]])
    tuesday: tuple[Stretch, ...] = Field((), description="Hours of the day; [] = closed.")
    wednesday: tuple[Stretch, ...] = Field((), description="Hours of the day; [] = closed.")
    thursday: tuple[Stretch, ...] = Field((), description="Hours of the day; [] = closed.")
    friday: tuple[Stretch, ...] = Field((), description="Hours of the day; [] = closed.")
    saturday: tuple[Stretch, ...] = Field((), description="Hours of the day; [] = closed.")
    sunday: tuple[Stretch, ...] = Field((), description="Hours of the day; [] = closed.")
    before_holiday: tuple[Stretch, ...] = Field(
        (), description="Replaces the hours of the day before a public holiday; [] = a normal day.",
        examples=[["08:00-13:00"]],
    )
    also_closed: tuple[AlsoClosed, ...] = Field((), description="Days that are holidays in practice.")
    closed_dates: tuple[Day, ...] = Field((), description="Own closed days.", examples=[["2026-07-13"]])

    @property
    def week(self) -> tuple[tuple[OpenHours, ...], ...]:
        """The hours of Monday to Sunday."""
        return (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)


_DAY = (parse_hours("08:00-12:00"), parse_hours("13:00-17:00"))
OFFICE: dict[str, Any] = dict.fromkeys(DAYS[:5], _DAY)


def with_office(value: Any) -> Any:
    """The hours as written, on top of the default calendar "office" (tables merge key by key)."""
    if not isinstance(value, dict):
        return value
    office = value.get("office", {})
    return {**value, "office": {**OFFICE, **office}} if isinstance(office, dict) else value
