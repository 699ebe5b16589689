"""The manual of config.toml, made from the declarations: it cannot say anything that is not so.
What it prints is itself a configuration that loads, with every key at its default."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from mailbot.config.declare import Table
from mailbot.config.errors import ConfigError, did_you_mean
from mailbot.config.explain import fields, home_of
from mailbot.config.not_yet import NOT_YET, SAYS
from mailbot.config.settings import Config
from mailbot.config.values import OpenHours, Span

WIDTH = 100

HEAD = """\
config.toml - everything an administrator may want to change.

Lines that begin with # are remarks. Text stands between "quotes"; lists stand in [brackets].
A section begins with its name in brackets: [vendor]. Where there may be several, with two: [[tier]].
Leave out what you do not want to change: what stands here is what holds without it.
Hours are "08:00-12:00". Lengths of time are "15m", "2h", "3d" (calendar days), "1 workday", "12 months".
"m" and "h" count opening time where a calendar applies. A promise of N workdays ends when the N-th
working day after the day of receipt closes. Money is a plain number in whole units: 300 or 62.50.
Passwords never stand here: *_from names the environment variable or credential file that holds one.
After a change: mailbot check"""


def manual(section: str | None = None) -> str:
    """The annotated config.toml, or one section of it ("tier", "hours", "cases"). Raises ConfigError for an unknown one."""
    known = fields(Config)
    if section is None:
        parts = [_remark(HEAD), *(_section(name, field) for name, field in known.items())]
        return "\n\n".join(parts) + "\n"
    name = section.strip("[] ").partition(".")[0]
    if name not in known:
        homes = home_of(name)
        hint = f"; it is a key of {' or '.join(homes)}" if homes else did_you_mean(name, known)
        raise ConfigError.single(f"[{name}] is no section{hint}; expected one of {', '.join(known)}")
    return _section(name, known[name]) + "\n"


def _section(name: str, field: FieldInfo) -> str:
    """A section with the sections within it."""
    shape, default = field.annotation, field.get_default(call_default_factory=True)
    if get_origin(shape) is tuple:
        table = get_args(shape)[0]
        shown = [_table(f"[[{name}]]", table, value, (name,)) for value in default]
        return "\n\n".join(shown) or _off(_table(f"[[{name}]]", table, None, (name,)))
    if get_origin(shape) is dict:
        table = get_args(shape)[1]
        shown = [_table(f"[{name}.{each}]", table, value, (name, each)) for each, value in default.items()]
        return "\n\n".join(shown) or _off(_table(f"[{name}.NAME]", table, None, (name, "NAME")))
    if not isinstance(shape, type) or not issubclass(shape, Table):
        raise TypeError(f"{name}: every section is declared as a table")
    return _table(f"[{name}]", shape, default, (name,))


def _table(header: str, table: type[Table], value: Table | None, path: tuple[str, ...]) -> str:
    """One section. `value`: its defaults; None: there are none, and its examples are shown instead."""
    idle = f" ({SAYS})" if path[0] in NOT_YET else ""
    headline = textwrap.wrap(_first_line(table) + idle, WIDTH - 8)
    lines = [_remark("---- " + "\n     ".join(headline)), header]
    within: list[str] = []
    for key, field in fields(table).items():
        inner = _table_in(field.annotation)
        if inner is not None:
            within.append(_inner(header, key, field, inner, path))
            continue
        name = next(name for name, each in table.model_fields.items() if each is field)
        lines += [_remark(_about(key, field, path)), f"{key} = {_toml(_shown(field) if value is None else getattr(value, name))}"]
    return "\n\n".join(["\n".join(lines), *within])


def _inner(header: str, key: str, field: FieldInfo, inner: type[Table], path: tuple[str, ...]) -> str:
    """A section within a section."""
    outer = header.strip("[]")
    if get_origin(field.annotation) is tuple:
        return _off(_table(f"[[{outer}.{key}]]", inner, None, (*path, key)))
    return _table(f"[{outer}.{key}]", inner, field.get_default(), (*path, key))


def _table_in(shape: Any) -> type[Table] | None:
    inner = get_args(shape)[0] if get_origin(shape) is tuple else shape
    return inner if isinstance(inner, type) and issubclass(inner, Table) else None


def _about(key: str, field: FieldInfo, path: tuple[str, ...]) -> str:
    """What a key means: the sentence, the allowed values, an example, whether it is obeyed yet."""
    said = str(field.description)
    if allowed := [value for value in _choices(field.annotation) if value]:
        said += f" One of: {', '.join(allowed)}." if len(allowed) <= 10 else ""
    if field.is_required():
        said += " Must be given."
    said += "".join(f" Example: {_toml(example)}" for example in field.examples or [])
    names = [".".join((*path, key)[:length]) for length in range(2, len(path) + 2)]
    if any(name in NOT_YET for name in names) or f"{path[0]}.*.{key}" in NOT_YET:
        said += f" ({SAYS})"
    return "\n".join(textwrap.wrap(said, WIDTH - 2))


def _choices(shape: Any) -> Iterator[str]:
    """The allowed values of a declaration, wherever in it they stand."""
    if get_origin(shape) is Literal:
        yield from (str(value) for value in get_args(shape))
        return
    for part in get_args(shape):
        if part is not Ellipsis:
            yield from _choices(part)


def _shown(field: FieldInfo) -> Any:
    """What stands behind the = where there is no default: the first example."""
    if field.examples:
        return field.examples[0]
    default = field.get_default()
    return next(_choices(field.annotation), "...") if default is PydanticUndefined else default


def _toml(value: Any) -> str:
    """A value as TOML."""
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, Enum):
        return str(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_toml(item)}' for key, item in value.items())} }}" if value else "{}"
    if isinstance(value, (str, Span, OpenHours, date)):
        text = str(value).replace("\\", "\\\\").replace('"', '\\"')
        return f'"{text}"'
    raise TypeError(f"{value!r} is no value of a configuration")


def _remark(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())


def _off(text: str) -> str:
    """A section that is an example: every line a remark. Keys keep no blank behind the #, so that taking it away is enough."""
    return "\n".join(line if line.startswith("# ") else f"#{line}" for line in text.splitlines())


def _first_line(table: type[Table]) -> str:
    return (table.__doc__ or "").strip().splitlines()[0]
