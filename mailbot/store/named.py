"""What commands name or ask for: addresses and whose they are, cases, payments, time entered, the queue.
Only what is named is read; whether the speaker may is decided elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from mailbot.config.settings import Config
from mailbot.desk.facts import Account, Facts, Wanted
from mailbot.desk.payments.facts import PaymentFacts, PaymentWanted
from mailbot.mail.tokens import Keys
from mailbot.store import accounts, agents, own_cases, payment_reading, work, worked
from mailbot.store.booking import address_key
from mailbot.store.snapshot import Snapshot


def for_agents(read: Snapshot, wanted: Wanted, facts: Facts, now: datetime, config: Config, keys: Keys) -> Facts:
    """The facts, with what an agent's commands ask for."""
    connection = read.connection
    if wanted.agent_id:
        facts = agents.of_agent(connection, wanted, facts, config, keys)
    if wanted.named_addresses or wanted.named_numbers:
        facts = replace(facts, named_accounts=_accounts(read, wanted.named_addresses), named_cases=read.named(wanted.named_numbers))
    if wanted.times:
        facts = replace(facts, worked=worked.of_cases(connection, read.case_ids))
    if wanted.named_payments:
        facts = replace(facts, named_payments=tuple((item, key, replace(found, away=facts.away)) for item, key, found in _payments(read, wanted.named_payments, now)))
    if wanted.booked_under:
        facts = replace(facts, named_blocks=_blocks(read, wanted.named_blocks), booked_under=accounts.booked_under(connection, wanted.booked_under))
    if wanted.queue:
        facts = replace(facts, queue=work.queue(connection))
    if wanted.findings:
        facts = replace(facts, findings=work.findings(connection, read.case_ids))
    return facts


def _accounts(read: Snapshot, keys: tuple[str, ...]) -> tuple[tuple[str, Account], ...]:
    """Whose the addresses are that an agent's commands name."""
    found = ((key, accounts.owner_of(read.connection, key)) for key in keys)
    return tuple((key, read.account(owner)) for key, owner in found if owner is not None)


def _blocks(read: Snapshot, numbers: tuple[int, ...]) -> tuple[tuple[int, Account], ...]:
    """Whose the blocks are that an agent's commands name."""
    found = ((number, accounts.owner_of_block(read.connection, number)) for number in numbers)
    return tuple((number, read.account(owner)) for number, owner in found if owner is not None)


def _payments(read: Snapshot, named: tuple[tuple[int, str, str], ...], now: datetime) -> tuple[tuple[int, str, PaymentFacts], ...]:
    """The payments that an agent's commands name, each with the address that it is said to be for: as written, or of who opened the case."""
    found = []
    for item, key, number in named:
        case = next(iter(read.by_number((number,))), None) if number else None
        whose = address_key(case.requester.address) if case else key
        found.append((item, whose, payment_reading.facts(read.connection, PaymentWanted(item, (whose,) if whose else ()), now, read.limits)))
    return tuple(found)


def accounts_of(connection: Connection, keys: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Of each address the account that it, or its domain, speaks for; without those that speak for none."""
    found = ((key, accounts.owner_of(connection, key) or accounts.owner_of_domain(connection, key.rpartition("@")[2])) for key in keys)
    return tuple((key, owner) for key, owner in found if owner)


def owners(read: Snapshot, wanted: Wanted, facts: Facts) -> Facts:
    """The accounts that an agent's commands change, and their cases; which case is whose is looked at where it is decided."""
    about = [case.account for _, case in facts.by_token if case.account is not None]
    owners = tuple(read.account(each) for each in dict.fromkeys((*(owner for _, owner in facts.named), *(account.id for account in about))))
    waiting = dict.fromkeys(each for key in wanted.named for owner in (owners or (None,))
                            for each in own_cases.waiting(read.connection, key, owner.id if owner else 0))
    running = dict.fromkeys(each for owner in owners for each in own_cases.running(read.connection, owner.id))
    return replace(facts, owners=owners, waiting=read.these(waiting), running=read.these(running))
