"""Reading an agent's new text: the /word lines above and below it, his remarks, and the words for the customer (commands.md 5.2).
Atomic: one line that cannot be understood refuses the whole mail, with the line, the error and the nearest command."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mailbot.config.rules import RuleSet
from mailbot.desk.commands.pieces import Wrong
from mailbot.desk.commands.table import COMMANDS, CommandSpec
from mailbot.desk.commands.values import Command, Fault
from mailbot.desk.commands.wrapping import Line, unwrapped
from mailbot.desk.effects.letters import MARK_CLOSE, MARK_OPEN

_COMMAND = re.compile(r"[/／]\s?([^\W\d_][\w-]*)[:.,]?(?:\s+(.*))?$")
_NEARLY = re.compile(r"(?:[^\w>~./\\／⁄∕⧸]|_)*[/\\／⁄∕⧸]\s?([^\W\d_][\w-]*)(?![\w-]|[/\\]\w)(.*)$")  # with anything around it; no path, no quote
_ASIDE = re.compile(r"[^\w\s]*(?:\s|$)")
_REMARK = re.compile(r"//\s?(.*)$")
_INVISIBLE = "\ufeff\u200b\u00a0 \t"
_AROUND = " \t\u00a0:.,;!*_`'\"“”„»«()[]{}<>"
_INSIDE = ("note", "consult")  # what these say of a mail may not be overlooked
_CLOSE = 0.6  # how alike two words are where one may be meant by the other


@dataclass(frozen=True, slots=True)
class Reading:
    """An agent's new text, taken apart."""

    commands: tuple[Command, ...]
    remarks: tuple[str, ...]
    text: str  # what the customer may read; what a command inserts stands in it as a mark, see `mark_of`
    faults: tuple[Fault, ...]
    brought: tuple[tuple[int, str], ...] = ()  # the end of the text: words that stand in a command's own line, with its number

    def named(self, name: str) -> tuple[Command, ...]:
        return tuple(command for command in self.commands if command.name == name)

    def without(self, lines: frozenset[int]) -> Reading:
        """The same without the commands and faults of these lines, and without the words that they bring."""
        own = self.text.removesuffix("\n\n".join(words for _, words in self.brought)).rstrip("\n")
        brought = tuple((line, words) for line, words in self.brought if line not in lines)
        return replace(self, commands=tuple(c for c in self.commands if c.line not in lines), faults=tuple(f for f in self.faults if f.line not in lines),
                       text="\n\n".join(part for part in (own, *(words for _, words in brought)) if part), brought=brought)


def read(new_text: str, aliases: Mapping[str, str], *, outward: bool = False) -> Reading:
    """Split an agent's new text into commands, remarks and the words for the customer.

    Commands stand in the block at the top and in the block at the bottom; a slash in running text stays text.
    `outward`: somebody outside reads it; a line among his words that is a command is a fault then, and none of his words.
    `aliases` maps other words, lower case, to command names ("tid" -> "spend").
    """
    lines = _lines(new_text)
    top, below_from = _blocks(lines)
    body = lines[top:below_from]
    commands: list[Command] = []
    faults: list[Fault] = []
    remarks: list[str] = []
    above: list[str] = []
    below: list[str] = []
    for at, one in enumerate(lines):
        number, line = one.number, one.text.strip(_INVISIBLE)
        if one.doubtful and (outward or not _REMARK.match(line)):
            faults.append(Fault(number, line, "wrapped"))
        if top <= at < below_from:
            continue
        if remark := _REMARK.match(line):
            remarks.append(remark[1].strip())
        elif (match := _COMMAND.match(line)) and not one.doubtful:
            result = _understand(number, line, match[1], (match[2] or "").split(), aliases)
            (commands if isinstance(result, Command) else faults).append(result)  # type: ignore[arg-type]
            if isinstance(result, Command) and COMMANDS[result.name].inserts:
                (above if at < top else below).append(mark_of(result))
    if outward:
        among = {one.number: fault for one in body if (fault := _among_words(one.number, one.text.strip(_INVISIBLE), aliases))}
        body = [replace(one, text="") if one.number in among else one for one in body]
        faults += among.values()
    inner = [*above, *_with_marks(body, aliases, commands), *below]
    remarks += [m[1].strip() for one in body if (m := _REMARK.match(one.text.strip(_INVISIBLE)))]
    return Reading(tuple(commands), tuple(remarks), "\n".join(inner).strip(), (*faults, *_given_twice(commands)))


def mark_of(command: Command) -> str:
    """What stands in the text for what this command inserts; no mail can hold it, since reading strips such characters."""
    return f"{MARK_OPEN}insert:{command.line}{MARK_CLOSE}"


def _with_marks(body: Sequence[Line], aliases: Mapping[str, str], commands: list[Command]) -> list[str]:
    """The lines between the blocks without remarks. A line that is nothing but a command that inserts something is one here too."""
    kept: list[str] = []
    for one in body:
        number, raw = one.number, one.text
        line = raw.strip(_INVISIBLE)
        if _REMARK.match(line):
            continue
        match = _COMMAND.match(line)
        name = _whole_name(match[1], aliases) if match else None
        if match and name is not None and COMMANDS[name].inserts and match[2]:
            result = _understand(number, line, match[1], match[2].split(), aliases)
            if isinstance(result, Command):
                commands.append(result)
                raw = mark_of(result)
        kept.append(raw)
    return kept


def _among_words(number: int, line: str, aliases: Mapping[str, str]) -> Fault | None:
    """What is wrong with a line among the words that begins with a command: it is one, stands alone, or was to keep the mail inside."""
    match = None if _REMARK.match(line) else _NEARLY.match(line)
    name = _whole_name(match[1].rstrip("_-"), aliases) if match else None
    if match is None or name is None:
        return None
    arguments = match[2].strip(_AROUND)
    command = _understand(number, line, name, arguments.split(), aliases)
    understood = isinstance(command, Command) and _ASIDE.match(match[2]) is not None
    if COMMANDS[name].inserts and (not understood or _COMMAND.match(line)):
        return None  # a page may be named so; and one that is understood stands where it may
    if not (understood or name in _INSIDE or not any(character.isalnum() for character in arguments)):
        return None
    return Fault(number, line, "in_text", line, f"/{name} {arguments}" if understood and arguments else f"/{name}")


def lines_besides(new_text: str, *, commands: bool, remarks: bool) -> str:
    """The new text without its command lines, or without its remarks; what stands for a command in running text stays."""
    lines = _lines(new_text)
    top, below_from = _blocks(lines)

    def is_left_out(at: int, line: str) -> bool:
        bare = line.strip(_INVISIBLE)
        if _REMARK.match(bare):
            return remarks
        return commands and not top <= at < below_from and _COMMAND.match(bare) is not None

    return "\n".join(one.text for at, one in enumerate(lines) if not is_left_out(at, one.text)).strip()


def _lines(new_text: str) -> list[Line]:
    return unwrapped(new_text.splitlines(), lambda raw: raw.strip(_INVISIBLE), _REMARK.match, _COMMAND.match)


def _blocks(lines: Sequence[Line]) -> tuple[int, int]:
    """Where the block at the top ends, and where the one at the bottom begins."""
    texts = [one.text for one in lines]
    top = _block(texts)
    return top, len(texts) - _block(texts[top:][::-1])


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


def _given_twice(commands: Sequence[Command]) -> tuple[Fault, ...]:
    seen: dict[str, Command] = {}
    faults: list[Fault] = []
    for command in commands:
        first = seen.setdefault(command.name, command)
        if first is not command and not COMMANDS[command.name].repeats:
            faults.append(Fault(command.line, command.source, "given_twice", command.source, first.source))
    return tuple(faults)


# ---- one line -----------------------------------------------------------------------------------------
def _understand(number: int, source: str, word: str, words: list[str], aliases: Mapping[str, str]) -> Command | Fault:
    name = resolve(word, aliases)
    if name is None:
        return Fault(number, source, "unknown", f"/{word}", nearest(word, aliases))
    spec = COMMANDS[name]
    force = spec.force and bool(words) and words[-1].casefold() == "force"
    fields = _arguments(spec, words[:-1] if force else words)
    if isinstance(fields, Wrong):
        suggestion = f"/{name} {fields.suggestion}".strip() if fields.suggestion or not spec.takes else ""
        return Fault(number, source, fields.problem, fields.seen, suggestion, fields.offered)
    return Command(name, number, source, force=force, **fields)


def _arguments(spec: CommandSpec, words: Sequence[str]) -> dict[str, Any] | Wrong:
    """The fields that the words of a line fill, piece by piece; what is wrong is suggested anew behind what was right."""
    fields: dict[str, Any] = {}
    right: list[str] = []
    for piece in spec.takes:
        found = piece.read(words)
        if found is None and piece.needed:
            found = Wrong(piece.missing, words[0] if words else "", piece.example, ", ".join(piece.offers))
        if isinstance(found, Wrong):
            return replace(found, suggestion=" ".join((*right, found.suggestion))) if found.suggestion else found
        if found is None:
            continue
        fields |= {name: value for name, value in found.fields.items() if value or name not in fields}
        right += words[: found.used]
        words = words[found.used :]
    return Wrong("no_arguments", " ".join(words)) if words else fields


def resolve(word: str, aliases: Mapping[str, str]) -> str | None:
    """The command a word stands for: its name, an alias, or an unambiguous beginning of at least three letters."""
    lower = word.casefold()
    if lower in COMMANDS:
        return lower
    if lower in aliases:
        return aliases[lower]
    begun = {n for n in COMMANDS if n.startswith(lower)} | {n for a, n in aliases.items() if a.startswith(lower)}
    return begun.pop() if len(lower) >= 3 and len(begun) == 1 else None


def _whole_name(word: str, aliases: Mapping[str, str]) -> str | None:
    """The command of this very name or alias: in running text a beginning is not enough."""
    return word.casefold() if word.casefold() in COMMANDS else aliases.get(word.casefold())


def may_mean(fault: Fault, aliases: Mapping[str, str]) -> frozenset[str]:
    """The commands that a faulty line may have been meant for: in doubt more than one."""
    words = [match[1] for text in (fault.source, fault.suggestion) if (match := _COMMAND.match(text))]
    return frozenset().union(*(_meant_by(word.casefold(), aliases) for word in words))


def _meant_by(word: str, aliases: Mapping[str, str]) -> frozenset[str]:
    known = {**{name: name for name in COMMANDS}, **aliases}
    if (name := resolve(word, aliases)) is not None:
        return frozenset({name})
    close = difflib.get_close_matches(word, known, n=3, cutoff=_CLOSE)
    return frozenset(known[one] for one in (*close, *(one for one in known if one.startswith(word))))


def nearest(word: str, aliases: Mapping[str, str]) -> str:
    """The command that was probably meant, with its slash, or an empty string."""
    found = difflib.get_close_matches(word.casefold(), [*COMMANDS, *aliases], n=1, cutoff=_CLOSE)
    return f"/{found[0]}" if found else ""


def aliases(rules: RuleSet) -> Mapping[str, str]:
    """Other words for commands, from rules/commands.toml."""
    return {word.casefold().lstrip("/"): str(rule.then["command"]) for rule in rules.commands
            if "agent" in rule.then for word in rule.then["words"]}
