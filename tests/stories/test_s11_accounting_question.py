"""S11: a question on bookkeeping itself: an agent refers it, and nothing is charged (BK-12, BK-33)."""

from sqlalchemy import select

from mailbot.desk.facts import Wanted
from mailbot.store import tables
from tests.stories.conftest import paid, to


def test_an_agent_refers_a_question_on_bookkeeping(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 400, "2026-11-23")
    mails = box.write("anna@firma.se", "Hej!\nVilket konto ska jag använda för leasingbil? Jag har Windows 11.", subject="Leasingbil")
    notice = to(mails, "eva@bokis.info")
    assert "bokföringsfråga" in notice.text

    mails = box.answer(notice, "/refer accounting")
    letter, receipt = to(mails, "anna@firma.se"), to(mails, "eva@bokis.info")
    assert all(place in letter.text for place in ("www.bfn.se", "www.bas.se", "en bra revisor"))
    assert "eva@bokis.info" not in letter.raw.decode() and "/refer" not in letter.text
    assert "hänvisad" in receipt.text

    (case,) = box.store.fetch(Wanted(case_numbers=("BK-2026-000001",)), box.clock()).by_number
    assert (case.state, case.answered_at) == ("closed", None)
    with box.store._database.read() as connection:
        assert connection.execute(select(tables.time_entry)).all() == []

    again = box.answer(letter, "Men det gäller programmet: kontot finns inte i listan.")
    assert box.verdict == "reopened" and "eva@bokis.info" in {mail.to for mail in again}
