"""What an agent typed into or below an old mail that his program does not mark, as Outlook does not.
None of it may be lost unseen, nor his signature go out alone: he gets his mail back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from textwrap import shorten

from mailbot.desk.agents.turn import Turn
from mailbot.desk.commands import Fault
from mailbot.desk.commands.reading import aliases, read
from mailbot.desk.typed_within import typed_within
from mailbot.mail.introductions import is_quoted
from mailbot.mail.marks import is_mark

_LAST = re.compile(r"Ref: \S+ notice=([a-z-]+)")  # the last line of our letter: see desk/filing.py
_FOLDED = re.compile(r"(?:[a-z]+=\S+ ?)+$")  # the rest of it, where it was folded
_WITH_COMMANDS = ("help", "refused", "second")  # letters of ours that show commands on lines of their own
_MOST = 1_000  # lines that are looked at
_SHOWN = 500  # characters of his words


def typed_below(turn: Turn) -> tuple[Fault, ...]:
    """A fault where a command stands among the lines of an unmarked notice or below it, where he wrote below it alone, or where any words
    of his stand among the lines of the letter that he answers: those are shown to him."""
    message = turn.hearing.message
    if _asks_there(turn):
        return (Fault(1, "", "below"),)
    typed = " / ".join(typed_within(message.quoted, turn.hearing.facts.letters))
    return (Fault(1, "", "within", shorten(typed, _SHOWN, placeholder=" …")),) if typed else ()


def _asks_there(turn: Turn) -> bool:
    message = turn.hearing.message
    lines = [line.strip("\ufeff\u200b\u00a0 \t") for line in message.quoted.split("\n", _MOST)[:_MOST]]
    begins = next((at for at, line in enumerate(lines) if is_mark(line)), None)
    if begins is None or is_quoted(lines[begins]):
        return False
    found = [(at, match[1]) for at, line in enumerate(lines) if at > begins and (match := _LAST.match(line))]
    if not found:
        return False
    ends, notice = found[-1]
    below = [line for at, line in enumerate(lines) if at > ends and line and not (at == ends + 1 and _FOLDED.match(line))]
    within = [] if notice in _WITH_COMMANDS else lines[begins + 1 : ends]
    known = aliases(turn.hearing.rules)
    return _asks(below, known) or _asks(within, known) or (bool(below) and _says_nothing(turn))


def _asks(lines: Sequence[str], known: Mapping[str, str]) -> bool:
    """Whether one of the lines is a command that can be understood. Our own line that names commands says several, or /help."""
    return any(line.startswith(("/", "／")) and any(command.name != "help" for command in read(line, known).commands) for line in lines)


def _says_nothing(turn: Turn) -> bool:
    """Whether nothing stands above but his name and what belongs to it."""
    first = next((line.casefold().split() for line in turn.reading.text.split("\n") if line.strip()), [])
    name = turn.agent.name.casefold().split()
    return not turn.reading.commands and (not first or first == name or first == turn.hearing.message.sender_name.casefold().split())
