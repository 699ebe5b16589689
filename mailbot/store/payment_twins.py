"""Payments that may be the same one: of another file, under another name of the account, a few days apart, or as a sum.
A list of reads; whether they are, is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from mailbot.desk.payments.accounts import Accounts
from mailbot.desk.payments.facts import Incoming, Other
from mailbot.desk.payments.identity import OTHER, Said
from mailbot.store import tables as t

NEAR_DAYS = 7  # between two tellings of one payment
_SAID = "said:"
_OPEN_OR_USED = ("credit", "held", "allocated")
_ALIKE = select(t.payment.c.id, t.payment.c.to_account, t.payment.c.reference).where(
    t.payment.c.alike == bindparam("alike"), t.payment.c.file_id != bindparam("file"), t.payment.c.state.in_(_OPEN_OR_USED), ~t.payment.c.is_sum
)
_OF_ENTRY = select(t.payment).where(
    t.payment.c.entry == bindparam("entry"), t.payment.c.amount_minor == bindparam("amount"), t.payment.c.file_id != bindparam("file"),
    t.payment.c.booked_on.between(bindparam("low"), bindparam("high")), t.payment.c.state.in_(_OPEN_OR_USED), ~t.payment.c.is_sum,
)  # fmt: skip
_OTHERS = select(t.payment.c.id, t.payment.c.booked_on, t.payment.c.file_id, t.payment.c.reference).where(
    t.payment.c.account_id == bindparam("owner"), t.payment.c.amount_minor == bindparam("amount"), t.payment.c.currency == bindparam("currency"),
    or_(t.payment.c.file_id.is_(None), t.payment.c.file_id != bindparam("file")), t.payment.c.booked_on.between(bindparam("low"), bindparam("high")),
    t.payment.c.state.in_(("credit", "allocated")),
)  # fmt: skip
_ENTRY = select(func.coalesce(func.sum(t.payment.c.amount_minor), 0)).where(
    t.payment.c.entry == bindparam("entry"), t.payment.c.to_account.in_(bindparam("accounts", expanding=True)), ~t.payment.c.is_sum
)
_SUMS = select(t.payment.c.id, t.payment.c.amount_minor, t.payment.c.state).where(
    t.payment.c.entry == bindparam("entry"), t.payment.c.to_account.in_(bindparam("accounts", expanding=True)), t.payment.c.is_sum
)


def twins(connection: Connection, row: Any, accounts: Accounts) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Payments of another file that may be this one: as the same account's, and under a name that may mean the same account."""
    if row.file_id is None or row.is_sum:
        return (), ()
    names = accounts.names(row.to_account)
    found = [*_alike(connection, row, names), *_shifted(connection, row)]
    elsewhere = (number for number, account in found if account not in names and accounts.may_be_one(row.to_account, account))
    return tuple(dict.fromkeys(number for number, account in found if account in names)), tuple(dict.fromkeys(elsewhere))


def _alike(connection: Connection, row: Any, names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Those that look the same, where one of the two bears no reference of the bank, as in an export beside a statement; or where the
    account has another name, and the references may be others too. Which account an export is of, is not asked: it may say nothing of it."""
    for each in connection.execute(_ALIKE, {"alike": row.alike, "file": row.file_id}):
        if is_bare(each) != is_bare(row):
            yield each.id, names[0]
        elif each.to_account != row.to_account and not is_bare(row):
            yield each.id, each.to_account


def _shifted(connection: Connection, row: Any) -> Iterator[tuple[int, str]]:
    """Those that bear the same reference and were booked about the same day."""
    if not row.entry or OTHER in row.reference:
        return
    words = Said(row.message, row.payer_name, row.payer_account)
    for each in connection.execute(_OF_ENTRY, {"entry": row.entry, "amount": row.amount_minor, "file": row.file_id, **_about(row.booked_on)}):
        if words.may_be(Said(each.message, each.payer_name, each.payer_account)) and (
                each.bank_reference == row.bank_reference or not each.bank_reference or not row.bank_reference):
            yield each.id, each.to_account


def is_bare(row: Any) -> bool:
    """Without any reference of the bank."""
    return bool(row.reference.startswith(_SAID))


def others(connection: Connection, row: Any, owner: int) -> tuple[Other, ...]:
    asked = {"owner": owner, "amount": row.amount_minor, "currency": row.currency, "file": row.file_id or 0, **_about(row.booked_on)}
    return tuple(Other(each.id, each.booked_on, each.file_id is None, is_bare(each)) for each in connection.execute(_OTHERS, asked) if each.id != row.id)


def _about(day: date) -> dict[str, date]:
    """The days around a day, as far as the calendar goes."""
    low, high = max(day.toordinal() - NEAR_DAYS, 1), min(day.toordinal() + NEAR_DAYS, date.max.toordinal())
    return {"low": date.fromordinal(low), "high": date.fromordinal(high)}


def of_entry(connection: Connection, payment: Incoming, names: tuple[str, ...]) -> int:
    """What the single payments of the bank's entry sum up to."""
    return int(connection.execute(_ENTRY, {"entry": payment.entry, "accounts": list(names)}).scalar_one()) if payment.entry else 0


def sums(connection: Connection, payment: Incoming, names: tuple[str, ...]) -> tuple[tuple[int, int, str], ...]:
    if not payment.entry or payment.is_sum:
        return ()
    rows = connection.execute(_SUMS, {"entry": payment.entry, "accounts": list(names)})
    return tuple((row.id, row.amount_minor, row.state) for row in rows)
