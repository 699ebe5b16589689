"""One booking in progress: the transaction, what it has allotted so far, and what it has touched.
The only mutable thing in here, and it lives no longer than its transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, update

from mailbot.config.settings import Config
from mailbot.desk.effects import Decision, Undoable
from mailbot.desk.undone import Look
from mailbot.mail import address
from mailbot.mail.tokens import Keys
from mailbot.store import tables as t
from mailbot.store.engine import insert_id, storable


@dataclass(frozen=True, slots=True)
class Office:
    """What every booking needs besides the decision: settings, keys, and chance."""

    config: Config
    keys: Keys
    entropy: Callable[[int], bytes] = field(repr=False)
    published: Callable[[], Sequence[str]] = field(default=lambda: (), repr=False)  # what the vendor tells everybody: asked for when it matters

    @property
    def zone(self) -> ZoneInfo:
        """The vendor's own time zone: what year and what hour it is there."""
        return ZoneInfo(self.config.hours["office"].timezone)


@dataclass(slots=True)
class Booking:
    """What effects share while they are applied, in one write transaction."""

    connection: Connection
    office: Office
    decision: Decision
    now: datetime
    intake_id: int | None = None
    message_id: str | None = None  # of the mail that is being handled
    case_id: int | None = None  # the case that this decision opens, or keeps its mail with
    account_id: int | None = None  # the account that it opens, or pays for
    payment_id: int | None = None  # that it records, or settles first
    blocks: list[int] = field(default_factory=list)  # that it adds, in their order
    grant_id: int | None = None  # that it makes or prolongs
    held_back: bool = False  # a letter to somebody outside was, by the last look at it
    undoable: tuple[Undoable, Look] | None = None  # with how the case stood before
    quarantined: str | None = None  # why a person must look first
    id_number: str | None = field(default=None, repr=False)
    unlock_code: str | None = field(default=None, repr=False)
    touched_cases: set[int] = field(default_factory=set)
    touched_accounts: set[int] = field(default_factory=set)
    touched_payments: set[int] = field(default_factory=set)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.office.zone).date()

    def the_case(self, case_id: int | None) -> int:
        """The case an effect speaks of: the one it names, else the one that this decision opens."""
        found = case_id if case_id is not None else self.case_id
        if found is None:
            raise ValueError(f"verdict {self.decision.verdict!r}: an effect speaks of the opened case, but none is opened")
        self.touched_cases.add(found)
        return found

    def the_account(self, account_id: int | None) -> int:
        """The account an effect speaks of: the one it names, else the one that this decision opens."""
        found = account_id if account_id is not None else self.account_id
        if found is None:
            raise ValueError(f"verdict {self.decision.verdict!r}: an effect speaks of the opened account, but none is opened")
        self.touched_accounts.add(found)
        self.account_id = found
        return found

    def note(self, case_id: int, kind: str, *, actor: str = "system", before: str | None = None, after: str | None = None,
             **detail: Any) -> None:  # fmt: skip
        """One more event in the trail of a case."""
        insert_id(
            self.connection,
            t.case_event,
            {
                "case_id": case_id, "intake_id": self.intake_id, "at": self.now, "actor": storable(actor), "kind": kind,
                "before": before, "after": after, "detail": detail,
            },
        )  # fmt: skip

    def raise_versions(self) -> None:
        """Whoever decided on what he read before this booking has to read again."""
        for case_id in sorted(self.touched_cases):
            self.connection.execute(_NEXT_CASE_VERSION, {"row": case_id})
        for account_id in sorted(self.touched_accounts):
            self.connection.execute(_NEXT_ACCOUNT_VERSION, {"row": account_id})


_NEXT_CASE_VERSION = update(t.case).where(t.case.c.id == bindparam("row")).values(version=t.case.c.version + 1)
_NEXT_ACCOUNT_VERSION = update(t.account).where(t.account.c.id == bindparam("row")).values(version=t.account.c.version + 1)


def address_key(written: str) -> str:
    """What an address is looked up by; of something that is no plain address, the text itself in lower case."""
    try:
        return address.key(written.strip())
    except ValueError:
        return storable(written.strip().lower())
