"""Atomic: whatever an agent writes besides, one bad line and nothing happens: no row changes, no customer hears of it (commands.md 5.2)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.desk.facts import SentBack
from mailbot.mail.message import TokenKind
from tests.desk.agents import ANNA, CASE, EARLIER, at_desk, does, is_refused, letters, mail, receipt, to_customer

GOOD = (
    "/take", "/assign hugo", "/unassign", "/start", "/line 2 tell", "/route lon", "/watch", "/priority 2 final", "/workaround Starta om", "/subject Ny", "/product GO",
    "/kind handling", "/language en", "/tag moms", "/reproduced no", "/solution Uppdatera", "/lesson Oklart", "/checklist steps", "/waive all", "/spend 10m", "/ask", "/ask access",
    "/resolve", "/close", "/reopen", "/refer accounting", "/decline Nej", "/convert wish", "/away", "/back", "/status", "/queue", "/balance", "/faq print",
    "/template update", "/note", "/help", "// internt", "Hej! Så här gör du.", "Mvh Lisa", "",
)
BAD = (
    "/spned 10m", "/xyzzy", "/assign nobody", "/line 9", "/route nowhere", "/priority 17", "/product Bokis", "/kind brev", "/language klingon", "/tag -none",
    "/reproduced maybe", "/checklist nonsense", "/waive nonsense", "/spend 1h30", "/spend 10m 2027-12-01", "/close because", "/refer cooking", "/convert bug", "/away 1/12",
    "/status NO-1", "/faq nowhere", "/template nothing", "/new bo@k.se", "/unwatch", "/ask version", "/away snart", "/take now", "/subject", "/decline", "/workaround",
)
CASES = (CASE, replace(CASE, state="awaiting_details"), replace(CASE, state="closed", closed_at=EARLIER), replace(CASE, assigned_to="hugo", assigned_at=EARLIER))


@given(st.lists(st.sampled_from(GOOD), max_size=6), st.sampled_from(BAD), st.integers(0, 6), st.sampled_from(CASES), st.sampled_from(("lisa", "omar", "dev")))
@settings(max_examples=150, deadline=None)
def test_one_bad_line_and_nothing_happens(lines, bad, place, case, agent):
    """The bad line stands above or below the words for the customer, never among them: there a slash is text."""
    commands = [line for line in lines if line.startswith("/")]
    words = [line for line in lines if not line.startswith("/")]
    text = "\n".join([*commands[:place], bad, *commands[place:], *words])
    decision = does(text, case, agent)
    assert is_refused(decision)
    assert all(letter.to != ANNA.address for letter in decision.letters)


@given(st.lists(st.sampled_from(GOOD), max_size=5), st.sampled_from(BAD[:-4]))
@settings(max_examples=60, deadline=None)
def test_nor_at_the_desk_address(lines, bad):
    assert is_refused(at_desk("\n".join([bad, *(line for line in lines if line.startswith("/"))])))


@pytest.mark.parametrize("bad", BAD)
def test_every_bad_line_is_bad_by_itself(bad):
    assert is_refused(does(bad))


@pytest.mark.parametrize("text", ["/note\nintern anteckning", "/note\n/close", "/note\n/take\n/tag moms", "// bara en anmärkning", "/note\n/workaround hemligt"])
def test_a_note_says_nothing_of_itself_to_the_customer(text):
    assert all("text" not in letter.values for letter in does(text).letters if letter.to == ANNA.address)


# ---- what is said of it --------------------------------------------------------------------------------
OFFER, MEND = "Svara SEND överst", "Rätta och skicka alltihop igen"


@pytest.mark.parametrize(("text", "agent", "says", "never"), [
    ("/spned 10m\nHej!", "lisa", (OFFER, "skickas texten utan den raden", "rätta en rad"), ()),
    ("/spned 10m\n/xyzzy\nHej!", "lisa", (OFFER, "utan de raderna", "rätta 2 rader"), ()),
    ("/note\n/xyzzy\nintern", "lisa", (OFFER, "sparas anteckningen utan den raden"), ("skickas texten",)),
    ("/spned 10m", "lisa", (MEND, "/spned 10m", "/spend"), ("SEND",)), ("/spned 10m\n/close", "lisa", (MEND,), ("SEND",)), ("/reply", "lisa", (MEND, "ingen text att skicka"), ("SEND",)),
    ("", "lisa", ("ingen text att skicka", "Det gick inte"), ("SEND", "Rad 1", "Rätta")), ("/undo", "lisa", ("Det gick inte", "väntar på att skickas"), ("SEND", "Rätta")),
    ("Hej!", "rita", ("Det gick inte", "Du skrev:", "Hej!"), ("SEND", "Rätta")), ("/close", "rita", ("Det gick inte", "/close"), ("SEND", "Rätta")),
    ("/note\nHej!", "rita", ("Det gick inte", "Du skrev:"), ("SEND", "Rätta")), ("/allow Ja", "lisa", ("Det gick inte",), ("SEND", "Rätta")), ("/allow Ja\nHej!", "lisa", (OFFER,), ()),
    ("SEND", "lisa", ("Det gick inte", "inget mejl av dig att skicka"), (OFFER, "Rätta")),
])
def test_send_is_offered_only_where_there_are_words_that_it_could_send(text, agent, says, never):
    decision = does(text, agent=agent)
    told = " ".join(receipt(decision).split())
    assert is_refused(decision) and [each for each in says if each not in told] == [] == [each for each in never if each in told], told


# ---- SEND leaves out what he was told of, and nothing else ---------------------------------------------
def sends(text, names, **facts):
    return does("SEND", sent_back=SentBack(5, "agent_refused", mail(text), False, names), **facts)


@pytest.mark.parametrize(("text", "names"), [
    ("/spned 10m\n/assign nobody\nHej!", (1, 2)), ("/spend 10m 2027-12-01\n/spned\nHej!", (1, 2)), ("/spned\n/allow Ja\n/waive nonsense\nHej!", (1, 2, 3)),
    ("/close\n/resolve\n/line 9\nHej!", (2, 3)), ("/spned\nHej!", (1,)), ("/xyzzy\n/faq nowhere\nHej!", (1, 2)),
])
def test_all_that_is_wrong_is_told_at_once_and_only_that_is_left_out(text, names):
    """Also what shows only when another line is read, allowed and in its place."""
    (letter,) = letters(does(text))
    assert letter.names == names and [fault["line"] for fault in letter.values["faults"]] == [*names]
    assert sends(text, names).verdict == "agent_replied"


@pytest.mark.parametrize("names", [(), (1,), (2,)])
def test_a_line_that_he_was_not_told_of_comes_back_first(names):
    """The books may have moved between the refusal and SEND."""
    decision = sends("/spned 10m\n/assign nobody\nHej!", names)
    assert is_refused(decision) and decision.letters[0].names == (1, 2) and OFFER in receipt(decision)


def test_what_is_well_by_now_is_done():
    decision = sends("/assign hugo\nHej!", (1,))
    assert decision.verdict == "agent_replied" and any(letter.template == "agent_assigned" for letter in decision.letters)


@pytest.mark.parametrize("text", ["/spned\n/reply", "/spned", "/ask", "/consult x@y.se", "/spned\n/ask", "/new bo@k.se\nHej"])
def test_no_rest_no_offer(text):
    assert ("SEND" in receipt(does(text))) == text.endswith("Hej")


@pytest.mark.parametrize(("text", "left"), [
    ("/decline Vi gör inte sådant.", ""), ("/decline Vi gör inte sådant.\nHej!", "Hej!"), ("/take\n/workaround Starta om.", ""), ("/workaround Starta om.\nHej!\nStarta om.", "Hej!\nStarta om."),
    ("/decline Nej.\n/workaround Starta om.\nHej!", "Hej!"),
])
def test_words_of_a_line_that_is_left_out_are_left_out_with_it(text, left):
    closed = CASES[2]
    refusal = does(text, closed)
    assert (OFFER in receipt(refusal)) == bool(left)
    sent = to_customer(does("SEND", closed, sent_back=SentBack(5, "agent_refused", mail(text), False, refusal.letters[0].names)))
    assert [letter.values["text"] for letter in sent] == ([left] if left else [])


@pytest.mark.parametrize("line", ["/reopen", "/take", "/close", "/decline Nej"])
def test_what_was_only_collected_becomes_a_case_by_another_command(line):
    assert "/convert case" in receipt(does(line, replace(CASE, state="unanswered"))) and does("/convert case", replace(CASE, state="unanswered")).verdict == "agent_commanded"


def test_words_that_a_faulty_new_would_have_sent_go_nowhere_by_send():
    text = "/new bo@@k.se\nUtskriften blir tom."
    assert OFFER not in receipt(at_desk(text)) and MEND in receipt(at_desk(text))
    again = at_desk("SEND", sent_back=SentBack(5, "agent_refused", mail(text, kind=TokenKind.DESK), False, (1,)))
    assert is_refused(again) and "Utskriften blir tom." in receipt(again)


def test_without_a_case_the_words_of_a_new_one_can_be_sent():
    assert OFFER in receipt(at_desk("/new bo@k.se\n/spned\nUtskriften blir tom.")) and OFFER not in receipt(at_desk("/spned"))
