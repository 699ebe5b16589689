"""Effects on the ledger: time worked, corrections, expiry, refunds, transfers.
Lines are only ever added, each under a key of its own; what was booked under a key is not booked again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, select

from mailbot.desk.effects import Draw, EndBlock, MoveBlock, Spend
from mailbot.store import accounts, due
from mailbot.store import tables as t
from mailbot.store.booking import Booking
from mailbot.store.engine import insert_id, insert_new, storable

_BLOCK = select(t.block).where(t.block.c.id == bindparam("id"))
_ENTRY = select(t.time_entry.c.id).where(t.time_entry.c.idem == bindparam("key"))
_KEY = select(t.ledger_entry.c.id).where(t.ledger_entry.c.idem == bindparam("key"))
_LEFT = select(func.coalesce(func.sum(t.ledger_entry.c.minutes), 0)).where(t.ledger_entry.c.block_id == bindparam("id"))


def spend(booking: Booking, effect: Spend) -> None:
    """Time worked, or taken back, and the lines that draw it or give it back. The same command of the same mail is booked once."""
    case_id = booking.the_case(effect.case_id)
    if effect.corrects is not None and booking.connection.execute(_ENTRY, {"key": effect.idem}).first() is not None:
        return  # the guard of the table would refuse it the second time, before its key is looked at
    drawn = -sum(draw.minutes for draw in effect.draws)
    entry_id = insert_new(
        booking.connection,
        t.time_entry,
        ("idem",),
        {
            "case_id": case_id, "account_id": effect.account_id, "agent_id": effect.agent_id,
            "minutes": effect.minutes, "billing": effect.billing, "spent_on": effect.spent_on,
            "note": storable(effect.note), "idem": effect.idem, "at": booking.now,
            "billed_minutes": drawn if effect.billed is None else effect.billed, "corrects_id": effect.corrects,
        },
    )  # fmt: skip
    if entry_id is None:
        return
    if effect.account_id is not None:
        booking.the_account(effect.account_id)
    for draw in sorted(effect.draws, key=lambda one: one.block_id):
        _draw(booking, effect, draw, case_id, entry_id)
    for block_id in sorted({draw.block_id for draw in effect.draws if draw.minutes > 0}):
        _end_again(booking, block_id, effect.idem)


def _draw(booking: Booking, effect: Spend, draw: Draw, case_id: int, entry_id: int) -> None:
    """A line of work. What comes back to a block that has expired meanwhile expires again."""
    where = f"block:{draw.block_id}" if draw.reverses is None else f"reverses:{draw.reverses}"
    _line(booking, draw.block_id, draw.minutes, "spend" if draw.minutes < 0 else "correction", f"{effect.idem}:{where}",
          effect.actor or f"agent:{effect.agent_id}", effect.note, case_id=case_id, time_entry_id=entry_id, reverses_id=draw.reverses)
    if draw.minutes > 0:
        due.plan_block(booking, draw.block_id, booking.connection.execute(_BLOCK, {"id": draw.block_id}).one().expires_on)


def _end_again(booking: Booking, block_id: int, key: str) -> None:
    """What comes back to a block whose price went back has no price: it ends at once."""
    left = int(booking.connection.execute(_LEFT, {"id": block_id}).scalar_one())
    if left > 0 and accounts.paid_back(booking.connection, block_id):
        _line(booking, block_id, -left, "refund", f"{key}:ends:{block_id}", "system", "")


def end_block(booking: Booking, effect: EndBlock) -> None:
    """The rest of a block goes off it, once for the key."""
    booking.the_account(effect.account_id)
    if not _known(booking, effect.idem):
        _line(booking, effect.block_id, -effect.minutes, effect.reason, effect.idem, effect.actor, effect.note)


def move_block(booking: Booking, effect: MoveBlock) -> None:
    """Off one block, and onto a new one of the other account, which takes over when it was bought and when it expires."""
    if _known(booking, f"{effect.idem}:from"):
        return
    old = booking.connection.execute(_BLOCK, {"id": effect.block_id}).one()
    to_account = booking.the_account(effect.to_account)
    booking.touched_accounts.add(effect.account_id)
    _line(booking, effect.block_id, -effect.minutes, "transfer", f"{effect.idem}:from", effect.actor, effect.note)
    block_id = insert_id(
        booking.connection,
        t.block,
        {
            "account_id": to_account, "payment_id": None, "tier": old.tier, "minutes": effect.minutes, "price_minor": effect.price_minor,
            "currency": old.currency, "purchased_at": old.purchased_at, "expires_on": old.expires_on, "ordinal": 1,
            "came_from_id": effect.block_id,
        },
    )  # fmt: skip
    _line(booking, block_id, effect.minutes, "transfer", f"{effect.idem}:to", effect.actor, effect.note)
    due.plan_block(booking, block_id, old.expires_on)


def _known(booking: Booking, key: str) -> bool:
    return booking.connection.execute(_KEY, {"key": storable(key)}).first() is not None


def _line(booking: Booking, block_id: int, minutes: int, reason: str, key: str, actor: str, note: str, **refers: Any) -> None:
    values = {
        "block_id": block_id, "minutes": minutes, "reason": reason, "idem": storable(key), "actor": storable(actor),
        "note": storable(note), "at": booking.now, **refers,
    }  # fmt: skip
    insert_id(booking.connection, t.ledger_entry, values)
