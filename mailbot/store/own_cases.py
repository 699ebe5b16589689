"""The cases of one person: his own, those in Cc of which he has written, and those of the account that his own address speaks for.
Careful: anybody may name him in Cc, with any subject; asked only for somebody who asks, as many as a letter can name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, bindparam, exists, func, or_, select

from mailbot.desk.facts import CaseSummary
from mailbot.desk.lapsing import RUNNING
from mailbot.store import tables as t

OPEN_AT_MOST = 50
CLOSED_AT_MOST = 5
WAITING_AT_MOST = 50
RUNNING_AT_MOST = 200

_HAS_WRITTEN = exists().where(
    t.message.c.case_id == t.participant.c.case_id, t.message.c.direction == "in", t.message.c.verified,
    func.lower(t.message.c.author) == func.lower(bindparam("key")),
)  # fmt: skip
_TAKES_PART = select(t.participant.c.case_id).where(
    t.participant.c.address_key == bindparam("key"), or_(t.participant.c.role == "requester", _HAS_WRITTEN)
)
_OWN = (
    select(t.case.c.number, t.case.c.subject, t.case.c.state, t.case.c.priority, t.case.c.received_at, t.case.c.start_due_at,
           t.case.c.answer_due_at, t.case.c.closed_at)
    .where(or_(t.case.c.id.in_(_TAKES_PART), t.case.c.account_id == bindparam("account")), t.case.c.state != "merged")
    .order_by(t.case.c.closed_at.is_not(None), t.case.c.closed_at.desc(), t.case.c.received_at.desc(), t.case.c.id.desc())
    .limit(OPEN_AT_MOST + CLOSED_AT_MOST)
)  # fmt: skip
_MAILS = (
    select(t.message.c.case_id, func.count())
    .where(t.message.c.case_id.in_(bindparam("ids", expanding=True)), t.message.c.direction.in_(("in", "out")), ~t.message.c.automatic)
    .group_by(t.message.c.case_id)
)
_KNOWN = select(exists().where(t.participant.c.address_key == bindparam("key")))


def own_cases(connection: Connection, address_key: str, account_id: int | None) -> tuple[CaseSummary, ...]:
    """Those that are open, the newest first, then the five that were closed last."""
    rows = [CaseSummary(**row._mapping) for row in connection.execute(_OWN, {"key": address_key, "account": account_id})]
    still_open = [row for row in rows if row.closed_at is None]
    closed = [row for row in rows if row.closed_at is not None]
    return (*still_open[:OPEN_AT_MOST], *closed[:CLOSED_AT_MOST])


def mails(connection: Connection, case_ids: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """How many mails of customers and answers of people each of these cases has."""
    if not case_ids:
        return ()
    return tuple((case_id, count) for case_id, count in connection.execute(_MAILS, {"ids": list(case_ids)}))


def took_part(connection: Connection, address_key: str) -> bool:
    """Whether this address was ever on a case."""
    return bool(connection.execute(_KNOWN, {"key": address_key}).scalar_one())


_WAITING = (
    select(t.case.c.id)
    .join_from(t.case, t.participant, and_(t.participant.c.case_id == t.case.c.id, t.participant.c.role == "requester"))
    .where(
        t.case.c.state == "awaiting_entitlement",
        or_(
            t.case.c.account_id == bindparam("owner"),
            and_(t.case.c.account_id.is_(None), or_(
                t.participant.c.address_key == bindparam("key"),
                t.participant.c.address_key.in_(select(t.address.c.address_key).where(t.address.c.account_id == bindparam("owner"))),
            )),
        ),
    )
    .order_by(t.case.c.id)
    .limit(WAITING_AT_MOST)
)  # fmt: skip


_RUNNING = (
    select(t.case.c.id)
    .where(t.case.c.account_id == bindparam("owner"), t.case.c.state.in_(RUNNING))
    .order_by(t.case.c.id)
    .limit(RUNNING_AT_MOST)
)


def running(connection: Connection, owner: int) -> tuple[int, ...]:
    """The cases of the account that are worked on, or wait for the customer; oldest first."""
    return tuple(int(each) for each in connection.execute(_RUNNING, {"owner": owner}).scalars())


def waiting(connection: Connection, address_key: str, owner: int) -> tuple[int, ...]:
    """The cases that wait for a right: those of the account, and those without one that it or the address opened; oldest first."""
    return tuple(int(each) for each in connection.execute(_WAITING, {"key": address_key, "owner": owner}).scalars())
