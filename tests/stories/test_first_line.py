"""The main job, end to end: a paid block, a case, an agent who answers by replying, minutes on the ledger."""

from tests.stories.conftest import local, paid, to

COMPLETE = "Hej! Windows 11.\n1. Öppnar Rapporter\n2. Klickar Skriv ut\nDå står det \"Fel 3021: Ingen aktuell post\".\n"


def opened(open_box):
    box = open_box("bokis", "2026-11-25 09:00")
    paid(box, "karin.berg@skola.se", 300, "2026-11-25")
    box.clock.turn_to(local("2026-11-26 08:40"))
    mails = box.write("karin.berg@skola.se", COMPLETE, subject="Fel vid utskrift")
    return box, to(mails, "karin.berg@skola.se"), to(mails, "eva@bokis.info")


def balance(box, address):
    from mailbot.mail.address import key

    return box.store.account(key(address), box.clock()).minutes_booked


def test_the_agent_answers_by_replying(open_box):
    box, ack, notice = opened(open_box)
    box.clock.turn_to(local("2026-11-26 10:42"))
    mails = box.answer(notice, "/spend 10m\n// tredje i veckan\nHej! Uppdatera till version 7.4, så försvinner felet.\n\n-- \nEva Berg\neva@bokis.info 08-123 45")
    answer, receipt = to(mails, "karin.berg@skola.se"), to(mails, "eva@bokis.info")

    assert "Uppdatera till version 7.4" in answer.text
    whole = answer.raw.decode()
    for hidden in ("/spend", "tredje i veckan", "eva@bokis.info", "08-123 45", "note"):
        assert hidden not in answer.text, hidden
    assert "eva@bokis.info" not in whole
    assert "support@bokis.info" in answer.header("From")
    assert answer.subject.startswith("[BK-2026-000001]")
    assert answer.header("In-Reply-To") in ack.header("In-Reply-To"), "threaded to the customer's own mail"
    assert not answer.header("Auto-Submitted"), "a person wrote it"
    assert "5" in answer.text and balance(box, "karin.berg@skola.se") == 5
    assert "10" in receipt.text and "5" in receipt.text


def test_a_reply_of_the_customer_joins_his_case(open_box):
    box, _ack, notice = opened(open_box)
    answer = to(box.answer(notice, "Prova att starta om."), "karin.berg@skola.se")
    mails = box.answer(answer, "Det hjälpte inte. Samma fel.")
    assert [mail.to for mail in mails] == ["eva@bokis.info"]
    assert len(box.store.cases(None, everything=True)) == 1
    assert "Det hjälpte inte" in mails[0].text


def test_used_up_exactly_and_never_below_zero(open_box):
    box, _ack, notice = opened(open_box)
    box.answer(notice, "/spend 10m\nProva detta.")
    mails = box.answer(notice, "/spend 12m\nOch detta.")
    assert balance(box, "karin.berg@skola.se") == 0
    assert "7" in to(mails, "eva@bokis.info").text, "the minutes that no block covers are said"


def test_the_same_agent_mail_twice_draws_once(open_box):
    box, _ack, notice = opened(open_box)
    box.answer(notice, "/spend 10m\nProva detta.", Message_ID="<1@bokis.info>")
    assert box.answer(notice, "/spend 10m\nProva detta.", Message_ID="<1@bokis.info>") == []
    assert balance(box, "karin.berg@skola.se") == 5


def test_a_note_stays_inside(open_box):
    box, _ack, notice = opened(open_box)
    mails = box.answer(notice, "/note\nKunden har en gammal version.")
    assert "karin.berg@skola.se" not in {mail.to for mail in mails}
    texts = [m.text for m in box.store.case("BK-2026-000001").messages if m.direction == "note"]
    assert texts == ["Kunden har en gammal version."]


def test_close_alone_tells_the_customer_and_help_helps(open_box):
    box, _ack, notice = opened(open_box)
    assert "/spend" in to(box.answer(notice, "/help"), "eva@bokis.info").text
    closed = to(box.answer(notice, "/close"), "karin.berg@skola.se")
    assert "BK-2026-000001" in closed.subject
    assert box.store.cases("closed", everything=True)[0].number == "BK-2026-000001"


def test_an_answer_to_a_note_stays_a_note(open_box):
    """States.md: stickiness; only the public address leads to the customer."""
    box, _ack, notice = opened(open_box)
    note_address = next(word for word in notice.text.split() if word.startswith("support+n."))
    box.write("eva@bokis.info", "Kunden har en gammal version.", to=note_address, subject="Re: fel")
    assert box.verdict == "agent_noted"
    assert "karin.berg@skola.se" not in {mail.to for mail in box.settle()}


def test_a_broken_template_keeps_nobody_waiting(open_box, tmp_path):
    """The built-in letter goes out, and the admin hears which line of his is wrong."""
    (tmp_path / "templates" / "sv").mkdir(parents=True)
    (tmp_path / "templates" / "sv" / "ack.txt.j2").write_text("Ärende\n\n{{ finns_inte }}\n")
    box = open_box("bokis", "2026-11-25 09:00")
    paid(box, "karin.berg@skola.se", 300, "2026-11-25")
    mails = box.write("karin.berg@skola.se", COMPLETE, subject="Fel vid utskrift")
    assert "BK-2026-000001" in to(mails, "karin.berg@skola.se").text
    told = [mail for mail in mails if mail.to == "eva@bokis.info" and "ack" in mail.text and "finns_inte" in mail.text]
    assert len(told) == 1
