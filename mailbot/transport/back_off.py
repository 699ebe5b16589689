"""When a mail that could not go is tried again: soon at first, every four hours in the end (RFC 5321 section 4.5.4.1).
A pure function, so that five days of a server's absence can be played through at once."""

from __future__ import annotations

from datetime import timedelta

KEEP_TRYING = timedelta(days=5)

_MINUTE = timedelta(minutes=1)
_STEPS = (  # as long as a mail is younger than this, it waits that long
    (2 * _MINUTE, _MINUTE),
    (10 * _MINUTE, 5 * _MINUTE),
    (60 * _MINUTE, 15 * _MINUTE),
    (6 * 60 * _MINUTE, 60 * _MINUTE),
    (24 * 60 * _MINUTE, 120 * _MINUTE),
    (KEEP_TRYING * 1000, 240 * _MINUTE),
)


def back_off(age: timedelta, attempts: int, keep_trying: timedelta = KEEP_TRYING) -> timedelta | None:
    """How long to wait before the next attempt at a mail of this age, tried `attempts` times; None: give up.

    A mail that is old but was hardly tried (a pause, a night without network) starts with the short waits all the same.
    The last attempt comes when the time is up, not four hours before."""
    if age >= keep_trying:
        return None
    by_age = next(wait for younger_than, wait in _STEPS if age < younger_than)
    by_attempts = _STEPS[min(max(attempts, 1), len(_STEPS)) - 1][1]
    return max(_MINUTE, min(by_age, by_attempts, keep_trying - age))


_CALLS = (1, 2, 5, 15, 30, 60, 120)  # seconds


def call_again(failures: int) -> timedelta:
    """How long to wait before a server is called again that could not be reached, or hung up, so many times in a row."""
    return timedelta(seconds=_CALLS[min(max(failures, 1), len(_CALLS)) - 1])
