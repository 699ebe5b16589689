"""Answers under our questions, in four languages, however the letter is quoted; and nothing of the letter itself."""

import pytest

from mailbot.config.paths import shipped
from mailbot.config.rules import load_rules
from mailbot.desk.inline_answers import answers_under_questions
from mailbot.desk.intake import question

RULES, _ = load_rules(shipped("rules"), None)
ASKED = ("operating_system", "steps", "exact_error_text")
AFTER = {"sv": "Svara bara på det här mejlet.", "de": "Antworten Sie einfach auf diese E-Mail.", "nl": "Beantwoord gewoon deze e-mail.",
         "en": "Simply reply to this email."}


def letter(language, answers, mark="> ", gap=False):
    """Our letter, quoted, with an answer under some of its questions."""
    lines = [f"{mark}Hej,", mark.strip(), f"{mark}{'…'}"]
    for number, name in enumerate(ASKED, 1):
        lines.append(f"{mark}{number}. {question(name, language, RULES)}")
        if number in answers:
            lines += [""] * gap + [answers[number]] + [""] * gap
    return "\n".join([*lines, mark.strip(), f"{mark}{AFTER[language]}", ""])


def told(text):
    return {detail.name: detail.value for detail in answers_under_questions(text, ASKED, RULES)}


@pytest.mark.parametrize("language", ["sv", "de", "nl", "en"])
@pytest.mark.parametrize("mark", ["> ", ">> ", "| ", ""])
def test_each_answer_belongs_to_the_question_above_it(language, mark):
    text = letter(language, {1: "Windows 10", 3: "Ogiltigt konto 1930"}, mark)
    assert told(text) == {"operating_system": "Windows 10", "exact_error_text": "Ogiltigt konto 1930"}


@pytest.mark.parametrize("language", ["sv", "de", "nl", "en"])
@pytest.mark.parametrize("mark", ["> ", "| ", ""])
def test_a_letter_without_answers_answers_nothing(language, mark):
    assert told("Jag återkommer.\n\n" + letter(language, {}, mark)) == {}
    assert told(letter(language, {}, mark) + "\n\nHej igen, jag återkommer.") == {}


def test_empty_lines_around_an_answer():
    assert told(letter("sv", {1: "Windows 11", 2: "Jag tryckte på bocken"}, gap=True)) == {
        "operating_system": "Windows 11", "steps": "Jag tryckte på bocken"}


def test_a_question_that_a_mail_program_broke():
    text = "> 1. Vilket operativsystem använder du (t.ex.\n> Windows 11)?\nWindows 10\n> 2. Beskriv steg för steg hur du\ngjorde.\nJag tryckte på bocken\n"
    assert told(text) == {"operating_system": "Windows 10", "steps": "Jag tryckte på bocken"}


def test_an_answer_in_the_line_of_the_question():
    assert told("1. Vilket operativsystem använder du (t.ex. Windows 11)? Windows 10, 64 bitar\n") == {"operating_system": "Windows 10"}


def test_several_lines_until_the_signature():
    assert told("> 2. Beskriv steg för steg hur du gjorde.\nÖppnade rapporten.\nTryckte på bocken.\n\nMvh Anna\n")["steps"] == (
        "Öppnade rapporten.\nTryckte på bocken.")


@pytest.mark.parametrize("said", ["vet ej", "?", "ja", "-"])
def test_what_answers_nothing(said):
    assert told(letter("sv", {1: said})) == {}


def test_only_what_was_asked():
    assert answers_under_questions(letter("sv", {1: "Windows 10"}), ("steps",), RULES) == ()


def test_a_bomb_of_questions_is_read_at_once():
    text = "\n".join("> 1. Vilket operativsystem använder du (t.ex." for _ in range(20_000))
    assert told(text) == {}


@pytest.mark.parametrize(("text", "answers"), [
    ("> Wat staat er precies in de foutmelding?\nKan bestand niet openen: toegang geweigerd", {"exact_error_text": "Kan bestand niet openen: toegang geweigerd"}),
    ("> Hallo,\n> welches Betriebssystem haben Sie denn?\n\nWindows 10 Home\n\n> Und wie lautet die Fehlermeldung?\n\nZugriff verweigert\n\n> Viele Grüße",
     {"operating_system": "Windows 10 Home", "exact_error_text": "Zugriff verweigert"}),
    ("> Vad står det i felmeddelandet, och vilket operativsystem har du?\n\nWindows 11", {}),  # two at once: what is told tells itself
    ("Vad är ett felmeddelande?\nJag vet inte", {}),  # the person's own question
    ("> Har du kvar felmeddelandet?\n> Hälsningar", {}),
])
def test_a_quoted_question_in_other_words_is_answered_below_it_too(text, answers):
    assert told(text) == answers
