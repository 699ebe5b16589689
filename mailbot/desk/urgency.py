"""How urgent a new matter is: the level that the rules propose, and the one that the customer asks for.
Neither decides: the vendor does (VI-08). A wish for a level is told to the agents and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from mailbot.config.settings import Config, Priority, Tier
from mailbot.desk import rulebook
from mailbot.desk.effects import Step
from mailbot.desk.hearing import Hearing
from mailbot.desk.marks import STANDSTILL, WISHES, marked
from mailbot.desk.own_words import own_lines
from mailbot.desk.wording import spaced

_I = regex.IGNORECASE
_WORD = r"(?:priorit(?:et|ät|eit|y)|prioritets?nivå|prio(?:klass)?|dringlichkeit|urgentie)"
# "prioritet: hög", "Prio 1", "PRIORITY high!"; a value is a level's name or label, of at most four words
_NAMED = regex.compile(rf"\b{_WORD}\b[ \t]{{0,3}}(?::|=|-|–|är|ist|is)?[ \t]{{0,3}}(?P<said>[^\W_][^\n]{{0,60}})", _I)
_TURNED = regex.compile(rf"(?P<said>[^\W_][^\n:;.,!?]{{0,40}}?)[ \t]{{1,3}}{_WORD}\b", _I)  # "hög prioritet"
_ENDS = regex.compile(r"[,;.!?()\[\]–]|[ \t]-[ \t]|[ \t]{3,}")
_LEAD = 12  # characters that may stand before it in a line: "Ärende: ", "- ", "** "


@dataclass(frozen=True, slots=True)
class Urgency:
    """The level of a new case, its marks, and why."""

    level: Priority
    marks: tuple[str, ...]
    trail: tuple[Step, ...]


def urgency_of(hearing: Hearing, kind: str, tier: Tier | None) -> Urgency:
    """What the rules propose, else the default level; with what the customer wishes for."""
    message, config = hearing.message, hearing.config
    rule, trail = rulebook.first(hearing.rules.priority, rulebook.question(
        subject=message.subject, text=message.new_text, language=hearing.language, kind=kind,
        tier=tier.name if tier else None, tier_kind=tier.kind if tier else None,
    ))
    proposed = config.priority(str(rule.then.get("priority"))) if rule else None
    flags = (str(rule.then["flag"]),) if rule and "flag" in rule.then else ()
    level = proposed or config.default_priority
    wished = wished_level(message.subject, message.new_text, config) if config.priority_rules.customer_may_suggest else None
    wishes = () if wished is None else (Step("level wished for", True, f"the customer asks for {wished}; an agent decides"),)
    return Urgency(level, (*flags, *marked(WISHES, () if wished is None else (wished,))), (*trail, *wishes))


def skips_checklist(marks: tuple[str, ...], config: Config) -> bool:
    """A standstill is not held back, where the vendor holds back no case of his top level."""
    return STANDSTILL in marks and bool(config.intake.skip_for_priority)


def wished_level(subject: str, new_text: str, config: Config) -> str | None:
    """The name of the level that a line of the mail, or its subject, asks for."""
    levels = _levels(config)
    lines = own_lines(new_text)
    for value in (*_said(subject, whole=False), *(value for line in lines for value in _said(line, whole=True))):
        words = value.split()
        for length in range(min(len(words), 4), 0, -1):
            if (name := levels.get(" ".join(words[:length]))) is not None and (length == len(words) or not words[length].isdigit()):
                return name
    return None


def _said(line: str, *, whole: bool) -> Iterator[str]:
    """What stands behind, or before, the word for priority; in the text only where the line is about nothing else."""
    if (named := _NAMED.search(line)) is not None and not (whole and named.start() > _LEAD):
        yield spaced(_ENDS.split(named["said"])[0]).strip()
    if (turned := _TURNED.fullmatch(line.strip(" \t*!.:-"))) is not None:
        yield spaced(turned["said"]).strip()


def _levels(config: Config) -> Mapping[str, str]:
    """Every way to call a level: its name, its label in any language, and each half of "Stillestånd/Kritisk"."""
    found: dict[str, str] = {}
    for level in config.priorities:
        for label in (level.name, *level.label.values()):
            for part in (label, *label.split("/")):
                said = spaced(part).strip()
                found.setdefault(said, level.name)
                found.setdefault(spaced(regex.sub(rf"^{_WORD}\b", "", part, flags=_I)).strip(), level.name)
    found.pop("", None)
    return found
