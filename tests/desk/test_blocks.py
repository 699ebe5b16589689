"""Refunds, transfers and expiry, decided; and the audit that finds what does not agree."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mailbot.desk import audit, blocks, expiry
from mailbot.desk.audit import BlockRow, EntryRow, LineRow, PaymentRow
from mailbot.desk.due import decide_due
from mailbot.desk.effects import DueDone, EndBlock, MoveBlock, OpenAccount, RecordPayment, Send
from mailbot.desk.facts import DueItem, Facts
from tests.desk.cases import NOW, TODAY, account, block, config

YESTERDAY, IN_TWO_WEEKS = date(2026, 11, 25), date(2026, 12, 10)


def of(kind, effects):
    return [effect for effect in effects if isinstance(effect, kind)]


# ---- refunds and transfers -----------------------------------------------------------------------------
@pytest.mark.parametrize(("left", "amount", "paid"), [(15, None, -30_000), (5, None, -10_000), (5, 2_500, -2_500), (15, 0, None)])
def test_a_refund_records_the_payment_and_empties_the_block(left, amount, paid):
    decision = blocks.refund(account(block(1, left)), 1, TODAY, amount_minor=amount)
    assert [(p.amount_minor, p.reference) for p in of(RecordPayment, decision.effects)] == ([(paid, "refund:block:1")] if paid else [])
    (ended,) = of(EndBlock, decision.effects)
    assert (ended.minutes, ended.reason, ended.idem) == (left, "refund", "refund:block:1")


@pytest.mark.parametrize(("one", "amount", "says"), [
    (block(1, 0), None, "exhausted"), (block(1, 0, ended="refund"), None, "refunded"), (block(1, 5, YESTERDAY), None, "expired on 2026-11-25"),
    (block(1, 15), 30_001, "at most 300.00 SEK"),
])
def test_a_refund_that_cannot_be(one, amount, says):
    with pytest.raises(blocks.NotPossible, match=says):
        blocks.refund(account(one), 1, TODAY, amount_minor=amount)


def test_a_transfer_takes_the_rest_with_its_share_of_the_price():
    to = account(number=8)
    (moved,) = blocks.transfer(account(block(1, 5, last_line=9)), 1, to, "bo@x.example", TODAY).effects
    assert moved == MoveBlock(7, 1, 5, 10_000, 8, "admin", "", "transfer:block:1:9")


def test_a_transfer_opens_an_account_for_somebody_new():
    decision = blocks.transfer(account(block(1, 15)), 1, None, "bo@x.example", TODAY)
    assert of(OpenAccount, decision.effects)[0].address == "bo@x.example" and of(MoveBlock, decision.effects)[0].to_account is None


def test_a_transfer_to_himself_is_refused():
    with pytest.raises(blocks.NotPossible, match="already"):
        blocks.transfer(account(block(1, 15)), 1, account(), "karin@skola.example", TODAY)


# ---- expiry --------------------------------------------------------------------------------------------
def due(kind, *blocks, now=NOW):
    item = DueItem(3, kind, None, now, 1)
    return decide_due(item, Facts(now, NOW, account=account(*blocks), due=item), config())


def letters(decision):
    return [(letter.template, letter.to, dict(letter.values), letter.idem) for letter in decision.letters]


def test_a_warning_counts_all_that_ends_that_day():
    decision = due("block_warning", block(1, 15, IN_TWO_WEEKS), block(2, 4, IN_TWO_WEEKS), block(3, 15))
    assert letters(decision) == [("block_expiring", "karin@skola.example", {"minutes": 19, "expires_on": "2026-12-10"}, "block_expiring:7:2026-12-10")]


@pytest.mark.parametrize("one", [block(1, 0, IN_TWO_WEEKS), block(1, 5, YESTERDAY), block(1, 5)])
def test_nobody_is_warned_in_vain(one):
    decision = due("block_warning", one)
    assert decision.effects == (DueDone(3),)


def test_what_has_expired_goes_off_the_books():
    decision = due("block_expiry", block(1, 15, YESTERDAY), block(2, 4, YESTERDAY), block(3, 15, TODAY), block(4, 15))
    assert [(e.block_id, e.minutes, e.reason, e.idem) for e in of(EndBlock, decision.effects)] == [
        (1, 15, "expiry", "expiry:block:1"), (2, 4, "expiry", "expiry:block:2")]
    assert letters(decision) == [("block_expired", "karin@skola.example", {"minutes": 19, "expires_on": "2026-11-25"}, "block_expired:7:2026-11-25")]


def test_what_comes_back_to_an_expired_block_expires_under_a_key_of_its_own():
    decision = due("block_expiry", block(1, 10, YESTERDAY, ended="expiry", last_line=42))
    assert [e.idem for e in of(EndBlock, decision.effects)] == ["expiry:block:1:42"]


def test_nobody_to_write_to_is_no_letter():
    decision = expiry.ending(replace(account(block(1, 5, YESTERDAY)), addresses=()), TODAY, config())
    assert of(EndBlock, decision.effects) and not of(Send, decision.effects)


def test_a_block_of_nobody_is_seen_to():
    item = DueItem(3, "block_expiry", None, NOW, 1)
    assert decide_due(item, Facts(NOW, NOW, due=item), config()).effects == (DueDone(3),)


def test_the_hours_of_a_block_are_the_office_s():
    warn_at, end_at = expiry.times(date(2026, 3, 31), ZoneInfo("Europe/Stockholm"))
    assert (warn_at.astimezone(UTC), end_at.astimezone(UTC)) == (datetime(2026, 3, 17, 8, tzinfo=UTC), datetime(2026, 4, 1, 1, tzinfo=UTC))


# ---- the audit -----------------------------------------------------------------------------------------
BLOCK = BlockRow(1, 7, 15, None, 5, 30_000)
BOUGHT = LineRow(1, 1, 15, "purchase", "purchase:block:1")
ENTRY = EntryRow(1, 1, 10, 10, "block")
DREW = LineRow(2, 1, -10, "spend", "s:block:1", 1, 1)
BACK = LineRow(3, 1, 10, "correction", "c:reverses:2", 1, 2, 2)
TAKEN = EntryRow(2, 1, -10, -10, "block", 1)
PAID = PaymentRow(5, 30_000)


def books(*, blocks=(BLOCK,), lines=(BOUGHT, DREW, BACK), entries=(ENTRY, TAKEN), payments=(PAID,)):
    return audit.Books({b.id: b for b in blocks}, lines, {e.id: e for e in entries}, {p.id: p for p in payments})


def test_books_that_agree():
    assert audit.findings(books(), TODAY) == ()


@pytest.mark.parametrize(("wrong", "says"), [
    ({"lines": (), "entries": ()}, "block 1: 0 lines say that it was bought"),
    ({"lines": (BOUGHT, replace(BOUGHT, id=9, idem="x"), DREW, BACK)}, "block 1: 2 lines say"),
    ({"lines": (replace(BOUGHT, minutes=14), DREW, BACK)}, "first line says \\+14"),
    ({"lines": (DREW, BOUGHT, BACK)}, "-10 minutes after line 2"),
    ({"lines": (BOUGHT, replace(DREW, minutes=-16)), "entries": (replace(ENTRY, billed_minutes=16),)}, "-1 minutes after line 2"),
    ({"lines": (BOUGHT, DREW, replace(BACK, minutes=9)), "entries": (ENTRY, replace(TAKEN, billed_minutes=-9))}, "exact opposite"),
    ({"lines": (BOUGHT, DREW, replace(BACK, reverses_id=None))}, "names no line"),
    ({"lines": (BOUGHT, DREW, BACK, replace(BACK, id=4, idem="y", time_entry_id=None))}, "reversed by line 3 already"),
    ({"lines": (BOUGHT, replace(DREW, idem=BOUGHT.idem), BACK)}, "no other line has"),
    ({"lines": (BOUGHT, replace(DREW, case_id=9), BACK)}, "no time entry of its case"),
    ({"blocks": (replace(BLOCK, expires_on=date(2026, 11, 20)),)}, "expired on 2026-11-20 and 15 minutes"),
    ({"entries": (ENTRY, replace(TAKEN, minutes=-11))}, "-1 minutes after its corrections"),
    ({"entries": (ENTRY, TAKEN, EntryRow(3, 1, -1, 0, "goodwill"))}, "time entry 3: -1 minutes; expected below zero exactly"),
    ({"entries": (replace(ENTRY, billed_minutes=9), TAKEN)}, "time entry 1: 9 minutes billed; expected the 10"),
    ({"entries": (ENTRY, TAKEN, EntryRow(3, 2, 20, 15, "invoice"))}, "15 minutes billed for 20 worked"),
    ({"payments": (PaymentRow(5, 20_000),)}, "its blocks cost 30000"),
    ({"payments": (PaymentRow(5, 30_000, 30_001),)}, "30001 of it are used"),
])
def test_the_audit_finds(wrong, says):
    import re

    found = audit.findings(books(**wrong), TODAY)
    assert any(re.search(says, each) for each in found), found


def test_a_block_has_a_night_to_be_ended_in():
    assert audit.findings(books(blocks=(replace(BLOCK, expires_on=YESTERDAY),)), TODAY) == ()
