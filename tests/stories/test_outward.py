"""What leaves the desk: held for a while, taken back, released, asked about when two answer at once, and stopped when it holds something internal."""

import pytest

from tests.stories.conftest import paid, to
from tests.stories.test_first_line import COMPLETE

LISA = '\n[[agent]]\nid = "lisa"\nname = "Lisa Berg"\nemail = ["lisa@bokis.info"]\n'
WORDS = "Uppdatera till version 7.4, så försvinner felet."
CASE = "BK-2026-000001"
CUSTOMER, EVA, LISAS = "anna@firma.se", "eva@bokis.info", "lisa@bokis.info"


def desk_of_two(open_box, hold="0s"):
    box = open_box("bokis", "2026-11-23 09:00", f'[agents]\nhold = "{hold}"', instead=(('[[agent]]\nid = "eva"', f'{LISA}[[agent]]\nid = "eva"'),))
    paid(box, CUSTOMER, 300, "2026-11-23")
    mails = box.write(CUSTOMER, COMPLETE, subject="Fel vid utskrift")
    return box, to(mails, EVA), to(mails, LISAS)


def lisa_was_first(open_box):
    """Two minutes after both were told of the case she answered it, and Eva has not seen that."""
    box, evas, lisas = desk_of_two(open_box)
    box.clock.pass_by(minutes=2)
    box.answer(lisas, WORDS)
    box.clock.pass_by(minutes=1)
    return box, evas


def state(box):
    return box.store.case(CASE).head.state


# ---- the customer's copy -------------------------------------------------------------------------
def test_the_customer_hears_a_first_name_from_the_support_address(open_box):
    box, _, notice = desk_of_two(open_box)
    reply = to(box.answer(notice, f"{WORDS}\n\n-- \nLisa Berg\nlisa@bokis.info"), CUSTOMER)
    assert reply.header("From").startswith("Lisa – ") and "<support@bokis.info>" in reply.header("From")
    assert "lisa@bokis.info" not in reply.raw.decode() and "Berg" not in reply.text
    assert "> " in reply.text and reply.text.startswith("##-")


# ---- hold and /undo ------------------------------------------------------------------------------
def test_an_answer_waits_and_then_leaves(open_box):
    box, notice, _ = desk_of_two(open_box, "2m")
    (receipt,) = box.answer(notice, f"/spend 10m\n{WORDS}")
    assert receipt.to == EVA and "/undo" in receipt.text and "09.02" in receipt.text
    assert box.settle() == []
    box.clock.pass_by(minutes=2)
    (reply,) = box.settle()
    assert reply.to == CUSTOMER and WORDS in reply.text


def test_undo_takes_back_the_words_the_time_and_the_state(open_box):
    box, notice, _ = desk_of_two(open_box, "2m")
    (receipt,) = box.answer(notice, f"/spend 10m\n{WORDS}\n/close")
    assert state(box) == "closed"
    (back,) = box.answer(receipt, "/undo")
    assert (box.verdict, back.to, state(box)) == ("agent_undone", EVA, "open")
    assert WORDS in back.text
    box.clock.pass_by(hours=1)
    assert box.settle() == [], "nothing was sent"
    assert sum(entry.minutes for entry in box.store.case(CASE).times) == 0
    reply = to(box.answer(back, f"/spend 5m\n{WORDS}") + _later(box), CUSTOMER)
    assert "10 minuter kvar" in reply.text, "the minutes had returned"


def _later(box):
    box.clock.pass_by(minutes=5)
    return box.settle()


def test_undo_takes_back_all_that_the_mail_did_to_the_case(open_box):
    """Unless somebody changed it since; what is no matter of the case alone stands, and is told."""
    box, notice, _ = desk_of_two(open_box, "2m")
    before = box.store.case(CASE)
    (receipt,) = [mail for mail in box.answer(notice, f"/cc bo@firma.se\n/assign lisa\n/subject Nytt namn\n/tag x\n/solution Starta om\n{WORDS}") if mail.to == EVA]
    box.answer(receipt, "/tag y")
    back = to(box.answer(receipt, "/undo"), EVA)
    after = box.store.case(CASE)
    assert (after.head.subject, after.head.assigned_to, after.head.state) == (before.head.subject, None, "open")
    for line, becomes in (("/cc bo@firma.se", "återtaget"), ("/subject Nytt namn", "återtaget"), ("/tag x", "inte återtaget"), ("/solution Starta om", "står kvar")):
        assert f"{line}: {becomes}" in back.text or f"{line}: gjort, och det {becomes}" in back.text
    box.clock.pass_by(hours=1)
    assert box.settle() == []
    answer = box.answer(notice, WORDS) + _later(box)
    assert [mail.to for mail in answer if mail.to not in (EVA, LISAS)] == [CUSTOMER], "Bo reads nothing"


def test_a_referral_waits_too(open_box):
    box, notice, _ = desk_of_two(open_box, "2m")
    (receipt,) = box.answer(notice, "/refer other")
    assert receipt.to == EVA and "09.02" in receipt.text and state(box) == "closed"
    box.answer(receipt, "/undo")
    assert (box.verdict, state(box)) == ("agent_undone", "open") and _later(box) == []


def test_undo_comes_too_late(open_box):
    box, notice, _ = desk_of_two(open_box, "2m")
    (receipt,) = box.answer(notice, WORDS)
    box.clock.pass_by(minutes=2)
    assert to(box.settle(), CUSTOMER)
    (refused,) = box.answer(receipt, "/ångra")
    assert box.verdict == "agent_refused" and "09:00" in refused.text
    assert state(box) == "answered"


@pytest.mark.parametrize("text", ["/undo", "/undo\nHej igen", "/undo\n/close"])
def test_undo_of_nothing_changes_nothing(open_box, text):
    box, notice, _ = desk_of_two(open_box, "2m")
    (refused,) = box.answer(notice, text)
    assert (box.verdict, refused.to, state(box)) == ("agent_refused", EVA, "open")


# ---- SEND ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("word", ["SEND", "skicka", "Senden!", "verstuur", "/send"])
def test_send_releases_the_mail_without_the_faulty_line(open_box, word):
    box, notice, _ = desk_of_two(open_box)
    (refused,) = box.answer(notice, f"/spend 10m\n/spned 10m\n{WORDS}")
    assert "SEND" in refused.text
    mails = box.answer(refused, word)
    assert WORDS in to(mails, CUSTOMER).text and word not in to(mails, CUSTOMER).text
    assert (box.verdict, state(box)) == ("agent_replied", "answered")
    assert [entry.minutes for entry in box.store.case(CASE).times] == [10]


def test_what_was_sent_is_not_sent_twice(open_box):
    box, notice, _ = desk_of_two(open_box)
    (refused,) = box.answer(notice, f"/spned 10m\n{WORDS}")
    box.answer(refused, "SEND")
    (again,) = box.answer(refused, "SEND")
    assert (box.verdict, again.to) == ("agent_refused", EVA)
    (third,) = box.answer(again, "SEND")
    assert (box.verdict, third.to) == ("agent_refused", EVA), "SEND itself is no words for a customer"


def test_a_corrected_text_settles_it_too(open_box):
    box, notice, _ = desk_of_two(open_box)
    (refused,) = box.answer(notice, f"/spned 10m\n{WORDS}")
    assert WORDS in to(box.answer(refused, f"/spend 10m\n{WORDS}"), CUSTOMER).text
    (again,) = box.answer(refused, "SEND")
    assert (box.verdict, again.to) == ("agent_refused", EVA)


def test_send_with_more_below_goes_nowhere(open_box):
    box, notice, _ = desk_of_two(open_box)
    (refused,) = box.answer(notice, f"/spned 10m\n{WORDS}")
    (again,) = box.answer(refused, "SEND\n\noch säg att vi ringer")
    assert (box.verdict, again.to) == ("agent_refused", EVA)


def test_another_agents_send_releases_nothing(open_box):
    box, notice, lisas = desk_of_two(open_box)
    (refused,) = box.answer(notice, f"/spned 10m\n{WORDS}")
    thread = {"In_Reply_To": refused.header("Message-ID")}
    assert [mail.to for mail in box.answer(lisas, "SEND", **thread)] == [LISAS]
    assert box.verdict == "agent_refused"


# ---- two at once ---------------------------------------------------------------------------------
def test_the_second_of_two_answers_is_asked_about(open_box):
    box, evas = lisa_was_first(open_box)
    (asked,) = box.answer(evas, "Starta om programmet.")
    assert (box.verdict, asked.to) == ("agent_second", EVA)
    assert "Lisa" in asked.text and "9.02" in asked.text and WORDS in asked.text
    assert "Starta om programmet." in to(box.answer(asked, "SEND"), CUSTOMER).text


def test_a_refused_mail_still_counts_from_what_its_agent_had_seen(open_box):
    """Lisa answers before Eva's faulty mail comes back to her: SEND does not jump over the question."""
    box, evas = lisa_was_first(open_box)
    (refused,) = box.answer(evas, "/spned\nStarta om programmet.")
    (asked,) = box.answer(refused, "SEND")
    assert (box.verdict, asked.to) == ("agent_second", EVA)
    assert "Starta om programmet." in to(box.answer(asked, "SEND"), CUSTOMER).text


def test_send_leaves_out_no_line_that_went_wrong_only_since(open_box):
    """When the mail came back, Lisa could still have been given the case twice over; he hears of the second fault before anything goes."""
    box, notice, lisas = desk_of_two(open_box)
    (refused,) = box.answer(notice, f"/spned\n/take\n{WORDS}")
    box.answer(lisas, "/take")
    (again,) = box.answer(refused, "SEND")
    assert (box.verdict, again.to) == ("agent_refused", EVA) and "/spned" in again.text and "/take force" in again.text
    assert WORDS in to(box.answer(again, "SEND"), CUSTOMER).text and box.store.case(CASE).head.assigned_to == "lisa"


def test_reply_first_waits_for_nobody_not_even_oneself(open_box):
    box, evas, _ = desk_of_two(open_box)
    box.clock.pass_by(minutes=2)
    box.answer(evas, WORDS)
    box.clock.pass_by(minutes=1)
    box.answer(evas, "/reply first\nEn sak till.")
    assert box.verdict == "agent_second"
    box.answer(evas, "En sak till.")
    assert box.verdict == "agent_replied"


def test_reply_makes_an_answer_of_a_mail_to_the_note_address(open_box):
    box, _, lisas = desk_of_two(open_box)
    mails = box.answer(lisas, f"/note\n{WORDS}")
    assert box.verdict == "agent_noted" and CUSTOMER not in {mail.to for mail in mails}
    box.answer(lisas, f"/reply\n/note\n{WORDS}")
    assert box.verdict == "agent_refused"


# ---- the last look -------------------------------------------------------------------------------
NOTE = "Kunden har tre obetalda fakturor och hotar alltid med advokat när vi påminner."


def test_a_note_does_not_reach_the_customer_until_its_agent_says_so(open_box):
    """Nothing of the mail is done: no time, no state, no clock. SEND does all of it, then and not before."""
    box, notice, _ = desk_of_two(open_box)
    box.answer(notice, f"/note\n{NOTE}")
    words = f"Hej!\n\n{NOTE.upper()[:60]}\n\nMvh"
    (held,) = box.answer(notice, f"/spend 10m\n{words}\n/close")
    assert (box.verdict, held.to, state(box)) == ("agent_held", EVA, "open")
    assert "intern anteckning" in held.text and NOTE.upper()[:60] in held.text and "SEND" in held.text
    head = box.store.case(CASE).head
    assert (head.answered_at, box.store.case(CASE).times, box.store.held()) == (None, (), ())
    box.clock.pass_by(minutes=30)
    mails = box.answer(held, "SEND")
    assert NOTE.upper()[:60] in to(mails, CUSTOMER).text and state(box) == "closed"
    assert [entry.minutes for entry in box.store.case(CASE).times] == [10]
    assert box.store.case(CASE).head.answered_at == box.clock()
    assert [mail.to for mail in box.answer(held, "SEND")] == [EVA] and box.verdict == "agent_refused"


def test_undo_lets_it_be_and_a_corrected_text_replaces_it(open_box):
    box, notice, _ = desk_of_two(open_box)
    box.answer(notice, f"/note\n{NOTE}")
    (held,) = box.answer(notice, NOTE)
    (back,) = box.answer(held, "/undo")
    assert (box.verdict, back.to, state(box)) == ("agent_undone", EVA, "open") and NOTE[:60] in back.text
    assert [mail.to for mail in box.answer(held, "SEND")] == [EVA] and box.verdict == "agent_refused"
    (held,) = box.answer(notice, NOTE + " Hej då.")
    assert WORDS in to(box.answer(held, WORDS), CUSTOMER).text and state(box) == "answered"
    assert [mail.to for mail in box.answer(held, "SEND")] == [EVA]


def test_a_token_goes_out_by_a_leads_word_alone(open_box):
    box, _, notice = desk_of_two(open_box)
    both = box.answer(notice, f"Svara till {notice.reply_to}")
    assert sorted(mail.to for mail in both) == [EVA, LISAS] and "Eva" in to(both, LISAS).text and "Lisa Berg" in to(both, EVA).header("Subject")
    assert not [mail for mail in box.answer(to(both, LISAS), "SEND") if mail.to == CUSTOMER] and state(box) == "open"
    mails = box.answer(to(both, EVA), "SEND")
    assert to(mails, CUSTOMER).header("From").startswith("Lisa – ") and state(box) == "answered"
    assert {mail.to for mail in mails} == {CUSTOMER, EVA, LISAS}


def test_what_the_customer_wrote_himself_may_be_quoted(open_box):
    """An agent copies the customer's words into a note; the short quote below the answer is no leak."""
    box, notice, _ = desk_of_two(open_box)
    box.answer(notice, f"/note\nHon skriver: {COMPLETE}")
    assert to(box.answer(notice, WORDS), CUSTOMER) and box.store.held() == ()


def test_a_refused_text_is_no_note(open_box):
    box, notice, _ = desk_of_two(open_box)
    (refused,) = box.answer(notice, f"/spned\n{WORDS}")
    assert WORDS in to(box.answer(refused, WORDS), CUSTOMER).text


def test_a_subject_is_looked_at_as_words_are(open_box):
    box, notice, _ = desk_of_two(open_box)
    box.answer(notice, f"/note\n{NOTE}")
    (held,) = box.answer(notice, f"/subject {NOTE}")
    assert (box.verdict, held.to, box.store.case(CASE).head.subject) == ("agent_held", EVA, "Fel vid utskrift")


@pytest.mark.parametrize("words", ["Skriv till Lisa@Bokis.info nästa gång.", "Skriv till lisa (at) bokis.info nästa gång."])
def test_another_agents_address_does_not_reach_the_customer(open_box, words):
    box, notice, _ = desk_of_two(open_box)
    (held,) = box.answer(notice, words)
    assert held.to == EVA and box.verdict == "agent_held" and box.settle() == []


# ---- one Message-ID for two mails ----------------------------------------------------------------
def test_other_words_under_the_same_message_id_are_not_lost(open_box):
    box, notice, _ = desk_of_two(open_box)
    one = {"Message_ID": "<one@bokis.info>"}
    assert to(box.answer(notice, WORDS, **one), CUSTOMER)
    assert box.answer(notice, WORDS, Cc="eva@bokis.info", **one) == [] and box.verdict == "repeated"
    (told,) = box.answer(notice, "Starta om programmet.", **one)
    assert (box.verdict, told.to) == ("agent_same_id", EVA) and "Message-ID" in told.text and "Starta om programmet." in told.text
    assert "Starta om programmet." in to(box.answer(told, "Starta om programmet."), CUSTOMER).text
