"""Header fields: raw bytes kept as they came, decoded only when asked (RFC 5322 section 2.2, RFC 2047, RFC 2231).
Everything is bounded by position and length before any decoding starts; nothing here decodes an address."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbot.mail import charsets


@dataclass(frozen=True, slots=True)
class Field:
    """One header field. `name` is lower case; `value` is unfolded but not decoded."""

    name: str
    value: bytes
    exact: bool = True  # False: white space before the colon, or a line of nothing else within; readers disagree about both


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of one header block, in the order written."""

    fields: tuple[Field, ...]
    cut: bool = False  # something stood beyond the limits and was not read
    bare_cr: bool = False  # line ends were bare CR and had to be guessed
    stray: tuple[bytes, ...] = ()  # lines among the fields that are none and hold no colon: text that some program let slip
    _firsts: dict[str, bytes] = field(init=False, repr=False, compare=False, default_factory=dict)  # by name, for the many who ask

    def __post_init__(self) -> None:
        for one in reversed(self.fields):
            self._firsts[one.name] = one.value

    def all(self, name: str) -> tuple[bytes, ...]:
        """Raw values of every field of this name."""
        return tuple(f.value for f in self.fields if f.name == name)

    def first(self, name: str) -> bytes:
        """The raw value of the first field of this name; empty when there is none."""
        return self._firsts.get(name, b"")

    def has(self, name: str) -> bool:
        return name in self._firsts

    def text(self, name: str, limit: int = 500) -> str:
        """The first field of this name, decoded and cleaned to one line."""
        return charsets.clean_line(decode_words(self.first(name)), limit)

    def token(self, name: str) -> str:
        """The first field of this name as a lower-case keyword: parameters and comments cut off ("auto-replied; x=y" -> "auto-replied")."""
        if name not in self._firsts:
            return ""
        value = self.first(name)[:200].decode("latin-1").strip().lower()
        return re.split(r"[;\s(]", value, maxsplit=1)[0]


_FIELD = re.compile(rb"([!-9;-~]{1,200})([ \t]*):[ \t]*")


def read_headers(block: bytes, max_count: int, max_bytes: int, max_field: int, bare_cr: bool = False) -> Headers:
    """Split a header block (LF line ends, without the blank line). Linear; lines that are no field are skipped."""
    cut = len(block) > max_bytes
    fields: list[Field] = []
    name, exact, value = "", True, bytearray()
    stray: list[bytes] = []
    for line in block[:max_bytes].split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            if name and len(value) <= max_field:
                value += b" " + line.lstrip(b" \t")
            exact = exact and not line.isspace()  # some readers take such a line for the end of the header
            continue
        match = _FIELD.match(line)
        if match is None:
            if len(stray) < _MOST_STRAY and b":" not in line and line.strip() and not line.startswith((b"From ", b">From ")):
                stray.append(line[:1000])
            continue
        if name:
            cut = _add(fields, name, value, exact, max_field) or cut
        if len(fields) >= max_count:
            return Headers(tuple(fields), True, bare_cr, tuple(stray))
        name, exact = match[1].decode("ascii").lower(), not match[2]
        value = bytearray(line[match.end() :])
    if name:
        cut = _add(fields, name, value, exact, max_field) or cut
    return Headers(tuple(fields), cut, bare_cr, tuple(stray))


_MOST_STRAY = 20


def _add(fields: list[Field], name: str, value: bytearray, exact: bool, max_field: int) -> bool:
    fields.append(Field(name, bytes(value[:max_field]).rstrip(), exact))
    return len(value) > max_field and name in ("from", "sender", "authentication-results", "received")


# ---- encoded words (RFC 2047) ---------------------------------------------------------------------
_WORD = re.compile(rb"=\?([^?\s=]{1,60})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,3})\?=")


def decode_words(value: bytes) -> str:
    """A header value with its encoded words decoded; raw 8-bit is read as UTF-8, else Windows-1252. Bounded by its input: never raises.
    Neighbouring words of one charset are joined before decoding, since many programs split characters between them."""
    if b"=?" not in value:
        return charsets.decode(value)[0]
    pieces: list[str] = []
    waiting, charset = bytearray(), ""
    position = 0
    for match in _WORD.finditer(value):
        between = value[position : match.start()]
        name = match[1].decode("latin-1").lower()
        if waiting and (between.strip() or name != charset):
            pieces.append(charsets.decode(bytes(waiting), charset)[0])
            waiting.clear()
        if between.strip() or position == 0:
            pieces.append(charsets.decode(between)[0])
        waiting += _unquote(match[3]) if match[2] in b"qQ" else unbase64(match[3])
        charset, position = name, match.end()
    if waiting:
        pieces.append(charsets.decode(bytes(waiting), charset)[0])
    pieces.append(charsets.decode(value[position:])[0])
    return "".join(pieces)


def _unquote(text: bytes) -> bytes:
    return binascii.a2b_qp(text, header=True)


_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


def unbase64(text: bytes) -> bytes:
    """Decode base64 as mail programs write it: garbage between, padding missing, several pieces glued together. Never raises."""
    if b"=" in text.rstrip(b"\r\n\t =-"):
        return b"".join(_unbase64(piece) for piece in re.split(rb"=+", text, maxsplit=1000))
    return _unbase64(text)


def unbase64_text(body: bytes) -> bytes:
    """A text that is called base64: as it stands when it is none, and with what a list or a gateway wrote below it in plain."""
    first = body.lstrip().partition(b"\n")[0].rstrip()
    strange = body.translate(None, _BASE64)
    if not strange and b" " not in first:
        return unbase64(body)
    at = body.find(strange[:1]) if strange else len(body)
    start = body.rfind(b"\n", 0, at) + 1 if strange else len(body)
    if b" " in first or not body[:start].strip():
        return unbase64(body) if _BASE64_LINE.search(body) else body
    below = body[start:]
    if _BASE64_LINE.search(below) or not _WORDS.search(below):
        return unbase64(body)
    return unbase64(body[:start]).rstrip(b"\r\n") + b"\n\n" + below


_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
_BASE64_LINE = re.compile(rb"^[A-Za-z0-9+/]{40,}={0,2}[ \t\r]{0,3}$", re.MULTILINE)
_WORDS = re.compile(rb"[^\W\d_]{2,40} [^\W\d_]{2}")


def _unbase64(text: bytes) -> bytes:
    try:
        return binascii.a2b_base64(text)
    except binascii.Error:
        clean = text.translate(None, _NOT_BASE64)
        return binascii.a2b_base64(clean[: len(clean) // 4 * 4] + _pad(clean[len(clean) // 4 * 4 :]))


def _pad(rest: bytes) -> bytes:
    return b"" if len(rest) < 2 else rest + b"=" * (4 - len(rest))


# ---- parameters (RFC 2045 section 5.1, RFC 2231) ---------------------------------------------------
def parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """The leading keyword in lower case and the decoded parameters of a field such as Content-Type. At most 100 parameters."""
    pieces = _split(value)
    head = next(pieces, b"").strip().decode("latin-1").lower()
    plain: dict[str, str] = {}
    parts: dict[str, list[tuple[int, bool, bytes]]] = {}
    for _, piece in zip(range(100), pieces, strict=False):
        raw_name, equals, raw = piece.partition(b"=")
        name = raw_name.strip().decode("latin-1").lower()
        if not equals or not name or len(name) > 80:
            continue
        raw = _unquoted(raw.strip())
        base, star, index = name.partition("*")
        if not star:
            plain.setdefault(name, charsets.clean_line(decode_words(raw)))
            continue
        encoded = index.endswith("*") or index == ""
        number = index.rstrip("*") or "0"
        if number.isascii() and number.isdigit() and len(number) <= 3:
            parts.setdefault(base, []).append((int(number), encoded, raw))
    return head, plain | {name: _joined(found) for name, found in parts.items()}


def _joined(found: list[tuple[int, bool, bytes]]) -> str:
    """RFC 2231 sections 3 and 4: continuations in numeric order, the charset named once."""
    found.sort(key=lambda piece: piece[0])
    charset, data = "utf-8", bytearray()
    for position, (_, encoded, raw) in enumerate(found):
        if not encoded:
            data += raw
            continue
        if position == 0 and raw.count(b"'") >= 2:
            name, _, rest = raw.split(b"'", 2)
            charset, raw = name.decode("latin-1") or "utf-8", rest
        data += _unpercent(raw)
    if b"=?" in data:
        return charsets.clean_line(decode_words(bytes(data)))
    return charsets.clean_line(charsets.decode(bytes(data), charset)[0])


_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")


def _unpercent(raw: bytes) -> bytes:
    return _PERCENT.sub(lambda match: bytes((int(match[1], 16),)), raw)


def _split(value: bytes) -> Iterator[bytes]:
    """The pieces between semicolons that stand outside quotes. Linear."""
    start, quoted = 0, False
    for match in re.finditer(rb'[;"\\]', value):
        char = match[0]
        if char == b'"' and (match.start() == 0 or value[match.start() - 1 : match.start()] != b"\\"):
            quoted = not quoted
        elif char == b";" and not quoted:
            yield value[start : match.start()]
            start = match.end()
    rest = value[start:]
    if quoted and b";" in rest and rest.count(b'"') == 1:  # an opening quote that never closes: the semicolons count again
        yield from rest.replace(b'"', b"").split(b";")
    else:
        yield rest


_ESCAPED = re.compile(rb'\\(["\\])')  # no other pair: old programs write filename="C:\\new\\list.txt"


def _unquoted(raw: bytes) -> bytes:
    if raw[:1] == b'"':
        end = raw.rfind(b'"')
        raw = raw[1:end] if end > 0 else raw[1:]
        return _ESCAPED.sub(rb"\1", raw)
    return raw
