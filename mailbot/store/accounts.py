"""Reading accounts: whose address it is, what rights he has, what is left of his minutes.
A balance is summed from the ledger each time."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from mailbot.desk.facts import Account, Block, Grant, Training
from mailbot.mail import address
from mailbot.store import tables as t

_ACCOUNT = (
    select(t.account.c.id, t.account.c.version, t.account.c.overdue_since, t.person.c.name, t.person.c.language)
    .join_from(t.account, t.person, t.person.c.account_id == t.account.c.id, isouter=True)
    .where(t.account.c.id == bindparam("id"))
)
_ADDRESSES = select(t.address.c.address, t.address.c.contact).where(t.address.c.account_id == bindparam("id")).order_by(t.address.c.id)
_DOMAINS = select(t.domain.c.domain).where(t.domain.c.account_id == bindparam("id")).order_by(t.domain.c.id)
_GRANTS = (
    select(t.entitlement)
    .where(t.entitlement.c.account_id == bindparam("id"), t.entitlement.c.revoked_at.is_(None))
    .order_by(t.entitlement.c.id)
)
_TRAININGS = (
    select(t.address.c.address, t.training.c.module, t.training.c.passed_on, t.training.c.valid_until)
    .join_from(t.training, t.address, t.address.c.id == t.training.c.address_id)
    .where(t.address.c.account_id == bindparam("id"))
    .order_by(t.training.c.id)
)
_BLOCKS = (
    select(
        t.block.c.id, t.block.c.purchased_at, t.block.c.expires_on,
        func.coalesce(func.sum(t.ledger_entry.c.minutes), 0).label("minutes_left"),
    )
    .join_from(t.block, t.ledger_entry, t.ledger_entry.c.block_id == t.block.c.id, isouter=True)
    .where(t.block.c.account_id == bindparam("id"))
    .group_by(t.block.c.id, t.block.c.purchased_at, t.block.c.expires_on)
)  # fmt: skip
_CREDENTIAL = (
    select(t.credential.c.id_number)
    .where(t.credential.c.account_id == bindparam("id"), t.credential.c.revoked_at.is_(None))
    .order_by(t.credential.c.id.desc())
    .limit(1)
)
_OWNER = select(t.address.c.account_id).where(t.address.c.address_key == bindparam("address_key"))
_OWNER_BY_DOMAIN = select(t.domain.c.domain, t.domain.c.account_id).where(t.domain.c.domain.in_(bindparam("domains", expanding=True)))


def owner_of(connection: Connection, address_key: str) -> int | None:
    """The account that an address speaks for."""
    return connection.execute(_OWNER, {"address_key": address_key}).scalar_one_or_none()


def owner_of_domain(connection: Connection, domain: str) -> int | None:
    """The account that the addresses of a domain speak for: that of the domain itself, else of the nearest one above it."""
    above = address.domains_of(domain)
    found = {row.domain: int(row.account_id) for row in connection.execute(_OWNER_BY_DOMAIN, {"domains": list(above)})} if above else {}
    return next((found[each] for each in above if each in found), None)


def id_number_of(connection: Connection, account_id: int) -> str | None:
    """The ID number that an account was given last."""
    return connection.execute(_CREDENTIAL, {"id": account_id}).scalar_one_or_none()


def read_account(connection: Connection, account_id: int) -> Account:
    """An account with all its rights and blocks."""
    asked = {"id": account_id}
    row = connection.execute(_ACCOUNT, asked).one()
    addresses = connection.execute(_ADDRESSES, asked).all()
    return Account(
        id=row.id,
        version=row.version,
        name=row.name or "",
        language=row.language,
        addresses=tuple(each.address for each in addresses),
        grants=_grants(connection, account_id),
        blocks=_blocks(connection, account_id),
        has_credential=id_number_of(connection, account_id) is not None,
        domains=tuple(connection.execute(_DOMAINS, asked).scalars()),
        contacts=tuple(each.address for each in addresses if each.contact),
        overdue_since=row.overdue_since,
        trainings=tuple(Training(**each._mapping) for each in connection.execute(_TRAININGS, asked)),
    )


def _grants(connection: Connection, account_id: int) -> tuple[Grant, ...]:
    return tuple(
        Grant(row.id, row.tier, row.kind, row.product, row.valid_from, row.valid_until, row.suspended)
        for row in connection.execute(_GRANTS, {"id": account_id})
    )


def _blocks(connection: Connection, account_id: int) -> tuple[Block, ...]:
    blocks = [
        Block(row.id, int(row.minutes_left), row.purchased_at, row.expires_on)
        for row in connection.execute(_BLOCKS, {"id": account_id})
    ]
    return tuple(sorted(blocks, key=lambda block: (block.expires_on or date.max, block.purchased_at, block.id)))
