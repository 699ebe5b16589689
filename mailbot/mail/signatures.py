"""Who signs: the lines that a signature, a phone, a list or a cryptographic wrapper adds to what a person wrote.
A view on the new lines alone; a greeting with a name stays with the text."""

from __future__ import annotations

import re

from mailbot.mail.introductions import WIDTH
from mailbot.mail.quote_words import DEVICES, MOBILE

_TRACKED = ("", "ᐧ")  # a blank line, and the mark of a program that tracks who reads


def signatures(lines: list[str], labels: str) -> str:
    """Relabels signatures ("s") within the new lines: after "-- " (RFC 3676 section 4.3), and what phones and wrappers add."""
    marked = list(labels)
    end = len(lines)
    while end > 0:
        start = end
        while start > 0 and marked[start - 1] == marked[end - 1]:
            start -= 1
        if marked[end - 1] == "n":
            for position in range(_start(lines, start, end), end):
                marked[position] = "s"
        end = start
    for position in _devices(lines, marked):
        marked[position] = "s"
    for position in _armour(lines, marked):
        marked[position] = "s"
    return "".join(marked)


def _start(lines: list[str], start: int, end: int) -> int:
    """Where the signature of one run of new lines begins; `end` when it has none."""
    end = _above_tracking(lines, start, _list_footer(lines, start, end))
    filled = 0
    found = end
    for position in range(end - 1, max(start - 1, end - 80), -1):
        line = lines[position]
        if line in ("-- ", "--", "--\xa0") and filled <= (40 if line == "-- " else 12):
            found = position
        if line.strip():
            filled += 1
    if found < end:
        return _above_tracking(lines, start, found)
    while found > start:
        last = found - 1
        while last > start and not lines[last].strip():
            last -= 1
        if not _is_added(lines[last]):
            return found
        found = last
    return found


def _above_tracking(lines: list[str], start: int, end: int) -> int:
    while end > start and lines[end - 1].strip() in _TRACKED:
        end -= 1
    return end


def _plain(line: str) -> str:
    return " ".join(line[:WIDTH].translate(_BRACKETS).split()).lower()


def _is_added(line: str) -> bool:
    """Whether a last line is one that a phone or a program adds by itself."""
    plain = _plain(line)
    return plain.startswith(MOBILE) and len(plain) <= 120


_BRACKETS = str.maketrans("", "", "*_<>[](){}-")


def _devices(lines: list[str], labels: list[str]) -> list[int]:
    """Such a line that names its device counts in the middle of a text too, where it stands alone: gateways and lists write below it.
    The "Android" of a signature must not become somebody's operating system."""
    found = []
    for position, line in enumerate(lines):
        if labels[position] != "n" or not 8 < len(line) < 160:
            continue
        if position > 0 and lines[position - 1].strip() and labels[position - 1] == "n":
            continue
        if position + 1 < len(lines) and lines[position + 1].strip() and labels[position + 1] == "n":
            continue
        if _is_added(line) and any(device in line.lower() for device in DEVICES):
            found.append(position)
    return found


_LIST_WORDS = ("mailing list", "/listinfo/", "unsubscribe", "groups.google.com", "list-unsubscribe")


def _list_footer(lines: list[str], start: int, end: int) -> int:
    """Where the footer of a mailing list begins at the end of a run of new lines; `end` when there is none."""
    for position in range(end - 1, max(start - 1, end - 12), -1):
        line = lines[position].strip()
        if len(line) >= 2 and not line.strip("_") and any(word in below.lower() for below in lines[position:end] for word in _LIST_WORDS):
            return position
    return end


_HASH = re.compile(r"(?:Hash|Charset|Version|Comment|NotDashEscaped): .{0,200}")


def _armour(lines: list[str], labels: list[str]) -> list[int]:
    """The lines of an inline OpenPGP signature around a clear text (RFC 9580 section 7): its head, and all of the signature block."""
    found: list[int] = []
    inside = ""
    for position, line in enumerate(lines):
        if labels[position] == "q":
            continue
        if line.startswith("-----"):
            inside = {"-----BEGIN PGP SIGNED MESSAGE-----": "head", "-----BEGIN PGP SIGNATURE-----": "signature"}.get(line.rstrip(), "end" if inside == "signature" else "")
            if inside:
                found.append(position)
            if inside == "end":
                inside = ""
        elif inside == "signature" or (inside == "head" and _HASH.fullmatch(line)):
            found.append(position)
        else:
            inside = ""
    return found
