"""S09: three blocks of one payment, one spend over all of them, and the correction of a slip."""

from tests.stories.conftest import paid, to
from tests.stories.test_first_line import COMPLETE
from tests.stories.test_s08_overrun import EVA, KARIN, delivered_twice, left, times


def test_three_blocks(open_box):
    box = open_box("bokis", "2026-11-25 09:00")
    paid(box, KARIN, 900, "2026-11-25")
    notice = to(box.write(KARIN, COMPLETE, subject="Fel vid utskrift"), EVA)

    first, again = delivered_twice(box, notice, "/spend 40m\nSå här gör du.", EVA)
    assert "5 minuter kvar" in to(first, KARIN).text and again == []
    assert left(box) == [0, 0, 5]
    account = box.store.account(KARIN, box.clock())
    spent = [line for line in box.store.ledger(account.id) if line.reason == "spend"]
    assert [line.minutes for line in spent] == [-15, -15, -10]
    assert len({line.key.rpartition(":block:")[0] for line in spent}) == 1, "keys of one prefix"

    box.clock.pass_by(minutes=5)
    corrected, again = delivered_twice(box, notice, "/spend -10m fel ärende", EVA)
    assert "10 min återförda, 15 kvar." in to(corrected, EVA).text
    assert [mail.to for mail in corrected] == [EVA] and again == []
    assert left(box) == [0, 0, 15]
    contra = box.store.ledger(account.id)[-1]
    assert (contra.minutes, contra.reason, contra.reverses_id, contra.note) == (10, "correction", spent[-1].id, "fel ärende")
    assert times(box) == [(40, "block", 40), (-10, "block", -10)]
    assert box.store.accounting.audit(box.clock().date()) == ()


def test_more_than_was_entered_is_refused_whole(open_box):
    box = open_box("bokis", "2026-11-25 09:00")
    paid(box, KARIN, 300, "2026-11-25")
    notice = to(box.write(KARIN, COMPLETE, subject="Fel vid utskrift"), EVA)
    box.answer(notice, "/spend 5m\nSå här gör du.")

    (refused,) = box.answer(notice, "/spend -6m\nHej igen!")

    assert box.verdict == "agent_refused" and "5 min" in refused.text and "/spend -5m" in refused.text
    assert left(box) == [10]


def test_time_without_charge_and_who_pays(open_box):
    box = open_box("bokis", "2026-11-25 09:00")
    paid(box, KARIN, 400, "2026-11-25")
    paid(box, KARIN, 300, "2026-11-25")
    notice = to(box.write(KARIN, COMPLETE, subject="Fel vid utskrift"), EVA)

    box.answer(notice, "/goodwill 7m vår miss\n/use block\n/spend 5m\nSå här gör du.")

    assert times(box) == [(7, "goodwill", 0), (5, "block", 5)]
    assert left(box) == [10]
    assert box.store.case("BK-2026-000001").head.tier == "block"
    (refused,) = box.answer(notice, "/use agreement")
    assert "agreement" in refused.text
