"""What is known of who speaks: whose his address is, what he was told, what he told us before, which cases may be meant.
Read by his address, which proves nothing; what it is worth is decided elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, bindparam, func, select, text

from mailbot.config.settings import Config
from mailbot.desk.effects import FOR_HOLDER
from mailbot.desk.facts import Case, CredentialCheck, Detail, Facts, Told, Wanted
from mailbot.desk.hearing import may_write_for
from mailbot.desk.holders import holder
from mailbot.desk.remembering import LASTING, WITHIN
from mailbot.mail.message import CUSTOMERS_KINDS
from mailbot.mail.tokens import Keys
from mailbot.store import accounts, guesses, lately, versions
from mailbot.store import tables as t
from mailbot.store.booking import address_key
from mailbot.store.snapshot import Snapshot

TOLD_WITHIN = timedelta(days=7)
TOLD_AT_MOST = 200

_TOLD = (
    select(t.outbox.c.template, t.outbox.c.created_at, t.outbox.c.idem)
    .where(t.outbox.c.to_key == bindparam("key"), text("automatic"), t.outbox.c.created_at > bindparam("since"))
    .order_by(t.outbox.c.id.desc())
    .limit(TOLD_AT_MOST)
)
_EARLIER = (
    select(t.intake.c.case_id)
    .where(t.intake.c.fingerprint == bindparam("key"), t.intake.c.state == "done", t.intake.c.case_id.is_not(None))
    .order_by(t.intake.c.id)
    .limit(1)
)
_OPEN_CASES = select(func.count()).select_from(t.case).where(t.case.c.account_id == bindparam("id"), text(t.OPEN_CASES))
_REMEMBERED = (
    select(t.case_detail.c.name, t.case_detail.c.value)
    .join_from(t.participant, t.case, t.case.c.id == t.participant.c.case_id)
    .join(t.case_detail, t.case_detail.c.case_id == t.case.c.id)
    .where(
        t.participant.c.address_key == bindparam("key"), t.participant.c.role == "requester", t.case.c.tier.is_not(None), t.case.c.account_id == bindparam("owner"),
        t.case.c.received_at > bindparam("since"), t.case_detail.c.name.in_(LASTING), t.case_detail.c.state == "found",
    )
    .order_by(t.case.c.id.desc())
    .limit(len(LASTING) * 4)
)  # fmt: skip


def owner_of(connection: Connection, wanted: Wanted) -> tuple[int | None, Literal["", "address", "domain"]]:
    """The account that the speaker's address, else its domain, speaks for, and by which of the two."""
    if wanted.address and (owner := accounts.owner_of(connection, wanted.address)):
        return owner, "address"
    if wanted.domain and (owner := accounts.owner_of_domain(connection, wanted.domain)):
        return owner, "domain"
    return None, ""


def earlier_copy(read: Snapshot, fingerprint: str) -> Case | None:
    """The case that an earlier copy of this very mail opened or joined."""
    return read.case(read.connection.execute(_EARLIER, {"key": fingerprint}).scalar_one_or_none())


def open_cases(connection: Connection, owner: int) -> int:
    """How many open cases an account has."""
    return int(connection.execute(_OPEN_CASES, {"id": owner}).scalar_one())


def credential(read: Snapshot, wanted: Wanted, now: datetime, config: Config, keys: Keys) -> CredentialCheck | None:
    """What is to be said of the ID number and code that he gave; None: he gave none."""
    if wanted.credential is None:
        return None
    check, account_id = guesses.check(read.connection, wanted.credential, wanted.address, now, keys, config.entitlement)
    return check if account_id is None else replace(check, account=read.account(account_id))


def told(connection: Connection, address_key: str | None, now: datetime) -> tuple[Told, ...]:
    """The automatic letters to an address, the newest first."""
    if address_key is None:
        return ()
    rows = connection.execute(_TOLD, {"key": address_key, "since": now - TOLD_WITHIN})
    return tuple(Told(row.template, row.created_at, row.idem.startswith(FOR_HOLDER)) for row in rows)


def remembered(connection: Connection, address_key: str | None, owner: int, now: datetime) -> tuple[Detail, ...]:
    """Of each lasting detail, what the latest case of this address told. Only cases count whose right was proven to be its
    owner's: what somebody wrote in another's name, with a code of his own, is never told to that other."""
    latest: dict[str, Detail] = {}
    for row in connection.execute(_REMEMBERED, {"key": address_key, "owner": owner, "since": now - WITHIN}):
        latest.setdefault(row.name, Detail(row.name, row.value, "found"))
    return tuple(latest.values())


def alike(read: Snapshot, wanted: Wanted, now: datetime) -> tuple[Case, ...]:
    """Of which open cases a mail may be a second copy, by its sender and subject."""
    if wanted.address is None:
        return ()
    return read.these(lately.cases_alike(read.connection, wanted.address, wanted.subject, now))


def speaks_for(key: str, facts: Facts, config: Config) -> int | None:
    """The account all of whose cases this address may be told of."""
    if facts.account is None or facts.account_by != "address" or not may_write_for(facts.account, key, config):
        return None
    return facts.account.id


def of_holder(read: Snapshot, wanted: Wanted, facts: Facts) -> Facts:
    """What the address was told lately that the first customer's token was issued to, as nobody proves to be it."""
    versioned = (*read.versions, *versions.counters(read.connection, wanted, facts))
    person = next((holder(case, token) for token, case in facts.by_token if token.kind in CUSTOMERS_KINDS), None)
    if person is None or (key := address_key(person.address)) == wanted.address:
        return replace(facts, versions=versioned)
    return replace(facts, holder_told=told(read.connection, key, facts.now),
                   versions=(*versioned, ("told", key, versions.told(read.connection, key))))
