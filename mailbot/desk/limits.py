"""Silence over noise: how many automatic letters an address may get, whatever the headers say.
The brakes hold even between two robots that both look human (reliability.md 36, 41)."""

from __future__ import annotations

from datetime import timedelta

from mailbot.config.machine import Limits
from mailbot.config.values import Span, Unit
from mailbot.desk.effects import Step
from mailbot.desk.facts import Facts
from mailbot.desk.hearing import Hearing

SILENCES = ("no automatic mail wanted", "limit per hour", "limit per day", "limit of the unproven", "limit of others per day", "told lately")  # names of the steps below
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UNASKED = ("payment_confirmation", "credential_used", "address_linked", "colleague_wrote", "entitlement_lapsed", "code_renewed", "block_expiring", "block_expired")  # nobody's mail was answered by these: they count for no limit
UNPROVEN_A_DAY = {"help": 2, "will_be_billed": 2, "not_designated": 2, "confirm_by_reply": 2, "suspended": 2, "not_begun": 2}  # to an address that nothing proves
SELDOM = ("free_help", "feedback_received", "offer_agreement", "unknown_agent_address")  # once in `free_help_every`


def plain_span(span: Span) -> timedelta:
    """A span of calendar time; workdays and months count as that many days and 30 days."""
    if span.unit is Unit.MINUTES:
        return timedelta(minutes=span.amount, seconds=span.seconds)
    return timedelta(days=span.amount * (30 if span.unit is Unit.MONTHS else 1))


def silence(hearing: Hearing, template: str) -> Step | None:
    """Why an automatic letter of this kind may not be sent to the speaker now; None when it may."""
    if not hearing.message.answerable:
        return Step("no automatic mail wanted", True, "the mail asks for no automatic answer")
    return brake(hearing.facts, template, hearing.config.limits) or _of_the_unproven(hearing, template)


def _of_the_unproven(hearing: Hearing, template: str) -> Step | None:
    """Whoever writes under a borrowed address has its owner told a thing twice a day, no more."""
    most, now = UNPROVEN_A_DAY.get(template), hearing.facts.now
    if most is None or hearing.message.is_verified:
        return None
    told = sum(letter.template == template and now - letter.at < DAY for letter in hearing.facts.told)
    return Step("limit of the unproven", True, f"{template} was sent to this address {told} times within a day") if told >= most else None


def brake(facts: Facts, template: str, limits: Limits) -> Step | None:
    """Why the address that `facts` tells of may get no letter of this kind now; None when it may."""
    told = tuple(letter for letter in facts.told if letter.template not in UNASKED and not letter.for_another)
    now = facts.now
    within_hour = sum(now - letter.at < HOUR for letter in told)
    within_day = sum(now - letter.at < DAY for letter in told)
    if within_hour >= limits.auto_mails_per_address_per_hour:
        return Step("limit per hour", True, f"{within_hour} automatic letters to this address within an hour")
    if within_day >= limits.auto_mails_per_address_per_day:
        return Step("limit per day", True, f"{within_day} automatic letters to this address within a day")
    every = plain_span(limits.free_help_every)
    if template in SELDOM and any(letter.template == template and now - letter.at < every for letter in told):
        return Step("told lately", True, f"{template} was sent to this address within {limits.free_help_every}")
    return None
