"""The arithmetic of prepaid minutes: integers only, first bought first used, never below zero.
A balance is a sum of lines; what cannot be drawn is said, and never charged unasked (BK-36, states.md 3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mailbot.desk.effects import Draw
from mailbot.desk.facts import Block


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


def blocks_for(amount_minor: int, price_minor: int) -> int:
    """How many blocks a payment buys; 0 when it is no whole multiple of the price (BK-34: n × 300 = n blocks)."""
    if price_minor <= 0 or amount_minor <= 0 or amount_minor % price_minor:
        return 0
    return amount_minor // price_minor
