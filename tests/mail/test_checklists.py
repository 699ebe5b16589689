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
