"""What a mail tells: its kind, the details in it, and how the missing ones are asked for.
The configuration owns what is asked and in which order, the rules own how it is recognised and worded (BK-19 to BK-27)."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from mailbot.config.rules import Rule, RuleSet
from mailbot.config.settings import Intake
from mailbot.desk import details as reading
from mailbot.desk import rulebook
from mailbot.desk.effects import Step
from mailbot.desk.facts import Detail
from mailbot.mail.message import Attachment

DEFAULT_KIND = "technical"  # when nothing tells: its questions help with any trouble
VALUE_LIMIT = 2_000
SHORT_ANSWER = 3  # words: "ja", "nein, noch nicht"
_PICTURED = ("exact_error_text", "error_copy_or_photo")
_ANSWER = regex.compile(r"^\s{0,8}(?P<n>\d{1,2})[.):\s]\s{0,4}(?P<said>\S[^\n]{0,1000})$", regex.MULTILINE)


def kind_of(subject: str, new_text: str, rules: RuleSet) -> tuple[str, tuple[Step, ...]]:
    """The kind of question, and the trail. When no rule hits: technical."""
    rule, trail = rulebook.first(rules.intake_kinds, rulebook.question(subject=subject, text=new_text))
    if rule is None:
        return DEFAULT_KIND, (Step("kind", False, "no word of the mail tells the kind of question"),)
    return str(rule.then["kind"]), tuple(step for step in trail if step.hit)


def find_details(
    subject: str, new_text: str, attachments: Sequence[Attachment], rules: RuleSet, settings: Intake
) -> tuple[Detail, ...]:
    """Every detail that the mail holds, with what it says. Headers such as X-Mailer are never an answer (BK-23)."""
    media = tuple(dict.fromkeys(file.type.partition("/")[0] for file in attachments))
    asked = rulebook.question(subject=subject, text=new_text, attachments=media)
    found: dict[str, str] = {}
    for rule in rulebook.collect(rules.intake_details, asked)[0]:
        name = str(rule.then["detail"])
        found.setdefault(name, _value(rule, asked))
    found |= _read(found, new_text)
    if "image" in media and settings.photo_counts_as_error_text:
        picture = next(file.name for file in attachments if file.type.startswith("image/"))
        for name in _PICTURED:
            found.setdefault(name, picture)
    return tuple(Detail(name, value[:VALUE_LIMIT], "found") for name, value in found.items() if value)


def _read(found: dict[str, str], new_text: str) -> dict[str, str]:
    """Where code reads better than patterns: its word counts."""
    said = reading.error_text(new_text)
    done = reading.steps(new_text)
    read = {"exact_error_text": said or "", "steps": "\n".join(done) if done else ""}
    if said:
        read["error_copy_or_photo"] = said
    if "operating_system" in found:
        read["operating_system"] = reading.operating_system(found["operating_system"])
    return read


def _value(rule: Rule, asked: rulebook.Question) -> str:
    """What the mail says of this detail: what the pattern caught, else the line with the word."""
    for pattern in rule.when.get("matches_any", ()):
        try:
            caught = rulebook.search(pattern, asked.whole)
        except TimeoutError:
            continue
        if caught:
            return caught.strip()
    phrases = rule.when.get("text_has_any", ())
    for line in asked.whole.splitlines():
        if any(phrase.casefold() in line.casefold() for phrase in phrases):
            return line.strip()
    return "✓"


def asked_for(kind: str, settings: Intake) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is required, and what is wished for, of a mail of this kind; in the order in which it is asked."""
    return settings.required, settings.wished(kind)


def missing(found: Sequence[Detail], asked: Sequence[str]) -> tuple[str, ...]:
    """Of what is asked, what nobody has told or waived."""
    known = {detail.name for detail in found if detail.state != "asked"}
    return tuple(name for name in asked if name not in known)


def question(name: str, language: str, rules: RuleSet) -> str:
    """How a detail is asked for, in the customer's language; else in English, else by its name."""
    for rule in rules.intake_details:
        if rule.then["detail"] == name and (ask := rule.then.get("ask")):
            return str(ask.get(language) or ask.get("en") or next(iter(ask.values())))
    return name.replace("_", " ")


def answers_by_number(text: str, asked: Sequence[str], rules: RuleSet, settings: Intake) -> tuple[Detail, ...]:
    """Answers that a person numbered as we asked: "1 Windows 10", "2) ja". None when the numbers do not fit, and none when
    it is more likely a list of steps: at least one answer must be known for what it answers, or all must be short."""
    answers = [(int(m["n"]), m["said"].strip()) for m in _ANSWER.finditer(text[:20_000], timeout=1)]
    numbers = [number for number, _ in answers]
    if not answers or numbers != sorted(set(numbers)) or numbers[0] != 1 or numbers[-1] > len(asked):
        return ()
    told = tuple(Detail(asked[number - 1], said[:VALUE_LIMIT], "found") for number, said in answers)
    known = any(detail.name in {d.name for d in find_details("", detail.value, (), rules, settings)} for detail in told)
    short = all(len(detail.value.split()) <= SHORT_ANSWER for detail in told)
    return told if known or short else ()
