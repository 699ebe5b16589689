"""Who may have an answer, gate by gate: every right that an account may have, with what is in its way (rules/entitlement.toml)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mailbot.config.rules import load_rules
from mailbot.config.settings import Config
from mailbot.desk.entitlement import Asker, is_trained, judge
from mailbot.desk.facts import Account, Block, Grant, Training

TODAY = date(2026, 11, 25)
RULES, _ = load_rules(Path(__file__).parents[2] / "rules", None)
ANNA = "anna@k.se"
TIERS = [
    {"name": "go", "kind": "agreement", "products": ["GO"]}, {"name": "garanti", "kind": "warranty"}, {"name": "plus", "kind": "yearly_fee", "price": 400},
    {"name": "block", "kind": "prepaid_blocks", "price": 300},
]
HOURLY = {"name": "hourly", "kind": "after_the_fact"}


def config(*more, billing=None, **entitlement):
    return Config.model_validate({
        "vendor": {"name": "K", "languages": ["sv"], "default_language": "sv"}, "mailbox": {"address": "support@v.example"},
        "tier": [*TIERS, *more], "entitlement": {"unverified_sender": "confirm_by_reply", **entitlement}, "billing": billing or {},
    })


def grant(tier="go", kind="agreement", since=date(2026, 1, 1), until=None, *, suspended=False):
    return Grant(1, tier, kind, "*", since, until, suspended)


def account(*grants, **more):
    return Account(1, 1, "K", "sv", (ANNA,), grants, **more)


def verdict(settings, who, *, verified=True, code="absent", may_write=True, today=TODAY):
    return judge(Asker(who, ANNA, verified, code, "sv", "Fråga", "Hur gör jag?", settings, RULES, may_write), "handling", today).verdict


GO, PLUS, WARRANTY = grant(), grant("plus", "yearly_fee", until=date(2027, 1, 1)), grant("garanti", "warranty", until=date(2026, 12, 31))
ENDED = date(2026, 11, 10)
BLOCK = Block(1, 15, datetime(2026, 11, 1, tzinfo=UTC))
OVERDUE = {"overdue_since": date(2026, 11, 1)}
TRAINED = {"trainings": (Training(ANNA, "GO", date(2026, 5, 1)),)}


@pytest.mark.parametrize(("who", "settings", "more", "said"), [
    (account(GO), {}, {}, "entitled"),
    (account(WARRANTY), {}, {}, "entitled"),
    (account(GO), {}, {"verified": False}, "confirm_by_reply"),
    (account(GO), {}, {"may_write": False}, "not_designated"),
    # invoices
    (account(GO, **OVERDUE), {}, {}, "entitled"),
    (account(GO, **OVERDUE), {"no_overdue_invoices": True}, {}, "invoice_overdue"),
    (account(PLUS, **OVERDUE), {"no_overdue_invoices": True}, {}, "invoice_overdue"),
    (account(blocks=(BLOCK,), **OVERDUE), {"no_overdue_invoices": True}, {}, "invoice_overdue"),
    (account(GO, **OVERDUE), {"no_overdue_invoices": True, "overdue_grace_days": 24}, {}, "invoice_overdue"),
    (account(GO, **OVERDUE), {"no_overdue_invoices": True, "overdue_grace_days": 25}, {}, "entitled"),
    (account(PLUS, **OVERDUE), {"no_overdue_invoices": True}, {"code": "correct", "verified": False}, "invoice_overdue"),
    (account(GO, **OVERDUE), {"no_overdue_invoices": True}, {"verified": False}, "confirm_by_reply"),
    (account(GO, **OVERDUE), {"no_overdue_invoices": True}, {"may_write": False}, "not_designated"),
    # trainings
    (account(GO), {"trained_users_only": True}, {}, "not_trained"),
    (account(GO, **TRAINED), {"trained_users_only": True}, {}, "entitled"),
    (account(GO), {"trained_users_only": True}, {"verified": False}, "confirm_by_reply"),
    (account(GO, **OVERDUE), {"trained_users_only": True, "no_overdue_invoices": True}, {}, "invoice_overdue"),
    (account(PLUS), {"trained_users_only": True}, {"code": "correct", "verified": False}, "not_trained"),
    # rights that rest, are over, or have not begun
    (account(replace(GO, suspended=True)), {}, {}, "suspended"),
    (account(replace(PLUS, suspended=True, valid_until=ENDED)), {}, {}, "suspended"),
    (account(replace(PLUS, suspended=True)), {}, {"code": "correct", "verified": False}, "suspended"),
    (account(replace(GO, valid_from=date(2026, 12, 1))), {}, {}, "not_begun"),
    (account(replace(GO, valid_from=date(2026, 12, 1)), GO), {}, {}, "entitled"),
    (account(GO, grant(since=date(2027, 1, 1), until=date(2030, 1, 1))), {}, {}, "entitled"),
    (account(replace(PLUS, valid_until=ENDED)), {}, {}, "fee_expired"),
    (account(replace(GO, valid_until=ENDED)), {}, {}, "fee_expired"),
    (account(replace(WARRANTY, valid_until=ENDED)), {}, {}, "fee_expired"),
    (account(replace(GO, valid_until=ENDED)), {}, {"may_write": False}, "free_help"),
    (account(replace(GO, valid_until=date(2024, 1, 1), valid_from=date(2023, 1, 1))), {}, {}, "free_help"),
    (account(replace(GO, valid_until=ENDED), blocks=(BLOCK,)), {}, {}, "entitled"),
    (account(blocks=(Block(1, 0, datetime(2026, 11, 1, tzinfo=UTC)),)), {}, {}, "block_empty"),
    (account(), {}, {}, "free_help"),
    (None, {}, {"code": "wrong"}, "code_wrong"),
])
def test_gate(who, settings, more, said):
    assert verdict(config(**settings), who, **more) == said


@pytest.mark.parametrize(("who", "hourly", "how", "more", "said"), [
    (None, HOURLY, "ask_customer", {}, "will_be_billed"),
    (None, HOURLY, "after_the_fact", {}, "entitled"),
    (None, HOURLY, "refuse", {}, "free_help"),
    (None, HOURLY | {"customers_only": True}, "after_the_fact", {}, "free_help"),
    (account(), HOURLY | {"customers_only": True}, "after_the_fact", {}, "entitled"),
    (account(), HOURLY | {"customers_only": True}, "after_the_fact", {"verified": False}, "will_be_billed"),
    (account(), HOURLY | {"customers_only": True}, "after_the_fact", {"may_write": False}, "free_help"),
    (account(), HOURLY | {"needs_quote": True}, "after_the_fact", {}, "free_help"),
    (account(replace(WARRANTY, valid_until=ENDED)), HOURLY, "ask_customer", {}, "will_be_billed"),
    (account(replace(PLUS, valid_until=ENDED)), HOURLY, "ask_customer", {}, "fee_expired"),
    (account(replace(GO, suspended=True)), HOURLY, "after_the_fact", {}, "suspended"),
])
def test_work_without_an_agreement(who, hourly, how, more, said):
    """Charged after the fact, customers only where it is said, and never for somebody whose right was suspended."""
    assert verdict(config(hourly, billing={"without_agreement": how}), who, **more) == said


@pytest.mark.parametrize(("training", "counts"), [
    (Training(ANNA, "*", TODAY), True),
    (Training("ANNA@k.se", "GO", TODAY), True),
    (Training(ANNA, "bokslut", TODAY), True),  # a part of a product: no mail tells which part it is about
    (Training(ANNA, "Lön", TODAY), False),
    (Training("bo@k.se", "*", TODAY), False),
    (Training(ANNA, "*", date(2026, 11, 26)), False),
    (Training(ANNA, "*", date(2025, 1, 1), TODAY), True),
    (Training(ANNA, "*", date(2025, 1, 1), date(2026, 11, 24)), False),
])
def test_which_training_counts(training, counts):
    settings = config({"name": "lon", "kind": "agreement", "products": ["Lön"]}, trained_users_only=True)
    assert is_trained(account(trainings=(training,)), ANNA, settings.tier("go"), TODAY, settings) is counts


def test_the_snapshot_says_what_was_judged():
    right = judge(Asker(account(PLUS), ANNA, True, "absent", "sv", "", "", config(), RULES), "handling", TODAY)
    assert right.snapshot == {"verdict": "entitled", "reason": right.reason, "tier": "plus", "grant_id": 1, "valid_until": "2027-01-01", "minutes_left": None}
