"""Mails that are kept and must still leave the inbox. What refuses them (no space, no right) holds up no other mail:
they wait in memory, are tried again in ever smaller lots, and a mail that was copied once is not copied again."""

from __future__ import annotations

from collections.abc import Iterable, Set
from itertools import islice

from mailbot.transport.imap_client import LineLost, NotMoved
from mailbot.transport.imap_session import Session

LOT = 50  # mails moved together
REFUSALS = 3  # lots that are tried in one round although others were refused: one mail may be at fault, or the folder


class Filing:
    """What waits to be moved out of one mailbox."""

    def __init__(self) -> None:
        self._waits: dict[int, bool] = {}  # UIDs, the next first, and whether they go to trouble
        self._copied: set[int] = set()  # where the server cannot MOVE: copied, and not yet expunged
        self._lot = LOT
        self.refused: NotMoved | None = None  # why mails still wait

    def __contains__(self, uid: int) -> bool:
        return uid in self._waits

    def put_away(self, session: Session, uids: Iterable[int], *, trouble: bool = False) -> None:
        """Move these, or, when others wait already, let them wait as well. Raises LineLost; they are remembered all the same."""
        others = bool(self._waits)
        self._waits.update(dict.fromkeys(sorted(uids), trouble))
        if not others:
            self._move_all(session)

    def move_again(self, session: Session, lying: Set[int]) -> None:
        """Try those that wait; `lying` is what the inbox still holds. Raises LineLost."""
        self._waits = {uid: trouble for uid, trouble in self._waits.items() if uid in lying}
        self._copied &= lying
        self._move_all(session)

    def _move_all(self, session: Session) -> None:
        refusals = [refused for trouble in (False, True) if (refused := self._move(session, trouble))]
        self.refused = refusals[0] if refusals else None

    def _move(self, session: Session, trouble: bool) -> NotMoved | None:
        """Those of one folder, lot by lot; the last refusal."""
        left = [uid for uid, to_trouble in self._waits.items() if to_trouble is trouble]
        refused, refusals = None, 0
        while left and refusals < REFUSALS:
            lot = list(islice(left, self._lot))
            del left[: len(lot)]
            try:
                session.put_away(lot, trouble=trouble, copied=self._copied)
            except NotMoved as error:
                refused, refusals = error, refusals + 1
                self._put_off(lot)
            except LineLost:
                self._put_off(lot)
                raise
            else:
                self._gone(lot)
        return refused

    def _put_off(self, lot: list[int]) -> None:
        """Others first, and fewer together: so one mail that cannot be moved ends up by itself."""
        for uid in lot:
            self._waits[uid] = self._waits.pop(uid)
        self._lot = max(1, len(lot) // 2)

    def _gone(self, lot: list[int]) -> None:
        for uid in lot:
            del self._waits[uid]
        self._copied.difference_update(lot)
        self._lot = min(LOT, 2 * self._lot)
