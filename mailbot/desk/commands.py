"""Commands in an agent's mail: the /word lines above and below his text (commands.md 5.2).
Atomic: one line that cannot be understood refuses the whole mail, with the line, the error and the nearest command."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mailbot.config.values import Unit, parse_span

_COMMAND = re.compile(r"[/／]\s?([^\W\d_][\w-]*)(?:\s+(.*))?$")
_REMARK = re.compile(r"//\s?(.*)$")
_PLAIN_MINUTES = re.compile(r"\d{1,5}$")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
_INVISIBLE = "\ufeff\u200b\u00a0 \t"


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command; how it is written is told by [usage] of templates/*/words.toml."""

    name: str
    takes: str  # "", "duration", "words"


COMMANDS: Mapping[str, CommandSpec] = {
    spec.name: spec
    for spec in (
        CommandSpec("spend", "duration"),
        CommandSpec("note", ""),
        CommandSpec("close", "words"),
        CommandSpec("help", ""),
    )
}


@dataclass(frozen=True, slots=True)
class Command:
    """One line, understood."""

    name: str
    line: int  # 1-based, within the new text
    source: str  # as the agent typed it
    minutes: int = 0
    on: date | None = None
    words: str = ""
    force: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One line that could not be understood or done."""

    line: int
    source: str
    problem: str  # key of a sentence in templates' words: "unknown", "duration", ...
    seen: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An agent's new text, taken apart."""

    commands: tuple[Command, ...]
    remarks: tuple[str, ...]
    text: str  # what the customer may read
    faults: tuple[Fault, ...]

    def named(self, name: str) -> tuple[Command, ...]:
        return tuple(command for command in self.commands if command.name == name)


def read(new_text: str, aliases: Mapping[str, str]) -> Reading:
    """Split an agent's new text into commands, remarks and the words for the customer.

    Commands stand in the block at the top and in the block at the bottom; a slash in running text stays text.
    `aliases` maps other words, lower case, to command names ("tid" -> "spend").
    """
    lines = new_text.splitlines()
    top = _block(lines)
    bottom = _block(lines[top:][::-1])
    body = lines[top : len(lines) - bottom]
    numbered = [*enumerate(lines[:top], 1), *enumerate(lines[len(lines) - bottom :], len(lines) - bottom + 1)]
    commands: list[Command] = []
    faults: list[Fault] = []
    remarks: list[str] = []
    for number, raw in numbered:
        line = raw.strip(_INVISIBLE)
        if remark := _REMARK.match(line):
            remarks.append(remark[1].strip())
        elif match := _COMMAND.match(line):
            result = _understand(number, line, match[1], (match[2] or "").strip(), aliases)
            (commands if isinstance(result, Command) else faults).append(result)  # type: ignore[arg-type]
    inner = [line for line in body if not _REMARK.match(line.strip(_INVISIBLE))]
    remarks += [m[1].strip() for line in body if (m := _REMARK.match(line.strip(_INVISIBLE)))]
    return Reading(tuple(commands), tuple(remarks), "\n".join(inner).strip(), tuple(faults))


def _block(lines: Sequence[str]) -> int:
    """How many lines at this end are commands, remarks or empty; 0 when the end is plain text."""
    length = 0
    for number, raw in enumerate(lines, 1):
        line = raw.strip(_INVISIBLE)
        if not line:
            continue
        if not (_REMARK.match(line) or _COMMAND.match(line)):
            break
        length = number
    return length


def _understand(number: int, source: str, word: str, arguments: str, aliases: Mapping[str, str]) -> Command | Fault:
    name = resolve(word, aliases)
    if name is None:
        return Fault(number, source, "unknown", f"/{word}", nearest(word, aliases))
    if COMMANDS[name].takes == "duration":
        return _spend(number, source, arguments)
    if COMMANDS[name].takes == "" and arguments:
        return Fault(number, source, "no_arguments", arguments, f"/{word}")
    return Command(name, number, source, words=arguments)


def resolve(word: str, aliases: Mapping[str, str]) -> str | None:
    """The command a word stands for: its name, an alias, or an unambiguous beginning of at least three letters."""
    lower = word.casefold()
    if lower in COMMANDS:
        return lower
    if lower in aliases:
        return aliases[lower]
    begun = {n for n in COMMANDS if n.startswith(lower)} | {n for a, n in aliases.items() if a.startswith(lower)}
    return begun.pop() if len(lower) >= 3 and len(begun) == 1 else None


def nearest(word: str, aliases: Mapping[str, str]) -> str:
    """The command that was probably meant, with its slash, or an empty string."""
    found = difflib.get_close_matches(word.casefold(), [*COMMANDS, *aliases], n=1, cutoff=0.6)
    return f"/{found[0]}" if found else ""


def _spend(number: int, source: str, arguments: str) -> Command | Fault:
    """Read "10m", "1h 30m", "90", then perhaps a date, "force" and a text. "1h30" is refused: 90 or 31 minutes?"""
    words = arguments.split()
    minutes, used = _duration(words)
    if minutes is None:
        seen = words[0] if words else ""
        return Fault(number, source, "duration", seen, _clearer(seen))
    rest = words[used:]
    on = None
    if rest and (found := _ISO_DATE.match(rest[0])):
        try:
            on = date(*(int(part) for part in found.groups()))
        except ValueError:
            return Fault(number, source, "date", rest[0], "/spend 10m 2026-12-01")
        rest = rest[1:]
    force = bool(rest) and rest[-1].casefold() == "force"
    return Command("spend", number, source, minutes=minutes, on=on, words=" ".join(rest[:-1] if force else rest), force=force)


def _duration(words: Sequence[str]) -> tuple[int | None, int]:
    """Minutes, and how many words they took."""
    if not words:
        return None, 0
    for count in (2, 1):
        piece = "".join(words[:count])
        if count == 2 and not (len(words) > 1 and re.fullmatch(r"\d+h", words[0]) and re.fullmatch(r"\d+m", words[1])):
            continue
        if _PLAIN_MINUTES.match(piece):
            return int(piece) or None, count
        try:
            span = parse_span(piece)
        except ValueError:
            continue
        if span.unit is Unit.MINUTES and span.amount and not span.seconds:
            return span.amount, count
    return None, 0


def _clearer(seen: str) -> str:
    """What was probably meant by a duration that reads two ways."""
    if match := re.fullmatch(r"(\d+)h(\d+)", seen):
        return f"/spend {match[1]}h{match[2]}m"
    if match := re.fullmatch(r"(\d+)[.,](\d)", seen):
        return f"/spend {int(match[1]) * 60 + int(match[2]) * 6}m"
    return "/spend 10m"
