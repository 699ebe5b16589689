"""The envelope of a mail that was found in a mailbox: what our own server wrote on top of it (RFC 5321 section 4.4).
Return-Path is the sender; Delivered-To, X-Original-To and Envelope-To are the recipients. What others wrote below counts for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from mailbot.mail import address as addresses
from mailbot.mail import mime
from mailbot.mail.authentication import written_by_ours
from mailbot.mail.envelope import UNKNOWN_PATH, Door, Envelope
from mailbot.transport.ours import is_ours

if TYPE_CHECKING:
    from mailbot.config.settings import Config
    from mailbot.mail.headers import Field, Headers
    from mailbot.transport.imap_source import Source

_RECIPIENTS = ("delivered-to", "x-original-to", "envelope-to")
_AT_MOST = 10  # recipients; as many as the other doors take


def envelope_of(
    raw: bytes, source: Source, config: Config, received_at: datetime, *, whole_size: int | None = None, backlog: bool = False
) -> Envelope:
    """The envelope of `raw` (a mail, or its header alone). Never raises: a mailbox holds any bytes."""
    headers = mime.head(raw, config.limits)
    own = tuple(written_by_ours(headers, config))
    return Envelope(
        mail_from=_path(own),
        rcpt_to=_recipients(own, headers, config) or (source.address,),
        peer=source.server,
        door=Door.IMAP,
        received_at=received_at,
        vouched=True,
        whole_size=whole_size,
        backlog=backlog,
    )


def _path(own: tuple[Field, ...]) -> str | None:
    """The sender of the envelope; None for the null path; UNKNOWN_PATH when nobody noted it, which says nothing about machines."""
    noted = next((field.value for field in own if field.name == "return-path"), None)
    if noted is None:
        return UNKNOWN_PATH
    path = noted.decode("ascii", "replace").strip().strip("<>").strip()
    return path[:500] or None


def _recipients(own: tuple[Field, ...], headers: Headers, config: Config) -> tuple[str, ...]:
    """Those of our addresses that our server delivered to; else those of To and Cc."""
    noted = dict.fromkeys(_ours((field.value for field in own if field.name in _RECIPIENTS), config))
    listed = dict.fromkeys(_ours((value for name in ("to", "cc") for value in headers.all(name)[:5]), config))
    return tuple(noted or listed)[:_AT_MOST]


def _ours(values: Iterator[bytes], config: Config) -> Iterator[str]:
    for value in values:
        yield from (found for found in addresses.listed(value, config.limits.addresses) if is_ours(found, config))
