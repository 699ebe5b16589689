"""Effects on the registers: accounts, and the addresses and domains that speak for them.
An address or a domain speaks for one account; nothing in here moves it to another."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update

from mailbot.desk.effects import (
    AddAddress,
    AddDomain,
    AddTraining,
    NoteChange,
    OpenAccount,
    RemoveAddress,
    RemoveContact,
    RemoveDomain,
    RemoveTraining,
    SetOverdue,
)
from mailbot.store import accounts
from mailbot.store import tables as t
from mailbot.store.booking import Booking, address_key
from mailbot.store.engine import insert_id, insert_new, storable

_PERSON = update(t.person).where(t.person.c.account_id == bindparam("row"))
_ADDRESS = update(t.address).where(t.address.c.address_key == bindparam("key"))
_OWN_ADDRESS = update(t.address).where(t.address.c.address_key == bindparam("key"), t.address.c.account_id == bindparam("owner"))
_ADDRESS_ID = select(t.address.c.id).where(t.address.c.address_key == bindparam("key"), t.address.c.account_id == bindparam("owner"))
_TRAINING = update(t.training).where(t.training.c.address_id == bindparam("row"), t.training.c.module == bindparam("of"))
_NO_TRAINING = delete(t.training).where(t.training.c.address_id == bindparam("row"), t.training.c.module == bindparam("of"))
_OVERDUE = update(t.account).where(t.account.c.id == bindparam("row"))
_DOMAIN_OWNER = select(t.domain.c.account_id).where(t.domain.c.domain == bindparam("domain"))


def open_account(booking: Booking, effect: OpenAccount) -> None:
    """A new account for an address; the one it speaks for already, if there is one: then name and language that are given are changed."""
    key = address_key(effect.address)
    known = accounts.owner_of(booking.connection, key)
    if known is not None:
        booking.the_account(known)
        given = {"name": storable(effect.name)} if effect.name else {}
        given |= {"language": effect.language} if effect.language else {}
        if given:
            booking.connection.execute(_PERSON, {"row": known, **given})
        return
    account_id = insert_id(booking.connection, t.account, {"version": 1, "created_at": booking.now})
    booking.account_id = account_id
    person = {"account_id": account_id, "name": storable(effect.name), "language": effect.language}
    booking.connection.execute(t.person.insert(), person)
    insert_id(
        booking.connection,
        t.address,
        {"account_id": account_id, "address": storable(effect.address), "address_key": key, "added_at": booking.now},
    )


def add_address(booking: Booking, effect: AddAddress) -> None:
    """One more address of an account, or of one that it has: its name and that it is a contact's.
    Raises ValueError when it speaks for another account."""
    account_id, key = booking.the_account(effect.account_id), address_key(effect.address)
    values = {"address": storable(effect.address), "name": storable(effect.name), "contact": effect.contact, "added_at": booking.now}
    if insert_new(booking.connection, t.address, ("address_key",), {"account_id": account_id, "address_key": key, **values}) is not None:
        return
    if accounts.owner_of(booking.connection, key) != account_id:
        raise ValueError(f"{effect.address!r} speaks for another account than {account_id}")
    changes = ({"name": values["name"]} if effect.name else {}) | ({"contact": True} if effect.contact else {})
    if changes:
        booking.connection.execute(_ADDRESS, {"key": key, **changes})


def remove_contact(booking: Booking, effect: RemoveContact) -> None:
    account_id = booking.the_account(effect.account_id)
    booking.connection.execute(_OWN_ADDRESS, {"key": address_key(effect.address), "owner": account_id, "contact": False})


def remove_address(booking: Booking, effect: RemoveAddress) -> None:
    address_id = _address_of(booking, effect)
    booking.connection.execute(delete(t.training).where(t.training.c.address_id == address_id))
    booking.connection.execute(delete(t.address).where(t.address.c.id == address_id))


def add_training(booking: Booking, effect: AddTraining) -> None:
    """One training of a person; of the same module again, its days take the place of the old ones."""
    address_id = _address_of(booking, effect)
    days = {"passed_on": effect.passed_on, "valid_until": effect.valid_until}
    new = {"address_id": address_id, "module": storable(effect.module), **days}
    if insert_new(booking.connection, t.training, ("address_id", "module"), new) is None:
        booking.connection.execute(_TRAINING, {"row": address_id, "of": storable(effect.module), **days})


def remove_training(booking: Booking, effect: RemoveTraining) -> None:
    booking.connection.execute(_NO_TRAINING, {"row": _address_of(booking, effect), "of": storable(effect.module)})


def set_overdue(booking: Booking, effect: SetOverdue) -> None:
    booking.connection.execute(_OVERDUE, {"row": booking.the_account(effect.account_id), "overdue_since": effect.since})


def remove_domain(booking: Booking, effect: RemoveDomain) -> None:
    account_id = booking.the_account(effect.account_id)
    booking.connection.execute(delete(t.domain).where(t.domain.c.domain == storable(effect.domain), t.domain.c.account_id == account_id))


def note_change(booking: Booking, effect: NoteChange) -> None:
    insert_id(booking.connection, t.account_event, {
        "account_id": booking.the_account(effect.account_id), "intake_id": booking.intake_id, "at": booking.now,
        "actor": storable(effect.actor), "kind": effect.kind, "detail": {"said": storable(effect.said)} if effect.said else {},
    })


def _address_of(booking: Booking, effect: AddTraining | RemoveTraining | RemoveAddress) -> int:
    """Raises ValueError for an address that does not speak for the account."""
    account_id = booking.the_account(effect.account_id)
    found = booking.connection.execute(_ADDRESS_ID, {"key": address_key(effect.address), "owner": account_id}).scalar_one_or_none()
    if found is None:
        raise ValueError(f"{effect.address!r} does not speak for account {account_id}")
    return int(found)


def add_domain(booking: Booking, effect: AddDomain) -> None:
    """A domain whose addresses speak for an account. Raises ValueError when they speak for another."""
    account_id = booking.the_account(effect.account_id)
    values = {"account_id": account_id, "domain": storable(effect.domain), "added_at": booking.now}
    if insert_new(booking.connection, t.domain, ("domain",), values) is None:
        owner = booking.connection.execute(_DOMAIN_OWNER, {"domain": effect.domain}).scalar_one()
        if owner != account_id:
            raise ValueError(f"{effect.domain!r} speaks for another account than {account_id}")
