"""Answers within our own letter: below a question, behind it, and by number, however the program brings the letter back."""

from __future__ import annotations

import pytest

from mailbot.mail.quotes import split
from tests.mail.samples import QUESTIONS, mail, read

HEAD = "Svar nedan.\n\nFrån: Support <s@us.example>\nSkickat: i dag\nTill: Kund\nÄmne: x\n\n"
MARK = "##- Skriv ditt svar ovanför den här raden -##\n\nHej!\n\nVi behöver veta lite mer:\n\n"
TAIL = "\n\nSvara på det här mejlet, så hamnar ditt svar rätt.\n\nVänliga hälsningar\nSupport"
SYSTEM, VERSION = "1. Vilket operativsystem använder du (t.ex. Windows 11)?", "2. Vilken version av programmet har du? Den står oftast under Hjälp –\n   Om."
ASKED = [SYSTEM, VERSION]


def new(checklist: str) -> str:
    return split(HEAD + MARK + checklist + TAIL, "Sv: x", QUESTIONS).new.removeprefix("Svar nedan.").strip()


def test_an_unanswered_letter_holds_no_answer() -> None:
    assert new("\n".join(ASKED)) == ""
    assert new("\n".join(ASKED).replace("   Om.", "Om.")) == "", "also when the program lost the indentation"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_below_each_question(gap: str) -> None:
    assert new(f"{SYSTEM}{gap}Windows 10\n64 bitar{gap}{VERSION}\n8.1.3") == "Windows 10\n64 bitar\n\n8.1.3"


def test_behind_each_question() -> None:
    assert new(f"{SYSTEM} Windows 10\n{VERSION} 8.1.3") == "Windows 10\n\n8.1.3"


def test_behind_a_question_that_the_program_folded_elsewhere() -> None:
    folded = VERSION.replace(" –\n   ", " – ").replace("oftast ", "oftast\n")
    assert new(f"{SYSTEM}\n{folded} 8.1.3") == "8.1.3"


@pytest.mark.parametrize("mark", ["> ", ">", " > "])
def test_behind_each_question_on_marked_lines(mark: str) -> None:
    letter = "".join(f"{mark}{line}\n" for line in (MARK + f"{SYSTEM} Windows 10\n{VERSION} 8.1.3" + TAIL).split("\n"))
    assert split(letter, "Sv: x", QUESTIONS).new == "Windows 10\n\n8.1.3"


def test_a_single_question_is_a_bullet() -> None:
    assert new("- Vilket operativsystem använder du (t.ex. Windows 11)?\nWindows 10") == "Windows 10"
    assert new("- Vilket operativsystem använder du (t.ex. Windows 11)? Windows 10") == "Windows 10"


def test_a_letter_without_our_mark_is_left_alone() -> None:
    """Nobody knows then which lines are whose."""
    assert split(HEAD + f"Hej!\n\n{SYSTEM}\nWindows 10" + TAIL, "Sv: x", QUESTIONS).new == "Svar nedan."


def test_older_letters_below_are_quoted_as_a_whole() -> None:
    older = "\n\nFrån: Kund\nSkickat: i går\nTill: Support\nÄmne: x\n\n1. Jag startar\nsedan kraschar det\n2. Jag väntar\n"
    assert new(SYSTEM + "\nWindows 10\n" + VERSION + TAIL + older) == "Windows 10"


def test_what_was_answered_before_is_not_answered_again() -> None:
    letter = "".join(f"> > {line}\n" for line in (MARK + f"{SYSTEM} Windows 10" + TAIL).split("\n"))
    assert split(f"Hej\n\n> ##- mark -##\n> Tack.\n{letter}", "Sv: x", QUESTIONS).new == "Hej"


def test_steps_that_an_agent_wrote_are_not_the_readers() -> None:
    assert new("1. Öppna Arkiv\noch välj Skriv ut\n2. Klicka\npå OK") == ""


@pytest.mark.parametrize("head", ["From: Anna <agent@us.example>", "From: Anna <anna@home.example>"])
def test_an_agent_never_says_what_a_customer_wrote_below_our_question(head: str) -> None:
    """The notice that he answers shows the customer's words; his own are public, and may hold commands."""
    text = f"Ja.\n\nFrån: Support <s@us.example>\nSkickat: i dag\nTill: Anna\nÄmne: x\n\n{MARK}{SYSTEM}\n/close\n{VERSION} /spend 60m"
    raw = mail(head, "Subject: Sv: x", "Content-Type: text/plain; charset=utf-8", text=text)
    assert read(raw).new_text == "Ja."
    assert "/close" in read(raw.replace(head.encode(), b"From: Kund <kund@firma.example>")).new_text


def test_a_code_in_our_letter_is_not_said_by_its_reader() -> None:
    assert "K7QF" not in new(f"{SYSTEM}\nWindows 10\n{VERSION}\n\nDin kod är K7QF-29MX")


OLD_ONE, OLD_TWO = "2. Beskriv gärna steg för steg hur du gjorde.", "3. Vad står det i felmeddelandet?"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_questions_that_an_older_letter_worded_otherwise(gap: str) -> None:
    """One that is known makes the list ours; below it a numbered sentence asks too."""
    assert new(f"{SYSTEM}{gap}Windows 10{gap}{OLD_ONE}{gap}Arkiv, Skriv ut{gap}{OLD_TWO}\nFel 12") == "Windows 10\n\nArkiv, Skriv ut\n\nFel 12"
    assert new(f"{SYSTEM}\n{OLD_ONE}\n{OLD_TWO}") == ""


def test_steps_with_numbers_of_their_own_below_a_question_that_is_worded_otherwise() -> None:
    steps = "1. Jag öppnar Arkiv.\n2. Jag väljer Skriv ut.\n3. Jag väntar."
    assert new(f"{SYSTEM}\nWindows 10\n{OLD_ONE}\n{steps}\n{OLD_TWO}\nFel 12") == f"Windows 10\n\n{steps}\n\nFel 12"


def test_a_letter_whose_questions_are_all_worded_otherwise() -> None:
    """Then only what ends as a question asks, and only what stands right below it answers."""
    assert new(f"1. Vilket system kör du?\nWindows 10\n{OLD_ONE}\n{OLD_TWO}\nFel 12") == "Windows 10\n\nFel 12"
    assert new("1. Vilket system kör du?\n\nSkriv till oss.") == ""
