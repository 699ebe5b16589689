"""winmail.dat: what Outlook and Exchange pack into application/ms-tnef (MS-OXTNEF), unpacked.
Every length is checked against what is left, every loop is counted, nothing grows beyond its input: damaged data ends the reading."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbot.mail import charsets

_SIGNATURE = 0x223E9F78
_ATTACH_START, _ATTACH_DATA, _ATTACH_TITLE, _ATTACH_PROPS = 0x9002, 0x800F, 0x8010, 0x9005
_BODY, _PROPS, _CODEPAGE = 0x800C, 0x9003, 0x9007
# Properties (MS-OXPROPS): names, content and type of an attachment; body as text and as HTML.
_DATA, _SHORT_NAME, _LONG_NAME, _MIME_TAG, _CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712
_PLAIN, _RTF, _HTML = 0x1000, 0x1009, 0x1013
_INTERESTING = frozenset([_DATA, _SHORT_NAME, _LONG_NAME, _MIME_TAG, _CONTENT_ID, _PLAIN, _RTF, _HTML])
_OBJECT, _STRING, _UNICODE, _BINARY = 0x0D, 0x1E, 0x1F, 0x102
_SIZES = {0x01: 0, 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}  # of fixed types, padded
_MOST_PROPERTIES = 2_000


@dataclass(slots=True)
class Packed:
    """One file within winmail.dat."""

    name: str = ""
    content: bytes = b""
    type: str = ""
    content_id: str = ""


@dataclass(slots=True)
class Winmail:
    """What winmail.dat holds: the text, as it stands there, and the files."""

    text: str = ""
    html: str = ""
    rtf: bytes = b""  # compressed
    files: list[Packed] = field(default_factory=list)
    damaged: bool = False


class _Damaged(Exception):
    """The data ends, or says something that cannot be."""


class _Reader:
    """A position in bytes that never leaves them."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, count: int) -> bytes:
        if count < 0 or self.at + count > len(self.data):
            raise _Damaged
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, layout: str) -> int:
        return int(struct.unpack(layout, self.take(struct.calcsize(layout)))[0])


def unpack(data: bytes, most_files: int) -> Winmail | None:
    """What `data` holds, at most `most_files` files; None when it is no TNEF. What stands before damage is kept. Never raises."""
    reader = _Reader(data)
    found = Winmail()
    try:
        if reader.number("<I") != _SIGNATURE:
            return None
        reader.take(2)
    except _Damaged:
        return None
    codepage = "cp1252"
    try:
        while reader.at < len(data):
            reader.take(1)
            attribute = reader.number("<I") & 0xFFFF
            content = reader.take(reader.number("<I"))
            reader.take(2)
            if attribute == _CODEPAGE and len(content) >= 4:
                codepage = f"cp{struct.unpack('<I', content[:4])[0]}"
            elif attribute == _ATTACH_START:
                if len(found.files) >= most_files:
                    found.damaged = True
                    break
                found.files.append(Packed())
            else:
                _note(found, attribute, content, codepage)
    except _Damaged:
        found.damaged = True
    return found


def _note(found: Winmail, attribute: int, content: bytes, codepage: str) -> None:
    """What one attribute adds to the whole, or to the last file."""
    file = found.files[-1] if found.files else None
    if attribute == _BODY:
        found.text = found.text or _text(content, codepage)
    elif attribute == _PROPS:
        for tag, value in _properties(content, codepage):
            if tag == _PLAIN:
                found.text = _as_text(value, codepage)
            elif tag == _RTF and isinstance(value, bytes):
                found.rtf = value
            elif tag == _HTML:
                found.html = _as_text(value, codepage)
    elif file is None:
        return
    elif attribute == _ATTACH_TITLE:
        file.name = file.name or _text(content, codepage)
    elif attribute == _ATTACH_DATA:
        file.content = content
    elif attribute == _ATTACH_PROPS:
        for tag, value in _properties(content, codepage):
            if tag == _LONG_NAME or (tag == _SHORT_NAME and not file.name):
                file.name = _as_text(value, codepage) or file.name
            elif tag == _DATA and isinstance(value, bytes) and not file.content:
                file.content = value
            elif tag == _MIME_TAG:
                file.type = _as_text(value, codepage)
            elif tag == _CONTENT_ID:
                file.content_id = _as_text(value, codepage)


def _properties(content: bytes, codepage: str) -> Iterator[tuple[int, bytes | str]]:
    """The interesting properties of a property block, in the order written; damage ends them."""
    reader = _Reader(content)
    try:
        for _ in range(min(reader.number("<I"), _MOST_PROPERTIES)):
            kind, tag = reader.number("<H"), reader.number("<H")
            if tag >= 0x8000:
                _skip_name(reader)
            several = bool(kind & 0x1000)
            kind &= 0x0FFF
            if kind in _SIZES:
                reader.take(_SIZES[kind] * (reader.number("<I") if several else 1))
                continue
            if kind not in (_OBJECT, _STRING, _UNICODE, _BINARY):
                return
            for _ in range(min(reader.number("<I"), _MOST_PROPERTIES)):
                size = reader.number("<I")
                value = reader.take(size)
                reader.take(-size % 4)
                if tag in _INTERESTING:
                    yield tag, _value(kind, value, codepage)
    except _Damaged:
        return


def _skip_name(reader: _Reader) -> None:
    """The GUID and the name or number of a named property."""
    reader.take(16)
    if reader.number("<I") == 0:
        reader.take(4)
    else:
        size = reader.number("<I")
        reader.take(size + -size % 4)


def _value(kind: int, value: bytes, codepage: str) -> bytes | str:
    if kind == _UNICODE:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    if kind == _STRING:
        return _text(value, codepage)
    return value[16:] if kind == _OBJECT else value  # an object begins with the GUID of its interface


def _as_text(value: bytes | str, codepage: str) -> str:
    return value if isinstance(value, str) else _text(value, codepage)


def _text(value: bytes, codepage: str) -> str:
    return charsets.decode(value.rstrip(b"\0"), codepage)[0]
