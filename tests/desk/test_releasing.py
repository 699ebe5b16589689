"""A waiting case is released by whatever brings its right, with the clock from then; and by nothing that proves nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mailbot.config.load import load
from mailbot.desk.after import TO_COME, account_after
from mailbot.desk.effects import AddAddress, AddBlocks, GrantTier, OpenAccount, Send, SetDetails, SetDue, SetState
from mailbot.desk.facts import Account, Case, Detail, Grant, Participant
from mailbot.desk.releasing import allow, released_by
from tests.stories.conftest import local

VENDORS = Path(__file__).parent.parent / "vendors"
NOW = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)  # a Wednesday, 18:00 in Stockholm
ERIK = Participant(1, "erik@x.se", "requester")
ACCOUNT = Account(3, 1, "Erik", "sv", ("erik@x.se",), (Grant(5, "plus", "yearly_fee", "*", date(2025, 11, 11), date(2026, 11, 10)),))
CASE = Case(
    id=7, version=4, number="BK-2026-000007", subject="Fel vid utskrift", language="sv", state="awaiting_entitlement", kind="technical",
    priority="normal", tier=None, requester=ERIK, participants=(ERIK,),
    details=(Detail("operating_system", "Windows 11", "found"), Detail("steps", "Arkiv > Skriv ut", "found"), Detail("exact_error_text", "Fel 3021", "found")),
    account=ACCOUNT, assigned_to=None, received_at=datetime(2026, 11, 23, 8, 0, tzinfo=UTC), start_due_at=None, answer_due_at=None, answered_at=None,
    closed_at=None, rounds_asked=0, last_message_id="a@x.se", references=("a@x.se",), unseen_texts=("Det står Fel 3021.",), opened_verified=True,
)
RENEWED = GrantTier(3, "plus", "yearly_fee", "*", date(2026, 11, 11), date(2027, 11, 10))
BLOCK = AddBlocks(3, "block", 1, 15, 30000, "SEK", None, "bank")


@pytest.fixture(scope="module")
def bokis():
    return load(VENDORS / "bokis.toml", {})


def released(loaded, *effects, case=CASE, account=ACCOUNT, away=()):
    return released_by(effects, account, (case,), NOW, loaded.config, loaded.rules, "bank", away=away)


def state_of(effects):
    return next((effect for effect in effects if isinstance(effect, SetState)), None)


def test_a_renewal_opens_the_case_with_the_clock_from_then(bokis):
    """S06: what waited for the fee is answered within the days that count from the payment."""
    effects = released(bokis, RENEWED)

    assert (state_of(effects).state, state_of(effects).tier, state_of(effects).account_id, state_of(effects).actor) == ("open", "plus", 3, "bank")
    (due,) = [effect for effect in effects if isinstance(effect, SetDue)]
    assert due.answer_due_at == local("2026-11-30 17:00")
    (letter, *notices) = [effect.letter for effect in effects if isinstance(effect, Send)]
    assert (letter.template, letter.to, letter.case_id, letter.in_reply_to, letter.values["valid_until"]) == (
        "entitlement_ok", "erik@x.se", 7, "a@x.se", "2027-11-10")
    assert {(notice.template, notice.reply_to.kind, notice.values["text"], notice.case_id) for notice in notices} == {
        ("agent_new_case", "agent", "Det står Fel 3021.", 7)}


@pytest.mark.parametrize(("effects", "case"), [
    ((), CASE),
    ((replace(RENEWED, valid_until=date(2026, 11, 20)),), CASE),
    ((replace(RENEWED, valid_from=date(2026, 12, 1)),), CASE),
    ((RENEWED,), replace(CASE, opened_verified=False)),
    ((RENEWED,), replace(CASE, opened_verified=False, last_verified=True, last_author="other@x.se")),
    ((AddAddress(3, "bo@x.se"),), CASE),
], ids=["nothing came", "over by now", "not begun", "nobody proved to be Erik", "another proved himself", "no right"])
def test_what_brings_no_right_releases_nothing(bokis, effects, case):
    assert released(bokis, *effects, case=case) == ()


def test_who_proved_himself_later_is_proven(bokis):
    case = replace(CASE, opened_verified=False, last_verified=True, last_author="Erik@x.se")
    assert state_of(released(bokis, BLOCK, case=case)).tier == "block"


def test_what_is_missing_is_asked_for_in_the_same_letter(bokis):
    effects = released(bokis, BLOCK, case=replace(CASE, details=()))

    assert state_of(effects).state == "awaiting_details" and not [e for e in effects if isinstance(e, SetDue)]
    (letter,) = [effect.letter for effect in effects if isinstance(effect, Send)]  # agents hear of it when it is complete
    assert letter.values["clock_waits"] and len(letter.values["missing"]) == 3 and letter.values["minutes_left"] == 15
    (details,) = [effect for effect in effects if isinstance(effect, SetDetails)]
    assert [d.state for d in details.details] == ["asked"] * 3


def test_at_a_standstill_there_is_no_questionnaire(bokis):
    """FX-20: what is only wished for is not asked for while work stands still."""
    fakturax = load(VENDORS / "fakturax.toml", {})
    case = replace(CASE, language="de", flags=("standstill",), details=(), priority=fakturax.config.default_priority.name)
    tier = next(tier for tier in fakturax.config.tiers if tier.kind == "agreement")
    account = replace(ACCOUNT, grants=(Grant(5, tier.name, "agreement", "*", date(2025, 1, 1), None),))
    effects = released(fakturax, case=case, account=account)

    assert state_of(effects).state == "open"
    letter = next(effect.letter for effect in effects if isinstance(effect, Send))
    assert letter.values["standstill"] and not letter.values["clock_waits"] and letter.values["answer_by"] is None
    assert len(letter.values["missing"]) <= len(fakturax.config.intake.required)


def test_the_first_payment_of_an_address_takes_its_case_along(bokis):
    opened = OpenAccount("erik@x.se", "", None)
    effects = released(bokis, opened, replace(BLOCK, account_id=None), case=replace(CASE, account=None), account=None)

    assert (state_of(effects).account_id, state_of(effects).of_opened_account) == (None, True)
    assert account_after(None, (opened,), NOW).id == TO_COME


def test_a_person_lets_in_whatever_is_lacking(bokis):
    effects = allow(CASE, ACCOUNT, "let in by Anna", NOW, bokis.config, bokis.rules, "agent:anna", away=())
    assert (state_of(effects).state, state_of(effects).tier, state_of(effects).because) == ("open", "plus", "entitled: let in by Anna")


@pytest.mark.parametrize(("away", "told"), [((), {"eva", "lisa"}), (("lisa",), {"eva"}), (("eva",), {"lisa"})])
def test_who_is_away_does_not_hear_of_it(bokis, away, told):
    (eva,) = bokis.config.agents
    both = bokis.config.model_copy(update={"agents": (eva, eva.model_copy(update={"id": "lisa", "email": ("lisa@bokis.info",), "role": "agent"}))})
    effects = released_by((RENEWED,), ACCOUNT, (CASE,), NOW, both, bokis.rules, "bank", away=away)
    assert {effect.letter.reply_to.agent_id for effect in effects if isinstance(effect, Send) and effect.letter.template == "agent_new_case"} == told
