"""What a mail tells: its kind, the details in it, and how the missing ones are asked for.
The configuration owns what is asked and in which order, the rules own how it is recognised and worded (BK-19 to BK-27)."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.config.rules import Rule, RuleSet
from mailbot.config.settings import Intake
from mailbot.desk import rulebook
from mailbot.desk.details import find_details
from mailbot.desk.effects import Step
from mailbot.desk.facts import Detail
from mailbot.desk.numbered_answers import answers_by_number
from mailbot.desk.own_words import own_lines

__all__ = ["DEFAULT_KIND", "answers_by_number", "asked_for", "blocks_clock", "find_details", "is_only_told", "kind_of", "missing", "question"]

DEFAULT_KIND = "technical"  # when nothing tells: its questions help with any trouble
NO_CHECKLIST = ("feedback", "access_request", "agreement_question")  # these concern no program that goes wrong
# Kinds that many vendors do not tell apart: who keeps one list means it for both.
SHARED_LIST = {"fault": "technical", "technical": "fault", "bug_report": "technical",
               "function_question": "handling", "handling": "function_question"}


def kind_of(subject: str, new_text: str, rules: RuleSet) -> tuple[str, tuple[Step, ...]]:
    """The kind of question, and the trail. When no rule hits: technical."""
    rule, trail = _kind_rule(subject, new_text, rules)
    if rule is None:
        return DEFAULT_KIND, (Step("kind", False, "no word of the mail tells the kind of question"),)
    return str(rule.then["kind"]), tuple(step for step in trail if step.hit)


def is_only_told(subject: str, new_text: str, rules: RuleSet) -> bool:
    """Views that wish for nothing: the rule that tells their kind says so."""
    rule, _ = _kind_rule(subject, new_text, rules)
    return rule is not None and rule.then.get("wishes") is False


def _kind_rule(subject: str, new_text: str, rules: RuleSet) -> tuple[Rule | None, tuple[Step, ...]]:
    text = "\n".join(own_lines(new_text))
    return rulebook.first(rules.intake_kinds, rulebook.question(subject=subject, text=text))


def asked_for(kind: str, settings: Intake) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is required, and what is wished for, of a mail of this kind; in the order in which it is asked."""
    required = () if kind in NO_CHECKLIST else settings.required
    return required, settings.wished(_list_of(kind, settings))


def _list_of(kind: str, settings: Intake) -> str:
    """The kind whose list counts: its own when the vendor wrote one, else that of its twin."""
    twin, written = SHARED_LIST.get(kind), settings.model_fields_set
    if twin is None or kind in written or (getattr(settings, kind) and twin not in written):
        return kind
    return twin


def missing(found: Sequence[Detail], asked: Sequence[str]) -> tuple[str, ...]:
    """Of what is asked, what nobody has told or waived."""
    known = {detail.name for detail in found if detail.state != "asked"}
    return tuple(name for name in asked if name not in known)


def blocks_clock(lacking: Sequence[str], kind: str, priority: str, settings: Intake) -> bool:
    """Does the promised time begin only when these details are here? Never at a level that is not held back."""
    if priority in settings.skip_for_priority:
        return False
    required, wished = asked_for(kind, settings)
    return (settings.blocks_clock and any(name in required for name in lacking)) or (
        settings.wished_blocks_clock and any(name in wished for name in lacking))


def question(name: str, language: str, rules: RuleSet) -> str:
    """How a detail is asked for, in the customer's language; else in English, else by its name."""
    for rule in rules.intake_details:
        if rule.then["detail"] == name and (ask := rule.then.get("ask")):
            return str(ask.get(language) or ask.get("en") or next(iter(ask.values())))
    return name.replace("_", " ")
