"""Delivery reports: who failed, and whether for good (RFC 3464, RFC 6533, RFC 3463).
Reads what real servers send, not only what the RFC asks for; a report without a readable status says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailbot.mail import bounces
from mailbot.mail.address import plain
from mailbot.mail.headers import Headers, decode_words, read_headers
from mailbot.mail.message import DeliveryReport, FailedRecipient
from mailbot.mail.mime import Part
from mailbot.mail.threading import message_ids

_STATUS_PARTS = frozenset(["message/delivery-status", "message/global-delivery-status"])
RETURNED = frozenset(["message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers", "message/rfc822-headers"])
_MOST_BLOCKS = 200  # recipients of one report
_NUMBER = re.compile(r"\b([245])[. ](\d{1,3})[. ](\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class _Block:
    """What one report says of one recipient."""

    recipient: FailedRecipient
    diagnostic: str


def read_report(root: Part, text: str) -> DeliveryReport | None:
    """What the status parts of a mail say; None when it has none that names an action or a status."""
    blocks = tuple(_blocks(root))
    if not blocks:
        return None
    recipients: dict[str, FailedRecipient] = {}
    for block in blocks:
        known = recipients.get(block.recipient.address.lower())
        if known is None or known.action not in ("failed", None):
            recipients[block.recipient.address.lower()] = block.recipient
    recipients.pop("", None)
    worst = min(blocks, key=_severity)
    status, action = worst.recipient.status, worst.recipient.action
    if action is None and status:
        action = {"5": "failed", "4": "delayed", "2": "delivered"}[status[0]]
    diagnostics = " \n".join(block.diagnostic for block in blocks)
    hard = False if action == "delayed" else bounces.is_hard(status, diagnostics or text[:4000])
    return DeliveryReport(tuple(recipients.values()), hard, status, action, returned_ids(root))


def _severity(block: _Block) -> int:
    return {"failed": 0, None: 1, "delayed": 2}.get(block.recipient.action, 3)


def _blocks(root: Part) -> Iterator[_Block]:
    """Every block of every status part of this very mail, not of a mail it encloses."""
    for part in own_parts(root):
        if part.type in _STATUS_PARTS:
            yield from _status_blocks(part)


def own_parts(root: Part) -> Iterator[Part]:
    """The parts of this very mail, without those of mails that it encloses."""
    yield root
    for part in root.parts if root.type not in RETURNED else ():
        yield from own_parts(part)


def _status_blocks(part: Part) -> Iterator[_Block]:
    content = part.content()[:500_000].replace(b"\r\n", b"\n")
    for number, block in enumerate(re.split(rb"\n[ \t]*\n", content)):
        if number >= _MOST_BLOCKS:
            return
        headers = read_headers(block.strip(b"\n") + b"\n", 100, 64_000, 16_000)
        final = next((a for name in _NAMED if (a := _recipient(headers, name))), "")
        action = headers.token("action") or None
        status = _status(headers.text("status"))
        diagnostic = headers.text("diagnostic-code", 2000)
        if status in (None, "5.0.0", "4.0.0"):
            status = _status(diagnostic) or status
        if action or status or final or diagnostic:
            yield _Block(FailedRecipient(final, action if action in _ACTIONS else None, status), diagnostic)


_NAMED = ("final-recipient", "original-recipient", "x-actual-recipient")
_ACTIONS = frozenset(["failed", "delayed", "delivered", "relayed", "expanded"])


def _recipient(headers: Headers, name: str) -> str:
    """The address of "rfc822; <anna@example.com>", with RFC 6533's UTF-8 kinds and the habits of servers forgiven."""
    value = decode_words(headers.first(name)[:1000])
    kind, semicolon, rest = value.partition(";")
    found = bounces.ADDRESS.search(rest if semicolon else kind)
    return found[0].strip("<>.,;:'\"") if found else ""


def _status(text: str) -> str | None:
    match = _NUMBER.search(text[:2000])
    return f"{match[1]}.{int(match[2])}.{int(match[3])}" if match else None


def returned_ids(root: Part) -> tuple[str, ...]:
    """The Message-IDs of the mails that a report gives back, whole or as headers only."""
    found: list[str] = []
    for part in root.walk():
        if part is root or part.type not in RETURNED:
            continue
        headers = part.parts[0].headers if part.parts else read_headers(part.content()[:64_000].lstrip(b"\n"), 500, 64_000, 16_000)
        found.extend(message_ids(headers, "message-id", 5))
    if not found:
        for part in own_parts(root):
            if part.type == "text/plain":
                found.extend(bounces.message_ids_in(part.content()[:200_000].decode("latin-1")))
    return tuple(dict.fromkeys(found))[:20]


def read_free_text(headers: Headers, root: Part, text: str, own: frozenset[str]) -> DeliveryReport:
    """A report from the words of a bounce without status parts. `own`: addresses that cannot be the failed one."""
    shown = bounces.human_part(text)
    named = bounces.named_in(headers.text("x-failed-recipients", 4000))
    addresses = named or bounces.recipients_in(shown, own)
    status = _status(shown)
    action = "delayed" if bounces.is_delay(headers.text("subject"), shown) else "failed"
    hard = False if action == "delayed" else bounces.is_hard(status, shown)
    recipients = tuple(FailedRecipient(a, action, status) for a in addresses)
    return DeliveryReport(recipients, hard, status, action, returned_ids(root))


def with_recipients(report: DeliveryReport, headers: Headers, text: str, own: frozenset[str]) -> DeliveryReport:
    """The same report, with recipients from headers or words when its status parts name none."""
    if any(plain(r.address) for r in report.recipients):
        return report
    named = bounces.named_in(headers.text("x-failed-recipients", 4000)) or bounces.recipients_in(bounces.human_part(text), own)
    if not named:
        return report
    return replace(report, recipients=tuple(FailedRecipient(a, report.action, report.status) for a in named))
