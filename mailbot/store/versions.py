"""Versions: what a decision relied on, and what booking looks at again under lock.
Each kind is one number that changes whenever something else was booked in between."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Table, bindparam, func, select, text

from mailbot.desk.facts import Facts, Wanted
from mailbot.store import accounts, desks, due, guesses, offers
from mailbot.store import tables as t
from mailbot.store.locks import lock_subjects

Version = tuple[str, str, int]  # (kind, key, version)

# Of these there may be no row yet that could be locked; a lock on their name stands in for it.
BY_NAME = ("address", "domain", "told", "copy", "said", "attempts", "agents")

_TOLD = select(func.max(t.outbox.c.id)).where(t.outbox.c.to_key == bindparam("key"), text("automatic"))
_COPY = select(func.max(t.intake.c.id)).where(t.intake.c.fingerprint == bindparam("key"), t.intake.c.state == "done")

_SAID = select(func.count()).select_from(t.message).where(t.message.c.message_id == bindparam("id"))
_CARRIED_OUT = select(func.count()).select_from(t.agent_mail).where(t.agent_mail.c.message_id == bindparam("id"))


def told(connection: Connection, address_key: str) -> int:
    """The newest automatic letter to an address."""
    return int(connection.execute(_TOLD, {"key": address_key}).scalar_one() or 0)


def copy(connection: Connection, fingerprint: str) -> int:
    """The newest handled copy of a mail."""
    return int(connection.execute(_COPY, {"key": fingerprint}).scalar_one() or 0)


def said(connection: Connection, message_id: str) -> int:
    """How many mails of conversations, and of agents that were carried out, bear a Message-ID."""
    return sum(int(connection.execute(each, {"id": message_id}).scalar_one()) for each in (_SAID, _CARRIED_OUT))


def address(connection: Connection, address_key: str) -> int:
    """The account that an address speaks for; 0 for none."""
    return accounts.owner_of(connection, address_key) or 0


def domain(connection: Connection, name: str) -> int:
    """The account that the addresses of a domain speak for; 0 for none."""
    return accounts.owner_of_domain(connection, name) or 0


def _row(table: Table) -> Callable[[Connection, str], int]:
    """The version of a row, which stays locked until the transaction ends."""
    locked = select(table.c.version).where(table.c.id == bindparam("id")).with_for_update()
    return lambda connection, key: int(connection.execute(locked, {"id": int(key)}).scalar_one_or_none() or 0)


_WAITS = select(t.outbox.c.state).where(t.outbox.c.id == bindparam("id")).with_for_update()
_RELEASED = select(func.count()).select_from(t.released).where(t.released.c.intake_id == bindparam("id"))


def _waits(connection: Connection, outbox_id: str) -> int:
    """1 while a letter has not left, and stays so until the transaction ends."""
    return int(connection.execute(_WAITS, {"id": int(outbox_id)}).scalar_one_or_none() in ("queued", "held"))


def _released(connection: Connection, intake_id: str) -> int:
    """1 once a mail that was sent back is settled."""
    return int(connection.execute(_RELEASED, {"id": int(intake_id)}).scalar_one())


CURRENT: dict[str, Callable[[Connection, str], int]] = {
    "told": told,
    "copy": copy,
    "said": said,
    "address": address,
    "domain": domain,
    "attempts": guesses.newest,
    "agents": desks.raised_ever,
    "case": _row(t.case),
    "account": _row(t.account),
    "due": due.version,
    "payment": _row(t.payment),
    "outbox": _waits,
    "released": _released,
    "offer": offers.version,
}


def counters(connection: Connection, wanted: Wanted, facts: Facts) -> tuple[Version, ...]:
    """Versions of what has no row of its own: letters told, copies handled, codes tried, an address without account."""
    found: list[Version] = []
    if wanted.address:
        found.append(("address", wanted.address, address(connection, wanted.address)))
        found.append(("told", wanted.address, told(connection, wanted.address)))
    found += [("address", key, address(connection, key)) for key in wanted.named if key != wanted.address]
    if wanted.domain:
        found.append(("domain", wanted.domain, domain(connection, wanted.domain)))
    found += [("address", key, address(connection, key)) for key in wanted.named_addresses if key != wanted.address]
    if wanted.undoes:
        found += [("outbox", str(row), 1) for row in (facts.last_answer.waiting if facts.last_answer else ())]
    if facts.sent_back is not None:
        found.append(("released", str(facts.sent_back.intake_id), int(facts.sent_back.settled)))
    if wanted.agents:
        found.append(("agents", "raised", desks.raised_ever(connection)))
    if wanted.fingerprint:
        found.append(("copy", wanted.fingerprint, copy(connection, wanted.fingerprint)))
    if wanted.message_id:
        found.append(("said", wanted.message_id, said(connection, wanted.message_id)))
    if wanted.credential:
        found.append(("attempts", "", guesses.newest(connection)))
    return tuple(found)


def still_hold(connection: Connection, versions: tuple[Version, ...]) -> bool:
    """Whether nothing that a decision relied on has moved; from here on it cannot, until the transaction ends.
    Locked in one order by everybody: names, then accounts, then cases, then due times, then offers, then payments."""
    lock_subjects(connection, (f"{kind}:{key}" for kind, key, _ in versions if kind in BY_NAME))
    rows = sorted((v for v in versions if v[0] not in BY_NAME), key=lambda v: (v[0], int(v[1])))
    return all(CURRENT[kind](connection, key) == seen for kind, key, seen in (*rows, *(v for v in versions if v[0] in BY_NAME)))
