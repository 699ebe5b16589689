"""What fell due: a table of what may have changed between the planning and the hour."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.config.settings import Config
from mailbot.desk.due import KINDS, decide_due
from mailbot.desk.effects import DueDone, Schedule, Send
from mailbot.desk.facts import Case, DueItem, Facts, Participant, Told

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANNA = Participant(1, "anna@kund.example", "requester")
CASE = Case(
    id=7, version=1, number="BK-2026-000007", subject="Fel", language="sv", state="open", kind="technical", priority="normal", tier="block",
    requester=ANNA, participants=(ANNA,), details=(), account=None, assigned_to=None, received_at=NOW - 20 * MINUTE, start_due_at=None,
    answer_due_at=NOW + timedelta(days=1), answered_at=None, closed_at=None, rounds_asked=0, last_message_id="a@kund.example", references=(),
    last_told_at=NOW - 20 * MINUTE,
)
ITEM = DueItem(3, "followup_ack", 7, NOW)
FACTS = Facts(now=NOW, installed_at=NOW - timedelta(days=9), due=ITEM, by_id=CASE, unacknowledged=2)


def config(**cases):
    return Config.model_validate({
        "vendor": {"name": "Bokis", "languages": ["sv"], "default_language": "sv"}, "mailbox": {"address": "support@bokis.example"},
        "cases": {"number_format": "BK-{year}-{number:06}"} | cases,
        "hours": {"office": {"timezone": "Europe/Stockholm", "monday": ["08:00-17:00"]}},
    })


def test_one_letter_with_the_count_and_the_promise():
    decision = decide_due(ITEM, FACTS, config())

    (letter,) = decision.letters
    assert (letter.to, letter.template, letter.case_id, letter.in_reply_to) == (ANNA.address, "followup_ack", 7, "a@kund.example")
    assert (letter.values["count"], letter.values["answer_by"]) == (2, (NOW + timedelta(days=1)).isoformat())
    assert DueDone(3) in decision.effects


def case(**changes):
    return replace(FACTS, by_id=replace(CASE, **changes))


@pytest.mark.parametrize(("facts", "settings"), [
    (case(answered_at=NOW - MINUTE), {}),
    (case(state="closed"), {}),
    (case(state="resolved"), {}),
    (case(state="unanswered"), {}),
    (case(state="awaiting_entitlement"), {}),
    (replace(FACTS, unacknowledged=0), {}),
    (replace(FACTS, told=tuple(Told("ack", NOW - MINUTE) for _ in range(4))), {}),
    (FACTS, {"followup_ack": "none"}),
], ids=["answered", "closed", "resolved", "gone", "unproven", "nothing joined", "limit", "none wanted"])
def test_needless_by_now(facts, settings):
    decision = decide_due(ITEM, facts, config(**settings))
    assert decision.effects == (DueDone(3),) and decision.trail[0].because


def test_never_two_within_the_quiet_time():
    told = case(last_told_at=NOW - 4 * MINUTE)
    assert decide_due(ITEM, told, config()).effects == (Schedule("followup_ack", 7, NOW + 6 * MINUTE),)
    assert decide_due(ITEM, told, config(ack_quiet_time="0m")).letters


def test_a_promise_that_has_passed_is_not_made_again():
    (letter,) = decide_due(ITEM, case(answer_due_at=NOW - MINUTE), config()).letters
    assert letter.values["answer_by"] is None


@pytest.mark.parametrize("due", [None, replace(ITEM, due_at=NOW + MINUTE)], ids=["done", "moved"])
def test_what_another_has_seen_to_is_left_alone(due):
    assert decide_due(ITEM, replace(FACTS, due=due), config()).effects == ()


def test_without_its_case_there_is_nothing_to_do():
    assert decide_due(ITEM, replace(FACTS, by_id=None), config()).effects == (DueDone(3),)


def test_a_kind_that_nobody_knows_fails_aloud():
    unknown = replace(ITEM, kind="of_a_newer_version")
    with pytest.raises(KeyError):
        decide_due(unknown, replace(FACTS, due=unknown), config())


def test_every_kind_writes_only_what_it_says():
    for kind in KINDS:
        effects = decide_due(replace(ITEM, kind=kind), replace(FACTS, due=replace(ITEM, kind=kind)), config()).effects
        assert {type(effect) for effect in effects} <= {DueDone, Send, Schedule}
