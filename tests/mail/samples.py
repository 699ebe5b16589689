"""What the tests of this room share: a configuration, keys, envelopes, and a way to write a mail by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mailbot.config.rules import load_rules
from mailbot.config.settings import Config
from mailbot.mail.envelope import Door, Envelope
from mailbot.mail.message import Message
from mailbot.mail.parse import parse
from mailbot.mail.tokens import Keys

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEYS = Keys(b"k" * 32)
CORPUS = Path(__file__).resolve().parent.parent / "corpus"
QUESTIONS = load_rules(CORPUS.parent.parent / "rules", None)[0].questions


def config(**mailbox: Any) -> Config:
    return Config.model_validate(
        {
            "vendor": {"name": "Example", "languages": ["sv", "de", "nl", "en"]},
            "mailbox": {
                "address": "support@us.example",
                "trusted_authserv": ["mx.us.example"],
                "form_senders": ["form@us.example"],
                "form_address_field": "E-post",
            }
            | mailbox,
            "cases": {"number_format": "EX-{year}-{number:06}"},
            "agent": [{"id": "anna", "name": "Anna", "email": ["agent@us.example", "anna@home.example"]}],
        }
    )


CONFIG = config()


def envelope(
    mail_from: str | None = "kund@firma.example", rcpt: str = "support@us.example", *, vouched: bool = True, agent: str | None = None, door: Door = Door.LMTP
) -> Envelope:
    return Envelope(mail_from, (rcpt,), "127.0.0.1", door, AT, agent, vouched)


def mail(*headers: str, text: str = "Hej", sender: str = "From: Kund <kund@firma.example>") -> bytes:
    """A plain mail: the given header lines, a sender unless one of them is one, and a text."""
    lines = list(headers)
    if sender and not any(line.lower().startswith("from") for line in lines):
        lines.append(sender)
    if not any(line.lower().startswith("content-type") for line in lines):
        lines.append("Content-Type: text/plain; charset=utf-8")
    return ("\r\n".join([*lines, "", ""]) + text.replace("\n", "\r\n")).encode("utf-8", "surrogateescape")


def kind(message: Message) -> str | None:
    """What of a machine the mail is; None: a person's."""
    return message.automatic.kind.value if message.automatic else None


def kind_of(subject: str, text: str, *headers: str) -> str | None:
    """The same of a plain mail with this subject and text."""
    return kind(read(mail(f"Subject: {subject}", *headers, text=text)))


def read(raw: bytes, env: Envelope | None = None, settings: Config = CONFIG) -> Message:
    return parse(raw, env or envelope(), settings, KEYS, QUESTIONS)
