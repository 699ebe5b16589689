"""Outgoing mail into a Maildir: the way out when no smarthost is set, and the same courier in every demonstration.
A mail is in new/ whole and on the disk, or not at all; trying again writes over the same name and never doubles."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from mailbot.mail.address import plain
from mailbot.transport.foreign import shown
from mailbot.transport.results import Later, Never, Result, Sent


class Maildir:
    """Carries mail into `folder`, which is made when it is missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, raw: bytes, mail_from: str, to: str, mail_id: int) -> Result:
        """Write one mail: Return-Path and Delivered-To (the envelope), then the bytes as they are.

        `mail_id` is the number of the outbox row: with the bytes it makes the file name, so that the same mail has the
        same name at every try, and no mail of another database is ever written over."""
        if plain(to) is None or (mail_from and plain(mail_from) is None):
            return Never(f"{shown(to)} from {shown(mail_from)}: expected plain addresses such as anna@example.com", 553)
        envelope = f"Return-Path: <{mail_from}>\r\nDelivered-To: {to}\r\n".encode()
        name = f"{mail_id:08}.{sha256(envelope + raw).hexdigest()[:16]}.mailbot"
        try:
            self._write(name, envelope + raw)
        except OSError as error:
            return Later(f"cannot write to {self._folder}: {error.strerror or error}")
        return Sent()

    def _write(self, name: str, content: bytes) -> None:
        for part in ("tmp", "new", "cur"):
            (self._folder / part).mkdir(parents=True, exist_ok=True)
        draft = self._folder / "tmp" / name
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._folder / "new" / name)
        new = os.open(self._folder / "new", os.O_RDONLY)
        try:
            os.fsync(new)  # the name, too, survives a loss of power
        finally:
            os.close(new)

    def close(self) -> None:
        """There is nothing to close."""
