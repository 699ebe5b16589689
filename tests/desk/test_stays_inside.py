"""What an agent meant for his colleagues reaches no customer: not by a slip of the pen, not by a wrapped line, not by SEND."""

import pytest

from mailbot.desk.effects import Append
from mailbot.desk.facts import SentBack
from mailbot.mail.message import TokenKind
from tests.desk.agents import ANNA, does, effects, is_refused, letters, mail

SECRET = "Kunden är hopplös."


def sent_after_all(text):
    """What answering SEND to the refusal of this mail does."""
    (letter,) = letters(does(text))
    return does("SEND", sent_back=SentBack(5, "agent_refused", mail(text), False, letter.names))


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


@pytest.mark.parametrize("text", [
    *(f"{line}\n{SECRET}" for line in ("*/note*", "**/note**", "_/note_", "`/note`", "\\note", "⁄note", "(/note)", "- /note", "\u200e/note", "/note;", "/note:x", "*/notis*")),
    "Hej Lisa,\n\n/note\nsur", "Hej Lisa,\n/note Kunden är sur.\nHon ringer.", f"{SECRET}\n/note\nMvh\nLisa", f"{SECRET}\n\n/nota\n\nLisa Berg\nSupport",
    f"Hej\n/consult lev\n{SECRET}",
])
def test_a_note_that_is_nearly_right_is_refused_and_stays_inside(text):
    (letter,) = letters(does(text))
    assert is_refused(does(text)) and letter.values["reply_is"] == "note"
    assert not letters(sent_after_all(text), ANNA.address)


@pytest.mark.parametrize("line", ["/note:", "/note.", "/note,", "/Notis:"])
def test_a_sign_after_the_word_does_not_matter(line):
    assert does(f"{line}\n{SECRET}").verdict == "agent_noted"


@pytest.mark.parametrize("line", ["/spend 10m", "*/spend 10m*", "/close", "/close.", "/tid: 10m", "/solution Uppdatera", "*/faq backup*", "\\close"])
def test_a_command_among_the_words_is_refused_and_no_word_of_theirs(line):
    text = f"Hej Anna!\n{line}\nHälsningar"
    assert is_refused(does(text))
    (answer,) = letters(sent_after_all(text), ANNA.address)
    assert answer.values["text"].split() == ["Hej", "Anna!", "Hälsningar"]


@pytest.mark.parametrize("line", [
    "/etc/hosts", "/close är ett kommando", "/start/meny", "> /note", "./start", "https://v.example/note", "/spend tio", "\\server\\new", "/start.sh", "och/eller", "/noteringar", "/not", "/faq",
])
def test_what_only_looks_like_one_is_the_customers_to_read(line):
    (answer,) = letters(does(f"Hej Anna!\n{line}\nHälsningar"), ANNA.address)
    assert line in answer.values["text"]


def test_a_note_may_tell_of_commands():
    assert does("/note\nHon skrev\n/close\noch gick").verdict == "agent_noted"
    assert is_refused(does("Hej!\n/spend 10m\nLisa", kind=TokenKind.AGENT)) and does("Hej!\n/spend 10m\nLisa", kind=TokenKind.NOTE).verdict == "agent_noted"


LONG = "// kunden ringde i morse och skällde på mig och alla andra som svarade i"  # as a program breaks it
TEXT = "Uppdatera till 7.4."


@pytest.mark.parametrize("text", [
    f"{LONG}\ntelefonen hela dagen\n\n{TEXT}", f"{LONG}\ntelefonen hela dagen och sedan också hela natten tills vi till slut lade\npå luren hela dagen\n{TEXT}",
    f"{TEXT}\n\n{LONG}\ntelefonen hela dagen", f"/solution{LONG[2:]}\ntelefonen hela dagen\n\n{TEXT}",
])
def test_the_rest_of_a_broken_line_belongs_to_it(text):
    decision = does(text)
    assert [letter.values["text"] for letter in letters(decision, ANNA.address)] == [TEXT]
    assert "hela dagen" in str(decision.effects)


@pytest.mark.parametrize("text", [f"{LONG}\nKarin sa det.\n\n{TEXT}", f"{TEXT}\n\n{LONG}\n2 dagar", f"/solution{LONG[2:]}\nKarin sa det.\n\n{TEXT}"])
def test_what_may_be_the_rest_is_asked_about(text):
    assert is_refused(does(text))
    (answer,) = letters(sent_after_all(text), ANNA.address)
    assert answer.values["text"] == TEXT


@pytest.mark.parametrize("text", [f"{LONG}\n\n{TEXT}", f"// kort\n{TEXT}", f"{LONG}\n/spend 10m\n{TEXT}"])
def test_what_cannot_be_the_rest_is_not(text):
    (answer,) = letters(does(text), ANNA.address)
    assert answer.values["text"] == TEXT
