"""On which line every key of a TOML file stands.
Reads text that the TOML parser has already accepted, so it needs no opinion about errors."""

from __future__ import annotations

import re
from collections.abc import Mapping

Key = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_VALUE = re.compile(r"[^,\]}#\n]*")
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_SHORT = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Key, int] = {}
        self._counted_to, self._line = 0, 1

    def line(self) -> int:
        self._line += self.text.count("\n", self._counted_to, self.at)
        self._counted_to = self.at
        return self._line

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError(f"not TOML near line {self.line()}")
        self.at = match.end()
        return match[0]

    def takes(self, mark: str) -> bool:
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        return True

    def note(self, key: Key, line: int) -> None:
        for length in range(1, len(key) + 1):
            self.lines.setdefault(key[:length], line)

    def dotted(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            self.skip(_SPACE)
            parts.append(_unquote(self.skip(_STRING)) if self.text[self.at] in "\"'" else self.skip(_BARE))
            self.skip(_SPACE)
            if not self.takes("."):
                return tuple(parts)

    def pair(self, table: Key) -> None:
        line = self.line()
        key = (*table, *self.dotted())
        self.note(key, line)
        if not self.takes("="):
            raise ValueError(f"not TOML near line {line}")
        self.skip(_SPACE)
        self.value(key)

    def value(self, key: Key) -> None:
        if self.takes("["):
            index = 0
            while self.skip(_BLANK) or True:
                if self.takes("]"):
                    return
                if not self.takes(","):
                    self.note((*key, index), self.line())
                    self.value((*key, index))
                    index += 1
        elif self.takes("{"):
            while self.skip(_BLANK) or True:
                if self.takes("}"):
                    return
                if not self.takes(","):
                    self.pair(key)
        else:
            self.skip(_STRING if self.text[self.at] in "\"'" else _PLAIN_VALUE)


def lines_of(text: str) -> Mapping[Key, int]:
    """Key path -> line, 1-based. Arrays of tables and lists count from 0: ("tier", 1, "kind"). Text must be valid TOML."""
    scan = _Scanner(text.replace("\r\n", "\n"))
    table: Key = ()
    counts: dict[Key, int] = {}
    while scan.skip(_BLANK) is not None and scan.at < len(scan.text):
        line = scan.line()
        if scan.takes("[["):
            path = _indexed(scan.dotted(), counts)
            counts[path] = counts.get(path, -1) + 1
            table = (*path, counts[path])
            scan.takes("]]")
            scan.note(table, line)
        elif scan.takes("["):
            table = _indexed(scan.dotted(), counts, last=True)
            scan.takes("]")
            scan.lines[table] = line
            scan.note(table, line)
        else:
            scan.pair(table)
    return scan.lines


def _indexed(parts: tuple[str, ...], counts: Mapping[Key, int], last: bool = False) -> Key:
    """The path of a header, with the index of the newest element wherever it leads through an array of tables."""
    path: Key = ()
    for number, part in enumerate(parts, 1):
        path = (*path, part)
        if path in counts and (number < len(parts) or last):
            path = (*path, counts[path])
    return path


def _unquote(text: str) -> str:
    if text[0] == "'":
        return text[1:-1]
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _SHORT.get(m[3], m[3]), text[1:-1])


def line_of(lines: Mapping[Key, int], key: Key) -> int | None:
    """The line of a key, or of the nearest table around it."""
    for length in range(len(key), 0, -1):
        if key[:length] in lines:
            return lines[key[:length]]
    return None


def spoken(key: Key) -> str:
    """A key path as one writes it: tier[2].kind (people count from 1)."""
    out = ""
    for part in key:
        out += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if out else part
    return out
