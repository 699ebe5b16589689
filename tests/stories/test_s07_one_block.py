"""S07, the ledger's part: one block, used up exactly, and the customer is told once, after his answer."""

from tests.stories.conftest import paid, to
from tests.stories.test_first_line import COMPLETE

KARIN, EVA = "karin.berg@skola.se", "eva@bokis.info"


def test_one_block_used_up_exactly(open_box):
    box = open_box("bokis", "2026-11-25 09:00")
    paid(box, KARIN, 300, "2026-11-25")
    notice = to(box.write(KARIN, COMPLETE, subject="Fel vid utskrift"), EVA)

    first = box.answer(notice, "/spend 10m\nUppdatera programmet.")
    assert "5 minuter kvar" in to(first, KARIN).text
    second = box.answer(notice, "/spend 5\nOch starta sedan om det.")
    answer, empty = [mail for mail in second if mail.to == KARIN]

    assert "Och starta sedan om det." in answer.text and "300,00 kr" not in answer.text
    assert "slut" in empty.subject and "300,00 kr" in empty.text, "what more would cost"
    assert "BK-2026-000001" in empty.text
    (block,) = box.store.account(KARIN, box.clock()).blocks
    assert block.minutes_left == 0
    assert [mail.to for mail in box.answer(notice, "/spend 3m\nEn sak till.")] == [KARIN, EVA], "the offer comes once"
