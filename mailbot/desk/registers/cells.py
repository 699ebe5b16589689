"""What stands in one cell of the table of customers: addresses, domains, persons, trainings, days, codes.
Read strictly: an error says what was seen and what was expected; what stands in a column of codes is never shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from mailbot.config.settings import Entitlement
from mailbot.desk import credentials
from mailbot.desk.commands.arguments import plain_address
from mailbot.desk.commands.times import read_day
from mailbot.desk.registers.table import CodeCell, Person, TrainingCell
from mailbot.mail import address

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_BETWEEN = re.compile(r"[\s,;|]+")
_BARS = re.compile(r"\s*[|\n]\s*")


class CellError(Exception):
    """What stands in a cell cannot be read."""


def one_address(text: str) -> str:
    """Exactly one plain address."""
    found = plain_address(text) if text else None
    if found is None:
        raise CellError(f"{text!r} is not one plain address; expected: name@kund.example")
    return found


def addresses(text: str) -> tuple[str, ...]:
    """Addresses, with blanks, commas, semicolons or bars between them."""
    return tuple(one_address(each) for each in _BETWEEN.split(text) if each)


def domains(text: str) -> tuple[str, ...] | None:
    """Domains, each once, with or without @."""
    found = []
    for each in filter(None, _BETWEEN.split(text)):
        domain = address.domain(each.removeprefix("@"))
        if domain is None:
            raise CellError(f"{each!r} is not a domain; expected: kund.example")
        found.append(domain)
    return tuple(dict.fromkeys(found))


def people(text: str) -> tuple[Person, ...] | None:
    """Contacts, each an address with or without a name, with bars between them."""
    found = []
    for each in filter(None, _BARS.split(text)):
        name, _, plain = each.rpartition("<")
        try:
            found.append(Person(one_address(plain.removesuffix(">").strip()), clean(name), contact=True))
        except CellError:
            raise CellError(f"{each!r} is not one contact; expected: bo@kund.example, or Bo Ek <bo@kund.example>") from None
    return tuple(found)


def trainings(text: str) -> tuple[TrainingCell, ...] | None:
    """Who has passed which training, and perhaps its first and last day, with bars between them."""
    found = []
    for each in filter(None, _BARS.split(text)):
        who, *words = each.split()
        first, slash, last = words[-1].partition("/") if words else ("", "", "")
        dated = len(words) > 1 and (bool(slash) or read_day(first) is not None)
        module = " ".join(words[:-1] if dated else words)
        if not module:
            raise CellError(f"{each!r}: the module is missing; expected: bo@kund.example Module 2026-01-15/2027-01-14, or * for all modules")
        begins, ends = (day(first), day(last)) if dated else (None, None)
        if begins and ends and ends < begins:
            raise CellError(f"{each!r}: {ends} is before {begins}")
        found.append(TrainingCell(one_address(who), module, begins, ends))
    return tuple(found)


def day(text: str) -> date | None:
    """A day; None for an empty cell."""
    if not text:
        return None
    found = read_day(text)
    if found is None:
        raise CellError(f"{text!r} is not a day that reads only one way; expected: 2026-12-31")
    return found


def code(number: str, code: str, settings: Entitlement, hashes: Callable[[str], tuple[str, ...]]) -> CodeCell | None:
    """An ID number and its code. Neither is shown, as the two are easily taken for each other. The code is hashed here, and goes no further."""
    if not number and not code:
        return None
    if not number:
        raise CellError("column id_number: empty, but a code stands beside it")
    normal = credentials.normal_id(number)
    if not credentials.check_digit_ok(normal) and not credentials.is_of_earlier(number, settings.id_pattern):
        raise CellError("column id_number: what stands there (not shown) has neither our own form 204817-1 nor that of [entitlement] id_pattern")
    if code and not credentials.has_form(code, settings):
        raise CellError("column unlock_code: what stands there (not shown) has neither our own form K7QF-29MX nor that of [entitlement] code_pattern")
    return CodeCell(normal, hashes(code) if code else ())


def clean(name: str) -> str:
    """A name without what the table is written in."""
    return " ".join(re.sub(r'[|<>"\\;,()\n@]', " ", name).split())


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The cell as it was before it was guarded."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
