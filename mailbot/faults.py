"""The fault points: every place where a crash must lose nothing, by name, in one registry.
A test sets MAILBOT_FAULT="name" or "name@3" (the third time) and the process dies there as by kill -9."""

from __future__ import annotations

import os
import signal
from collections import Counter

POINTS = (
    "intake:before-commit",
    "intake:after-commit",
    "claim:before-commit",
    "claim:after-commit",
    "worker:parsed",
    "worker:decided",
    "worker:rendered",
    "book:begun",
    "book:before-commit",
    "book:after-commit",
    "outbox:before-claim-commit",
    "outbox:after-claim-commit",
    "courier:before-delivery",
    "courier:delivered",
    "outbox:before-mark-commit",
    "outbox:after-mark-commit",
)

_armed, _, _nth = os.environ.get("MAILBOT_FAULT", "").partition("@")
_hits: Counter[str] = Counter()


def point(name: str) -> None:
    """Die here when a test asked for it; otherwise cost nothing. Unknown names are a bug."""
    if not _armed:
        return
    if name not in POINTS:
        raise ValueError(f"fault point {name!r} is not in the registry of mailbot/faults.py")
    if name == _armed:
        _hits[name] += 1
        if _hits[name] == int(_nth or 1):
            os.kill(os.getpid(), signal.SIGKILL)
