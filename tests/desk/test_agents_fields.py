"""What a case is: /priority, /workaround, /subject, /product, /kind, /language, /tag, /reproduced, /solution, /lesson."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.desk.effects import Answered, KeepFinding, SetDue, SetField, SetLevel, SetReproduced, SetState, SetTag
from tests.desk.agents import (
    CASE,
    CONFIG,
    NOW,
    does,
    effects,
    is_refused,
    receipt,
    text_of,
    to_customer,
)


def local(day, hour):
    return datetime(2026, 11, day, hour - 1, tzinfo=UTC)


# ---- what is told of it ----------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "field", "now"), [
    ("/priority 2", "priority", "2"), ("Hej!\n/priority 2 final", "priority", "2"), ("/workaround Starta om", "priority", "3"), ("/kind handling", "kind", "handling"),
])
def test_the_receipt_is_sorted_by_what_the_case_is_now(text, field, now):
    """In the last line and in the header."""
    decision = does(text)
    (letter,) = [each for each in decision.letters if each.template == "agent_result"]
    assert f" {field}={now}" in receipt(decision).splitlines()[-1] and dict(letter.marks)[f"X-Mailbot-{field.title()}"] == now


@pytest.mark.parametrize("lines", ["/priority 2\n/assign hugo", "/assign hugo\n/priority 2", "/line 1\n/priority 2"])
def test_who_gets_the_case_is_told_its_new_level_and_when_it_is_due(lines):
    (letter,) = [each for each in does(lines).letters if each.template == "agent_assigned"]
    told = text_of(letter)
    assert "Prioritet 2" in told and "Prioritet 1" not in told
    assert " priority=2" in told.splitlines()[-1] and letter.values["start_by"] == local(24, 14).isoformat()


# ---- priority ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("line", "level"), [
    ("/priority 2", "2"), ("/pri 2", "2"), ("/priority Prioritet 2", "2"), ("/prioritet 3", "3"), ("/priority inner", "inner"), ("/priority INN", "inner"),
])
def test_a_level_is_called_by_name_or_label(line, level):
    (effect,) = effects(does(line), SetLevel)
    assert (effect.level, effect.decided_by) == (level, None)


@pytest.mark.parametrize("line", ["/priority 7", "/priority", "/priority Prioritet", "/priority final", "/priority 2 now"])
def test_a_level_that_is_not_there_names_those_that_are(line):
    decision = does(line)
    assert is_refused(decision)
    assert line == "/priority" or "1, 2, 3, inner" in receipt(decision)


@pytest.mark.parametrize(("case", "due"), [
    (CASE, local(24, 14)),  # received 9.00; four hours of opening time, lunch left out
    (replace(CASE, clock_from=local(24, 10)), local(24, 15)),  # the details came at 10.00
    (replace(CASE, state="escalated"), local(24, 14)),
])
def test_due_times_are_reckoned_from_when_the_clock_began(case, due):
    assert effects(does("/priority 2", case), SetDue) == [SetDue(7, due, None)]


@pytest.mark.parametrize("state", ["awaiting_details", "awaiting_customer", "answered"])
def test_where_no_clock_runs_none_is_started(state):
    assert effects(does("/priority 2", replace(CASE, state=state)), SetDue) == []


def test_the_customer_reads_of_a_change_once():
    (letter,) = to_customer(does("/priority 2"))
    assert letter.template == "priority_changed"
    text = text_of(letter)
    assert "Prioritet 2 (tidigare Prioritet 1)" in text and "tisdag 24 november kl. 14.00" in text


def test_the_reply_says_it_where_there_is_one():
    (letter,) = to_customer(does("/priority 2\nHej! Vi tittar på det."))
    assert letter.template == "agent_reply" and "klassas nu som: Prioritet 2" in text_of(letter)


@pytest.mark.parametrize(("line", "case", "told"), [
    ("/priority 1", CASE, []), ("/note\n/priority 2", CASE, []), ("/priority inner", CASE, ["priority_changed"]),
    ("/priority 2", replace(CASE, state="awaiting_entitlement"), []),
    ("/priority 1 final", CASE, ["priority_final"]), ("/priority 2 final", CASE, ["priority_final"]),
])
def test_nothing_is_told_that_did_not_change(line, case, told):
    assert [letter.template for letter in to_customer(does(line, case))] == told


def test_the_last_word_is_kept_with_who_said_it():
    (effect,) = effects(does("/priority 1 final"), SetLevel)
    assert effect.decided_by == "lisa"
    assert "slutliga besked" in text_of(to_customer(does("/priority 1 final"))[0])


def test_there_is_no_last_word_where_the_vendor_does_not_decide():
    settings = CONFIG.model_copy(update={"priority_rules": CONFIG.priority_rules.model_copy(update={"vendor_decides": False})})
    assert is_refused(does("/priority 1 final", config=settings)) and not is_refused(does("/priority 2", config=settings))


@pytest.mark.parametrize(("may_suggest", "told"), [(True, ["priority_changed"]), (False, [])])
@pytest.mark.parametrize("language", ["sv", "de", "nl", "en"])
def test_a_level_without_a_promise_is_told_to_customers_who_may_name_one_and_no_time_with_it(may_suggest, told, language):
    """SA-14: levels that are an internal target are still levels that a customer wrote of."""
    levels = tuple(level.model_copy(update={"promised": False}) for level in CONFIG.priorities)
    config = CONFIG.model_copy(update={"priorities": levels, "priority_rules": CONFIG.priority_rules.model_copy(update={"customer_may_suggest": may_suggest})})
    letters = to_customer(does("/priority 2", replace(CASE, language=language), config=config))
    assert [letter.template for letter in letters] == told
    assert all("14" not in text_of(letter) and (letter.values["start_by"], letter.values["answer_by"]) == (None, None) for letter in letters)


def test_a_time_that_has_passed_is_not_promised():
    (letter,) = to_customer(does("/priority 2", replace(CASE, received_at=NOW - timedelta(days=3))))
    assert letter.values["start_by"] is None


# ---- workaround ----------------------------------------------------------------------------------------
def test_a_way_round_lowers_the_level_and_the_work_goes_on():
    """S16: the text is the answer, it meets the clock, and says the new level; due counts from receipt."""
    decision = does("/workaround Logga in via app.softone.se")
    assert effects(decision, KeepFinding) == [KeepFinding(7, "workaround", "Logga in via app.softone.se", "lisa")]
    assert [effect.level for effect in effects(decision, SetLevel)] == ["3"]
    assert effects(decision, SetDue) == [SetDue(7, local(25, 15), None)]
    assert effects(decision, Answered) and [effect.state for effect in effects(decision, SetState)] == ["in_progress"]
    (letter,) = to_customer(decision)
    assert "Logga in via app.softone.se" in text_of(letter) and "Prioritet 3" in text_of(letter)


@pytest.mark.parametrize(("text", "case", "level"), [
    ("/workaround Starta om", replace(CASE, priority="3"), []), ("/workaround Starta om\n/priority 2", CASE, ["2"]), ("/workaround Starta om\nHej, starta om så länge.", CASE, ["3"]),
    ("/note\n/workaround Starta om", CASE, ["3"]),
])
def test_the_level_sinks_only_as_the_vendor_says(text, case, level):
    assert [effect.level for effect in effects(does(text, case), SetLevel)] == level


def test_a_way_round_in_a_note_stays_inside():
    decision = does("/note\n/workaround Starta om tjänsten på servern")
    assert effects(decision, KeepFinding) and not to_customer(decision)


def test_own_words_are_sent_in_place_of_the_command():
    (letter,) = to_customer(does("/workaround internt: starta om tjänsten\nHej! Starta om programmet."))
    assert letter.values["text"] == "Hej! Starta om programmet."


@pytest.mark.parametrize("line", ["/workaround", "/workaround  "])
def test_a_way_round_needs_words(line):
    assert is_refused(does(line))


# ---- fields --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("line", "effect"), [
    ("/subject Utskrift av moms", SetField(7, "subject", "Utskrift av moms", "agent:lisa")), ("/product go", SetField(7, "product", "GO", "agent:lisa")),
    ("/product Lön", SetField(7, "product", "Lön", "agent:lisa")), ("/kind handling", SetField(7, "kind", "handling", "agent:lisa")),
    ("/kind function question", SetField(7, "kind", "function_question", "agent:lisa")), ("/kind tech", SetField(7, "kind", "technical", "agent:lisa")),
    ("/language en", SetField(7, "language", "en", "agent:lisa")), ("/språk engelska", SetField(7, "language", "en", "agent:lisa")),
    ("/tag Moms", SetTag(7, "moms", True, "agent:lisa")), ("/reproduced yes", SetReproduced(7, True, "agent:lisa")),
    ("/reproduced nej", SetReproduced(7, False, "agent:lisa")), ("/solution Uppdatera", KeepFinding(7, "solution", "Uppdatera", "lisa")),
    ("/lesson Handboken är oklar", KeepFinding(7, "lesson", "Handboken är oklar", "lisa")),
])
def test_a_field_is_set_and_said(line, effect):
    decision = does(line)
    assert effects(decision, type(effect)) == [effect] and not to_customer(decision)
    assert receipt(decision).strip().splitlines()[0]


@pytest.mark.parametrize(("line", "told"), [
    ("/subject", "saknas"), (f"/subject {'x' * 201}", "200"), ("/product Bokis", "GO, Lön"), ("/product", "saknas"), ("/kind brev", "technical"), ("/kind handlign", "/kind handling"),
    ("/language de", "sv, en"), ("/language klingon", "sv, en"), (f"/tag {'x' * 41}", "40"), ("/tag -moms", "moms"), ("/tag -", "saknas"),
    ("/reproduced maybe", "maybe"), ("/reproduced", "reproduced yes"), ("/solution", "saknas"), ("/lesson", "saknas"),
])
def test_a_field_that_cannot_be_set(line, told):
    decision = does(line)
    assert is_refused(decision) and told in receipt(decision)


def test_tags_come_and_go():
    tagged = replace(CASE, tags=("moms", "utskrift"))
    assert effects(does("/tag -moms", tagged), SetTag) == [SetTag(7, "moms", False, "agent:lisa")]
    assert len(effects(does("/tag a\n/tag b"), SetTag)) == 2


def test_any_program_is_taken_where_the_vendor_names_none():
    free = CONFIG.model_copy(update={"tiers": (), "teams": {}})
    assert effects(does("/product Vad som helst", config=free), SetField)[0].value == "Vad som helst"
