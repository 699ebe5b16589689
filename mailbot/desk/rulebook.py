"""The rules engine: rules are tried in the order written, and every one of them leaves a word in the trail.
`first` decides, `collect` gathers. Texts are bounded and patterns timed: no mail can make a rule run away."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mailbot.config.rules import Rule
from mailbot.config.values import Span, Unit
from mailbot.desk.effects import Step
from mailbot.desk.wording import (
    TEXT_LIMIT,
    OutOfPatience,
    Patience,
    Words,
    has,
    has_any,
    search,
    sentence_with,
    spaced,
    words_of,
)

__all__ = ["CONDITIONS", "Question", "collect", "evidence", "first", "question"]

DAYS_OF_MONTH = 31  # "expired within 12 months" is generous, never mean
SHOWN = 3  # of a list in the trail
EVIDENCE_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Question:
    """What the rules may ask about. What is None is not known, and no condition on it is true."""

    subject: str = ""  # without Re: and case tags
    text: str = ""  # what the person wrote now
    language: str | None = None
    kind: str | None = None
    product: str | None = None
    tier: str | None = None
    tier_kind: str | None = None
    priority_is: str | None = None
    sender_is: str | None = None
    sender_verified: bool = False
    from_is: str | None = None  # the sender's address
    address_paid_for: str | None = None  # kind of the tier in question
    valid: bool = False
    suspended: bool = False
    begins_later: bool = False
    overdue: bool = False
    trained: bool = True
    is_contact: bool = True
    without_agreement: str | None = None
    agreed_to_pay: bool = False
    expired_days: int | None = None  # days since that right ended
    minutes_left: int | None = None
    id_and_code: str | None = None
    attachments: tuple[str, ...] = ()  # first halves of the content types: "image", "text", ...

    @property
    def whole(self) -> str:
        """Subject and text, bounded."""
        return _whole_of(self.subject, self.text)

    @property
    def words(self) -> Words:
        """All words, as phrases and patterns are looked for in them."""
        return words_of(self.whole)


def question(**known: Any) -> Question:
    """A question, from what is known."""
    return Question(**known)


def first(rules: Sequence[Rule], asked: Question) -> tuple[Rule | None, tuple[Step, ...]]:
    """The first rule whose conditions are all true, and the trail up to it."""
    trail: list[Step] = []
    patience = Patience()
    for rule in rules:
        miss = _miss(rule, asked, patience)
        trail.append(_step(rule, miss))
        if miss is None:
            return rule, tuple(trail)
    return None, tuple(trail)


def collect(rules: Sequence[Rule], asked: Question) -> tuple[tuple[Rule, ...], tuple[Step, ...]]:
    """All rules whose conditions are all true, and the trail."""
    patience = Patience()
    tried = [(rule, _miss(rule, asked, patience)) for rule in rules]
    return tuple(rule for rule, miss in tried if miss is None), tuple(_step(rule, miss) for rule, miss in tried)


def evidence(rule: Rule, asked: Question) -> str:
    """What in the mail made a rule hit: what its pattern caught in brackets, else the sentence; else the sentence with its word."""
    patience = Patience()
    for pattern in rule.when.get("matches_any", ()):
        try:
            caught = search(pattern, asked.whole, patience)
        except OutOfPatience:
            break
        if caught is not None:
            return caught.strip()[:EVIDENCE_LIMIT]
    phrases = (*rule.when.get("text_has_any", ()), *rule.when.get("text_has_all", ()), *rule.when.get("subject_has_any", ()))
    return sentence_with(phrases, asked.whole)[:EVIDENCE_LIMIT]


def _step(rule: Rule, miss: str | None) -> Step:
    return Step(rule.name, miss is None, rule.because if miss is None else miss)


def _miss(rule: Rule, asked: Question, patience: Patience) -> str | None:
    """The condition that failed, with what was seen; None when all are true."""
    for name, value in rule.when.items():
        seen = _matches_any(value, asked, patience) if name == "matches_any" else CONDITIONS[name](value, asked)
        if seen is not None:
            return f"{name} {_shown(value)}: {seen}"
    return None


# ---- conditions: each returns None when true, else what was seen ------------------------------------------------
Condition = Callable[[Any, Question], str | None]


def _one_of(attribute: str) -> Condition:
    def condition(value: Any, asked: Question) -> str | None:
        seen = getattr(asked, attribute)
        return None if seen is not None and seen in _many(value) else f"it is {seen if seen is not None else 'not known'}"

    return condition


def _text_has_any(value: Any, asked: Question) -> str | None:
    return None if has_any(asked.words, tuple(_many(value))) else "none of them stands in the mail"


def _text_has_all(value: Any, asked: Question) -> str | None:
    lacking = [phrase for phrase in _many(value) if not has(asked.words, phrase)]
    return f"{lacking[0]!r} does not stand in the mail" if lacking else None


def _not_text_has_any(value: Any, asked: Question) -> str | None:
    there = [phrase for phrase in _many(value) if has(asked.words, phrase)] if has_any(asked.words, tuple(_many(value))) else []
    return f"{there[0]!r} stands in the mail" if there else None


def _subject_is(value: Any, asked: Question) -> str | None:
    return None if spaced(asked.subject) in {spaced(text) for text in _many(value)} else "the subject is another"


def _subject_has_any(value: Any, asked: Question) -> str | None:
    subject = words_of(asked.subject)
    return None if any(has(subject, phrase) for phrase in _many(value)) else "none of them stands in the subject"


def _matches_any(value: Any, asked: Question, patience: Patience) -> str | None:
    tired = ""
    for pattern in _many(value):
        try:
            if search(pattern, asked.whole, patience) is not None:
                return None
        except OutOfPatience as too_slow:
            tired = str(too_slow)
    return tired or "no line of the mail matches"


def _from_is(value: Any, asked: Question) -> str | None:
    seen = (asked.from_is or "").casefold()
    return None if seen and any(fnmatch.fnmatchcase(seen, each.casefold()) for each in _many(value)) else f"it is {seen or 'not known'}"


def _has_attachment(value: Any, asked: Question) -> str | None:
    wanted = set(_many(value))
    there = bool(asked.attachments) if "any" in wanted else bool(wanted & set(asked.attachments))
    return None if there else "no such file is attached"


def _yes(attribute: str) -> Condition:
    def condition(value: Any, asked: Question) -> str | None:
        seen = getattr(asked, attribute)
        return None if seen is value else f"it is {'true' if seen else 'false'}"

    return condition


def _expired_within(value: Span, asked: Question) -> str | None:
    days = value.amount * DAYS_OF_MONTH if value.unit is Unit.MONTHS else value.amount
    if asked.expired_days is None:
        return "the right has not ended"
    return None if asked.expired_days <= days else f"it ended {asked.expired_days} days ago"


def _minutes_left(value: int, asked: Question) -> str | None:
    return None if asked.minutes_left == value else f"{_counted(asked)} left"


def _minutes_left_at_least(value: int, asked: Question) -> str | None:
    return None if asked.minutes_left is not None and asked.minutes_left >= value else f"{_counted(asked)} left"


def _counted(asked: Question) -> str:
    return "no prepaid minutes" if asked.minutes_left is None else str(asked.minutes_left)


CONDITIONS: Mapping[str, Condition] = {
    "text_has_any": _text_has_any, "text_has_all": _text_has_all, "not_text_has_any": _not_text_has_any,
    "subject_is": _subject_is, "subject_has_any": _subject_has_any, "from_is": _from_is,
    "matches_any": lambda value, asked: _matches_any(value, asked, Patience()),
    "has_attachment": _has_attachment, "language": _one_of("language"), "kind": _one_of("kind"), "product": _one_of("product"),
    "tier": _one_of("tier"), "tier_kind": _one_of("tier_kind"), "priority_is": _one_of("priority_is"),
    "sender_is": _one_of("sender_is"), "sender_verified": _yes("sender_verified"), "address_paid_for": _one_of("address_paid_for"),
    "is_contact": _yes("is_contact"), "without_agreement": _one_of("without_agreement"), "agreed_to_pay": _yes("agreed_to_pay"),
    "valid": _yes("valid"), "suspended": _yes("suspended"), "begins_later": _yes("begins_later"), "overdue": _yes("overdue"), "trained": _yes("trained"),
    "expired_within": _expired_within, "minutes_left": _minutes_left,
    "minutes_left_at_least": _minutes_left_at_least, "id_and_code": _one_of("id_and_code"),
}


@lru_cache(maxsize=4)
def _whole_of(subject: str, text: str) -> str:
    """Of the mail at hand: every pattern is given the very same text, whose lines are then cut only once."""
    return f"{subject}\n{text}"[:TEXT_LIMIT]


def _many(value: Any) -> Iterable[Any]:
    return value if isinstance(value, (tuple, list)) else (value,)


def _shown(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(str, value[:SHOWN]))}{', …' if len(value) > SHOWN else ''}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
