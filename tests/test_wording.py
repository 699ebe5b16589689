"""What letters say, where a sentence once said too much, too little, or the same thing twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mailbot import render
from mailbot.config.load import load
from mailbot.config.rules import load_rules
from mailbot.desk.customer_commands import _contacts, phrases_of
from mailbot.desk.effects import Letter
from mailbot.mail.marks import is_mark
from mailbot.render.samples import ASKED, QUESTIONS
from tests.test_render import LANGUAGES, bokis, of, shipped, vendor, write

__all__ = ["bokis", "shipped"]  # fixtures

STARTS = {"missing": [], "clock_waits": False, "answer_by": None, "at_once": False, "start_by": "2026-11-24T08:00:00+00:00"}


def said(name: str, language: str, where: str, shipped: render.Templates, **values: object) -> str:
    config, templates = of(where, shipped)
    return " ".join(write(name, language, templates, config, **values).text.split())


@pytest.mark.parametrize(("language", "within"), [("sv", "inom en arbetsdag"), ("de", "innerhalb eines Arbeitstags"), ("nl", "binnen één werkdag"), ("en", "within one working day")])
def test_one_working_day_is_said_with_words(language: str, within: str, shipped: render.Templates) -> None:
    assert within in said("balance", language, "bokis", shipped, rights=[])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_status_names_the_level_once_and_offers_no_other_way_to_ask(language: str, shipped: render.Templates) -> None:
    told = said("status", language, "softone", shipped, **STARTS)
    label = {"sv": "Prioritet 5", "en": "Priority 5"}.get(language, "5")
    level = render.samples("status", language, vendor("softone"))["case"]["priority"]
    assert told.count(label.replace("5", level)) == 1 and "@example.com" not in told


@pytest.mark.parametrize(("language", "line"), [("sv", "- Prioritet 5"), ("en", "- Priority 5")])
def test_the_word_for_a_level_is_not_doubled(language: str, line: str, shipped: render.Templates) -> None:
    case = render.samples("status", language, vendor("softone"))["case"] | {"priority": "5"}
    told = said("status", language, "softone", shipped, case=case)
    assert line in told and f"{line[2:-2]}: " not in told


def test_a_charged_case_speaks_of_the_agreement_to_pay_and_of_no_right(shipped: render.Templates) -> None:
    rights = {"sv": "rätt till support", "de": "Supportberechtigung", "nl": "recht op", "en": "entitled"}
    agreed = {"sv": "kommit överens", "de": "vereinbart", "nl": "Zoals afgesproken", "en": "As agreed"}
    for language in LANGUAGES:
        charged, free = (said("entitlement_ok", language, "softadvice", shipped, tier=tier, billed=billed) for tier, billed in (("nacalculatie", True), ("onderhoud", False)))
        assert agreed[language] in charged and rights[language] not in charged
        assert agreed[language] not in free and rights[language] in free


def test_what_was_asked_for_is_named_where_no_question_stands(shipped: render.Templates) -> None:
    asked = {"sv": "uppgifterna som vi bad om", "de": "die erbetenen Angaben", "nl": "de gevraagde gegevens", "en": "the details we asked for"}
    for language, words in asked.items():
        assert words in said("followup_ack", language, "fakturax", shipped, clock_waits=True)
        assert words not in said("followup_ack", language, "fakturax", shipped, clock_waits=False)


def test_an_agreement_is_no_balance(shipped: render.Templates) -> None:
    config, templates = of("softone", shipped)
    right = {"tier": "service_kvalitet", "valid_until": None, "minutes_left": None}
    for rights in ([right], []):
        letters = {language: write("balance", language, templates, config, rights=rights) for language in LANGUAGES}
        assert letters["sv"].subject == "Din support hos SoftOne" and letters["de"].subject == "Ihr Support bei SoftOne"
        assert "betald" not in letters["sv"].text and "bezahlt" not in letters["de"].text
    block = {"tier": "block", "valid_until": None, "minutes_left": 15}
    assert write("balance", "sv", of("bokis", shipped)[1], vendor("bokis"), rights=[block]).subject == "Ditt saldo hos Bokis"


def test_offers_are_led_in(shipped: render.Templates) -> None:
    assert "Vill du ha personlig hjälp kan du välja: - " in said("balance", "sv", "bokis", shipped, rights=[])


def test_a_wish_for_an_appointment_is_promised_that_and_nothing_else(shipped: render.Templates) -> None:
    wish = {"missing": [], "clock_waits": False, "answer_by": None, "start_by": None, "at_once": False}
    assert "stufen seine Dringlichkeit" not in said("ack", "de", "fakturax", shipped, appointment=True, **wish)
    assert "stufen seine Dringlichkeit" in said("ack", "de", "fakturax", shipped, appointment=False, **wish)


def test_help_tells_of_levels_without_a_time_and_of_other_opening_hours(shipped: render.Templates) -> None:
    told = said("help", "de", "fakturax", shipped)
    assert "- Mittel: sobald Kapazität frei ist." in told and "- Mittel." not in told
    assert "Servicezeiten (Kassensystem): " in told
    assert "Öppettider (" not in said("help", "sv", "softone", shipped)


def test_a_plusgiro_number_is_written_in_pairs_and_a_bankgiro_number_as_it_is(shipped: render.Templates) -> None:
    assert "plusgiro 70 43 46-6" in said("free_help", "sv", "bokis", shipped)
    assert "991-2346" in said("free_help", "sv", "shipped", shipped)


@pytest.mark.parametrize("name", ["ask_for_code", "confirm_by_reply"])
def test_what_may_have_come_by_a_form_is_no_mail(name: str, shipped: render.Templates) -> None:
    words = {"sv": "ett meddelande med din adress", "de": "eine Nachricht mit Ihrer Adresse", "nl": "een bericht met uw adres", "en": "a message with your address"}
    assert all(sentence in said(name, language, "bokis", shipped) for language, sentence in words.items())


def test_the_first_mail_is_welcomed(shipped: render.Templates) -> None:
    links = {"sv": "alla dina ärenden", "de": "So verfolgen Sie", "nl": "Zo volgt u", "en": "all your cases"}
    for language, words in links.items():
        assert words in said("ack", language, "bokis", shipped, account_created=True)
        assert words not in said("ack", language, "bokis", shipped, account_created=True, status_address="", status_page="")


def test_samples_ask_as_the_rules_do() -> None:
    """What `mailbot letters` shows is what a customer reads."""
    rules = load(Path(__file__).parent.parent / "config.toml", {}).rules.intake_details
    asks = {rule.then["detail"]: rule.then["ask"] for rule in rules if rule.then.get("ask")}
    assert {language: tuple(asks[name][language] for name in ASKED) for language in LANGUAGES} == QUESTIONS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_that_a_contact_copies_is_the_command(language: str, shipped: render.Templates) -> None:
    rules, _ = load_rules(Path(__file__).parent.parent / "rules", None)
    config, templates = of("softone", shipped)
    line = next(line for line in write("colleague_wrote", language, templates, config).text.splitlines() if line.endswith("anna@example.com bo@example.com"))
    found = _contacts(line, "", phrases_of(rules))
    assert found is not None and found[0].addresses == ("anna@example.com", "bo@example.com") and language in found[0].spoken


# ---- letters to agents -----------------------------------------------------------------------------
TO_AGENTS = [name for name, letter in render.VARIABLES.items() if letter.audience == "agent"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TO_AGENTS)
def test_every_letter_to_an_agent_says_what_a_plain_reply_does_and_where_it_belongs(name: str, language: str, shipped: render.Templates) -> None:
    """In every scene; the mark stands on top, so that a reply to it can be told from what it answers; about a case the last line can be sorted by."""
    config, templates = of("softone", shipped)
    words = shipped.tongues[language].speech.words
    for scene in render.scenes(name, language, config):
        (draft,) = render.render((Letter(name, language, "to@example.com", scene.values, idem="x"),), templates, config)
        lines = draft.text.rstrip().split("\n")
        assert words.get("reply_is", scene.values["reply_is"]) in " ".join(lines), (name, scene.name)
        assert is_mark(lines[0]) and lines[-1].startswith("Ref: ") == bool(scene.values.get("case")), (name, scene.name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["agent_note", "agent_update", "agent_status", "third_answered"])
def test_who_only_reads_is_not_told_how_to_write_to_the_customer(name: str, language: str, shipped: render.Templates) -> None:
    config, templates = of("softone", shipped)
    values = render.samples(name, language, config)
    writes, reads = (write(name, language, templates, config, reply_is=reply_is).text for reply_is in ("note", "reader"))
    assert values["reply_address"] in writes and values["reply_address"] not in reads and values["note_address"] not in reads


def test_what_stands_in_columns_stays_in_columns(shipped: render.Templates) -> None:
    config, templates = of("softone", shipped)
    for name, column in (("agent_status", "Läge              öppet"), ("agent_queue", "Ärende          Prioritet    Läge"), ("agent_balance", "Rätt                     ")):
        draft = write(name, "sv", templates, config)
        (page,) = re.findall(r"<pre [^>]*>[^<]*" + column, draft.html or "")
        assert column in draft.text and page
    assert "<pre" not in render.html_of("One.  Two.\nThree.  Four.") + render.html_of("a   b\nc") + render.html_of("  a\n  b")
