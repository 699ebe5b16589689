"""A prepaid block that its customer gives up: it is paid back, or handed to another account.
Nothing in here moves money: a refund is a record, and the transfer is made at the bank."""

from __future__ import annotations

from datetime import date

from mailbot.desk import ledger
from mailbot.desk.effects import Decision, Effect, EndBlock, MoveBlock, OpenAccount, RecordPayment, Step
from mailbot.desk.facts import Account, Block


class NotPossible(Exception):
    """The books do not allow it; says what was seen, what was expected and what to do. `problem` is the same in one word."""

    def __init__(self, problem: str, said: str) -> None:
        super().__init__(said)
        self.problem = problem


def refund(account: Account, block_id: int, today: date, *, key: str = "", amount_minor: int | None = None, actor: str = "admin",
           note: str = "") -> Decision:
    """Pay a block back: all of it while nothing is used, else the share of the whole unused minutes, or the amount that is given.
    Raises NotPossible."""
    block = _usable(account, block_id, today, expired_too=amount_minor is not None)
    amount = ledger.price_of(block) if amount_minor is None else amount_minor
    if amount > block.price_minor:
        raise NotPossible("above_price", f"{_money(amount, block)} is more than block {block.id} cost; expected: at most {_money(block.price_minor, block)}")
    key = key or f"refund:block:{block.id}"
    effects: list[Effect] = [EndBlock(account.id, block.id, block.minutes_left, "refund", actor, note, key)]
    if amount:
        effects.insert(0, RecordPayment(account.id, key, -amount, block.currency, today, note or f"refund of block {block.id}", actor))
    because = f"block {block.id}: {block.minutes_left} of {block.minutes} min are paid back with {_money(amount, block)}"
    return Decision("block_refunded", tuple(effects), (Step("refund", True, because),))


def transfer(account: Account, block_id: int, to: Account | None, address: str, today: date, *, key: str = "", actor: str = "admin",
             note: str = "") -> Decision:
    """Hand what is left of a block to another account; `to=None`: one that is opened for `address`. Raises NotPossible."""
    block = _usable(account, block_id, today)
    if to is not None and to.id == account.id:
        raise NotPossible("own", f"block {block.id} belongs to {address} already; expected: an address of another customer")
    opened: tuple[Effect, ...] = () if to is not None else (OpenAccount(address, "", None),)
    moved = MoveBlock(account.id, block.id, block.minutes_left, ledger.price_of(block), to.id if to else None, actor, note,
                      key or f"transfer:block:{block.id}:{block.last_line}")
    because = f"block {block.id}: {block.minutes_left} of {block.minutes} min go to {address}"
    return Decision("block_transferred", (*opened, moved), (Step("transfer", True, because),))


def _usable(account: Account, block_id: int, today: date, *, expired_too: bool = False) -> Block:
    """The block, if there are minutes left on it."""
    block = next(block for block in account.blocks if block.id == block_id)
    if block.minutes_left <= 0:
        state = ledger.state_of(block.minutes, block.minutes_left, block.expires_on, today, ended=block.ended)
        raise NotPossible("block_paid_back" if state == "refunded" else "block_empty", f"block {block.id} is {state}: no minutes are left on it; see its lines with: mailbot ledger ADDRESS")
    if is_over(block, today) and not expired_too:
        raise NotPossible("block_expired", f"block {block.id} expired on {block.expires_on}; nothing of it may be used. A refund all the same: give its --amount")
    return block


def is_over(block: Block, today: date) -> bool:
    """Is its last day past?"""
    return block.expires_on is not None and block.expires_on < today


def _money(amount: int, block: Block) -> str:
    return f"{amount / 100:.2f} {block.currency}"
