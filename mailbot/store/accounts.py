"""Reading accounts: whose address it is, what rights he has, what is left of his minutes.
A balance is summed from the ledger each time."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, and_, bindparam, case, func, select

from mailbot.desk.facts import Account, Block, Grant, Training
from mailbot.mail import address
from mailbot.store import tables as t
from mailbot.store.engine import storable

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
        t.block.c.id, t.block.c.purchased_at, t.block.c.expires_on, t.block.c.minutes, t.block.c.price_minor, t.block.c.currency, t.block.c.tier,
        func.coalesce(func.sum(t.ledger_entry.c.minutes), 0).label("minutes_left"),
        func.coalesce(func.max(t.ledger_entry.c.id), 0).label("last_line"),
        func.max(case((and_(t.ledger_entry.c.reason.in_(("expiry", "refund", "transfer")), t.ledger_entry.c.minutes < 0), t.ledger_entry.c.reason))).label("ended"),
    )
    .join_from(t.block, t.ledger_entry, t.ledger_entry.c.block_id == t.block.c.id, isouter=True)
    .where(t.block.c.account_id == bindparam("id"))
    .group_by(t.block.c.id)
)  # fmt: skip
_DRAWN_BY = (
    select(t.ledger_entry.c.block_id, t.case.c.id, t.case.c.closed_at)
    .join_from(t.ledger_entry, t.case, t.case.c.id == t.ledger_entry.c.case_id)
    .where(t.ledger_entry.c.block_id.in_(bindparam("blocks", expanding=True)))
    .group_by(t.ledger_entry.c.block_id, t.case.c.id, t.case.c.closed_at)
    .having(func.sum(t.ledger_entry.c.minutes) < 0)
    .order_by(t.case.c.id.desc())
)  # fmt: skip
_CREDENTIAL = (
    select(t.credential.c.id_number, t.credential.c.issued_at)
    .where(t.credential.c.account_id == bindparam("id"), t.credential.c.revoked_at.is_(None))
    .order_by(t.credential.c.id.desc())
    .limit(1)
)
_OWNER = select(t.address.c.account_id).where(t.address.c.address_key == bindparam("address_key"))
_OWNER_BY_DOMAIN = select(t.domain.c.domain, t.domain.c.account_id).where(t.domain.c.domain.in_(bindparam("domains", expanding=True)))
_OWNER_OF_BLOCK = select(t.block.c.account_id).where(t.block.c.id == bindparam("id"))
_BOOKED_UNDER = select(t.ledger_entry.c.idem).where(t.ledger_entry.c.idem.in_(bindparam("keys", expanding=True)))
_REFUNDED = select(t.ledger_entry.c.id).where(t.ledger_entry.c.block_id == bindparam("id"), t.ledger_entry.c.reason == "refund").limit(1)
_REVERSED = (
    select(t.payment.c.id)
    .join_from(t.payment_allocation, t.payment, t.payment.c.id == t.payment_allocation.c.payment_id)
    .where(t.payment_allocation.c.block_id == bindparam("id"), t.payment.c.state == "refunded")
    .limit(1)
)
_CAME_FROM = select(t.block.c.came_from_id).where(t.block.c.id == bindparam("id"))
_OWNER_BY_ID = select(t.credential.c.account_id).where(t.credential.c.id_number == bindparam("id"))


def owner_of(connection: Connection, address_key: str) -> int | None:
    """The account that an address speaks for."""
    return connection.execute(_OWNER, {"address_key": address_key}).scalar_one_or_none()


def owner_of_block(connection: Connection, block_id: int) -> int | None:
    """The account that a block belongs to."""
    return connection.execute(_OWNER_OF_BLOCK, {"id": block_id}).scalar_one_or_none()


def owner_of_id(connection: Connection, id_number: str) -> int | None:
    """The account that an ID number was given to."""
    return connection.execute(_OWNER_BY_ID, {"id": id_number}).scalar_one_or_none()


def owner_of_domain(connection: Connection, domain: str) -> int | None:
    """The account that the addresses of a domain speak for: that of the domain itself, else of the nearest one above it."""
    above = address.domains_of(domain)
    found = {row.domain: int(row.account_id) for row in connection.execute(_OWNER_BY_DOMAIN, {"domains": list(above)})} if above else {}
    return next((found[each] for each in above if each in found), None)


def paid_back(connection: Connection, block_id: int) -> bool:
    """Was this block refunded, or a payment for it reversed, or for the one it came from?"""
    if connection.execute(_REFUNDED, {"id": block_id}).first() is not None:
        return True
    bought: int | None = block_id
    while bought is not None:
        if connection.execute(_REVERSED, {"id": bought}).first() is not None:
            return True
        bought = connection.execute(_CAME_FROM, {"id": bought}).scalar_one()
    return False


def booked_under(connection: Connection, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the keys under which a line of the ledger is booked."""
    kept = {storable(key): key for key in keys}
    return tuple(kept[each] for each in connection.execute(_BOOKED_UNDER, {"keys": list(kept)}).scalars())


def id_number_of(connection: Connection, account_id: int) -> str | None:
    """The ID number that an account was given last."""
    row = connection.execute(_CREDENTIAL, {"id": account_id}).first()
    return None if row is None else str(row.id_number)


def read_account(connection: Connection, account_id: int) -> Account:
    """An account with all its rights and blocks."""
    asked = {"id": account_id}
    row = connection.execute(_ACCOUNT, asked).one()
    addresses, credential = connection.execute(_ADDRESSES, asked).all(), connection.execute(_CREDENTIAL, asked).first()
    return Account(
        id=row.id,
        version=row.version,
        name=row.name or "",
        language=row.language,
        addresses=tuple(each.address for each in addresses),
        grants=_grants(connection, account_id),
        blocks=_blocks(connection, account_id),
        has_credential=credential is not None,
        domains=tuple(connection.execute(_DOMAINS, asked).scalars()),
        contacts=tuple(each.address for each in addresses if each.contact),
        overdue_since=row.overdue_since,
        trainings=tuple(Training(**each._mapping) for each in connection.execute(_TRAININGS, asked)),
        code_issued_at=credential.issued_at if credential is not None else None,
    )


def _grants(connection: Connection, account_id: int) -> tuple[Grant, ...]:
    return tuple(
        Grant(row.id, row.tier, row.kind, row.product, row.valid_from, row.valid_until, row.suspended)
        for row in connection.execute(_GRANTS, {"id": account_id})
    )


def _blocks(connection: Connection, account_id: int) -> tuple[Block, ...]:
    rows = connection.execute(_BLOCKS, {"id": account_id}).all()
    begun = [row.id for row in rows if 0 < row.minutes_left < row.minutes]
    drawn = {row.block_id: row for row in connection.execute(_DRAWN_BY, {"blocks": begun})} if begun else {}
    blocks = [
        Block(row.id, int(row.minutes_left), row.purchased_at, row.expires_on, row.minutes, row.price_minor, row.currency, row.tier,
              row.ended or "", int(row.last_line), *((by.id, by.closed_at is None) if (by := drawn.get(row.id)) else ()))
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(blocks, key=lambda block: (block.expires_on or date.max, block.purchased_at, block.id)))
