"""Header text in ASCII: encoded words (RFC 2047) and parameters (RFC 2231), folded.
No word is longer than 75 characters, no line longer than 76, and no character is cut in two."""

from __future__ import annotations

import binascii
import re

LINE = 76  # RFC 2047 section 2
WORD = 75
_ROOM = WORD - len("=?utf-8?q??=")

_ATEXT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~"
_BARE_PHRASE = re.compile(rf"[{re.escape(_ATEXT)}]+(?: [{re.escape(_ATEXT)}]+)*")
# Characters that may stand as themselves in a Q-encoded word within a phrase (RFC 2047 section 5, rule 3).
_Q_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_PERCENT_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~")
_PLAIN_VALUE = re.compile(r"[A-Za-z0-9 !#$&+.,;=@^_`|~()\[\]{}-]{1,60}")


def unstructured(line: str, used: int) -> str:
    """A line of text, such as a subject, as the value of a header field. `used` columns are taken by the field's name.

    `line` holds no control characters and no double spaces. Words that are ASCII stay readable at both ends."""
    if used + len(line) <= LINE and line.isascii() and "=?" not in line:
        return line
    words = line.split(" ")
    odd = [i for i, word in enumerate(words) if not word.isascii() or "=?" in word or len(word) > 60]
    if not odd:
        return _fold(words, used)
    first, last = odd[0], odd[-1] + 1
    return _fold([*words[:first], *_encode(" ".join(words[first:last]), used if first == 0 else 1), *words[last:]], used)


def phrase(name: str, used: int) -> str:
    """A display name (RFC 5322 section 3.2.5): as it is, quoted, or encoded."""
    if name.isascii() and "=?" not in name:
        if _BARE_PHRASE.fullmatch(name):
            return name
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _fold(_encode(name, used), used)


def parameter(name: str, value: str) -> str:
    """`; name=value` of a MIME header, on lines of its own, in sections where it is long (RFC 2231 sections 3 and 4)."""
    if _PLAIN_VALUE.fullmatch(value):
        return f';\r\n {name}="{value}"'
    encoded = "".join([c if c in _PERCENT_SAFE else "".join([f"%{b:02X}" for b in c.encode("utf-8", "replace")]) for c in value])
    if len(encoded) <= 50:
        return f";\r\n {name}*=utf-8''{encoded}"
    pieces = re.findall(r"(?:%[0-9A-F]{2}|[^%]){1,20}", "utf-8''" + encoded)
    return "".join([f";\r\n {name}*{i}*={piece}" for i, piece in enumerate(pieces)])


def _encode(text: str, used: int) -> list[str]:
    """Encoded words that together say `text`; Q where most of it is ASCII, else B. The first leaves `used` columns free."""
    foreign = sum(not c.isascii() for c in text)
    first_room = _ROOM - max(0, used + WORD - LINE)
    return _q_words(text, first_room) if foreign * 4 < len(text) else _b_words(text, first_room)


def _q_words(text: str, room: int) -> list[str]:
    words: list[str] = []
    current = ""
    for c in text:
        piece = c if c in _Q_SAFE else "_" if c == " " else "".join([f"={b:02X}" for b in c.encode("utf-8", "replace")])
        if len(piece) > room:
            words.append(f"=?utf-8?q?{current}?=")
            current, room = "", _ROOM
        current += piece
        room -= len(piece)
    return [*words, f"=?utf-8?q?{current}?="]


def _b_words(text: str, room: int) -> list[str]:
    words: list[str] = []
    current = b""
    for c in text:
        encoded = c.encode("utf-8", "replace")
        if len(current) + len(encoded) > room // 4 * 3:
            words.append(_b_word(current))
            current, room = b"", _ROOM
        current += encoded
    return [*words, _b_word(current)]


def _b_word(data: bytes) -> str:
    return f"=?utf-8?b?{binascii.b2a_base64(data, newline=False).decode('ascii')}?="


def _fold(words: list[str], used: int) -> str:
    """Words with spaces between them, folded so that no line passes 76 columns where that can be helped."""
    value, column = "", used
    for i, word in enumerate(words):
        if i and column + 1 + len(word) > LINE:
            value, column = value + "\r\n " + word, 1 + len(word)
        else:
            value, column = (value + " " + word if i else word), column + len(word) + (i > 0)
    return value
