"""A mail as the desk sees it: parsed once, frozen, trusted after.
Every text in here is decoded and bounded; nothing in here is a claim about who the sender is except `sender`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailbot.mail.envelope import Door, Envelope


# ---- who ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Verified:
    """The From address, proven: our own mail server says so, or the agent logged in."""

    address: str
    door: Door
    proof: str  # "dmarc" | "dkim" | "auth" (SMTP AUTH) | "internal"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A well-formed From address that nothing proves."""

    address: str
    door: Door
    because: str  # why it is not verified, in words for an agent


@dataclass(frozen=True, slots=True)
class Unverifiable:
    """No single, plain address stands in From (none, several, encoded, non-ASCII, malformed)."""

    door: Door
    because: str

    @property
    def address(self) -> None:
        return None


Identity = Verified | Claimed | Unverifiable


# ---- machines ----------------------------------------------------------------------------------
class AutomaticKind(StrEnum):
    BOUNCE = "bounce"
    DELAY = "delay"
    AUTOREPLY = "autoreply"
    CHALLENGE = "challenge"
    LIST = "list"
    CALENDAR = "calendar"
    REPORT = "report"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Automatic:
    """A machine wrote this mail: it is kept, never answered, and changes no state and no minutes (RFC 3834)."""

    kind: AutomaticKind
    because: str


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    address: str
    action: str | None = None  # failed | delayed | delivered | relayed | expanded (RFC 3464 section 2.3.3)
    status: str | None = None  # "5.1.1" (RFC 3463)
    hard: bool | None = None  # True: this address is dead; False: refused or late; None: nothing says why
    original: str = ""  # the address that we wrote to, where the report names another one for it (RFC 3464 section 2.3.1)

    def is_of(self, address: str) -> bool:
        """Whether the report means a mail to this address."""
        return bool(address) and address.lower() in (self.address.lower(), self.original.lower())


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a bounce or delay says (RFC 3464)."""

    recipients: tuple[FailedRecipient, ...]
    hard: bool | None  # True: every address that failed is dead; False: one is not; None: it does not say
    status: str | None
    action: str | None
    message_ids: tuple[str, ...] = ()  # Message-IDs found in the returned part, ours among them


# ---- content -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Attachment:
    name: str  # cleaned for showing; never a path
    type: str
    size: int  # decoded bytes
    content: bytes = field(default=b"", repr=False)
    inline: bool = False  # referenced by the HTML (cid:), such as a screenshot or a logo
    content_id: str = ""  # by which the HTML refers to it, without brackets


class TokenKind(StrEnum):
    """What a token in one of our own addresses or Message-IDs stands for."""

    CUSTOMER = "c"  # a participant's reply address of one case
    AGENT = "a"  # an agent's public-reply address of one case
    NOTE = "n"  # an agent's note address of one case
    DESK = "d"  # an agent's personal desk address, without a case
    THIRD = "t"  # where somebody answers whom an agent asked from outside: his words are for the agents alone
    STATUS = "s"  # a participant's status address of one case: a mail to it asks how the case stands


CUSTOMERS_KINDS = (TokenKind.CUSTOMER, TokenKind.STATUS)
AGENTS_KINDS = (TokenKind.AGENT, TokenKind.NOTE, TokenKind.DESK)


@dataclass(frozen=True, slots=True)
class Token:
    """A signed reference that we once sent out. It names a case, never a person: the speaker is proven elsewhere."""

    kind: TokenKind
    case_id: int  # 0 when there is none
    who: str  # "p17": participant 17; else an agent's id (of THIRD: who asked)
    epoch: int  # the agent's token epoch; raised in the configuration to revoke every token he was ever sent
    day: int  # issued on this day, counted from 2020-01-01
    by: str = "token"  # "token": stood in a recipient address; "message-id": in In-Reply-To or References


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, read."""

    key: str  # content fingerprint, hex: same mail, same key, whatever way it took
    envelope: Envelope
    sender: Identity
    sender_name: str  # display name, cleaned; a claim
    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]  # oldest first
    to: tuple[str, ...]  # plain addresses of To
    cc: tuple[str, ...]
    subject: str
    text: str  # the whole readable text
    new_text: str  # what this person wrote now: a view on `text`
    quoted: str
    signature: str
    attachments: tuple[Attachment, ...]
    language: str | None  # one of the configured ones, or None: too little to tell
    automatic: Automatic | None
    report: DeliveryReport | None
    answerable: bool  # an automatic letter may be sent in answer
    tokens: tuple[Token, ...]  # ours, signature checked; those of recipient addresses first
    case_numbers: tuple[str, ...]  # in the subject, in the order written
    form_address: str | None = None  # the visitor's address of a web-form mail (unproven)
    forwarded_from: str | None = None  # whom a mail that is passed on names as its sender (unproven)
    defects: tuple[str, ...] = ()
    written_at: datetime | None = None  # Date, as the sender wrote it; None: there is none that can be read
    shown_tokens: tuple[Token, ...] = ()  # of `tokens`, those that To and Cc themselves show
    answers_within: bool = False  # `new_text` holds what stands among the unmarked lines of our letter (desk/typed_within.py)
    html: str = ""  # of an agent's mail: its HTML, as it came and with all that it quotes; hostile until written anew (mail/rich.py)

    @property
    def address(self) -> str | None:
        """The plain From address, proven or not; None when there is no single one."""
        return self.sender.address

    @property
    def is_verified(self) -> bool:
        return isinstance(self.sender, Verified)
