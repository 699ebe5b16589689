"""Files that old programs write into the text itself: "begin 644 name", lines of known length, "end" (POSIX uuencode).
Only what is whole counts; the text itself keeps every line, since it is never shortened."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

_BEGIN = re.compile(r"begin [0-7]{3,4}(?: (\S[^\n]{0,200}))?")
_MOST_LINES = 500_000
_MOST_TRIES = 50  # lines that only begin like a file


@dataclass(frozen=True, slots=True)
class Encoded:
    """One file that stood in a text."""

    name: str
    content: bytes


def files_in(text: str, most: int) -> tuple[Encoded, ...]:
    """The files that stand in a text, at most `most` of them. Linear; never raises."""
    if "begin " not in text or "\nend" not in text:
        return ()
    lines = text.split("\n", _MOST_LINES)
    files: list[Encoded] = []
    position, tries = 0, 0
    while position < len(lines) and len(files) < most and tries < _MOST_TRIES:
        line, position = lines[position], position + 1
        if line.startswith("begin ") and (begun := _BEGIN.fullmatch(line.rstrip())) is not None:
            tries += 1
            content, end = _content(lines, position)
            if content is not None:
                files.append(Encoded(begun[1] or "", content))
                position = end
    return tuple(files)


def _content(lines: list[str], at: int) -> tuple[bytes | None, int]:
    """The decoded lines up to "end", and the line after it; None when one of them is no such line."""
    found = bytearray()
    for position in range(at, len(lines)):
        line = lines[position]
        if line.rstrip() == "end" and position > at:
            return bytes(found), position + 1
        size = (ord(line[0]) - 32) % 64 if line else 0
        if line and (not line.isascii() or not 32 <= ord(line[0]) <= 96 or len(line.rstrip()) > 2 + (size + 2) // 3 * 4 or len(line) > 90):
            return None, at
        try:
            found += binascii.a2b_uu(line.encode("ascii"))
        except binascii.Error:
            return None, at
    return None, at
