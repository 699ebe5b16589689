"""Blocks that expire: a warning two weeks before, the end at night, one letter for all that end on one day."""

from tests.stories.conftest import local, paid, to
from tests.stories.test_first_line import COMPLETE

KARIN, EVA = "karin.berg@skola.se", "eva@bokis.info"
A_MONTH = (('valid_for = ""', 'valid_for = "1 month"'),)


def test_a_block_expires(open_box):
    box = open_box("bokis", "2026-11-25 09:00", instead=A_MONTH)
    paid(box, KARIN, 600, "2026-11-25")
    balance = to(box.write(KARIN, "SALDO"), KARIN)
    assert "30 minuter" in balance.text and "25 december 2026" in balance.text
    box.clock.turn_to(local("2026-12-11 08:59"))
    assert box.settle() == []

    box.clock.turn_to(local("2026-12-11 09:00"))
    (warning,) = box.settle()
    assert warning.to == KARIN and "30 minuter" in warning.text and "25 december 2026" in warning.text

    box.clock.turn_to(local("2026-12-26 02:59"))
    assert box.settle() == []
    box.clock.turn_to(local("2026-12-26 03:00"))
    (ended,) = box.settle()
    assert "30 minuter" in ended.text and "300,00 kr" in ended.text
    account = box.store.account(KARIN, box.clock())
    assert [(line.minutes, line.reason, line.key) for line in box.store.ledger(account.id)][2:] == [
        (-15, "expiry", "expiry:block:1"), (-15, "expiry", "expiry:block:2")]
    assert box.store.accounting.audit(box.clock().date()) == ()


def test_what_returns_to_an_expired_block_expires_again(open_box):
    """A correction in the night after: the books say both, and the customer is not written to twice."""
    box = open_box("bokis", "2026-11-25 09:00", instead=A_MONTH)
    paid(box, KARIN, 300, "2026-11-25")
    box.clock.turn_to(local("2026-12-25 20:00"))
    notice = to(box.write(KARIN, COMPLETE, subject="Fel vid utskrift"), EVA)
    box.answer(notice, "/spend 10m\nSå här gör du.")
    box.clock.turn_to(local("2026-12-26 03:00"))
    assert [mail.to for mail in box.settle()] == [KARIN]

    box.clock.turn_to(local("2026-12-26 08:00"))
    assert [mail.to for mail in box.answer(notice, "/spend -4m")] == [EVA]

    account = box.store.account(KARIN, box.clock())
    assert [(line.minutes, line.reason) for line in box.store.ledger(account.id)] == [
        (15, "purchase"), (-10, "spend"), (-5, "expiry"), (10, "correction"), (-6, "spend"), (-4, "expiry")]
    assert box.store.accounting.audit(box.clock().date()) == ()
