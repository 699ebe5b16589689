"""What the five vendors ask for: in their order, in four languages, and recognised however a customer tells it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mailbot.config.paths import shipped
from mailbot.config.rules import load_rules
from mailbot.config.settings import Config, Intake
from mailbot.desk.intake import asked_for, find_details, question
from mailbot.mail.message import Attachment

RULES, _ = load_rules(shipped("rules"), None)
VENDORS = Path(__file__).parents[1] / "vendors"
FAULT = ("error_copy_or_photo", "function_and_conditions", "restart_module", "restart_application", "restart_os")
EVERY = Intake.model_validate({
    "required": ["operating_system", "program_version"], "technical": ["steps", "exact_error_text"], "fault": list(FAULT),
    "handling": ["unclear_passage_or_how_searched"], "function_question": ["wiki_searched"], "configuration_wish": ["wish_in_detail"],
})


def intake_of(vendor: str) -> Intake:
    return Config.model_validate(tomllib.loads((VENDORS / f"{vendor}.toml").read_text(encoding="utf-8"))).intake


@pytest.mark.parametrize(("vendor", "kind", "required", "wished"), [
    ("bokis", "technical", ("operating_system",), ("steps", "exact_error_text")),
    ("bokis", "fault", ("operating_system",), ("steps", "exact_error_text")),
    ("bokis", "bug_report", ("operating_system",), ("steps", "exact_error_text")),
    ("bokis", "handling", ("operating_system",), ("unclear_passage_or_how_searched",)),
    ("bokis", "function_question", ("operating_system",), ("unclear_passage_or_how_searched",)),
    ("bokis", "feedback", (), ()), ("bokis", "access_request", (), ()), ("bokis", "agreement_question", (), ()),
    ("fakturax", "fault", (), FAULT), ("fakturax", "technical", (), FAULT),
    ("fakturax", "function_question", (), ("wiki_searched",)), ("fakturax", "handling", (), ("wiki_searched",)),
    ("fakturax", "configuration_wish", (), ("wish_in_detail",)),
    ("softone", "technical", (), ("steps", "exact_error_text")), ("visma", "technical", (), ("steps", "exact_error_text")),
    ("softadvice", "fault", (), ("steps", "exact_error_text")), ("softadvice", "configuration_wish", (), ()),
])  # fmt: skip
def test_what_a_vendor_asks_for_and_in_which_order(vendor: str, kind: str, required: tuple[str, ...], wished: tuple[str, ...]) -> None:
    assert asked_for(kind, intake_of(vendor)) == (required, wished)


@pytest.mark.parametrize(("vendor", "language", "kind", "words"), [
    ("bokis", "sv", "technical", ("operativsystem", "steg för steg", "exakt vad som står")),
    ("bokis", "sv", "handling", ("operativsystem", "formulering i handboken")),
    ("fakturax", "de", "fault", ("fotografieren", "Funktion", "Modul", "Anwendung", "Rechner")),
    ("fakturax", "de", "function_question", ("Wiki",)), ("fakturax", "de", "configuration_wish", ("Wunsch",)),
    ("softadvice", "nl", "technical", ("stap voor stap", "foutmelding")), ("visma", "en", "technical", ("step by step", "error message")),
])  # fmt: skip
def test_the_questions_stand_in_that_order_in_the_customers_words(vendor: str, language: str, kind: str, words: tuple[str, ...]) -> None:
    required, wished = asked_for(kind, intake_of(vendor))
    asked = [question(name, language, RULES) for name in (*required, *wished)]

    assert len(asked) == len(words)
    assert all(word in text for word, text in zip(words, asked, strict=True)), asked


TOLD = {
    "operating_system": ("Jag har Windows 11.", "Unser Betriebssystem ist Windows 10.", "Wij werken met macOS 14.", "We are on Windows 11."),
    "program_version": ("Version 7.4", "Programmversion: 12.1", "Versie: 2024.1", "We have version 7.4"),
    "steps": ("Först öppnar jag Rapporter, sedan klickar jag på Skriv ut.", "Zuerst öffne ich die Rechnung und dann drücke ich auf Drucken.",
              "Eerst open ik het programma. Daarna klik ik op Rapporten.", "First I opened reports, then I clicked Print."),
    "exact_error_text": ("Det står \"Filen hittades inte\".", "Es erscheint: „Die Verbindung wurde getrennt“", "Er staat ‘Bestand niet gevonden’.",
                         "I get the error “Printer is offline”."),
    "error_copy_or_photo": ("Felmeddelandet är: Kunde inte hitta filen", "Fehlermeldung: Datei nicht gefunden", "Foutmelding: Kan het bestand niet openen",
                            "Run-time error '3021': No current record"),
    "unclear_passage_or_how_searched": ("Jag har sökt på moms men hittar inget.", "Im Handbuch auf Seite 12 steht etwas anderes.",
                                        "Ik heb in de handleiding gezocht.", "I looked in the manual under VAT."),
    "wiki_searched": ("I wikin finns inget om det.", "Ich habe im Wiki nach Gutschrift gesucht.", "In de wiki staat er niets over.", "The wiki says nothing about it."),
    "wish_in_detail": ("Vi vill ha:\n- två logotyper\n- vårt kundnummer", "Auf der Rechnung sollen stehen:\n- zwei Logos\n- unsere Kundennummer",
                       "Graag op de factuur:\n- twee logo's\n- ons klantnummer", "We would like:\n- two logos\n- our customer number"),
    "function_and_conditions": ("Det händer varje gång jag skriver ut en följesedel.", "Die Störung tritt auf, sobald ich einen Lieferschein drucke.",
                                "Het gebeurt telkens bij het afdrukken.", "It happens every time I print a delivery note."),
    "restart_module": ("Jag har stängt modulen och öppnat den: samma fel.", "Das Modul habe ich neu gestartet, ohne Erfolg.", "Ik heb de module opnieuw geopend.",
                       "I closed and reopened the module."),
    "restart_application": ("Jag har startat om programmet.", "Die Anwendung wurde erneut gestartet.", "Het programma heb ik opnieuw gestart.", "I restarted the program."),
    "restart_os": ("Jag har startat om datorn.", "Der Rechner wurde neu gestartet.", "De computer is opnieuw opgestart.", "I rebooted the computer."),
}  # fmt: skip


@pytest.mark.parametrize(("name", "language", "text"), [
    (name, language, text) for name, texts in TOLD.items() for language, text in zip(("sv", "de", "nl", "en"), texts, strict=True)
])
def test_every_detail_is_recognised_in_every_language(name: str, language: str, text: str) -> None:
    kind = "configuration_wish" if name == "wish_in_detail" else "fault"
    assert name in {detail.name for detail in find_details("", text, (), RULES, EVERY, kind) if detail.state == "found"}, language


def test_the_five_vendors_ask_for_nothing_that_is_not_in_this_table() -> None:
    asked = {name for vendor in ("bokis", "fakturax", "softadvice", "softone", "visma") for kind in ("technical", "handling", "fault", "function_question", "configuration_wish")
             for part in asked_for(kind, intake_of(vendor)) for name in part}
    assert asked <= set(TOLD) and set(TOLD) == set(RULES.details)


@pytest.mark.parametrize("text", [
    "Hej, jag har ett problem.", "Guten Tag, es gibt ein Problem mit der Rechnung.", "Dag, wij hebben een probleem.", "Hello, there is a problem.",
])
def test_a_mail_that_tells_nothing_is_found_to_tell_nothing(text: str) -> None:
    assert find_details("", text, (), RULES, EVERY, "fault") == ()


@pytest.mark.parametrize(("file", "counts"), [
    (Attachment("skarm.png", "image/png", 90_000), True), (Attachment("IMG_1.jpg", "image/jpeg", 900_000), True),
    (Attachment("IMG_2041.HEIC", "application/octet-stream", 2_000_000), True), (Attachment("bild.webp", "image/webp", 40_000), True),
    (Attachment("image001.png", "image/png", 150_000, inline=True), True), (Attachment("image001.png", "image/png", 4_000, inline=True), False),
    (Attachment("logo.jpg", "image/jpeg", 90_000), False), (Attachment("faktura.pdf", "application/pdf", 90_000), False),
])  # fmt: skip
def test_a_photo_shows_the_error_and_a_logo_does_not(file: Attachment, counts: bool) -> None:
    found = {detail.name for detail in find_details("", "Se bifogad bild", (file,), RULES, EVERY, "fault")}
    assert ({"error_copy_or_photo", "exact_error_text"} <= found) is counts

    text_only = EVERY.model_copy(update={"photo_counts_as_error_text": False})
    found = {detail.name for detail in find_details("", "Se bifogad bild", (file,), RULES, text_only, "fault")}
    assert "exact_error_text" not in found and ("error_copy_or_photo" in found) is counts, "who asks for a photo is given one"
