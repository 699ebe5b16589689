"""Who: the account that owns rights, and apart from it the person behind it.
The books refer to the account alone, so that a person can be erased and the books stay."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from mailbot.store.tables.base import NEVER_REUSED, Row, key, refers_to, table


class Account(Row, table=True):
    """A pseudonym: a number that rights, minutes and payments belong to."""

    __table_args__ = NEVER_REUSED
    id: int | None = key()
    version: int = 1
    created_at: datetime


class Person(Row, table=True):
    """Who stands behind an account."""

    account_id: int = Field(foreign_key="account.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = ""
    language: str | None = None


class Address(Row, table=True):
    """An address that speaks for an account."""

    __table_args__ = NEVER_REUSED
    id: int | None = key()
    account_id: int = refers_to("account.id")
    address: str  # as it was given
    address_key: str = Field(unique=True)
    name: str = ""  # of the person who writes from it
    contact: bool = False  # one of the named persons who may write for the account (SO-18)
    added_at: datetime


class Domain(Row, table=True):
    """A domain whose addresses speak for an account: the customer's own, never one of a public mail provider."""

    __table_args__ = NEVER_REUSED
    id: int | None = key()
    account_id: int = refers_to("account.id")
    domain: str = Field(unique=True)  # ASCII, lower case
    added_at: datetime


class Credential(Row, table=True):
    """An ID number and the keyed hash of its unlock code; the code itself is nowhere in here."""

    __table_args__ = NEVER_REUSED
    id: int | None = key()
    account_id: int = refers_to("account.id")
    id_number: str = Field(unique=True)
    code_hash: str
    issued_at: datetime
    revoked_at: datetime | None = None


class CredentialAttempt(Row, table=True):
    """One try of an ID number, right or wrong: what the lock is counted from."""

    __table_args__ = (
        Index("ix_credentialattempt_id_number_at", "id_number", "at"),
        Index("ix_credentialattempt_address_key_at", "address_key", "at"),
        NEVER_REUSED,
    )
    id: int | None = key()
    id_number: str
    address_key: str
    correct: bool
    at: datetime


account, person, address, domain = table(Account), table(Person), table(Address), table(Domain)
credential, credential_attempt = table(Credential), table(CredentialAttempt)
