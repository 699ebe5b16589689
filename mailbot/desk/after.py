"""An account as it will be once effects are booked: what a decision may build on that it makes itself.
Only what rights are judged on; ids that booking allots are 0."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailbot.desk.effects import (
    AddAddress,
    AddBlocks,
    AddDomain,
    AddTraining,
    BeginGrant,
    Effect,
    EndGrant,
    GrantTier,
    OpenAccount,
    RemoveAddress,
    RemoveContact,
    RemoveDomain,
    RemoveTraining,
    RevokeRight,
    SetOverdue,
    SetSuspended,
    TakeBack,
)
from mailbot.desk.facts import Account, Block, Grant, Training
from mailbot.mail import address

TO_COME = 0  # the id of an account that this decision opens


def account_after(account: Account | None, effects: tuple[Effect, ...], now: datetime) -> Account | None:
    """The account with what these effects do to it; None when there is none and none is opened."""
    for effect in effects:
        if account is None:
            account = Account(TO_COME, 0, effect.name, effect.language, (effect.address,)) if isinstance(effect, OpenAccount) else None
        else:
            account = _with(account, effect, now)
    return account


def _with(account: Account, effect: Effect, now: datetime) -> Account:
    match effect:
        case AddBlocks():
            bought = tuple(Block(0, effect.minutes_each, now, effect.expires_on) for _ in range(effect.count))
            return replace(account, blocks=(*account.blocks, *bought))
        case TakeBack():
            return replace(account, blocks=tuple(replace(b, minutes_left=b.minutes_left - effect.minutes, ended="refund") if b.id == effect.block_id else b
                                                 for b in account.blocks))
        case GrantTier():
            return replace(account, grants=_granted(account.grants, effect))
        case AddAddress():
            return replace(account, addresses=_joined(account.addresses, effect.address),
                           contacts=_joined(account.contacts, effect.address) if effect.contact else account.contacts)
        case RemoveAddress():
            gone = address.key(effect.address)
            return replace(account, addresses=_but(account.addresses, gone), contacts=_but(account.contacts, gone),
                           trainings=tuple(each for each in account.trainings if address.key(each.address) != gone))
        case RemoveContact():
            return replace(account, contacts=tuple(each for each in account.contacts if address.key(each) != address.key(effect.address)))
        case AddTraining():
            return replace(account, trainings=(*_without(account, effect), Training(effect.address, effect.module, effect.passed_on, effect.valid_until)))
        case RemoveTraining():
            return replace(account, trainings=_without(account, effect))
        case SetOverdue():
            return replace(account, overdue_since=effect.since)
        case SetSuspended():
            return replace(account, grants=tuple(replace(g, suspended=effect.suspended) if g.id == effect.grant_id else g for g in account.grants))
        case EndGrant():
            return replace(account, grants=tuple(replace(g, valid_until=effect.valid_until) if g.id == effect.grant_id else g for g in account.grants))
        case BeginGrant():
            return replace(account, grants=tuple(replace(g, valid_from=effect.valid_from) if g.id == effect.grant_id else g for g in account.grants))
        case RevokeRight():
            return replace(account, grants=tuple(grant for grant in account.grants if grant.id != effect.grant_id))
        case RemoveDomain():
            return replace(account, domains=tuple(each for each in account.domains if each != effect.domain))
        case AddDomain():
            return replace(account, domains=tuple(dict.fromkeys((*account.domains, effect.domain))))
        case _:
            return account


def _granted(grants: tuple[Grant, ...], effect: GrantTier) -> tuple[Grant, ...]:
    if effect.extends is not None:
        return tuple(replace(grant, valid_until=effect.valid_until) if grant.id == effect.extends else grant for grant in grants)
    return (*grants, Grant(0, effect.tier, effect.kind, effect.product, effect.valid_from, effect.valid_until))


def _without(account: Account, effect: AddTraining | RemoveTraining) -> tuple[Training, ...]:
    return tuple(each for each in account.trainings if (address.key(each.address), each.module) != (address.key(effect.address), effect.module))


def _joined(known: tuple[str, ...], plain: str) -> tuple[str, ...]:
    return known if address.key(plain) in {address.key(each) for each in known} else (*known, plain)


def _but(known: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(each for each in known if address.key(each) != gone)
