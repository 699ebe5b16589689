"""Views and wishes: put with the others, for the vendor to read; they need no right, and get thanks instead of an answer.
A mail that reports a fault besides is no view: the kinds of rules/intake.toml tell them apart (BK-13, FX-12, FX-27)."""

from __future__ import annotations

from typing import Literal

from mailbot.config.settings import Config
from mailbot.desk import intake
from mailbot.desk.effects import Collect, Decision, Step
from mailbot.desk.hearing import Hearing
from mailbot.desk.letters import to_speaker
from mailbot.desk.wanted import speaker

KIND = "feedback"  # the kind of question that is collected
# Views need no right: who has none left is thanked all the same. A code that is wrong, or a right that only lacks its proof, is a
# customer's who expects his case.
NO_RIGHT_NEEDED = ("free_help", "feedback_received", "offer_agreement", "fee_expired", "block_empty", "suspended", "not_begun")


def takes_views(config: Config) -> bool:
    """Does the vendor read the views of people without a right? Only who has a free tier can say no."""
    return all(tier.accept_feedback for tier in config.tiers if tier.kind == "free")


def has_wish_list(config: Config) -> bool:
    """A level of wishes that are collected, not worked on (FX-27)."""
    return any(level.goes_to == "wishlist" for level in config.priorities)


def without_right(hearing: Hearing, trail: tuple[Step, ...]) -> Decision:
    """Views of somebody without a right: collected, thanked for, not answered (BK-14)."""
    return _collected(hearing, "feedback", "feedback_received", trail)


def on_the_wish_list(hearing: Hearing, trail: tuple[Step, ...]) -> Decision:
    """A customer's wish at a vendor with a wish list: no case. That a restart has helped wishes for nothing (FX-12)."""
    if intake.is_only_told(hearing.message.subject, hearing.message.new_text, hearing.rules):
        return _collected(hearing, "feedback", "feedback_received", trail)
    return _collected(hearing, "wish", "wish_received", trail)


def _collected(hearing: Hearing, kind: Literal["feedback", "wish"], template: str, trail: tuple[Step, ...]) -> Decision:
    letter, quiet = to_speaker(hearing, template, {}) if hearing.config.feedback.ack else ((), ())
    return Decision(template, (hearing.keep(None), collect(hearing, kind), *letter), (*trail, *quiet))


def collect(hearing: Hearing, kind: Literal["feedback", "wish"] = "feedback") -> Collect:
    """The effect that puts what was written now with the others."""
    message = hearing.message
    return Collect(kind, speaker(message) or "", hearing.language, message.subject.strip(), (message.new_text or message.text).strip(),
                   hearing.account.id if hearing.account else None)
