"""Fetching: the answer to what a mail wants to know, on one snapshot, with the versions it rests on.
A list of reads; what they mean is decided elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from mailbot.config.settings import Config
from mailbot.desk.facts import Facts, FailedMail, Wanted
from mailbot.desk.wanted import wanted_of
from mailbot.mail.tokens import Keys
from mailbot.store import (
    accounts,
    answered,
    conversation,
    desks,
    due,
    holding,
    lately,
    named,
    offers,
    own_cases,
    speaker,
    versions,
    work,
)
from mailbot.store import tables as t
from mailbot.store.booking import address_key
from mailbot.store.snapshot import Snapshot

_INSTALLED = select(t.installation.c.installed_at)
_FAILED = select(t.outbox.c.id, t.outbox.c.case_id, t.outbox.c.template, t.outbox.c.to_address, t.outbox.c.state).where(
    t.outbox.c.message_id.in_(bindparam("ids", expanding=True))
)


def installed_at(connection: Connection) -> datetime:
    """When this installation began."""
    at: datetime = connection.execute(_INSTALLED).scalar_one()
    return at


def fetch(connection: Connection, wanted: Wanted, now: datetime, config: Config, keys: Keys) -> Facts:
    """Everything that `wanted` asks for, as of one instant."""
    read = Snapshot(connection, config.limits)
    owner, by = speaker.owner_of(connection, wanted)
    by_token, by_message_id = read.by_token(wanted.tokens), read.case(conversation.case_by_message_ids(connection, wanted.message_ids))
    facts = Facts(
        now=now,
        installed_at=installed_at(connection),
        account=read.account(owner) if owner else None,
        account_by=by,
        credential=speaker.credential(read, wanted, now, config, keys),
        by_token=by_token,
        by_message_id=by_message_id,
        by_number=read.by_number(wanted.case_numbers),
        told=speaker.told(connection, wanted.address, now),
        earlier_copy=speaker.earlier_copy(read, wanted.fingerprint),
        said_before=lately.said_before(connection, wanted.address, wanted.message_id, now) if wanted.address and wanted.message_id else (),
        failed=_failed(connection, wanted.failed_message_ids),
        open_cases=speaker.open_cases(connection, owner) if owner else 0,
        remembered=speaker.remembered(connection, wanted.address, owner, now) if owner else (),
        away=work.away(connection, now.astimezone(ZoneInfo(config.hours["office"].timezone)).date()),
        alike=() if by_token or by_message_id else speaker.alike(read, wanted, now),
    )
    if wanted.address and wanted.own_cases:
        facts = replace(facts, own_cases=own_cases.own_cases(connection, wanted.address, speaker.speaks_for(wanted.address, facts, config)))
    if wanted.own_cases:
        facts = replace(facts, mails=own_cases.mails(connection, read.case_ids))
    if wanted.address and wanted.first_mail:
        facts = replace(facts, first_mail=not own_cases.took_part(connection, wanted.address))
    facts = named.for_agents(read, wanted, facts, now, config, keys)
    if wanted.letters:
        facts = replace(facts, letters=answered.letters(connection, wanted, facts, config.limits))
    if wanted.offers_to and (offer := offers.answered(connection, wanted.offers_to, wanted.message_ids, config.limits)):
        person = fetch(connection, wanted_of(offer, config), now, config, keys)  # the same snapshot
        facts = replace(facts, offered=(offer, person))
    if wanted.waiting:
        facts = replace(facts, waiting=read.these(own_cases.waiting(connection, wanted.address or "", owner or 0)))
    if wanted.running and owner:
        facts = replace(facts, running=read.these(own_cases.running(connection, owner)))
    if wanted.named:
        facts = replace(facts, named=named.accounts_of(connection, wanted.named))
    if wanted.named and wanted.running:
        facts = named.owners(read, wanted, facts)
    if wanted.agents:
        facts = replace(facts, agents=desks.desks(connection))
    if wanted.due_id is not None:
        return _fallen_due(read, wanted, facts, config)
    if wanted.holder:
        return speaker.of_holder(read, wanted, facts)
    of_payments = (version for _, _, payment in facts.named_payments for version in payment.versions)
    of_offer = (("offer", str(facts.offered[0].id), 1), *facts.offered[1].versions) if facts.offered is not None else ()
    return replace(facts, versions=tuple(dict.fromkeys((*read.versions, *versions.counters(connection, wanted, facts), *of_payments, *of_offer))))


def _fallen_due(read: Snapshot, wanted: Wanted, facts: Facts, config: Config) -> Facts:
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
        facts, due=item, by_id=case, held=holding.held_of_case(read.connection, case.id), told=speaker.told(read.connection, requester, facts.now),
        unacknowledged=lately.unacknowledged(read.connection, case, unproven_too=accepted),
        versions=(*read.versions, ("told", requester, versions.told(read.connection, requester)), here),
    )  # fmt: skip


def _failed(connection: Connection, message_ids: tuple[str, ...]) -> tuple[FailedMail, ...]:
    if not message_ids:
        return ()
    rows = connection.execute(_FAILED, {"ids": list(message_ids)})
    return tuple(FailedMail(row.id, row.case_id, row.template, row.to_address, row.state) for row in rows)
