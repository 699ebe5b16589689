"""Explaining a mail: the corridor without booking, told as one plain object.
Writes nothing, opens no connection, survives any bytes: what programs and admins read to see why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot import render
from mailbot.config.load import Loaded
from mailbot.deciding import decided
from mailbot.desk import credentials, intake
from mailbot.desk.decide import decide
from mailbot.desk.effects import Decision, Draft, OpenCase, fill
from mailbot.desk.entitlement import right_of
from mailbot.desk.facts import Facts
from mailbot.desk.hearing import Hearing, hear
from mailbot.desk.matters import local_day
from mailbot.desk.wanted import ask
from mailbot.mail.envelope import Envelope
from mailbot.mail.message import Claimed, Message, Verified
from mailbot.mail.parse import Unreadable, parse
from mailbot.mail.tokens import Keys
from mailbot.pipeline import Desk
from mailbot.store import Store

SAMPLES = {
    "case_number": "", "reply_address": "", "note_address": "", "status_address": "", "id_number": "204817-1", "unlock_code": "K7QF-29MX",
}
MASK = "****"


KEYS = (
    "file", "ok", "error", "verdict", "automatic", "would_send", "bounce", "message_id", "subject", "from", "from_name", "to", "text", "new_text",
    "signature", "attachments", "language", "details", "credentials", "case_reference", "authentication", "entitlement", "trail",
)  # fmt: skip
LISTS = ("would_send", "to", "attachments", "trail")


def untold(file: str, error: str) -> dict[str, Any]:
    """The object of a file that could not be read: every key of the contract, with nothing in it."""
    return {key: [] if key in LISTS else None for key in KEYS} | {"file": file, "ok": False, "error": error}


@dataclass(frozen=True, slots=True)
class Explainer:
    """What an explanation rests on; `store` only when the books are to be read."""

    loaded: Loaded
    templates: render.Templates
    keys: Keys
    store: Store | None = None
    reveal: bool = False

    def explain(self, file: str, raw: bytes, envelope: Envelope) -> dict[str, Any]:
        """One object, whatever the bytes: `ok` says whether they could be read."""
        try:
            return {"file": file, "ok": True, "error": None, **self._told(raw, envelope)}
        except Unreadable as unreadable:
            return untold(file, str(unreadable))
        except Exception as error:
            return untold(file, f"{type(error).__name__}: {error}")

    def _told(self, raw: bytes, envelope: Envelope) -> dict[str, Any]:
        config, rules = self.loaded.config, self.loaded.rules
        read = parse(raw, envelope, config, self.keys, rules.questions)
        facts = self._facts(read, envelope.received_at)
        hearing = hear(read, facts, config, rules)
        decision = self._decided(read, facts)
        message = read if self.reveal else hearing.message  # codes are blanked unless asked for
        drafts = render.render(decision.letters, self.templates, config)
        right = right_of(hearing, "", local_day(hearing))
        return {
            "verdict": decision.verdict,
            "automatic": message.automatic.kind.value if message.automatic else None,
            "would_send": [self._letter(draft, decision) for draft in drafts],
            "bounce": _bounce(message),
            **_headers(message),
            "text": message.text, "new_text": message.new_text, "signature": message.signature,
            "attachments": [{"name": a.name, "type": a.type, "size": a.size} for a in message.attachments],
            "language": message.language,
            "details": self._details(message),
            "credentials": self._credentials(read, hearing),
            "case_reference": _reference(message, facts),
            "authentication": _authentication(message),
            "entitlement": {"tier": right.tier.name if right.tier and right.entitled else None, "reason": right.reason, "snapshot": right.snapshot},
            "trail": [{"rule": step.rule, "hit": step.hit, "because": step.because} for step in decision.trail],
        }

    def _decided(self, message: Message, facts: Facts) -> Decision:
        """As the corridor decides, with the last look at what an agent asks for where there are books to look into."""
        if self.store is None:
            return decide(message, facts, self.loaded.config, self.loaded.rules)
        return decided(message, facts, Desk(self.loaded, self.templates, self.keys, self.store), facts.now)[0]

    def _facts(self, message: Message, at: datetime) -> Facts:
        store = self.store
        if store is None:
            return Facts(now=at, installed_at=at)
        return ask(message, self.loaded.config, self.loaded.rules, lambda asked: store.fetch(asked, at))

    def _letter(self, draft: Draft, decision: Decision) -> dict[str, Any]:
        known = self._samples(decision)
        return {"to": draft.letter.to, "template": draft.letter.template, "language": draft.letter.language,
                "subject": fill(draft.subject, known), "text": fill(draft.text, known)}

    def _samples(self, decision: Decision) -> Mapping[str, str]:
        """What booking would allot, as samples."""
        config = self.loaded.config
        opened = next((e for e in decision.effects if isinstance(e, OpenCase)), None)
        year = opened.received_at.year if opened else 2026
        number = config.cases.number_format.format(year=year, number=123)
        box = config.mailbox.address or "support@example.com"
        local, _, domain = box.partition("@")
        return SAMPLES | {"case_number": number, "reply_address": f"{local}+sample@{domain}", "note_address": f"{local}+note@{domain}",
                          "status_address": f"{local}+status@{domain}"}

    def _details(self, message: Message) -> dict[str, Any]:
        found = intake.find_details(message.subject, message.new_text, (), self.loaded.rules, self.loaded.config.intake)
        values = {detail.name: detail.value for detail in found}
        steps = values.get("steps")
        return {"operating_system": values.get("operating_system"), "exact_error_text": values.get("exact_error_text"),
                "steps": steps.splitlines() if steps else None}

    def _credentials(self, read: Message, hearing: Hearing) -> dict[str, Any] | None:
        claim = credentials.find(read.subject, read.new_text, self.loaded.config.entitlement)
        if claim is None:
            return None
        check = hearing.facts.credential
        return {"id": claim.id_number, "code": claim.code if self.reveal else MASK, "valid": check.outcome == "correct" if check else None}


def _bounce(message: Message) -> dict[str, Any] | None:
    report = message.report
    if report is None:
        return None
    return {"recipients": [r.address for r in report.recipients], "hard": report.hard, "status": report.status, "action": report.action}


def _headers(message: Message) -> dict[str, Any]:
    return {"message_id": message.message_id, "subject": message.subject, "from": message.address, "from_name": message.sender_name,
            "to": list(message.to)}


def _reference(message: Message, facts: Facts) -> dict[str, Any]:
    if facts.by_token:
        token, case = facts.by_token[0]
        return {"number": case.number, "by": token.by}
    if facts.by_message_id is not None:
        return {"number": facts.by_message_id.number, "by": "message-id"}
    if message.case_numbers:
        return {"number": message.case_numbers[0], "by": "subject"}
    return {"number": None, "by": message.tokens[0].by if message.tokens else None}


def _authentication(message: Message) -> dict[str, Any]:
    match message.sender:
        case Verified(proof=proof):
            return {"result": "verified", "by": proof}
        case Claimed(because=because):
            return {"result": "claimed", "by": because}
        case unverifiable:
            return {"result": "unverifiable", "by": unverifiable.because}
