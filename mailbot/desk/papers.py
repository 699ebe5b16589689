"""The words in a file that goes along with a letter, as far as they can be read without its program: for looking, never for showing.
Plain text in any encoding, pages, and the documents of word processors; what cannot be read has no words."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from mailbot.desk.folding import unwrapped
from mailbot.mail.charsets import decode
from mailbot.mail.message import Attachment

_TAG = re.compile(r"<[^<>]{0,2000}>")
_HOLDS_WORDS = ("word/document.xml", "word/comments.xml", "xl/sharedStrings.xml", "content.xml")  # of Word, Excel, and OpenDocument
_LOOKED_AT = 4096  # bytes by which the kind of a file is told


def words_of(file: Attachment, most: int) -> str:
    """What it says, at most so many characters."""
    if file.content.startswith(b"PK\x03\x04"):
        return _document(file.content, most)
    text = _text(file.content, most)
    return text if "<" not in text else f"{unwrapped(_TAG.sub(' ', text))}\n{text}"


def _text(content: bytes, most: int) -> str:
    start = content[:_LOOKED_AT]
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _without_mark(content, start, most)
    return decode(content[: 2 * most])[0][:most]


def _without_mark(content: bytes, start: bytes, most: int) -> str:
    """UTF-16 without its mark has a zero in every second place; anything else with zeros is no text."""
    for at, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if start[at::2].count(0) * 4 > len(start) and start[1 - at :: 2].count(0) * 20 < len(start):
            return content[: 2 * most].decode(name, "replace")
    return ""


def _document(content: bytes, most: int) -> str:
    """Words of a document that is an archive of pages; a damaged one, or one with a password, has none."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            pages = [archive.open(name).read(4 * most) for name in _HOLDS_WORDS if name in archive.NameToInfo]
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        return ""
    return "\n".join(unwrapped(_TAG.sub("", page.decode("utf-8", "replace"))) for page in pages)[:most]
