"""Programs that write in a person's name and set no header of RFC 3834: filters, receipts, calendars, responders, watchers; and the people beside them."""

from __future__ import annotations

import pytest

from mailbot.mail.message import Token, TokenKind
from mailbot.mail.tokens import reply_address
from tests.mail.samples import CONFIG, KEYS, config, envelope, kind, mail, read

IN_REPLY = "In-Reply-To: <x@us.example>"


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("Re: Er fråga", "Mitt skräppostfilter känner inte dig. Klicka på länken så att ditt mejl ska komma fram: https://filter.example/1", "challenge"),
        ("AW: Ihre Anfrage", "Ich nehme nur Mails von bekannten Absendern an. Bitte klicken Sie auf den Link, damit Ihre Nachricht zugestellt wird: https://filter.example/1", "challenge"),
        ("Re: uw vraag", "Klik eenmalig op deze link zodat uw bericht wordt afgeleverd: https://filter.example/1", "challenge"),
        ("Re: Your case (approve)", "I only get mail from my list of approved senders. Just once, follow this link: https://filter.example/1", "challenge"),
        ("Verifiera", "Jag klickade på länken så att ditt mejl ska komma fram men den fungerar inte: https://filter.example/1", None),
        ("Spam", "Which link do I click so your messages will be delivered? https://filter.example/1", None),
        ("Läst: Ärende", "Ditt meddelande\n\n  Till: Anna\n  Ämne: Ärende\n  Skickat: den 1 maj 2026 09:00\n\nlästes den 1 maj 2026 09:30.", "report"),
        ("Gelesen: Vorgang", "Ihre Nachricht\n\n  An: Anna\n  Betreff: Vorgang\n\nwurde am 1. Mai 2026 um 09:30 gelesen.", "report"),
        ("Gelezen: vraag", "Uw bericht\n\n  Aan: Anna\n  Onderwerp: vraag\n\nis gelezen op 1 mei 2026 9:30.", "report"),
        ("Not read: Case", "Your message\n\n  To: Anna\n  Subject: Case\n\nwas deleted without being read on 1 May 2026 09:30.", "report"),
        ("Return Receipt", "This is a Return Receipt for the mail that you sent to bo@firma.example.\n\nNote: it only says that the message was shown.", "report"),
        ("Re: x", "Your message was read by Bo. He asks for the second page.", None),
        ("Återkalla: x", "Bo Ek vill återkalla meddelandet \"x\".", "report"),
        ("Rückruf: x", "Karl Maier möchte die Nachricht \"x\" zurückrufen.", "report"),
        ("Recall", "A customer would like to recall the message he sent with your program. How?", None),
        ("Accepterat: Möte", "", "calendar"),
        ("Geaccepteerd: overleg", "", "calendar"),
        ("Accepterat: Möte", "Jag tar med mig Eva.", None),
        ("Tack för ert ärende", "Vi har tagit emot ditt ärende och svarar så snart vi kan.", "autoreply"),
        ("[Ticket 12] Vraag", "Uw vraag is geregistreerd onder nummer 12. U kunt deze e-mail niet beantwoorden.", "autoreply"),
        ("** RECOVERY Host Alert: web is UP **", "Notification Type: RECOVERY\nHost: web", "report"),
        ("Fwd: ** PROBLEM Host Alert: web is DOWN **", "Notification Type: PROBLEM\n\nVarför larmar den?", None),
    ],
)  # fmt: skip
def test_a_program_is_known_by_what_it_writes(subject: str, text: str, expected: str | None) -> None:
    assert kind(read(mail(f"Subject: {subject}", text=text))) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("X-Mailer: vacation 2.0", "autoreply"),
        ("X-Mailer: Vacation Planner's Friend", "autoreply"),
        ("X-Mailer: Microsoft Outlook 16.0", None),
        ("X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent", "autoreply"),
        ("X-POST-MessageClass: 9; Autoresponder", "autoreply"),
        ("X-POST-MessageClass: 0", None),
        ("Delivered-To: Autoresponder", "autoreply"),
        ("Delivered-To: support@us.example", None),
        ("X-FC-MachineGenerated: true", "autoreply"),
        ("X-FC-MachineGenerated: false", None),
        ("Preference: auto", "autoreply"),
        ("X-Mail-Autoreply: 1", "autoreply"),
        ("X-Autoreply: yes", "autoreply"),
        ("X-Autorespond: x", "autoreply"),
        ("X-Cron-Env: <SHELL=/bin/sh>", "autoreply"),
        ("X-Firma-AutoReply: yes", "autoreply"),
        ("X-Vacation-Message: yes", "autoreply"),
        ("X-Auto-Generated: true", "autoreply"),
        ("X-Auto-Response-Suppress: All", None),
        ("X-Out-Of-Office: no", None),
        ("From: zabbix@host.firma.example", "report"),
        ("From: quarantine@filter.example", "report"),
    ],
)  # fmt: skip
def test_a_program_is_known_by_an_odd_header(line: str, expected: str | None) -> None:
    assert kind(read(mail(line, "Subject: Re: hej", text="Hej, tack."))) == expected


def test_x_loop_with_our_address_stops_letters_and_drops_nobody() -> None:
    message = read(mail("X-Loop: support@us.example", text="Hej, programmet startar inte."))
    assert (message.automatic, message.answerable) == (None, False)
    assert read(mail("X-Loop: other@firma.example", text="Hej")).answerable


@pytest.mark.parametrize(
    "lines",
    [
        ("List-Id: <support.us.example>", "List-Unsubscribe: <mailto:x@us.example>", "Precedence: list"),
        ("Mailing-list: list support@us.example; contact support+owners@us.example", "List-Post: <https://groups.example/us>", "X-Google-Group-Id: 1"),
        ("X-BeenThere: support@us.example", "X-Mailman-Version: 2.1", "List-Id: Support <support.us.example>"),
    ],
)
def test_who_writes_through_our_own_list_is_a_person_and_gets_answers(lines: tuple[str, ...]) -> None:
    message = read(mail(*lines, text="Hej, programmet startar inte."))
    assert (kind(message), message.answerable) == (None, True)


def test_a_list_of_others_and_a_mailing_to_our_list_stay_what_they_are() -> None:
    assert kind(read(mail("List-Id: <support.firma.example>"))) == "list"
    assert kind(read(mail("List-Id: <support.us.example>", "Feedback-ID: 1:2:3"))) == "list"
    assert kind(read(mail("List-Id: <support.us.example>", "Precedence: bulk"))) == "list"
    assert kind(read(mail("List-Id: <help.us.example>"), settings=config(other_addresses=["help@us.example"]))) is None


@pytest.mark.parametrize(
    "small_print",
    [
        "If you are not the intended recipient, please do not reply to this email. www.firma.example",
        "Svara inte på detta mejl om du fått det av misstag. https://firma.example",
        "Sollten Sie diese Mail versehentlich erhalten haben, antworten Sie nicht. www.firma.example",
    ],
)
def test_a_wish_to_strangers_is_no_wish_of_the_sender(small_print: str) -> None:
    assert read(mail(text=f"Hej, programmet kraschar.\n\nMvh\nBo\n\n{small_print}")).answerable
    assert not read(mail(text=f"Nyheter!\n\n{small_print}\nPlease do not reply to this email. www.firma.example")).answerable


# ---- an agent in person --------------------------------------------------------------------------------
HIS, HERS = (Token(kind, 7, who, 1, 1) for kind, who in ((TokenKind.AGENT, "anna"), (TokenKind.AGENT, "bo")))
PROVEN = "Authentication-Results: mx.us.example; dmarc=pass header.from=us.example"
AWAY = (
    "Hej! Jag är på semester till måndag.", "Hallo, ich bin bis Montag im Urlaub.", "Ik ben tot maandag met vakantie.", "Hi! I am on vacation until Monday.",
    "Hej! Tack för ditt mejl. Vi har tagit emot ditt ärende och svarar så snart vi kan.",
)


def from_agent(text: str, *lines: str, to: Token = HIS, proof: str = PROVEN, subject: str = "Re: [EX-2026-000007] Fel") -> str | None:
    address = reply_address(to, CONFIG.mailbox, KEYS)
    return kind(read(mail("From: Anna <agent@us.example>", f"To: {address}", f"Subject: {subject}", IN_REPLY, *([proof] if proof else []), *lines, text=text),
                     envelope("agent@us.example", address)))


@pytest.mark.parametrize("text", AWAY)
def test_what_an_agent_answers_by_himself_is_his_answer(text: str) -> None:
    assert from_agent(text) is None
    assert from_agent(text, proof="") == "autoreply" == from_agent(text, to=HERS)


@pytest.mark.parametrize(("line", "subject"), [
    ("Auto-Submitted: auto-replied", "Re: Fel"), ("X-Autoreply: yes", "Re: Fel"), ("Precedence: auto_reply", "Re: Fel"), ("X-A: b", "Autosvar: Fel"), ("X-A: b", "Semester Re: Fel"),
])
def test_what_a_program_answers_for_him_is_not(line: str, subject: str) -> None:
    assert from_agent(AWAY[0], line, subject=subject) == "autoreply"
