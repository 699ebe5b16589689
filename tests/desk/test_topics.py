"""Topics, channels and wished levels: found in four languages where they are meant, and not where the words only happen to stand."""

from __future__ import annotations

import time
from typing import Any

import pytest

from mailbot.config.paths import shipped
from mailbot.config.rules import Rule, load_rules
from mailbot.config.settings import Config
from mailbot.desk import rulebook
from mailbot.desk.promise import calendar_name
from mailbot.desk.topics import is_own, matters_to
from mailbot.desk.urgency import skips_checklist, wished_level

RULES, PROBLEMS = load_rules(shipped("rules"), None)
HOURS = {"timezone": "Europe/Berlin", "monday": ["09:00-16:00"]}


def topics(text: str, subject: str = "") -> set[str]:
    hits, _ = rulebook.collect(RULES.scope, rulebook.question(subject=subject, text=text))
    return {str(rule.then["topic"]) for rule in hits}


def config(**tables: Any) -> Config:
    return Config.model_validate({"hours": {"office": HOURS, "pos": HOURS}, **tables})


# ---- topics --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("topic", "text"), [
    ("accounting_question", "Vilket konto ska jag använda för leasingbil?"), ("accounting_question", "Wie verbuche ich eine Gutschrift?"),
    ("accounting_question", "Op welke rekening zet ik dit?"), ("accounting_question", "Which account should I use for a leased car?"),
    ("agreement_question", "Vad kostar supportavtalet?"), ("agreement_question", "Ik heb een vraag over ons onderhoudscontract."),
    ("other_software", "Kan det vara virusprogrammet?"), ("other_software", "Outlook kraschar varje morgon"), ("other_software", "Excel stürzt ab"),
    ("drivers", "Brauche ich einen neuen Druckertreiber?"), ("internet_connection", "Wij hebben geen internetverbinding"),
    ("it_conflicts", "Het programma wordt geblokkeerd door de virusscanner"), ("it_conflicts", "De printer doet het in alle programma's niet, ook in Word"),
    ("training", "Vi vill boka utbildning för två nya kollegor"), ("extra_training", "Kunnen wij een cursus volgen?"),
    ("templates_layouts_prints", "Kunt u de lay-out van de factuur aanpassen?"), ("templates_layouts_prints", "Graag een nieuw logo op de afdruk"),
    ("report_layout", "Kan ni anpassa rapporten efter oss?"), ("report_layout", "We would like a custom report"),
    ("workflow_review", "Vi skulle vilja gå igenom våra rutiner med er"), ("reconciliation", "Kan ni stämma av momsen mot kontona?"),
    ("new_features", "Vi önskar en genomgång av nya funktioner"), ("customer_caused_fault", "Vi råkade radera alla fakturor"),
    ("installation_changes", "We willen het programma verhuizen naar een nieuwe server"), ("installation_changes", "Vi ska flytta databasen i helgen"),
    ("data_changes", "Kunt u een nieuwe gebruiker aanmaken?"), ("data_changes", "Mijn wachtwoord ben ik vergeten: wachtwoord resetten aub"),
    ("database_correction", "De database moet hersteld worden"), ("database_correction", "graag herstel van de databank"),
    ("special_file_handling", "Kunt u dit bestand voor ons omzetten?"),
    ("pos", "Die Kasse geht nicht"), ("pos", "Unser Kassensystem meldet einen Fehler der TSE"), ("pos", "De kassa start niet op"),
])  # fmt: skip
def test_a_topic_is_known_by_its_words(topic: str, text: str) -> None:
    assert topic in topics(text)


@pytest.mark.parametrize("text", [
    "Jag får ett felmeddelande när jag skriver ut en rapport", "Exporten till Excel saknar en kolumn", "Fakturan kom inte fram via Outlook",
    "Die Wechselkurse stimmen nicht", "Der Ausdruck ist leer", "De factuur wordt niet afgedrukt", "Das Layout ist seit dem Update verschoben",
    "Programmet startar inte efter uppdateringen", "Jag ser fel saldo på konto 1930", "Mein Drucker druckt nicht", "The report shows a wrong total",
    "Wie lege ich einen neuen Kunden an?", "Beitrag der Krankenkasse buchen", "Windows 11, version 7.4", "Är kassan 1910 rätt?",
    "Fel 3021: Ingen aktuell post", "Kunde inte ringas upp av databasen", "In der Liste fehlen zwei Dateien", "Jag hittar inte huvudboken",
])  # fmt: skip
def test_ordinary_mails_are_about_no_topic(text: str) -> None:
    assert topics(text) == set()


@pytest.mark.parametrize(("channel", "text"), [
    ("phone", "Ring mig på 070-123 45 67"), ("phone", "Kan ni ringa?"), ("phone", "Kan någon ringa mig i eftermiddag"), ("phone", "Jag vill bli uppringd."),
    ("phone", "Vänligen ring så snart ni kan"), ("phone", "Bitte rufen Sie mich an."), ("phone", "Könnten Sie mich bitte zurückrufen?"),
    ("phone", "Ich bitte um Rückruf."), ("phone", "Kunt u mij bellen?"), ("phone", "Graag een telefoontje"), ("phone", "Kan iemand ons morgen terugbellen"),
    ("phone", "Please call me"), ("phone", "Could you give me a call tomorrow?"), ("phone", "Get in touch, call me back"),
    ("fax", "Kan ni faxa det till oss?"), ("fax", "Bitte antworten Sie uns per Fax"), ("fax", "Stuur het antwoord per fax"), ("fax", "Please fax it to us"),
    ("post", "Svara gärna per post"), ("post", "Skicka svaret till mig med posten"), ("post", "Bitte senden Sie mir die Antwort mit der Post"),
    ("post", "Stuur het ons per post"), ("post", "Please send it to me: answer by letter"),
])  # fmt: skip
def test_who_asks_for_another_channel_is_heard(channel: str, text: str) -> None:
    assert f"channel_{channel}" in topics(text)


@pytest.mark.parametrize("text", [
    "Jag har ringt er tre gånger", "Anna Berg\nTel: 08-123 45 67", "Ni behöver inte ringa mig", "Ring oss på 0770-11 22 33", "Rufen Sie uns an: 0800 123",
    "Ich habe schon angerufen", "Sie müssen mich nicht anrufen", "Ik heb al gebeld", "U kunt mij niet bellen", "I have called you twice", "Please do not call me",
    "Fax: 08-123 45 68", "Hur skickar jag fakturor per fax från programmet?", "Kunden fick fakturan per post", "Telefonnumret på fakturan är fel",
    "Die Rechnung geht per Post an den Kunden", "Phone: +46 8 123", "The program calls me by the wrong name", "Kan ni skicka svaret till min nya adress?",
])  # fmt: skip
def test_a_number_in_a_signature_and_a_call_in_the_past_ask_for_nothing(text: str) -> None:
    assert not {topic for topic in topics(text) if topic.startswith("channel_")}


def test_what_a_vendor_lists_matters_and_what_he_covers_does_not() -> None:
    listed = matters_to(config(scope={
        "not_covered": ["extra_training", "data_changes"], "covered": ["data_changes"], "addon": ["training"], "not_supported": [],
        "channels_refused": ["phone"], "refer_accounting": {"to": ["www.bas.se"]},
    }))

    assert listed == {"extra_training", "training", "channel_phone", "accounting_question"}
    assert "agreement_question" in matters_to(config(entitlement={"no_agreement_contact": "linda@example.com"}))
    assert matters_to(config()) == {"other_software", "drivers", "internet_connection"}


def test_every_topic_that_a_vendor_lists_has_words() -> None:
    known = {str(rule.then["topic"]) for rule in RULES.scope}
    listed = {
        "other_software", "drivers", "internet_connection", "templates_layouts_prints", "extra_training", "installation_changes", "data_changes",
        "it_conflicts", "training", "report_layout", "workflow_review", "reconciliation", "new_features", "customer_caused_fault",
        "database_correction", "special_file_handling", "accounting_question", "agreement_question", "pos", "channel_phone", "channel_fax", "channel_post",
    }  # fmt: skip
    assert PROBLEMS == () and known == listed


def test_a_rule_of_the_vendors_own_is_told_from_a_shipped_one() -> None:
    assert not any(is_own(rule) for rule in RULES.scope)
    assert is_own(Rule("a", {}, {"topic": "x"}, "b", "rules/scope.toml:1"))


def test_a_topic_may_have_opening_hours_of_its_own() -> None:
    level, other = config(priority=[
        {"name": "hoch", "default": True, "calendar_for": {"pos": "pos"}}, {"name": "mittel"},
    ]).priorities
    assert [calendar_name(level, ("pos",)), calendar_name(level, ("training",)), calendar_name(other, ("pos",))] == ["pos", "office", "office"]


# ---- urgency -------------------------------------------------------------------------------------
@pytest.mark.parametrize(("mark", "text"), [
    ("standstill", "Allt ligger nere!"), ("standstill", "Wir können nicht mehr arbeiten"), ("standstill", "Alles ligt plat"), ("standstill", "The system is down"),
    ("urgent", "Det är brådskande"), ("urgent", "Bitte dringend"), ("urgent", "Graag spoed"), ("urgent", "As soon as possible, please"),
    (None, "Hur startar jag om programmet när det ligger nere?"), (None, "Hej"),
])
def test_a_standstill_is_told_from_impatience(mark: str | None, text: str) -> None:
    rule, _ = rulebook.first(RULES.priority, rulebook.question(text=text))
    assert (rule.then["flag"] if rule else None) == mark


def test_only_a_standstill_skips_the_checklist_and_only_where_the_vendor_says_so() -> None:
    strict, generous = config(), config(intake={"skip_for_priority": ["normal"]})
    assert skips_checklist(("standstill",), generous)
    assert not skips_checklist(("urgent", "topic:standstill"), generous)
    assert not skips_checklist(("standstill",), strict)


SOFTONE = config(priority=[{"name": str(n), "label": {"sv": f"Prioritet {n}", "en": f"Priority {n}"}, "default": n == 5} for n in range(1, 6)])
VISMA = config(priority=[
    {"name": "kritisk", "label": {"sv": "Stillestånd/Kritisk", "en": "Critical"}}, {"name": "hog", "label": {"sv": "Hög", "en": "High"}},
    {"name": "normal", "label": {"sv": "Normal"}, "default": True},
])
FAKTURAX = config(priority=[{"name": "kritisch", "label": {"de": "Kritisch"}}, {"name": "mittel", "label": {"de": "Mittel"}, "default": True}])
SOFTADVICE = config(priority=[{"name": "hoog", "label": {"nl": "Hoog", "en": "High"}}, {"name": "normaal", "label": {"nl": "Normaal"}, "default": True}])


@pytest.mark.parametrize(("settings", "subject", "text", "level"), [
    (SOFTONE, "", "Hej\nPRIORITET 1!\nMvh", "1"), (SOFTONE, "Fel i fakturan, prio 2", "", "2"), (SOFTONE, "", "Priority: 3", "3"),
    (SOFTONE, "Priorität 1", "", "1"), (SOFTONE, "", "Prioritet 12", None), (SOFTONE, "", "Prioritet 1 2 3", None),
    (VISMA, "", "prioritet: kritisk", "kritisk"), (VISMA, "", "Prioritet: Stillestånd", "kritisk"), (VISMA, "PRIORITY high", "", "hog"),
    (VISMA, "", "Hög prioritet!", "hog"), (VISMA, "", "- Prioritet = hög, tack", "hog"), (VISMA, "", "Prioritet: hog", "hog"),
    (FAKTURAX, "Priorität: kritisch", "", "kritisch"), (SOFTADVICE, "", "prio hoog", "hoog"), (SOFTADVICE, "", "Prioriteit: Hoog", "hoog"),
    (SOFTADVICE, "", "Prioriteit: Laag", None), (VISMA, "", "Vi sorterar listan efter prioritet: hög kommer sist", None),
    (VISMA, "Prioriterade leverantörer", "De har hög omsättning", None), (VISMA, "", "Hög", None), (VISMA, "", "", None),
])  # fmt: skip
def test_a_level_that_a_customer_asks_for(settings: Config, subject: str, text: str, level: str | None) -> None:
    assert wished_level(subject, text, settings) == level


# ---- bounds --------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", [
    "kan ni ", "ring ", "könnten Sie mich ", "kunt u mij ", "please call ", "server ", "nieuwe gebruiker ", "prioritet hög ", "prio: ", "a ", "anpassa rapport ",
])
def test_a_million_characters_are_looked_through_in_a_second(seed: str) -> None:
    text = (seed * 1_000_000)[:1_000_000]
    began = time.process_time()
    topics(text)
    wished_level("x", text, VISMA)

    assert time.process_time() - began < 1.0
