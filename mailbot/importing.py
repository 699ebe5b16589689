"""A file of customers, from its bytes to the books: read, compared, and booked together with what follows for cases.
Nothing is half imported: one error, and the books stay as they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.desk import credentials
from mailbot.desk.effects import Decision, NoteChange
from mailbot.desk.facts import Facts, Wanted
from mailbot.desk.lapsing import day_of
from mailbot.desk.registers.cells import CellError
from mailbot.desk.registers.changes import Planned, plan
from mailbot.desk.registers.rows import decoded, read
from mailbot.desk.rights import changed
from mailbot.mail.address import key
from mailbot.pipeline import Desk, worded
from mailbot.store.versions import Version

SAID_AT_MOST = 500  # characters of what was changed, kept with the account


@dataclass(frozen=True, slots=True)
class Import:
    """What a file would change, or what is wrong with it."""

    planned: tuple[Planned, ...]
    errors: tuple[str, ...]

    @property
    def changed(self) -> tuple[Planned, ...]:
        return tuple(each for each in self.planned if each.changes)


def compared(raw: bytes, desk: Desk, now: datetime) -> Import:
    """The file against the books. Codes are hashed while it is read."""
    config = desk.loaded.config
    try:
        sheet = read(decoded(raw), config, lambda code: credentials.hashes(code, desk.keys))
    except CellError as error:
        return Import((), (str(error),))
    planned, errors = plan(sheet.entries, desk.store.registered(), config, day_of(now, config))
    return Import(planned, (*sheet.errors, *errors))


def imported(found: Import, desk: Desk, now: datetime, step: Callable[[], None]) -> bool:
    """Book all of it. `step` is called twice for each customer that changes. False: somebody changed one of them meanwhile."""
    decisions, versions = [], list[Version]()
    for each in found.changed:
        decision, relied_on = _decided(each, desk, now)
        decisions.append(worded(decision, desk, now))
        versions += relied_on
        step()
    return desk.store.book_together(decisions, tuple(dict.fromkeys(versions)), now, step)


def _decided(each: Planned, desk: Desk, now: datetime) -> tuple[Decision, tuple[Version, ...]]:
    """The changes of one customer, with the cases that start or rest by them."""
    facts: Facts = desk.store.fetch(Wanted(address=key(each.entry.address), waiting=True, running=True), now)
    said = "; ".join(change.said for change in each.changes)[:SAID_AT_MOST]
    noted = NoteChange(each.account.id if each.account else None, "imported", "admin", said)
    own = replace(facts, account=each.account)
    decision = changed("customer_imported", (*each.effects, noted), said, own, desk.loaded.config, desk.loaded.rules)
    seen = (("account", str(each.account.id), each.account.version),) if each.account else ()
    return decision, (*seen, *(version for version in facts.versions if version[0] in ("address", "case", "account")))
