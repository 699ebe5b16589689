"""The content of one mail, read in chunks as they come off the socket (RFC 5321 sections 4.1.1.4 and 4.5.2).
Only CRLF.CRLF ends it; a bare CR, a bare LF or a NUL condemns the whole mail, so none can hide a second one inside."""

from __future__ import annotations

from enum import StrEnum

_END = b"\r\n.\r\n"
LONGEST_LINE = 64 * 1024  # octets with CRLF; RFC 5321 says 1,000, real HTML generators write far more


class Fault(StrEnum):
    """Why a mail is refused after its end, with the reply that says so."""

    TOO_BIG = "552 5.3.4 The mail is larger than this server takes"
    CROWDED = "452 4.3.1 Too much mail is arriving at once, please try again later"
    BARE = "554 5.6.0 The mail holds a bare CR, a bare LF or a NUL: lines must end in CRLF (RFC 5321 section 2.3.8)"
    LONG_LINE = "554 5.6.0 A line of the mail is longer than 65536 octets"


class DataReader:
    """Collects one mail. `feed` it chunks until it returns what came after the end of the mail.

    Past `limit` octets, or after `discard`, nothing is held any more, but the end is still found."""

    def __init__(self, limit: int) -> None:
        self.fault: Fault | None = None
        self.size = 0  # octets held
        self._limit = limit
        self._chunks: list[bytes] = []
        self._tail = b"\r\n"  # the CRLF of the DATA command: a lone dot may come first

    def feed(self, chunk: bytes) -> bytes | None:
        """Take the next octets. None: more must come. Else the octets behind CRLF.CRLF, which belong to the next command."""
        seen = self._tail + chunk
        end = seen.find(_END)
        if end < 0:
            self._hold(chunk)
            self._tail = seen[-(len(_END) - 1) :]
            return None
        mine = end + len(_END) - len(self._tail)  # octets of this chunk up to and with the end
        self._hold(chunk[:mine])
        return chunk[mine:]

    def _hold(self, chunk: bytes) -> None:
        if self.fault is not None:
            return
        self.size += len(chunk)
        if self.size > self._limit + len(_END):
            self.discard(Fault.TOO_BIG)
        else:
            self._chunks.append(chunk)

    def discard(self, fault: Fault) -> None:
        """Give up this mail: hold none of it, remember why."""
        self.fault = fault
        self.size = 0
        self._chunks.clear()

    def content(self) -> bytes | Fault:
        """The mail as its author sent it, dots unstuffed, the last line ended by CRLF; or what is wrong with it."""
        if self.fault is not None:
            return self.fault
        raw = b"".join(self._chunks)[: -len(b".\r\n")]
        self._chunks.clear()
        lines = raw.count(b"\r\n")
        if raw.count(b"\r") != lines or raw.count(b"\n") != lines or b"\0" in raw:
            return Fault.BARE
        if _has_long_line(raw):
            return Fault.LONG_LINE
        unstuffed = raw.replace(b"\r\n.", b"\r\n")
        return unstuffed[1:] if unstuffed.startswith(b".") else unstuffed


def _has_long_line(raw: bytes) -> bool:
    """Whether a line is longer than LONGEST_LINE, in steps of that length rather than line by line."""
    start = 0
    while len(raw) - start > LONGEST_LINE:
        last = raw.rfind(b"\n", start, start + LONGEST_LINE)
        if last < 0:
            return True
        start = last + 1
    return False
