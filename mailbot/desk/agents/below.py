"""What an agent typed into or below an old mail that his program does not mark, as Outlook does not: it cannot be told from our own words.
What was asked for there must not be lost unseen, nor his signature go out alone: he gets his mail back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mailbot.desk.agents.turn import Turn
from mailbot.desk.commands import Fault
from mailbot.desk.commands.reading import aliases, read
from mailbot.mail.introductions import is_quoted
from mailbot.mail.marks import is_mark

_LAST = re.compile(r"Ref: \S+ notice=([a-z-]+)")  # the last line of our letter: see desk/filing.py
_FOLDED = re.compile(r"(?:[a-z]+=\S+ ?)+$")  # the rest of it, where it was folded
_WITH_COMMANDS = ("help", "refused", "second")  # letters of ours that show commands on lines of their own
_MOST = 1_000  # lines that are looked at


def typed_below(turn: Turn) -> tuple[Fault, ...]:
    """A fault where a command stands among the lines of an unmarked notice or below it, or where he wrote below it alone."""
    message = turn.hearing.message
    lines = [line.strip("\ufeff\u200b\u00a0 \t") for line in message.quoted.split("\n", _MOST)[:_MOST]]
    begins = next((at for at, line in enumerate(lines) if is_mark(line)), None)
    if begins is None or is_quoted(lines[begins]):
        return ()
    found = [(at, match[1]) for at, line in enumerate(lines) if at > begins and (match := _LAST.match(line))]
    if not found:
        return ()
    ends, notice = found[-1]
    below = [line for at, line in enumerate(lines) if at > ends and line and not (at == ends + 1 and _FOLDED.match(line))]
    within = [] if notice in _WITH_COMMANDS else lines[begins + 1 : ends]
    known = aliases(turn.hearing.rules)
    if _asks(below, known) or _asks(within, known) or (below and _says_nothing(turn)):
        return (Fault(1, "", "below"),)
    return ()


def _asks(lines: Sequence[str], known: Mapping[str, str]) -> bool:
    """Whether one of the lines is a command that can be understood. Our own line that names commands says several, or /help."""
    return any(line.startswith(("/", "／")) and any(command.name != "help" for command in read(line, known).commands) for line in lines)


def _says_nothing(turn: Turn) -> bool:
    """Whether nothing stands above but his name and what belongs to it."""
    first = next((line.casefold().split() for line in turn.reading.text.split("\n") if line.strip()), [])
    name = turn.agent.name.casefold().split()
    return not turn.reading.commands and (not first or first == name or first == turn.hearing.message.sender_name.casefold().split())
