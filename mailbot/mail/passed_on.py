"""A mail that somebody passes on: whose it is, what it is about and what it says, without the head that his program put above it.
All of it is a claim: whoever passes a mail on may have written it himself."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.config.machine import Limits
from mailbot.mail import address
from mailbot.mail.body import read_body
from mailbot.mail.charsets import clean_line
from mailbot.mail.headers import decode_words
from mailbot.mail.introductions import introduction, is_quoted, next_text
from mailbot.mail.message import Message
from mailbot.mail.mime import read_structure
from mailbot.mail.threading import clean_subject

HEADS_WITHIN = 4  # lines from the top in which the head of the inner mail begins
SUBJECT = 200


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The inner mail."""

    address: str
    subject: str
    text: str


def passed_on(message: Message, limits: Limits, number_format: str) -> PassedOn | None:
    """The mail within this one; None when it passes none on, or does not tell whose it is."""
    if message.quoted.strip() and message.forwarded_from is not None:
        return _claimed(message.forwarded_from, clean_subject(message.subject, number_format), _below_head(message.quoted))
    enclosed = next((file for file in message.attachments if file.type in ("message/rfc822", "message/global") and file.content), None)
    if enclosed is None:
        return None
    root = read_structure(enclosed.content, limits)
    sender = next(iter(address.listed(root.headers.first("from"), 1)), "")
    subject = clean_line(decode_words(root.headers.first("subject")), SUBJECT)
    return _claimed(sender, clean_subject(subject, number_format), read_body(root, limits).text)


def _claimed(sender: str, subject: str, text: str) -> PassedOn | None:
    return PassedOn(sender, subject.strip(), text.strip()) if address.plain(sender) is not None and text.strip() else None


def _below_head(quoted: str) -> str:
    """The words below "Forwarded message", From, Date and Subject, without the marks of a program that quotes what it passes on."""
    lines = quoted.strip("\n").split("\n")
    if all(is_quoted(line) or not line.strip() for line in lines):
        lines = [line.lstrip(" ").removeprefix(">").removeprefix(" ") for line in lines]
    at = 0
    for _ in range(HEADS_WITHIN):
        at = next_text(lines, at)
        found = introduction(lines, at) if at < len(lines) else None
        if found is None:
            break
        at = found.end + 1
    return "\n".join(lines[at:]).strip()
