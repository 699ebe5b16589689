"""The bytes of a bank's file as text: by its byte order mark, by its own declaration, by what its bytes can be.
Strict: a byte that does not belong is an error with its place, since a guessed letter may be part of somebody's address."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from mailbot.bank.record import BankFileError
from mailbot.mail import charsets

PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a file of the bank may be, in every direction. A file of 50,000 payments has about 100 MB and 2 million elements."""

    megabytes: int = 256
    table_megabytes: int = 32  # a CSV export, which is read whole
    depth: int = 64  # elements within elements; camt has fewer than 20
    elements: int = 10_000_000
    silent: int = 256 * 1024  # bytes of XML in which no entry and no payment begins or ends
    row: int = 200_000  # characters of one row of a CSV export
    names: int = 10_000  # different tags, with their attributes
    columns: int = 200
    preamble: int = 50  # lines above the header of a CSV export


BOUNDS = Bounds()

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_DECLARED = re.compile(rb"<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([^\"'>]{1,60})[\"']")


def pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    """The stream in pieces of bounded size."""
    return iter(partial(stream.read, PIECE), b"")


def within(pieces: Iterable[bytes], megabytes: int) -> Iterator[bytes]:
    """The same pieces, as long as they are not too many."""
    left = megabytes * 1024 * 1024
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise BankFileError.at("the file", f"it is larger than {megabytes} MB", f"at most {megabytes} MB",
                                   "ask the bank for a shorter period, one file for each day")
        yield piece


def marked(head: bytes) -> str | None:
    """The codec that the first bytes give away: a byte order mark, or the zeros of UTF-16 around a first ASCII letter."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if len(head) > 3 and head[0] and not head[1] and head[2] and not head[3]:
        return "utf-16-le"
    if len(head) > 3 and not head[0] and head[1] and not head[2] and head[3]:
        return "utf-16-be"
    return None


def xml_codec(head: bytes) -> str:
    """The codec of an XML file. Raises BankFileError for a declaration that we do not read."""
    found, declared = marked(head), _DECLARED.search(head[:1000])
    if found or declared is None:
        return found or "utf-8"
    name = declared[1].decode("latin-1")
    known = charsets.codec(name)
    if known is None:
        raise BankFileError.at("the first line", f"it declares the encoding {name[:60]!r}", "UTF-8, UTF-16 or a Windows or ISO 8859 encoding",
                               "ask the bank for the file in UTF-8")
    # The line itself was readable as ASCII, so the file was turned into UTF-8 later and the declaration left behind.
    return "utf-8" if known.startswith(("utf-16", "utf-32")) else known


def decoded(pieces: Iterable[bytes], codec: str) -> Iterator[str]:
    """The text of the pieces. Raises BankFileError at a byte that the codec does not know."""
    decoder, offset = codecs.getincrementaldecoder(codec)("strict"), 0
    try:
        for piece in pieces:
            yield decoder.decode(piece)
            offset += len(piece)
        yield decoder.decode(b"", True)
    except UnicodeError as error:
        wrong = f" 0x{error.object[error.start]:02X}" if isinstance(error, UnicodeDecodeError) and error.start < len(error.object) else ""
        raise BankFileError.at(f"near byte {offset + getattr(error, 'start', 0)}", f"a byte{wrong} that is not {codec.removesuffix('-sig').upper()}",
                               "the encoding that the file declares, or UTF-8 without a declaration",
                               "fetch the file again without opening it in between, or ask the bank for UTF-8") from None


def line_of(text: str) -> str:
    """Free text of a bank as one line: no control characters, no marks of direction, none of our placeholders, single spaces."""
    if text.isascii() and text.isprintable() and "  " not in text:  # nearly all of it, and three times as fast
        return text.strip()
    return charsets.clean_line(text, len(text))


def short(text: str) -> str:
    """What was seen, for a message: one line of at most 60 characters between quotes."""
    line = "".join(c if c.isprintable() else "?" for c in charsets.clean_line(text, 61))
    return f'"{line}"' if len(line) <= 60 else f'"{line[:57]}..."'
