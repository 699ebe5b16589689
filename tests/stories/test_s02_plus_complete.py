"""S02: everything right, with the subject that speeds it up: a case, a number, no questions, due the next working day (BK-18)."""

from tests.stories.conftest import local, paid, to

BODY = """Hej!

Jag använder Windows 11.

1. Öppnar Rapporter
2. Klickar Skriv ut

Då kommer «Fel 3021: Ingen aktuell post».

Hälsningar
Anna
"""


def test_plus_with_everything(open_box):
    box = open_box("bokis", "2026-03-01 10:00")
    paid(box, "anna@firma.se", 400, "2026-03-01")
    box.clock.turn_to(local("2026-11-23 10:05"))
    mails = box.write("anna@firma.se", BODY, subject='SV: "Betald support för bokis plus"')

    ack, notice = to(mails, "anna@firma.se"), to(mails, "eva@bokis.info")
    assert ack.subject.startswith("[BK-2026-000001]")
    assert "?" not in ack.text, "nothing is missing, so nothing is asked"
    assert "24 november" in ack.text and "17.00" in ack.text
    assert ack.header("In-Reply-To") and ack.header("Auto-Submitted") == "auto-replied"

    (case,) = box.store.cases(None, everything=True)
    assert (case.number, case.state, case.kind) == ("BK-2026-000001", "open", "technical")
    assert case.answer_due_at == local("2026-11-24 17:00")
    assert {d.name for d in box.store.case(case.number).details if d.state == "found"} >= {"operating_system", "steps", "exact_error_text"}
    assert "Fel 3021" in notice.text and "anna@firma.se" in notice.text


def test_the_same_mail_twice_is_one_case(open_box):
    box = open_box("bokis", "2026-03-01 10:00")
    paid(box, "anna@firma.se", 400, "2026-03-01")
    raw_twice = {"subject": "Hjälp", "sender": "anna@firma.se", "text": BODY}
    assert len(box.write(**raw_twice)) == 2
    assert box.write(**raw_twice) == []
    assert len(box.store.cases(None, everything=True)) == 1
