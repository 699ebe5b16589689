"""A payment that the bank took back: what is frozen, what becomes of the cases that run on it, and who reads what."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailbot.config.settings import Config
from mailbot.desk.effects import SetState, SettlePayment, TakeBack
from mailbot.desk.facts import Account, Block, Case, Grant, Participant
from mailbot.desk.payments.facts import Incoming, Moved, Original, PaymentFacts, Used
from mailbot.desk.payments.reversal import reverse

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ANNA = Participant(1, "anna@k.se", "requester")
ACCOUNT = Account(3, 1, "K", "sv", ("anna@k.se",))
CASE = Case(
    id=7, version=1, number="SO-1", subject="Fel", language="sv", state="open", kind="technical", priority="normal", tier="block", requester=ANNA,
    participants=(ANNA,), details=(), account=ACCOUNT, assigned_to="lisa", received_at=NOW, start_due_at=NOW, answer_due_at=None, answered_at=None,
    closed_at=None, rounds_asked=0, last_message_id="a@k.se", references=(),
)
PAID = Incoming(1, 1, "allocated", 30_000, "SEK", date(2026, 11, 20), 0, account_id=3, matched_address="anna@k.se")
BACK = Incoming(2, 1, "received", -30_000, "SEK", date(2026, 11, 25), -30_000, is_reversal=True)


def config(mode):
    return Config.model_validate({
        "vendor": {"name": "K", "languages": ["sv"], "default_language": "sv"}, "mailbox": {"address": "support@v.example"},
        "tier": [{"name": "plus", "kind": "yearly_fee", "price": 400}, {"name": "block", "kind": "prepaid_blocks", "price": 300}],
        "hours": {"office": {"timezone": "Europe/Stockholm", "monday": ["08:00-17:00"]}},
        "lines": {"first": {"members": ["hugo"]}},
        "agent": [{"id": "lisa", "email": ["lisa@v.example"]}, {"id": "hugo", "email": ["hugo@v.example"]}],
        "entitlement": {"lapse_mid_case": mode},
    })


def reversal(left=5, *, mode="pause", case=CASE, others=(), grants=(), moved=()):
    """The bank takes a block back of which so many minutes are left."""
    account = replace(ACCOUNT, blocks=(Block(17, left, NOW, minutes=15), *others), grants=grants)
    used = Used("block", 30_000, "block", 17, 15, left, moved=moved)
    running = (replace(case, account=account),) if case else ()
    return reverse(BACK, PaymentFacts(NOW, BACK, originals=(Original(PAID, (used,), account, running),)), config(mode))


def of(kind, decision):
    return [effect for effect in decision.effects if isinstance(effect, kind)]


def told(decision, template):
    return [(letter.to, letter.values) for letter in decision.letters if letter.template == template]


@pytest.mark.parametrize(("left", "mode", "state"), [
    (5, "pause", "awaiting_entitlement"), (0, "pause", "awaiting_entitlement"), (15, "pause", "awaiting_entitlement"), (5, "stop", "closed"), (5, "finish", None),
])
def test_the_case_lapses_as_the_vendor_wants_and_its_agent_reads_why(left, mode, state):
    decision = reversal(left, mode=mode)
    assert [(e.case_id, e.state) for e in of(SetState, decision)] == ([(7, state)] if state else [])
    assert [(e.block_id, e.minutes) for e in of(TakeBack, decision)] == ([(17, left)] if left else []), "frozen: nothing can be drawn any more"
    ((to, values),) = told(decision, "agent_result")
    last = {"awaiting_entitlement": ["rests_now"], "closed": ["closed"], None: []}[state]
    assert (to, [line["say"] for line in values["lines"]]) == ("lisa@v.example", ["reversed", "minutes_gone", *last])
    assert (values["lines"][0]["amount_minor"], values["lines"][1]["minutes"], values["lines"][1]["left"]) == (30_000, left, 0)


def test_a_case_that_nobody_has_taken_is_told_to_those_on_duty():
    assert [to for to, _ in told(reversal(case=replace(CASE, assigned_to=None)), "agent_result")] == ["hugo@v.example"]


@pytest.mark.parametrize("other", [
    {"others": (Block(18, 15, NOW, minutes=15),)}, {"grants": (Grant(5, "plus", "yearly_fee", "*", date(2026, 1, 1), date(2027, 1, 1)),)},
])
def test_who_has_another_right_goes_on(other):
    decision = reversal(**other)
    assert not of(SetState, decision) and len(told(decision, "agent_result")) == 1


def test_a_case_under_another_right_is_left_alone():
    decision = reversal(case=replace(CASE, tier="plus"), grants=(Grant(5, "plus", "yearly_fee", "*", date(2026, 1, 1), None),))
    assert not of(SetState, decision) and not told(decision, "agent_result")


@pytest.mark.parametrize(("left", "others", "says"), [
    (5, (), {"minutes": 5, "minutes_left": 0}), (0, (Block(18, 4, NOW, minutes=15),), {"minutes": 0, "minutes_left": 4}),
    (15, (Block(18, 4, NOW, minutes=15),), {"minutes": 15, "minutes_left": 4}),
])
def test_the_customer_reads_what_is_frozen_and_what_he_has_left(left, others, says):
    ((to, values),) = told(reversal(left, others=others, case=None), "payment_reversed")
    assert to == "anna@k.se" and {key: values[key] for key in says} == says


def test_of_minutes_that_went_to_another_customer_nothing_is_said():
    ((_, values),) = told(reversal(0, case=None, moved=(Moved(30, 4, 15),)), "payment_reversed")
    assert "minutes" not in values


def test_a_case_of_whoever_has_the_minutes_now_lapses_too_and_its_agent_reads_why():
    account = Account(4, 1, "L", "sv", ("bo@l.se",), blocks=(Block(30, 5, NOW, minutes=15),))
    running = replace(CASE, id=8, number="SO-2", account=account, assigned_to="hugo", requester=replace(ANNA, address="bo@l.se"))
    decision = reversal(0, case=None, moved=(Moved(30, 4, 5, account, (running,)),))
    assert [(effect.case_id, effect.state) for effect in of(SetState, decision)] == [(8, "awaiting_entitlement")]
    ((to, values),) = told(decision, "agent_result")
    assert to == "hugo@v.example" and {"say": "minutes_gone", "minutes": 5, "left": 0} in values["lines"]
    assert not told(reversal(0, case=None, moved=(Moved(30, 4, 0, account, (running,)),)), "agent_result"), "he has used it up: nothing is taken from him"


@pytest.mark.parametrize(("left", "ended", "paid_back", "says"), [
    (15, 0, False, ""), (5, 0, False, "used"), (0, 15, False, ""), (0, 15, True, "paid_back"), (0, 5, True, "used_paid_back"), (5, 10, False, ""),
])
def test_the_admins_read_what_was_worked_for_and_what_had_gone_back(left, ended, paid_back, says):
    used = Used("block", 30_000, "block", 17, 15, left, ended=ended, paid_back=paid_back)
    decision = reverse(BACK, PaymentFacts(NOW, BACK, originals=(Original(PAID, (used,), ACCOUNT),)), config("pause"))
    assert of(SettlePayment, decision)[0].because == says
