"""Something that fell due.
It names what it is about, and holds nothing of it: that is read afresh when it is seen to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something that fell due: about a case, or about a prepaid block."""

    id: int
    kind: str
    case_id: int | None
    due_at: datetime
    block_id: int | None = None
    subject: str = ""  # "case:12", "payment:55", "admins"

    @property
    def number(self) -> int | None:
        """The number of its subject; None: there is one of its kind."""
        return int(number) if (number := self.subject.partition(":")[2]) else None
