"""Tokens: signed references to a case in our own reply addresses and Message-IDs.
Each says which case, never who speaks; an address and a Message-ID are signed apart, so that the one cannot be made from the other."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.config.mailbox import Mailbox
from mailbot.mail.message import Token, TokenKind

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SIGNED = re.compile(
    r"(?P<kind>[acdnst])\.(?P<case>[0-9a-z]{1,8})\.(?P<who>[a-z0-9-]{1,16})\.(?P<epoch>[0-9a-z]{1,4})\.(?P<day>[0-9a-z]{1,4})\.(?P<mac>[a-z2-7]{16})"
)
_NONCE = re.compile(r"[a-z0-9-]{1,64}")
_LOCAL_MAX = 64  # RFC 5321 section 4.5.3.1.1


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The server's key, and earlier ones that are still accepted."""

    current: bytes
    previous: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return "Keys(hidden)"


def sign(token: Token, keys: Keys) -> str:
    """The token as text: `<kind>.<case>.<who>.<epoch>.<day>.<mac>`, lower case, at most 50 characters.
    Numbers in base 36; the mac is 80 bits of HMAC-SHA256. Signed for the place that `token.by` names."""
    fields = _fields(token)
    return f"{fields}.{_mac(fields, token.by, keys.current)}"


def read(text: str, keys: Keys, by: str = "token") -> Token | None:
    """The token, when one of our keys signed it for this place; None otherwise. Letter case does not matter."""
    match = _SIGNED.fullmatch(text.lower()) if len(text) <= _LOCAL_MAX and text.isascii() else None
    if match is None:
        return None
    fields = text.lower().rpartition(".")[0]
    genuine = False
    for one in (keys.current, *keys.previous):  # every key is tried: the time taken says nothing
        genuine |= hmac.compare_digest(_mac(fields, by, one), match["mac"])
    if not genuine:
        return None
    number = {name: int(match[name], 36) for name in ("case", "epoch", "day")}
    return Token(TokenKind(match["kind"]), number["case"], match["who"], number["epoch"], number["day"], by)


def _fields(token: Token) -> str:
    return f"{token.kind}.{_base36(token.case_id)}.{token.who}.{_base36(token.epoch)}.{_base36(token.day)}"


def _mac(fields: str, by: str, one: bytes) -> str:
    digest = hmac.new(one, f"mailbot/{by}/1\0{fields}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode("ascii").lower()


def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"


# ---- addresses --------------------------------------------------------------------------------------
def reply_address(token: Token, mailbox: Mailbox, keys: Keys) -> str:
    """The address an answer should go to: `support+<token>@…`, or after the pattern of `[mailbox] reply_address`.
    Where neither is possible, the plain support address. Raises ValueError when the local part would pass 64 characters."""
    signed = sign(token, keys)
    if mailbox.reply_address:
        address = mailbox.reply_address.replace("{token}", signed)
    elif mailbox.plus_addresses:
        local, _, domain = mailbox.address.rpartition("@")
        address = f"{local}+{signed}@{domain}"
    else:
        return mailbox.address
    if len(address.rpartition("@")[0]) > _LOCAL_MAX:
        raise ValueError(f"{address!r}: the part before @ may have {_LOCAL_MAX} characters; shorten [mailbox] address or reply_address")
    return address


def find_in(addresses: Iterable[str], mailbox: Mailbox, keys: Keys) -> tuple[Token, ...]:
    """The genuine tokens among these recipient addresses, each once, in their order."""
    frames = _frames(mailbox)
    found: list[Token] = []
    for address in addresses:
        lower = address.strip().lower()
        for before, after in frames:
            if lower.startswith(before) and lower.endswith(after) and len(lower) > len(before) + len(after):
                token = read(lower[len(before) : len(lower) - len(after)], keys)
                if token is not None and token not in found:
                    found.append(token)
    return tuple(found)


def is_own(address: str, mailbox: Mailbox) -> bool:
    """Whether mail to this address comes to us: one of our addresses, or a reply address, whatever its token."""
    lower = address.strip().lower()
    own = (mailbox.address, *mailbox.other_addresses)
    return lower in {each.lower() for each in own} or any(
        lower.startswith(before) and lower.endswith(after) for before, after in _frames(mailbox))


def _frames(mailbox: Mailbox) -> list[tuple[str, str]]:
    """What stands before and after the token in an address of ours."""
    frames = []
    if "{token}" in mailbox.reply_address:
        before, _, after = mailbox.reply_address.lower().partition("{token}")
        frames.append((before, after))
    for own in (mailbox.address, *mailbox.other_addresses):
        local, at, domain = own.lower().rpartition("@")
        if at:
            frames.append((f"{local}+", f"@{domain}"))
    return frames


# ---- Message-IDs --------------------------------------------------------------------------------------
_NO_CASE = Token(TokenKind.DESK, 0, "0", 0, 0, "message-id")


def message_id(token: Token | None, nonce: str, domain: str, keys: Keys) -> str:
    """A Message-ID of ours, without brackets: `<signed>.<nonce>@<domain>`. Without a token it still is recognised as ours.
    `nonce` makes it unique: [a-z0-9-]. Raises ValueError for another nonce."""
    if not _NONCE.fullmatch(nonce):
        raise ValueError(f"nonce {nonce!r} should be 1 to 64 characters of a-z, 0-9 and -")
    named = token or _NO_CASE
    signed = sign(Token(named.kind, named.case_id, named.who, named.epoch, named.day, "message-id"), keys)
    return f"{signed}.{nonce}@{domain}"


def from_message_id(text: str, keys: Keys) -> Token | None:
    """The token of one of our own Message-IDs, with or without brackets; None for another's, and for ours without a case or person."""
    token = _read_message_id(text, keys)
    return None if token == _NO_CASE else token


def is_own_message_id(text: str, keys: Keys) -> bool:
    """Whether we made this Message-ID."""
    return _read_message_id(text, keys) is not None


def _read_message_id(text: str, keys: Keys) -> Token | None:
    if len(text) > 400 or text.count(".") < 6:
        return None
    local = text.strip().strip("<>").partition("@")[0]
    signed, _, nonce = local.rpartition(".")
    return read(signed, keys, "message-id") if _NONCE.fullmatch(nonce.lower()) else None
