"""Sample values for every letter, in every language, made to fit a configuration: to look at letters before a customer does.
They are also what the tests render, so they hold every variable and odd text of customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mailbot.config.settings import Config, Tier
from mailbot.render.variables import VARIABLES

# What the sample customer wrote: no byte of it may stand in a letter to a stranger.
CUSTOMER = {
    "sv": ("Fel vid utskrift av balansrapport", "Hej!\nNär jag skriver ut balansrapporten står det \"Fel 3021\".\n/dev/null är inte felet."),
    "de": ("Fehler beim Drucken der Rechnung", "Guten Tag,\nbeim Drucken erscheint \"Fehler 3021\".\n/dev/null ist nicht die Ursache."),
    "nl": ("Fout bij het afdrukken van de balans", "Dag,\nbij het afdrukken staat er \"Fout 3021\".\n/dev/null is de oorzaak niet."),
    "en": ("Error when printing the balance report", "Hello,\nprinting the balance report says \"Error 3021\".\n/dev/null is not the cause."),
}  # fmt: skip
ANSWER = {
    "sv": "Uppdatera till version 7.4 från Ladda ner på vår hemsida, så försvinner felet.\n\nSäg gärna till om det inte hjälper.",
    "de": "Bitte aktualisieren Sie auf Version 7.4, dann ist der Fehler behoben.\n\nMelden Sie sich gern, wenn es nicht hilft.",
    "nl": "Werk bij naar versie 7.4; dan is de fout verholpen.\n\nLaat het gerust weten als dat niet helpt.",
    "en": "Please update to version 7.4, and the error will be gone.\n\nDo tell us if that does not help.",
}
ASKED = ("operating_system", "steps", "exact_error_text")
QUESTIONS = {  # as rules/intake.toml asks for them
    "sv": ("Vilket operativsystem använder du (t.ex. Windows 11)?", "Beskriv steg för steg hur du gjorde.", "Skriv exakt vad som står i felmeddelandet, eller bifoga en bild av det."),
    "de": ("Welches Betriebssystem nutzen Sie (z. B. Windows 11)?", "Beschreiben Sie bitte Schritt für Schritt, was Sie getan haben.", "Geben Sie die Fehlermeldung im Wortlaut an, oder fügen Sie ein Foto davon bei."),
    "nl": ("Welk besturingssysteem gebruikt u (bijv. Windows 11)?", "Beschrijf stap voor stap wat u deed.", "Schrijf exact wat er in de foutmelding staat, of voeg er een afbeelding van toe."),
    "en": ("Which operating system do you use (for example Windows 11)?", "Describe step by step what you did.", "Write exactly what the error message says, or attach a picture of it."),
}  # fmt: skip
STEPS = {
    "sv": "Jag öppnar Rapporter\nJag väljer Balans\nJag klickar på Skriv ut", "de": "Ich öffne Rechnungen\nIch wähle Drucken\nIch klicke auf OK",
    "nl": "Ik open Rapporten\nIk kies Balans\nIk klik op Afdrukken", "en": "I open Reports\nI choose Balance\nI click on Print",
}  # fmt: skip
MORNING, OPENING, EVENING = "2026-11-23T09:42:00+00:00", "2026-11-24T07:00:00+00:00", "2026-11-24T16:00:00+00:00"
GROUPS = (
    {"stage": "manner", "commands": [{"name": "note", "desk": False}]},
    {"stage": "time", "commands": [{"name": "spend", "desk": False}, {"name": "goodwill", "desk": False}]},
    {"stage": "state", "commands": [{"name": "close", "desk": False}]},
    {"stage": "registers", "commands": [{"name": "revoke", "desk": True}]},
    {"stage": "answers", "commands": [{"name": "help", "desk": False}]},
)
IN_TWO_WEEKS = "2026-12-08T16:00:00+00:00"
QUEUED = {"assigned_to": "anna", "line": 1, "team": "", "due": EVENING}
PAGES = ({"label": "Printing", "link": "https://www.example.com/faq#printing"}, {"label": "", "link": "https://www.example.com/faq#reports"})


def samples(template: str, language: str, config: Config) -> dict[str, Any]:
    """Values for one letter: every variable, filled so that as much as possible of the letter shows."""
    everything = _everything(language if language in CUSTOMER else "en", config)
    letter = VARIABLES[template]
    if letter.audience == "agent":
        everything["missing"] = ["program_version", "exact_error_text"]
        everything["found"].append({"name": "steps", "value": STEPS.get(language, STEPS["en"])})
    if template in ("agent_reply", "consult"):
        everything["text"] = ANSWER.get(language, ANSWER["en"])
    if template in ("agent_refused", "agent_unlinked", "agent_second", "agent_held", "agent_same_id"):
        everything["text"] = f"/spned 10m\n{ANSWER.get(language, ANSWER['en'])}"
    return {var.name: everything[var.name] for var in letter.variables} | dict(_SPECIAL.get(template, {}))


_SPECIAL: Mapping[str, Mapping[str, Any]] = {
    "ack": {"remembered": [{"name": "program_version", "value": "7.4"}]},
    "reopened": {"clock_waits": False},
    "channel_refused": {"channel": "phone"},
    "status": {"messages": 3},
    "fee_expired": {"valid_until": "2026-10-31"},
    "agent_note": {"author": "Anna", "reply_is": "note"},
    "agent_status": {"reply_is": "note"}, "third_answered": {"reply_is": "note"},
    "agent_queue": {"reply_is": "desk"}, "agent_balance": {"reply_is": "desk"}, "forward_offer": {"reply_is": "desk"},
    "agent_unlinked": {"why": "none"},
    "agent_alarm": {"reply_is": "desk", "what": "name"},
    "agent_invite": {"reply_is": "desk", "why": "new", "valid_until": "2027-02-25"},
    "agent_second": {"author": "Lisa", "answered_at": MORNING},
    "agent_withdrawn": {"lines": [{"say": "withdrawn"}, {"say": "taken_back", "minutes": 10}], "author": "", "by": ""},
    "agent_held": {"lines": [{"say": "held_note", "to": "customer@example.com", "number": "EX-2026-000123"}], "author": "", "may_send": True, "leads": []},
    "not_begun": {"valid_from": "2026-12-01"},
    "refund_note": {"minutes": 15, "minutes_left": 15},
    "payment_question": {"what": "overpaid", "left_minor": 5000},
    "ack_phone": {"clock_waits": False},
    "agent_assigned": {"by": "Anna", "why": "assigned", "start_by": EVENING},
    "agent_reply": {"missing": [], "clock_waits": False, "closes": True},
    "intake_request": {"asked_by_us": False},
    "closed_by_agent": {"solved": False},
    "refer_accounting": {"text": ""}, "refer_agreement": {"text": ""}, "refer_training": {"text": ""}, "out_of_scope": {"text": "", "reason": "drivers"},
    "agent_result": {"lines": [
        {"say": "sent", "at": MORNING}, {"say": "booked", "minutes": 10, "left": 5}, {"say": "closed", "number": "EX-2026-000123"},
    ]},
    "postmaster_forward": {"reply_is": "desk"},
    "admin_notice": {
        "reply_is": "",
        "what": "quarantine",
        "lines": [{"say": "quarantine", "because": "three attempts at it ended the worker"}],
        "commands": ["mailbot quarantine list", "mailbot quarantine release 17"],
    },
}


def _everything(language: str, config: Config) -> dict[str, Any]:
    subject, text = CUSTOMER[language]
    tier = _tier(config)
    prepaid = tier is not None and tier.kind == "prepaid_blocks"
    currency = (tier.currency if tier else "") or config.billing.currency
    price = tier.price_minor if tier and tier.price_minor else 30000
    return {
        "case": {
            "number": config.cases.number_format.format(year=2026, number=123), "subject": subject, "state": "open",
            "priority": config.default_priority.name, "kind": "technical", "product": "", "received_at": MORNING,
        },
        "text": text, "quote": text, "quoted_at": MORNING, "subject": subject,
        "missing": list(QUESTIONS[language]),
        "found": [{"name": "operating_system", "value": "Windows 11"}],
        "answer_by": EVENING, "start_by": None, "at_once": False, "clock_waits": True, "is_open_now": True, "opens_at": OPENING,
        "tier": tier.name if tier else "", "minutes_left": 15 if prepaid else None, "fast": False, "update_first": True,
        "appointment": False, "add_address": False, "account_created": False, "continues": None, "claims": None,
        "valid_from": None if prepaid else "2026-11-25", "valid_until": None if prepaid else "2027-11-24",
        "agent_first_name": "Anna", "waits": False, "closes": True, "reopen_until": IN_TWO_WEEKS, "reason": "answered",
        "amount_minor": price, "currency": currency, "booked_on": "2026-11-25", "address": "anna@example.com", "product": "",
        "minutes": tier.block_minutes if tier and prepaid else None, "blocks": 1, "id_number": "10000008",
        "by_us": False, "unlock_code": "K7QM-2XWD-9RTF", "receipt_no": "R-2026-17", "vat_minor": price // 5,
        "minutes_until": None, "summed_minor": None, "left_minor": None, "left_is": "", "credit_minor": price, "days": 90, "paid_on": "2026-11-20", "block": 17,
        "offers": [{"tier": tier.name if tier else "", "missing_minor": 5000}], "day": "2026-11-26", "more_held": 0,
        "held": [
            {"id": 55, "amount_minor": price, "currency": currency, "booked_on": "2026-11-25", "because": "no_address", "message": "support",
             "payer": "Kim Customer", "suggestions": ["anna@example.com", "bo@example.com"]},
            {"id": 56, "amount_minor": price, "currency": currency, "booked_on": "2026-11-25", "because": "fee_twice", "message": "", "payer": "",
             "suggestions": []},
        ],
        "reversals": [{"id": 57, "amount_minor": price, "currency": currency, "booked_on": "2026-11-25", "because": "used", "address": "anna@example.com"}],
        "locks": [], "feedback": [f"anna@example.com: {subject}", f"bo@example.com: {subject}"], "wishes": [f"eva@example.com: {subject}"], "more": 0,
        "failed_files": [{"name": "C54_20261125.xml", "because": "line 7: the element Ntry is not closed"}],
        "rights": [{"tier": tier.name if tier else "", "valid_until": None if prepaid else "2027-11-24", "minutes_left": 15 if prepaid else None}],
        "used_from": "anna.private@example.net", "used_at": MORNING, "received_at": MORNING,
        "from_address": "customer@example.com", "from_name": "Kim Customer", "case_by": "new", "speaker": "verified", "speaker_by": "dmarc",
        "may": ["text", "minutes"], "attachments": [{"name": "screenshot.png", "size": 182_000, "left_out": ""}, {"name": "setup.exe", "size": 4_200_000, "left_out": "dangerous"}], "open_cases": 1, "flags": [],
        "reply_address": "support+a.3f.anna.1xk.k3f9@example.com", "note_address": "support+n.3f.anna.1xk.q8d2@example.com",
        "commands_short": ["/spend 10m", "/note", "/close", "/help"], "reopened": False, "author": "Anna", "reply_is": "public", "said": ANSWER.get(language, ANSWER["en"]),
        "role": "agent", "groups": GROUPS, "explained": True, "command": "", "examples": [], "offered": [], "said_by": "", "also": [], "seen": "",
        "desk_address": "support+d.0.anna.1.1xk.k3f9@example.com",
        "lines": [], "commands": [], "what": "other",
        "faults": [{"line": 1, "source": "/spned 10m", "problem": "unknown", "seen": "/spned", "suggestion": "/spend"}],
        "max_mb": 25, "because": "the mail bears no proof of our own mail server",
        "topics": ["accounting_question"], "remembered": ["operating_system"], "wishes_priority": config.priorities[0].name if len(config.priorities) > 1 else "",
        "related": [], "copy": False, "cc": [],
        "links": [], "handbook": False, "channel": "", "billed": False, "standstill": False, "agreement": False,
        "status_address": "support+s.3f.p7.1.1xk.k3f9@example.com", "status_page": "", "count": 2, "link": "https://www.example.com/download",
        "messages": 3, "answered_at": None, "closed_at": None, "spoken": True, "which": "",
        "expires_on": "2027-11-24", "just_now": True,
        "open": [_summary(config, 124, subject, "open"), _summary(config, 123, subject, "awaiting_details")],
        "closed": [_summary(config, 98, subject, "closed")], "contacts": ["anna@example.com", "bo@example.com"],
        "solved": False, "moved": False, "new_level": config.priorities[-1].name, "old_level": config.priorities[0].name, "level_final": False, "why": "reopened",
        "access": False, "to_mend": 1, "sendable": True, "inside": False, "asked_by_us": True, "refer_to": ["www.example.com", "a good accountant"], "note": "Can you look at the log?", "requester": "customer@example.com",
        "assigned": "Anna", "line": 2, "team": "payroll", "tags": ["printing"], "watchers": ["Eva"], "started_at": MORNING, "whose": "anna@example.com", "known": True,
        "overdue_since": None, "findings": [{"name": "solution", "value": "Update to 7.4."}],
        "mine": [_summary(config, 123, subject, "open") | QUEUED], "waiting": [_summary(config, 124, subject, "open") | QUEUED | {"assigned_to": ""}],
        "others": [_summary(config, 125, subject, "in_progress") | QUEUED | {"assigned_to": "eva"}],
        "since": "2026-11-01", "stopped": False, "colleague": "eva@example.com", "limit": 2, "changed": False, "by": "", "problem": "", "mistyped": False, "linked": "anna.private@example.net", "to_owner": False,
        "other": config.cases.number_format.format(year=2026, number=124), "undone": False, "waits_for_right": False, "asked": True, "may_send": True, "leads": ["Lisa"], "proven": True,
    }  # fmt: skip


def _summary(config: Config, number: int, subject: str, state: str) -> dict[str, Any]:
    """One case of a list."""
    return {
        "number": config.cases.number_format.format(year=2026, number=number), "subject": subject, "state": state, "priority": config.default_priority.name,
        "received_at": MORNING, "answer_by": EVENING if state == "open" else None, "start_by": None, "closed_at": IN_TWO_WEEKS if state == "closed" else None,
    }


def _tier(config: Config) -> Tier | None:
    """A tier to show: prepaid blocks where there are any, since they have most to say."""
    answered = [tier for tier in config.tiers if tier.answered]
    return next((tier for tier in answered if tier.kind == "prepaid_blocks"), answered[0] if answered else None)
