"""Whose words a letter shows: only who wrote them reads them as his own, and whom an agent asked from outside speaks to the agents alone."""

from dataclasses import replace

import pytest

from mailbot.desk.decide import decide
from mailbot.desk.effects import Append, SetState
from mailbot.desk.facts import Facts, Participant
from mailbot.mail.envelope import Door
from mailbot.mail.message import Claimed, Token, TokenKind, Verified
from tests.desk.agents import ANNA, CASE, CONFIG, EARLIER, NOW, RULES, does, effects, mail, text_of, to_customer

# ---- whose words are quoted --------------------------------------------------------------------------
BO, HELP = Participant(2, "bo@k.se", "cc", copies=True), Participant(3, "help@lev.example", "third")


@pytest.mark.parametrize(("author", "quoted_to"), [
    ("Anna@K.se", ["anna@k.se"]), ("bo@k.se", ["bo@k.se"]),
    ("help@lev.example", []), ("ola@annan.example", []), ("gone@k.se", []), ("", []), ("two@k.se, bo@k.se", []),
])
def test_only_who_wrote_the_last_words_reads_them_as_his(author, quoted_to):
    gone = Participant(4, "gone@k.se", "removed", copies=True)
    case = replace(CASE, participants=(ANNA, BO, HELP, gone), last_author=author, last_said_at=EARLIER, last_verified=True)
    sent = [letter for letter in does("Hej.", case).letters if letter.template == "agent_reply"]
    assert [letter.to for letter in sent] == ["anna@k.se", "bo@k.se"]
    assert [letter.to for letter in sent if "Du skrev" in text_of(letter) and CASE.last_customer_text in text_of(letter)] == quoted_to
    assert all(CASE.last_customer_text not in text_of(letter) and letter.values["quoted_at"] is None for letter in sent if letter.to not in quoted_to)


def test_what_nothing_proves_to_be_his_is_quoted_to_nobody():
    """Whoever writes in the requester's name does not have his words brought to him by us."""
    case = replace(CASE, last_author="anna@k.se", last_said_at=EARLIER, last_verified=False)
    (letter,) = to_customer(does("Hej.", case))
    assert letter.values["quote"] == "" and CASE.last_customer_text not in text_of(letter)


@pytest.mark.parametrize(("author", "proven", "told"), [
    ("Anna@K.se", True, "Kunden (anna@k.se) skrev senast"), ("Anna@K.se", False, "inget bevisar"), ("ola@annan.example", False, "senast från ola@annan.example"),
])
def test_who_gets_a_case_reads_whose_words_they_are(author, proven, told):
    case = replace(CASE, last_author=author, last_verified=proven)
    (letter,) = [letter for letter in does("/assign hugo", case).letters if letter.template == "agent_assigned"]
    assert told.lower() in " ".join(text_of(letter).split()).lower()


# ---- whom an agent asked -----------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [TokenKind.CUSTOMER, TokenKind.STATUS, TokenKind.THIRD])
@pytest.mark.parametrize("state", ["open", "awaiting_entitlement", "awaiting_details", "closed"])
@pytest.mark.parametrize("proven", [True, False])
def test_whom_an_agent_asked_speaks_to_the_agents_whichever_address_he_uses(kind, state, proven):
    decision = writes("Help@lev.example", kind, state, proven)
    notes = [effect for effect in decision.effects if isinstance(effect, Append)]
    assert decision.verdict == "third_answered" and [(note.case_id, note.direction, note.verified) for note in notes] == [(CASE.id, "note", proven)]
    assert {letter.template for letter in decision.letters} == {"third_answered"} and not effects(decision, SetState)
    assert all("Kund:" not in text_of(letter) and "Filen" in text_of(letter) for letter in decision.letters)


@pytest.mark.parametrize("sender", ["anna@k.se", "bo@k.se", "ola@annan.example"])
def test_all_others_who_write_to_the_customers_address_speak_as_before(sender):
    assert writes(sender, TokenKind.CUSTOMER, "open", True).verdict == "joined"


def writes(sender, kind, state, proven):
    """What a mail of his to such an address would do."""
    token = Token(kind, CASE.id, "lisa" if kind is TokenKind.THIRD else "p1", 0, 1)
    sent = replace(mail("Filen är skadad. Vad gör jag?"), tokens=(token,), to=("support@v.example",),
                   sender=Verified(sender, Door.LMTP, "internal") if proven else Claimed(sender, Door.LMTP, "nothing proves it"))
    case = replace(CASE, state=state, participants=(ANNA, BO, HELP), closed_at=EARLIER if state == "closed" else None)
    return decide(sent, Facts(NOW, EARLIER, by_token=((token, case),)), CONFIG, RULES)
