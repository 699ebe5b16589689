"""Time worked: what blocks pay, what is given away, what is billed; and how it is taken back."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.config.values import parse_span
from mailbot.desk import corrections, ledger, time_worked
from mailbot.desk.time_worked import Entry
from tests.desk import agents
from tests.desk.cases import NOW, TODAY, block, case, config, worked


def entry(minutes, idem="k"):
    return Entry("lisa", minutes, TODAY, "", idem)


def spends(booked):
    return [(s.minutes, s.billing, s.billed, [(d.block_id, d.minutes) for d in s.draws], s.idem) for s in booked.spends]


def test_beyond_the_last_block_is_goodwill_and_said():
    """S08: 20 minutes of 12."""
    booked = time_worked.enter(case(block(1, 12)), entry(20), (), config(), TODAY)
    assert spends(booked) == [(12, "block", None, [(1, -12)], "k"), (8, "goodwill", None, [], "k:beyond")]
    assert (booked.drawn, booked.uncovered, booked.absorbed) == (12, 8, 0)


def test_with_nothing_left_all_of_it_is_goodwill():
    booked = time_worked.enter(case(block(1, 0)), entry(5), (), config(), TODAY)
    assert spends(booked) == [(5, "goodwill", None, [], "k")]
    assert (booked.drawn, booked.uncovered) == (0, 5)


@pytest.mark.parametrize(("given_before", "absorbed", "uncovered"), [(0, 5, 3), (4, 1, 7), (9, 0, 8)])
def test_a_vendor_may_absorb_some_of_it_in_a_case(given_before, absorbed, uncovered):
    settings = config(billing={"overtime_on_block": "absorb", "absorb_up_to": "5m"})
    before = (worked(1, given_before, billing="goodwill"),) if given_before else ()
    booked = time_worked.enter(case(block(1, 12)), entry(20), before, settings, TODAY)
    assert (booked.absorbed, booked.uncovered) == (absorbed, uncovered)


def test_a_vendor_who_asks_absorbs_nothing():
    booked = time_worked.enter(case(block(1, 12)), entry(20), (), config(billing={"absorb_up_to": "5m"}), TODAY)
    assert (booked.absorbed, booked.uncovered) == (0, 8)


@pytest.mark.parametrize(("per_case", "left", "new"), [(False, 25, 25), (True, 15, 15)])
def test_a_block_may_be_for_one_matter(per_case, left, new):
    """What another case has begun on pays neither for this one nor for a new one; what this one has begun on does pay for it."""
    blocks = (block(1, 10, case_id=2), block(2, 15))
    assert time_worked.minutes_left(case(*blocks), config(block_per_case=per_case), TODAY) == left
    assert ledger.balance(ledger.of_matter(blocks, None, block_per_case=per_case), TODAY) == new
    assert time_worked.minutes_left(case(*blocks, number=2), config(block_per_case=per_case), TODAY) == 25


# ---- after the fact ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("tier", "expected"), [("plus", ("agreement", None)), ("hourly", ("invoice", 30)), ("gone", ("agreement", None))])
def test_the_tier_says_who_pays(tier, expected):
    (spend,) = time_worked.enter(case(block(1, 15), tier=tier), entry(20), (), config(), TODAY).spends
    assert (spend.billing, spend.billed) == expected
    assert (spend.minutes, spend.draws) == (20, ())


@pytest.mark.parametrize(("minutes", "step", "billed"), [(35, "15m", 45), (110, "15m", 120), (120, "15m", 120), (7, "0m", 7), (61, "1h", 120)])
def test_time_on_account_is_rounded_up(minutes, step, billed):
    """S20: 35 minutes are 45; S22: 1 h 50 are 2 h."""
    (spend,) = time_worked.enter(case(tier="hourly"), entry(minutes), (), config(billing={"invoice_step": step}), TODAY).spends
    assert (spend.minutes, spend.billed) == (minutes, billed)


def test_another_case_s_bill_is_its_own():
    other = worked(1, 20, billing="invoice", billed=30, case_id=2)
    (spend,) = time_worked.enter(case(tier="hourly"), entry(10), (other,), config(), TODAY).spends
    assert spend.billed == 15


@given(st.lists(st.integers(1, 200), min_size=1, max_size=8), st.sampled_from([1, 6, 15, 60]))
def test_time_on_account_is_rounded_once_however_it_is_split(pieces, step):
    """reliability.md 99: split minutes any way, the same total."""
    span, before = parse_span(f"{step}m"), []
    for number, piece in enumerate(pieces, 1):
        before.append(worked(number, piece, billing="invoice", billed=time_worked.billed_for(piece, before, span)))
    assert sum(one.billed for one in before) == time_worked.rounded_up(sum(pieces), span)
    assert all(one.billed >= 0 for one in before)


# ---- taking back ---------------------------------------------------------------------------------------
def taken_back(minutes, *entries, agent="lisa", on=None, settings=None):
    it = on or case(block(1, 0), block(2, 0), block(3, 5))
    reach = corrections.within_reach(entries, it, NOW, agent)
    done = corrections.correct(it, entry(minutes, "c"), reach, entries, settings or config())
    return [(s.corrects, s.minutes, s.billing, s.billed, [(d.block_id, d.minutes, d.reverses) for d in s.draws]) for s in done.spends], done.too_many


FORTY = worked(1, 40, (11, 1, -15), (12, 2, -15), (13, 3, -10), billed=40)


def test_minutes_return_to_the_block_drawn_last():
    """S09: -10 of 40 is +10 on block 3."""
    assert taken_back(10, FORTY) == ([(1, -10, "block", None, [(3, 10, 13)])], 0)


def test_part_of_a_line_reverses_it_whole_and_draws_the_rest_anew():
    assert taken_back(14, FORTY) == ([(1, -14, "block", None, [(3, 10, 13), (2, 15, 12), (2, -11, None)])], 0)


def test_a_line_is_reversed_once():
    """After a first correction of 4 the line drawn anew is what the second one finds."""
    first = worked(2, -4, (14, 3, -6), corrects=1, billed=-4)
    forty = worked(1, 40, (11, 1, -15), (12, 2, -15), (13, 3, -10, True), billed=40)
    assert taken_back(8, forty, first) == ([(1, -8, "block", None, [(3, 6, 14), (2, 15, 12), (2, -13, None)])], 0)


def test_no_more_is_taken_back_than_was_entered():
    assert taken_back(50, FORTY)[1] == 10
    assert taken_back(1, FORTY, worked(2, -40, corrects=1)) == ([], 1)


def test_what_nobody_paid_for_goes_first():
    """20 entered of 12 was 10 in truth: the 8 beyond the block fall away, and 2 return to it."""
    entries = (worked(1, 12, (11, 1, -12)), worked(2, 8, billing="goodwill"))
    assert taken_back(10, *entries) == ([(2, -8, "goodwill", None, []), (1, -2, "block", None, [(1, 12, 11), (1, -10, None)])], 0)


def test_a_bill_shrinks_by_what_is_rounded_anew():
    entries = (worked(1, 20, billing="invoice", billed=30), worked(2, 20, billing="invoice", billed=15))
    assert taken_back(25, *entries, on=case(tier="hourly")) == ([(2, -20, "invoice", -15, []), (1, -5, "invoice", -15, [])], 0)


@pytest.mark.parametrize(("agent", "by", "hours_ago", "corrects"), [
    ("lisa", "lisa", 23, True), ("lisa", "lisa", 24, False), ("lisa", "eva", 1, False), (None, "eva", 400, True),
])
def test_an_agent_corrects_his_own_of_a_day_and_a_lead_any(agent, by, hours_ago, corrects):
    reach = corrections.within_reach((worked(1, 40, by=by, hours_ago=hours_ago),), case(), NOW, agent)
    assert bool(reach) is corrects


def test_time_of_another_case_is_out_of_reach():
    assert corrections.within_reach((worked(1, 40, case_id=2),), case(), NOW, None) == ()


# ---- what a block comes to -----------------------------------------------------------------------------
YESTERDAY = date(2026, 11, 25)


@pytest.mark.parametrize(("left", "expires", "ended", "opened", "state"), [
    (15, None, "", False, "purchased"), (15, None, "", True, "active"), (4, None, "", True, "partly_used"), (0, None, "", True, "exhausted"),
    (0, None, "expiry", True, "expired"), (4, YESTERDAY, "", True, "expired"), (4, TODAY, "", True, "partly_used"),
    (0, YESTERDAY, "", True, "exhausted"), (0, None, "refund", True, "refunded"), (5, None, "refund", True, "partly_used"),
    (0, None, "transfer", True, "exhausted"),
])
def test_the_state_of_a_block_is_derived(left, expires, ended, opened, state):
    assert ledger.state_of(15, left, expires, TODAY, ended=ended, opened=opened) == state


@pytest.mark.parametrize(("left", "worth"), [(15, 30_000), (5, 10_000), (1, 2_000), (0, 0)])
def test_a_block_is_worth_its_unused_minutes(left, worth):
    assert ledger.price_of(block(1, left)) == worth


@pytest.mark.parametrize(("void", "expires", "usable"), [(False, None, 10), (False, TODAY, 10), (False, date(2026, 11, 25), 0), (True, None, 0)])
def test_what_returns_to_a_block_that_nobody_may_use_is_not_usable(void, expires, usable):
    entries = (worked(1, 10, (11, 1, -10, False, void), billed=10),)
    done = corrections.correct(case(), entry(10, "c"), entries, entries, config())
    assert (done.given_back, corrections.usable(done, (block(1, 0, expires),), entries, TODAY)) == (10, usable)


@pytest.mark.parametrize(("void", "says"), [(False, "15 min återförda, 15 kvar."), (True, "15 min återförda, men de kan inte användas: blocket har gått ut eller är återbetalt. 0 min kvar.")])
def test_the_receipt_of_a_correction_says_what_may_be_used(void, says):
    account = replace(agents.ACCOUNT, blocks=(block(1, 0),))
    entries = (worked(1, 15, (11, 1, -15, False, void), billed=15, case_id=agents.CASE.id),)
    decision = agents.does("/spend -15m", replace(agents.CASE, tier="block", account=account), worked=entries)
    assert says in " ".join(agents.receipt(decision).split())
