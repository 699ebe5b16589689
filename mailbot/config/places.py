"""Time zones, countries and regions: whether they exist, and what was probably meant.
Asks the tables of this machine and of the holidays library, never the network."""

from __future__ import annotations

import zoneinfo
from functools import cache

from mailbot.config.errors import did_you_mean, seen

_COUNTRIES = {
    "sweden": "SE", "sverige": "SE", "schweden": "SE", "zweden": "SE", "germany": "DE", "deutschland": "DE", "tyskland": "DE",
    "duitsland": "DE", "netherlands": "NL", "nederland": "NL", "holland": "NL", "niederlande": "NL", "belgium": "BE",
    "belgië": "BE", "belgien": "BE", "austria": "AT", "österreich": "AT", "switzerland": "CH", "schweiz": "CH", "norway": "NO",
    "norge": "NO", "denmark": "DK", "danmark": "DK", "finland": "FI", "uk": "GB", "great britain": "GB", "usa": "US",
}  # fmt: skip


def timezone_fault(name: str) -> str | None:
    """What is wrong with the name of a time zone."""
    known = _timezones()
    if name in known:
        return None
    city = name.rpartition("/")[2]
    same_city = [zone for zone in known if zone.rpartition("/")[2].casefold() == city.replace(" ", "_").casefold()]
    hint = f'; did you mean "{min(same_city, key=len)}"?' if same_city else did_you_mean(name, known)
    return f'{seen(name)} is no time zone, expected one such as "Europe/Stockholm"{hint}'


@cache
def _timezones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


@cache
def _countries() -> frozenset[str]:
    from holidays.registry import EntityLoader  # 0.1 s to load: not before a calendar names a country

    return frozenset(EntityLoader.get_country_codes())


@cache
def _regions(country: str) -> tuple[str, ...]:
    """The regions of a known country. Of this one alone: the library keeps 250, each in a file of its own."""
    import holidays

    return tuple(getattr(holidays, country).subdivisions)


def region_fault(country: str, region: str) -> tuple[str, str] | None:
    """The key, and what is wrong with it: a country without known holidays, or a region that it does not have."""
    known = _countries()
    if country not in known:
        meant = _COUNTRIES.get(country.casefold(), country.upper())
        hint = f'; did you mean "{meant}"?' if meant in known else ""
        return "holidays", f'{seen(country)} is no country code with known holidays, expected one such as "SE", "DE", "NL" or "BE"{hint}'
    if region and region not in _regions(country):
        regions = _regions(country)
        listed = f"expected one of {', '.join(regions)}" if regions else 'it has no regions with holidays of their own: region = ""'
        return "region", f"{seen(region)} is no region of {country}, {listed}{did_you_mean(region, regions)}"
    return None
