"""The structure of a mail: raw bytes to a tree of parts, by one linear walk that is the pre-scan and the parser at once (RFC 2045, RFC 2046).
Every bound holds while walking: what lies beyond one is kept as an attachment, not looked into, and never an error."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mailbot.config.machine import Limits
from mailbot.mail.headers import Headers, parameters, read_headers, unbase64, unbase64_text


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a leaf with a body, or a container of further parts."""

    headers: Headers
    type: str  # "text/plain", lower case, always with a slash
    params: Mapping[str, str]
    disposition: str  # "attachment", "inline" or ""
    filename: str  # as declared, decoded, not yet cleaned
    body: bytes = field(default=b"", repr=False)  # still transfer-encoded, LF line ends; empty for a multipart that was split
    parts: tuple[Part, ...] = ()
    opaque: bool = False  # a limit was reached: not looked into

    def content(self) -> bytes:
        """The body without its transfer encoding. Lenient: never raises, never grows beyond its input."""
        how = transfer_encoding(self.headers.first("content-transfer-encoding"))
        if how == "base64":
            return unbase64_text(self.body) if self.type.startswith("text/") else unbase64(self.body)
        if how == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if how in ("x-uuencode", "x-uue", "uuencode"):
            return uudecode(self.body)
        return self.body

    def walk(self) -> Iterator[Part]:
        """This part and every part below it, in the order written."""
        yield self
        for part in self.parts:
            yield from part.walk()


_COMMENT = re.compile(r"\([^()]{0,200}\)?")
_TOKEN = re.compile(r"[^a-z0-9]{0,20}(base ?64|quoted[ -_]?printable|[a-z0-9-]{1,40})")


def transfer_encoding(declared: bytes) -> str:
    """The one word that counts of a Content-Transfer-Encoding (RFC 2045 section 6.1), without comments and what else stands beside it."""
    word = _TOKEN.match(_COMMENT.sub(" ", declared[:400].decode("latin-1").lower()))
    plain = word[1].replace(" ", "").replace("_", "-") if word else ""
    return "quoted-printable" if plain == "quotedprintable" else plain


def normalise(raw: bytes) -> tuple[bytes, bool]:
    """LF line ends without an mbox "From " line, and whether the line ends were bare CR."""
    bare_cr = b"\n" not in raw and b"\r" in raw
    raw = raw.replace(b"\r", b"\n") if bare_cr else raw.replace(b"\r\n", b"\n")
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if raw[:1] in (b"\n", b" ", b"\t") and (blank := _BLANK_BEFORE_HEAD.match(raw)):
        raw = raw[blank.end() :]
    while _MBOX.match(raw):
        raw = raw.partition(b"\n")[2]
    return raw, bare_cr


_MBOX = re.compile(rb">?From [ \t]*[^ \t:\n]")  # not "From : anna@example.com", which is a malformed header


_BLANK_BEFORE_HEAD = re.compile(rb"(?:[ \t]{0,1000}\n){1,20}(?=[A-Za-z][A-Za-z0-9-]{0,60}:|From )")


def read_structure(raw: bytes, limits: Limits) -> Part:
    """The tree of a whole mail. Linear in its size times the depth limit."""
    clean, bare_cr = normalise(raw)
    return _Walk(limits, len(clean)).read(clean, 0, "text/plain", bare_cr)


def head(raw: bytes, limits: Limits) -> Headers:
    """Only the header block of a mail: cheap, whatever follows it."""
    clean, bare_cr = normalise(raw[: 2048 * limits.header_block_kb])
    return _Walk(limits, len(clean)).split(clean, bare_cr)[0]


class _Walk:
    """One reading of one mail: counts the parts that are still allowed, and the bytes of parts within parts."""

    def __init__(self, limits: Limits, size: int) -> None:
        self.limits = limits
        self.left = limits.parts
        self.bytes_left = 6 * size + 1_000_000

    def split(self, data: bytes, bare_cr: bool = False) -> tuple[Headers, bytes]:
        """Header block and body. A line that is no field ends the headers, unless another field follows it."""
        limits = self.limits
        end = header_end(data, 1024 * limits.header_block_kb)
        headers = read_headers(
            data[:end], limits.headers, 1024 * limits.header_block_kb, 1024 * limits.header_kb, bare_cr
        )
        return headers, data[end + 1 :] if data[end : end + 1] == b"\n" else data[end:]

    def read(self, data: bytes, depth: int, default: str, bare_cr: bool = False) -> Part:
        headers, body = self.split(data, bare_cr)
        kind, params = parameters(headers.first("content-type"))
        kind = _type(kind, default)
        disposition, placed = parameters(headers.first("content-disposition"))
        filename = placed.get("filename") or params.get("name") or ""
        part = Part(headers, kind, params, disposition, filename, body)
        self.left -= 1
        self.bytes_left -= len(body)
        container = kind.startswith("multipart/") or kind in _MESSAGES
        if not container:
            return part
        if depth >= self.limits.depth or self.left <= 0 or self.bytes_left <= 0:
            return Part(headers, kind, params, disposition, filename, body, opaque=True)
        if kind in _MESSAGES:
            content = part.content()
            if not content.strip():
                return part
            if content[:1] == b"\n":
                content = content.lstrip(b"\n")
            inner = self.read(normalise(content)[0], depth + 1, "text/plain")
            return Part(headers, kind, params, disposition, filename, body, (inner,))
        return self._multipart(part, depth)

    def _multipart(self, part: Part, depth: int) -> Part:
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        children: list[Part] = []
        boundary = part.params.get("boundary", "")
        if not boundary or b"--" + boundary.encode("utf-8", "replace") not in part.body:
            boundary = guess_boundary(part.body)
        for start, end in pieces(part.body, boundary.encode("utf-8", "replace")) if boundary else ():
            if self.left <= 0:
                rest = part.body[start:]
                children.append(Part(Headers(()), "application/octet-stream", {}, "attachment", "", rest, opaque=True))
                break
            children.append(self.read(part.body[start:end], depth + 1, default))
        if not children:
            return Part(part.headers, "text/plain", part.params, part.disposition, part.filename, part.body)
        return Part(part.headers, part.type, part.params, part.disposition, part.filename, b"", tuple(children))


_MESSAGES = frozenset(["message/rfc822", "message/global", "message/news"])


def _type(declared: str, default: str) -> str:
    main, slash, sub = declared.partition("/")
    main, sub = main.strip(), sub.strip().split(" ")[0].partition("/")[0]
    if not declared:
        return default
    if not slash or not main or not sub:
        return "text/plain"
    return f"{main}/{sub}"


_LINE = re.compile(rb"(?:[!-9;-~]{1,200}[ \t]*:|[ \t])")


def header_end(data: bytes, max_bytes: int) -> int:
    """Where the header block ends: at the blank line, or at the first line of text when the blank line is missing."""
    blank = 0 if data[:1] == b"\n" else data.find(b"\n\n") + 1 or len(data)
    position = 0
    while position < min(blank, max_bytes):
        following = data.find(b"\n", position, blank) + 1 or blank
        if not _LINE.match(data, position, following) and not (
            following < blank and _LINE.match(data, following, blank)
        ):
            return position
        position = following
    return blank


_MOST_LOOKALIKES = 50_000  # lines that only begin like a delimiter; after so many, no further delimiter is looked for


def pieces(body: bytes, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of the parts between the delimiter lines of a multipart body (RFC 2046 section 5.1.1). A missing last delimiter is forgiven."""
    delimiter = b"--" + boundary.rstrip()
    start, lookalikes = -1, 0
    position = 0 if body.startswith(delimiter) else body.find(b"\n" + delimiter) + 1 or -1
    while position >= 0 and lookalikes < _MOST_LOOKALIKES:
        line_end = body.find(b"\n", position)
        line_end = len(body) if line_end < 0 else line_end
        tail = body[position + len(delimiter) : min(line_end, position + len(delimiter) + 200)].strip()
        if tail in (b"", b"--"):
            if start >= 0:
                yield start, max(position - 1, start)
            start = line_end + 1
            if tail:
                return
        else:
            lookalikes += 1
        position = body.find(b"\n" + delimiter, max(line_end, position)) + 1 or -1
    if 0 <= start < len(body):
        yield start, len(body)


_DELIMITER = re.compile(rb"^--([^\s-][^\n]{0,68}?|-[^\n]{4,68}?)[ \t]*$", re.MULTILINE)


def guess_boundary(body: bytes) -> str:
    """The boundary of a multipart that does not name it: the first line such as "--x", when it is followed by a part's header."""
    for match, _ in zip(_DELIMITER.finditer(body[:20000]), range(20), strict=False):
        if re.match(rb"\n(?:content-|\n)", body[match.end() : match.end() + 20].lower()):
            return match[1].decode("latin-1")
    return ""


def uudecode(body: bytes) -> bytes:
    """The content of a uuencoded file; what cannot be read is left out."""
    found = bytearray()
    inside = False
    for line in body.split(b"\n"):
        if not inside:
            inside = line.startswith(b"begin ")
        elif line.strip() == b"end":
            break
        else:
            try:
                found += binascii.a2b_uu(line)
            except binascii.Error:
                continue
    return bytes(found)
