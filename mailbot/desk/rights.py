"""What people change of a customer's rights, with what follows from it: cases that wait are released, cases whose right is gone rest.
Pure: an admin's command, a lead's mail and a file with many lines come to the same decision."""

from __future__ import annotations

from datetime import date, datetime

from mailbot.config.rules import RuleSet
from mailbot.config.settings import Config
from mailbot.desk.effects import (
    AddAddress,
    AddTraining,
    Decision,
    Effect,
    RemoveContact,
    RemoveTraining,
    RevokeRight,
    SetOverdue,
    SetSuspended,
    Step,
)
from mailbot.desk.facts import Account, Facts, Grant
from mailbot.desk.lapsing import lapsed_by
from mailbot.desk.registers.entering import RegisterError
from mailbot.desk.releasing import released_by
from mailbot.mail.address import key


def changed(verdict: str, effects: tuple[Effect, ...], because: str, facts: Facts, config: Config, rules: RuleSet, actor: str = "admin",
            now: datetime | None = None) -> Decision:
    """A change of what is known of a customer, and what it does to his cases. `facts` as fetched with `waiting` and `running`."""
    at = now or facts.now
    released = released_by(effects, facts.account, facts.waiting, at, config, rules, actor, away=facts.away)
    lapsed = lapsed_by(effects, facts.account, facts.running, at, config, actor)
    return Decision(verdict, (*effects, *released, *lapsed), (Step(verdict, True, because),))


# ---- invoices -----------------------------------------------------------------------------------------------
def overdue(account: Account, since: date, today: date, config: Config) -> tuple[tuple[Effect, ...], str]:
    """An invoice is overdue since that day. Raises RegisterError."""
    if not config.entitlement.no_overdue_invoices:
        raise RegisterError("[entitlement] no_overdue_invoices = false, so that it would change nothing; set it to true to have overdue invoices "
                            "hold cases back")
    if since > today:
        raise RegisterError(f"--since {since} is to come; expected: the day since which the invoice is overdue")
    return (SetOverdue(account.id, since),), f"an invoice is overdue since {since}"


def paid(account: Account) -> tuple[tuple[Effect, ...], str]:
    """All invoices are paid. Raises RegisterError when none was overdue."""
    if account.overdue_since is None:
        raise RegisterError("no invoice is overdue; expected: a customer of whom `customer overdue` was said")
    return (SetOverdue(account.id, None),), f"paid what was overdue since {account.overdue_since}"


# ---- trainings ----------------------------------------------------------------------------------------------
def trained(account: Account, plain: str, module: str, passed_on: date, until: date | None, today: date) -> tuple[tuple[Effect, ...], str]:
    """A person of the customer has passed a training. Raises RegisterError."""
    if not module.strip():
        raise RegisterError('--module is empty; expected: the name of a product, or "*" for all')
    if passed_on > today:
        raise RegisterError(f"--on {passed_on} is to come; expected: the day on which the training was passed")
    if until is not None and until < passed_on:
        raise RegisterError(f"--until {until} is before {passed_on}, the day of the training; expected: the last day on which it counts")
    known = key(plain) in {key(each) for each in account.addresses}
    entered: tuple[Effect, ...] = () if known else (AddAddress(account.id, plain),)
    return (*entered, AddTraining(account.id, plain, module.strip(), passed_on, until)), f"{plain} has passed {module.strip()} on {passed_on}"


def untrained(account: Account, plain: str, module: str) -> tuple[tuple[Effect, ...], str]:
    """A training was entered by mistake, or counts no more. Raises RegisterError when there is none."""
    modules = [each.module for each in account.trainings if key(each.address) == key(plain)]
    if module not in modules:
        raise RegisterError(f"{plain} has no training {module!r}; on record: {', '.join(modules) or 'none'}")
    return (RemoveTraining(account.id, plain, module),), f"the training {module} of {plain} is taken away"


# ---- rights that rest or end ----------------------------------------------------------------------------------
def suspended(account: Account, tier_name: str, *, suspend: bool) -> tuple[tuple[Effect, ...], str]:
    """A right rests, or counts again. Raises RegisterError."""
    grants = [grant for grant in _rights(account, tier_name) if grant.suspended is not suspend]
    if not grants:
        raise RegisterError(f"the right to {tier_name} {'rests' if suspend else 'does not rest'} already")
    return tuple(SetSuspended(account.id, grant.id, suspend) for grant in grants), f"the right to {tier_name} {'rests' if suspend else 'counts again'}"


def revoked(account: Account, tier_name: str) -> tuple[tuple[Effect, ...], str]:
    """A right ends for good. Raises RegisterError."""
    return tuple(RevokeRight(account.id, grant.id) for grant in _rights(account, tier_name)), f"the right to {tier_name} has ended for good"


def _rights(account: Account, tier_name: str) -> list[Grant]:
    grants = [grant for grant in account.grants if grant.tier == tier_name]
    if not grants:
        names = ", ".join(dict.fromkeys(grant.tier for grant in account.grants))
        raise RegisterError(f"he has no right to {tier_name!r}; expected one of his: {names or 'none (minutes are bought, and rest with nobody)'}")
    return grants


# ---- contacts -------------------------------------------------------------------------------------------------
def contact_removed(account: Account, plain: str) -> tuple[tuple[Effect, ...], str]:
    """A person is a named contact no more. Raises RegisterError for one who is none, and for the last one: without any, all may write."""
    if key(plain) not in {key(each) for each in account.contacts}:
        raise RegisterError(f"{plain} is no contact of this customer; his contacts: {', '.join(account.contacts) or 'none is named'}")
    if len(account.contacts) == 1:
        raise RegisterError(f"{plain} is the last contact, and while none is named all of the customer's addresses may write; "
                            f"name another one first: mailbot customers add {account.addresses[0]} --contact ADDRESS")
    return (RemoveContact(account.id, plain),), f"{plain} is no contact any more"
