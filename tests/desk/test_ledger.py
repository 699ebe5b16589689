"""Prepaid minutes: integers, first bought first used, never below zero."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.desk.facts import Block
from mailbot.desk.ledger import balance, draw, usable

TODAY = date(2026, 11, 23)
START = datetime(2026, 1, 1, tzinfo=UTC)


def block(number, minutes, expires=None):
    return Block(number, minutes, START + timedelta(days=number), expires)


def test_one_spend_over_three_blocks():
    """S09: 40 minutes of three blocks leave 5."""
    drawn = draw((block(1, 15), block(2, 15), block(3, 15)), 40, TODAY)
    assert [(d.block_id, d.minutes) for d in drawn.draws] == [(1, -15), (2, -15), (3, -10)]
    assert drawn.uncovered == 0


def test_what_no_block_covers_is_said_and_not_drawn():
    """S08: 20 minutes of 12."""
    drawn = draw((block(1, 12),), 20, TODAY)
    assert (drawn.covered, drawn.uncovered) == (12, 8)


def test_the_block_that_expires_first_is_used_first():
    blocks = (block(1, 15), block(2, 15, date(2026, 12, 31)), block(3, 15, date(2026, 11, 22)))
    assert [b.id for b in usable(blocks, TODAY)] == [2, 1]


@pytest.mark.parametrize("minutes", [0, -5])
def test_nothing_or_less_cannot_be_drawn(minutes):
    with pytest.raises(ValueError, match="positive"):
        draw((block(1, 15),), minutes, TODAY)


days = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
blocks_of = st.lists(st.tuples(st.integers(0, 60), days), max_size=6).map(lambda rows: tuple(block(n, m, d) for n, (m, d) in enumerate(rows)))


@given(blocks_of, st.integers(1, 300))
def test_a_spend_never_overdraws_and_nothing_vanishes(blocks, minutes):
    drawn = draw(blocks, minutes, TODAY)
    left = {b.id: b.minutes_left for b in blocks}
    assert all(0 < -d.minutes <= left[d.block_id] for d in drawn.draws)
    assert drawn.covered + drawn.uncovered == minutes
    assert drawn.covered == min(minutes, balance(blocks, TODAY))


@given(blocks_of, st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_how_time_is_split_does_not_matter(blocks, pieces):
    """Ten minutes at once or in two mails: the same minutes are drawn in all."""
    after = list(blocks)
    covered = 0
    for piece in pieces:
        drawn = draw(tuple(after), piece, TODAY)
        covered += drawn.covered
        taken = {d.block_id: d.minutes for d in drawn.draws}
        after = [Block(b.id, b.minutes_left + taken.get(b.id, 0), b.purchased_at, b.expires_on) for b in after]
    assert covered == draw(blocks, sum(pieces), TODAY).covered
