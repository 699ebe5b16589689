"""What every letter may say without being told: the vendor, the desk, and what is for sale.
Worked out once from the configuration; what is not configured is empty, and templates leave it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mailbot.config.settings import Config, Tier
from mailbot.config.values import Span, Unit
from mailbot.render import desk_words
from mailbot.render.filters import Speech

# name -> what it holds; these and the letter's own variables are all that a template may use
COMMON: Mapping[str, str] = {
    "vendor": "name, signature_name, website, download_url, handbook_hint, faq_url, course_hint",
    "desk": "address, uses_codes, by_address, accepts_feedback, has_levels, offers[], payee, accounts[], accounting_to[], "
    "accounting_paid_to, channels_refused[], agreement_contact, terms_url, latest_version; rate_minor, currency, rate_step_minutes, "
    "vat_percent, prices_include_vat; hours[], hours_for[] (topic, hours[]), holidays, levels[] (label, meaning, within, at_once), commands[] (name, word, does), "
    "languages[] (code, name), tell[], tell_how[], takes_bug_reports, self_help, free_updates, agents_reply_is, remote (tool, link, link_mac, how_to, needs_consent), by_agreement, charges_without_agreement",
    "lang": "language of the letter",
    "footer": "last line: case number, vendor, website",
}
OFFERED = ("yearly_fee", "prepaid_blocks")


def common(config: Config, speech: Speech) -> dict[str, Any]:
    """`vendor` and `desk` in one language."""
    vendor = config.vendor
    return {
        "lang": speech.words.language,
        "vendor": {
            "name": vendor.name, "signature_name": vendor.signed, "website": vendor.website, "download_url": vendor.download_url,
            "handbook_hint": vendor.handbook_hint.replace(" - ", " – "), "faq_url": vendor.faq_url, "course_hint": vendor.course_hint,
        },
        "desk": _desk(config, speech),
    }


def _desk(config: Config, speech: Speech) -> dict[str, Any]:
    entitlement, words, remote = config.entitlement, speech.words, config.appointments
    office = config.hours.get("office") or next(iter(config.hours.values()), None)
    free_updates = any(tier.kind == "free" for tier in config.tiers)
    when_wrong = desk_words.to_tell(config, desk_words.WHEN_WRONG, speech)
    refused = tuple(words.get("channel", channel) for channel in config.scope.channels_refused)
    return {
        "address": config.mailbox.address,
        "uses_codes": "id_and_code" in entitlement.match_by and any(tier.issue_credentials for tier in config.tiers),
        "by_address": "paid_address" in entitlement.match_by,
        "accepts_feedback": any(tier.kind == "free" and tier.accept_feedback for tier in config.tiers),
        "has_levels": len(config.priorities) > 1,
        "offers": tuple(tier_values(tier, config, speech) for tier in config.tiers if tier.kind in OFFERED and tier.price_minor > 0),
        "payee": config.payments.payee,
        "accounts": tuple(_account(account, speech) for account in config.payments.accounts),
        "accounting_to": config.scope.refer_accounting.to,
        "accounting_paid_to": config.scope.refer_accounting.paid_to,
        "channels_refused": refused,
        "agreement_contact": entitlement.no_agreement_contact,
        "terms_url": config.terms.url,
        "latest_version": config.intake.latest_version,
        **desk_words.rate(config, speech),
        "hours": desk_words.opening(office, speech),
        "hours_for": desk_words.opening_for(config, speech),
        "holidays": bool(office and office.holidays),
        "levels": desk_words.levels(config, speech),
        "commands": desk_words.commands(config, speech),
        "languages": desk_words.languages(config, speech),
        "tell": when_wrong,
        "tell_how": tuple(what for what in desk_words.to_tell(config, desk_words.WHEN_ASKING_HOW, speech) if what not in when_wrong),
        "takes_bug_reports": entitlement.bug_report_always,
        "free_updates": free_updates,
        "agents_reply_is": config.agent_mail.reply_is,
        "remote": {"tool": remote.remote_tool, "link": remote.remote_link, "link_mac": remote.remote_link_mac, "how_to": remote.remote_how_to.rstrip("."),
                   "needs_consent": remote.remote_needs_consent},
        "self_help": free_updates or any((config.vendor.handbook_hint, config.vendor.faq_url, config.vendor.course_hint, config.scope.refer_accounting.to)),
        "by_agreement": any(tier.kind in ("agreement", "warranty") for tier in config.tiers),
        "charges_without_agreement": config.billing.without_agreement != "refuse",
    }


def tier_values(tier: Tier, config: Config, speech: Speech) -> dict[str, Any]:
    """A tier as templates see it."""
    products = tuple(product for product in tier.products if product != "*")
    return {
        "name": tier.name, "kind": tier.kind, "products": products, "price_minor": tier.price_minor,
        "currency": tier.currency or config.billing.currency, "minutes": tier.block_minutes,
        "months": _months(tier.period), "title": speech.words.get("tier", tier.kind), "label": _tier_label(tier, products, speech),
        "fast_subject": tier.fast_subject, "within": speech.within(tier.answer_within) if tier.answer_within else "",
    }


def _tier_label(tier: Tier, products: tuple[str, ...], speech: Speech) -> str:
    """A tier in words: what it is, and for which programs."""
    label = speech.words.get("tier", tier.kind)
    return f"{label} ({', '.join(products)})" if products else label


def _account(account: str, speech: Speech) -> str:
    """An account as people read it: "PG 704346-6" is plusgiro 70 43 46-6."""
    kind, _, number = account.partition(" ")
    number = _in_pairs(number) if kind.casefold() == "pg" else number
    return f"{speech.words.get('account', kind.lower(), kind)} {number}" if number else account


def _in_pairs(number: str) -> str:
    """A plusgiro number as it is printed: "704346-6" is "70 43 46-6"."""
    digits, dash, check = number.replace(" ", "").partition("-")
    first = len(digits) % 2
    pairs = [digits[:first], *(digits[at:at + 2] for at in range(first, len(digits), 2))]
    return " ".join(pair for pair in pairs if pair) + dash + check if digits.isdigit() else number


def _months(span: Span | None) -> int:
    """Whole months of a period; 0 when it is counted otherwise or not at all."""
    return span.amount if span is not None and span.unit is Unit.MONTHS else 0
