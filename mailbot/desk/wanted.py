"""The question a mail raises: which tokens, numbers, addresses and credentials must be looked up.
Pure, so that fetching stays a list of reads and never becomes the function that knows everything."""

from __future__ import annotations

from mailbot.config.rules import RuleSet
from mailbot.config.settings import Config
from mailbot.desk import credentials
from mailbot.desk.facts import Wanted
from mailbot.mail import address
from mailbot.mail.message import Message

MESSAGE_IDS = 20  # of a long thread, the newest are enough


def speaker(message: Message) -> str | None:
    """The plain address that speaks: the visitor's in a web-form mail, else From; None when there is none."""
    return message.form_address or message.address


def wanted(message: Message, config: Config, rules: RuleSet) -> Wanted:  # noqa: ARG001 - commands of customers are words of rules
    """What must be known to decide on this mail."""
    said = speaker(message)
    by_code = "id_and_code" in config.entitlement.match_by
    claim = credentials.find(message.subject, message.new_text, config.entitlement) if by_code else None
    thread = (*message.in_reply_to, *reversed(message.references))
    return Wanted(
        address=address.key(said) if said else None,
        domain=address.domain_of(said) if said and "domain" in config.entitlement.match_by else None,
        fingerprint=message.key,
        tokens=message.tokens,
        message_ids=tuple(dict.fromkeys(thread))[:MESSAGE_IDS],
        case_numbers=message.case_numbers,
        credential=claim,
        failed_message_ids=message.report.message_ids if message.report else (),
    )
