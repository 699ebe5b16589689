"""What reading costs in memory at its peak, lxml's own included, which no tracer of Python sees: one process measures whole tables of bombs.
Run as a program it prints one line of JSON: row, then name, then kilobytes above what the process held before, and the size of what it read."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from mailbot.mail import quotes, rtf, signed, tnef
from mailbot.mail.address import plain
from mailbot.mail.body import clean_name
from tests.mail.samples import QUESTIONS, read

CONTROL = "control"  # a row that holds as much as it says, so that a measure that sees nothing is found out
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
Cases = Mapping[str, tuple[Callable[[bytes], object], bytes]]


def _kilobytes(name: str) -> int:
    return next(int(line.split()[1]) for line in STATUS.read_text().splitlines() if line.startswith(f"{name}:"))


def peak(act: Callable[[bytes], object], raw: bytes) -> int:
    """Kilobytes that the process grew by, at most, while it did this once."""
    ctypes.CDLL(None).malloc_trim(0)  # else what an earlier bomb left free would hide what this one takes
    RESET.write_text("5")  # the peak begins anew (proc_pid_clear_refs(5))
    before = _kilobytes("VmRSS")
    act(raw)
    return _kilobytes("VmHWM") - before


def _views(raw: bytes) -> object:
    return quotes.split(raw.decode(), "Fwd: x", QUESTIONS, answers_us=False)


def rows() -> dict[str, Cases]:
    """The rows of the threat table by their number, and what the standard library was measured with."""
    from tests.mail import test_bombs as bombs
    from tests.mail import test_rows_71_to_82 as table

    def text(act: Callable[[str], object]) -> Callable[[bytes], object]:
        return lambda raw: act(raw.decode())

    winmail, said = b"\x78\x9f\x3e\x22\x01\x00", b"\0\0\0\0\xff\xff\xff\xffLZFu\0\0\0\0"
    return {
        CONTROL: {"64 MB": (lambda raw: raw * 64, b"x" * 1_000_000)},
        "5.1": {name: (read, raw) for name, raw in table.TABLE.items()},
        "77": {name: (read, raw) for name, raw in bombs.BOMBS.items() if name.startswith("html")},
        "78": {prefix: (_views, (prefix * (1_000_000 // len(prefix))).encode()) for prefix in table.NASTY},
        "80": {one[:20]: (text(plain), (one * (1_000_000 // len(one))).encode()) for one in ("a@b.example>\r\nRCPT TO:<", "a", "<a@b.example>,", "=?utf-8?q?a?=", "\"\\")},
        "81": {one: (text(clean_name), (one * (1_000_000 // len(one))).encode()) for one in ("../", "C:\\new\\", "a\0", "a\u202e", "x")},
        "82": {
            "rich text that says it is long": (lambda raw: rtf.unpacked(raw, 200 * 1024), said + (b"\xff" + b"\x00\x1f" * 8) * 100_000),
            "rich text of braces": (lambda raw: rtf.text(raw[: 200 * 1024]), b"{" * 500_000),
            "rich text of characters": (lambda raw: rtf.text(raw[: 200 * 1024]), b"\\'e5" * 200_000),
            "a signed envelope without an end": (signed.signed_content, b"0\x80" * 100_000),
            "a winmail of empty attributes": (lambda raw: tnef.unpack(raw, 200), winmail + b"\x02\x02\x90\x06\x00\x00\x00\x00\x00\x00\x00" * 50_000),
        },
    }


if __name__ == "__main__":
    print(json.dumps({row: {name: (peak(act, raw), len(raw)) for name, (act, raw) in cases.items()} for row, cases in rows().items()}))
