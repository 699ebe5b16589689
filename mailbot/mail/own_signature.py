"""The signature of an agent whose program sets no dashes above it: what the program marks in its HTML, and the block that begins with his name.
A question, a postscript or a command below it is his, and stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.mail.dashes import end_of_signature, is_said
from mailbot.mail.heads import WIDTH
from mailbot.mail.quotes import View

MOST, SHORT = 8, 100  # lines of a block below his name, and characters of each
_MOST_MARKED = 40  # lines of a signature that the program marks
_ASIDE = re.compile(r"<[^<>\s]{1,2000}>|\[[^\[\]\n]{1,300}\]")  # what one alternative says and the other does not
_WORD = re.compile(r"[^\W_]+")


def signed_by(view: View, names: Sequence[str], marked: Sequence[Sequence[str]]) -> View:
    """The view with the agent's signature taken out of what is new. `names`: as he is configured, and as his program writes it in From;
    `marked`: what his program says are signatures."""
    lines = view.new.split("\n")
    end = _above_commands(lines)
    found = _as_marked(lines, end, marked) or _below_name(lines, end, names)
    if found is None:
        return view
    start, after = found
    new = "\n".join((*lines[:start], *lines[after:])).rstrip()
    return replace(view, new=new, signature="\n".join((*lines[start:after], *filter(None, [view.signature]))))


def _above_commands(lines: Sequence[str]) -> int:
    """Where the lines end that are followed by nothing but commands and remarks."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or is_command(lines[end - 1])):
        end -= 1
    return end


def is_command(line: str) -> bool:
    """Whether a line of an agent's is written as a command or a remark."""
    return line.lstrip("\ufeff\u200b\u00a0 \t").startswith(("/", "／"))


def _as_marked(lines: Sequence[str], end: int, marked: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """The last lines, where they are the words that the program marks; None where nothing would be left above them."""
    for group in marked:
        wanted = _words("\n".join(group))
        if not wanted or any(is_said(line) or is_command(line) for line in group):
            continue
        for start in range(end - 1, max(0, end - _MOST_MARKED), -1):
            said = _words("\n".join(lines[start:end]))
            if said == wanted and any(map(str.strip, lines[:start])):
                return start, end
            if len(said) > len(wanted):
                break
    return None


def _below_name(lines: Sequence[str], end: int, names: Sequence[str]) -> tuple[int, int] | None:
    """The block at the end that begins with his name alone, after an empty line."""
    wanted = {written for name in names if (words := name.casefold().split()) for written in (" ".join(words), " ".join((words[0], words[-1]) if len(words) > 1 else words))}
    for at in range(end - 1, max(1, end - 2 * MOST), -1):
        if " ".join(lines[at].casefold().split()).rstrip(",") not in wanted or lines[at - 1].strip() or not any(map(str.strip, lines[:at])):
            continue
        after = end_of_signature([line[:WIDTH] for line in lines], at - 1, end)
        block = [line for line in lines[at:after] if line.strip()]
        if block and len(block) <= MOST and all(len(line) <= SHORT and not is_command(line) for line in block):
            return at, after
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(_ASIDE.sub(" ", text).casefold())
