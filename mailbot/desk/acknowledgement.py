"""The acknowledgement of a new case: one letter with the number, what is missing, what we promise, and where to look meanwhile.
It says what is known to be true of this case, and nothing of it twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mailbot.config.settings import Config, Tier
from mailbot.desk import rulebook
from mailbot.desk.checklist import HOW_TO, Checklist, questions
from mailbot.desk.effects import OpenCase
from mailbot.desk.entitlement import Right, told_of_billing
from mailbot.desk.facts import Case
from mailbot.desk.hearing import Hearing
from mailbot.desk.letters import case_values, status_link
from mailbot.desk.marks import ASKED, STANDSTILL, named
from mailbot.desk.new_address import ADDRESS
from mailbot.desk.own_words import own_lines
from mailbot.desk.promise import Promise, promise
from mailbot.desk.topics import Topics

LINKS = 3  # pages that are named at most
FAULTS = ("technical", "fault")  # these an update may cure (BK-08, BK-09)


def ack_values(hearing: Hearing, right: Right, checklist: Checklist, due: Promise, topics: Topics, opened: OpenCase, *,
               continues: Case | None) -> dict[str, object]:
    """The variables of the acknowledgement of the case that is opened. At a standstill only what is required is asked for, and
    no time is named that was reckoned for lesser matters: somebody on duty hears of it at once and says more."""
    config, kind, waits = hearing.config, checklist.kind, opened.state == "awaiting_details"
    standstill = STANDSTILL in opened.flags
    timeless = standstill and opened.priority == config.default_priority.name
    return {
        "case": case_values(opened),
        "missing": questions(hearing, checklist.required if standstill and not waits else checklist.missing, hearing.language),
        "remembered": [{"name": detail.name, "value": detail.value} for detail in checklist.remembered],
        **due.values(waits=waits), **(until_judged(right.tier, opened.fast, opened.received_at, topics.hours, config) if timeless else {}),
        "standstill": standstill,
        "tier": right.tier.name if right.tier else "",
        "minutes_left": right.minutes_left,
        "fast": opened.fast,
        "update_first": config.intake.update_first and kind in FAULTS,
        "handbook": kind in HOW_TO and has_self_help(config),  # they come first (BK-10, FX-02)
        "links": links(hearing, kind, right),
        "channel": topics.channel,
        "agreement": kind == "agreement_question" and bool(config.entitlement.no_agreement_contact),
        "appointment": kind in config.appointments.for_kinds,
        "add_address": ADDRESS in named(ASKED, opened.flags),
        "continues": continues.number if continues else None,
        "billed": told_of_billing(right, config),
        "account_created": hearing.facts.first_mail,
        **status_link(config),
    }


def until_judged(tier: Tier | None, fast: bool, at: datetime, hours: tuple[str, ...], config: Config) -> dict[str, object]:
    """Of a standstill without a level of its own: no time is named, and we are open when we are for the best level."""
    best = promise(tier, config.priorities[0], fast, at, config, hours).values()
    return {"start_by": None, "answer_by": None, "is_open_now": best["is_open_now"], "opens_at": best["opens_at"]}


def has_self_help(config: Config) -> bool:
    """Is there a handbook, or a page of answers, to be looked in?"""
    return bool(config.vendor.handbook_hint or config.vendor.faq_url)


def links(hearing: Hearing, kind: str, right: Right) -> list[dict[str, Any]]:
    """Pages that may answer the question, the first few that rules/faq.toml names (BK-11)."""
    tier, message = right.tier, hearing.message
    hits, _ = rulebook.collect(hearing.rules.faq, rulebook.question(
        subject=message.subject, text="\n".join(own_lines(message.new_text)), language=hearing.language, kind=kind,
        tier=tier.name if tier else None, tier_kind=tier.kind if tier else None,
    ))
    labels = {str(rule.then["link"]): rule.then.get("label") for rule in reversed(hits)}  # the first of two for one page
    pages = dict.fromkeys(str(rule.then["link"]) for rule in hits)
    return [{"label": _in_language(labels[page], hearing.language) or page, "link": page} for page in list(pages)[:LINKS]]


def _in_language(label: Any, language: str) -> str:
    """A title in the customer's language, else in English, else in any."""
    return str(label.get(language) or label.get("en") or next(iter(label.values()))) if label else ""
