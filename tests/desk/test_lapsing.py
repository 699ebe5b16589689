"""A right ends while a case runs: finished, paused or stopped, as the vendor says; and looked at again on the day (states.md 3.2)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailbot.config.settings import Config
from mailbot.desk.due import decide_due
from mailbot.desk.effects import (
    DueDone,
    GrantTier,
    RevokeRight,
    Schedule,
    Send,
    SetDue,
    SetOverdue,
    SetState,
    SetSuspended,
)
from mailbot.desk.facts import Account, Block, Case, DueItem, Facts, Grant, Participant
from mailbot.desk.lapsing import KIND, lapsed_by, watch

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ANNA = Participant(1, "anna@k.se", "requester")
GRANT = Grant(5, "go", "agreement", "*", date(2026, 1, 1), date(2026, 12, 31))
ACCOUNT = Account(3, 1, "K", "sv", ("anna@k.se",), (GRANT,))
CASE = Case(
    id=7, version=1, number="SO-1", subject="Fel", language="sv", state="open", kind="technical", priority="normal", tier="go", requester=ANNA,
    participants=(ANNA,), details=(), account=ACCOUNT, assigned_to=None, received_at=NOW, start_due_at=NOW, answer_due_at=None, answered_at=None,
    closed_at=None, rounds_asked=0, last_message_id="a@k.se", references=(), grant_id=5,
)
OVERDUE = SetOverdue(3, date(2026, 11, 1))


def config(mode="pause", **entitlement):
    return Config.model_validate({
        "vendor": {"name": "K", "languages": ["sv"], "default_language": "sv"}, "mailbox": {"address": "support@v.example"},
        "tier": [{"name": "go", "kind": "agreement"}, {"name": "block", "kind": "prepaid_blocks", "price": 300}],
        "hours": {"office": {"timezone": "Europe/Stockholm", "monday": ["08:00-17:00"]}},
        "entitlement": {"lapse_mid_case": mode, "no_overdue_invoices": True, **entitlement},
    })


@pytest.mark.parametrize(("mode", "effect", "case", "account", "state"), [
    ("pause", OVERDUE, CASE, ACCOUNT, "awaiting_entitlement"),
    ("stop", OVERDUE, CASE, ACCOUNT, "closed"),
    ("finish", OVERDUE, CASE, ACCOUNT, None),
    ("pause", SetSuspended(3, 5, True), CASE, ACCOUNT, "awaiting_entitlement"),
    ("pause", SetSuspended(3, 5, False), CASE, ACCOUNT, None),
    ("pause", RevokeRight(3, 5), CASE, ACCOUNT, "awaiting_entitlement"),
    ("pause", RevokeRight(3, 5), CASE, replace(ACCOUNT, grants=(GRANT, replace(GRANT, id=6))), None),
    ("pause", RevokeRight(3, 5), CASE, replace(ACCOUNT, blocks=(Block(1, 15, NOW),)), None),
    ("pause", SetOverdue(3, None), CASE, replace(ACCOUNT, overdue_since=date(2026, 11, 1)), None),
    ("pause", RevokeRight(3, 5), replace(CASE, tier="block"), ACCOUNT, None),
    ("pause", RevokeRight(3, 5), replace(CASE, tier=None), ACCOUNT, None),
    ("pause", OVERDUE, replace(CASE, state="answered"), ACCOUNT, None),
    ("pause", OVERDUE, replace(CASE, state="closed"), ACCOUNT, None),
    ("pause", OVERDUE, replace(CASE, state="in_progress"), ACCOUNT, "awaiting_entitlement"),
])
def test_what_becomes_of_a_running_case(mode, effect, case, account, state):
    effects = lapsed_by((effect,), account, (case,), NOW, config(mode))
    found = next((each for each in effects if isinstance(each, SetState)), None)

    assert (found.state if found else None) == state
    letters = [each.letter for each in effects if isinstance(each, Send)]
    assert [(letter.template, letter.values["stopped"]) for letter in letters] == ([("entitlement_lapsed", mode == "stop")] if state else [])
    assert (SetDue(7, None, None) in effects) == (state is not None)


def test_a_letter_names_what_is_true():
    overdue, revoked = (next(e.letter.values for e in lapsed_by((effect,), ACCOUNT, (CASE,), NOW, config()) if isinstance(e, Send))
                        for effect in (OVERDUE, RevokeRight(3, 5)))
    assert (overdue["since"], revoked["since"], revoked["valid_until"]) == ("2026-11-01", None, None)


@pytest.mark.parametrize(("mode", "account", "day"), [
    ("pause", ACCOUNT, "2027-01-01"),
    ("finish", ACCOUNT, None),
    ("pause", replace(ACCOUNT, grants=(replace(GRANT, valid_until=None),)), None),
    ("pause", replace(ACCOUNT, grants=(GRANT, replace(GRANT, id=6, valid_until=date(2027, 12, 31)))), "2028-01-01"),
    ("pause", replace(ACCOUNT, grants=(GRANT, replace(GRANT, id=6, valid_until=None))), None),
    ("pause", replace(ACCOUNT, overdue_since=date(2026, 11, 20)), "2026-11-30"),
])
def test_it_is_looked_at_again_on_the_day(mode, account, day):
    effects = watch(CASE, account, NOW, config(mode, overdue_grace_days=10))
    assert [(e.kind, f"{e.due_at:%Y-%m-%d %H:%M %Z}") for e in effects if isinstance(e, Schedule)] == ([(KIND, f"{day} 00:00 CET")] if day else [])


AFTER = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)  # midnight in Stockholm
ITEM = DueItem(9, KIND, 7, AFTER)


def looked_again(account):
    facts = Facts(now=AFTER, installed_at=NOW, due=ITEM, by_id=replace(CASE, account=account))
    return decide_due(ITEM, facts, config())


def test_the_day_comes():
    decision = looked_again(ACCOUNT)
    assert decision.verdict == "right_lapsed" and DueDone(9) in decision.effects
    (letter,) = decision.letters
    assert letter.values["valid_until"] == "2026-12-31" and not letter.values["stopped"]


def test_it_was_renewed_meanwhile():
    decision = looked_again(replace(ACCOUNT, grants=(replace(GRANT, valid_until=date(2027, 12, 31)),)))
    assert (decision.verdict, decision.letters, [type(effect) for effect in decision.effects]) == ("right_holds", (), [Schedule])


def test_a_renewal_pauses_nothing():
    renewed = GrantTier(3, "go", "agreement", "*", date(2026, 1, 1), date(2027, 12, 31), extends=5)
    assert [type(effect) for effect in lapsed_by((renewed,), ACCOUNT, (CASE,), NOW, config())] == [Schedule]
