"""The corpus once more, from its bytes to what a person tells: ID number and code, and the details; from text, tables, HTML and pictures."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from mailbot.config.rules import load_rules
from mailbot.config.settings import Intake
from mailbot.config.tiers import Entitlement
from mailbot.desk import credentials
from mailbot.desk.intake import find_details, kind_of
from tests.mail.samples import CORPUS, read

EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((CORPUS / "expected.toml").read_text())
RULES = load_rules(CORPUS.parent.parent / "rules", None)[0]
ASKED = Intake.model_validate({"required": ["operating_system"], "technical": ["steps", "exact_error_text"], "handling": ["steps", "exact_error_text"]})


def test_an_id_number_and_a_code_are_found_where_they_stand_and_nowhere_else() -> None:
    """Of all mails: where nothing is expected, nothing is invented."""
    wanted = {name: tuple(expected.get("credentials") or ()) for name, expected in EXPECTED.items()}
    assert {name: _credentials(name) for name in EXPECTED} == wanted


def _credentials(name: str) -> tuple[str, ...]:
    message = read((CORPUS / f"{name}.eml").read_bytes())
    claim = credentials.find(message.subject, message.new_text, Entitlement())
    return (claim.id_number, claim.code) if claim else ()


@pytest.mark.parametrize("name", sorted(name for name, wanted in EXPECTED.items() if "details" in wanted))
def test_a_mails_details_are_these_and_no_others(name: str) -> None:
    message = read((CORPUS / f"{name}.eml").read_bytes())
    kind, _ = kind_of(message.subject, message.new_text, RULES)
    found = find_details(message.subject, message.new_text, message.attachments, RULES, ASKED, kind)
    assert {detail.name: detail.value for detail in found if detail.state == "found"} == EXPECTED[name]["details"]


@pytest.mark.parametrize("language", ["sv", "de", "nl"])
def test_the_corpus_speaks_the_languages_of_our_customers(language: str) -> None:
    assert sum(language in name.split("-")[:2] for name in EXPECTED) >= 25
    assert sum("credentials" in wanted for name, wanted in EXPECTED.items() if name.startswith(language)) >= 4
