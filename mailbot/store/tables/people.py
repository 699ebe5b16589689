"""Who: the account that owns rights, and apart from it the person behind it.
The books refer to the account alone, so that a person can be erased and the books stay."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field

from mailbot.store.tables.base import NEVER_REUSED, Row, key, refers_to, table


class Account(Row, table=True):
    """A pseudonym: a number that rights, minutes and payments belong to."""

    __table_args__ = NEVER_REUSED
    id: int | None = key()
    version: int = 1
    created_at: datetime
    overdue_since: date | None = None  # since when an invoice of his is overdue (SO-24)


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


class Training(Row, table=True):
    """A person has passed the training for a module (SO-20)."""

    __table_args__ = (UniqueConstraint("address_id", "module"), NEVER_REUSED)
    id: int | None = key()
    address_id: int = Field(foreign_key="address.id")
    module: str  # name of a product or of a part of one; "*": of all
    passed_on: date
    valid_until: date | None = None  # last day on which it counts


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
        Index("ix_credentialattempt_at", "at"),
        NEVER_REUSED,
    )
    id: int | None = key()
    id_number: str
    address_key: str
    domain: str = Field(default="", sa_column_kwargs={"server_default": ""})  # of the address, as an organisation has it; "" for one of a public provider
    correct: bool
    at: datetime


class AccountEvent(Row, table=True):
    """One thing that a person changed about an account. Nothing changes or deletes it; it names no code."""

    __table_args__ = NEVER_REUSED
    id: int | None = key()
    account_id: int = refers_to("account.id")
    intake_id: int | None = Field(default=None, foreign_key="intake.id")
    at: datetime
    actor: str
    kind: str
    detail: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Agent(Row, table=True):
    """What the configuration cannot know of an agent: which addresses he was sent, and which of them were voided."""

    agent_id: str = Field(primary_key=True)
    raised: int = 0  # how often every address that he was sent was voided
    invited_at: datetime | None = None
    invited_epoch: int = 0  # of the configuration and `raised` together, when he was last invited
    invitations: int = 0
    spoke_at: datetime | None = None


class AgentMail(Row, table=True):
    """A mail of an agent that was carried out: its name, and a digest of what it said."""

    __table_args__ = (UniqueConstraint("agent_id", "message_id", "said"), NEVER_REUSED)
    id: int | None = key()
    agent_id: str
    message_id: str  # without brackets
    said: str
    at: datetime


account, person, address, domain = table(Account), table(Person), table(Address), table(Domain)
training, account_event = table(Training), table(AccountEvent)
credential, credential_attempt = table(Credential), table(CredentialAttempt)
agent, agent_mail = table(Agent), table(AgentMail)
