"""Opaque S/MIME signatures: the mail that a signed-data envelope carries, taken out (RFC 8551 section 3.5.2, RFC 5652).
Nothing is verified here, and nothing is believed for being signed: who speaks is proven elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_SEQUENCE, _OID, _OCTETS, _MANY_OCTETS, _CONTEXT = 0x30, 0x06, 0x04, 0x24, 0xA0
_DEEPEST = 8


def signed_content(data: bytes) -> bytes | None:
    """The content that a signed-data envelope (DER, or BER with open lengths) carries; None when it carries none. Never raises."""
    top = next(_elements(data, 0, len(data)), None)
    if top is None or top[0] != _SEQUENCE:
        return None
    inside = list(_first(_elements(data, top[1], top[2]), 2))
    if len(inside) < 2 or inside[0][0] != _OID or data[inside[0][1] : inside[0][2]] != _SIGNED_DATA or inside[1][0] != _CONTEXT:
        return None
    body = next(_elements(data, inside[1][1], inside[1][2]), None)
    carried = next((e for e in _first(_elements(data, body[1], body[2]), 3) if e[0] == _SEQUENCE), None) if body else None
    wrapped = next((e for e in _first(_elements(data, carried[1], carried[2]), 2) if e[0] == _CONTEXT), None) if carried else None
    return _octets(data, wrapped[1], wrapped[2], 0) if wrapped else None


def _first(elements: Iterator[tuple[int, int, int]], count: int) -> Iterator[tuple[int, int, int]]:
    for element, _ in zip(elements, range(count), strict=False):
        yield element


def _octets(data: bytes, start: int, end: int, depth: int) -> bytes:
    """The bytes of octet strings, which BER may cut into pieces."""
    pieces = []
    for tag, begin, finish in _elements(data, start, end):
        if tag == _OCTETS:
            pieces.append(data[begin:finish])
        elif tag == _MANY_OCTETS and depth < _DEEPEST:
            pieces.append(_octets(data, begin, finish, depth + 1))
    return b"".join(pieces)


def _elements(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Tag, start and end of each element between two positions. An open length reaches as far as its parent, without its end mark."""
    while at + 2 <= end:
        tag, length = data[at], data[at + 1]
        at += 2
        if tag == 0 and length == 0:  # the end of an open length
            return
        if length == 0x80:
            yield tag, at, end
            return
        if length > 0x80:
            size = length & 0x7F
            if size > 4 or at + size > end:
                return
            length = int.from_bytes(data[at : at + size], "big")
            at += size
        yield tag, at, min(at + length, end)
        at += length
