"""Mistakes in sections and keys, said in the administrator's words.
For an unknown key: the nearest valid one, or the section it belongs to. A value that may be a password is never shown."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from mailbot.config.declare import Table
from mailbot.config.errors import Problem, did_you_mean, nearest, one_of, seen
from mailbot.config.lines import Key, line_of, spoken
from mailbot.config.settings import Config

SECRET_KEY = re.compile(r"(^|_)(pass(word|wd|phrase)?|pwd|secret|token|api_?key|credentials?|private_key|losenord|kennwort|wachtwoord)($|_)")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")
_ALIKE = 0.85


def fields(table: type[Table]) -> dict[str, Any]:
    """The keys of a section as they are written, with what is declared for them."""
    return {field.alias or name: field for name, field in table.model_fields.items()}


def table_at(key: Key) -> type[Table] | None:
    """The declaration of the section at a key path, whatever its names are; None where no section is declared."""
    at: Any = Config
    for part in key:
        if isinstance(at, type) and issubclass(at, Table):
            field = fields(at).get(str(part))
            at = field.annotation if field is not None else None
        elif get_origin(at) is dict:
            at = get_args(at)[1]
        elif get_origin(at) is tuple:
            at = get_args(at)[0]
        else:
            return None
    return at if isinstance(at, type) and issubclass(at, Table) else None


def sections() -> Iterator[tuple[str, type[Table]]]:
    """Every section of the file as its header is written, with its declaration; sections within sections follow."""
    for name, field in fields(Config).items():
        yield from _sections(name, field.annotation)


def _sections(path: str, at: Any) -> Iterator[tuple[str, type[Table]]]:
    if get_origin(at) is dict:
        yield from _sections(f"{path}.NAME", get_args(at)[1])
    elif get_origin(at) is tuple:
        yield from _sections(f"[{path}]", get_args(at)[0])
    elif isinstance(at, type) and issubclass(at, Table):
        yield f"[{path}]", at
        for name, field in fields(at).items():
            yield from _sections(f"{path.strip('[]')}.{name}", field.annotation)


def home_of(key: str) -> tuple[str, ...]:
    """The sections that a key belongs to, as their headers are written."""
    return tuple(header for header, table in sections() if key in fields(table))


def problems_of(error: ValidationError, file: str, lines: Mapping[Key, int], *, whole: bool = True) -> Iterator[Problem]:
    """All mistakes that the declarations found. Not `whole`: lines were set aside, so that what is missing says nothing."""
    errors = error.errors()
    for found in errors:
        key: Key = tuple(part for part in found["loc"] if part != "[key]")
        if found["type"] == "missing" and not whole:
            continue
        if found["type"] == "too_short" and any(len(other["loc"]) > len(key) and other["loc"][: len(key)] == key for other in errors):
            continue  # its only entry is the mistake
        yield Problem(file, line_of(lines, key), spoken(key), _sentence(found, key))


def _sentence(found: Mapping[str, Any], key: Key) -> str:
    kind, value, about = found["type"], found["input"], found.get("ctx", {})
    name = str(key[-1]) if key else ""
    if kind == "extra_forbidden":
        return _unknown(name, key, value)
    if kind == "missing":
        return f"is missing; expected {_wanted(key)}"
    if SECRET_KEY.search(name) and not name.endswith("_from"):
        return "expected something else (it may be a password, so it is not shown)"
    if kind == "literal_error":
        allowed = _QUOTED.findall(about["expected"])
        return f"{seen(value)}, expected {_spoken_choice(allowed)}{did_you_mean(str(value), (word for word in allowed if word))}"
    if kind == "value_error":
        text = str(about["error"])
        return text if text.startswith(seen(value)) else f"{seen(value)}, {text}"
    if kind in ("tuple_type", "dict_type", "model_type", "model_attributes_type"):
        return _wrong_shape(kind, key, value)
    return f"{seen(value)}, expected {_form(kind, about)}"


def _form(kind: str, about: Mapping[str, Any]) -> str:
    forms = {
        "string_type": "text between quotes",
        "bool_type": "true or false, without quotes",
        "int_type": "a whole number, without quotes",
        "greater_than_equal": f"a number of {about.get('ge')} or more",
        "less_than_equal": f"a number of {about.get('le')} at most",
        "too_short": "at least one entry",
        "string_too_short": "some text",
        "string_pattern_mismatch": "1 to 16 small letters a-z, digits or -",
        "is_instance_of": "text between quotes",
    }
    return forms.get(kind, f"something else ({kind.replace('_', ' ')})")


def _spoken_choice(allowed: list[str]) -> str:
    words = [word for word in allowed if word]
    return one_of(words) + (' (or "" for none)' if "" in allowed else "")


def _wrong_shape(kind: str, key: Key, value: Any) -> str:
    name = spoken(key)
    several = kind == "tuple_type"
    if several and isinstance(value, dict):
        return f"there may be several of these: write [[{name}]] with two brackets before each"
    if several:
        return f'{seen(value)}, expected a list in square brackets, such as ["{value if isinstance(value, str) else "..."}"]'
    if isinstance(value, list) and len(key) == 1:
        return f"there is only one of these: write [{name}] with single brackets, once"
    if len(key) == 1:
        return f"{seen(value)}, expected a section: a line [{name}], and the keys below it{_belongs(str(key[-1]))}"
    return f"{seen(value)}, expected a table, such as {{ sv = \"...\", en = \"...\" }}"


def _unknown(name: str, key: Key, value: Any) -> str:
    if SECRET_KEY.search(name.casefold()) and not isinstance(value, dict) and not name.endswith("_from"):
        return ("a password or key never stands in this file (this one is not shown); put it into an environment variable or "
                'credential file and name that: password_from = "MAILBOT_PASSWORD"')
    around = key[:-1]
    table = table_at(around)
    own = fields(table) if table is not None else {}
    what = "section" if isinstance(value, (dict, list)) and not around else "key"
    homes = home_of(name)
    close = nearest(name, own)
    where = f" of {_header(around)}" if around else ""
    if homes and not (close and _alike(name, close)):
        return f"unknown {what}{where}; it belongs in {' or '.join(homes[:3])}"
    if close:
        return f'unknown {what}{where}; did you mean "{close}"?'
    anywhere = nearest(name, (key for _, declared in sections() for key in fields(declared)))
    if anywhere:
        return f'unknown {what}{where}; did you mean "{anywhere}" in {" or ".join(home_of(anywhere)[:3]) or "the file"}?'
    return f"unknown {what}{where}; expected one of {', '.join(own) or 'none'}"


def _header(key: Key) -> str:
    """A section as its header is written."""
    name = ".".join(str(part) for part in key if not isinstance(part, int))
    return f"[[{name}]]" if any(isinstance(part, int) for part in key) else f"[{name}]"


def _alike(name: str, close: str) -> bool:
    return difflib.SequenceMatcher(None, name, close).ratio() >= _ALIKE


def _belongs(name: str) -> str:
    homes = home_of(name)
    return f"; a key of this name belongs in {' or '.join(homes[:3])}" if homes else ""


def _wanted(key: Key) -> str:
    """What a missing key means, from its declaration."""
    table = table_at(key[:-1])
    field = fields(table).get(str(key[-1])) if table is not None else None
    if field is None:
        return "a value"
    example = _toml(field.examples[0]) if field.examples else "..."
    return f"{key[-1]} = {example} ({str(field.description).rstrip('.')})"


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
