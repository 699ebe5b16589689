"""Quotes and signatures as few programs write them, and answers that their writer says stand below."""

from __future__ import annotations

import pytest

from mailbot.mail.introductions import says_below
from mailbot.mail.marks import REPLY_MARK
from mailbot.mail.quotes import split

HEAD = "Från: Support <support@us.example>\nSkickat: den 23 november 2026 10:00\nTill: Bo\nÄmne: x\n"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Det kraschar.\nSent from my BlackBerry 10 smartphone.\n  Original Message  \nFrom: Support\nSent: Monday, November 23, 2026 10:00 AM\nTo: Bo\nSubject: x\n\nVilket system?", "Det kraschar."),
        ("On Mon, Nov 23, 2026, Support wrote:\nS> Which system?\nWindows 11\nS> Which version?\n4.2", "Windows 11\n\n4.2"),
        ("Am 23.11.2026 schrieb Anna Ek:\nAE> Welches System?\nAE>\nWindows 11", "Windows 11"),
        ("Support wrote on 2026-11-23:\n| Which system?\n\nWindows 11", "Windows 11"),
        ("Det kraschar.\n\nAnna Ek <support@us.example> skrev: (23 november 2026 10:00:00 CET)\n>Vilket system?", "Det kraschar."),
    ],
)
def test_marks_of_few_programs_are_marks(text: str, new: str) -> None:
    assert split(text, vendor="Example").new == new


@pytest.mark.parametrize(
    "text",
    ["Så här gör jag:\nSQL> select 1\nSQL> commit", "Original Message\n\när texten på knappen", "Jag ser\n| a | b |\n| c | d |", "C:> dir", "Felet (se bilden): (23 november)"],
)
def test_what_only_looks_like_such_a_mark_stays(text: str) -> None:
    assert split(text, vendor="Example").new == text


@pytest.mark.parametrize(
    "said", ["Svar i rött nedan", "Hej, svar nedan.", "See my answers below in red.", "Please find my comments inline", "Meine Antworten stehen unten.", "Antwort in rot", "Mijn antwoorden staan hieronder", "See below in blue"]
)
def test_answers_that_stand_below_are_kept(said: str) -> None:
    view = split(f"{said}\n\n{HEAD}\nVilket system?\n[Bo] Windows 11\n\n-----Original Message-----\nFrom: Bo\nSent: x\nTo: y\n\nHjälp", vendor="Example")
    assert view.new == f"{said}\n\nVilket system?\n[Bo] Windows 11"
    assert "Hjälp" in view.quoted


@pytest.mark.parametrize("said", ["Windows 11", "Jag svarade i går. Bilden ligger nedan", "Se nedan", "Tack för svaret", "Knappen är röd"])
def test_what_nobody_says_of_his_answers_leaves_the_quote_quoted(said: str) -> None:
    assert not says_below([said])
    assert split(f"{said}\n\n{HEAD}\nVilket system?", vendor="Example").new == said


def test_an_agents_quote_and_a_letter_of_ours_stay_quoted() -> None:
    """Nothing that a customer wrote passes for an agent's words, and no letter of ours for the customer's."""
    assert split(f"Svar nedan\n\n{HEAD}\n/close").new == "Svar nedan"
    assert split(f"Svar nedan\n\n{HEAD}\n{REPLY_MARK['sv']}\nKoden är K7QF-29MX", vendor="Example").new == "Svar nedan"


@pytest.mark.parametrize(
    "text",
    ["Skickat från min telefon så ursäkta stavfel. Programmet startar inte.", "Sent from my iPad I can't see the button. On the PC it works.", "Verstuurd vanaf mijn iPad werkt het niet, op de pc wel.",
     "Von meinem iPhone gesendet kommen die Mails bei Ihnen nicht an. Warum?", "Skickat från min telefon så ursäkta stavfel. Programmet startar inte.\n\nJag kör Windows 11."],
)  # fmt: skip
def test_who_begins_like_his_phone_and_goes_on_is_heard(text: str) -> None:
    assert split(text).new == text


@pytest.mark.parametrize(
    "line",
    ["Sent from my iPhone", "Sent from my iPhone. Please excuse brevity and typos.", "Sent from my phone - excuse my typos", "Sent from my BlackBerry 10 smartphone on the Example network.", "Sent from Mail for Windows", "Get Outlook for iOS",
     "Skickat från min iPhone", "Skickat från min telefon, ursäkta stavfel.", "Skickat från min Android-enhet med K-9 Mail. Ursäkta min fåordighet.", "Hämta Outlook för Android", "Von meinem Samsung Galaxy Smartphone gesendet.",
     "Diese Nachricht wurde von meinem Android-Mobiltelefon mit K-9 Mail gesendet.", "Holen Sie sich Outlook für Android", "Verstuurd vanaf mijn Android-apparaat met K-9 Mail. Excuseer mijn beknoptheid.", "Sendt fra min iPhone", "Envoyé de mon iPhone"],
)  # fmt: skip
def test_a_phone_alone_says_nothing(line: str) -> None:
    assert (split(line).new, split(line).signature) == ("", line)
