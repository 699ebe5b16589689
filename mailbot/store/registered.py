"""The registers as a whole: every customer with all that belongs to him, and what people changed about one.
Read table by table, so that a long list costs a few questions and not a few for each customer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from mailbot.desk.facts import Account, Grant, Training
from mailbot.desk.registers.table import Person, Registered
from mailbot.store import tables as t


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a person changed about an account."""

    at: datetime
    actor: str
    kind: str
    said: str


_CHANGES = select(t.account_event).where(t.account_event.c.account_id == bindparam("id")).order_by(t.account_event.c.id)


def changes(connection: Connection, account_id: int) -> tuple[Change, ...]:
    """What was changed about an account, oldest first."""
    return tuple(Change(row.at, row.actor, row.kind, row.detail.get("said", "")) for row in connection.execute(_CHANGES, {"id": account_id}))


_ACCOUNTS = (
    select(t.account.c.id, t.account.c.version, t.account.c.overdue_since, t.person.c.name, t.person.c.language)
    .join_from(t.account, t.person, t.person.c.account_id == t.account.c.id, isouter=True)
    .order_by(t.account.c.id)
)
_TRAININGS = (
    select(t.address.c.account_id, t.address.c.address, t.training.c.module, t.training.c.passed_on, t.training.c.valid_until)
    .join_from(t.training, t.address, t.address.c.id == t.training.c.address_id)
    .order_by(t.training.c.id)
)


def registered(connection: Connection) -> tuple[Registered, ...]:
    """Every customer, oldest first. Prepaid minutes are the ledger's, and not told here."""
    people = _by_account(connection.execute(select(t.address).order_by(t.address.c.id)))
    domains = _by_account(connection.execute(select(t.domain).order_by(t.domain.c.id)))
    rights = _by_account(connection.execute(select(t.entitlement).where(t.entitlement.c.revoked_at.is_(None)).order_by(t.entitlement.c.id)))
    trainings = _by_account(connection.execute(_TRAININGS))
    codes = _by_account(connection.execute(select(t.credential).where(t.credential.c.revoked_at.is_(None)).order_by(t.credential.c.id)))
    found = []
    for row in connection.execute(_ACCOUNTS):
        own = people[row.id]
        account = Account(
            id=row.id, version=row.version, name=row.name or "", language=row.language, addresses=tuple(one.address for one in own),
            grants=tuple(Grant(g.id, g.tier, g.kind, g.product, g.valid_from, g.valid_until, g.suspended) for g in rights[row.id]),
            has_credential=bool(codes[row.id]), domains=tuple(one.domain for one in domains[row.id]),
            contacts=tuple(one.address for one in own if one.contact), overdue_since=row.overdue_since,
            trainings=tuple(Training(one.address, one.module, one.passed_on, one.valid_until) for one in trainings[row.id]),
        )  # fmt: skip
        found.append(Registered(account, tuple(Person(one.address, one.name, one.contact) for one in own),
                                tuple((one.id_number, one.code_hash) for one in codes[row.id])))
    return tuple(found)


def _by_account(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.account_id].append(row)
    return found
