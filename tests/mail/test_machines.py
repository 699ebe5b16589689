"""Machines: recognised by what they say of themselves, bounces first, and people never taken for one."""

from __future__ import annotations

import time

import pytest

from mailbot.mail import machine_words, tokens
from mailbot.mail.automatic import classify
from mailbot.mail.bounces import is_delay
from mailbot.mail.envelope import Door
from mailbot.mail.message import Claimed, Token, TokenKind
from mailbot.mail.mime import read_structure
from mailbot.mail.own_language import own_words
from mailbot.mail.reasons import is_hard
from mailbot.mail.recipients import recipients_in, verp_in
from tests.mail.samples import CONFIG, KEYS, config, envelope, mail, read


def kind(*lines: str, text: str = "Hej, jag har en fråga om bokslut.", env: str | None = "kund@firma.example") -> str | None:
    automatic = read(mail(*lines, text=text), envelope(env)).automatic
    return automatic.kind.value if automatic else None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Auto-Submitted: auto-replied", "autoreply"),
        ("Auto-Submitted: AUTO-GENERATED", "autoreply"),
        ("Auto-Submitted: auto-replied; x=y", "autoreply"),
        ("Auto-Submitted: auto-notified (comment)", "autoreply"),
        ("Auto-Submitted:\r\n auto-replied", "autoreply"),
        ("Auto-Submitted: no", None),
        ("Auto-Submitted: No (really)", None),
        ("X-Auto-Response-Suppress: All", None),
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply", None),
        ("X-Autoreply: yes", "autoreply"),
        ("X-Autorespond: x", "autoreply"),
        ("Precedence: bulk", "list"),
        ("Precedence: junk", "list"),
        ("Precedence: list", "list"),
        ("Precedence: auto_reply", "autoreply"),
        ("Precedence: normal", None),
        ("List-Id: <x.example>", "list"),
        ("List-Post: <mailto:x@x.example>", "list"),
        ("Feedback-ID: a:b:c:d", "list"),
        ("X-Mailbot-Case: EX-2026-000001", None),
        ("X-Mailbot: 1", None),
        ("From: support@us.example", "own"),
        ("From: Support@US.Example", "own"),
        ("From: noreply@bolag.example", "report"),
        ("From: no-reply+x@bolag.example", "report"),
        ("From: svara-inte@bolag.example", "report"),
        ("Importance: high", None),
    ],
)
def test_one_header_decides(line: str, expected: str | None) -> None:
    assert kind(line) == expected


def test_the_null_path_is_a_machines() -> None:
    assert kind(env=None) == "autoreply"
    assert kind("Return-Path: <>") == "autoreply"
    noted = mail("Return-Path: <kund@firma.example>")
    assert read(noted, envelope(None, door=Door.LMTP)).automatic is not None
    assert read(noted, envelope(None, door=Door.IMAP)).automatic is None


@pytest.mark.parametrize("local", ["postmaster", "lista-bounces", "newsletter", "owner-lista", "noreply"])
def test_addresses_of_servers_and_lists_get_no_automatic_letter(local: str) -> None:
    assert not read(mail(f"From: {local}@bolag.example")).answerable


def test_a_list_unsubscribe_alone_is_a_person_who_gets_no_automatic_letter() -> None:
    message = read(mail("List-Unsubscribe: <mailto:x@y.example>"))
    assert (message.automatic, message.answerable) == (None, False)


def test_a_mail_that_asks_for_no_answer_gets_none() -> None:
    message = read(mail(text="Nyheter!\n\nDo not reply to this message. Unsubscribe: https://x.example"))
    assert (message.automatic, message.answerable) == (None, False)
    assert read(mail(text="Hello, how do I unsubscribe from the service fee?")).answerable


def test_people_are_answerable_and_the_unverifiable_are_not() -> None:
    assert read(mail()).answerable
    assert not read(mail("From: a@x.example, b@x.example")).answerable


def test_our_own_message_id_is_known_in_any_dress() -> None:
    own = tokens.message_id(Token(TokenKind.CUSTOMER, 1, "p1", 1, 1), "n", "us.example", KEYS)
    assert kind(f"Message-ID: <{own}>") == "own"
    assert kind(f"Message-ID: <{own.upper()}>", "Auto-Submitted: auto-replied") == "own"
    assert kind(f"Message-ID: <{own.replace('c.1.', 'c.2.')}>") is None


def test_bounce_comes_before_reply_and_list() -> None:
    dsn = "--b\n\nx\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822;a@x.example\nAction: failed\nStatus: 5.1.1\n--b--\n"
    lines = ["Content-Type: multipart/report; report-type=delivery-status; boundary=b", "Auto-Submitted: auto-replied", "List-Id: <x>", "Precedence: bulk"]
    assert kind(*lines, text=dsn) == "bounce"
    assert kind(*lines, text=dsn.replace("failed", "delayed").replace("5.1.1", "4.4.1")) == "delay"
    assert kind(*lines, text=dsn.replace("failed", "relayed").replace("5.1.1", "2.0.0")) == "report"


def test_a_bounce_enclosed_by_a_person_is_a_persons_mail() -> None:
    enclosed = "--b\nContent-Type: text/plain\n\nVad betyder det här?\n--b\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@x.example\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822;a@x.example\nAction: failed\n--b--\n"
    assert kind("Content-Type: multipart/mixed; boundary=b", "Subject: Fwd: Undeliverable", text=enclosed) is None


def test_our_message_id_is_found_in_what_is_given_back() -> None:
    own = tokens.message_id(Token(TokenKind.CUSTOMER, 9, "p1", 1, 1), "n", "us.example", KEYS)
    report = f"--b\n\nx\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822;a@x.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <{own}>\nSubject: x\n\nHej\n--b--\n"
    message = read(mail("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "From: MAILER-DAEMON@x.example", text=report))
    assert message.report is not None
    assert [t.case_id for i in message.report.message_ids if (t := tokens.from_message_id(i, KEYS))] == [9]


@pytest.mark.parametrize(
    ("status", "words", "hard"),
    [
        ("5.1.1", "", True),
        ("5.1.10", "550 5.1.10 RecipientNotFound", True),
        ("5.1.2", "", True),
        ("5.4.4", "", True),
        ("5.2.2", "mailbox full", False),
        ("5.3.4", "message too large", False),
        ("5.7.1", "blocked by policy", False),
        ("4.2.2", "over quota", False),
        ("4.4.1", "connection timed out", False),
        ("5.0.0", "550 No such user here", False),
        ("5.1.1", "550 No such user here", True),
        (None, "550 no such user (in reply to RCPT TO command)", True),
        (None, "550 user unknown (in reply to end of DATA command)", False),
        (None, "procmail: unknown user\n554 Service unavailable", True),
        ("5.3.0", "X-Unix; 67", True),
        ("5.3.0", "X-Unix; 77", False),
        ("5.1.3", "553 https://www.spamhaus.org/query/ip/192.0.2.1", False),
        ("5.1.6", "551 user not local", True),
        (None, "556 domain does not accept mail", True),
        ("5.1.8", "553 sender address does not exist", False),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", True),
        ("5.4.7", "550 message expired", False),
        (None, "Host not found, try again", False),
        (None, "The group may not exist, or you may not write to it", False),
        (None, "Brevlådan är full", False),
        (None, "Das Postfach ist voll", False),
        (None, "De mailbox is vol", False),
        (None, "451 greylisted, try again later", False),
        (None, "Mottagaren finns inte", True),
        (None, "Deze gebruiker bestaat niet", True),
        ("5.0.0", "554 rejected as spam", False),
        ("5.1.0", "Unknown address error 550-'5.2.2 Mailbox full'", False),
        ("5.2.1", "Recipient address rejected: User unknown", True),
        (None, "550 <no-such-user@x.example>: Message rejected as spam", False),
        (None, "<a@x.example>: Sorry, no mailbox here by that name", True),
        (None, "Host or domain name not found", True),
        (None, "Benutzer unbekannt", True),
        ("5.1.8", "553 5.1.8 Sender domain not found in MAIL FROM", False),
        ("5.1.2", "550 5.1.2 Sender domain not found (in reply to MAIL FROM command)", False),
        (None, "550 Sender address rejected: unknown user support@us.example", False),
        ("5.1.1", "550 5.1.1 User unknown or greylisted, try again later (in reply to RCPT TO command)", False),
        ("5.1.1", "550 5.1.1 Greylisting in action", False),
        ("5.1.1", "550 5.1.1 Message rejected as spam, user unknown policy (in reply to end of DATA command)", False),
        ("5.1.1", "550 5.1.1 Message content rejected (in reply to end of DATA command)", False),
        ("5.1.1", "550 5.1.1 Sender verify failed", False),
        ("5.1.1", "550 5.1.1 SPF check failed", False),
        ("5.1.1", "550 5.1.1 <anna@spam.example>: Recipient address rejected: User unknown", True),
        ("5.1.1", "host spam.filter.example said: 550 5.1.1 User unknown", True),
        (None, "550 not a known user", True),
        (None, "550 this account has been deleted", True),
        (None, "all host address lookups failed permanently", True),
        (None, "This user has been replaced by bo@x.example", True),
        (None, "Kein solcher Benutzer", True),
        (None, "Geen postvak met deze naam", True),
        (None, "Anna har slutat", True),
        (None, "Mail box is full", False),
        (None, "No space left on device", False),
        (None, "550 callback verification failed, user unknown at sender", False),
        (None, "Client host rejected: cannot find your hostname", False),
        (None, "Postfach gesperrt", False),
        (None, "Kontot är avstängt", False),
        (None, "the recipient was rejected by a remote server", False),
        (None, "it did not work out", None),
    ],
)
def test_hard_means_that_the_address_is_dead(status: str | None, words: str, hard: bool | None) -> None:
    assert is_hard(status, words) is hard


@pytest.mark.parametrize(
    ("subject", "text", "delay"),
    [
        ("Warning: message delayed 24 hours", "has not yet been delivered", True),
        ("Delivery Status Notification (Delay)", "delivery delayed, will be retried", True),
        ("Returned mail", "could not be delivered for 5 days, giving up", False),
        ("Undelivered Mail", "This is a permanent error", False),
    ],
)
def test_a_delay_is_no_failure(subject: str, text: str, delay: bool) -> None:
    assert is_delay(subject, text) is delay


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<a@x.example>: user unknown", ("a@x.example",)),
        ("Följande mottagare kunde inte nås:\n\n  a@x.example\n  b@x.example\n\nKontakta admin@x.example", ("a@x.example", "b@x.example")),
        ("Die folgenden Empfänger wurden nicht erreicht:\n\na@x.example\n", ("a@x.example",)),
        ("Our addresses look like name@x.example. The address to which you wrote, a@x.example, is none.", ("a@x.example",)),
        ("unable to deliver your message to a@x.example:\n 552 Quota violation for b@x.example", ("a@x.example", "b@x.example")),
        ("a...@x.example", ()),
        ("nothing", ()),
    ],
)
def test_failed_addresses_are_read_from_words(text: str, found: tuple[str, ...]) -> None:
    assert recipients_in(text, frozenset(["name@x.example"])) == found


@pytest.mark.parametrize(
    ("address", "found"),
    [("bounce+a=x.example@us.example", "a@x.example"), ("b-a.b=x.y.example@us.example", "a.b@x.y.example"), ("support@us.example", ""), ("reply+c.1.x@us.example", "")],
)
def test_a_return_path_may_name_the_recipient(address: str, found: str) -> None:
    assert verp_in(address) == found


@pytest.mark.parametrize("piece", ["a", "a@", "<", "these user ", "550 user unknown\n", "\n", " ", "<a@b.example>:\n", "keine mail ", "Message-ID: <\n", "http://", "rcpt to:<", "-", "> ", "550 for for "])
@pytest.mark.parametrize("sender", ["MAILER-DAEMON@x.example", "kund@firma.example"])
def test_a_megabyte_of_anything_is_classified_quickly(piece: str, sender: str) -> None:
    text = piece * (1_000_000 // len(piece))
    root = read_structure(mail(f"From: {sender}", "Subject: failure notice", text=text), CONFIG.limits)
    claimed = Claimed(sender, Door.SMTP, "")
    started = time.process_time()
    classify(root, envelope(None), claimed, "failure notice", text, text, False, CONFIG, KEYS)
    assert time.process_time() - started < 0.2


def test_a_form_of_ours_is_answered_by_its_field_and_only_when_proven() -> None:
    lines = ["From: form@us.example", "Reply-To: evil@x.example"]
    text = "Namn: Bo\nE-post: Bo <bo@annan.example>\n\nHej"
    passed = "Authentication-Results: mx.us.example; dmarc=pass header.from=us.example"
    assert read(mail(passed, *lines, text=text)).form_address == "bo@annan.example"
    assert read(mail(*lines, text=text)).form_address is None
    noreply = config(form_senders=["noreply@us.example"])
    message = read(mail(passed, "From: noreply@us.example", text=text), settings=noreply)
    assert (message.automatic, message.form_address) == (None, "bo@annan.example")


def test_reply_to_is_never_an_address_of_ours() -> None:
    message = read(mail("Reply-To: evil@x.example", "Sender: evil@x.example"))
    assert message.address == "kund@firma.example"


def test_the_classifier_reads_the_configuration() -> None:
    assert kind("From: info@us.example") is None
    other = config(other_addresses=["info@us.example"])
    assert read(mail("From: info@us.example"), settings=other).automatic is not None
    assert CONFIG.mailbox.other_addresses == ()


@pytest.mark.parametrize(("subject", "text"), [
    ("SV: Problem", "Tack för ditt mejl! Vi har tagit emot ditt ärende.\n\nDetta är ett automatiskt meddelande, svara inte på det."),
    ("Eingangsbestätigung 5512", "Ihre Anfrage wurde unter der Nummer 5512 erfasst.\n\nDies ist eine automatisch generierte E-Mail. Bitte antworten Sie nicht darauf."),
    ("Uw vraag 5512", "Bedankt voor uw bericht.\n\nDit is een automatisch gegenereerd bericht, u kunt hier niet op reageren."),
    ("Request received", "Your request (5512) has been received.\n\nThis is an automated message, please do not reply."),
])
def test_a_receipt_that_says_below_who_wrote_it_is_a_machines(subject: str, text: str) -> None:
    assert kind(f"Subject: {subject}", text=text) == "autoreply"


def test_a_report_of_exchange_is_a_machines_whatever_its_path() -> None:
    assert kind("X-MS-Exchange-Message-Is-Ndr:", text="Ditt meddelande kunde inte levereras.") is not None


def test_thanks_are_looked_for_where_a_word_of_thanks_stands() -> None:
    assert [phrase for phrase in machine_words.THANKS if not any(word in phrase for word in machine_words.THANKFUL)] == []


@pytest.mark.parametrize("text", ["«" * 20_000, "«" * 20_000 + "»"])
def test_a_long_row_of_opening_marks_is_read_at_once(text: str) -> None:
    started = time.process_time()
    own_words(text)
    assert time.process_time() - started < 0.1
