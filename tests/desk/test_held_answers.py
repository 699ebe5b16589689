"""An agent's mail that would give away something internal: nothing of it is done, who is asked, and who may send it all the same."""

import pytest

from mailbot.desk.agents.caught import let_go_by
from mailbot.desk.agents.repeating import words_of
from mailbot.desk.effects import AgentSpoke, Append, Send
from mailbot.desk.facts import SentBack
from tests.desk.agents import ANNA, CONFIG, at_desk, does, effects, letters, mail, text_of

LISA, OMAR, DEV = "lisa@v.example", "omar@v.example", "dev@v.example"


def caught(*reasons):
    return tuple((reason, ANNA.address) for reason in reasons)


@pytest.mark.parametrize("text", ["Hej!", "Hej!\n/close", "/spend 10m\nHej!", "/cc bo@k.se\n/tag x\nHej!\n/ask", "/close", "/subject Hemligt", "/refer other", "/consult bo@annan.se\nHej"])
def test_nothing_is_done_but_asking(text):
    decision = does(text, caught=caught("note"))
    kept, sent, spoke = decision.effects
    assert decision.verdict == "agent_held" and isinstance(spoke, AgentSpoke)
    assert isinstance(kept, Append) and kept.direction == "note" and kept.automatic, "no note that could be repeated"
    assert isinstance(sent, Send) and (sent.letter.template, sent.letter.to, sent.letter.values["text"]) == ("agent_held", LISA, text)
    assert ANNA.address in str(sent.letter.values["lines"])


@pytest.mark.parametrize(("agent", "reasons", "away", "asked"), [
    ("lisa", ("note",), (), {LISA: True}),
    ("lisa", ("note", "address"), (), {LISA: True}),
    ("lisa", ("token", "note"), (), {LISA: False, OMAR: True, DEV: True}),
    ("lisa", ("code",), ("omar",), {LISA: False, DEV: True}),
    ("omar", ("token",), (), {OMAR: True}),
])
def test_who_is_asked(agent, reasons, away, asked):
    decision = does("Hej!", agent=agent, caught=caught(*reasons), away=away)
    assert {letter.to: letter.values["may_send"] for letter in letters(decision)} == asked
    assert len(letters(decision)[0].values["lines"]) == len(reasons)


def test_how_far_each_role_reaches():
    reach = {agent.role: set(let_go_by(agent)) for agent in CONFIG.agents}
    assert reach["agent"] == {"note", "address"} and reach["lead"] == reach["admin"] == {"note", "address", "token", "code"} and not reach["reader"]


def test_a_fault_is_told_first():
    assert does("/spned\nHej!", caught=caught("note")).verdict == "agent_refused"


def test_a_new_case_is_looked_at_too():
    assert at_desk("/new bo@firma.se\nSe lisa@v.example", caught=(("address", "bo@firma.se"),)).verdict == "agent_held"


# ---- one Message-ID for two mails ----------------------------------------------------------------------
def test_other_words_under_a_name_that_was_carried_out_are_told():
    decision = does("/spend 10m\nHej!", carried_out=("another",))
    (letter,) = letters(decision)
    assert (decision.verdict, letter.template, letter.to, letter.values["text"]) == ("agent_same_id", "agent_same_id", LISA, "/spend 10m\nHej!")
    assert [type(effect) for effect in decision.effects] == [Append, Send, AgentSpoke] and decision.effects[-1] == AgentSpoke("lisa")


@pytest.mark.parametrize("text", ["Hej!", "Hej!  \n", "Hej!\n\n"])
def test_the_same_words_again_are_passed_over(text):
    decision = does(text, carried_out=("another", words_of(mail("Hej!"))))
    assert (decision.verdict, letters(decision)) == ("repeated", [])


@pytest.mark.parametrize(("text", "named"), [("Hej!", True), ("/tag x", True), ("/help", True), ("/spned", False), ("/undo", False)])
def test_what_is_carried_out_leaves_its_name(text, named):
    (spoke,) = effects(does(text), AgentSpoke)
    assert spoke == (AgentSpoke("lisa", "m1@v.example", words_of(mail(text))) if named else AgentSpoke("lisa"))


def test_what_a_lead_lets_be_is_told_as_whose_it_was_and_who_did_so():
    decision = does("/undo", agent="omar", sent_back=SentBack(5, "agent_held", mail("Hej!"), False))
    told = {letter.to: text_of(letter) for letter in decision.letters}
    assert decision.verdict == "agent_undone" and "Det har Omar bestämt." in told["lisa@v.example"] and "Din text" in told["lisa@v.example"]
    assert "Texten av Lisa Berg" in told["omar@v.example"] and "Din text" not in told["omar@v.example"] and "Hej!" in told["omar@v.example"]
    (own,) = does("/undo", sent_back=SentBack(5, "agent_held", mail("Hej!"), False)).letters
    assert "bestämt" not in text_of(own) and "Din text" in text_of(own)
