"""Details of a mail: what the program's own readers find, and what the vendor's rules recognise besides.
Never twice, never invented; a picture may stand for an error text where the vendor says so."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.config.rules import Rule, RuleSet
from mailbot.config.settings import Intake
from mailbot.desk import rulebook
from mailbot.desk.detail_readers import READERS, SHIPPED, picture
from mailbot.desk.error_texts import no_message_shown
from mailbot.desk.facts import Detail
from mailbot.desk.own_words import own_lines
from mailbot.mail.message import Attachment

VALUE_LIMIT = 2_000
ALWAYS = ("operating_system", "program_version", "steps", "exact_error_text")  # worth knowing, asked for or not
WISHES = ("configuration_wish", "feedback")  # of other kinds, length is no merit
_ERROR = ("exact_error_text", "error_copy_or_photo")


def find_details(
    subject: str, new_text: str, attachments: Sequence[Attachment], rules: RuleSet, settings: Intake, kind: str | None = None
) -> tuple[Detail, ...]:
    """Every detail that the mail holds, with what it says; of those that this vendor never asks for, only what helps with any
    trouble. Headers such as X-Mailer are never an answer (BK-23). `kind`: a wish is read as one only in a mail that wishes.
    Who says that there is no message at all is not asked for its text: that detail is waived."""
    lines = own_lines(f"{subject}\n{new_text}")
    names = _of_interest(rules, settings, kind)
    found = {name: value for name, reader in READERS.items() if name in names and (value := reader(lines))}
    by_rule = _by_rules("\n".join(lines[1:]), lines[0] if lines else "", attachments, [r for r in rules.intake_details if r.then["detail"] in names])
    found |= {name: value for name, value in by_rule.items() if name not in found}
    errors = [name for name in _ERROR if name in names]
    if shown := picture(attachments):  # a photo is what error_copy_or_photo asks for, whatever counts as the text
        found = dict.fromkeys((n for n in errors if n == "error_copy_or_photo" or settings.photo_counts_as_error_text), shown) | found
    told = [Detail(name, value[:VALUE_LIMIT], "found") for name, value in found.items()]
    if not any(name in found for name in errors) and (none := no_message_shown(lines)):
        told += [Detail(name, none, "waived") for name in errors]
    return tuple(told)


def _of_interest(rules: RuleSet, settings: Intake, kind: str | None) -> frozenset[str]:
    """What the vendor asks for, what he has rules of his own for, and what is always worth knowing."""
    own = {str(rule.then["detail"]) for rule in rules.intake_details} - SHIPPED
    return frozenset({*ALWAYS, *own, *settings.every} - (set() if kind in WISHES else {"wish_in_detail"}))


def _by_rules(text: str, subject: str, attachments: Sequence[Attachment], rules: Sequence[Rule]) -> dict[str, str]:
    """What rules recognise: the vendor's words besides those the program knows. A rule without "when" only asks."""
    media = tuple(dict.fromkeys(file.type.partition("/")[0] for file in attachments))
    asked = rulebook.question(subject=subject, text=text, attachments=media)
    hits, _ = rulebook.collect([rule for rule in rules if rule.when], asked)
    found: dict[str, str] = {}
    for rule in hits:
        found.setdefault(str(rule.then["detail"]), _value(rule, asked, attachments))
    return found


def _value(rule: Rule, asked: rulebook.Question, attachments: Sequence[Attachment]) -> str:
    """What the mail says of this detail: what the rule caught, else the files' names, else that it is there."""
    files = ", ".join(file.name for file in attachments if file.name) if "has_attachment" in rule.when else ""
    return rulebook.evidence(rule, asked) or files or "✓"
