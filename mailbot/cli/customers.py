"""`mailbot customers add`, `customer show`: who is a customer, who speaks for him, and what was agreed on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.common import AsJson, ConfigFile, desk, fail, print_json, print_table
from mailbot.cli.typed import address_key, day, domain_name, refuse_own

if TYPE_CHECKING:
    from mailbot.desk.effects import Decision
    from mailbot.desk.facts import Account
    from mailbot.desk.registers.entering import Contact
    from mailbot.pipeline import Desk
    from mailbot.store import Store
    from mailbot.store.versions import Version

customer = typer.Typer(help="Customers: persons and organisations with rights.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(customer, name="customers")
    app.add_typer(customer, name="customer", hidden=True)  # as one says it of one customer


@customer.command("add")
def add_customer(
    address: Annotated[str, typer.Argument(help="The customer's e-mail address: that of the first person who may write.")],
    name: Annotated[str, typer.Option(help="Name of the person or organisation.")] = "",
    language: Annotated[str, typer.Option(help="sv, de, nl or en; else the vendor's default.")] = "",
    tier: Annotated[str, typer.Option(help="Name of a tier to grant, such as an agreement; blocks are bought with `payment add`.")] = "",
    until: Annotated[str, typer.Option(help="Last day of that right, 2026-12-31; else open ended.")] = "",
    domain: Annotated[list[str] | None, typer.Option(help="A domain whose addresses speak for him, kund.example; may be given several times.")] = None,
    contact: Annotated[list[str] | None, typer.Option(help="A named person who may write: `\"Bo Ek <bo@kund.example>\"`; may be given several times.")] = None,
    config: ConfigFile = None,
) -> None:
    """Enter a customer: address, language, domains, contacts, and perhaps a right that was agreed on. Again: adds what is new."""
    from mailbot.assembly import read_config
    from mailbot.clock import now
    from mailbot.desk.registers.entering import RegisterError, enter
    from mailbot.pipeline import worded

    key, domains, contacts = address_key(address), [domain_name(each) for each in domain or ()], [_contact(each) for each in contact or ()]
    last_day, loaded = day(until) if until else None, read_config(config)
    for each in (address, *(person.address for person in contacts)):
        refuse_own(each, loaded.config)
    if not loaded.state_folder.exists():  # what is refused makes no books
        try:
            enter(address, name, language, tier, last_day, None, loaded.config, now(), domains=domains, contacts=contacts)
        except RegisterError as error:
            fail(str(error))
    with desk(config) as opened:
        account, versions = _holder(opened.store, now(), key=key)
        owners, more = _owners(opened.store, now(), (address_key(person.address) for person in contacts), (*domains, key.rpartition("@")[2]))
        try:
            decision = enter(address, name, language, tier, last_day, account, opened.loaded.config, now(),
                             domains=domains, contacts=contacts, owners=owners)
        except RegisterError as error:
            fail(str(error))
        decision, waited = _with_released(opened, decision, key, account)
        decision, drafts = worded(decision, opened, now())
        if not opened.store.book(None, decision, drafts, tuple(dict.fromkeys((*versions, *more, *waited))), now()):
            fail("somebody else changed this customer at the same moment; run the command again")
        typer.echo(f"{address}: {decision.trail[-1].because}")


def _with_released(opened: Desk, decision: Decision, key: str, account: Account | None) -> tuple[Decision, tuple[Version, ...]]:
    """What was entered, with the cases that waited for it and start now; and the versions that this rests on."""
    from mailbot.clock import now
    from mailbot.desk.facts import Wanted
    from mailbot.desk.releasing import released_by

    facts = opened.store.fetch(Wanted(address=key, waiting=True), now())
    released = released_by(decision.effects, account, facts.waiting, now(), opened.loaded.config, opened.loaded.rules, "admin", away=facts.away)
    return replace(decision, effects=(*decision.effects, *released)), facts.versions


@customer.command("show")
def show_customer(
    who: Annotated[str, typer.Argument(help="An address, a domain, or an ID number.")],
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """What is known of the customer whom an address or a domain speaks for."""
    with desk(config) as opened:
        _show(opened, who, as_json=as_json)


def _show(opened: Desk, who: str, *, as_json: bool) -> None:
    from mailbot.clock import now
    from mailbot.desk import ledger
    from mailbot.desk.credentials import normal_id

    key = address_key(who) if "@" in who.strip().removeprefix("@") else ""
    number = normal_id(who) if not key and who.strip().replace("-", "").replace(" ", "").isdigit() else ""
    account = _holder(opened.store, now(), key=key)[0] if key else opened.store.accounting.account(of_id_number=number) if number else None
    if number and account is None:
        fail(f"{who}: no customer has this ID number; it stands in his payment confirmation. Look him up by an address instead")
    by = "ID number" if number else "address" if account else "domain"
    account = account or _holder(opened.store, now(), domain=key.rpartition("@")[2] or domain_name(who))[0]
    if account is None:
        fail(f"{who}: no customer has this address or domain; enter him with: mailbot customers add ADDRESS --domain DOMAIN")
    people, left = opened.store.entered(account.id), ledger.balance(account.blocks, now().date())
    if as_json:
        print_json({"asked": who, "by": by, "account": account.id, "name": account.name, "language": account.language, "addresses": people,
                    "domains": account.domains, "minutes_left": left,
                    "overdue_since": account.overdue_since, "trainings": account.trainings,
                    "rights": [{"tier": g.tier, "from": g.valid_from, "until": g.valid_until, "suspended": g.suspended} for g in account.grants]})
        return
    typer.echo(f"{account.name or account.addresses[0]}: customer {account.id}, found by its {by}\n"
               f"{account.language or 'no language chosen'}, {left} prepaid minutes left")
    rows: list[tuple[object, ...]] = [(each.address, "contact" if each.contact else "address", f"{each.added_at:%Y-%m-%d}", each.name) for each in people]
    rows += [(each, "domain", "", "") for each in account.domains]
    rows += [(g.tier, "right, suspended" if g.suspended else "right", "", f"{g.valid_from} – {g.valid_until or 'open ended'}") for g in account.grants]
    rows += [(t.address, "training", t.passed_on, f"{t.module}, until {t.valid_until}" if t.valid_until else t.module) for t in account.trainings]
    rows += [(each.kind, f"changed by {each.actor}", f"{each.at:%Y-%m-%d}", each.said) for each in opened.store.changes(account.id)]
    rows += [("invoice", "overdue", account.overdue_since, "")] if account.overdue_since else []
    print_table(("what", "is", "since", "name or time"), rows, "Nothing is known of him.")


def _contact(text: str) -> Contact:
    """A person as mail programs write him: "Bo Ek <bo@kund.example>", or the address alone."""
    from mailbot.desk.registers.entering import Contact

    name, found = parseaddr(text)
    address = found if "<" in text and found else text.strip()
    address_key(address)
    return Contact(address, " ".join(name.split()) if "<" in text else "")


def _holder(store: Store, at: datetime, *, key: str = "", domain: str = "") -> tuple[Account | None, tuple[Version, ...]]:
    """Whom an address or a domain speaks for so far, and the versions that this rests on."""
    from mailbot.desk.facts import Wanted

    facts = store.fetch(Wanted(address=key or None, domain=domain or None), at)
    return facts.account, tuple(version for version in facts.versions if version[0] in ("address", "domain", "account"))


def _owners(store: Store, at: datetime, keys: Iterable[str], domains: Iterable[str]) -> tuple[dict[str, Account], tuple[Version, ...]]:
    """Whose each of these addresses and domains is so far."""
    found: dict[str, Account] = {}
    versions: list[Version] = []
    for name, (account, relied_on) in (*((key, _holder(store, at, key=key)) for key in keys),
                                       *((domain, _holder(store, at, domain=domain)) for domain in domains)):
        versions += relied_on
        if account is not None:
            found[name] = account
    return found, tuple(versions)
