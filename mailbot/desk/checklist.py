"""The checklist: what a mail tells, what it lacks, and whether the clock waits for it (BK-19).
Asked for all at once, never twice what is already known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mailbot.config.settings import Config, Priority
from mailbot.desk import intake
from mailbot.desk.detail_readers import is_picture
from mailbot.desk.effects import Step
from mailbot.desk.error_texts import reads_like_a_message
from mailbot.desk.facts import Case, Detail
from mailbot.desk.hearing import Hearing
from mailbot.desk.urgency import skips_checklist

HOW_TO = ("handling", "function_question")
ERRORS = ("exact_error_text", "error_copy_or_photo")
ALWAYS_TOLD = ("operating_system", "program_version", "steps", "exact_error_text")  # agents read these even unasked


@dataclass(frozen=True, slots=True)
class Checklist:
    """What the mail tells and what it lacks."""

    kind: str
    details: tuple[Detail, ...]
    required: tuple[str, ...]  # missing, and the clock may wait for them
    wished: tuple[str, ...]  # missing, asked for
    remembered: tuple[Detail, ...] = ()  # of the details, those that an earlier case told

    @property
    def missing(self) -> tuple[str, ...]:
        return self.required + self.wished


def checklist_of(hearing: Hearing, kind: str, known: tuple[Detail, ...] = (), recalled: tuple[Detail, ...] = ()) -> Checklist:
    """What the mail, with what was known before, tells of what is asked for this kind; what it does not tell may be `recalled`."""
    settings, message = hearing.config.intake, hearing.message
    found = intake.find_details(message.subject, message.new_text, message.attachments, hearing.rules, settings, kind)
    merged = {detail.name: detail for detail in known if detail.state != "asked"}
    merged |= {detail.name: detail for detail in found if detail.name not in merged}
    if kind in HOW_TO and _shows_a_fault(merged):
        kind = intake.DEFAULT_KIND  # a question on how it is done that repeats an error message is about the error
    required, wished = intake.asked_for(kind, settings)
    remembered = tuple(detail for detail in recalled if detail.name not in merged and detail.name in (*required, *wished))
    merged |= {detail.name: detail for detail in remembered}
    merged = {name: detail for name, detail in merged.items() if name in (*ALWAYS_TOLD, *required, *wished)}
    lacking = intake.missing(tuple(merged.values()), required + wished)
    asked = tuple(Detail(name, "", "asked") for name in lacking)
    return Checklist(kind, (*merged.values(), *asked), tuple(n for n in lacking if n in required),
                     tuple(n for n in lacking if n not in required), remembered)


def _shows_a_fault(details: Mapping[str, Detail]) -> bool:
    """Is there an error text that was written? A picture may show anything, and often shows what is asked about."""
    told = [details[name].value for name in ERRORS if name in details and details[name].state == "found"]
    return any(reads_like_a_message(value) and not is_picture(value) for value in told)


def clock_waits(hearing: Hearing, checklist: Checklist, priority: Priority, marks: tuple[str, ...] = ()) -> bool:
    """Does the promised time begin only when the details are here? Not of a case whose marks say that work stands still."""
    return waits_for(checklist, priority, marks, hearing.config)


def waits_for(checklist: Checklist, priority: Priority, marks: tuple[str, ...], config: Config) -> bool:
    """The same, without a mail in hand."""
    return not skips_checklist(marks, config) and intake.blocks_clock(checklist.missing, checklist.kind, priority.name, config.intake)


def known_so_far(case: Case, config: Config) -> Checklist:
    """The checklist of a case as its mails have told it until now."""
    known = tuple(detail for detail in case.details if detail.state != "asked")
    required, wished = intake.asked_for(case.kind, config.intake)
    lacking = intake.missing(known, required + wished)
    asked = tuple(Detail(name, "", "asked") for name in lacking)
    return Checklist(case.kind, (*known, *asked), tuple(n for n in lacking if n in required), tuple(n for n in lacking if n not in required))


def questions(hearing: Hearing, names: tuple[str, ...], language: str) -> list[str]:
    """The checklist in words, what is required first."""
    return [intake.question(name, language, hearing.rules) for name in names]


def step_of(checklist: Checklist) -> Step:
    """The checklist in the trail."""
    return Step("checklist", not checklist.missing, f"missing: {', '.join(checklist.missing) or 'nothing'}")
