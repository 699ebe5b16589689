"""New, quoted, signed: found by line, in every language, and never at the price of an answer."""

from __future__ import annotations

import pytest

from mailbot.mail.marks import REPLY_MARK, is_mark, reply_mark
from mailbot.mail.quotes import split

LETTER = "Hej!\n\nVilket operativsystem har du?\n"


@pytest.mark.parametrize("tongue", sorted(REPLY_MARK))
@pytest.mark.parametrize("prefix", ["", "> ", ">> ", "    ", "| "])
def test_our_mark_ends_the_answer_however_a_program_quotes_it(tongue: str, prefix: str) -> None:
    quoted = "".join(f"{prefix}{line}\n" for line in [reply_mark(tongue), "", *LETTER.splitlines()])
    assert split(f"Windows 11\n\n{quoted}").new == "Windows 11"


def test_a_language_without_a_mark_of_its_own_gets_the_english_one() -> None:
    assert reply_mark("xx") == REPLY_MARK["en"]
    assert is_mark("*##- Please write your reply above this line -##*")
    assert not is_mark("## not - ours ##")
    assert not is_mark(f'Vad menas med raden "{reply_mark("sv")}" i era mejl?')
    assert is_mark(f"> | {reply_mark('nl')} |")


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, Nov 23, 2026 at 10:00 AM Anna <anna@us.example> wrote:",
        "On 23/11/2026 10:00, Anna wrote:",
        "On 23 Nov 2026, at 10:00, Anna <anna@us.example>\nwrote:",
        "Anna <anna@us.example> wrote on 2026-11-23 10:00:",
        "2026-11-23 10:00 GMT+01:00 Anna <anna@us.example>:",
        "Quoting Anna <anna@us.example>:",
        "Den 2026-11-23 kl. 10:00, skrev Anna:",
        "Den mån 23 nov. 2026 kl 10:00 skrev Anna <anna@us.example>:",
        "23 nov. 2026 kl. 10:00 skrev Anna <anna@us.example>:",
        "Am 23.11.2026 um 10:00 schrieb Anna:",
        "Am Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Anna\n<anna@us.example>:",
        "Op 23-11-2026 om 10:00 schreef Anna:",
        "Op ma 23 nov. 2026 10:00 schreef Anna <anna@us.example>:",
        "Den 23.11.2026 kl. 10.00 skrev Anna:",
        "ma 23. marrask. 2026 klo 10.00 Anna (anna@us.example) kirjoitti:",
        "Le 23/11/2026 à 10:00, Anna a écrit :",
        "El 23/11/26 a las 10:00, Anna escribió:",
        "Il 23/11/2026 10:00, Anna ha scritto:",
        "W dniu 23.11.2026 o 10:00, Anna pisze:",
        "Em 23/11/2026 10:00, Anna escreveu:",
        "-----Original Message-----",
        "----- Ursprüngliche Nachricht -----",
        "-----Oorspronkelijk bericht-----",
        "---- On Mon, 23 Nov 2026 10:00:00 +0100 Anna <anna@us.example> wrote ----",
    ],
)
def test_an_attribution_above_marked_lines_is_no_answer(attribution: str) -> None:
    view = split(f"Windows 11\n\n{attribution}\n> {LETTER}".replace("\n\nVilket", "\n>\n> Vilket"))
    assert view.new == "Windows 11"
    assert attribution.split("\n")[0] in view.quoted


@pytest.mark.parametrize(
    "head",
    [
        "-----Ursprungligt meddelande-----\nFrån: Anna\nSkickat: i dag\nTill: Kund\nÄmne: x",
        "________________________________\nFrom: Anna <anna@us.example>\nSent: Monday\nTo: Kund\nSubject: x",
        "*From:* Anna <anna@us.example>\n*Sent:* Monday\n*To:* Kund\n*Subject:* x",
        "Von: Anna\nGesendet: Montag\nAn: Kund\nBetreff: x",
        "Van: Anna\nVerzonden: maandag\nAan: Kund\nOnderwerp: x",
        "Fra: Anna\nSendt: i dag\nTil: Kund\nEmne: x",
        "From: Anna\nDate: Monday\nSubject: x\nTo: Kund",
        "Begin forwarded message:\n\nFrom: Anna\nSubject: x",
        "---------- Forwarded message ---------\nFrom: Anna\nDate: x\nSubject: x\nTo: y",
    ],
)
def test_a_header_block_ends_the_answer_without_marks(head: str) -> None:
    assert split(f"Windows 11\n\n{head}\n\n{LETTER}").new == "Windows 11"


@pytest.mark.parametrize(
    "text",
    [
        "Hej!\n\nDet står:\nFel 4711\nVad gör jag?",
        "Felet kommer så här:\n- jag öppnar\n- jag stänger",
        "On the screen it says:\nError 12",
        "Den 3 maj skrev du:\n\nNi kan ringa.",
        "I exporten finns kolumnerna\nFrån: datum\nTill: datum\nVilken ska jag välja?",
        "------------\nrubrik\n------------\ntext",
        "a | b\nc | d",
        "Jag skriver:\nanna@us.example i fältet",
    ],
)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    view = split(text)
    assert (view.new, view.quoted) == (text, "")


def test_answers_between_quotes_are_kept() -> None:
    view = split("Den 23 nov. 2026 skrev Anna <a@x.example>:\n> Vilket system?\nWindows 11\n> Vad står det?\nFel 12\n\n-- \nÅsa")
    assert view.new == "Windows 11\n\nFel 12"
    assert view.signature == "-- \nÅsa"


def test_a_quoted_code_is_not_new() -> None:
    """What an earlier letter said does not count as said now."""
    view = split("Ja tack\n\nDen 23 nov. 2026 skrev Anna <a@x.example>:\n> Koden är K7QF-29MX\n> /close\n")
    assert "K7QF" not in view.new and "/close" not in view.new


def test_nothing_new_is_nothing() -> None:
    assert split("> bara citat").new == ""
    assert split("From: A\nSent: x\nTo: y\nSubject: z\n\nHej").new == ""
    assert split("").new == ""


def test_an_answer_below_an_attribution_without_marks_is_not_lost() -> None:
    assert split("On 23 Nov 2026 10:00, Anna <a@x.example> wrote:\n\nThe answer is yes.").new == "The answer is yes."


@pytest.mark.parametrize(
    "line",
    ["Sent from my iPhone", "Skickat från min iPad", "Skickat från Outlook för Android", "Von meinem iPhone gesendet", "Gesendet mit der mobilen Mail App", "Verstuurd vanaf mijn iPhone", "Verzonden met Outlook", "Get Outlook for iOS <https://aka.ms/o0ukef>", "Hämta Outlook för iOS", "[Get Outlook for Android](https://x)", "Sendt fra min iPhone", "Envoyé de mon iPhone", "Enviado desde mi iPhone", "Inviato da iPhone", "Wysłane z iPhone'a"],
)  # fmt: skip
def test_what_phones_add_is_signature(line: str) -> None:
    view = split(f"Ja tack\n\n{line}\n")
    assert (view.new, view.signature) == ("Ja tack", line)


def test_a_greeting_with_a_name_stays_with_the_text() -> None:
    assert split("Ja\n\nMed vänlig hälsning\nÅsa").new.endswith("Åsa")


def test_a_long_text_below_dashes_is_no_signature() -> None:
    text = "Hej\n--\n" + "\n".join(f"rad {n}" for n in range(20))
    assert split(text).new == text


def test_forwarded_mail_is_known_as_such() -> None:
    assert split("FYI\n\n---------- Forwarded message ---------\nFrom: A\nDate: x\nSubject: y\n\nHej").forwarded
    assert not split("Ja\n\nOn 23 Nov 2026 Anna <a@x.example> wrote:\n> x").forwarded
