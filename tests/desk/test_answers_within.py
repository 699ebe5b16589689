"""What a customer typed among the unmarked lines of a letter of ours is his new text, and the agents read all of it."""

from dataclasses import replace

import pytest

from mailbot.desk.decide import decide
from mailbot.desk.facts import Detail, Facts
from mailbot.desk.wanted import ask, wanted
from mailbot.mail.message import Token, TokenKind, Verified
from tests.desk.agents import ANNA, CASE, CONFIG, EARLIER, NOW, RULES, letters, mail

MARK = "##- Skriv ditt svar ovanför den här raden -##"
LETTER = f"{MARK}\n\nHej!\n\nHar du startat om datorn?\n\nVilken skrivare är det?\n\nSkicka gärna en bild.\n\nEva\nV support"
HEAD = "Från: V <support@v.example>\nSkickat: den 24 november 2026 10:00\nTill: anna@k.se\nÄmne: Fel\n\n"
ANSWERED = HEAD + LETTER.replace("datorn?", "datorn?\n\nJa, två gånger.").replace("är det?", "är det?\n\nEn HP 4000")
TOKEN = Token(TokenKind.CUSTOMER, CASE.id, "p1", 0, 0)


def customers(above, quoted, **more):
    """The customer's mail, with the token of his case."""
    text = f"{above}\n\n{quoted}"
    return replace(mail(above), sender=Verified(ANNA.address, mail("").envelope.door, "internal"), text=text, quoted=quoted, tokens=(TOKEN,), written_at=NOW, **more)


def told(message, case=CASE, known=(LETTER,)):
    """What the agents read of it."""
    decision = decide(message, Facts(NOW, EARLIER, by_token=((TOKEN, case),), letters=known), CONFIG, RULES)
    return next(letter.values["text"] for letter in letters(decision) if letter.template == "agent_update")


@pytest.mark.parametrize("above", ["Hej, se nedan.", "Hej!", ""])
def test_the_agents_read_his_answers_below_what_they_answer(above):
    assert "Har du startat om datorn?\n\nJa, två gånger.\n\nVilken skrivare är det?\n\nEn HP 4000" in told(customers(above, ANSWERED))


def test_of_a_letter_that_came_back_as_it_was_they_read_nothing():
    assert told(customers("Ja, två gånger.", HEAD + LETTER)) == "Ja, två gånger."


def test_of_a_case_that_nobody_has_seen_his_earlier_answers_are_read_too():
    earlier = (f"Hej!\n\n{ANSWERED}", f"Tack.\n\n{HEAD}{LETTER}")
    case = replace(CASE, state="awaiting_details", unseen_texts=earlier, rounds_asked=5, details=(Detail("steps", "", "asked"),))
    read = told(customers("Det är allt.", HEAD + LETTER), case)
    assert "Ja, två gånger." in read and read.count("Skicka gärna en bild") == 1 and "Tack." in read


def test_what_he_types_there_is_looked_up_like_any_text():
    """A mail is asked about once more where the letter shows what is his."""
    message, asked = customers("Hej!", HEAD + LETTER.replace("är det?", "är det?\n\nID-nummer 204817-1, upplåsningskod K7QF-29MX")), []
    config = CONFIG.model_copy(update={"entitlement": CONFIG.entitlement.model_copy(update={"match_by": ["address", "id_and_code"]})})
    ask(message, config, RULES, lambda question: asked.append(question) or Facts(NOW, EARLIER, letters=(LETTER,)))
    assert [each.credential is not None for each in asked] == [False, True] and all(each.letters for each in asked)


@pytest.mark.parametrize(("quoted", "asks"), [(HEAD + LETTER, True), ("> " + LETTER.replace("\n", "\n> "), False), ("", False)])
def test_letters_are_read_only_where_the_old_part_is_unmarked(quoted, asks):
    assert wanted(customers("Hej!", quoted), CONFIG, RULES).letters is asks
