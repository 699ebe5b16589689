"""Reading payments: one with all that a decision on it needs, in a snapshot and with the versions it rests on.
A list of reads; whose the money is, is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select, text

from mailbot.config.settings import Limits
from mailbot.desk.payments.facts import Booked, Credit, NamedCase, PaymentFacts, PaymentWanted
from mailbot.desk.payments.identity import OTHER
from mailbot.desk.payments.matching import skeleton
from mailbot.store import accounts, conversation
from mailbot.store import tables as t
from mailbot.store.booking import address_key
from mailbot.store.payment_originals import originals
from mailbot.store.payment_rows import ONE, PAYMENTS, Reader, incoming
from mailbot.store.payment_twins import is_bare, of_entry, others, sums, twins
from mailbot.store.versions import Version

SEEN_WITHIN = timedelta(days=90)

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


def facts(connection: Connection, wanted: PaymentWanted, now: datetime, limits: Limits) -> PaymentFacts:
    """Everything that a decision on this payment may need, as of one instant; of payment 0, which a person is about to enter, whose it may be."""
    row = connection.execute(ONE, {"id": wanted.payment_id}).first()
    if row is None and wanted.payment_id:
        return PaymentFacts(now)
    payment, read = incoming(row) if row is not None else None, Reader(connection, limits, {}, {})
    by_skeleton = _by_skeleton(connection, wanted.skeletons, now - SEEN_WITHIN)
    cases = read.read(conversation.cases_by_number(connection, wanted.case_numbers))
    by_case = {case.number: NamedCase(address_key(case.requester.address), case.account) for case in cases}
    keys = tuple(dict.fromkeys((*wanted.addresses, *by_skeleton, *(named.requester for named in by_case.values()))))
    owned = {key: accounts.owner_of(connection, key) for key in keys}
    owners = {key: read.account(owner) for key, owner in owned.items() if owner is not None}
    numbered = connection.execute(_BY_ID_NUMBER, {"numbers": list(wanted.id_numbers)}) if wanted.id_numbers else ()
    by_id_number = {each.id_number: read.account(each.account_id) for each in numbered}
    waiting = {key: read.waiting(key, owned[key]) for key in keys}
    waiting |= {address_key(account.addresses[0]): read.waiting("", account.id)
                for account in (*by_id_number.values(), *(named.account for named in by_case.values())) if account and account.addresses}
    if row is None or payment is None:
        booked = {key: _booked(connection, account.id) for key, account in owners.items()}
        return PaymentFacts(now, None, owners, by_id_number=by_id_number, waiting=waiting, booked=booked, versions=_versions(read, keys, owned))
    names = wanted.accounts.names(payment.to_account)
    meant = originals(read, payment, names) if payment.is_reversal else ()
    same, elsewhere = twins(connection, row, wanted.accounts)
    summed = sums(connection, payment, names)
    account = read.account(payment.account_id) if payment.account_id is not None else None
    return PaymentFacts(
        now, payment, owners,
        frozenset(connection.execute(_SEEN, {"keys": list(keys), "since": now - SEEN_WITHIN}).scalars()) if keys else frozenset(),
        by_skeleton, by_id_number,
        {number: _credits(connection, number) for number in read.accounts},
        {number: _fees(connection, number) for number in read.accounts},
        waiting, same, is_bare(row), OTHER in row.reference,
        {number: others(connection, row, number) for number in read.accounts},
        of_entry(connection, payment, names) if payment.is_sum or summed else 0, summed, meant,
        (*_versions(read, keys, owned), ("payment", str(payment.id), payment.version),
         *(("payment", str(each.payment.id), each.payment.version) for each in meant),
         *{("payment", str(share.payment_id), share.version) for each in meant for used in each.used for share in used.shares}),
        account=account, elsewhere=elsewhere, by_case=by_case,
    )  # fmt: skip


def _versions(read: Reader, keys: Iterable[str], owned: dict[str, int | None]) -> tuple[Version, ...]:
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
