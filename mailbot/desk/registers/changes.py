"""What a file of customers would change: the effects, and the same in words, cell by cell against the books.
A column that the file has tells all of it (a contact who is not named is none any more); a column that it has not tells nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from mailbot.config.settings import Config
from mailbot.desk.colleagues import is_of_the_house
from mailbot.desk.domains import no_customers_domain
from mailbot.desk.effects import (
    AddAddress,
    AddDomain,
    AddTraining,
    Effect,
    GrantTier,
    ImportCode,
    OpenAccount,
    RemoveContact,
    RemoveDomain,
    RemoveTraining,
    RevokeRight,
    SetOverdue,
)
from mailbot.desk.facts import Account
from mailbot.desk.registers.cells import clean
from mailbot.desk.registers.table import Entry, Registered, RightCell, latest_rights
from mailbot.mail import address

NO_CREDENTIALS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the file would change."""

    effects: tuple[Effect, ...]
    said: str  # holds no code


@dataclass(frozen=True, slots=True)
class Planned:
    """One customer of the file, and what would change about him; nothing, where the books say the same."""

    entry: Entry
    account: Account | None
    changes: tuple[Change, ...]

    @property
    def effects(self) -> tuple[Effect, ...]:
        return tuple(effect for change in self.changes for effect in change.effects)


@dataclass(slots=True)
class _Books:
    """Whose everything is: in the books, and as the file is read down."""

    people: dict[str, Registered]
    domains: dict[str, int]
    numbers: dict[str, int]
    claimed: dict[str, int] = field(default_factory=dict)  # what a row of the file took -> that row


def plan(entries: Sequence[Entry], customers: Sequence[Registered], config: Config, today: date) -> tuple[tuple[Planned, ...], tuple[str, ...]]:
    """What would change, and every error: row and column, what was seen, what was expected."""
    books = _Books({address.key(p.address): one for one in customers for p in one.people},
                   {domain: one.account.id for one in customers for domain in one.account.domains},
                   {number: one.account.id for one in customers for number, _ in one.credentials})
    planned, errors, rows = [], [], dict[int, int]()
    for entry in entries:
        known = books.people.get(address.key(entry.address))
        if known is not None and rows.setdefault(known.account.id, entry.row) != entry.row:
            errors.append(f"row {entry.row}, column address: {entry.address} belongs to the customer of row {rows[known.account.id]}; "
                          "expected: one customer once, with his first address")
            continue
        wrong = tuple(_errors(entry, known, books, config))
        errors += wrong
        if not wrong:
            planned.append(Planned(entry, known.account if known else None, tuple(_changes(entry, known, config, today))))
    return tuple(planned), tuple(errors)


# ---- what cannot be -----------------------------------------------------------------------------------------
def _errors(entry: Entry, known: Registered | None, books: _Books, config: Config) -> Iterator[str]:
    owner = known.account.id if known else 0
    at = f"row {entry.row}, column "
    told = (("address", (entry.address,)), ("addresses", entry.addresses), ("contacts", tuple(p.address for p in entry.contacts or ())),
            ("trainings", tuple(each.address for each in entry.trainings or ())))
    for column, plains in told:
        for plain in plains:
            other = books.people.get(address.key(plain))
            if is_of_the_house(plain, config):
                yield f"{at}{column}: {plain} is an address of this desk; expected: a customer's"
            elif other is not None and other.account.id != owner:
                yield f"{at}{column}: {plain} belongs to the customer {other.account.addresses[0]}; expected: an address of nobody else"
            elif books.claimed.setdefault(address.key(plain), entry.row) != entry.row:
                yield f"{at}{column}: {plain} stands with another customer in row {books.claimed[address.key(plain)]}"
    yield from (f"{at}domains: {said}" for said in _wrong_domains(entry, known, books, config))
    for code in entry.codes:
        if books.numbers.get(code.id_number, owner) != owner or books.claimed.setdefault(f"id {code.id_number}", entry.row) != entry.row:
            yield f"{at}id_number: what stands there (not shown) is another customer's"
        elif not code.hashes and code.id_number not in books.numbers:
            yield f"{at}unlock_code: empty, and the books know no code for this ID number"
    if entry.language and entry.language not in config.vendor.languages and not (known and known.account.language == entry.language):
        yield f"{at}language: {entry.language!r}; expected one of {', '.join(config.vendor.languages)} ([vendor] languages)"
    limit = config.entitlement.contacts_per_customer if config.entitlement.counts_contacts else 0
    if limit and entry.contacts is not None and len({address.key(p.address) for p in entry.contacts}) > limit:
        yield f"{at}contacts: {len(entry.contacts)} contacts; expected: at most {limit} ([entitlement] contacts_per_customer)"
    yield from _wrong_rights(entry, known, config)


def _wrong_domains(entry: Entry, known: Registered | None, books: _Books, config: Config) -> Iterator[str]:
    had = known.account.domains if known else ()
    for domain in entry.domains or ():
        if domain in had:
            continue
        if because := no_customers_domain(domain, config):
            yield because
        elif "domain" not in config.entitlement.match_by:
            yield f'{domain} would change nothing, as [entitlement] match_by has no "domain"; add it there, or name the persons as contacts'
        elif domain in books.domains or books.claimed.setdefault(f"@{domain}", entry.row) != entry.row:
            yield f"{domain} is another customer's; expected: a domain of nobody else"


def _wrong_rights(entry: Entry, known: Registered | None, config: Config) -> Iterator[str]:
    had = {right.tier for right in latest_rights(known.account)} if known else set()
    for right in entry.rights:
        tier = config.tier(right.tier)
        if tier is None and right.tier not in had:
            yield f"row {right.row}, column tier: {right.tier!r}; expected one of {', '.join(t.name for t in config.tiers if t.kind != 'prepaid_blocks')}"
        elif tier is not None and tier.kind == "prepaid_blocks":
            yield f"row {right.row}, column tier: {right.tier} is bought in blocks; expected: a right with days. Use: mailbot payment add"


# ---- what changes -------------------------------------------------------------------------------------------
def _changes(entry: Entry, known: Registered | None, config: Config, today: date) -> Iterator[Change]:
    account = known.account if known else None
    number = account.id if account else None
    if account is None:
        yield Change((OpenAccount(entry.address, entry.name, entry.language or None),), f"new customer {entry.name or entry.address}")
    else:
        if entry.name and entry.name not in (account.name, clean(account.name)):
            yield Change((OpenAccount(account.addresses[0], entry.name, None),), f"name: {account.name or '–'} → {entry.name}")
        if entry.language and entry.language != account.language:
            yield Change((OpenAccount(account.addresses[0], "", entry.language),), f"language: {account.language or '–'} → {entry.language}")
    yield from _people(entry, known, number)
    had = account.domains if account else ()
    for domain in entry.domains or ():
        if domain not in had:
            yield Change((AddDomain(number, domain),), f"domain {domain} added")
    for domain in had if entry.domains is not None else ():
        if domain not in (entry.domains or ()):
            yield Change((RemoveDomain(number, domain),), f"domain {domain} removed")
    for right in entry.rights:
        yield from _right(right, account, config, today)
    yield from _trainings(entry, account, today)
    if entry.overdue is not None and entry.overdue[0] != (account.overdue_since if account else None):
        since = entry.overdue[0]
        yield Change((SetOverdue(number, since),), f"overdue since {since}" if since else "nothing is overdue any more")
    yield from _codes(entry, dict(known.credentials) if known else NO_CREDENTIALS, number)


def _people(entry: Entry, known: Registered | None, number: int | None) -> Iterator[Change]:
    there = {address.key(p.address): p for p in known.people} if known else {}
    seen = {*there, address.key(entry.address)}
    named = {address.key(p.address): p for p in entry.contacts or ()}
    trained = tuple(each.address for each in entry.trainings or ())
    for plain in dict.fromkeys((*entry.addresses, *trained)):
        if (key := address.key(plain)) not in seen and key not in named:
            seen.add(key)
            yield Change((AddAddress(number, plain),), f"address {plain} added")
    for key, person in named.items():
        had = there.get(key)
        if had is None or not had.contact:
            yield Change((AddAddress(number, person.address, person.name, True),), f"contact {person.address} added")
        elif person.name and person.name != clean(had.name):
            yield Change((AddAddress(number, person.address, person.name, True),), f"contact {person.address}: {had.name or '–'} → {person.name}")
    for key, person in there.items() if entry.contacts is not None else ():
        if person.contact and key not in named:
            yield Change((RemoveContact(number, person.address),), f"contact {person.address} removed"
                         + ("; without any, all of his addresses may write" if not named else ""))


def _right(cell: RightCell, account: Account | None, config: Config, today: date) -> Iterator[Change]:
    number, tier = account.id if account else None, config.tier(cell.tier)
    had = next((right for right in latest_rights(account) if right.tier == cell.tier), None) if account else None
    begins = cell.valid_from or (had.valid_from if had else None) or today
    if had is not None and (begins, cell.valid_until) == (had.valid_from, had.valid_until):
        return
    kind, product = (tier.kind, tier.products[0] if tier.products else "*") if tier else ("agreement", "*")
    until = cell.valid_until or "further notice"
    if had is not None and begins == had.valid_from:
        moved = GrantTier(number, cell.tier, kind, product, begins, cell.valid_until, extends=had.row)
        yield Change((moved,), f"{cell.tier}: until {had.valid_until or 'further notice'} → {until}")
        return
    granted = GrantTier(number, cell.tier, kind, product, begins, cell.valid_until)
    if had is not None and (had.valid_until is None or had.valid_until >= begins) and account is not None:
        yield Change((RevokeRight(account.id, had.row), granted),
                     f"{cell.tier}: {had.valid_from} – {had.valid_until or 'further notice'} → {begins} – {until}")
        return
    yield Change((granted,), f"{cell.tier} from {begins} until {until}")


def _trainings(entry: Entry, account: Account | None, today: date) -> Iterator[Change]:
    if entry.trainings is None:
        return
    number = account.id if account else None
    had = {(address.key(t.address), clean(t.module)): t for t in (account.trainings if account else ())}
    for cell in entry.trainings:
        old = had.pop((address.key(cell.address), clean(cell.module)), None)
        passed_on = cell.passed_on or (old.passed_on if old else today)
        if old is None or (old.passed_on, old.valid_until) != (passed_on, cell.valid_until):
            yield Change((AddTraining(number, cell.address, old.module if old else cell.module, passed_on, cell.valid_until),),
                         f"{cell.address} has passed {cell.module} on {passed_on}" + (f", until {cell.valid_until}" if cell.valid_until else ""))
    for old in had.values():
        yield Change((RemoveTraining(number, old.address, old.module),), f"training {old.module} of {old.address} removed")


def _codes(entry: Entry, had: Mapping[str, str], number: int | None) -> Iterator[Change]:
    for code in entry.codes:
        if not code.hashes or had.get(code.id_number) in code.hashes:
            continue
        said = "its unlock code is replaced" if code.id_number in had else "an ID number with its code is taken over"
        yield Change((ImportCode(number, code.id_number, code.hashes[0]),), said)
