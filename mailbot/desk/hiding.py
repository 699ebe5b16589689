"""Unlock codes are blanked before anything else sees a mail: books, notices, quotes, details and attached texts (reliability.md 64).
The kept original is the one place that still holds one."""

from __future__ import annotations

from dataclasses import replace

from mailbot.config.settings import Config
from mailbot.desk import credentials
from mailbot.desk.facts import CredentialClaim
from mailbot.mail.message import Attachment, Message

READABLE = ("text/", "message/")  # attached files in which a code stands readable, such as a payment confirmation


def without_codes(message: Message, claim: CredentialClaim | None, config: Config) -> Message:
    """The mail with every unlock code blanked (privacy.hide_codes): the claimed one however it is spelled, and all that are called so."""
    if not config.privacy.hide_codes:
        return message
    language = message.language or config.vendor.default_language
    return replace(
        message,
        sender_name=hide(message.sender_name, claim, config, language),
        subject=hide(message.subject, claim, config, language),
        text=hide(message.text, claim, config, language),
        new_text=hide(message.new_text, claim, config, language),
        quoted=hide(message.quoted, claim, config, language),
        signature=hide(message.signature, claim, config, language),
        attachments=files_without_codes(message.attachments, claim, config),
    )


def files_without_codes(files: tuple[Attachment, ...], claim: CredentialClaim | None, config: Config) -> tuple[Attachment, ...]:
    """Attached texts and mails with their codes blanked; of other files the name alone, since it is shown wherever they are listed."""
    if not config.privacy.hide_codes:
        return files
    return tuple(_hidden(file, claim, config) for file in files)


def hide(text: str, claim: CredentialClaim | None, config: Config, language: str) -> str:
    """A text with its codes blanked."""
    settings = config.entitlement
    return credentials.blank(text, claim, language, settings if "id_and_code" in settings.match_by else None)


def _hidden(file: Attachment, claim: CredentialClaim | None, config: Config) -> Attachment:
    language = config.vendor.default_language
    name = hide(file.name, claim, config, language)
    named = file if name == file.name else replace(file, name=name)
    if not file.type.startswith(READABLE):
        return named
    text = file.content.decode("latin-1")
    blanked = hide(text, claim, config, language)
    return named if blanked == text else replace(named, content=blanked.encode("latin-1", "replace"))
