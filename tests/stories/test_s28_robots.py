"""S28: machines are kept and never answered; two bots that look human fall silent after four letters; bounces are told."""

import re

from tests.stories.conftest import local, paid, to
from tests.stories.test_first_line import COMPLETE


def with_case(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    paid(box, "anna@firma.se", 300, "2026-11-23")
    mails = box.write("anna@firma.se", COMPLETE, subject="Fel vid utskrift")
    return box, to(mails, "anna@firma.se"), to(mails, "eva@bokis.info")


def test_out_of_office_is_kept_with_the_case(open_box):
    box, ack, _ = with_case(open_box)
    assert box.answer(ack, "Jag är på semester.", Auto_Submitted="auto-replied") == []
    assert box.verdict == "kept_autoreply"
    assert any(m.automatic for m in box.store.case("BK-2026-000001").messages)


def test_out_of_office_without_headers(open_box):
    box, ack, _ = with_case(open_box)
    assert box.answer(ack, "Jag är på semester till den 30.", subject="Autosvar: Fel vid utskrift") == []
    assert box.verdict == "kept_autoreply"


def test_an_agents_out_of_office_reaches_nobody(open_box):
    box, _, notice = with_case(open_box)
    assert box.answer(notice, "Jag är på semester.", Auto_Submitted="auto-replied") == []


def test_an_agent_who_says_himself_that_he_is_away_is_heard(open_box):
    box, _, notice = with_case(open_box)
    assert "på semester till måndag" in to(box.answer(notice, "Hej! Jag är på semester till måndag."), "anna@firma.se").text


def test_a_robot_without_headers_is_silenced(open_box):
    """Two desks face to face: each answers with a new subject and no machine headers."""
    box, _, _ = with_case(open_box)
    letters = 0
    for number in range(8):
        box.clock.pass_by(minutes=5)
        letters += sum(mail.to == "anna@firma.se" for mail in box.write("anna@firma.se", f"Vi har fått ert meddelande nummer {number}, fel i programmet.", subject=f"Ärende {number}"))
    assert letters <= 4


def test_a_newsletter_opens_no_case(open_box):
    box = open_box("bokis", "2026-11-23 09:00")
    assert box.write("news@shop.se", "Veckans erbjudanden", List_Id="<news.shop.se>") == []
    assert box.store.cases(None, everything=True) == ()


def test_a_bounce_of_an_answer_is_told_to_the_agent(open_box):
    box, _, notice = with_case(open_box)
    answer = to(box.answer(notice, "Uppdatera programmet."), "anna@firma.se")
    ours = answer.header("Message-ID")
    report = BOUNCE.replace("{id}", ours).replace("\n", "\r\n").encode()
    box.post(report, mail_from="", to="support@bokis.info")
    mails = box.settle()
    assert box.verdict == "own_mail_bounced"
    assert "anna@firma.se" in to(mails, "eva@bokis.info").text
    assert [m.state for m in box.store.outbox("bounced")] == ["bounced"]


def test_old_mail_is_never_answered(open_box):
    """The past is filed: a mail received before this desk was set up gets no answer."""
    from mailbot.mail.envelope import Door, Envelope
    from mailbot.reception import to_keep
    from mailbot.testing import compose_mail

    box = open_box("bokis", "2026-11-23 09:00")
    raw = compose_mail("kalle@example.se", "support@bokis.info", "Hej", "Hur gör jag?", local("2026-01-05 09:00"), authserv="mx.bokis.info")
    envelope = Envelope("kalle@example.se", ("support@bokis.info",), "local", Door.DELIVER, local("2026-01-05 09:00"), vouched=True)
    box.store.keep_many([to_keep(raw, envelope, box.desk.loaded.config)])
    assert box.settle() == []
    assert box.verdict == "older_than_installation"


BOUNCE = """From: Mail Delivery System <MAILER-DAEMON@mx.firma.se>
To: support@bokis.info
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.firma.se

Final-Recipient: rfc822; anna@firma.se
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822-headers

From: support@bokis.info
To: anna@firma.se
Message-ID: {id}

--b--
"""


def test_no_letter_to_a_machine_carries_a_token_of_a_case(open_box):
    """What a machine sends back can join its case, and nothing more: the token names the case, never a person."""
    box, ack, _ = with_case(open_box)
    assert re.search(r"support\+c\.", ack.reply_to)
    assert box.answer(ack, "Semester", sender="evil@example.org", verified=False, Auto_Submitted="auto-replied") == []
