"""A payment as a row of the books, and the accounts and cases that belong to it, each read once.
What decisions on payments are read with; nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from mailbot.config.settings import Limits
from mailbot.desk.facts import Account, Case
from mailbot.desk.payments.facts import Incoming
from mailbot.store import accounts, conversation, own_cases
from mailbot.store import tables as t

_USED = select(func.coalesce(func.sum(t.payment_allocation.c.amount_minor), 0)).where(t.payment_allocation.c.payment_id == t.payment.c.id)
PAYMENTS = select(t.payment, (t.payment.c.amount_minor - _USED.scalar_subquery()).label("left_minor"))
ONE = PAYMENTS.where(t.payment.c.id == bindparam("id"))


def incoming(row: Any) -> Incoming:
    """A payment as decisions know it."""
    names = ("id", "version", "state", "amount_minor", "currency", "booked_on", "because", "account_id", "matched_address", "match_method", "to_account",
             "paid_to", "bank_reference", "entry", "payer_name", "payer_account", "is_reversal", "is_sum", "transaction_id", "reverses", "recorded_at", "actor", "settled_at")
    return Incoming(**{name: getattr(row, name) for name in names}, left_minor=int(row.left_minor),
                    messages=tuple(row.messages or ([row.message] if row.message else [])), structured=tuple(row.structured))


def one(connection: Connection, payment_id: int) -> Incoming | None:
    """A payment; None when there is none of this number."""
    row = connection.execute(ONE, {"id": payment_id}).first()
    return None if row is None else incoming(row)


@dataclass(slots=True)
class Reader:
    connection: Connection
    limits: Limits
    accounts: dict[int, Account]
    cases: dict[int, Case]

    def account(self, account_id: int) -> Account:
        if account_id not in self.accounts:
            self.accounts[account_id] = accounts.read_account(self.connection, account_id)
        return self.accounts[account_id]

    def waiting(self, key: str, owner: int | None) -> tuple[Case, ...]:
        return self.read(own_cases.waiting(self.connection, key, owner or 0))

    def read(self, case_ids: tuple[int, ...]) -> tuple[Case, ...]:
        for case_id in case_ids:
            if case_id not in self.cases and (found := conversation.read_case(self.connection, case_id, self.account, self.limits)) is not None:
                self.cases[case_id] = found
        return tuple(self.cases[case_id] for case_id in case_ids if case_id in self.cases)
