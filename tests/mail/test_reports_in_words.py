"""Reports without status parts: what happened to the mail, to whose, and for good or not."""

from __future__ import annotations

import pytest

from mailbot.mail import bounces
from mailbot.mail.message import FailedRecipient
from tests.mail.samples import kind, mail, read

DAEMON = "From: MAILER-DAEMON@mx.firma.example"
POSTMASTER = "From: Postmaster <postmaster@firma.example>"
NO_PATH = "Return-Path: <>"
SUN = "This report relates to a message you sent with the following header fields:\n\n  Message-id: <x@us.example>\n  From: support@us.example\n  To: bo@firma.example\n\n"


@pytest.mark.parametrize(
    ("lines", "subject", "text"),
    [
        ((DAEMON, NO_PATH), "Delivery Notification: Delivery has been successful", "Your message was successfully delivered to the following recipients:\n\n  bo@firma.example"),
        ((POSTMASTER, NO_PATH), "Delivery Status Notification (Success)", "Your message has been relayed to:\n\n  bo@firma.example\n\nDelivery notifications may not be sent by the destination."),
        ((POSTMASTER, NO_PATH), "Relayed: Hej", "Delivery to these recipients is complete, but no delivery notification was sent:\n\nbo@firma.example"),
        ((DAEMON,), "Zugestellt: Hallo", "Ihre Nachricht wurde erfolgreich zugestellt an bo@firma.example."),
    ],
)
def test_that_a_mail_arrived_is_no_failure(lines: tuple[str, ...], subject: str, text: str) -> None:
    message = read(mail(*lines, f"Subject: {subject}", text=text))
    assert (kind(message), message.report, message.answerable) == ("report", None, False)


@pytest.mark.parametrize(
    "text", ["It was successfully delivered to anna@firma.example, but could not be delivered to bo@firma.example", "Delivery was unsuccessful", "successfully relayed; then rejected", "Hej"]
)
def test_who_tells_of_a_failure_too_tells_of_a_failure(text: str) -> None:
    assert not bounces.tells_of_arrival("Delivery report", text)


def test_a_person_who_writes_of_a_delivery_is_a_person() -> None:
    message = read(mail("Subject: Relayed: the goods", text="Your parcel was successfully delivered, but the program does not start."))
    assert (kind(message), message.answerable) == (None, True)


@pytest.mark.parametrize(
    ("lines", "subject", "text", "expected", "hard"),
    [
        ((DAEMON,), "Delivery Status Notification (Delay)", "** Delivery incomplete **\n\nThere was a temporary problem delivering your message to bo@firma.example. Gmail will retry for 46 more hours. You will hear when it fails permanently.", "delay", False),
        ((POSTMASTER, NO_PATH), "Det gick inte att leverera: Hej", "Meddelandet nådde inte mottagarna.\n\nFöljande mottagare kan inte nås:\n\n      bo@firma.example den 2026-11-23 10:00\n            E-postkontot finns inte.\n            <mx.firma.example #5.1.1>", "bounce", True),
        ((POSTMASTER,), "Mancata consegna del messaggio", "Il messaggio non è stato consegnato a bo@firma.example.\nMotivo: casella piena (552 5.2.2).", "bounce", False),
        ((POSTMASTER,), "Niedostarczona wiadomość", "Twoja wiadomość do bo@firma.example nie mogła zostać dostarczona: nieznany użytkownik.", "bounce", True),
        ((DAEMON, NO_PATH), "Delivery Notification: Delivery has failed", SUN + "Your message cannot be delivered to the following recipients:\n\n  Recipient address: bo@firma.example\n  Reason: unknown or illegal alias\n", "bounce", True),
        ((DAEMON,), "Undelivered Mail Returned to Sender", "Ihre Nachricht konnte nicht zugestellt werden.\nDie Mailbox des Empfängers bo@firma.example ist derzeit voll.", "bounce", False),
        ((DAEMON,), "Message status - undeliverable", "The message was undeliverable.\n\nUser.Bo Ek (bo@firma.example) unknown", "bounce", True),
        ((DAEMON, NO_PATH), "failure notice", "Hi. This is the qmail-send program.\n\n<bo@firma.example>:\nConnected to 62.5.1.2 but connection died. (#4.4.2)", "bounce", False),
        ((DAEMON, NO_PATH), "failure notice", "Hi. This is the qmail-send program.\n\n<bo@firma.example>:\n64.4.4.1 does not like recipient.\nRemote host said: 550 No such user\nGiving up on 64.4.4.1.", "bounce", True),
        ((DAEMON, NO_PATH), "Undelivered Mail Returned to Sender", "This is the mail system at host x (Exim 4.92.3).\n\n<bo@firma.example>: No such user here", "bounce", True),
    ],
)  # fmt: skip
def test_what_servers_say_to_people(lines: tuple[str, ...], subject: str, text: str, expected: str, hard: bool) -> None:
    message = read(mail(*lines, f"Subject: {subject}", text=text))
    assert kind(message) == expected
    assert message.report is not None
    assert (message.report.hard, [one.address for one in message.report.recipients]) == (hard, ["bo@firma.example"])


def test_every_listed_recipient_is_named() -> None:
    text = SUN + "Your message cannot be delivered to the following recipients:\n\n  Recipient address: a@firma.example\n  Reason: unknown\n\n  Recipient address: b@firma.example\n  Reason: unknown\n"
    report = read(mail(DAEMON, NO_PATH, "Subject: Delivery has failed", text=text)).report
    assert report is not None and [one.address for one in report.recipients] == ["a@firma.example", "b@firma.example"]


STATUS = "--b\n\nx\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n{postfix}\nOriginal-Recipient: rfc822;kund@firma.example\nFinal-Recipient: rfc822;{final}\nAction: failed\nStatus: 5.1.1\n\n--b--\n"


@pytest.mark.parametrize(
    ("postfix", "final", "reported", "original"),
    [
        ("", "konto17@firma.example", "konto17@firma.example", "kund@firma.example"),
        ("X-Postfix-Queue-ID: 4C1D2E\n", "konto17@firma.example", "kund@firma.example", ""),
        ("X-Postfix-Queue-ID: 4C1D2E\n", "kund@home.example", "kund@home.example", "kund@firma.example"),
        ("", "KUND@firma.example", "KUND@firma.example", ""),
    ],
)
def test_our_mail_is_found_behind_an_alias(postfix: str, final: str, reported: str, original: str) -> None:
    report = read(mail("Content-Type: multipart/report; report-type=delivery-status; boundary=b", DAEMON, text=STATUS.format(postfix=postfix, final=final))).report
    assert report is not None
    (one,) = report.recipients
    assert (one.address, one.original, one.is_of("kund@firma.example")) == (reported, original, True)


def test_no_address_is_nobodys() -> None:
    assert not FailedRecipient("kund@firma.example").is_of("")
