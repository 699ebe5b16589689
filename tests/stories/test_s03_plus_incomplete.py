"""S03: three things are missing; one letter asks for them, the answer joins the case and starts the clock (BK-19)."""

from tests.stories.conftest import local, paid, to

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def test_incomplete_then_complete(open_box):
    box = open_box("bokis", "2026-03-01 10:00")
    paid(box, "anna@firma.se", 400, "2026-03-01")
    box.clock.turn_to(local("2026-11-23 10:05"))
    mails = box.write("anna@firma.se", "Jag får ett konstigt felmeddelande", subject="Hjälp!")
    ack = to(mails, "anna@firma.se")
    assert len(mails) == 1, "the agents are not asked to look at what cannot be worked on yet"
    for asked in ("operativsystem", "steg för steg", "felmeddelandet"):
        assert asked in ack.text, asked
    (case,) = box.store.cases(None, everything=True)
    assert (case.state, case.answer_due_at) == ("awaiting_details", None)

    box.clock.turn_to(local("2026-11-24 13:30"))
    answer = "Windows 10. Först öppnar jag Rapporter, sedan klickar jag på Skriv ut, och då kommer bilden."
    mails = box.answer(ack, answer, attachments=(("screenshot.png", PNG),))
    notice = to(mails, "eva@bokis.info")
    assert len(mails) == 1, "no second acknowledgement"
    assert "konstigt felmeddelande" in notice.text and "Windows 10" in notice.text, "the agent reads the whole story"
    (case,) = box.store.cases(None, everything=True)
    assert (case.state, case.answer_due_at) == ("open", local("2026-11-27 17:00"))


def test_half_an_answer_is_asked_for_the_rest(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 400, "2026-11-23")
    ack = to(box.write("anna@firma.se", "Programmet kraschar hela tiden", subject="Krasch"), "anna@firma.se")
    again = to(box.answer(ack, "Jag klickade på knappen."), "anna@firma.se")
    assert "operativsystem" in again.text
    last = to(box.answer(again, "Jag vet inte vad du menar."), "anna@firma.se")
    handed_over = box.answer(last, "Det vet jag fortfarande inte.")
    assert [mail.to for mail in handed_over] == ["eva@bokis.info"], "asked twice is enough: now a person looks at it"


def test_the_picture_of_the_first_mail_reaches_the_agent(open_box):
    """What was attached while the case waited is in the notice that first shows it to an agent."""
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 400, "2026-11-23")
    ack = to(box.write("anna@firma.se", "Programmet kraschar, se bilden", attachments=(("fel.png", PNG),)), "anna@firma.se")
    notice = to(box.answer(ack, "Windows 11"), "eva@bokis.info")
    assert [part.get_filename() for part in notice.message.iter_attachments()] == ["fel.png"]


def test_the_questions_are_numbered_and_may_be_answered_by_number(open_box):
    """FX-11: "1 …, 2 …, 3 …" is understood as we asked it."""
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 400, "2026-11-23")
    ack = to(box.write("anna@firma.se", "Jag får ett konstigt felmeddelande", subject="Hjälp!"), "anna@firma.se")
    assert [line[:3] for line in ack.text.splitlines() if line[:1].isdigit()] == ["1. ", "2. ", "3. "]
    box.answer(ack, "1. Windows 10\n2. Jag öppnade rapporten och skrev ut den\n3. Fel 3021, ingen aktuell post")
    (case,) = box.store.cases(None, everything=True)
    told = {detail.name: detail.value for detail in box.store.case(case.number).details}
    assert case.state == "open" and told["operating_system"] == "Windows 10"
    assert "öppnade rapporten" in told["steps"] and "3021" in told["exact_error_text"]
