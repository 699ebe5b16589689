"""What an agent meant for his colleagues reaches no customer: not by a slip of the pen, not by a wrapped line, not by SEND."""

import pytest

from mailbot.desk.effects import Append
from mailbot.desk.facts import SentBack
from tests.desk.agents import ANNA, does, effects, is_refused, letters, mail

SECRET = "Kunden är hopplös."


def sent_after_all(text):
    """What answering SEND to the refusal of this mail does."""
    return does("SEND", sent_back=SentBack(5, "agent_refused", mail(text), False))


@pytest.mark.parametrize("line", ["/note Kunden är sur.", "/noet", "/notee", "/no", "/intern Kunden är sur.", "/Nota bene", "/notiz x", "/int"])
@pytest.mark.parametrize("written", ["{line}\n{text}", "{line}\n/spend 10m\n\n{text}", "{text}\n{line}"])
def test_a_note_at_fault_stays_inside_and_says_so(line, written):
    text = written.format(line=line, text=SECRET)
    (letter,) = letters(does(text))
    assert is_refused(does(text)) and (letter.values["reply_is"], letter.reply_to.kind) == ("note", "note")

    decision = sent_after_all(text)
    assert decision.verdict == "agent_noted" and not letters(decision, ANNA.address)
    assert any(SECRET in kept.text for kept in effects(decision, Append))


def test_another_fault_is_an_answer_as_before():
    (letter,) = letters(does("/spned 10m\nHej Anna!"))
    assert letter.values["reply_is"] == "public"
    assert sent_after_all("/spned 10m\nHej Anna!").verdict == "agent_replied"


@pytest.mark.parametrize("word", ["/nota", "/intern", "/notitie", "/Intern"])
def test_a_note_has_other_words(word):
    assert does(f"{word}\n{SECRET}").verdict == "agent_noted"
