"""The books for their bookkeeper: whose a block is, what was booked under a key, the lines of a case, the audit.
Only reads; what changes something is a decision, booked as any other."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, or_, select, union_all

from mailbot.desk import audit
from mailbot.desk.facts import Account
from mailbot.store import accounts, books
from mailbot.store import tables as t
from mailbot.store.books import LedgerLine
from mailbot.store.engine import Database, storable

_EXPIRED = (
    select(t.block.c.account_id)
    .join_from(t.block, t.ledger_entry, t.ledger_entry.c.block_id == t.block.c.id)
    .where(t.block.c.expires_on < bindparam("day"))
    .group_by(t.block.c.id, t.block.c.account_id)
    .having(func.sum(t.ledger_entry.c.minutes) > 0)
)


class Accounting:
    """Questions about the books of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def account(self, *, of_block: int | None = None, of_id_number: str | None = None, id: int | None = None) -> Account | None:  # noqa: A002
        """The account that a block or an ID number belongs to, or that has this id."""
        with self._database.read() as connection:
            owner = id if id is not None else (
                accounts.owner_of_block(connection, of_block) if of_block is not None
                else accounts.owner_of_id(connection, of_id_number) if of_id_number is not None else None
            )  # fmt: skip
            return None if owner is None else accounts.read_account(connection, owner)

    def expired(self, day: date) -> tuple[int, ...]:
        """The accounts with blocks that expired before `day` and still hold minutes."""
        with self._database.read() as connection:
            return tuple(sorted(set(connection.execute(_EXPIRED, {"day": day}).scalars())))

    def lines_of_case(self, number: str) -> tuple[LedgerLine, ...]:
        """The lines that one case has drawn or given back, oldest first."""
        with self._database.read() as connection:
            return books.ledger_of_case(connection, number)

    def booked_at(self, key: str) -> datetime | None:
        """When something was booked under this key; None: nothing was."""
        kept = storable(key)
        line, entry = t.ledger_entry.c, t.time_entry.c
        found = union_all(
            select(line.at).where(line.idem.in_((kept, f"{kept}:from"))),
            select(entry.at).where(or_(entry.idem == kept, entry.idem.startswith(f"{kept}:entry:", autoescape=True))),
        ).limit(1)
        with self._database.read() as connection:
            at: datetime | None = connection.execute(found).scalar_one_or_none()
            return at

    def audit(self, today: date) -> tuple[str, ...]:
        """What does not agree in the books, in words."""
        with self._database.read() as connection:
            return audit.findings(_read(connection), today)


def _read(connection: Connection) -> audit.Books:
    blocks = _rows(connection, t.block, audit.BlockRow)
    return audit.Books(
        blocks={row.id: row for row in blocks},
        lines=_rows(connection, t.ledger_entry, audit.LineRow),
        entries={row.id: row for row in _rows(connection, t.time_entry, audit.EntryRow)},
        payments=_payments(connection),
    )


def _rows(connection: Connection, table: Table, kind: Any) -> list[Any]:
    """The rows of a table as values, of the columns that they have, oldest first."""
    columns = [table.c[name] for name in kind.__dataclass_fields__]
    return [kind(*row) for row in connection.execute(select(*columns).order_by(table.c.id))]


def _payments(connection: Connection) -> dict[int, audit.PaymentRow]:
    """Payments, with what they were used for where a table keeps it."""
    used: dict[int, int] = {}
    allocation = t.metadata.tables.get("paymentallocation")
    if allocation is not None:
        asked = select(allocation.c.payment_id, func.sum(allocation.c.amount_minor)).group_by(allocation.c.payment_id)
        used = {row[0]: int(row[1]) for row in connection.execute(asked)}
    rows = connection.execute(select(t.payment.c.id, t.payment.c.amount_minor))
    return {row.id: audit.PaymentRow(row.id, row.amount_minor, used.get(row.id, 0) if allocation is not None else None) for row in rows}
