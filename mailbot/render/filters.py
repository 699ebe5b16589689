"""Dates, money and labels as one language writes them, in the office's time zone.
Values come in as ISO 8601 strings and minor units; nothing here knows the time of day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_day_names
from babel.numbers import format_currency, format_decimal

from mailbot.config.values import Span, Unit
from mailbot.mail.charsets import begins
from mailbot.render.words import Words

# Weekday and month come from babel; how they are put together with the clock is what the language says aloud.
_DAY = {"sv": "EEEE d MMMM", "de": "EEEE, d. MMMM", "nl": "EEEE d MMMM", "en": "EEEE d MMMM"}
_DATE = {"sv": "d MMMM yyyy", "de": "d. MMMM yyyy", "nl": "d MMMM yyyy", "en": "d MMMM yyyy"}
_CLOCK = {"sv": "%H.%M", "de": "%H:%M", "nl": "%H.%M", "en": "%H:%M"}
_MOMENT = {"sv": "{day} kl. {clock}", "de": "{day}, {clock} Uhr", "nl": "{day} om {clock} uur", "en": "{day} at {clock}"}
_TIME_OF_DAY = {"sv": "{h}.{m:02}", "de": "{h}:{m:02}", "nl": "{h}.{m:02}", "en": "{h}:{m:02}"}
_LETTERS_AND_AMOUNT = re.compile(r"^([A-Z]{3})(\d)")  # "SEK300.00", as babel writes it in English
_PLACE = re.compile(r"\{([a-z_]+)\}")
_SAID_BY = {"kind": "kind", "language": "language", "details": "detail"}  # what a saying names by a key, and the section of its words
_NUMBER = re.compile(r"\s{0,4}\d{1,2}[.)]\s+")
_NO_BREAK = str.maketrans({"\u00a0": " ", "\u202f": " "})


class Speech:
    """How one language says things. Methods are the filters that templates use."""

    def __init__(self, words: Words, timezone: str) -> None:
        self.words = words
        self.language = words.language if words.language in _DAY else "en"
        self.locale = Locale.parse("en_GB" if self.language == "en" else self.language)
        self.zone = ZoneInfo(timezone)

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters, by the names that templates use."""
        return {
            "date": self.date, "clock": self.clock, "moment": self.moment, "money": self.money, "minutes": self.minutes, "counted": self.counted,
            "label": self.label, "sentence": self.sentence, "either": self.either, "both": self.both, "quote": quote,
            "guard": guard, "size": self.size, "upper_first": upper_first, "cell": cell, "numbered": numbered, "in_words": self.in_words, "stamp": self.stamp,
        }

    def local(self, instant: str) -> datetime:
        """An instant in the office's time zone. Raises ValueError for what is no ISO 8601 time with an offset."""
        at = datetime.fromisoformat(instant)
        if at.tzinfo is None:
            raise ValueError(f"{instant!r} has no offset; expected an instant such as '2026-11-24T17:00:00+00:00'")
        return at.astimezone(self.zone)

    def date(self, value: str) -> str:
        """A day, or the local day of an instant: "25 november 2026"."""
        day = self.local(value).date() if "T" in value else date.fromisoformat(value)
        return format_date(day, _DATE[self.language], self.locale)

    def clock(self, instant: str) -> str:
        """The local time of day: "17.00"."""
        return self.local(instant).strftime(_CLOCK[self.language])

    def moment(self, instant: str) -> str:
        """Day and time: "tisdag 24 november kl. 17.00"."""
        day = format_date(self.local(instant).date(), _DAY[self.language], self.locale)
        return _MOMENT[self.language].format(day=day, clock=self.clock(instant))

    def stamp(self, instant: str | None) -> str:
        """Day and time as a table shows them: "2026-11-24 17:00"."""
        return self.local(instant).strftime("%Y-%m-%d %H:%M") if instant else ""

    def money(self, minor: int, currency: str) -> str:
        """An amount of minor units: "300,00 kr"."""
        text: str = format_currency(minor / 100, currency, locale=self.locale)
        return _LETTERS_AND_AMOUNT.sub(r"\1 \2", text.translate(_NO_BREAK))

    def minutes(self, count: int) -> str:
        """ "1 minut", "15 minuter"."""
        return self.counted(count, "minute")

    def counted(self, count: int, section: str) -> str:
        """A number with its noun, one or many: "1 mejl", "2 E-Mails"."""
        return f"{count} {self.words.get(section, 'one' if count == 1 else 'many')}"

    def span(self, span: Span) -> str:
        """A length of time: "2 timmar", "1 arbetsdag"."""
        amount, noun = _counted_in(span)
        return self.counted(amount, noun)

    def within(self, span: Span) -> str:
        """How soon: "inom 2 timmar", "inom en arbetsdag"."""
        amount, noun = _counted_in(span)
        return self.words.get("within", noun) if amount == 1 else self.words.get("within", "span").replace("{span}", self.span(span))

    def number(self, value: Decimal) -> str:
        """A number as the language writes it: "25", "5,5"."""
        text: str = format_decimal(value, locale=self.locale)
        return text.translate(_NO_BREAK)

    def weekday(self, number: int) -> str:
        """The name of a day; Monday is 0."""
        return str(get_day_names("wide", locale=self.locale)[number])

    def time_of_day(self, minutes: int) -> str:
        """Minutes after midnight, as a table of opening hours shows them: "9.00"."""
        return _TIME_OF_DAY[self.language].format(h=minutes // 60, m=minutes % 60)

    def size(self, count: int) -> str:
        """A number of bytes, in kB or MB."""
        if count < 1_000_000:
            return f"{max(1, round(count / 1000))} kB"
        return f"{count / 1_000_000:.1f} MB".replace(".", "." if self.language == "en" else ",")

    def label(self, key: str, section: str) -> str:
        """The word for a key in a section of words.toml."""
        return self.words.get(section, key)

    def sentence(self, saying: str | Mapping[str, Any], section: str = "say") -> str:
        """A saying in words: {"say": "booked", "minutes": 10}. A str is itself. `at` is shown as time of day, and as `when` with its day; `on` as a day;
        `amount_minor` with its `currency` as `amount`; `kind`, `language` and `details` by their words."""
        if isinstance(saying, str):
            return saying
        key = str(saying.get("say") or saying.get("problem") or "")
        values = {k: self.clock(v) if k == "at" else v for k, v in saying.items() if k not in ("say", "problem")}
        values |= {name: self._in_words(saying[name], section) for name, section in _SAID_BY.items() if name in saying}
        if "on" in saying:
            values["on"] = format_date(date.fromisoformat(saying["on"]), f"{_DAY[self.language]} yyyy", self.locale)
        if "at" in saying:
            values["when"] = self.moment(saying["at"])
        if "amount_minor" in saying:
            values["amount"] = self.money(saying["amount_minor"], saying["currency"])
        return self.words.sentence(section, key, values)

    def _in_words(self, key: str | tuple[str, ...] | list[str], section: str) -> str:
        return self.label(key, section) if isinstance(key, str) else self.both(tuple(self.label(one, section) for one in key))

    def in_words(self, example: str) -> str:
        """An example of a command with a word in every place that is still open: "/subject {subject}"."""
        return _PLACE.sub(lambda place: self.words.get("example", place[1]), example)

    def either(self, items: tuple[str, ...]) -> str:
        """ "a, b eller c"."""
        return self._listed(items, "or")

    def both(self, items: tuple[str, ...]) -> str:
        """ "a, b och c"."""
        return self._listed(items, "and")

    def _listed(self, items: tuple[str, ...], word: str) -> str:
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.words.get('', word)} {items[-1]}"


def _counted_in(span: Span) -> tuple[int, str]:
    """How many of which noun; minutes that make whole hours are hours."""
    if span.unit is not Unit.MINUTES:
        return span.amount, {Unit.DAYS: "day", Unit.WORKDAYS: "workday", Unit.MONTHS: "month"}[span.unit]
    whole_hours = span.amount >= 60 and span.amount % 60 == 0
    return (span.amount // 60, "hour") if whole_hours else (span.amount, "minute")


def quote(text: str, lines: int = 30) -> str:
    """Text as a quote, at most so many lines."""
    kept = text.strip().split("\n")
    shown = [f"> {line}".rstrip() for line in kept[:lines]]
    return "\n".join([*shown, "> […]"] if len(kept) > lines else shown)


def cell(text: str | None, width: int) -> str:
    """A text in a column of a table: on one line, cut or filled up to its width."""
    line = " ".join((text or "–").split())
    return f"{line[: width - 1]}…" if len(line) > width else line.ljust(width)


def guard(text: str) -> str:
    """A customer's text in an agent's letter: a line that looks like a command, our reply mark or the line that agents sort by is shown as a quote."""
    return "\n".join([f"> {line}" if begins(line, ("/", "／", "##-", "Ref:")) else line for line in text.strip("\n").split("\n")])


def numbered(text: str, most: int = 12, width: int = 100) -> str:
    """Steps, one a line, as a list with numbers: at most so many, each cut at `width`."""
    steps = [_NUMBER.sub("", line).strip() for line in text.split("\n") if line.strip()]
    shown = [f"{place}. {step[: width - 1]}…" if len(step) > width else f"{place}. {step}" for place, step in enumerate(steps[:most], 1)]
    return "\n".join([*shown, "[…]"] if len(steps) > most else shown)


def upper_first(text: str) -> str:
    """The text with a capital first letter, to begin a sentence."""
    return text[:1].upper() + text[1:]
