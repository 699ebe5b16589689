"""Reading payments: one with all that a decision on it needs, in a snapshot and with the versions it rests on.
A list of reads; whose the money is, is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, text

from mailbot.config.settings import Limits
from mailbot.desk.facts import Account, Case
from mailbot.desk.payment_facts import (
    Booked,
    Credit,
    Incoming,
    Moved,
    Original,
    Other,
    PaymentFacts,
    PaymentWanted,
    Share,
    Used,
)
from mailbot.desk.payment_identity import OTHER, Said
from mailbot.desk.payment_matching import skeleton
from mailbot.store import accounts, conversation, own_cases
from mailbot.store import tables as t
from mailbot.store.booking import address_key
from mailbot.store.versions import Version

NEAR_DAYS = 7  # between two tellings of one payment
SEEN_WITHIN = timedelta(days=90)
REVERSED_WITHIN = timedelta(days=400)
ORIGINALS_AT_MOST = 3  # more than one is too many already

_USED = select(func.coalesce(func.sum(t.payment_allocation.c.amount_minor), 0)).where(t.payment_allocation.c.payment_id == t.payment.c.id)
PAYMENTS = select(t.payment, (t.payment.c.amount_minor - _USED.scalar_subquery()).label("left_minor"))
_ONE = PAYMENTS.where(t.payment.c.id == bindparam("id"))
_CREDITS = PAYMENTS.where(t.payment.c.account_id == bindparam("owner"), t.payment.c.state == "credit")
_FEES = (
    select(t.payment_allocation.c.tier, t.payment.c.booked_on)
    .join_from(t.payment_allocation, t.payment, t.payment.c.id == t.payment_allocation.c.payment_id)
    .where(t.payment.c.account_id == bindparam("owner"), t.payment_allocation.c.purpose == "fee", t.payment.c.state.in_(("allocated", "credit")))
    .group_by(t.payment.c.id, t.payment_allocation.c.tier, t.payment.c.booked_on)
    .having(func.sum(t.payment_allocation.c.amount_minor) > 0)
)
_BOOKED = (
    select(t.payment.c.reference, t.payment.c.recorded_at, t.payment.c.amount_minor, t.payment.c.currency, t.payment.c.booked_on)
    .where(t.payment.c.account_id == bindparam("owner"))
    .order_by(t.payment.c.id)
)
_BY_ID_NUMBER = select(t.credential.c.id_number, t.credential.c.account_id).where(
    t.credential.c.id_number.in_(bindparam("numbers", expanding=True)), t.credential.c.revoked_at.is_(None)
)
_ADDRESSES_FROM = select(t.address.c.address_key).where(t.address.c.address_key >= bindparam("low"), t.address.c.address_key < bindparam("high"))
_WRITTEN_TO = (
    select(t.outbox.c.to_key)
    .where(text("automatic"), t.outbox.c.to_key >= bindparam("low"), t.outbox.c.to_key < bindparam("high"), t.outbox.c.created_at > bindparam("since"))
    .distinct()
)
_SEEN = select(t.outbox.c.to_key).where(
    text("automatic"), t.outbox.c.to_key.in_(bindparam("keys", expanding=True)), t.outbox.c.created_at > bindparam("since")
).distinct()  # fmt: skip
_TWINS = select(t.payment.c.id).where(
    t.payment.c.alike == bindparam("alike"), t.payment.c.file_id != bindparam("file"), t.payment.c.state.in_(("credit", "held", "allocated")), ~t.payment.c.is_sum
)
_SAID = "said:"
_SHIFTED = select(t.payment).where(
    t.payment.c.entry == bindparam("entry"), t.payment.c.to_account == bindparam("account"), t.payment.c.amount_minor == bindparam("amount"),
    t.payment.c.file_id != bindparam("file"), t.payment.c.booked_on.between(bindparam("low"), bindparam("high")),
    t.payment.c.state.in_(("credit", "held", "allocated")), ~t.payment.c.is_sum,
)  # fmt: skip
_OTHERS = select(t.payment.c.id, t.payment.c.booked_on, t.payment.c.file_id, t.payment.c.reference).where(
    t.payment.c.account_id == bindparam("owner"), t.payment.c.amount_minor == bindparam("amount"), t.payment.c.currency == bindparam("currency"),
    or_(t.payment.c.file_id.is_(None), t.payment.c.file_id != bindparam("file")), t.payment.c.booked_on.between(bindparam("low"), bindparam("high")),
    t.payment.c.state.in_(("credit", "allocated")),
)  # fmt: skip
_ENTRY = select(func.coalesce(func.sum(t.payment.c.amount_minor), 0)).where(
    t.payment.c.entry == bindparam("entry"), t.payment.c.to_account == bindparam("account"), ~t.payment.c.is_sum
)
_SUMS = select(t.payment.c.id, t.payment.c.amount_minor, t.payment.c.state).where(
    t.payment.c.entry == bindparam("entry"), t.payment.c.to_account == bindparam("account"), t.payment.c.is_sum
)
_TAKEN = select(t.payment.c.reverses_id).where(t.payment.c.reverses_id.is_not(None))
_ORIGINALS = PAYMENTS.where(
    t.payment.c.to_account == bindparam("account"), t.payment.c.currency == bindparam("currency"), t.payment.c.amount_minor == bindparam("amount"),
    t.payment.c.state.in_(("received", "credit", "held", "allocated")), t.payment.c.id.not_in(_TAKEN),
)  # fmt: skip
_ALLOCATED = t.payment_allocation.c
_THING = (_ALLOCATED.purpose, _ALLOCATED.tier, _ALLOCATED.block_id, _ALLOCATED.entitlement_id, _ALLOCATED.covers_from)
_PARTS = (
    select(*_THING, func.sum(_ALLOCATED.amount_minor).label("amount"), t.block.c.minutes, t.entitlement.c.valid_from)
    .join_from(t.payment_allocation, t.block, t.block.c.id == _ALLOCATED.block_id, isouter=True)
    .join(t.entitlement, t.entitlement.c.id == _ALLOCATED.entitlement_id, isouter=True)
    .where(_ALLOCATED.payment_id == bindparam("id"))
    .group_by(*_THING, t.block.c.minutes, t.entitlement.c.valid_from)
    .having(func.sum(_ALLOCATED.amount_minor) > 0)
    .order_by(func.min(_ALLOCATED.id))
)
_OF_OTHERS = (_ALLOCATED.payment_id != bindparam("payment"), t.payment.c.state.in_(("allocated", "credit", "held")))
_SHARES = (
    select(t.payment.c.id, t.payment.c.version, func.sum(_ALLOCATED.amount_minor).label("amount"))
    .join_from(t.payment_allocation, t.payment, t.payment.c.id == _ALLOCATED.payment_id)
    .where(*_OF_OTHERS)
    .group_by(t.payment.c.id, t.payment.c.version)
    .having(func.sum(_ALLOCATED.amount_minor) > 0)
    .order_by(t.payment.c.id)
)
_LATER = (
    select(_ALLOCATED.covers_from)
    .join_from(t.payment_allocation, t.payment, t.payment.c.id == _ALLOCATED.payment_id)
    .where(*_OF_OTHERS, _ALLOCATED.entitlement_id == bindparam("grant"), _ALLOCATED.covers_from > bindparam("covers_from"))
    .group_by(_ALLOCATED.covers_from)
    .having(func.sum(_ALLOCATED.amount_minor) > 0)
    .order_by(_ALLOCATED.covers_from)
    .limit(1)
)
_CAME_FROM = select(t.block.c.id, t.block.c.account_id).where(t.block.c.came_from_id == bindparam("id")).order_by(t.block.c.id)
_MINUTES_LEFT = select(func.coalesce(func.sum(t.ledger_entry.c.minutes), 0)).where(t.ledger_entry.c.block_id == bindparam("id"))


def incoming(row: Any) -> Incoming:
    """A payment as decisions know it."""
    names = ("id", "version", "state", "amount_minor", "currency", "booked_on", "because", "account_id", "matched_address", "match_method", "to_account",
             "paid_to", "bank_reference", "entry", "payer_name", "payer_account", "is_reversal", "is_sum", "transaction_id", "reverses", "recorded_at", "actor")
    return Incoming(**{name: getattr(row, name) for name in names}, left_minor=int(row.left_minor),
                    messages=tuple(row.messages or ([row.message] if row.message else [])), structured=tuple(row.structured))


def one(connection: Connection, payment_id: int) -> Incoming | None:
    """A payment; None when there is none of this number."""
    row = connection.execute(_ONE, {"id": payment_id}).first()
    return None if row is None else incoming(row)


@dataclass(slots=True)
class _Reader:
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


def facts(connection: Connection, wanted: PaymentWanted, now: datetime, limits: Limits) -> PaymentFacts:
    """Everything that a decision on this payment may need, as of one instant; of payment 0, which a person is about to enter, whose it may be."""
    row = connection.execute(_ONE, {"id": wanted.payment_id}).first()
    if row is None and wanted.payment_id:
        return PaymentFacts(now)
    payment, read = incoming(row) if row is not None else None, _Reader(connection, limits, {}, {})
    by_skeleton = _by_skeleton(connection, wanted.skeletons, now - SEEN_WITHIN)
    keys = tuple(dict.fromkeys((*wanted.addresses, *by_skeleton)))
    owned = {key: accounts.owner_of(connection, key) for key in keys}
    owners = {key: read.account(owner) for key, owner in owned.items() if owner is not None}
    numbered = connection.execute(_BY_ID_NUMBER, {"numbers": list(wanted.id_numbers)}) if wanted.id_numbers else ()
    by_id_number = {each.id_number: read.account(each.account_id) for each in numbered}
    waiting = {key: read.waiting(key, owned[key]) for key in keys}
    waiting |= {address_key(account.addresses[0]): read.waiting("", account.id) for account in by_id_number.values() if account.addresses}
    if row is None or payment is None:
        booked = {key: _booked(connection, account.id) for key, account in owners.items()}
        return PaymentFacts(now, None, owners, by_id_number=by_id_number, waiting=waiting, booked=booked, versions=_versions(read, keys, owned))
    originals = _originals(read, payment) if payment.is_reversal else ()
    account = read.account(payment.account_id) if payment.account_id is not None else None
    return PaymentFacts(
        now, payment, owners,
        frozenset(connection.execute(_SEEN, {"keys": list(keys), "since": now - SEEN_WITHIN}).scalars()) if keys else frozenset(),
        by_skeleton, by_id_number,
        {number: _credits(connection, number) for number in read.accounts},
        {number: _fees(connection, number) for number in read.accounts},
        waiting, _twins(connection, row), _bare(row), OTHER in row.reference,
        {number: _others(connection, row, number) for number in read.accounts},
        _entry(connection, payment), _sums(connection, payment), originals,
        (*_versions(read, keys, owned), ("payment", str(payment.id), payment.version),
         *(("payment", str(each.payment.id), each.payment.version) for each in originals),
         *{("payment", str(share.payment_id), share.version) for each in originals for used in each.used for share in used.shares}),
        account,
    )  # fmt: skip


def _versions(read: _Reader, keys: Iterable[str], owned: dict[str, int | None]) -> tuple[Version, ...]:
    """Of every account and case that was read, and of the addresses that are nobody's yet."""
    return (*(("account", str(account.id), account.version) for account in read.accounts.values()),
            *(("case", str(case.id), case.version) for case in read.cases.values()),
            *(("address", key, owned[key] or 0) for key in keys))


def _by_skeleton(connection: Connection, skeletons: tuple[str, ...], since: datetime) -> tuple[str, ...]:
    """The known addresses that look so; only those that begin with the same letter are read."""
    found: set[str] = set()
    for letter in sorted({each[0] for each in skeletons}):
        between = {"low": letter, "high": chr(ord(letter) + 1), "since": since}
        for query in (_ADDRESSES_FROM, _WRITTEN_TO):
            found |= {key for key in connection.execute(query, between).scalars() if skeleton(key) in skeletons}
    return tuple(sorted(found))


def _credits(connection: Connection, owner: int) -> tuple[Credit, ...]:
    rows = connection.execute(_CREDITS, {"owner": owner})
    return tuple(Credit(row.id, int(row.left_minor), row.currency, row.booked_on) for row in rows if row.left_minor > 0)


def _booked(connection: Connection, owner: int) -> tuple[Booked, ...]:
    return tuple(Booked(**row._mapping) for row in connection.execute(_BOOKED, {"owner": owner}))


def _fees(connection: Connection, owner: int) -> tuple[tuple[str, date], ...]:
    return tuple((row.tier, row.booked_on) for row in connection.execute(_FEES, {"owner": owner}))


def _twins(connection: Connection, row: Any) -> tuple[int, ...]:
    """Payments of another file that look the same: one of the two bears no reference of the bank, as in an export beside a statement; or
    both bear the same, and were booked a few days apart."""
    if row.file_id is None or row.is_sum:
        return ()
    asked = {"alike": row.alike, "file": row.file_id}
    other = t.payment.c.reference.not_like(f"{_SAID}%") if _bare(row) else t.payment.c.reference.like(f"{_SAID}%")
    alike = connection.execute(_TWINS.where(other), asked).scalars().all()
    return (*alike, *(each.id for each in _shifted(connection, row)))


def _bare(row: Any) -> bool:
    """Without any reference of the bank."""
    return bool(row.reference.startswith(_SAID))


def _shifted(connection: Connection, row: Any) -> list[Any]:
    if not row.entry or OTHER in row.reference:
        return []
    asked = {"entry": row.entry, "account": row.to_account, "amount": row.amount_minor, "file": row.file_id, **_about(row.booked_on)}
    words = Said(row.message, row.payer_name, row.payer_account)
    return [each for each in connection.execute(_SHIFTED, asked)
            if words.may_be(Said(each.message, each.payer_name, each.payer_account))
            and (each.bank_reference == row.bank_reference or not each.bank_reference or not row.bank_reference)]


def _others(connection: Connection, row: Any, owner: int) -> tuple[Other, ...]:
    asked = {"owner": owner, "amount": row.amount_minor, "currency": row.currency, "file": row.file_id or 0, **_about(row.booked_on)}
    return tuple(Other(each.id, each.booked_on, each.file_id is None, _bare(each)) for each in connection.execute(_OTHERS, asked) if each.id != row.id)


def _about(day: date) -> dict[str, date]:
    """The days around a day, as far as the calendar goes."""
    low, high = max(day.toordinal() - NEAR_DAYS, 1), min(day.toordinal() + NEAR_DAYS, date.max.toordinal())
    return {"low": date.fromordinal(low), "high": date.fromordinal(high)}


def _entry(connection: Connection, payment: Incoming) -> int:
    """What the single payments of the bank's entry sum up to."""
    return int(connection.execute(_ENTRY, {"entry": payment.entry, "account": payment.to_account}).scalar_one()) if payment.entry else 0


def _sums(connection: Connection, payment: Incoming) -> tuple[tuple[int, int, str], ...]:
    if not payment.entry or payment.is_sum:
        return ()
    rows = connection.execute(_SUMS, {"entry": payment.entry, "account": payment.to_account})
    return tuple((row.id, row.amount_minor, row.state) for row in rows)


# ---- reversals -----------------------------------------------------------------------------------------
def _originals(read: _Reader, payment: Incoming) -> tuple[Original, ...]:
    """The payments that may be meant: by the bank's reference of it, else by account, amount, payer and words."""
    asked = {"account": payment.to_account, "currency": payment.currency, "amount": -payment.amount_minor}
    for condition in _meant(payment):
        rows = list(read.connection.execute(_ORIGINALS.where(condition).order_by(t.payment.c.id).limit(ORIGINALS_AT_MOST), asked))
        if rows:
            return tuple(_original(read, row) for row in rows)
    return ()


def _meant(payment: Incoming) -> Iterable[Any]:
    """What may identify it, the surest first."""
    columns, references = t.payment.c, [each for each in (payment.reverses, payment.bank_reference) if each]
    if references:
        yield or_(columns.bank_reference.in_(references), columns.entry.in_(references))
    if payment.transaction_id:
        yield columns.transaction_id == payment.transaction_id
    if payment.reverses:  # the bank says which one, and it is not here: no other may be meant
        return
    lately = columns.booked_on >= date.fromordinal(max(payment.booked_on.toordinal() - REVERSED_WITHIN.days, 1))
    for name, said in (("payer_account", payment.payer_account), ("message", next(iter(payment.messages), ""))):
        if said:
            yield (columns[name] == said) & lately


def _original(read: _Reader, row: Any) -> Original:
    payment = incoming(row)
    account = read.account(payment.account_id) if payment.account_id else None
    parts = read.connection.execute(_PARTS, {"id": payment.id}).all()
    running = read.read(own_cases.running(read.connection, account.id)) if account else ()
    return Original(payment, tuple(_used(read, payment.id, part) for part in parts), account, running)


def _used(read: _Reader, payment_id: int, part: Any) -> Used:
    """One thing that the payment paid for, or paid a share of."""
    connection, thing = read.connection, {"payment": payment_id, "block": part.block_id, "grant": part.entitlement_id, "covers_from": part.covers_from}
    left, moved = (_left(connection, part.block_id), tuple(_moved(read, part.block_id))) if part.block_id else (0, ())
    condition = _ALLOCATED.block_id == bindparam("block") if part.block_id else (
        (_ALLOCATED.entitlement_id == bindparam("grant")) & (_ALLOCATED.covers_from == bindparam("covers_from")))
    shares = tuple(Share(each.id, each.version, int(each.amount)) for each in connection.execute(_SHARES.where(condition), thing)) \
        if part.block_id or part.entitlement_id else ()
    later = connection.execute(_LATER, thing).scalar_one_or_none() if part.entitlement_id and part.covers_from else None
    return Used(part.purpose, int(part.amount), part.tier, part.block_id, part.minutes or 0, left, part.entitlement_id, part.valid_from, part.covers_from,
                later, shares, moved)


def _left(connection: Connection, block_id: int) -> int:
    return int(connection.execute(_MINUTES_LEFT, {"id": block_id}).scalar_one())


def _moved(read: _Reader, block_id: int) -> Iterable[Moved]:
    """Where minutes of a block went, and went on from there; the accounts are read, so that their versions are looked at again."""
    for row in read.connection.execute(_CAME_FROM, {"id": block_id}).all():
        yield Moved(row.id, read.account(row.account_id).id, _left(read.connection, row.id))
        yield from _moved(read, row.id)
