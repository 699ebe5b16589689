"""How a case goes on or ends: /ask, /checklist, /waive, /resolve, /close, /reopen, /convert, /refer, /decline."""

from dataclasses import replace

import pytest

from mailbot import render
from mailbot.desk.effects import Answered, Append, Collect, SetDetails, SetDue, SetState, Spend
from mailbot.desk.facts import Detail
from tests.desk.agents import (
    CASE,
    CONFIG,
    EARLIER,
    NOW,
    does,
    effects,
    is_refused,
    receipt,
    text_of,
    to_customer,
)

CLOSED = replace(CASE, state="closed", closed_at=EARLIER)
WAITS = replace(CASE, state="awaiting_details", start_due_at=None)


def state_of(decision):
    return [(effect.state, effect.resolution) for effect in effects(decision, SetState)]


# ---- asking --------------------------------------------------------------------------------------------
def test_ask_waits_and_says_so():
    decision = does("Vilken version har du?\n/ask")
    assert state_of(decision) == [("awaiting_customer", None)] and effects(decision, Answered)
    (letter,) = to_customer(decision)
    assert "Vi väntar på ditt svar" in text_of(letter)


@pytest.mark.parametrize("text", ["/ask", "/note\nVilken version?\n/ask", "/ask version", "Hej\n/ask\n/close"])
def test_ask_without_a_question(text):
    assert is_refused(does(text))


@pytest.mark.parametrize("line", ["/ask access", "/ASK Access", "/fråga åtkomst", "/ask tillgång", "/ask Zugang", "/ask Zugriff", "/ask toegang"])
def test_access_is_asked_for_in_a_letter_of_its_own_and_the_clock_stops(line):
    """SO-19: the customer alone can let us see his data; nobody has answered him yet."""
    decision = does(line)
    assert state_of(decision) == [("awaiting_customer", None)] and effects(decision, SetDue) == [SetDue(7, None, None)] and not effects(decision, Answered)
    (letter,) = to_customer(decision)
    assert (letter.template, letter.reply_to.kind, letter.in_reply_to) == ("access_needed", "customer", "a@k.se")
    assert "Ge vår support tillgång" in text_of(letter) and "ombedd att ge oss tillgång" in receipt(decision)


def test_access_is_asked_for_below_the_agents_own_words():
    decision = does("/ask access\nJag behöver se bokslutet.\n/spend 5m", replace(CASE, product="GO"))
    (letter,) = to_customer(decision)
    told = text_of(letter)
    assert letter.template == "agent_reply" and "Jag behöver se bokslutet." in told and "uppgifter i GO" in told and "Vi väntar på ditt svar" in told
    assert state_of(decision) == [("awaiting_customer", None)] and effects(decision, Answered) and effects(decision, Spend) and not effects(decision, SetDue)
    assert "Ge vår support tillgång" not in text_of(to_customer(does("Vilken version?\n/ask"))[0])


@pytest.mark.parametrize(("case", "text"), [
    (CASE, "/note\n/ask access"), (CASE, "/ask access please"), (CASE, "/ask access\n/close"), (CASE, "/ask access\n/checklist"), (CASE, "/ask access\n/spned 5m\nHej!"),
    (CLOSED, "/ask access"), (replace(CASE, state="awaiting_entitlement"), "/ask access"),
])
def test_access_is_not_asked_for_where_nothing_may_be_written_or_another_line_is_wrong(case, text):
    decision = does(text, case)
    assert is_refused(decision) and not to_customer(decision)


def test_a_case_that_was_answered_keeps_its_times_when_access_is_asked_for():
    assert not effects(does("/ask access", replace(CASE, state="answered", answered_at=EARLIER)), SetDue)


@pytest.mark.parametrize(("remote", "says", "never"), [
    ({}, ("Ge vår support tillgång",), ("skärm", "JA")),
    ({"remote_tool": "TeamViewer", "remote_link": "https://v.example/tv", "remote_link_mac": "https://v.example/tv-mac"},
     ("din skärm med TeamViewer.", "Svara då JA först", "\nhttps://v.example/tv\n", "\nMac: https://v.example/tv-mac\n"), ("startar du",)),
    ({"remote_how_to": "Knappen Support nere till vänster.", "remote_needs_consent": False}, ("Så startar du det: Knappen Support nere till vänster.",), ("JA", "..")),
])
def test_the_letter_offers_a_remote_session_as_the_vendor_has_one(remote, says, never):
    """SO-07, FX-15: with its program and its pages, and with the customer's yes where the vendor wants it first."""
    config = CONFIG.model_copy(update={"appointments": CONFIG.appointments.model_copy(update=remote)})
    (letter,) = to_customer(does("/ask access", config=config))
    (draft,) = render.render((letter,), render.load((), config), config)
    assert [each for each in says if each not in draft.text] == [] == [each for each in never if each in draft.text], draft.text


@pytest.mark.parametrize(("line", "names"), [
    ("/checklist", ("operating_system", "steps", "exact_error_text")), ("/checklist steps", ("steps",)), ("/checklist steps, program_version", ("steps", "program_version")),
    ("/checklista ste", ("steps",)),
])
def test_the_checklist_is_asked_for_in_one_letter(line, names):
    decision = does(line, replace(CASE, details=()))
    (asked,) = effects(decision, SetDetails)
    assert tuple(detail.name for detail in asked.details) == names and {detail.state for detail in asked.details} == {"asked"}
    (letter,) = to_customer(decision)
    assert letter.template == "intake_request" and len(letter.values["missing"]) == len(names)


def test_the_clock_waits_for_what_is_required_alone():
    required, wished = does("/checklist operating_system"), does("/checklist steps")
    assert state_of(required) == [("awaiting_details", None)] and effects(required, SetDue) == [SetDue(7, None, None)]
    assert not state_of(wished) and not effects(wished, SetDue)


def test_questions_stand_in_the_reply_where_there_is_one():
    decision = does("Hej! Vi kan inte se felet.\n/checklist steps")
    (letter,) = to_customer(decision)
    assert letter.template == "agent_reply" and "steg för steg" in text_of(letter)
    assert state_of(decision) == [("in_progress", None)], "the work goes on"


@pytest.mark.parametrize(("text", "case", "told"), [
    ("/checklist shoe_size", CASE, "shoe_size"), ("/checklist stpes", CASE, "/checklist steps"), ("/note\n/checklist steps", CASE, "anteckning"),
    ("/checklist", replace(CASE, kind="agreement_question"), "Inget saknas"), ("/checklist", CLOSED, "/reopen"), ("/checklist steps\nHej\n/close", CASE, "motsäger"),
])
def test_a_checklist_that_cannot_be_asked(text, case, told):
    decision = does(text, case)
    assert is_refused(decision) and told in receipt(decision)


@pytest.mark.parametrize(("text", "waived", "state"), [
    ("/waive steps", {"steps"}, ["in_progress"]), ("/waive all", {"steps"}, ["in_progress"]), ("/behövs-inte alla", {"steps"}, ["in_progress"]),
    ("/waive program_version", {"program_version"}, []),
])
def test_what_is_not_needed_is_not_waited_for(text, waived, state):
    decision = does(text, WAITS)
    assert {detail.name for effect in effects(decision, SetDetails) for detail in effect.details} == waived
    assert [each for each, _ in state_of(decision)] == state
    assert [effect.counts_from for effect in effects(decision, SetDue)] == [NOW] * len(state)


def test_several_are_waived_before_the_case_begins():
    two = replace(WAITS, details=(Detail("steps", "", "asked"), Detail("exact_error_text", "", "asked")))
    assert state_of(does("/waive steps", two)) == []
    assert state_of(does("/waive steps\n/waive exact_error_text", two)) == [("in_progress", None)]


@pytest.mark.parametrize("line", ["/waive", "/waive nonsense"])
def test_what_is_no_detail_is_not_waived(line):
    assert is_refused(does(line, WAITS))


# ---- ending --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("line", "state", "reason"), [
    ("/close", "closed", "answered"), ("/close answered", "closed", "answered"), ("/close duplicate", "closed", "duplicate"), ("/stäng dubblett", "closed", "duplicate"),
    ("/close out_of_scope", "closed", "out_of_scope"), ("/close customer", "closed", "customer"), ("/close cannot_reproduce", "resolved", "cannot_reproduce"),
    ("/resolve", "resolved", "answered"), ("/löst", "resolved", "answered"), ("/reproduced no\n/close", "resolved", "cannot_reproduce"),
    ("/reproduced yes\n/close", "closed", "answered"),
])
def test_how_a_case_ends(line, state, reason):
    decision = does(line)
    assert state_of(decision) == [(state, reason)]
    (letter,) = to_customer(decision)
    assert (letter.template, letter.values["reason"]) == ("closed_by_agent", reason)


@pytest.mark.parametrize("text", ["/close", "/resolve", "/close duplicate", "Hej!\n/close", "/note\n/resolve"])
@pytest.mark.parametrize(("state", "instead"), [("closed", "/reopen"), ("unanswered", "/convert case")])
def test_what_is_over_does_not_end_again(text, state, instead):
    decision = does(text, replace(CLOSED, state=state))
    assert is_refused(decision) and instead in receipt(decision)
    assert state_of(does("/close", replace(CASE, state="resolved"))) == [("closed", "answered")]


def test_what_could_not_be_recreated_is_said_at_the_end():
    earlier = replace(CASE, reproduced=False)
    assert state_of(does("/close", earlier)) == [("resolved", "cannot_reproduce")]
    assert "återskapa" in text_of(to_customer(does("/reproduced no\n/close"))[0])


def test_a_vendor_may_keep_such_cases_open():
    settings = CONFIG.model_copy(update={"intake": CONFIG.intake.model_copy(update={"cannot_reproduce": "keep_open"})})
    assert is_refused(does("/reproduced no\n/close", config=settings)) and not is_refused(does("/reproduced no", config=settings))


def test_resolved_is_told_as_solved():
    (reply,) = to_customer(does("Nu ska det fungera.\n/resolve"))
    assert "utgår från att frågan är löst" in text_of(reply)
    assert "är löst" in text_of(to_customer(does("/resolve"))[0])


@pytest.mark.parametrize("line", ["/close because", "/resolve quickly", "/close answered now", "/close\n/resolve", "/close\n/close", "/refer other\n/close"])
def test_no_end_that_is_not_clear(line):
    assert is_refused(does(line))


@pytest.mark.parametrize(("case", "line", "letter"), [
    (CLOSED, "/reopen", ["reopened"]), (replace(CASE, state="resolved"), "/öppna", ["reopened"]), (CLOSED, "/reopen\nVi hittade mer.", ["agent_reply"]), (CLOSED, "/note\n/reopen", []),
])
def test_reopen_starts_a_clock_from_now(case, line, letter):
    decision = does(line, case)
    assert state_of(decision) == [("in_progress", None)]
    assert [effect.counts_from for effect in effects(decision, SetDue)] == [NOW]
    assert [each.template for each in to_customer(decision)] == letter
    assert "Tack för ditt mejl" not in "".join(map(text_of, to_customer(decision)))


@pytest.mark.parametrize("state", ["open", "answered", "merged", "unanswered"])
def test_what_is_not_closed_is_not_reopened(state):
    assert is_refused(does("/reopen", replace(CASE, state=state)))


@pytest.mark.parametrize(("line", "case", "state", "letter"), [
    ("/convert case", replace(CASE, state="unanswered", tier=None), "open", ["reopened"]), ("/convert feedback", CASE, "unanswered", ["feedback_received"]),
    ("/convert wish", CASE, "unanswered", ["wish_received"]), ("/note\n/convert wish", CASE, "unanswered", []),
])
def test_convert(line, case, state, letter):
    decision = does(line, case)
    assert [each for each, _ in state_of(decision)] == [state]
    assert [each.template for each in to_customer(decision)] == letter
    assert [each.kind for each in effects(decision, Collect)] == ([] if state == "open" else [line.split()[-1]])


@pytest.mark.parametrize(("line", "case"), [("/convert case", CASE), ("/convert case", CLOSED), ("/convert wish", CLOSED), ("/convert", CASE), ("/convert bug", CASE)])
def test_what_cannot_be_converted(line, case):
    assert is_refused(does(line, case))


# ---- not ours ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("line", "letter", "says"), [
    ("/refer accounting", "refer_accounting", ["www.bfn.se", "www.bas.se", "en bra revisor"]), ("/refer accounting_question", "refer_accounting", ["www.bas.se"]),
    ("/refer acc", "refer_accounting", ["www.bas.se"]), ("/hänvisa training", "refer_training", ["Kursen Bokföring"]), ("/refer agreement", "refer_agreement", ["avtalet"]),
    ("/refer other", "out_of_scope", ["kan vi tyvärr inte hjälpa dig"]), ("/refer drivers", "out_of_scope", ["drivrutiner"]),
])
def test_who_else_answers_it(line, letter, says):
    """S11: one letter, closed out of scope, no time."""
    decision = does(line)
    (sent,) = to_customer(decision)
    assert sent.template == letter and all(each in text_of(sent) for each in says)
    assert state_of(decision) == [("closed", "out_of_scope")] and not effects(decision, Spend)


def test_the_free_are_not_sent_to_an_accountant():
    assert "revisor" not in text_of(to_customer(does("/refer accounting", replace(CASE, tier=None)))[0])


def test_his_own_words_stand_in_the_same_letter():
    decision = does("/refer accounting\nHej! Det beror på bilen.")
    (sent,) = to_customer(decision)
    assert sent.template == "refer_accounting" and not sent.automatic and "Det beror på bilen." in text_of(sent)
    assert [effect.direction for effect in effects(decision, Append)] == ["out"] and effects(decision, Answered)
    assert state_of(decision) == [("closed", "out_of_scope")]


@pytest.mark.parametrize(("text", "case", "told"), [
    ("/refer cooking", CASE, "accounting, agreement, training, other"), ("/refer acounting", CASE, "/refer accounting"), ("/refer", CASE, "saknas"),
    ("/note\n/refer accounting", CASE, "anteckning"), ("/refer accounting", CLOSED, "/reopen"), ("/decline", CASE, "saknas"), ("/note\n/decline nej", CASE, "anteckning"),
    ("/decline nej", CLOSED, "/reopen"),
])
def test_a_referral_that_cannot_be(text, case, told):
    decision = does(text, case)
    assert is_refused(decision) and told in receipt(decision)


@pytest.mark.parametrize(("text", "read"), [("/decline Det ingår inte.", "Det ingår inte."), ("/decline Det ingår inte.\nHej!", "Hej!\n\nDet ingår inte.")])
def test_decline_sends_its_words(text, read):
    decision = does(text)
    (sent,) = to_customer(decision)
    assert (sent.template, sent.values["text"]) == ("agent_reply", read)
    assert state_of(decision) == [("closed", "out_of_scope")]
