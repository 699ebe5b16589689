"""The rows of the reliability table that concern machines, each by its number: what is filed, what is never answered, and what is a person's."""

from __future__ import annotations

import pytest

from mailbot.mail import tokens
from mailbot.mail.message import Token, TokenKind
from tests.mail.samples import KEYS, envelope, kind, mail, read

PERSON = "Hej, jag har en fråga om bokslut."
STATUS = "--b\n\nx\n--b\nContent-Type: message/{type}\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822;a@x.example\nAction: {action}\nStatus: {status}\n\n--b--\n"
REPORT = "Content-Type: multipart/report; report-type=delivery-status; boundary=b"
DAEMON = "From: MAILER-DAEMON@x.example"


@pytest.mark.parametrize(
    "line",
    ["Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated", "auto-submitted:auto-notified", "Auto-Submitted: AUTO-REPLIED", "Auto-Submitted: auto-replied; x=y",
     "Auto-Submitted: auto-replied (vacation)", "Auto-Submitted:\r\n auto-replied", "Auto-Submitted:\t auto-generated ; owner-email=\"a@x.example\"", "Auto-Submitted: something-new"],
)  # fmt: skip
def test_row_34_auto_submitted_in_every_dress_is_filed_and_never_answered(line: str) -> None:
    message = read(mail(line, text=PERSON))
    assert (kind(message), message.answerable) == ("autoreply", False)


@pytest.mark.parametrize("line", ["Auto-Submitted: no", "Auto-Submitted: NO", "Auto-Submitted: no (a person)", "Auto-Submitted:"])
def test_row_34_auto_submitted_no_is_a_persons(line: str) -> None:
    message = read(mail(line, text=PERSON))
    assert (kind(message), message.answerable) == (None, True)


@pytest.mark.parametrize(
    ("lines", "text", "expected"),
    [
        ([REPORT], STATUS.format(type="delivery-status", action="failed", status="5.1.1"), "bounce"),
        ([REPORT], STATUS.format(type="global-delivery-status", action="failed", status="5.1.1"), "bounce"),
        ([REPORT], STATUS.format(type="delivery-status", action="delayed", status="4.4.1"), "delay"),
        ([REPORT], STATUS.format(type="delivery-status", action="delivered", status="2.1.5"), "report"),
        ([REPORT], STATUS.format(type="delivery-status", action="expanded", status="2.1.5"), "report"),
        ([REPORT.replace("boundary=b", "boundary=other")], STATUS.format(type="delivery-status", action="failed", status="5.1.1"), "bounce"),
        (["Content-Type: multipart/mixed; boundary=b", DAEMON], STATUS.format(type="delivery-status", action="failed", status="5.1.1"), "bounce"),
        ([REPORT], "--b\n\nIt failed.\n--b--\n", "bounce"),
        (["Content-Type: multipart/report; boundary=b"], "--b\n\nx\n--b--\n", "report"),
        ([DAEMON, "Subject: Undelivered Mail Returned to Sender"], "I'm sorry to have to inform you that your message could not be delivered.\n\n<a@x.example>: user unknown", "bounce"),
        ([DAEMON, "Subject: failure notice"], "Hi. This is the qmail-send program at x.\n\n<a@x.example>:\nSorry, no mailbox here by that name. (#5.1.1)", "bounce"),
        ([DAEMON, "Subject: Mail delivery failed: returning message to sender"], "The following address(es) failed:\n\n  a@x.example\n    Unrouteable address", "bounce"),
        (["From: System Administrator <postmaster@x.example>", "Subject: Undeliverable: Hej"], "Your message did not reach the following recipient(s):\n\na@x.example\n    Unknown Recipient", "bounce"),
        (["From: Postmaster@x.example", "Subject: DELIVERY FAILURE: User a (a@x.example) not listed in Domino Directory"], "Your message was not delivered to:\n\n  a@x.example", "bounce"),
        (["From: Mail Delivery Subsystem <x@x.example>", "Subject: Returned mail: see transcript for details"], "----- The following addresses had permanent fatal errors -----\n<a@x.example>", "bounce"),
        (["X-Failed-Recipients: a@x.example"], "x", "bounce"),
        ([DAEMON, "Subject: Warning: message delayed 24 hours"], "Your message has not yet been delivered. No action is required on your part.\n\n  a@x.example", "delay"),
        ([DAEMON], "x", "report"),
        (["From: <>", "Subject: Olevererbart: Hej"], "Meddelandet kunde inte levereras till a@x.example", "bounce"),
        (["Return-Path: <>"], PERSON, "autoreply"),
    ],
    ids=range(20),
)
def test_row_35_twenty_shapes_of_reports_get_no_reply(lines: list[str], text: str, expected: str) -> None:
    message = read(mail(*lines, text=text))
    assert (kind(message), message.answerable) == (expected, False)


def test_row_35_our_mail_is_found_in_what_a_report_gives_back() -> None:
    own = tokens.message_id(Token(TokenKind.CUSTOMER, 9, "p1", 1, 1), "n", "us.example", KEYS)
    text = f"Your message could not be delivered.\n\n<a@x.example>: user unknown\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <{own}>\nSubject: Hej\n\nHej"
    report = read(mail(DAEMON, "Subject: failure notice", text=text)).report
    assert report is not None
    assert report.message_ids == (own,)


def test_row_35_each_address_of_a_report_has_its_own_verdict() -> None:
    """A dead address beside a full mailbox: the one is dead, the other is not, and the mail as a whole proves no death."""
    blocks = ("Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; b@x.example\nAction: failed\nStatus: 5.2.2\n"
              "Diagnostic-Code: smtp; 552 5.2.2 mailbox full\n\nFinal-Recipient: rfc822; c@x.example\nAction: delayed\nStatus: 4.4.1\n")
    text = f"--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.x.example\n\n{blocks}--b--\n"
    report = read(mail(DAEMON, REPORT, text=text)).report
    assert report is not None
    assert ([one.hard for one in report.recipients], report.hard) == ([True, False, False], False)


EXCHANGE = "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@kund.example>"


@pytest.mark.parametrize(
    ("lines", "text", "hard"),
    [
        ([EXCHANGE, "Subject: Kan inte levereras: Problem"], "Ditt meddelande till anna@kund.example kunde inte levereras.\n\nanna hittades inte på kund.example.\n\nFjärrservern returnerade '550 5.1.1 User unknown'", True),
        ([EXCHANGE, "Subject: Unzustellbar: Problem"], "Ihre Nachricht an anna@kund.example konnte nicht zugestellt werden.\n\nDer Remoteserver hat '550 5.1.10 RESOLVER.ADR.RecipientNotFound' zurückgegeben.", True),
        ([EXCHANGE, "Subject: Undeliverable: Problem"], "Delivery has failed to these recipients or groups:\n\nanna@kund.example\nThe recipient's mailbox is full and can't accept messages now.", False),
        ([EXCHANGE, "Subject: Onbestelbaar: Probleem"], "Bezorging is mislukt voor:\n\nanna@kund.example\nDit e-mailadres is niet gevonden.", True),
        ([EXCHANGE, "Subject: x", "X-MS-Exchange-Message-Is-Ndr:"], "anna@kund.example\n550 5.1.1", True),
    ],
)
def test_row_35_exchange_reports_under_a_name_of_its_own(lines: list[str], text: str, hard: bool) -> None:
    message = read(mail(*lines, text=text))
    assert message.report is not None
    assert (kind(message), message.report.hard, [one.address for one in message.report.recipients]) == ("bounce", hard, ["anna@kund.example"])


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("Postmaster <postmaster@kund.example>", "Mail delivery failed", "Hallo, ich bin der Postmaster von kund.example. Ihre Mails kommen bei uns nicht an, warum?"),
        ("postmaster@kund.example", "Undelivered mail", "Hej,\n\nera brev kunde inte levereras till oss i går. Kan ni kontrollera er DNS?\n\nBo"),
        ("Postmaster Kund AB <bo@kund.example>", "Mail delivery problem", "Hello,\n\nyour mail could not be delivered to us yesterday. Could you check your records?\n\nBo"),
    ],
)
def test_row_35_a_postmaster_who_asks_something_is_a_person(sender: str, subject: str, text: str) -> None:
    assert kind(read(mail(f"From: {sender}", f"Subject: {subject}", text=text))) is None
    assert kind(read(mail(f"From: {sender}", f"Subject: {subject}", text=text.replace("?", ": <anna@kund.example>: 550 5.1.1 user unknown")))) == "bounce"
    assert kind(read(mail(f"From: {sender}", f"Subject: {subject}", text=text), envelope(None))) is not None


def test_row_35_a_null_path_alone_is_enough() -> None:
    message = read(mail(text=PERSON), envelope(None))
    assert (kind(message), message.answerable) == ("autoreply", False)


@pytest.mark.parametrize(
    "text",
    [
        "Hello,\n\nWe have received your message and will answer as soon as possible.\n\nService desk",
        "Hej,\n\nVi har tagit emot ditt ärende och återkommer så snart vi kan.",
        "Guten Tag,\n\nIhre Anfrage ist bei uns eingegangen. Wir melden uns schnellstmöglich.",
        "Beste,\n\nWij hebben uw bericht ontvangen en antwoorden zo spoedig mogelijk.",
    ],
)
def test_row_36_the_receipt_of_another_desk_is_a_machines(text: str) -> None:
    for number in (1, 2):
        assert kind(read(mail(f"Subject: Ticket {number}", "In-Reply-To: <x@us.example>", text=text))) == "autoreply"


@pytest.mark.parametrize(
    "text",
    ["Hej, vi har tagit emot er faktura och betalar så snart som möjligt.", "Vi har tagit emot ditt mail, tack! Men var finns menyn så att vi kan testa så snart som möjligt?",
     "Wir haben Ihre Nachricht erhalten, aber der Fehler bleibt."],
)  # fmt: skip
def test_row_36_a_person_who_confirms_and_asks_is_a_person(text: str) -> None:
    assert kind(read(mail("Subject: SV: Hej", "In-Reply-To: <x@us.example>", text=text))) is None


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("SV: Hej", "Hej! Jag är på semester och åter på kontoret den 12 augusti."),
        ("SV: Hej", "Jag är föräldraledig. Kontakta växeln vid brådskande ärenden."),
        ("Frånvaro: Hej", "Åter på måndag."),
        ("AW: Hallo", "Guten Tag, ich bin im Urlaub und ab dem 12.8. wieder erreichbar."),
        ("AW: Hallo", "Ich bin derzeit nicht im Haus. In dringenden Fällen hilft Frau Weiß."),
        ("Abwesenheitsnotiz: Hallo", "Bis Montag."),
        ("RE: Hallo", "Ik ben op vakantie. Voor dringende zaken belt u met kantoor."),
        ("RE: Hallo", "Ik ben afwezig; maandag ben ik weer bereikbaar."),
        ("Afwezigheidsbericht", "Tot maandag."),
        ("Re: Hello", "I am out of the office. In urgent cases please call."),
        ("Re: Hello", "I'm on holiday and will be back in the office on Monday."),
        ("Out of office: Hello", "Until Monday."),
    ],
)
def test_row_37_a_vacation_notice_without_headers_is_a_machines(subject: str, text: str) -> None:
    message = read(mail(f"Subject: {subject}", "In-Reply-To: <x@us.example>", text=text))
    assert (kind(message), message.answerable) == ("autoreply", False)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Semester", "Jag är på semester vecka 30. Hur registrerar jag det i lönen?"),
        ("SV: Hej", "Felet är kvar. Jag är på semester från fredag och tillbaka den 12 augusti, så ring innan dess."),
        ("SV: Hej", "Jag är på semester till måndag, Eva svarar vid brådskande ärenden. Jag har testat den nya versionen och felet är kvar."),
        ("AW: Hallo", "Ich bin im Urlaub, in dringenden Fällen hilft Frau Weiß. Der Fehler tritt auch nach dem Neustart auf."),
        ("RE: Hallo", "Ik ben op vakantie, voor dringende zaken belt u Jan. De foutmelding is nu: bestand niet gevonden."),
        ("Re: Hello", "I am out of the office, in urgent cases ask Eve. We tried it on Windows 11 and it crashes."),
        ("Urlaub", "Guten Tag, wie trage ich Urlaub ab dem 1.1. ein?"),
        ("Abwesenheitsnotiz einrichten", "Wie richte ich eine Abwesenheitsnotiz ein?"),
        ("Autosvar fungerar inte", "Hej, autosvar skickas inte. Vad gör jag för fel?"),
        ("AW: Hallo", "Vielen Dank für Ihre Nachricht. Ab dem 1. Dezember nutzen wir die neue Version."),
        ("Vakantie", "Hoe boek ik vakantie van een medewerker?"),
        ("Out of office", "Where do I enter out of office days for an employee?"),
    ],
)
def test_row_37_people_who_speak_of_absence_are_people(subject: str, text: str) -> None:
    message = read(mail(f"Subject: {subject}", "In-Reply-To: <x@us.example>", text=text))
    assert (kind(message), message.answerable) == (None, True)


@pytest.mark.parametrize("value", ["All", "OOF", "DR, RN, NRN, OOF, AutoReply", "none"])
def test_row_38_auto_response_suppress_alone_is_a_persons(value: str) -> None:
    message = read(mail(f"X-Auto-Response-Suppress: {value}", "X-MS-Exchange-Organization-AuthAs: Internal", text=PERSON))
    assert (kind(message), message.answerable) == (None, True)


@pytest.mark.parametrize(
    "line",
    ["Precedence: bulk", "Precedence: junk", "Precedence: list", "List-Id: <x.example>", "List-Post: <mailto:x@x.example>", "List-Help: <mailto:x@x.example>", "Mailing-List: contact x@x.example",
     "Feedback-ID: 1:2:3:x", "X-BeenThere: x@x.example", "X-Mailman-Version: 3"],
)  # fmt: skip
def test_row_39_lists_and_bulk_are_filed_and_never_answered(line: str) -> None:
    message = read(mail(line, text=PERSON))
    assert (kind(message), message.answerable) == ("list", False)


@pytest.mark.parametrize("path", ["owner-x", "x-request", "x-bounces", "x-errors", "bounces+1-x"])
def test_row_39_a_return_path_of_lists_gets_no_answer(path: str) -> None:
    message = read(mail(text=PERSON), envelope(f"{path}@x.example"))
    assert (kind(message), message.answerable) == (None, False)


def test_row_39_what_a_customer_quotes_of_a_newsletter_is_not_his() -> None:
    quoted = "Hur fungerar det?\n\nDen 23 nov. 2026 skrev Us <news@us.example>:\n> Nytt!\n> Unsubscribe: https://us.example/x"
    assert read(mail("Subject: SV: Nytt", "In-Reply-To: <x@us.example>", text=quoted)).answerable


def test_row_40_our_own_mail_comes_back_ten_times_and_is_ours() -> None:
    own = tokens.message_id(Token(TokenKind.CUSTOMER, 1, "p1", 1, 1), "n", "us.example", KEYS)
    for number in range(10):
        lines = [f"Message-ID: <{own}>"] if number % 2 else ["From: support@us.example"]
        message = read(mail(*lines, f"Subject: {number}", "List-Id: <x.example>", text=PERSON))
        assert (kind(message), message.answerable) == ("own", False)


@pytest.mark.parametrize("line", ["Auto-Submitted: auto-replied", "X-Autoreply: yes", "Subject: Automatiskt svar: [EX-2026-000123] Hej"])
def test_row_45_an_agents_own_notice_is_a_machines(line: str) -> None:
    message = read(mail(line, "From: Anna <agent@us.example>", text="/close\n\nJag är på semester."))
    assert (kind(message), message.answerable) == ("autoreply", False)
