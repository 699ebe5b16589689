"""The registers: customers entered by an admin, with their domains, their contacts and the rights that were agreed on.
Entering what is there already changes only what is new; what belongs to somebody else is never taken over."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from mailbot.config.settings import Config, Tier
from mailbot.desk.domains import no_customers_domain
from mailbot.desk.effects import AddAddress, AddDomain, Decision, Effect, GrantTier, OpenAccount, Step
from mailbot.desk.facts import Account, Grant
from mailbot.mail.address import domain_of, key

NOBODY: Mapping[str, Account] = MappingProxyType({})


class RegisterError(Exception):
    """What was entered cannot be."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A named person who may write for a customer."""

    address: str
    name: str = ""


def enter(address: str, name: str, language: str, tier_name: str, until: date | None, account: Account | None, config: Config,
          now: datetime, *, domains: Sequence[str] = (), contacts: Sequence[Contact] = (),
          owners: Mapping[str, Account] = NOBODY) -> Decision:
    """Enter a customer with what belongs to him. `owners`: whose each domain, and each address (its key) or its domain, is so far.
    Raises RegisterError."""
    if language and language not in config.vendor.languages:
        raise RegisterError(f"language {language!r}: expected one of {', '.join(config.vendor.languages)} ([vendor] languages)")
    if until is not None and not tier_name:
        raise RegisterError("--until needs --tier: which right ends then?")
    if account is None and (other := owners.get(domain_of(address))):
        raise RegisterError(f"{address} is an address of the customer {_named(other)}, whose domain it is in; to name the person a contact: "
                            f"mailbot customers add {_named(other)} --contact {address}")
    effects: list[Effect] = []
    said: list[str] = ["entered" if account is None else "was here already"]
    if account is None or (name and name != account.name) or (language and language != account.language):
        effects.append(OpenAccount(address, name, language or None))
    for effect, words in (*_domains(domains, account, owners, config), *_contacts(address, contacts, account, owners, config),
                          *_right(address, tier_name, until, account, config, now.date())):
        effects += [effect] if effect is not None else []
        said.append(words)
    return Decision("customer_entered", tuple(effects), (Step("customer add", True, ", ".join(said)),))


Entered = tuple[Effect | None, str]  # what is to be booked, if it is new, and what is said of it


# ---- domains -------------------------------------------------------------------------------------------
def _domains(domains: Sequence[str], account: Account | None, owners: Mapping[str, Account], config: Config) -> list[Entered]:
    if domains and "domain" not in config.entitlement.match_by:
        raise RegisterError(f'--domain {domains[0]}: [entitlement] match_by has no "domain", so that it would change nothing; '
                            "add it there, or name the persons with --contact")
    found: list[Entered] = []
    for domain in dict.fromkeys(domains):
        if because := no_customers_domain(domain, config):
            raise RegisterError(f"--domain {domain}: {because}")
        if account is not None and domain in account.domains:
            found.append((None, f"{domain} was his already"))
            continue
        if (other := owners.get(domain)) is not None and domain in other.domains:
            raise RegisterError(f"--domain {domain} belongs to the customer {_named(other)}; expected: a domain of nobody else. "
                                f"See: mailbot customers show {domain}")
        found.append((AddDomain(account.id if account else None, domain), f"everybody at {domain} writes for him"))
    return found


# ---- contacts ------------------------------------------------------------------------------------------
def _contacts(address: str, contacts: Sequence[Contact], account: Account | None, owners: Mapping[str, Account],
              config: Config) -> list[Entered]:
    """The named contacts, and ADDRESS as one of them while there is room."""
    account_id, limit = account.id if account else None, _limit(config)
    there = {key(each): each for each in account.contacts} if account else {}
    named = dict(there)
    found: list[Entered] = []
    for contact in contacts:
        _not_anothers(contact.address, account, owners)
        if key(contact.address) in named:
            found.append((AddAddress(account_id, contact.address, contact.name, True) if contact.name else None, f"{contact.address} was a contact already"))
            continue
        named[key(contact.address)] = contact.address
        found.append((AddAddress(account_id, contact.address, contact.name, True), f"{contact.address} is a contact"))
    if limit and len(named) > limit:
        seen = f"{', '.join(named.values())}" if not there else f"{', '.join(list(named.values())[len(there):])} besides {', '.join(there.values())}"
        raise RegisterError(f"--contact: {seen} would be {len(named)} contacts; expected: at most {limit} "
                            "([entitlement] contacts_per_customer)")
    if limit and key(address) not in named:
        if len(named) == limit:
            found.append((None, f"{address} is no contact: the {limit} places are taken"))
        else:
            found.append((AddAddress(account_id, address, "", True), f"{address} is a contact"))
    return found


def _limit(config: Config) -> int:
    """How many contacts a customer may name; 0: nobody counts them."""
    return config.entitlement.contacts_per_customer if "contact_list" in config.entitlement.match_by else 0


def _not_anothers(address: str, account: Account | None, owners: Mapping[str, Account]) -> None:
    other = owners.get(key(address))
    if other is not None and (account is None or other.id != account.id):
        raise RegisterError(f"--contact {address} belongs to the customer {_named(other)}; expected: an address of nobody else. "
                            f"See: mailbot customers show {address}")


# ---- rights --------------------------------------------------------------------------------------------
def _right(address: str, tier_name: str, until: date | None, account: Account | None, config: Config, today: date) -> list[Entered]:
    if not tier_name:
        return []
    tier = _tier(tier_name, address, config)
    if until is not None and until < today:
        raise RegisterError(f"--until {until} has passed; expected: a day to come")
    known = _in_force(account, tier, today)
    if known is None:
        product = tier.products[0] if tier.products else "*"
        granted = GrantTier(account.id if account else None, tier.name, tier.kind, product, today, until)
        return [(granted, f"{tier.name} until {until or 'further notice'}")]
    if until is None or until == known.valid_until:
        return [(None, f"{tier.name} until {known.valid_until or 'further notice'} already")]
    moved = GrantTier(account.id if account else None, tier.name, tier.kind, known.product, known.valid_from, until, extends=known.id)
    return [(moved, f"{tier.name} until {until}, no longer {known.valid_until or 'until further notice'}")]


def _tier(name: str, address: str, config: Config) -> Tier:
    tier = config.tier(name)
    if tier is None:
        names = [each.name for each in config.tiers]
        near = difflib.get_close_matches(name, names, n=1)
        raise RegisterError(f"tier {name!r}: expected one of {', '.join(names)}" + (f"; did you mean {near[0]!r}?" if near else ""))
    if tier.kind == "prepaid_blocks":
        raise RegisterError(f"tier {name!r} is bought in blocks; use: mailbot payment add {tier.price} {address}")
    return tier


def _in_force(account: Account | None, tier: Tier, today: date) -> Grant | None:
    """The right of this tier that the customer has now."""
    grants = account.grants if account else ()
    return next((g for g in grants if g.tier == tier.name and not g.suspended and (g.valid_until is None or g.valid_until >= today)), None)


def _named(account: Account) -> str:
    """A customer as an admin knows him: by his first address."""
    return account.addresses[0] if account.addresses else f"number {account.id}"
