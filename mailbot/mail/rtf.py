"""Rich text of winmail.dat: unpacked (MS-OXRTFCP) and read as plain text.
Linear and bounded by what is asked for; what is no text (fonts, pictures, markup of the HTML it was made from) is passed over."""

from __future__ import annotations

import re
import struct

from mailbot.mail import charsets

# The dictionary that every compressed stream begins with (MS-OXRTFCP section 2.1.2.1).
_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n" rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_COMPRESSED, _AS_IT_IS = b"LZFu", b"MELA"


def unpacked(data: bytes, most: int) -> bytes:
    """The RTF of a compressed stream, at most `most` bytes of it; empty when it is none."""
    if len(data) < 16:
        return b""
    size, kind = struct.unpack("<4xI4s4x", data[:16])
    most = min(most, size)
    if kind == _AS_IT_IS:
        return data[16 : 16 + most]
    if kind != _COMPRESSED:
        return b""
    out = bytearray(_START)
    end = len(_START) + most
    at = 16
    while at < len(data) and len(out) < end:
        control, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data) or len(out) >= end:
                break
            if not control >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            if at + 1 >= len(data):
                return bytes(out[len(_START) : end])
            reference = data[at] << 8 | data[at + 1]
            at += 2
            back = (len(out) - (reference >> 4)) % 4096
            if back == 0:  # refers to the place being written: the end
                return bytes(out[len(_START) : end])
            if back > len(out):
                return bytes(out[len(_START) : end])
            for _ in range((reference & 15) + 2):
                out.append(out[-back])
    return bytes(out[len(_START) : end])


_TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,6})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\")
_NO_TEXT = frozenset([b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"generator", b"themedata", b"htmltag", b"mhtmltag", b"listtable", b"filetbl"])
_SIGNS = {b"par": b"\n", b"line": b"\n", b"tab": b"\t", b"cell": b" | ", b"row": b"\n", b"endash": b"\x96", b"emdash": b"\x97", b"bullet": b"\x95", b"lquote": b"\x91", b"rquote": b"\x92", b"ldblquote": b"\x93", b"rdblquote": b"\x94"}
_DEEPEST = 100


def text(rtf: bytes) -> str:
    """The readable text, without fonts, pictures and markup. Linear: never raises."""
    pieces: list[str] = []
    waiting = bytearray()
    silent: list[bool] = [False]  # per open group: whether its text is passed over
    depth, hidden, after_unicode, codepage, starred = 0, False, 0, "cp1252", False
    for match in _TOKEN.finditer(rtf):
        word, number, code, sign, brace, plain = match.groups()
        if brace == b"{":
            depth += 1
            silent = [*silent, silent[-1]] if len(silent) <= _DEEPEST else silent
        elif brace == b"}":
            depth = max(0, depth - 1)
            if len(silent) > depth + 1:
                silent.pop()
        elif sign == b"*":
            starred = True
            continue
        elif word is not None:
            if word in _NO_TEXT or (starred and word not in (b"shppict",)):
                silent[-1] = True
            elif word == b"htmlrtf":
                hidden = number != b"0"
            elif word == b"ansicpg" and number:
                codepage = f"cp{int(number)}"
            elif word == b"u" and number and not silent[-1] and not hidden:
                pieces += [charsets.decode(bytes(waiting), codepage)[0], chr(int(number) % 65536)]
                waiting.clear()
                after_unicode = 1
            elif not silent[-1] and not hidden:
                waiting += _SIGNS.get(word, b"")
        elif not silent[-1] and not hidden:
            piece = bytes.fromhex(code.decode()) if code else plain or (b" " if sign == b"~" else sign if sign in (b"\\", b"{", b"}") else b"")
            if after_unicode and piece:
                piece, after_unicode = piece[1:], 0
            waiting += piece
        starred = False
    pieces.append(charsets.decode(bytes(waiting), codepage)[0])
    return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
