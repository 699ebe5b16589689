"""TOML as people who do not program write it: what the parser refuses, said so that it can be mended.
A faulty line is set aside and reading goes on, so that one look shows all mistakes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from mailbot.config.errors import Problem

MOST_FAULTS = 20

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_PAIR = re.compile(r"\s*(?P<key>[^\s=:\[\]\"'#]+)\s*=\s*(?P<value>[^#]*)")
_HEADER = re.compile(r"\s*\[\[?\s*(?P<name>[^\]]*?)\s*\]?\]?\s*(#.*)?$")
_TIME = re.compile(r"(?<![\w\"'])\d{1,2}:\d{2}(\s?[-–]\s?\d{1,2}:\d{2})?")
_LENGTH = re.compile(r"\d+ ?(s|m|h|d|days?|weeks?|workdays?|months?|years?)\b")
_MISSING_COMMA = re.compile(r"(?<=[\"'])\s+(?=[\"'])")
_SECRET = re.compile(r"passw|secret|token|credential|api_?key|losenord|lösenord|kennwort|wachtwoord", re.IGNORECASE)


def read_toml(raw: bytes, file: str) -> tuple[str, Mapping[str, Any], tuple[Problem, ...]]:
    """The text that could be read (faulty lines emptied), what stands in it, and the syntax errors."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return "", {}, (Problem(file, line, "", "this is not UTF-8 text; save the file with the encoding UTF-8"),)
    lines = text.replace("\r\n", "\n").split("\n")
    faults: list[Problem] = []
    while len(faults) < MOST_FAULTS:
        try:
            return "\n".join(lines), tomllib.loads("\n".join(lines) + "\n", parse_float=Decimal), tuple(faults)
        except tomllib.TOMLDecodeError as error:
            number, said, may_go_on = _explain(lines, str(error))
            faults.append(Problem(file, number, "", said))
            if not may_go_on or not lines[number - 1].strip():
                break
            lines[number - 1] = ""
        except RecursionError:
            faults.append(Problem(file, None, "", "brackets within brackets within brackets: too deep to be read"))
            break
    return "", {}, tuple(faults)


def _explain(lines: Sequence[str], error: str) -> tuple[int, str, bool]:
    """Line, sentence, and whether the rest can still be read without this line."""
    position = _POSITION.search(error)
    number = int(position[1]) if position and position[1] else _last(lines)
    column = int(position[2]) if position and position[2] else 0
    said = _POSITION.sub("", error)
    if column == 1 and number > 1 and not lines[number - 1].strip():
        number -= 1
    if said == "Expected newline or end of document after a statement" and number > len(lines):
        number = len(lines)
    line = lines[number - 1]
    if said.startswith("Unclosed array") or (said == "Invalid value" and _opened(lines, number)):
        return _unclosed(lines, number)
    if said.startswith(("Cannot overwrite", "Cannot declare", "Cannot redefine", "Cannot mutate", "Duplicate inline")):
        return number, _twice(lines, number), not line.lstrip().startswith("[")
    if said.startswith("Unterminated string"):
        number = max(_last_with(lines, '"""'), _last_with(lines, "'''")) or number
        return number, 'the text begins with three quotes (""") and they are never closed; put """ at its end', False
    if line.lstrip().startswith("["):
        return number, _header_fault(line), False
    fault = _pair_fault(line, said)
    return number, fault, not fault.startswith("the table that begins")


def _header_fault(line: str) -> str:
    match = _HEADER.match(line)
    name = match["name"].strip(" []") if match else line.strip(" []")
    if " " in name and '"' not in name:
        return f'a section name is one word, or words joined by dots: "[{name.replace(" ", ".")}]"'
    if line.lstrip().startswith("[["):
        return f'expected two brackets on either side of the name: "[[{name}]]"'
    return f'expected a bracket on either side of the name and nothing behind: "[{name}]"'


def _pair_fault(line: str, said: str) -> str:
    """What is wrong with a line that should read `key = value`."""
    stripped = line.strip()
    pair = _PAIR.match(line)
    if _SECRET.search(line.partition("=")[0]):
        return "this line cannot be read (it may hold a password, so it is not shown); expected key = \"value\""
    if any(quote in stripped for quote in "“”„‟«»") and stripped.count('"') < 2:
        return f'typographic quotes cannot be read; write straight ones: {re.sub("[“”„‟«»]", chr(34), stripped)}'
    if pair is None:
        return _no_pair(stripped)
    key, value = pair["key"], pair["value"].strip()
    if said == "Invalid statement":
        return f'{key!r}: a name on the left has only letters a-z, digits, _ and -'
    if re.search(r",\s*\}", line):
        return "a comma stands before the closing brace }; take it away: { a = 1, b = 2 }"
    if "{" in value and "}" not in value:
        return "the table that begins with { must end with } on the same line"
    return f"{key}: {_value_fault(key, value, said)}"


def _no_pair(stripped: str) -> str:
    if match := re.match(r"([\w.-]+)\s*:\s*(.*)", stripped):
        return f'expected = between name and value, not ":": {match[1]} = {match[2] or "..."}'
    if match := re.match(r"([\w.-]+)\s+([\"'\[{\d].*|true|false)", stripped):
        return f"expected = between name and value: {match[1]} = {match[2]}"
    if "=" in stripped:
        return f"expected one name before the =, without blanks; seen {stripped.partition('=')[0].strip()!r}"
    return f"expected name = value, seen {stripped[:60]!r}; a remark begins with #"


def _value_fault(key: str, value: str, said: str) -> str:
    if value.startswith("="):
        return f"one = is enough: {key} = {value.lstrip('= ')}"
    if not value:
        return f'nothing stands behind the =; write {key} = "" for none'
    if "Invalid hex" in said or "Unescaped" in said:
        return "a backslash \\ in a text between double quotes has a meaning of its own; put the text between single quotes: 'C:\\...'"
    if value[0] in "\"'":
        if len(value) < 2 or value[0] not in value[1:]:
            return f"the closing quote is missing: {value}{value[0]}"
        return f"something stands behind the closing quote; expected one text between quotes, seen {value}"
    if value in ("True", "False", "TRUE", "FALSE"):
        return f"write {value.lower()} in small letters"
    if value.casefold() in ("yes", "no", "ja", "nej", "nein", "nee", "on", "off"):
        wanted = "true" if value.casefold() in ("yes", "ja", "on") else "false"
        return f"{value!r}, expected true or false; write {key} = {wanted}"
    if re.fullmatch(r"\d+,\d+", value):
        return f"a decimal number has a point: {key} = {value.replace(',', '.')}"
    if _TIME.match(value.lstrip("[ ")):
        return f"times stand between quotes: {key} = {_quoted(value)}"
    if _LENGTH.fullmatch(value):
        return f'lengths of time stand between quotes: {key} = "{value}"'
    if value.startswith("["):
        return _list_fault(key, value)
    if re.fullmatch(r"0\d+", value):
        return f'a number does not begin with 0; write {key} = {value.lstrip("0") or 0}, or "{value}" for a text'
    if value.startswith("{"):
        return f"expected a table such as {{ sv = \"...\", en = \"...\" }}, seen {value}"
    return f'text stands between quotes: {key} = "{value}"'


def _list_fault(key: str, value: str) -> str:
    if _TIME.search(value):
        return f"times stand between quotes: {key} = {_quoted(value)}"
    if _MISSING_COMMA.search(value):
        return f"a comma is missing between two texts of the list: {key} = {_MISSING_COMMA.sub(', ', value)}"
    if "]" not in value:
        return f"the list is not closed; expected ] at its end: {key} = {value}]"
    words = ", ".join(f'"{word.strip(" " + chr(34))}"' for word in value.strip("[] ").split(",") if word.strip())
    return f"texts stand between quotes: {key} = [{words}]"


def _quoted(value: str) -> str:
    return _TIME.sub(lambda match: f'"{match[0]}"', value)


def _twice(lines: Sequence[str], number: int) -> str:
    """A key or section that stands twice: where it stood first."""
    line = lines[number - 1]
    if header := _HEADER.match(line) if line.lstrip().startswith("[") else None:
        name = header["name"].strip()
        same = [at for at, other in enumerate(lines[: number - 1], 1)
                if other.lstrip().startswith("[") and (found := _HEADER.match(other)) and found["name"].strip() == name]
        first = f" in line {same[0]}" if same else " already"
        if same and (line.lstrip().startswith("[[") != lines[same[0] - 1].lstrip().startswith("[[")):
            return f"[{name}] and [[{name}]] are mixed (see line {same[0]}); where there may be several, each begins with [[{name}]]"
        return f"the section [{name}] stands{first}; put its keys there"
    pair = _PAIR.match(line)
    key = pair["key"] if pair else line.strip()
    for at in range(number - 1, 0, -1):
        other = lines[at - 1]
        if (found := _PAIR.match(other)) and found["key"] == key:
            return f"{key}: stands twice in this section (first in line {at}); keep one of the two"
        if other.lstrip().startswith("["):
            break
    return f"{key}: stands twice in this section; keep one of the two"


def _opened(lines: Sequence[str], number: int) -> bool:
    """Whether this line stands inside a list that a line above began."""
    return not _PAIR.match(lines[number - 1]) and not lines[number - 1].lstrip().startswith("[") and any(
        (pair := _PAIR.match(line)) and pair["value"].strip().startswith("[") and "]" not in pair["value"] for line in lines[: number - 1]
    )


def _unclosed(lines: Sequence[str], number: int) -> tuple[int, str, bool]:
    """A list without its end, or without a comma in it."""
    pair = _PAIR.match(lines[number - 1])
    if pair and pair["value"].lstrip().startswith("["):
        return number, f"{pair['key']}: {_list_fault(pair['key'], pair['value'].strip())}", "]" in pair["value"]
    for at in range(number - 1, 0, -1):
        begun = _PAIR.match(lines[at - 1])
        if begun and begun["value"].lstrip().startswith("["):
            return at, f"{begun['key']}: the list is not closed, or a comma is missing in it before line {number}", False
    return number, "a list is not closed; expected ] at its end", False


def _last(lines: Sequence[str]) -> int:
    """The last line that holds something."""
    return next((number for number in range(len(lines), 0, -1) if lines[number - 1].strip()), 1)


def _last_with(lines: Sequence[str], mark: str) -> int:
    return next((number for number in range(len(lines), 0, -1) if mark in lines[number - 1]), 0)
