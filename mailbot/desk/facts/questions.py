"""What must be looked up for one mail, before anything is decided.
Pure: nothing is read yet; what is not asked for here is not in the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from mailbot.mail.message import Token


@dataclass(frozen=True, slots=True)
class CredentialClaim:
    """An ID number and an unlock code as a person typed them, normalised. The code never leaves this value."""

    id_number: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be looked up for one mail. Pure: nothing is read yet."""

    address: str | None = None  # address key of the speaker
    fingerprint: str = ""
    tokens: tuple[Token, ...] = ()
    message_ids: tuple[str, ...] = ()  # In-Reply-To first, then References from the newest; without brackets
    case_numbers: tuple[str, ...] = ()
    credential: CredentialClaim | None = None
    failed_message_ids: tuple[str, ...] = ()  # of a delivery report: which of our mails failed
    message_id: str | None = None  # its own: whether its sender said the same in a mail of this name before
    domain: str | None = None  # of the speaker, where domains speak for customers ([entitlement] match_by)
    subject: str = ""  # without Re: and tags, lower case: of which open case this may be a second copy
    own_cases: bool = False  # the cases of the speaker, for the status he asks for
    first_mail: bool = False  # whether this address ever took part in a case
    holder: bool = False  # what the address was told lately that the token of this mail was issued to
    named_addresses: tuple[str, ...] = ()  # address keys that an agent's commands name: whose they are
    named_numbers: tuple[str, ...] = ()  # case numbers that they name
    named_payments: tuple[tuple[int, str, str], ...] = ()  # (payment, address key, case number) that they name; payment 0: a new one
    named_blocks: tuple[int, ...] = ()  # and the blocks
    booked_under: tuple[str, ...] = ()  # keys under which this mail books: which of them are in the ledger already
    times: bool = False  # the time entered for the cases that are read: what an agent may correct, what is charged already
    queue: bool = False  # the cases that wait for the agents
    findings: bool = False  # what was found out in the cases that the mail is about or names
    agent_id: str = ""  # who of the agents speaks: what he was sent and what he did
    agent_keys: tuple[str, ...] = ()  # and the keys of his addresses
    written_at: datetime | None = None  # and when he wrote, by his own clock
    undoes: bool = False  # he takes his last answer back
    letters: bool = False  # the words of the letters of ours that the mail may answer: its old part carries no marks
    offers_to: str | None = None  # the agent whose offers the Message-IDs may name
    agents: bool = False  # what the books say of the agents: which of their addresses are void
    case_id: int | None = None  # of something that fell due
    due_id: int | None = None  # what fell due
    waiting: bool = False  # the cases of the account, or of the address, that wait for their right
    running: bool = False  # the cases of the account that are worked on
    named: tuple[str, ...] = ()  # address keys that CONTACTS names: whose each, or its domain, is
