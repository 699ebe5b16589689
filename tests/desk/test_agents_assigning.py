"""Whose case it is: /take, /assign, /unassign, /start, /line, /route, /watch, /away; and who hears of a case."""

from dataclasses import replace
from datetime import date

import pytest

from mailbot.desk.duty import on_duty
from mailbot.desk.effects import Assign, Begin, MoveCase, SetAbsence, SetState, SetWatcher
from tests.desk.agents import (
    CASE,
    CONFIG,
    EARLIER,
    NOW,
    at_desk,
    does,
    effects,
    is_refused,
    letters,
    receipt,
    to_customer,
)

HUGOS = replace(CASE, assigned_to="hugo", assigned_at=EARLIER, state="in_progress", started_at=EARLIER)


def test_take_assigns_and_begins():
    decision = does("/take")
    assert effects(decision, Assign) == [Assign(7, "lisa", "agent:lisa")]
    assert effects(decision, Begin) == [Begin(7, NOW, "agent:lisa")]
    assert [effect.state for effect in effects(decision, SetState)] == ["in_progress"]
    assert "Lisa Berg" in receipt(decision) and not to_customer(decision)


def test_a_case_of_somebody_else_is_not_taken_by_mistake():
    decision = does("/take", HUGOS)
    assert is_refused(decision)
    assert "redan taget av Hugo, kl. 09.00" in receipt(decision) and "/take force" in receipt(decision)


def test_who_loses_a_case_is_told():
    decision = does("/take force", HUGOS)
    assert effects(decision, Assign) == [Assign(7, "lisa", "agent:lisa")]
    (told,) = letters(decision, "hugo@v.example")
    assert (told.template, told.values["why"]) == ("agent_assigned", "taken")
    assert not effects(decision, Begin), "the start clock is met once"


@pytest.mark.parametrize(("line", "who"), [("/assign hugo", "hugo"), ("/assign @Hugo", "hugo"), ("/assign omar", "omar"), ("/tilldela hugo", "hugo"), ("/assign lisa", "lisa")])
def test_assign_tells_the_one_who_gets_it(line, who):
    decision = does(line)
    assert effects(decision, Assign) == [Assign(7, who, "agent:lisa")]
    assert [letter.template for letter in letters(decision, f"{who}@v.example")] == (["agent_assigned"] if who != "lisa" else ["agent_result"])


@pytest.mark.parametrize(("line", "told"), [
    ("/assign hugs", "/assign hugo"), ("/assign nobody", "Ingen här heter ”nobody”"), ("/assign rita", "Ingen här heter"), ("/assign", "saknas"), ("/assign hugo omar", "Efter kommandot"),
])
def test_assign_refuses_whom_it_does_not_know(line, told):
    decision = does(line)
    assert is_refused(decision)
    assert told.split()[0] in receipt(decision) or told in receipt(decision)


def test_a_note_goes_with_the_case_in_one_mail():
    decision = does("/note\n/assign hugo\nTitta på loggen.")
    (told,) = letters(decision, "hugo@v.example")
    assert (told.template, told.values["note"]) == ("agent_assigned", "Titta på loggen.")


def test_giving_to_somebody_away_is_said():
    decision = does("/assign hugo", away=("hugo",))
    assert effects(decision, Assign) and "Hugo är borta" in receipt(decision)
    assert not letters(decision, "hugo@v.example")


@pytest.mark.parametrize(("case", "refused", "state"), [(HUGOS, False, ["open"]), (CASE, True, []), (replace(HUGOS, state="answered"), False, [])])
def test_unassign(case, refused, state):
    decision = does("/unassign", case)
    assert is_refused(decision) is refused
    assert [effect.state for effect in effects(decision, SetState)] == state
    assert effects(decision, Assign) == ([] if refused else [Assign(7, None, "agent:lisa")])


def test_start_meets_the_clock_without_taking():
    decision = does("/start")
    assert effects(decision, Begin) and not effects(decision, Assign)
    assert "redan" in receipt(does("/start", HUGOS))


@pytest.mark.parametrize(("line", "moved", "told"), [
    ("/line 2", MoveCase(7, "agent:lisa", line=2, team=""), "omar@v.example"), ("/linje 3", MoveCase(7, "agent:lisa", line=3, team=""), "dev@v.example"),
    ("/route lon", MoveCase(7, "agent:lisa", team="lon"), "hugo@v.example"),
])
def test_a_case_moves_to_other_people(line, moved, told):
    decision = does(line)
    assert effects(decision, MoveCase) == [moved]
    assert [letter.template for letter in letters(decision, told)] == ["agent_assigned"]
    assert not to_customer(decision)


def test_the_customer_hears_of_another_line_when_told_to():
    assert [letter.template for letter in to_customer(does("/line 2 tell"))] == ["moved_to_line"]
    (reply,) = to_customer(does("/line 2 tell\nVi tittar djupare på det."))
    assert (reply.template, reply.values["moved"]) == ("agent_reply", True)


def test_the_third_line_needs_to_know_how():
    assert "steg för steg" in receipt(does("/line 3"))


@pytest.mark.parametrize("line", ["/line 4", "/line", "/line 2 now", "/route", "/route lön2"])
def test_a_case_moves_nowhere_that_is_not(line):
    assert is_refused(does(line))


def test_a_team_is_guessed_by_nobody():
    assert "/route lon" in receipt(does("/route lonn"))


@pytest.mark.parametrize("line", ["/take", "/assign hugo", "/start", "/line 2", "/route lon"])
def test_nobody_works_on_a_closed_case(line):
    decision = does(line, replace(CASE, state="closed", closed_at=EARLIER))
    assert is_refused(decision) and "/reopen" in receipt(decision)


def test_watching():
    assert effects(does("/watch"), SetWatcher) == [SetWatcher(7, "lisa", True)]
    assert is_refused(does("/unwatch"))
    assert effects(does("/unwatch", replace(CASE, watchers=("lisa",))), SetWatcher) == [SetWatcher(7, "lisa", False)]


@pytest.mark.parametrize(("line", "effect"), [
    ("/away", SetAbsence("lisa", True)), ("/away 2026-12-01", SetAbsence("lisa", True, date(2026, 12, 1))), ("/away 1.12.2026", SetAbsence("lisa", True, date(2026, 12, 1))),
    ("/away 2026-11-24", SetAbsence("lisa", True, date(2026, 11, 24))), ("/back", SetAbsence("lisa", False)), ("/borta", SetAbsence("lisa", True)),
])
def test_absence_is_said_anywhere(line, effect):
    assert effects(does(line), SetAbsence) == effects(at_desk(line), SetAbsence) == [effect]


@pytest.mark.parametrize("line", ["/away 2026-11-23", "/away 1/12", "/away soon", "/back now"])
def test_an_absence_that_cannot_be(line):
    assert is_refused(at_desk(line))


@pytest.mark.parametrize(("case", "away", "told"), [
    (None, (), ["lisa", "hugo"]), (None, ("lisa",), ["hugo"]), (CASE, (), ["lisa", "hugo"]),
    (HUGOS, (), ["hugo"]), (HUGOS, ("hugo",), ["lisa"]), (replace(HUGOS, assigned_to="omar"), ("omar",), ["lisa", "hugo"]),
    (replace(CASE, line=2), (), ["omar"]), (replace(CASE, line=2), ("omar",), ["dev"]), (replace(CASE, team="lon"), (), ["hugo"]),
    (CASE, ("lisa", "hugo"), ["dev"]), (CASE, ("lisa", "hugo", "dev"), ["omar"]), (CASE, ("lisa", "hugo", "dev", "omar"), ["dev"]),
    (replace(HUGOS, watchers=("rita", "hugo")), (), ["hugo", "rita"]), (replace(HUGOS, watchers=("rita",)), ("rita",), ["hugo"]),
    (replace(HUGOS, assigned_to="gone"), (), ["lisa", "hugo"]),
])
def test_who_hears_of_a_case(case, away, told):
    """Who took it, else its team or line, less who is away; nobody there: the admins, who hear of it even when away (resolutions.md)."""
    assert [agent.id for agent in on_duty(case, CONFIG, away)] == told


@pytest.mark.parametrize("text", ["Hej!", "/take", "/close", "/note\nEn anteckning", "/priority 2", "/spend 10m", "// en anmärkning"])
def test_a_reader_changes_nothing(text):
    assert is_refused(does(text, agent="rita"))


@pytest.mark.parametrize("text", ["/watch", "/status", "/help"])
def test_a_reader_sees(text):
    assert not is_refused(does(text, agent="rita")) and not to_customer(does(text, agent="rita"))


@pytest.mark.parametrize("text", ["/take\n/assign hugo", "/assign hugo\n/unassign", "/unassign\n/take"])
def test_one_has_a_case(text):
    assert is_refused(does(text, HUGOS))


def test_a_case_is_given_to_somebody_on_its_new_line():
    """Whatever the order of the lines: it moves, then he gets it."""
    decision = does("/assign omar\n/line 2")
    moved, given = (next(i for i, effect in enumerate(decision.effects) if isinstance(effect, kind)) for kind in (MoveCase, Assign))
    assert moved < given
