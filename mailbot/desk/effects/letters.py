"""Letters: outgoing mails, decided but not yet worded, and the stand-ins for what only booking can know.
A placeholder that nobody fills is an error, never a mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from mailbot.mail.message import Attachment

# ---- placeholders --------------------------------------------------------------------------------
# Private-use characters frame a name; no mail can carry them, since reading strips them (mail/body.py).
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"


def placeholder(name: str) -> str:
    """The stand-in for a value that booking allots."""
    return f"{MARK_OPEN}{name}{MARK_CLOSE}"


CASE_NUMBER = placeholder("case_number")  # "BK-2026-000123"
REPLY_ADDRESS = placeholder("reply_address")  # of this letter
FOR_HOLDER = "holder:"  # begins the key of a letter that an unproven hand asked for with the token of its reader
STATUS_ADDRESS = placeholder("status_address")  # any mail to it is answered with the status of the case of this letter
NOTE_ADDRESS = placeholder("note_address")  # an agent's note address for the case of this letter
ID_NUMBER = placeholder("id_number")
UNLOCK_CODE = placeholder("unlock_code")
PAYMENT_NUMBER = placeholder("payment_number")  # of the payment that the same decision records


def fill(text: str, known: Mapping[str, str]) -> str:
    """Put the allotted values in. Raises KeyError when a placeholder is left that nobody filled."""
    head, *rest = text.split(MARK_OPEN)
    for piece in rest:
        name, _, tail = piece.partition(MARK_CLOSE)
        head += known[name] + tail
    return head


# ---- letters -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ReplyTo:
    """Where an answer to a letter should come in."""

    kind: Literal["customer", "agent", "note", "desk", "third", "plain"]  # note: an answer to a note stays a note
    agent_id: str | None = None
    agent_epoch: int = 1


@dataclass(frozen=True, slots=True)
class Letter:
    """One outgoing mail, decided but not yet worded."""

    template: str
    language: str
    to: str
    values: Mapping[str, Any]  # plain data only: str, int, bool, None, and lists and dicts of these
    idem: str  # a letter with the same key is sent once, for ever
    reply_to: ReplyTo = ReplyTo("plain")
    case_id: int | None = None  # an existing case; None with opens_case=True: the one this decision opens
    about_opened_case: bool = False
    automatic: bool = True  # False: a person's own words, relayed
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    shown_to: str = ""  # To of the header, in the copy of somebody who stands in Cc
    cc: tuple[str, ...] = ()  # of the header: who gets copies besides, each in a letter of his own
    marks: tuple[tuple[str, str], ...] = ()  # header lines that mail programs sort by: name and value, which may be a placeholder
    subject: str | None = None  # overrides the template's first line (an agent's relay keeps the case's subject)
    html: str = ""  # a person's words with his formatting, safe to stand in a page; empty: made from the plain words
    speaks: str = ""  # the first name of the person whose words these are: stands before the vendor's in From
    brings_back: int | None = None  # the kept mail that it brings back to its agent, where that is not the mail in hand
    names: tuple[int, ...] = ()  # the lines of that mail that it says are at fault
    not_before: datetime | None = None  # waits in the outbox until then, and may be withdrawn
    let_go: tuple[str, ...] = ()  # reasons to hold it back (desk/canary.py) that a person knows of, and sends it all the same


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter, worded: subject and text may still hold placeholders."""

    letter: Letter
    subject: str
    text: str
    html: str | None = None
    fell_back: str | None = None  # why the administrator's template was not used, for him to read


@dataclass(frozen=True, slots=True)
class Send:
    letter: Letter
