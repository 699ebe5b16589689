"""The fault points: every place where a crash must lose nothing, by name, in one registry.
A test sets MAILBOT_FAULT="name" or "name@3" (the third time) and the process dies there as by kill -9; with
MAILBOT_FAULT_MARKER=FILE only one process of all does, and leaves the file behind."""

from __future__ import annotations

import os
import signal
from collections import Counter

POINTS = (
    "intake:before-commit",
    "intake:after-commit",
    "imap:fetched",
    "imap:kept",
    "imap:moved",
    "claim:before-commit",
    "claim:after-commit",
    "worker:parsed",
    "worker:decided",
    "worker:rendered",
    "book:begun",
    "book:before-commit",
    "book:after-commit",
    "due:before-claim-commit",
    "due:after-claim-commit",
    "due:decided",
    "due:before-commit",
    "payments:some-in",
    "payments:before-commit",
    "payments:after-commit",
    "outbox:before-claim-commit",
    "outbox:after-claim-commit",
    "courier:before-delivery",
    "courier:delivered",
    "outbox:before-mark-commit",
    "outbox:after-mark-commit",
)

_armed, _, _nth = os.environ.get("MAILBOT_FAULT", "").partition("@")
_marker = os.environ.get("MAILBOT_FAULT_MARKER", "")
_hits: Counter[str] = Counter()


def point(name: str) -> None:
    """Die here when a test asked for it; otherwise cost nothing. Unknown names are a bug."""
    if not _armed:
        return
    if name not in POINTS:
        raise ValueError(f"fault point {name!r} is not in the registry of mailbot/faults.py")
    if name == _armed:
        _hits[name] += 1
        if _hits[name] == int(_nth or 1) and _first():
            os.kill(os.getpid(), signal.SIGKILL)


def _first() -> bool:
    """True for the first process of all that comes here; without a marker file, for every one."""
    if not _marker:
        return True
    try:
        os.close(os.open(_marker, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    return True
