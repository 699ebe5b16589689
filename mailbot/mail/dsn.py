"""Delivery reports: who failed, and whether for good (RFC 3464, RFC 6533, RFC 3463).
Reads what real servers send, not only what the RFC asks for; a report without a readable status says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailbot.mail import bounces, reasons
from mailbot.mail.address import listed, plain
from mailbot.mail.headers import Headers, decode_words, read_headers
from mailbot.mail.message import DeliveryReport, FailedRecipient
from mailbot.mail.mime import Part
from mailbot.mail.recipients import ADDRESS, is_elided, named_in, recipients_in, verp_in
from mailbot.mail.status import first_code, status_of
from mailbot.mail.threading import message_ids

_STATUS_PARTS = frozenset(["message/delivery-status", "message/global-delivery-status"])
RETURNED = frozenset(["message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers", "message/rfc822-headers"])
_MOST_BLOCKS = 200  # recipients of one report
_MOST_WORDS = 2000  # characters among which the status stands


@dataclass(frozen=True, slots=True)
class _Block:
    """What one report says of one recipient."""

    recipient: FailedRecipient
    diagnostic: str
    category: str = ""  # what the reporting server itself makes of the answer it got

    @property
    def key(self) -> tuple[str, str]:
        """Several addresses may have ended in one mailbox: each of them is told of."""
        return self.recipient.address.lower(), self.recipient.original.lower()


def read_report(root: Part, text: str) -> DeliveryReport | None:
    """What the status parts of a mail say; None when it has none that names an action or a status."""
    blocks = tuple(_blocks(root))
    if not blocks:
        return None
    shown = bounces.human_part(text)
    recipients: dict[tuple[str, str], FailedRecipient] = {}
    for block in (*blocks, *_blocks_of_returned(root)):
        known = recipients.get(block.key)
        if known is None or known.action not in ("failed", None):
            recipients[block.key] = replace(block.recipient, hard=_is_hard(block, shown))
    worst = min(blocks, key=_severity).recipient
    action = _action(worst)
    hard = False if action == "delayed" else _verdict(tuple(recipients[block.key] for block in blocks))
    named = tuple(one for one in recipients.values() if one.address)
    return DeliveryReport(named, hard, worst.status, action, returned_ids(root))


def _action(recipient: FailedRecipient) -> str | None:
    if recipient.action is None and recipient.status:
        return {"5": "failed", "4": "delayed", "2": "delivered"}[recipient.status[0]]
    return recipient.action


def _is_hard(block: _Block, shown: str) -> bool | None:
    """By the diagnostic, which is what the server said that refused; when it says nothing, by what the report says to people."""
    if _action(block.recipient) not in ("failed", None):
        return False
    if block.category in _CATEGORIES:
        return _CATEGORIES[block.category]
    if block.diagnostic:
        hard = reasons.is_hard(block.recipient.status, block.diagnostic, shown)
        if hard is not None:
            return hard
    return reasons.is_hard(block.recipient.status, shown)


# PowerMTA sorts the answers it gets; these of its sorts say whose fault it was.
_CATEGORIES = {
    "bad-mailbox": True, "bad-domain": True, "inactive-mailbox": False, "quota-issues": False, "spam-related": False, "spam-content": False, "spam-block": False, "virus-related": False, "policy-related": False,
    "content-related": False, "message-expired": False, "no-answer-from-host": False, "relaying-issues": False, "routing-errors": False, "bad-connection": False, "bad-configuration": False, "protocol-errors": False,
}  # fmt: skip


def _verdict(recipients: tuple[FailedRecipient, ...]) -> bool | None:
    """Of the whole report, by its own recipients: one that is refused or late makes it soft, since nobody is taken for dead by mistake."""
    said = {one.hard for one in recipients if _action(one) in ("failed", None)}
    return False if False in said else True if True in said else None


def _severity(block: _Block) -> int:
    return {"failed": 0, None: 1, "delayed": 2}.get(block.recipient.action, 3)


def _blocks(root: Part) -> Iterator[_Block]:
    """Every block of every status part of this very mail, not of a mail it encloses."""
    for part in own_parts(root):
        if part.type in _STATUS_PARTS:
            yield from _status_blocks(part)


def _blocks_of_returned(root: Part) -> Iterator[_Block]:
    """The blocks of a report that is itself given back: it was on its way to us, and its Message-IDs are read as well."""
    for part in own_parts(root):
        for inner in part.parts if part.type in RETURNED else ():
            if inner.type == "multipart/report":
                yield from _blocks(inner)


def own_parts(root: Part) -> Iterator[Part]:
    """The parts of this very mail, without those of mails that it encloses."""
    yield root
    for part in root.parts if root.type not in RETURNED else ():
        yield from own_parts(part)


def _status_blocks(part: Part) -> Iterator[_Block]:
    content = part.content()[:500_000].replace(b"\r\n", b"\n")
    expands = _EXPANDS.search(content) is not None
    for number, block in enumerate(re.split(rb"\n[ \t]*\n", content)):
        if number >= _MOST_BLOCKS:
            return
        headers = read_headers(block.strip(b"\n") + b"\n", 100, 64_000, 16_000)
        final, original = _failed(headers, expands)
        action = headers.token("action") or None
        status = status_of(headers.text("status", 2000))
        diagnostic = headers.text("diagnostic-code", 2000)
        if status in (None, "5.0.0", "4.0.0"):
            status = first_code(diagnostic) or status
        if action or status or final or diagnostic:
            yield _Block(FailedRecipient(final, action if action in _ACTIONS else None, status, original=original), diagnostic, headers.token("x-powermta-bouncecategory"))


_ACTIONS = frozenset(["failed", "delayed", "delivered", "relayed", "expanded"])


_EXPANDS = re.compile(rb"^X-Postfix-(?:Queue-ID|Sender):", re.IGNORECASE | re.MULTILINE)


def _failed(headers: Headers, expands: bool) -> tuple[str, str]:
    """The failed address of one block, and the one that we wrote to where that is another: the final one is where it failed
    (RFC 3464 sections 2.3.1 and 2.3.2). Of a server that `expands` aliases and notes them as the original address, an alias within one
    domain is the same mailbox under a name that only the server knows."""
    final, original = _recipient(headers, "final-recipient"), _recipient(headers, "original-recipient")
    if expands and final and final.rpartition("@")[2].lower() == original.rpartition("@")[2].lower():
        return original, ""
    failed = final or original or _recipient(headers, "x-actual-recipient")
    return failed, original if original.lower() != failed.lower() else ""


_ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")


def _recipient(headers: Headers, name: str) -> str:
    """The address of "rfc822; <anna@example.com>", with RFC 6533's UTF-8 kinds and the habits of servers forgiven."""
    value = decode_words(headers.first(name)[:1000])
    kind, semicolon, rest = value.partition(";")
    if kind.strip().lower() == "utf-8":
        rest = _ESCAPED.sub(_character, rest)  # RFC 6533 section 3: \x{E5} stands for å
    found = ADDRESS.search(rest if semicolon else kind)
    return found[0].strip("<>.,;:'\"") if found else ""


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return chr(number) if 0xA0 <= number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else ""


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
    addresses = _named(headers, shown, own)
    status = first_code(shown[:_MOST_WORDS])
    action = "delayed" if bounces.is_delay(headers.text("subject"), shown) else "failed"
    hard = False if action == "delayed" else reasons.is_hard(status, shown)
    recipients = tuple(FailedRecipient(a, action, status, hard) for a in addresses)
    return DeliveryReport(recipients, hard, status, action, returned_ids(root))


def with_recipients(report: DeliveryReport, headers: Headers, text: str, own: frozenset[str]) -> DeliveryReport:
    """The same report, with recipients from headers or words when its status parts name none."""
    if any(is_elided(r.address) for r in report.recipients):
        return replace(report, recipients=tuple(r for r in report.recipients if not is_elided(r.address)))
    if any(plain(r.address) for r in report.recipients):
        return report
    named = _named(headers, bounces.human_part(text), own)
    if not named:
        return report
    return replace(report, recipients=tuple(FailedRecipient(a, report.action, report.status, report.hard) for a in named))


def _named(headers: Headers, shown: str, own: frozenset[str]) -> tuple[str, ...]:
    """The failed addresses: of the header that names them, of the words, or of the return path that the report came back to."""
    found = named_in(headers.text("x-failed-recipients", 4000)) or recipients_in(shown, own)
    if found:
        return found
    to = listed(headers.first("to")[:2000], 2)
    returned_to = verp_in(to[0]) if len(to) == 1 else ""
    return (returned_to,) if plain(returned_to) else ()
