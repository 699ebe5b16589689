"""Effects on the books: payments, rights, blocks that are bought, credentials. What blocks are used for: book_ledger.py.
A payment is booked once; a block begins with its first line; an unlock code is kept as a keyed hash."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from mailbot.desk import credentials
from mailbot.desk.domains import organisation
from mailbot.desk.effects import (
    AddBlocks,
    GrantTier,
    ImportCode,
    IssueCredential,
    RecordAttempt,
    RecordPayment,
    RenewCode,
    RevokeRight,
    SetSuspended,
)
from mailbot.store import due
from mailbot.store import tables as t
from mailbot.store.booking import Booking, address_key
from mailbot.store.engine import insert_id, insert_new, storable
from mailbot.store.errors import AlreadyPaid
from mailbot.store.numbers import next_id_number


def record_payment(booking: Booking, effect: RecordPayment) -> None:
    """What arrived is used by the same decision, and all of it; what was paid back is used for nothing. Raises AlreadyPaid when the
    reference is in the books: then nothing of the decision is booked."""
    payment_id = insert_new(
        booking.connection,
        t.payment,
        ("reference",),
        {
            "account_id": booking.the_account(effect.account_id), "reference": storable(effect.reference),
            "amount_minor": effect.amount_minor, "currency": effect.currency, "booked_on": effect.booked_on,
            "message": storable(effect.message), "actor": effect.actor, "recorded_at": booking.now,
            "state": "allocated" if effect.amount_minor > 0 else "refunded", "settled_at": booking.now,
        },
    )  # fmt: skip
    if payment_id is None:
        told = select(t.payment.c.recorded_at).where(t.payment.c.reference == storable(effect.reference))
        raise AlreadyPaid(effect.reference, booking.connection.execute(told).scalar_one())
    booking.payment_id = payment_id
    booking.touched_payments.add(payment_id)


def add_blocks(booking: Booking, effect: AddBlocks) -> None:
    """Each block begins its life with one line: what was bought."""
    account_id = booking.the_account(effect.account_id)
    for ordinal in range(1, effect.count + 1):
        block_id = insert_id(
            booking.connection,
            t.block,
            {
                "account_id": account_id, "payment_id": booking.payment_id, "tier": effect.tier,
                "minutes": effect.minutes_each, "price_minor": effect.price_minor, "currency": effect.currency,
                "purchased_at": booking.now, "expires_on": effect.expires_on, "ordinal": ordinal,
            },
        )  # fmt: skip
        due.plan_block(booking, block_id, effect.expires_on)
        line = {
            "block_id": block_id, "minutes": effect.minutes_each, "reason": "purchase", "actor": effect.actor,
            "idem": f"purchase:block:{block_id}", "note": "", "at": booking.now,
        }  # fmt: skip
        insert_id(booking.connection, t.ledger_entry, line)
        booking.blocks.append(block_id)


def grant_tier(booking: Booking, effect: GrantTier) -> None:
    account_id = booking.the_account(effect.account_id)
    if effect.extends is not None:
        booking.connection.execute(
            update(t.entitlement)
            .where(t.entitlement.c.id == effect.extends, t.entitlement.c.account_id == account_id)
            .values(valid_until=effect.valid_until)
        )
        booking.grant_id = effect.extends
        return
    booking.grant_id = insert_id(
        booking.connection,
        t.entitlement,
        {
            "account_id": account_id, "tier": effect.tier, "kind": effect.kind, "product": effect.product,
            "valid_from": effect.valid_from, "valid_until": effect.valid_until, "suspended": False,
        },
    )  # fmt: skip


def set_suspended(booking: Booking, effect: SetSuspended) -> None:
    account_id = booking.the_account(effect.account_id)
    booking.connection.execute(_GRANT, {"row": effect.grant_id, "owner": account_id, "suspended": effect.suspended})


def revoke_right(booking: Booking, effect: RevokeRight) -> None:
    account_id = booking.the_account(effect.account_id)
    booking.connection.execute(_GRANT, {"row": effect.grant_id, "owner": account_id, "revoked_at": booking.now})


_GRANT = update(t.entitlement).where(t.entitlement.c.id == bindparam("row"), t.entitlement.c.account_id == bindparam("owner"))


def issue_credential(booking: Booking, effect: IssueCredential) -> None:
    """A new ID number and code. The code leaves this transaction in the letter alone."""
    account_id = booking.the_account(effect.account_id)
    booking.id_number = _free_number(booking)
    booking.unlock_code = credentials.new_code(booking.office.entropy)
    insert_id(
        booking.connection,
        t.credential,
        {
            "account_id": account_id, "id_number": booking.id_number, "issued_at": booking.now,
            "code_hash": credentials.hash_code(booking.unlock_code, booking.office.keys),
        },
    )  # fmt: skip


def _free_number(booking: Booking) -> str:
    """The next of our own numbers that no earlier system gave to anybody."""
    while True:
        number = credentials.new_id_number(next_id_number(booking.connection))
        if booking.connection.execute(select(t.credential.c.id).where(t.credential.c.id_number == number)).first() is None:
            return number


def import_code(booking: Booking, effect: ImportCode) -> None:
    """Raises ValueError for a number that is another account's."""
    account_id = booking.the_account(effect.account_id)
    values = {"account_id": account_id, "id_number": storable(effect.id_number), "code_hash": effect.code_hash, "issued_at": booking.now}
    if insert_new(booking.connection, t.credential, ("id_number",), values) is not None:
        return
    mine = (t.credential.c.id_number == storable(effect.id_number), t.credential.c.account_id == account_id)
    if not booking.connection.execute(update(t.credential).where(*mine).values(code_hash=effect.code_hash, issued_at=booking.now)).rowcount:
        raise ValueError("an ID number belongs to another account")


def renew_code(booking: Booking, effect: RenewCode) -> None:
    """The old code counts no longer from here on. Without a credential there is nothing to renew."""
    account_id = booking.the_account(effect.account_id)
    code = credentials.new_code(booking.office.entropy)
    mine = (t.credential.c.account_id == account_id, t.credential.c.revoked_at.is_(None))
    newest = select(t.credential.c.id).where(*mine).order_by(t.credential.c.id.desc()).limit(1)
    row = booking.connection.execute(newest).scalar_one_or_none()
    if row is not None:
        hashed = credentials.hash_code(code, booking.office.keys)
        booking.connection.execute(update(t.credential).where(t.credential.c.id == row).values(code_hash=hashed, issued_at=booking.now))
        booking.unlock_code = code


def record_attempt(booking: Booking, effect: RecordAttempt) -> None:
    key = address_key(effect.address)
    insert_id(
        booking.connection,
        t.credential_attempt,
        {
            "id_number": storable(effect.id_number), "address_key": key, "domain": organisation(key.rpartition("@")[2]),
            "correct": effect.correct, "at": booking.now,
        },
    )  # fmt: skip
