"""Checking an ID number and unlock code, and counting the wrong ones: per number, per address, per domain, and all together.
An unknown number, a wrong code and a locked door cost the same work and are told apart nowhere outside."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, select

from mailbot.config.settings import Entitlement
from mailbot.desk import credentials
from mailbot.desk.daily import CodeLock
from mailbot.desk.domains import organisation
from mailbot.desk.facts import CredentialCheck, CredentialClaim
from mailbot.mail.tokens import Keys
from mailbot.store import tables as t

DAY = timedelta(hours=24)

_BY_ID_NUMBER = select(t.credential.c.account_id, t.credential.c.code_hash).where(
    t.credential.c.id_number == bindparam("id_number"), t.credential.c.revoked_at.is_(None)
)
_NEWEST = select(func.max(t.credential_attempt.c.id))
_OF_NUMBER = (
    select(t.credential_attempt.c.at)
    .where(t.credential_attempt.c.id_number == bindparam("id_number"), ~t.credential_attempt.c.correct)
    .order_by(t.credential_attempt.c.id.desc())
    .limit(bindparam("limit"))
)
_WRONG = and_(t.credential_attempt.c.at > bindparam("since"), ~t.credential_attempt.c.correct)


def check(
    connection: Connection, claim: CredentialClaim, address_key: str | None, now: datetime, keys: Keys, settings: Entitlement
) -> tuple[CredentialCheck, int | None]:
    """Whether the code belongs to the ID number, and if so the account. A number with a slip of the finger is compared with nothing."""
    row = connection.execute(_BY_ID_NUMBER, {"id_number": claim.id_number}).first()
    mistyped = credentials.is_mistyped(claim.id_number, settings)
    locked = _is_locked(connection, claim.id_number, address_key or "", now, settings)
    right = credentials.compare(claim.code, row.code_hash if row is not None and not (locked or mistyped) else None, keys)
    if locked or mistyped:
        return CredentialCheck("locked" if locked else "wrong", mistyped=mistyped), None
    return (CredentialCheck("correct"), int(row.account_id)) if right and row is not None else (CredentialCheck("wrong"), None)


def newest(connection: Connection, _: str = "") -> int:
    """The newest try of any ID number: while it stands, nobody else has tried a code."""
    return int(connection.execute(_NEWEST).scalar_one() or 0)


def _is_locked(connection: Connection, id_number: str, address_key: str, now: datetime, settings: Entitlement) -> bool:
    """A number is locked for a day from the wrong code that was one too many; the others while a day holds their limit."""
    times = connection.execute(_OF_NUMBER, {"id_number": id_number, "limit": settings.wrong_code_limit}).scalars().all()
    too_many = len(times) >= settings.wrong_code_limit and times[0] - times[-1] < DAY and now - times[0] < DAY
    domain = organisation(address_key.rpartition("@")[2])
    asked = {"since": now - DAY, "address_key": address_key, "domain": domain}
    of_all, of_address, of_domain = connection.execute(_COUNTS, asked).one()
    return (too_many or of_all >= settings.wrong_codes_in_all or of_address >= settings.wrong_codes_per_address
            or (bool(domain) and of_domain >= settings.wrong_codes_per_domain))


def _of(column: str) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((t.credential_attempt.c[column] == bindparam(column), 1), else_=0)), 0)


_COUNTS = select(func.count(), _of("address_key"), _of("domain")).where(_WRONG)


def locks(connection: Connection, now: datetime, settings: Entitlement) -> tuple[CodeLock, ...]:
    """What was locked within the last day, for an admin to look at: numbers first, then addresses, domains, and the whole door."""
    found: list[CodeLock] = []
    for what, column, limit in (
        ("number", "id_number", settings.wrong_code_limit), ("address", "address_key", settings.wrong_codes_per_address),
        ("domain", "domain", settings.wrong_codes_per_domain),
    ):
        named, count = t.credential_attempt.c[column], func.count()
        asked = (select(named, count, func.max(t.credential_attempt.c.at)).where(_WRONG, named != "").group_by(named)
                 .having(count >= limit).order_by(named))
        found += [CodeLock(what, who, wrong, last) for who, wrong, last in connection.execute(asked, {"since": now - DAY})]
    wrong, last = connection.execute(select(func.count(), func.max(t.credential_attempt.c.at)).where(_WRONG), {"since": now - DAY}).one()
    return (*found, CodeLock("all", "", wrong, last)) if wrong >= settings.wrong_codes_in_all else tuple(found)
