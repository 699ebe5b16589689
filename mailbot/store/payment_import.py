"""Bringing a file of the bank in: all of it in one transaction, what is known already passed over, each payment due to be settled.
Flat memory: the rows come from a stream, and go in by the hundred."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Integer,
    String,
    bindparam,
    cast,
    func,
    insert,
    literal,
    null,
    select,
    union,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from mailbot import faults
from mailbot.bank.record import BankFile, BankRecord
from mailbot.desk.payments.identity import Identified, Said, another, said
from mailbot.desk.payments.reversal import SETTLE
from mailbot.store import tables as t
from mailbot.store.claims import ERROR_LENGTH
from mailbot.store.engine import Database, insert_id, storable
from mailbot.store.locks import lock_subjects

AT_ONCE = 500
ACTOR = "bank"
WORDS_LONGEST = 2000

_FILE = select(t.payment_file).where(t.payment_file.c.sha256 == bindparam("digest"))
_FORGET = t.payment_file.delete().where(t.payment_file.c.id == bindparam("row"))
_COUNTED = update(t.payment_file).where(t.payment_file.c.id == bindparam("row"))
_FRESH = select(func.count()).select_from(t.payment).where(t.payment.c.file_id == bindparam("row"))
_WORDS = (t.payment.c.message, t.payment.c.payer_name, t.payment.c.payer_account)
_TOLD = union(*(select(t.payment.c.reference, t.payment.c.entry_key, *_WORDS)
                .where(t.payment.c.file_id.is_not(None), t.payment.c[column].in_(bindparam(column, expanding=True))) for column in ("reference", "entry_key")))
_OF_ENTRY = select(*_WORDS).where(
    t.payment.c.file_id.is_not(None), t.payment.c.entry == bindparam("entry"), t.payment.c.to_account.in_(bindparam("accounts", expanding=True)),
    t.payment.c.amount_minor == bindparam("amount"), t.payment.c.booked_on == bindparam("day"),
)  # fmt: skip
_INSERT = {"sqlite": sqlite.insert(t.payment).on_conflict_do_nothing(index_elements=["reference"]),
           "postgresql": postgresql.insert(t.payment).on_conflict_do_nothing(index_elements=["reference"])}


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file."""

    records: int
    fresh: int  # the others were known
    known_since: datetime | None = None  # the very same file was read then


def known(connection: Connection, digest: str) -> Imported | None:
    """What became of this very file before; None when it was never booked."""
    row = connection.execute(_FILE, {"digest": digest}).first()
    return None if row is None or row.error is not None else Imported(row.records, 0, row.read_at)


class _NotKept(Exception):
    """What a trial would have brought in is undone with its transaction."""

    def __init__(self, found: Imported) -> None:
        super().__init__()
        self.found = found


def bring_in(database: Database, name: str, digest: str, file: BankFile, records: Iterable[Identified], now: datetime, *, keep: bool = True) -> Imported:
    """Book a file whole. What another file told of is passed over; the same file again changes nothing. Without `keep`, only say what would be new."""
    try:
        return _bring_in(database, name, digest, file, records, now, keep=keep)
    except _NotKept as trial:
        return trial.found


def _bring_in(database: Database, name: str, digest: str, file: BankFile, records: Iterable[Identified], now: datetime, *, keep: bool) -> Imported:
    with database.write() as connection:
        lock_subjects(connection, ["payments"])  # one file at a time: two that overlap must see each other
        before = known(connection, digest)
        if before is not None:
            return before
        row = connection.execute(_FILE, {"digest": digest}).first()
        if row is not None:
            connection.execute(_FORGET, {"row": row.id})
        file_id = insert_id(connection, t.payment_file, {
            "sha256": digest, "name": storable(name), "format": file.format, "message_id": storable(file.message_id),
            "made_at": file.made_at, "read_at": now, "records": 0, "fresh": 0,
        })  # fmt: skip
        count = 0
        stream, told = iter(records), _Told(connection)
        while some := tuple(islice(stream, AT_ONCE)):
            count += len(some)
            if rows := [_row(one, file_id, now) for one in _unknown(told, some)]:
                connection.execute(_INSERT[connection.dialect.name], rows)
            faults.point("payments:some-in")
        fresh = int(connection.execute(_FRESH, {"row": file_id}).scalar_one())
        if not keep:
            raise _NotKept(Imported(count, fresh))
        connection.execute(_COUNTED, {"row": file_id, "records": count, "fresh": fresh})
        _plan(connection, file_id, now)
        faults.point("payments:before-commit")
    faults.point("payments:after-commit")
    return Imported(count, fresh)


def failed(database: Database, name: str, digest: str, error: str, now: datetime) -> None:
    """A file of which nothing could be booked: remembered, so that the admins hear of it."""
    with database.write() as connection:
        row = connection.execute(_FILE, {"digest": digest}).first()
        if row is not None and row.error is None:
            return
        if row is not None:
            connection.execute(_FORGET, {"row": row.id})
        insert_id(connection, t.payment_file, {
            "sha256": digest, "name": storable(name), "format": "", "message_id": "", "made_at": None, "read_at": now, "records": 0,
            "fresh": 0, "error": storable(error)[:ERROR_LENGTH],
        })  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """All that one entry of the bank tells of one amount and day."""

    entry: str
    accounts: tuple[str, ...]
    amount_minor: int
    booked_on: date

    @classmethod
    def of(cls, one: Identified) -> _Group:
        record = one.record
        return cls(storable(record.entry_reference or record.bank_reference), tuple(map(storable, one.accounts)), record.amount_minor, record.booked_on)


@dataclass(slots=True)
class _Told:
    """What files have told of already: of the payments at hand by their names, and of one entry all that it tells."""

    connection: Connection
    references: dict[str, Said] = field(default_factory=dict)
    entries: dict[str, dict[str, Said]] = field(default_factory=dict)  # key of an entry -> its payments
    fresh: list[tuple[_Group, Said]] = field(default_factory=list)  # of this portion, not in the table yet
    group: _Group | None = None
    of_group: dict[tuple[str, str, str], Said] = field(default_factory=dict)

    def look_up(self, some: Sequence[Identified]) -> None:
        """Read what is known by the names of these."""
        self.references, self.entries, self.fresh = {}, {}, []
        asked = {"reference": [storable(name) for one in some for name in one.references], "entry_key": [storable(key) for one in some for key in one.entry_keys]}
        for row in self.connection.execute(_TOLD, asked):
            self._note(row.reference, row.entry_key, Said(row.message, row.payer_name, row.payer_account))

    def _note(self, reference: str, entry_key: str | None, words: Said) -> None:
        self.references[reference] = words
        if entry_key:
            self.entries.setdefault(entry_key, {})[reference] = words

    def add(self, one: Identified, words: Said) -> None:
        """What is about to be booked is known from now on."""
        self._note(one.reference, None, words)
        group = _Group.of(one)
        self.fresh.append((group, words))
        if group == self.group:
            self.of_group.setdefault(words.plain, words)

    def knows(self, one: Identified, words: Said) -> bool | None:
        """Is it told already? None: its name is, and what bears it is another payment.

        By its own name, or by that of its entry; two that both bear a reference of their own are told apart by it."""
        bearers = [self.references[name] for name in one.references if name in self.references]
        bearers += [other for key in one.entry_keys for reference, other in self.entries.get(key, {}).items()
                    if not (one.has_reference and reference.startswith("ref:"))]
        if not bearers:
            return False
        return True if any(words.may_be(other) for other in bearers) or self._in_entry(one, words) else None

    def _in_entry(self, one: Identified, words: Said) -> bool:
        """Does its entry tell of it under another turn? A file may have another order."""
        group = _Group.of(one)
        if group != self.group:
            found = [Said(*row) for row in self.connection.execute(_OF_ENTRY, {"entry": group.entry, "accounts": list(group.accounts),
                                                                               "amount": group.amount_minor, "day": group.booked_on})]
            found += [other for of, other in self.fresh if of == group]
            self.group, self.of_group = group, {other.plain: other for other in found}
        return words.plain in self.of_group or any(words.may_be(other) for other in self.of_group.values())


def _unknown(told: _Told, some: Sequence[Identified]) -> Iterator[Identified]:
    """Those that no file has told of. What has the name of another payment, and is not it, is a payment too: nothing is passed over."""
    told.look_up(some)
    for one in some:
        words = said(one.record)
        known = told.knows(one, words)
        if known:
            continue
        fresh = one if known is False else another(one)
        told.add(fresh, words)
        yield fresh


def _row(one: Identified, file_id: int, now: datetime) -> dict[str, Any]:
    record = one.record
    return {
        "version": 1, "account_id": None, "reference": storable(one.reference), "amount_minor": record.amount_minor, "currency": record.currency,
        "booked_on": record.booked_on, "message": storable(next(iter(record.messages), ""))[:WORDS_LONGEST], "actor": ACTOR,
        "recorded_at": now, "state": "received", "because": "", "match_method": "", "matched_address": "", "file_id": file_id,
        "to_account": storable(one.accounts[0]), "paid_to": storable(record.paid_to), "bank_reference": storable(record.bank_reference),
        "entry_key": None if one.entry_key is None else storable(one.entry_key), "value_on": record.value_on,
        "messages": [storable(each)[:WORDS_LONGEST] for each in record.messages], "structured": [storable(each) for each in record.references],
        "payer_name": storable(record.payer_name), "payer_account": storable(record.payer_account), "is_reversal": record.is_reversal,
        "is_sum": record.is_sum, "transaction_id": storable(record.transaction_id), "reverses": storable(record.reverses),
        "alike": _digest(record), "place": storable(record.place), "entry": storable(record.entry_reference or record.bank_reference),
    }  # fmt: skip


def _digest(record: BankRecord) -> str:
    """What payments have in common that look the same to a person."""
    said = f"{record.booked_on}:{record.amount_minor}:{record.currency}:{next(iter(record.messages), '')}"
    return hashlib.blake2b(storable(said).encode(), digest_size=10).hexdigest()


def _plan(connection: Connection, file_id: int, now: datetime) -> None:
    """Each new payment is due to be settled, the oldest first, what takes back after what came in."""
    at = bindparam("now", now, DateTime(timezone=True))
    nothing = cast(null(), DateTime(timezone=True))
    payments = (
        select(literal(SETTLE), literal("payment:") + cast(t.payment.c.id, String), at, at, cast(literal(0), Integer), nothing,
               bindparam("payload", {}, JSON))
        .where(t.payment.c.file_id == file_id)
        .order_by(t.payment.c.booked_on, t.payment.c.is_reversal, t.payment.c.is_sum, t.payment.c.id)
    )
    connection.execute(insert(t.due).from_select(["kind", "subject", "due_at", "next_at", "attempts", "done_at", "payload"], payments))
