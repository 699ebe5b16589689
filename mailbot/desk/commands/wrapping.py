"""Lines that an agent wrote as one and his mail program broke in two: the rest of a remark, or of a command at the top.
Without this the second half of a remark would be words for the customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WRAPPED_FROM = 65  # characters: programs break lines at 72 to 78, before the word that does not fit


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was written."""

    number: int  # 1-based, where it begins
    text: str
    doubtful: bool = False  # what follows directly may be its rest, or the beginning of something else


def unwrapped(lines: Sequence[str], bare: Callable[[str], str], is_remark: Callable[[str], object], is_command: Callable[[str], object]) -> list[Line]:
    """The lines, each with what belongs to it: what stands directly below a long remark, or below a long command of the block at the top."""
    found: list[Line] = []
    top, last = True, ""  # `last`: the line above, where this one may be its rest
    for number, raw in enumerate(lines, 1):
        line = bare(raw)
        begins = bool(is_remark(line) or (top and is_command(line)))
        if last and line and not is_remark(line) and not is_command(line):
            whole = found[-1]
            found[-1] = Line(whole.number, f"{whole.text.rstrip()} {line}", whole.doubtful or not line[0].islower())
            last = line if len(line) >= WRAPPED_FROM else ""
            continue
        top = top and (begins or not line)
        last = line if begins and len(line) >= WRAPPED_FROM else ""
        found.append(Line(number, raw))
    return found
