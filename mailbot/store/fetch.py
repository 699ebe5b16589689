"""Fetching: the answer to what a mail wants to know, on one snapshot, with the versions it rests on.
A list of reads; what they mean is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, select, text

from mailbot.config.settings import Config, Limits
from mailbot.desk.effects import FOR_HOLDER
from mailbot.desk.facts import Account, Case, CredentialCheck, Detail, Facts, FailedMail, Told, Wanted
from mailbot.desk.hearing import may_write_for
from mailbot.desk.holders import holder
from mailbot.desk.payment_facts import PaymentFacts, PaymentWanted
from mailbot.desk.remembering import LASTING, WITHIN
from mailbot.desk.wanted import wanted_of
from mailbot.mail.message import CUSTOMERS_KINDS, Token
from mailbot.mail.tokens import Keys
from mailbot.store import (
    accounts,
    agents,
    conversation,
    desks,
    due,
    guesses,
    holding,
    lately,
    offers,
    own_cases,
    payment_reading,
    versions,
    work,
    worked,
)
from mailbot.store import tables as t
from mailbot.store.booking import address_key
from mailbot.store.versions import Version

TOLD_WITHIN = timedelta(days=7)
TOLD_AT_MOST = 200

_INSTALLED = select(t.installation.c.installed_at)
_TOLD = (
    select(t.outbox.c.template, t.outbox.c.created_at, t.outbox.c.idem)
    .where(t.outbox.c.to_key == bindparam("key"), text("automatic"), t.outbox.c.created_at > bindparam("since"))
    .order_by(t.outbox.c.id.desc())
    .limit(TOLD_AT_MOST)
)
_EARLIER = (
    select(t.intake.c.case_id)
    .where(t.intake.c.fingerprint == bindparam("key"), t.intake.c.state == "done", t.intake.c.case_id.is_not(None))
    .order_by(t.intake.c.id)
    .limit(1)
)
_FAILED = select(t.outbox.c.id, t.outbox.c.case_id, t.outbox.c.template, t.outbox.c.to_address, t.outbox.c.state).where(
    t.outbox.c.message_id.in_(bindparam("ids", expanding=True))
)
_OPEN_CASES = select(func.count()).select_from(t.case).where(
    t.case.c.account_id == bindparam("id"), text("NOT (state IN ('closed', 'merged', 'unanswered'))")
)  # fmt: skip
_REMEMBERED = (
    select(t.case_detail.c.name, t.case_detail.c.value)
    .join_from(t.participant, t.case, t.case.c.id == t.participant.c.case_id)
    .join(t.case_detail, t.case_detail.c.case_id == t.case.c.id)
    .where(
        t.participant.c.address_key == bindparam("key"), t.participant.c.role == "requester", t.case.c.tier.is_not(None), t.case.c.account_id == bindparam("owner"),
        t.case.c.received_at > bindparam("since"), t.case_detail.c.name.in_(LASTING), t.case_detail.c.state == "found",
    )
    .order_by(t.case.c.id.desc())
    .limit(len(LASTING) * 4)
)  # fmt: skip


def installed_at(connection: Connection) -> datetime:
    """When this installation began."""
    at: datetime = connection.execute(_INSTALLED).scalar_one()
    return at


@dataclass(slots=True)
class _Reader:
    """One snapshot: reads everything once, and remembers what it has read."""

    connection: Connection
    limits: Limits
    accounts: dict[int, Account]
    cases: dict[int, Case | None]

    def account(self, account_id: int) -> Account:
        if account_id not in self.accounts:
            self.accounts[account_id] = accounts.read_account(self.connection, account_id)
        return self.accounts[account_id]

    def case(self, case_id: int | None) -> Case | None:
        """The case of this id; of one that was merged, the case that it is part of now: whatever names it leads there."""
        found = self.itself(case_id)
        return found if found is None or found.merged_into is None else self.itself(found.merged_into)

    def itself(self, case_id: int | None) -> Case | None:
        if not case_id:
            return None
        if case_id not in self.cases:
            self.cases[case_id] = conversation.read_case(self.connection, case_id, self.account, self.limits)
        return self.cases[case_id]

    def by_token(self, tokens: tuple[Token, ...]) -> tuple[tuple[Token, Case], ...]:
        found = ((token, self.case(token.case_id)) for token in tokens)
        return tuple((token, case) for token, case in found if case is not None)

    def by_number(self, numbers: tuple[str, ...]) -> tuple[Case, ...]:
        found = (self.case(case_id) for case_id in conversation.cases_by_number(self.connection, numbers))
        return tuple({case.id: case for case in found if case is not None}.values())

    def named(self, numbers: tuple[str, ...]) -> tuple[Case, ...]:
        """The cases that an agent names: themselves, so that he hears what became of them."""
        found = (self.itself(case_id) for case_id in conversation.cases_by_number(self.connection, numbers))
        return tuple(case for case in found if case is not None)

    @property
    def versions(self) -> tuple[Version, ...]:
        """Of every case and account that was read."""
        cases = (("case", str(case.id), case.version) for case in self.cases.values() if case is not None)
        return (*cases, *(("account", str(account.id), account.version) for account in self.accounts.values()))


def fetch(connection: Connection, wanted: Wanted, now: datetime, config: Config, keys: Keys) -> Facts:
    """Everything that `wanted` asks for, as of one instant."""
    read = _Reader(connection, config.limits, {}, {})
    owner = accounts.owner_of(connection, wanted.address) if wanted.address else None
    by: Literal["address", "domain"] = "address"
    if owner is None and wanted.domain:
        owner, by = accounts.owner_of_domain(connection, wanted.domain), "domain"
    by_token, by_message_id = read.by_token(wanted.tokens), read.case(conversation.case_by_message_ids(connection, wanted.message_ids))
    facts = Facts(
        now=now,
        installed_at=installed_at(connection),
        account=read.account(owner) if owner else None,
        account_by=by if owner else "",
        credential=_credential(read, wanted, now, config, keys),
        by_token=by_token,
        by_message_id=by_message_id,
        by_number=read.by_number(wanted.case_numbers),
        told=_told(connection, wanted.address, now),
        earlier_copy=read.case(connection.execute(_EARLIER, {"key": wanted.fingerprint}).scalar_one_or_none()),
        said_before=lately.said_before(connection, wanted.address, wanted.message_id, now) if wanted.address and wanted.message_id else (),
        failed=_failed(connection, wanted.failed_message_ids),
        open_cases=connection.execute(_OPEN_CASES, {"id": owner}).scalar_one() if owner else 0,
        remembered=_remembered(connection, wanted.address, owner, now) if owner else (),
        away=work.away(connection, now.astimezone(ZoneInfo(config.hours["office"].timezone)).date()),
        alike=() if by_token or by_message_id else _alike(read, wanted, now),
    )
    if wanted.address and wanted.own_cases:
        facts = replace(facts, own_cases=own_cases.own_cases(connection, wanted.address, _speaks_for(wanted.address, facts, config)))
    if wanted.own_cases:
        facts = replace(facts, mails=own_cases.mails(connection, [case.id for case in read.cases.values() if case is not None]))
    if wanted.address and wanted.first_mail:
        facts = replace(facts, first_mail=not own_cases.took_part(connection, wanted.address))
    facts = _for_agents(read, wanted, facts, now, config, keys)
    if wanted.offers_to and (offer := offers.answered(connection, wanted.offers_to, wanted.message_ids, config.limits)):
        person = fetch(connection, wanted_of(offer, config), now, config, keys)  # the same snapshot
        facts = replace(facts, offered=(offer, person))
    if wanted.waiting:
        facts = replace(facts, waiting=_cases(read, own_cases.waiting(connection, wanted.address or "", owner or 0)))
    if wanted.running and owner:
        facts = replace(facts, running=_cases(read, own_cases.running(connection, owner)))
    if wanted.named:
        facts = replace(facts, named=tuple((key, found) for key in wanted.named if (found := _belongs_to(connection, key))))
    if wanted.named and wanted.running:
        facts = _of_named(read, wanted, facts)
    if wanted.agents:
        facts = replace(facts, agents=desks.desks(connection))
    if wanted.due_id is not None:
        return _fallen_due(read, wanted, facts, config)
    if wanted.holder:
        return _of_holder(read, wanted, facts)
    of_payments = (version for _, _, payment in facts.named_payments for version in payment.versions)
    of_offer = (("offer", str(facts.offered[0].id), 1), *facts.offered[1].versions) if facts.offered is not None else ()
    return replace(facts, versions=tuple(dict.fromkeys((*read.versions, *_counters(connection, wanted, facts), *of_payments, *of_offer))))


def _named_payments(read: _Reader, named: tuple[tuple[int, str, str], ...], now: datetime) -> tuple[tuple[int, str, PaymentFacts], ...]:
    """The payments that an agent's commands name, each with the address that it is said to be for: as written, or of who opened the case."""
    found = []
    for item, key, number in named:
        case = next(iter(read.by_number((number,))), None) if number else None
        whose = address_key(case.requester.address) if case else key
        found.append((item, whose, payment_reading.facts(read.connection, PaymentWanted(item, (whose,) if whose else ()), now, read.limits)))
    return tuple(found)


def _named(read: _Reader, keys: tuple[str, ...]) -> tuple[tuple[str, Account], ...]:
    """Whose the addresses are that an agent's commands name."""
    found = ((key, accounts.owner_of(read.connection, key)) for key in keys)
    return tuple((key, read.account(owner)) for key, owner in found if owner is not None)


def _of_named(read: _Reader, wanted: Wanted, facts: Facts) -> Facts:
    """The accounts that an agent's commands change, and their cases; which case is whose is looked at where it is decided."""
    about = [case.account for _, case in facts.by_token if case.account is not None]
    owners = tuple(read.account(each) for each in dict.fromkeys((*(owner for _, owner in facts.named), *(account.id for account in about))))
    waiting = dict.fromkeys(each for key in wanted.named for owner in (owners or (None,))
                            for each in own_cases.waiting(read.connection, key, owner.id if owner else 0))
    running = dict.fromkeys(each for owner in owners for each in own_cases.running(read.connection, owner.id))
    return replace(facts, owners=owners, waiting=_cases(read, waiting), running=_cases(read, running))


def _for_agents(read: _Reader, wanted: Wanted, facts: Facts, now: datetime, config: Config, keys: Keys) -> Facts:
    """The facts, with what an agent's commands ask for."""
    connection = read.connection
    if wanted.agent_id:
        facts = agents.of_agent(connection, wanted, facts, config, keys)
    if wanted.named_addresses or wanted.named_numbers:
        facts = replace(facts, named_accounts=_named(read, wanted.named_addresses), named_cases=read.named(wanted.named_numbers))
    if wanted.times:
        facts = replace(facts, worked=worked.of_cases(read.connection, [case.id for case in read.cases.values() if case is not None]))
    if wanted.named_payments:
        facts = replace(facts, named_payments=_named_payments(read, wanted.named_payments, now))
    if wanted.queue:
        facts = replace(facts, queue=work.queue(connection))
    if wanted.findings:
        facts = replace(facts, findings=work.findings(connection, [case.id for case in read.cases.values() if case is not None]))
    return facts


def _of_holder(read: _Reader, wanted: Wanted, facts: Facts) -> Facts:
    """What the address was told lately that the first customer's token was issued to, as nobody proves to be it."""
    versioned = (*read.versions, *_counters(read.connection, wanted, facts))
    person = next((holder(case, token) for token, case in facts.by_token if token.kind in CUSTOMERS_KINDS), None)
    if person is None or (key := address_key(person.address)) == wanted.address:
        return replace(facts, versions=versioned)
    return replace(facts, holder_told=_told(read.connection, key, facts.now),
                   versions=(*versioned, ("told", key, versions.told(read.connection, key))))


def _speaks_for(key: str, facts: Facts, config: Config) -> int | None:
    """The account all of whose cases this address may be told of."""
    if facts.account is None or facts.account_by != "address" or not may_write_for(facts.account, key, config):
        return None
    return facts.account.id


def _alike(read: _Reader, wanted: Wanted, now: datetime) -> tuple[Case, ...]:
    """Of which open cases a mail may be a second copy, by its sender and subject."""
    if wanted.address is None:
        return ()
    found = (read.case(case_id) for case_id in lately.cases_alike(read.connection, wanted.address, wanted.subject, now))
    return tuple(case for case in found if case is not None)


def _cases(read: _Reader, case_ids: Iterable[int]) -> tuple[Case, ...]:
    found = (read.case(case_id) for case_id in case_ids)
    return tuple(case for case in found if case is not None)


def _belongs_to(connection: Connection, key: str) -> int | None:
    """The account that an address speaks for: its own, else that of its domain."""
    return accounts.owner_of(connection, key) or accounts.owner_of_domain(connection, key.rpartition("@")[2])


def _fallen_due(read: _Reader, wanted: Wanted, facts: Facts, config: Config) -> Facts:
    """What fell due, its case, and what its requester was told lately; the versions are those of all three."""
    item, case = due.waiting(read.connection, wanted.due_id), read.case(wanted.case_id)
    here = ("due", str(wanted.due_id), due.stamp(item))
    if item is not None and item.block_id is not None:
        owner = accounts.owner_of_block(read.connection, item.block_id)
        account = None if owner is None else read.account(owner)
        return replace(facts, due=item, account=account, versions=(*read.versions, here))
    if case is None:
        return replace(facts, due=item, versions=(here,))
    requester = address_key(case.requester.address)
    accepted = config.entitlement.unverified_sender == "accept"
    return replace(
        facts, due=item, by_id=case, held=holding.held_of_case(read.connection, case.id), told=_told(read.connection, requester, facts.now),
        unacknowledged=lately.unacknowledged(read.connection, case, unproven_too=accepted),
        versions=(*read.versions, ("told", requester, versions.told(read.connection, requester)), here),
    )  # fmt: skip


def _credential(read: _Reader, wanted: Wanted, now: datetime, config: Config, keys: Keys) -> CredentialCheck | None:
    if wanted.credential is None:
        return None
    check, account_id = guesses.check(read.connection, wanted.credential, wanted.address, now, keys, config.entitlement)
    return check if account_id is None else replace(check, account=read.account(account_id))


def _told(connection: Connection, address_key: str | None, now: datetime) -> tuple[Told, ...]:
    if address_key is None:
        return ()
    rows = connection.execute(_TOLD, {"key": address_key, "since": now - TOLD_WITHIN})
    return tuple(Told(row.template, row.created_at, row.idem.startswith(FOR_HOLDER)) for row in rows)


def _remembered(connection: Connection, address_key: str | None, owner: int, now: datetime) -> tuple[Detail, ...]:
    """Of each lasting detail, what the latest case of this address told. Only cases count whose right was proven to be its
    owner's: what somebody wrote in another's name, with a code of his own, is never told to that other."""
    latest: dict[str, Detail] = {}
    for row in connection.execute(_REMEMBERED, {"key": address_key, "owner": owner, "since": now - WITHIN}):
        latest.setdefault(row.name, Detail(row.name, row.value, "found"))
    return tuple(latest.values())


def _failed(connection: Connection, message_ids: tuple[str, ...]) -> tuple[FailedMail, ...]:
    if not message_ids:
        return ()
    rows = connection.execute(_FAILED, {"ids": list(message_ids)})
    return tuple(FailedMail(row.id, row.case_id, row.template, row.to_address, row.state) for row in rows)


def _counters(connection: Connection, wanted: Wanted, facts: Facts) -> tuple[Version, ...]:
    """Versions of what has no row of its own: letters told, copies handled, codes tried, an address without account."""
    found: list[Version] = []
    if wanted.address:
        found.append(("address", wanted.address, versions.address(connection, wanted.address)))
        found.append(("told", wanted.address, versions.told(connection, wanted.address)))
    found += [("address", key, versions.address(connection, key)) for key in wanted.named if key != wanted.address]
    if wanted.domain:
        found.append(("domain", wanted.domain, versions.domain(connection, wanted.domain)))
    found += [("address", key, versions.address(connection, key)) for key in wanted.named_addresses if key != wanted.address]
    if wanted.undoes:
        found += [("outbox", str(row), 1) for row in (facts.last_answer.waiting if facts.last_answer else ())]
    if facts.sent_back is not None:
        found.append(("released", str(facts.sent_back.intake_id), int(facts.sent_back.settled)))
    if wanted.agents:
        found.append(("agents", "raised", desks.raised_ever(connection)))
    if wanted.fingerprint:
        found.append(("copy", wanted.fingerprint, versions.copy(connection, wanted.fingerprint)))
    if wanted.message_id:
        found.append(("said", wanted.message_id, versions.said(connection, wanted.message_id)))
    if wanted.credential:
        found.append(("attempts", "", guesses.newest(connection)))
    return tuple(found)
