"""Effects on payments: settled, used in parts, and taken back.
The parts of a payment are never more than the payment, and all of it when it is allocated: looked at before every commit."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select, update

from mailbot.desk.effects import Allocate, BeginGrant, EndGrant, FreePart, SettlePayment, TakeBack
from mailbot.store import tables as t
from mailbot.store.booking import Booking
from mailbot.store.engine import insert_id, storable

_PAYMENT = update(t.payment).where(t.payment.c.id == bindparam("row"))
_NEXT_VERSION = _PAYMENT.values(version=t.payment.c.version + 1)
_GRANT = update(t.entitlement).where(t.entitlement.c.id == bindparam("row"))
_BALANCE = (
    select(t.payment.c.amount_minor, t.payment.c.state, func.coalesce(func.sum(t.payment_allocation.c.amount_minor), 0).label("used"))
    .join_from(t.payment, t.payment_allocation, t.payment_allocation.c.payment_id == t.payment.c.id, isouter=True)
    .where(t.payment.c.id == bindparam("row"))
    .group_by(t.payment.c.id, t.payment.c.amount_minor, t.payment.c.state)
)


def settle(booking: Booking, effect: SettlePayment) -> None:
    """What became of a payment. The first that a decision settles is the one that buys."""
    changes = {"state": effect.state, "because": effect.because, "settled_at": booking.now}
    if effect.of_account:
        changes["account_id"] = booking.the_account(effect.account_id)
    changes |= {"match_method": effect.method} if effect.method else {}
    changes |= {"matched_address": storable(effect.address)} if effect.address else {}
    changes |= {"reverses_id": effect.reverses_id} if effect.reverses_id else {}
    booking.connection.execute(_PAYMENT, {"row": effect.payment_id, **changes})
    booking.payment_id = booking.payment_id or effect.payment_id
    booking.touched_payments.add(effect.payment_id)


def allocate(booking: Booking, effect: Allocate) -> None:
    payment_id = effect.payment_id if effect.payment_id is not None else booking.payment_id
    if payment_id is None:
        raise ValueError(f"verdict {booking.decision.verdict!r}: a part of a payment is used, but none is recorded")
    row = {
        "payment_id": payment_id, "purpose": effect.purpose, "amount_minor": effect.amount_minor, "tier": effect.tier,
        "block_id": None if effect.block is None else booking.blocks[effect.block], "entitlement_id": booking.grant_id if effect.of_grant else None,
        "covers_from": effect.covers_from, "at": booking.now,
    }  # fmt: skip
    insert_id(booking.connection, t.payment_allocation, row)
    booking.touched_payments.add(payment_id)


def free_part(booking: Booking, effect: FreePart) -> None:
    row = {
        "payment_id": effect.payment_id, "purpose": effect.purpose, "amount_minor": -effect.amount_minor, "tier": effect.tier,
        "block_id": effect.block_id, "entitlement_id": effect.grant_id, "covers_from": effect.covers_from, "at": booking.now,
    }  # fmt: skip
    insert_id(booking.connection, t.payment_allocation, row)
    booking.touched_payments.add(effect.payment_id)


def take_back(booking: Booking, effect: TakeBack) -> None:
    booking.touched_accounts.add(effect.account_id)
    line = {"block_id": effect.block_id, "minutes": -effect.minutes, "reason": "refund", "actor": "bank", "idem": effect.idem, "note": "", "at": booking.now}
    insert_id(booking.connection, t.ledger_entry, line)


def end_grant(booking: Booking, effect: EndGrant) -> None:
    booking.the_account(effect.account_id)
    booking.connection.execute(_GRANT, {"row": effect.grant_id, "valid_until": effect.valid_until})


def begin_grant(booking: Booking, effect: BeginGrant) -> None:
    booking.the_account(effect.account_id)
    booking.connection.execute(_GRANT, {"row": effect.grant_id, "valid_from": effect.valid_from})


def verify(booking: Booking) -> None:
    """The books balance: every touched payment is used up to its amount, and wholly when it is allocated. Raises ValueError."""
    for payment_id in sorted(booking.touched_payments):
        row = booking.connection.execute(_BALANCE, {"row": payment_id}).one()
        if (row.used > 0 and row.used > row.amount_minor) or (row.state == "allocated" and row.used != row.amount_minor):
            raise ValueError(f"payment {payment_id} of {row.amount_minor} is {row.state}, and {row.used} of it is used")
        booking.connection.execute(_NEXT_VERSION, {"row": payment_id})
