"""S07, S09: blocks bought through the bank, used up exactly, by an address that the payer's bank could not write (BK-34 to BK-37)."""

from tests.bank_files import Paid
from tests.stories.bank import arrives
from tests.stories.conftest import local, to

WHOLE = "Windows 11. 1. Öppnar Rapporter 2. Klickar Skriv ut. Då kommer «Fel 3021: Ingen aktuell post»."


def test_one_block_used_up_exactly(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    (confirmation,) = arrives(box, tmp_path, Paid(300, "karin.berg(at)skola.se", "REF-1"))
    assert confirmation.to == "karin.berg@skola.se"
    for said in ("300,00 kr", "25 november 2026", "15 minuters personlig support", "Identifikationsnummer:", "Upplåsningskod:", "60,00 kr"):
        assert said in confirmation.text, said

    box.clock.turn_to(local("2026-11-26 08:40"))
    notice = to(box.write("karin.berg@skola.se", WHOLE, subject="Fel"), "eva@bokis.info")
    (case,) = box.store.cases(None, everything=True)
    assert (case.state, case.answer_due_at) == ("open", local("2026-11-27 17:00"))

    answer = to(box.answer(notice, "/spend 10m\n\nUppdatera till 7.4."), "karin.berg@skola.se")
    assert "5 minuter" in answer.text
    follow_up = to(box.answer(answer, "Tack, men var finns version 7.4?"), "eva@bokis.info")
    last = [mail for mail in box.answer(follow_up, "/spend 5m\n\nUnder Ladda ner.") if mail.to == "karin.berg@skola.se"]
    assert "Under Ladda ner." in last[0].text
    account = box.store.account("karin.berg@skola.se", box.clock())
    assert account is not None and account.minutes_booked == 0


def test_three_blocks(open_box, tmp_path):
    box = open_box("bokis", "2026-11-25 18:00")
    (confirmation,) = arrives(box, tmp_path, Paid(900, "karin.berg@skola.se", "REF-1"))
    assert "45 minuters" in confirmation.text
    box.clock.turn_to(local("2026-11-26 08:40"))
    notice = to(box.write("karin.berg@skola.se", WHOLE, subject="Fel"), "eva@bokis.info")
    box.answer(notice, "/spend 40m\n\nSvar.")

    account = box.store.account("karin.berg@skola.se", box.clock())
    assert account is not None
    assert [line.minutes for line in box.store.ledger(account.id)] == [15, 15, 15, -15, -15, -10]
    assert [block.minutes_left for block in account.blocks] == [0, 0, 5]
    assert [(part.purpose, part.amount_minor) for part in box.store.bank.story(1, box.clock()).parts] == [("block", 30000)] * 3
