"""The desk in words: opening hours, what to tell us, levels, the words a customer may write, prices of time.
Taken from the configuration alone, so that a letter to a stranger may say all of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from mailbot.config.hours import Hours
from mailbot.config.settings import Config, Priority
from mailbot.config.values import OpenHours, Unit
from mailbot.render.filters import Speech

ALL_DAY = (OpenHours(0, 24 * 60),)
COUNTED = ("yearly_fee", "prepaid_blocks")  # kinds of tier of which one can have something left
WHEN_WRONG = ("technical", "fault")  # kinds of question, as [intake] names them
WHEN_ASKING_HOW = ("handling", "function_question", "configuration_wish")


# ---- opening hours -------------------------------------------------------------------------------
def opening(hours: Hours | None, speech: Speech) -> tuple[str, ...]:
    """The week in words: "måndag–fredag 9.00–12.00 och 13.00–17.00", then the short day before a holiday. Empty: never open."""
    if hours is None or not any(hours.week):
        return ()
    say = speech.words.get
    if all(day == ALL_DAY for day in hours.week):
        return (say("hours", "always"),)
    told = [f"{_days(first, last, speech)} {_stretches(stretches, speech)}" for first, last, stretches in _runs(hours)]
    if hours.before_holiday and hours.holidays:
        told.append(f"{say('hours', 'before_holiday')} {_stretches(hours.before_holiday, speech)}")
    return tuple(told)


def opening_for(config: Config, speech: Speech) -> tuple[dict[str, Any], ...]:
    """The opening hours of topics that have their own, in words; each topic once."""
    named = {topic: name for level in config.priorities for topic, name in level.calendar_for.items()}
    return tuple({"topic": speech.words.get("topic", topic, topic), "hours": told} for topic, name in named.items() if (told := opening(config.hours.get(name), speech)))


def _runs(hours: Hours) -> Iterator[tuple[int, int, tuple[OpenHours, ...]]]:
    """Days in a row that are open alike, by their numbers; Monday is 0."""
    day = 0
    while day < len(hours.week):
        last = day
        while last + 1 < len(hours.week) and hours.week[last + 1] == hours.week[day]:
            last += 1
        if hours.week[day]:
            yield day, last, hours.week[day]
        day = last + 1


def _days(first: int, last: int, speech: Speech) -> str:
    if first == last:
        return speech.weekday(first)
    joint = speech.words.get("hours", "and" if last == first + 1 else "through")
    return f"{speech.weekday(first)}{joint}{speech.weekday(last)}"


def _stretches(stretches: tuple[OpenHours, ...], speech: Speech) -> str:
    told = speech.both(tuple(f"{speech.time_of_day(s.opens)}–{speech.time_of_day(s.closes)}" for s in stretches))
    return speech.words.get("hours", "clock").replace("{times}", told)


# ---- what to tell --------------------------------------------------------------------------------
def to_tell(config: Config, kinds: tuple[str, ...], speech: Speech) -> tuple[str, ...]:
    """What a mail of these kinds should tell, required first, each once."""
    intake = config.intake
    names = (*intake.required, *(name for kind in kinds for name in intake.wished(kind)))
    return tuple(dict.fromkeys(speech.words.get("tell", name, speech.words.get("detail", name)) for name in names))


# ---- levels --------------------------------------------------------------------------------------
def levels(config: Config, speech: Speech) -> tuple[dict[str, str], ...]:
    """The levels with what they mean and when work begins; none when there is nothing to tell about any of them."""
    told = tuple(_level(level, speech) for level in config.priorities)
    return told if len(told) > 1 and any(one["meaning"] or one["within"] for one in told) else ()


def level_label(level: Priority, language: str) -> str:
    return level.label.get(language) or level.name


def _level(level: Priority, speech: Speech) -> dict[str, str]:
    language, within = speech.words.language, level.start_within if level.promised else None
    at_once = within is not None and within.amount == 0
    return {
        "label": level_label(level, language), "meaning": level.meaning.get(language, "").rstrip("."),
        "within": "" if within is None else speech.words.get("hours", "at_once") if at_once else speech.within(within),
        "at_once": "yes" if at_once else "",
    }


# ---- words of customers, languages ---------------------------------------------------------------
def commands(config: Config, speech: Speech) -> tuple[dict[str, str], ...]:
    """The words a customer may write, with what they do; BALANCE, CODE, LANGUAGE and CONTACTS only where there is something to count, to unlock or to choose."""
    choices = (config.vendor.default_language, *config.vendor.languages)
    other = next((code.upper() for code in choices if code != speech.words.language), "")
    names = ["status", "balance", "code", "close", "reopen", "language", "contacts", "help"]
    if not config.entitlement.counts_contacts:
        names.remove("contacts")
    if not any(tier.kind in COUNTED for tier in config.tiers):
        names.remove("balance")
    if not ("id_and_code" in config.entitlement.match_by and any(tier.issue_credentials for tier in config.tiers)):
        names.remove("code")
    if len(config.vendor.languages) < 2:
        names.remove("language")
    say = speech.words.get
    words = {name: say("customer_command", name) for name in names}
    return tuple({"name": name, "word": f"{word} {other}" if name == "language" else word, "does": say("customer_command_does", name)}
                 for name, word in words.items())  # fmt: skip


def languages(config: Config, speech: Speech) -> tuple[dict[str, str], ...]:
    """The languages we write, with their names in the letter's own."""
    return tuple({"code": code.upper(), "name": speech.words.get("language", code)} for code in config.vendor.languages)


# ---- the price of time ---------------------------------------------------------------------------
def rate(config: Config, speech: Speech) -> dict[str, Any]:
    """The rate of work that is charged by time. None: it is quoted, and never printed."""
    billing = config.billing
    step = billing.invoice_step
    return {
        "rate_minor": billing.hourly_rate_minor or None, "currency": billing.currency,
        "rate_step_minutes": step.amount if step.unit is Unit.MINUTES else 0,
        "vat_percent": speech.number(billing.vat_percent) if billing.vat_percent > Decimal(0) else "",
        "prices_include_vat": billing.prices_include_vat,
    }
