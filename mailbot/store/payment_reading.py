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
from mailbot.desk.payment_facts import Booked, Credit, Incoming, Original, PaymentFacts, PaymentWanted, Used
from mailbot.desk.payment_matching import skeleton
from mailbot.store import accounts, conversation, own_cases
from mailbot.store import tables as t
from mailbot.store.booking import address_key
from mailbot.store.versions import Version

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
_SAID = "said:%"
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
_PARTS = (
    select(t.payment_allocation, t.block.c.minutes, t.entitlement.c.valid_from)
    .join_from(t.payment_allocation, t.block, t.block.c.id == t.payment_allocation.c.block_id, isouter=True)
    .join(t.entitlement, t.entitlement.c.id == t.payment_allocation.c.entitlement_id, isouter=True)
    .where(t.payment_allocation.c.payment_id == bindparam("id"))
    .order_by(t.payment_allocation.c.id)
)
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
    if payment is None:
        booked = {key: _booked(connection, account.id) for key, account in owners.items()}
        return PaymentFacts(now, None, owners, by_id_number=by_id_number, waiting=waiting, booked=booked, versions=_versions(read, keys, owned))
    originals = _originals(read, payment) if payment.is_reversal else ()
    return PaymentFacts(
        now, payment, owners,
        frozenset(connection.execute(_SEEN, {"keys": list(keys), "since": now - SEEN_WITHIN}).scalars()) if keys else frozenset(),
        by_skeleton, by_id_number,
        {number: _credits(connection, number) for number in read.accounts},
        {number: _fees(connection, number) for number in read.accounts},
        waiting, _twins(connection, row), _entry(connection, payment), _sums(connection, payment), originals,
        (*_versions(read, keys, owned), ("payment", str(payment.id), payment.version),
         *(("payment", str(each.payment.id), each.payment.version) for each in originals)),
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
    """Payments of another file that look the same, of which one of the two bears no reference of the bank: an export beside a statement."""
    if row.file_id is None or row.is_sum:
        return ()
    asked = {"alike": row.alike, "file": row.file_id}
    bare = row.reference.startswith("said:")
    other = t.payment.c.reference.not_like(_SAID) if bare else t.payment.c.reference.like(_SAID)
    return tuple(connection.execute(_TWINS.where(other), asked).scalars())


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
    lately = columns.booked_on >= payment.booked_on - REVERSED_WITHIN
    for name, said in (("payer_account", payment.payer_account), ("message", next(iter(payment.messages), ""))):
        if said:
            yield (columns[name] == said) & lately


def _original(read: _Reader, row: Any) -> Original:
    payment = incoming(row)
    account = read.account(payment.account_id) if payment.account_id else None
    parts = read.connection.execute(_PARTS, {"id": payment.id}).all()
    running = read.read(own_cases.running(read.connection, account.id)) if account else ()
    return Original(payment, tuple(_used(read.connection, part) for part in parts), account, running)


def _used(connection: Connection, part: Any) -> Used:
    left = int(connection.execute(_MINUTES_LEFT, {"id": part.block_id}).scalar_one()) if part.block_id else 0
    return Used(part.purpose, part.amount_minor, part.tier, part.block_id, part.minutes or 0, left, part.entitlement_id, part.valid_from, part.covers_from)


