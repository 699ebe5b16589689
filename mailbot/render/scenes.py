"""Scenes: the sample values of a letter, turned so that each of its branches shows once.
What `mailbot letters` prints and the tests render; the first scene of a letter is its sample as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mailbot.config.settings import Config
from mailbot.desk.payments.held_because import HELD_BECAUSE
from mailbot.render.samples import EVENING, IN_TWO_WEEKS, MORNING, PAGES, samples


@dataclass(frozen=True, slots=True)
class Scene:
    """One letter as it may leave: what makes this one special, and its values."""

    name: str
    values: Mapping[str, Any]


def scenes(template: str, language: str, config: Config) -> tuple[Scene, ...]:
    """Every scene of a letter in a language."""
    given = samples(template, language, config)
    turned = _SCENES.get(template, {"": {}})
    return tuple([Scene(name, _turned(given, changes)) for name, changes in turned.items()])


def _turned(given: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The sample with its changes; of the case, only what is named changes."""
    case = changes.get("case")
    return {**given, **changes, **({"case": {**given["case"], **case}} if case else {})}


_COMPLETE: Final[Mapping[str, Any]] = {"missing": [], "clock_waits": False}
_NO_RIGHT: Final[Mapping[str, Any]] = {"tier": None, "valid_until": None, "minutes_left": None}

_SCENES: Final[Mapping[str, Mapping[str, Mapping[str, Any]]]] = {
    "ack": {
        "details missing": {},
        "complete": {**_COMPLETE, "update_first": False, "handbook": True, "links": PAGES, "remembered": []},
        "closed just now": {**_COMPLETE, "update_first": False, "is_open_now": False, "answer_by": None, "start_by": EVENING, "remembered": []},
        "an outage": {**_COMPLETE, "update_first": False, "answer_by": None, "at_once": True, "remembered": [], "minutes_left": None},
        "an outage at night": {**_COMPLETE, "update_first": False, "answer_by": None, "at_once": True, "is_open_now": False, "remembered": [],
                               "minutes_left": None},
        "first mail, charged": {**_COMPLETE, "update_first": False, "account_created": True, "billed": True, "minutes_left": None,
                                "answer_by": None, "remembered": []},
        "all at once": {"links": PAGES[:1], "handbook": True, "channel": "phone", "agreement": True, "appointment": True, "fast": True,
                        "add_address": True, "account_created": True, "billed": True, "continues": "EX-2026-000098"},
    },
    "followup_ack": {"two mails": {"clock_waits": False}, "one mail": {"count": 1}},
    "entitlement_ok": {"details missing": {}, "complete": _COMPLETE, "an outage": {**_COMPLETE, "answer_by": None, "at_once": True, "standstill": True,
                       "minutes_left": None}, "charged, a page": {
        **_COMPLETE, "billed": True, "minutes_left": None, "valid_until": None, "status_address": "https://www.example.com/status/k3f9"}},
    "status": {
        "details missing": {"case": {"state": "awaiting_details"}},
        "in line": {**_COMPLETE, "messages": 1},
        "answered": {**_COMPLETE, "case": {"state": "answered"}, "answer_by": None, "answered_at": EVENING},
        "closed": {**_COMPLETE, "case": {"state": "closed"}, "answer_by": None, "answered_at": MORNING, "closed_at": EVENING, "reopen_until": IN_TWO_WEEKS},
        "closed for good": {**_COMPLETE, "case": {"state": "closed"}, "answer_by": None, "closed_at": EVENING, "reopen_until": None},
    },
    "status_list": {"": {}, "which to close": {"which": "close"}, "which to reopen": {"which": "reopen"}, "none": {"open": [], "closed": []}},
    "closed_by_customer": {"": {}, "for good": {"reopen_until": None}},
    "language_set": {"in a case": {}, "no case": {"case": None}, "not spoken": {"spoken": False, "case": None}},
    "intake_request": {"the clock waits": {}, "work goes on": {"clock_waits": False, "found": []}, "an agent asks": {"asked_by_us": True}},
    "entitlement_lapsed": {"overdue": {}, "ended, closed": {"since": None, "stopped": True}, "rests": {"since": None, "valid_until": None}},
    "contacts": {
        "shown": {}, "changed": {"changed": True}, "changed by another": {"changed": True, "by": "anna@example.com"},
        "too many": {"problem": "limit", "count": 3}, "not his to change": {"problem": "not_contact"}, "no contact known to him": {"problem": "not_contact", "contacts": []}, "others taken off": {"problem": "others"},
    },
    "colleague_wrote": {"": {}, "nobody counts": {"limit": 0}},
    "address_linked": {"": {}, "to the paid address": {"to_owner": True}},
    "code_renewed": {"": {}, "sent by us": {"by_us": True}},
    "code_wrong": {"": {}, "mistyped": {"mistyped": True}},
    "invoice_overdue": {"": {}, "day unknown": {"since": None}},
    "agent_reply": {
        "closes": {},
        "waits": {"closes": False, "waits": True, "minutes_left": None},
        "minutes used up": {"closes": False, "minutes_left": 0, "quote": "", "agent_first_name": ""},
        "one minute left": {"closes": False, "minutes_left": 1, "quoted_at": None},
        "solved": {"closes": False, "solved": True},
        "asks, another level": {"closes": False, "missing": ["…"], "moved": True, "start_by": EVENING},
        "asks for access": {"closes": False, "waits": True, "access": True},
        "the last word": {"closes": False, "level_final": True, "minutes_left": None},
    },
    "closed_by_agent": {**{reason: {"reason": reason} for reason in ("answered", "cannot_reproduce", "out_of_scope", "duplicate", "customer")},
                        "solved": {"solved": True}},
    "reopened": {"by his answer": {"why": ""}, "by an agent": {"why": "reopened"}, "views become a case": {"why": "converted"}},
    "priority_changed": {"": {}, "no time": {"start_by": None, "answer_by": None}},
    "priority_final": {"": {}, "it stays": {"old_level": "", "start_by": None, "answer_by": None}},
    "refer_accounting": {"": {}, "with his words": {"text": "Hello", "refer_to": []}},
    "out_of_scope": {"a topic": {}, "no topic": {"reason": ""}},
    "agent_assigned": {why: {"why": why, "note": "" if why == "line" else "Log?"} for why in ("assigned", "taken", "line", "team", "phone")} | {"unproven": {"why": "assigned", "note": "", "proven": False}},
    "agent_withdrawn": {"his own": {}, "of a lead's": {"by": "Lisa"}, "another's": {"author": "Anna"}},
    "agent_held": {"his own": {}, "a lead's to send": {"may_send": False, "leads": ["Lisa"]}, "two leads'": {"may_send": False, "leads": ["Lisa", "Omar"]}, "another's": {"author": "Anna"},
                   "at the desk": {"case": None, "may_send": False}, "one letter": {"text": "", "may_send": False}},
    "agent_status": {"": {}, "little is known": {"tier": None, "assigned": "", "team": "", "tags": [], "watchers": [], "missing": [], "findings": [], "started_at": None}},
    "agent_queue": {"": {}, "nothing waits": {"mine": [], "waiting": [], "others": []}},
    "agent_balance": {"": {}, "nothing": {"rights": [], "overdue_since": "2026-11-01"}, "nobody": {"known": False, "rights": []}},
    "block_empty": {"in a case": {}, "no case": {"case": None}},
    "payment_confirmation": {
        "with code": {}, "code unchanged": {"unlock_code": None}, "no code": {"id_number": None, "unlock_code": None, "vat_minor": None},
        "a fee and minutes": {"valid_from": "2026-11-25", "valid_until": "2027-11-24", "minutes": 15, "minutes_left": 20, "minutes_until": "2027-11-25"},
        "in parts, with a rest": {"summed_minor": 35000, "left_minor": 5000, "left_is": "credit"},
        "a rest to be paid back": {"left_minor": 5000, "left_is": "refund"},
    },
    "payment_partial": {"alone": {}, "with an earlier one": {"credit_minor": 32000}},
    "payment_question": {"a rest": {}, "a fee twice": {"what": "fee_twice", "left_minor": None}},
    "payment_reversed": {"a fee": {"minutes": None, "minutes_left": None}, "unused": {"minutes": 15, "minutes_left": 0}, "used": {"minutes": 0, "minutes_left": 30},
                         "partly used": {"minutes": 1, "minutes_left": 15}},
    "refund_note": {"": {}, "nothing left": {"minutes_left": 0, "minutes": 1}, "the rest of a payment": {"minutes": None, "block": None}},
    "admin_daily": {
        "": {}, "more than are shown": {"more_held": 12}, "payments taken back": {"held": [], "failed_files": []}, "a file": {"held": [], "reversals": []},
        "codes": {"held": [], "reversals": [], "failed_files": [], "locks": [
            {"say": f"lock_{what}", "who": who, "wrong": 5} for what, who in (("number", "204817-1"), ("address", "x@example.net"), ("domain", "example.net"), ("all", ""))]},
        **{because: {"held": [{"id": 55, "amount_minor": 30000, "currency": "SEK", "booked_on": "2026-11-25", "because": because, "message": "support",
                               "payer": "Kim", "suggestions": []}], "reversals": [], "failed_files": []} for because in HELD_BECAUSE},
    },
    "admin_digest": {"": {}, "views alone": {"wishes": []}, "wishes alone": {"feedback": []}, "more": {"more": 12}},
    "block_expiring": {"": {"minutes": 15}, "one minute": {"minutes": 1}},
    "block_expired": {"": {"minutes": 15}, "one minute": {"minutes": 1}},
    "code_sent": {"just now": {}, "lately": {"just_now": False}},
    "balance": {"": {}, "nothing": {"rights": []}, "two days": {"rights": [
        {"tier": "", "valid_until": "2026-12-31", "minutes_left": 5}, {"tier": "", "valid_until": None, "minutes_left": 30}]}},
    "not_designated": {"contacts named": {}, "contacts not named": {"contacts": []}},
    "channel_refused": {channel: {"channel": channel} for channel in ("phone", "fax", "post")},
    "confirm_by_reply": {"": {}, "time unknown": {"received_at": None}},
    "agent_new_case": {
        "": {},
        "unproven, in doubt": {
            **_NO_RIGHT, "speaker": "claimed", "speaker_by": "", "case_by": "new", "may": ["text"], "claims": "EX-2026-000098",
            "flags": ["urgent"], "topics": ["accounting_question", "channel_phone"], "from_name": "", "attachments": [], "clock_waits": True,
        },
        "continues": {"continues": "EX-2026-000098", "fast": True, "missing": [], "related": ["EX-2026-000097"], "copy": True,
                      "cc": ["bo@example.com", "eva@example.com"]},
    },
    "merged": {"": {}, "parted again": {"undone": True}},
    "ack_split": {"": {"clock_waits": False}, "waits for the right": {"waits_for_right": True}},
    "third_answered": {"": {}, "somebody else": {"asked": False, "proven": False, "from_name": ""}, "no address": {"from_address": "", "attachments": []}, "to one who reads along": {"reply_is": "reader"}},
    "forward_offer": {"": {}, "no subject": {"subject": ""}},
    "agent_update": {"": {}, "kept inside": {"reply_is": "note"}, "to one who reads along": {"reply_is": "reader", "commands_short": ["/status", "/watch", "/unwatch", "/help"]}, "reopened": {"reopened": True, "missing": [], "flags": ["incomplete"]}},
    "agent_refused": {"one line": {}, "at his desk": {"case": None, "reply_is": "desk"}, "kept inside": {"reply_is": "note", "inside": True}, "two lines": {"to_mend": 2, "faults": [
        {"line": 1, "source": "/spned 10m", "problem": "unknown", "seen": "/spned", "suggestion": "/spend"},
        {"line": 2, "source": "/spend 1h30", "problem": "duration", "seen": "1h30", "suggestion": ""},
    ]}, "commands alone": {"sendable": False, "text": "/spned 10m"}, "an empty mail": {"sendable": False, "to_mend": 0, "text": "", "faults": [
        {"line": 1, "source": "", "problem": "no_text", "seen": "", "suggestion": ""}]}, "too late": {"sendable": False, "to_mend": 0, "text": "", "faults": [
        {"line": 1, "source": "/undo", "problem": "too_late", "seen": "10:42", "suggestion": ""}]}},
    "agent_second": {"": {}, "a file alone": {"text": ""}},
    "agent_unlinked": {"": {}, "which case?": {"case": None, "reply_is": "desk"}, "kept inside": {"reply_is": "note", "why": "revoked"},
                       **{why: {"why": why} for why in ("customer", "not_his", "expired")}},
    "agent_alarm": {"": {}, "no case": {"case": None}, "his address": {"what": "address", "seen": "anna.private@example.net", "because": ""},
                    "his desk address": {"what": "desk", "case": None, "because": ""}},
    "agent_note": {"": {}, "to one who reads along": {"reply_is": "reader"}},
    "agent_help": {"in a case": {}, "at his desk": {"case": None, "reply_is": "desk", "explained": False},
                   "one command": {"command": "spend", "groups": [], "examples": ["/spend 10m", "/spend 10m 2026-11-23 {spend}"], "also": ["/tid"]},
                   "one with a choice": {"command": "waive", "groups": [], "examples": ["/waive {detail}"], "said_by": "detail",
                                         "offered": [{"name": "steps", "value": ""}, {"name": "program_version", "value": ""}, {"name": "all", "value": ""}]},
                   "one that the settings name": {"command": "line", "groups": [], "examples": ["/line 2 tell"], "offered": [{"name": "2", "value": "Anna, Bo"}]},
                   "one without other words": {"command": "note", "groups": [], "examples": ["/note"], "reply_is": "note"}},
    "agent_result": {"in a case": {}, "at his desk": {"case": None, "reply_is": "desk"}},
    "agent_invite": {"": {}, "again": {"why": "again"}, "expires": {"why": "expires"}, "revoked": {"why": "revoked"}},
    "admin_notice": {what: {"what": what} for what in ("quarantine", "failed", "template", "door", "other")}
    | {"bounced": {"what": "bounced", "reply_is": "public", "commands": [], "lines": [{"say": "bounced", "to": "customer@example.com", "number": "EX-2026-000123", "because": "550 5.1.1"}]}},
}
