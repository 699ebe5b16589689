"""The question a mail raises: which tokens, numbers, addresses and credentials must be looked up.
Pure, so that fetching stays a list of reads and never becomes the function that knows everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mailbot.config.rules import RuleSet
from mailbot.config.settings import Config
from mailbot.desk import credentials, customer_commands
from mailbot.desk.commands import COMMANDS, Stage, aliases, read
from mailbot.desk.facts import Facts, Offer, Wanted
from mailbot.desk.typed_within import unmarked, with_answers_within
from mailbot.mail import address
from mailbot.mail.message import AGENTS_KINDS, Message
from mailbot.mail.threading import clean_subject, subject_key

ABOUT_CASES = ("status", "close", "reopen")  # commands that are answered with the cases of a person
ABOUT_PAYMENTS = ("payment", "match", "refund")  # commands of agents
TOLD_TO_HOLDER = ("status", "balance")  # commands that an unproven hand has answered to the address whose token it has
MESSAGE_IDS = 20  # of a long thread, the newest are enough


def speaker(message: Message) -> str | None:
    """The plain address that speaks: the visitor's in a web-form mail, else From; None when there is none."""
    return message.form_address or message.address


def wanted(message: Message, config: Config, rules: RuleSet) -> Wanted:
    """What must be known to decide on this mail."""
    said = speaker(message)
    by_code = "id_and_code" in config.entitlement.match_by
    claim = credentials.find(message.subject, message.new_text, config.entitlement) if by_code else None
    thread = (*message.in_reply_to, *reversed(message.references))
    agent = config.agent_at(message.address) if message.address is not None else None
    is_agent = agent is not None
    asked = None if is_agent else customer_commands.read(message, config, rules, claim)
    ordered = read(message.new_text, aliases(rules)).commands if is_agent else ()
    registers = tuple(command for command in ordered if COMMANDS[command.name].stage is Stage.REGISTERS and command.name not in ABOUT_PAYMENTS)
    return Wanted(
        address=address.key(said) if said else None,
        agent_id=agent.id if agent else "",
        agent_keys=tuple(address.key(each) for each in agent.email) if agent else (),
        written_at=message.written_at if agent else None,
        letters=message.automatic is None and unmarked(message.quoted),
        undoes=any(command.name == "undo" for command in ordered),
        domain=address.domain_of(said) if said and "domain" in config.entitlement.match_by else None,
        fingerprint=message.key,
        message_id=message.message_id,
        tokens=message.tokens,
        message_ids=tuple(dict.fromkeys(thread))[:MESSAGE_IDS],
        case_numbers=message.case_numbers if asked is None else tuple(dict.fromkeys((*asked.numbers, *message.case_numbers))),
        credential=claim,
        failed_message_ids=message.report.message_ids if message.report else (),
        own_cases=asked is not None and asked.name in ABOUT_CASES,
        waiting=bool(registers) or (asked is not None and bool(asked.addresses)),
        running=bool(registers),
        named=tuple(dict.fromkeys(address.key(each) for one in (*registers, *((asked,) if asked is not None else ())) for each in one.addresses)),
        holder=asked is not None and asked.name in TOLD_TO_HOLDER,
        named_addresses=tuple(dict.fromkeys(address.key(plain) for command in ordered for plain in command.addresses)),
        named_numbers=tuple(dict.fromkeys(command.number for command in ordered if command.number)),
        named_payments=tuple((command.item or 0, next((address.key(each) for each in command.addresses), ""), command.number)
                             for command in ordered if command.name in ABOUT_PAYMENTS and (command.name != "refund" or command.choice == "payment")),
        named_blocks=tuple(command.item for command in ordered if command.name == "refund" and command.choice != "payment" and command.item is not None),
        booked_under=(refund_key(agent.id, message),) if agent and any(command.name == "refund" for command in ordered) else (),
        offers_to=agent.id if agent is not None else None,
        agents=is_agent or any(token.kind in AGENTS_KINDS for token in message.tokens),
        times=is_agent and bool(message.tokens),
        queue=any(command.name == "queue" for command in ordered),
        findings=any(command.name == "status" for command in ordered),
        first_mail=said is not None and config.cases.create_account_on_first_mail,
        subject=subject_key(clean_subject(message.subject, config.cases.number_format)),
    )


def once(agent_id: str, message: Message) -> str:
    """Names what this mail of this agent does, whatever unsigned header a copy of it was sent again with (reliability.md 94)."""
    return f"{agent_id}:{message.message_id or message.key}"


def refund_key(agent_id: str, message: Message) -> str:
    """What this mail pays back is booked under this key."""
    return f"refund:mail:{once(agent_id, message)}"


def ask(message: Message, config: Config, rules: RuleSet, fetch: Callable[[Wanted], Facts]) -> Facts:
    """All that a decision on this mail may rest on. Asked a second time where it is seen only then what else is named: by what a customer
    typed within our letter, or by the commands of a mail that came back to its agent, when he answers SEND."""
    asked = wanted(message, config, rules)
    facts = fetch(asked)
    if (told := with_answers_within(message, facts.letters, config)) is not message and (more_asked := wanted(told, config, rules)) != asked:
        asked, facts = more_asked, fetch(more_asked)
    if facts.sent_back is None:
        return facts
    inner = wanted(facts.sent_back.message, config, rules)
    more: dict[str, Any] = {name: tuple(dict.fromkeys((*getattr(asked, name), *getattr(inner, name)))) for name in _NAMED}
    more |= {name: getattr(asked, name) or getattr(inner, name) for name in _LOOKED_FOR}
    return facts if all(getattr(asked, name) == value for name, value in more.items()) else fetch(replace(asked, **more))


_NAMED = ("named", "named_addresses", "named_numbers", "named_payments", "named_blocks", "booked_under")  # what an agent's commands ask to be looked up
_LOOKED_FOR = ("waiting", "running", "times", "queue", "findings", "undoes", "letters")


def wanted_of(offer: Offer, config: Config) -> Wanted:
    """What must be known of the person whose mail an agent passed on, to treat it as if it had come from himself."""
    return Wanted(
        address=address.key(offer.address),
        domain=address.domain_of(offer.address) if "domain" in config.entitlement.match_by else None,
        first_mail=config.cases.create_account_on_first_mail,
        subject=subject_key(clean_subject(offer.subject, config.cases.number_format)),
    )
