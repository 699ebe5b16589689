"""The arithmetic of prepaid minutes: integers only, first bought first used, never below zero.
A balance is a sum of lines; what cannot be drawn is said, and never charged unasked (BK-36, states.md 3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mailbot.desk.effects import Draw
from mailbot.desk.facts import Block

BlockState = Literal["purchased", "active", "partly_used", "exhausted", "expired", "refunded"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a spend takes from which block, and the minutes that no block covers."""

    draws: tuple[Draw, ...]
    uncovered: int

    @property
    def covered(self) -> int:
        return -sum(draw.minutes for draw in self.draws)


def usable(blocks: Sequence[Block], today: date) -> tuple[Block, ...]:
    """The blocks with minutes left that have not expired, in the order of use: earliest expiry, then purchase, then id."""
    alive = (b for b in blocks if b.minutes_left > 0 and (b.expires_on is None or b.expires_on >= today))
    return tuple(sorted(alive, key=lambda b: (b.expires_on or date.max, b.purchased_at, b.id)))


def draw(blocks: Sequence[Block], minutes: int, today: date) -> Drawn:
    """Take `minutes` (positive) from the blocks in their order of use. Raises ValueError for zero or less."""
    if minutes <= 0:
        raise ValueError(f"minutes to draw must be positive, not {minutes}")
    draws: list[Draw] = []
    left = minutes
    for block in usable(blocks, today):
        taken = min(left, block.minutes_left)
        draws.append(Draw(block.id, -taken))
        left -= taken
        if not left:
            break
    return Drawn(tuple(draws), left)


def balance(blocks: Sequence[Block], today: date) -> int:
    """Minutes that can still be used today."""
    return sum(block.minutes_left for block in usable(blocks, today))


def of_matter(blocks: Sequence[Block], case_id: int | None, *, block_per_case: bool) -> tuple[Block, ...]:
    """The blocks that may pay for a case (None: for a new one): all of them, or, where a block is for one matter, those that
    no other case has drawn from."""
    return tuple(block for block in blocks if not block_per_case or block.case_id is None or block.case_id == case_id)


def state_of(bought: int, left: int, expires_on: date | None, today: date, *, ended: str = "", opened: bool = True) -> BlockState:
    """The state of a block, derived from its lines and the day; no column holds it. `ended`: why it was emptied otherwise than
    by work; `opened`: its first line is written."""
    if not opened:
        return "purchased"
    if left == 0 and ended == "refund":
        return "refunded"
    if (left == 0 and ended == "expiry") or (left > 0 and expires_on is not None and expires_on < today):
        return "expired"
    if left == 0:
        return "exhausted"
    return "partly_used" if left < bought else "active"


def price_of(block: Block) -> int:
    """What the unused minutes of a block are worth, in öre or cent: all of the price while nothing is used, else the share of
    the whole minutes, rounded down."""
    if block.minutes_left >= block.minutes:
        return block.price_minor
    return block.price_minor * block.minutes_left // block.minutes
