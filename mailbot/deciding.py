"""The middle of the corridor: a mail and what is known of it become a decision and its letters, worded. Reads, and writes nothing.
What an agent asks for is looked at before any of it is done: where it would give away something internal, he is asked instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from mailbot import faults, render
from mailbot.desk.decide import decide
from mailbot.desk.effects import AgentSpoke, Decision, Draft
from mailbot.desk.facts import Facts
from mailbot.desk.notices import with_broken_templates
from mailbot.mail.message import Message

if TYPE_CHECKING:
    from mailbot.pipeline import Desk


def decided(message: Message, facts: Facts, desk: Desk, now: datetime) -> tuple[Decision, tuple[Draft, ...]]:
    """The decision on a mail, with its letters."""
    config, rules = desk.loaded.config, desk.loaded.rules
    decision = decide(message, facts, config, rules)
    faults.point("worker:decided")
    decision, drafts = worded(decision, desk, now)
    of_agent = any(isinstance(effect, AgentSpoke) for effect in decision.effects)
    caught = desk.store.caught(decision, drafts) if of_agent else ()
    return worded(decide(message, replace(facts, caught=caught), config, rules), desk, now) if caught else (decision, drafts)


def worded(decision: Decision, desk: Desk, now: datetime) -> tuple[Decision, tuple[Draft, ...]]:
    """The letters of a decision; when an admin's template fails, the built-in one, and a letter that tells him."""
    drafts = render.render(decision.letters, desk.templates, desk.loaded.config)
    told = with_broken_templates(decision, drafts, desk.loaded.config, now)
    return (decision, drafts) if told is decision else (told, render.render(told.letters, desk.templates, desk.loaded.config))
