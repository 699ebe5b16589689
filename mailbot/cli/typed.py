"""What an admin typed: addresses, domains and days, read strictly or refused in words.
A refusal says what was seen and what was expected, and ends the command."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mailbot.cli.common import fail

if TYPE_CHECKING:
    from mailbot.config.settings import Config


def address_key(address: str) -> str:
    """What a plain address is looked up by."""
    from email_validator import EmailNotValidError, validate_email

    from mailbot.mail.address import key

    try:
        validate_email(address, check_deliverability=False, test_environment=True)  # the libraries' own examples are welcome
        return key(address)
    except (EmailNotValidError, ValueError) as error:
        fail(f"{address!r} is not a plain e-mail address ({error}); expected: name@example.com")


def refuse_own(address: str, settings: Config) -> None:
    """The desk's own addresses, its web forms' and the agents' are never customers."""
    from mailbot.desk.payments.matching import own_keys

    if address_key(address) in own_keys(settings):
        fail(f"{address} is one of our own addresses; expected: a customer's address")


def domain_name(text: str) -> str:
    """A domain as the books keep it; "@firma.example" is read as the domain it means."""
    from mailbot.mail.address import domain

    found = domain(text.strip().removeprefix("@"))
    if found is None:
        fail(f"{text!r} is not a domain; expected: firma.example")
    return found


def day(text: str) -> date:
    """A day as ISO 8601 writes it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"{text!r} is not a date; expected: 2026-12-31")
