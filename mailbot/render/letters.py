"""Letters become drafts: values are checked and widened, a template writes, the mark and the tag are put on.
A vendor's template that fails gives way to the shipped one, and the draft says why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateSyntaxError

from mailbot.config.settings import Config
from mailbot.desk import filing
from mailbot.desk.effects import CASE_NUMBER, Draft, Letter
from mailbot.mail.charsets import clean_line
from mailbot.mail.compose import SUBJECT_LENGTH
from mailbot.mail.wrap import COLUMNS
from mailbot.render.common import tier_values
from mailbot.render.desk_words import level_label
from mailbot.render.html import WORDS, html_of
from mailbot.render.load import Templates, Tongue
from mailbot.render.markdown import fragment
from mailbot.render.sandbox import Sandbox, plain
from mailbot.render.variables import VARIABLES, Audience, LetterKind, Var
from mailbot.render.words import Words

_GAPS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


class NotWritten(Exception):
    """A letter that nobody could write: no such template, values that do not fit it, or a shipped template that fails."""


def render(letters: tuple[Letter, ...], templates: Templates, config: Config) -> tuple[Draft, ...]:
    """The letters in words, in their order. Lines are not folded yet; placeholders stand where booking fills in.

    Raises NotWritten, which is always a mistake of ours: no mail and no template of a vendor can bring it about."""
    return tuple([draft(letter, templates, config) for letter in letters])


def draft(letter: Letter, templates: Templates, config: Config) -> Draft:
    """One letter in words."""
    kind = VARIABLES.get(letter.template)
    if kind is None:
        raise NotWritten(f"there is no letter {letter.template!r}; the letters are: {', '.join(VARIABLES)}")
    given = checked(kind, letter.values)
    because: list[str] = []
    for tongue, sandbox in _places(kind.name, templates, letter.language):
        context = {**tongue.common, **widened(kind, given, config, tongue), "footer": _footer(kind, given, config, tongue)}
        try:
            written = sandbox.write(kind.name, context)
        except Exception as error:  # whatever a template does wrong, the next one writes the letter
            because.append(f"{error_place(error, kind.name)}: {_said(error)}")
            continue
        framed = _around_the_words(kind, context, sandbox, because)
        return _finished(letter, kind, given, written, framed, context["footer"], tongue, config, because)
    raise NotWritten(f"letter {kind.name!r} in {letter.language!r}: {'; '.join(because) or 'no template has this name'}")


def _places(name: str, templates: Templates, language: str) -> list[tuple[Tongue, Sandbox]]:
    """Where a letter may be written, best first."""
    places: list[tuple[Tongue, Sandbox]] = []
    for tongue in templates.order(language):
        if tongue.own and (name in tongue.own or name in tongue.built_in):
            places.append((tongue, tongue.overlaid))
        if name in tongue.built_in:
            places.append((tongue, tongue.plain))
    return places


def _around_the_words(kind: LetterKind, context: Mapping[str, Any], sandbox: Sandbox, because: list[str]) -> str:
    """The letter with a mark in place of a person's words, which have HTML of their own; empty where there are no such words,
    or where the template does not put them as they are on lines of their own."""
    name = kind.words
    if not name or not context[name]:
        return ""
    try:
        written = sandbox.write(kind.name, {**context, name: WORDS})
    except Exception as error:
        because.append(f"{error_place(error, kind.name)}: {_said(error)}")
        return ""
    return written if written.split("\n").count(WORDS) == written.count(WORDS) == 1 else ""


def _finished(letter: Letter, kind: LetterKind, given: Mapping[str, Any], written: str, framed: str, footer: str, tongue: Tongue,
              config: Config, because: list[str]) -> Draft:  # fmt: skip
    first, text = _put_together(written, tongue.mark if kind.answerable else "")
    html = None
    if kind.audience != "admin":
        mark = tongue.mark if kind.answerable else ""
        words = (letter.html or fragment(given[kind.words])) if framed else ""
        shown = _put_together(framed, mark)[1] if framed else text
        html = html_of(shown, tongue.language, (mark, footer), _subjects(given, tongue), (_number(given), str(given.get("continues") or "")), words)
    fell_back = f"{'; '.join(because)}. The built-in text was sent instead." if because else None
    return Draft(letter, _subject(letter.subject or first, given, config), text, html, fell_back)


def _put_together(written: str, mark: str) -> tuple[str, str]:
    """The first line, which is the subject, and the letter below it, with our mark on top."""
    first, _, body = written.lstrip("\ufeff\n ").partition("\n")
    text = _GAPS.sub("\n\n", _TRAILING.sub("", body)).strip("\n")
    return first, f"{mark}\n\n{text}\n" if mark else f"{text}\n"


def _subject(line: str, given: Mapping[str, Any], config: Config) -> str:
    """The case's tag, then the line."""
    line = " ".join(line.split())[: 2 * SUBJECT_LENGTH]
    number = _number(given)
    tag = config.cases.subject_tag.replace("{case}", number) if number else ""
    return line if not tag or tag in line else f"{tag} {line}"


def _number(given: Mapping[str, Any]) -> str:
    case = given.get("case")
    return str(case["number"]) if case else ""


def _footer(kind: LetterKind, given: Mapping[str, Any], config: Config, tongue: Tongue) -> str:
    """The last line: which case, and who we are; where a customer may answer, how he learns how it stands;
    to an agent about a case, what his mail program can sort by. Two lines when one is too short."""
    number, words = _number(given), tongue.speech.words
    if kind.audience == "agent" and number:
        return filing.line(kind.name, given)
    case = f"{words.get('', 'case')} {number}" if number else ""
    if case and kind.answerable and kind.audience == "customer":
        case = f"{case} – {words.get('', 'ask_status')}"
    vendor = " · ".join([part for part in (config.vendor.name, config.vendor.website) if part])
    line = " · ".join([part for part in (case, vendor) if part])
    allotted = config.cases.number_format.format(year=2026, number=1)  # as long as what booking puts in
    return line if len(line.replace(CASE_NUMBER, allotted)) <= COLUMNS else f"{case}\n{vendor}"


def _subjects(given: Mapping[str, Any], tongue: Tongue) -> dict[str, str]:
    """Addresses that mean a subject: what a mail to them is about when it is written by clicking."""
    status = str(given.get("status_address") or "")
    return {status: tongue.speech.words.get("customer_command", "status")} if status and not status.startswith("http") else {}


# ---- values --------------------------------------------------------------------------------------
def checked(kind: LetterKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The letter's values as plain data, with defaults. Raises NotWritten when one is missing, unknown or no plain data."""
    names = {var.name for var in kind.variables}
    if unknown := sorted(set(values) - names):
        raise NotWritten(f"letter {kind.name!r} has no variable {', '.join(unknown)}; it has: {', '.join(sorted(names)) or 'none'}")
    if lacking := [var.name for var in kind.variables if var.needed and var.name not in values]:
        raise NotWritten(f"letter {kind.name!r} needs {', '.join(lacking)}")
    try:
        return {var.name: plain(values.get(var.name, var.default)) for var in kind.variables}
    except TypeError as error:
        raise NotWritten(f"letter {kind.name!r}: {error}") from error


def widened(kind: LetterKind, given: Mapping[str, Any], config: Config, tongue: Tongue) -> dict[str, Any]:
    """The values as templates see them: names of tiers and levels with what they stand for."""
    return {var.name: _widen(var, given[var.name], config, tongue, kind.audience) for var in kind.variables}


def _widen(var: Var, value: Any, config: Config, tongue: Tongue, audience: Audience) -> Any:
    if value is None:
        return None
    if var.kind == "case":
        return _case(value, config, tongue, audience)
    if var.kind == "cases":
        return tuple(_case(one, config, tongue, audience) for one in value)
    if var.kind == "level":
        return _level(value, config, tongue)
    if var.kind == "tier":
        return _tier(value, config, tongue)
    if var.kind in ("rights", "offers"):
        return tuple({**right, "tier": _tier(right["tier"], config, tongue)} for right in value)
    return value


def _tier(name: str, config: Config, tongue: Tongue) -> dict[str, Any] | None:
    tier = config.tier(name)
    return tier_values(tier, config, tongue.speech) if tier else None


def _level(name: str, config: Config, tongue: Tongue) -> str:
    level = config.priority(name)
    return level_label(level, tongue.language) if level else name


def _case(case: Mapping[str, Any], config: Config, tongue: Tongue, audience: Audience) -> dict[str, Any]:
    """A case in words; a customer reads of its state as it concerns him."""
    words = tongue.speech.words
    state, kind, level = (str(case.get(key) or "") for key in ("state", "kind", "priority"))
    return {
        "product": "", "received_at": None, "answer_by": None, "start_by": None, "closed_at": None, **case, "state": state, "kind": kind, "priority": level,
        "subject": clean_line(case["subject"], SUBJECT_LENGTH) or words.get("", "no_subject"),
        "state_label": _state(state, words, audience),
        "kind_label": words.get("kind", kind) if kind else "",
        "priority_label": _level(level, config, tongue),
    }


def _state(state: str, words: Words, audience: Audience) -> str:
    if not state:
        return ""
    plain = words.get("state", state)
    return words.get("state_for_customer", state, plain) if audience == "customer" else plain


# ---- what went wrong -----------------------------------------------------------------------------
def error_place(error: BaseException, name: str) -> str:
    """File and line of a template that failed."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or name}, line {error.lineno}"
    place, trace = name, error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".txt.j2"):
            place = f"{file}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
