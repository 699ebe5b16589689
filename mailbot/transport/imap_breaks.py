"""Mails over which a line breaks, again and again: some servers hang up over one they cannot read.
Such a mail is asked for by itself, after all others; in the end it is passed over, and a person must look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

ALONE_AFTER, PASSED_OVER_AFTER = 2, 6  # lines that broke while a mail was asked for: then it is asked for by itself; then no more


class Breaks:
    """How often the line broke over which mail, by UID."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def note(self, uids: Iterable[int]) -> tuple[int, ...]:
        """The line broke over one of these. Those that are passed over from now on."""
        uids = tuple(uids)
        for uid in uids:
            self._counts[uid] = self._counts.get(uid, 0) + 1
        return tuple(uid for uid in uids if self._counts[uid] == PASSED_OVER_AFTER)

    def well(self, uids: Iterable[int]) -> None:
        """These were answered."""
        for uid in uids:
            self._counts.pop(uid, None)

    def alone(self, uid: int) -> bool:
        return self._counts.get(uid, 0) >= ALONE_AFTER

    @property
    def passed_over(self) -> frozenset[int]:
        return frozenset(uid for uid, count in self._counts.items() if count >= PASSED_OVER_AFTER)

    def groups(self, uids: Iterable[int]) -> Iterator[list[int]]:
        """The mails as they may be asked for together: the sound ones first, then each doubtful one, the worst last."""
        sound: list[int] = []
        doubtful: list[int] = []
        for uid in uids:
            (doubtful if self.alone(uid) else sound).append(uid)
        if sound:
            yield sound
        yield from ([uid] for uid in sorted(doubtful, key=lambda uid: self._counts.get(uid, 0)))
