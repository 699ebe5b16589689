"""The fingerprint of a mail: the same whatever way a copy took, and another for any other mail.
Covers the headers that say what a mail is and its body, not what transport adds or anybody may add; any bytes, in linear time."""

from __future__ import annotations

import hashlib

_CONTENT = frozenset(
    [
        b"message-id", b"from", b"date", b"subject", b"to", b"cc", b"reply-to", b"in-reply-to", b"references", b"mime-version",
        b"content-type", b"content-transfer-encoding",
    ]
)  # fmt: skip

_MOST = 1_000_000  # bytes of a header block; what follows counts as body


def fingerprint(raw: bytes) -> str:
    """SHA-256, in hex, over the sorted content headers, a NUL, and the body without trailing blank lines.
    Line ends and the folding of headers do not count. Of the Content- headers only the two that decide how the body is read do:
    a new one, which no signature covers, must not make a second mail of one that was proven."""
    data = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    gap = 0 if data.startswith(b"\n") else data.find(b"\n\n") + 1
    if gap == 0 and not data.startswith(b"\n"):  # nothing tells headers from text: all of it counts, no line is passed over
        return hashlib.sha256(data.rstrip(b"\n \t")).hexdigest()
    end = min(gap, _MOST)
    digest = hashlib.sha256()
    for line in sorted(_content_headers(data[:end])):
        digest.update(line + b"\n")
    digest.update(b"\0")
    digest.update(memoryview(data)[min(end + 1, len(data)) : max(len(data.rstrip(b"\n \t")), min(end + 1, len(data)))])
    return digest.hexdigest()


def _content_headers(block: bytes) -> list[bytes]:
    found: list[bytes] = []
    folded: list[bytes] = []
    for line in [*block.split(b"\n"), b""]:
        if line[:1] in (b" ", b"\t"):
            if folded:
                folded.append(line)
            continue
        if folded:
            found.append(b" ".join(b"".join(folded).split()))
            folded = []
        name = line.partition(b":")[0].strip().lower()
        if name in _CONTENT:
            folded = [name + line[line.find(b":") :]]
    return found
