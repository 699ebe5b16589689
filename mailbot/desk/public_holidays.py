"""Public holidays and the eves on which people stay at home, by country and year.
Names come in the country's own language, whatever the machine speaks; no answer depends on the machine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

# What vendors close on although no law says so, and what people call it (the library knows them for some countries only).
EVES: Mapping[str, str] = MappingProxyType({
    "midsummer_eve": "Midsummer Eve",
    "christmas_eve": "Christmas Eve",
    "new_years_eve": "New Year's Eve",
})


@lru_cache(maxsize=512)
def public_holidays(country: str, region: str, year: int) -> Mapping[date, str]:
    """The public holidays of one year: date -> name in the country's language. An empty country has none.
    Raises ValueError, with the nearest valid names, when the country or region is not known."""
    if not country:
        return MappingProxyType({})
    import holidays  # 0.1 s to load: not before somebody asks for a day

    language = _own_language(holidays, country, region)
    found = holidays.country_holidays(country, subdiv=region or None, years=year, expand=False, language=language)
    return MappingProxyType({day: str(name) for day, name in found.items() if day.year == year})


def eve(name: str, year: int) -> date:
    """The date of one of EVES. Raises ValueError on any other name."""
    if name == "midsummer_eve":  # the Friday between 19 and 25 June (Swedish law 1989:253 sets the day after it)
        first = date(year, 6, 19)
        return first + timedelta(days=(4 - first.weekday()) % 7)
    if name == "christmas_eve":
        return date(year, 12, 24)
    if name == "new_years_eve":
        return date(year, 12, 31)
    raise ValueError(f"also_closed: {name!r} is not known; use one of {', '.join(EVES)}")


def _own_language(holidays: Any, country: str, region: str) -> str | None:
    """The library's default would be the language of the machine: ask for the country's own."""
    try:
        entity = holidays.country_holidays(country, subdiv=region or None)
    except NotImplementedError:
        raise ValueError(_unknown(holidays, country, region)) from None
    default: str | None = entity.default_language
    return default


def _unknown(holidays: Any, country: str, region: str) -> str:
    supported: dict[str, list[str]] = holidays.list_supported_countries(include_aliases=False)
    if country not in supported:
        return f"holidays = {country!r} is no country code with known holidays; expected one such as 'SE', 'DE', 'NL' or 'BE'"
    regions = ", ".join(supported[country])
    return f"region = {region!r} is not known in {country}; " + (f"expected one of {regions}" if regions else "leave it empty")
