"""Topics: what a mail may be about that we do not treat, that costs extra, or that has opening hours of its own.
The rules know the words, the configuration says which topics matter; a topic marks the case, and an agent decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.config.rules import SHIPPED_RULES, Rule
from mailbot.config.settings import Config, Tier
from mailbot.desk import rulebook
from mailbot.desk.effects import Step
from mailbot.desk.hearing import Hearing
from mailbot.desk.marks import HOURS, TOPIC, marked
from mailbot.desk.own_words import own_lines

CHANNEL = "channel_"  # channel_phone, channel_fax, channel_post: the mail asks to be answered in that way
ACCOUNTING, AGREEMENT = "accounting_question", "agreement_question"


@dataclass(frozen=True, slots=True)
class Topics:
    """What was found in one mail."""

    flagged: tuple[str, ...]  # an agent should know
    hours: tuple[str, ...]  # with opening hours of their own at some level
    marks: tuple[str, ...]  # of rules: "flag"
    trail: tuple[Step, ...]  # the rules that hit

    @property
    def channel(self) -> str:
        """The way of answering that was asked for and that we do not offer; empty: none."""
        return next((name.removeprefix(CHANNEL) for name in self.flagged if name.startswith(CHANNEL)), "")

    @property
    def kept(self) -> tuple[str, ...]:
        """What is kept with the case."""
        return (*self.marks, *marked(TOPIC, self.flagged), *marked(HOURS, self.hours))


def topics_of(hearing: Hearing, kind: str, tier: Tier | None) -> Topics:
    """The topics of what was written now, as far as this vendor wants to know of them."""
    message, config = hearing.message, hearing.config
    hits, trail = rulebook.collect(hearing.rules.scope, rulebook.question(
        subject=message.subject, text="\n".join(own_lines(message.new_text)), language=message.language, kind=kind,
        tier=tier.name if tier else None, tier_kind=tier.kind if tier else None,
        attachments=tuple(dict.fromkeys(file.type.partition("/")[0] for file in message.attachments)),
    ))
    named = tuple(dict.fromkeys(str(rule.then["topic"]) for rule in hits if "topic" in rule.then))
    matter, own = matters_to(config), frozenset(str(rule.then.get("topic")) for rule in hits if is_own(rule))
    timed = frozenset(topic for level in config.priorities for topic in level.calendar_for)
    return Topics(
        flagged=tuple(name for name in named if name in matter or (name in own - timed and name not in config.scope.covered)),
        hours=tuple(name for name in named if name in timed),
        marks=tuple(dict.fromkeys(str(rule.then["flag"]) for rule in hits if "flag" in rule.then)),
        trail=tuple(step for step in trail if step.hit),
    )


def matters_to(config: Config) -> frozenset[str]:
    """The topics that this vendor lists as not his, as extra, as needing a yes, or as refused; what is covered is none of them."""
    scope, billing = config.scope, config.billing
    channels: Iterable[str] = (f"{CHANNEL}{name}" for name in scope.channels_refused)
    referred = {ACCOUNTING} if scope.refer_accounting.to or scope.refer_accounting.paid_to else set()
    if config.entitlement.no_agreement_contact:
        referred.add(AGREEMENT)
    return frozenset({*scope.not_supported, *scope.not_covered, *scope.addon, *billing.approval_topics, *billing.approval_always_for, *channels, *referred} - set(scope.covered))


def is_own(rule: Rule) -> bool:
    """A rule that the vendor wrote himself: he wants to hear of its topic."""
    return not rule.source.startswith(SHIPPED_RULES)
