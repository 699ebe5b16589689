"""An agent asks somebody from outside: he reads the agent's words alone, and what he answers is a note, whoever he says he is."""

import pytest

from tests.stories.conftest import to
from tests.stories.test_s28_robots import with_case

ANNA, EVA, HELP = "anna@firma.se", "eva@bokis.info", "help@lev.example"
QUESTION = "Vad betyder fel 3021 i ert bibliotek?"


@pytest.fixture
def asked(open_box):
    box, ack, notice = with_case(open_box)
    mails = box.answer(notice, f"/consult {HELP}\n{QUESTION}")
    assert {mail.to for mail in mails} == {HELP, EVA}, "and the receipt"
    return box, ack, notice, to(mails, HELP)


def notes(box):
    return [said for said in box.store.case("BK-2026-000001").messages if said.direction == "note"]


def test_the_question_holds_the_agents_words_and_nothing_of_the_customer(asked):
    box, _, _, letter = asked
    raw = letter.raw.decode()
    assert QUESTION in letter.text
    assert [word for word in (ANNA, EVA, "utskrift", "Windows", "STATUS") if word in raw] == []
    assert letter.subject.startswith("[BK-2026-000001]") and "Auto-Submitted" not in raw
    assert QUESTION in notes(box)[-1].text and box.store.cases(None, everything=True)[0].state == "open", "nobody has answered the customer"


@pytest.mark.parametrize("sender", [HELP, "annan@lev.example", ANNA])
@pytest.mark.parametrize("verified", [True, False])
def test_the_answer_is_a_note_to_the_agents(asked, sender, verified):
    box, _, _, letter = asked
    mails = box.answer(letter, "Filen är skadad. STÄNG", sender=sender, verified=verified)
    assert box.verdict == "third_answered" and [mail.to for mail in mails] == [EVA]
    said = notes(box)[-1]
    assert (said.author, said.verified) == (sender, verified) and "Filen är skadad" in said.text
    assert ("bevisar" in mails[0].text) == (not verified) and ("gick inte till" in mails[0].text) == (sender != HELP)
    assert box.store.cases(None, everything=True)[0].state == "open" and dict(box.store.case("BK-2026-000001").participants)[HELP] == "third"


def test_a_command_of_his_is_no_command(asked):
    box, _, _, letter = asked
    (notice,) = box.answer(letter, "STÄNG")
    assert box.verdict == "third_answered" and box.store.cases(None, everything=True)[0].state == "open"
    assert notice.to == EVA


def test_the_agents_answer_to_it_stays_inside(asked):
    """A reply to a note is a note; the customer is written to by the address that stands in the notice."""
    box, _, _, letter = asked
    (notice,) = box.answer(letter, "Filen är skadad.")
    assert all(mail.to != ANNA for mail in box.answer(notice, "Det tror jag inte på.")) and box.verdict == "agent_noted"
    again = box.answer(notice, f"/consult {HELP}\nVilken fil?")
    assert {mail.to for mail in again} == {HELP, EVA}


def test_he_reads_none_of_the_answers_and_has_no_case(asked):
    box, _, notice, letter = asked
    assert {mail.to for mail in box.answer(notice, "Filen är skadad: hämta den på nytt.")} == {ANNA}
    box.write(HELP, "Vad blev det av fel 3021?", subject=f"Re: {letter.subject}")
    assert box.verdict == "free_help", "a new mail of his is a stranger's"


def test_a_machine_of_his_changes_nothing(asked):
    box, _, _, letter = asked
    assert box.answer(letter, "Jag är på semester.", Auto_Submitted="auto-replied") == []


def test_a_bounce_of_the_question_is_told_to_the_agent(asked):
    from tests.stories.test_s28_robots import BOUNCE

    box, _, _, letter = asked
    box.post(BOUNCE.replace("{id}", letter.header("Message-ID")).replace("anna@firma.se", HELP).replace("\n", "\r\n").encode(), mail_from="", to="support@bokis.info")
    assert HELP in to(box.settle(), EVA).text


@pytest.mark.parametrize("reply_is", ["public", "note"])
def test_what_a_plain_answer_does_is_bound_to_the_notice(open_box, reply_is):
    """The settings that count are those under which the notice was written (peers.md 2.9b)."""
    box, _, notice = with_case(lambda *given: open_box(*given, f'[agents]\nreply_is = "{reply_is}"'))
    assert ("på det här mejlet går till kunden" in " ".join(notice.text.split())) == (reply_is == "public")
    config = box.desk.loaded.config
    other = config.agent_mail.model_copy(update={"reply_is": "note" if reply_is == "public" else "public"})
    object.__setattr__(config, "agent_mail", other)
    mails = box.answer(notice, "Uppdatera till 7.4.")
    assert box.verdict == ("agent_replied" if reply_is == "public" else "agent_noted") and (ANNA in {mail.to for mail in mails}) == (reply_is == "public")


def test_a_question_that_came_back_never_goes_to_the_customer(open_box):
    """The address is mistyped, and the agent says SEND: without that line it is still nothing for the customer."""
    box, _, notice = with_case(open_box)
    back = to(box.answer(notice, f"/consult help@\n{QUESTION}"), EVA)
    mails = box.answer(back, "SEND")
    assert box.verdict == "agent_noted" and ANNA not in {mail.to for mail in mails}


def test_what_he_answered_is_no_word_for_the_customer(asked):
    """A note that an answer repeats is held back for a person, his words as any others."""
    box, _, notice, letter = asked
    box.answer(letter, "Felet betyder att en säkerhetskopia av registret skrevs medan ni läste det.")
    mails = box.answer(notice, "Felet betyder att en säkerhetskopia av registret skrevs medan ni läste det.")
    assert ANNA not in {mail.to for mail in mails} and box.verdict == "agent_held"
