"""The reception: what every door does with a mail. Raw bytes and envelope into the intake, committed, and only then "yes".
The one place where a door's mail gets its delivery key, its fingerprint and the proof it came with."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from mailbot.clock import entropy
from mailbot.config.settings import Config
from mailbot.mail.authentication import proof
from mailbot.mail.envelope import UNKNOWN_PATH, Envelope
from mailbot.mail.fingerprint import fingerprint
from mailbot.store import Keeper, StoreError, ToKeep, is_outage
from mailbot.transport.keeping import Busy, Full


def to_keep(raw: bytes, envelope: Envelope, config: Config, delivery_key: str = "") -> ToKeep:
    """A mail ready to be kept. Without a delivery key it gets one of its own: SMTP has none that can be believed."""
    return ToKeep(raw, envelope, delivery_key or f"{envelope.door}:{entropy(16).hex()}", fingerprint(raw), proof(raw, envelope, config))


_RETURN_PATH = re.compile(rb"^return-path:[ \t]*<?([^<>\r\n]*)>?", re.IGNORECASE | re.MULTILINE)
_HEADER_BYTES = 65536


def path_of(raw: bytes, given: str | None) -> str | None:
    """The envelope sender of a mail that comes as a file: as given, else its Return-Path. None is the null path;
    a path that nobody knows is not the null path, which only machines use."""
    if given is not None:
        return given.strip("<> ") or None
    head = re.split(rb"\r?\n\r?\n", raw[:_HEADER_BYTES], maxsplit=1)[0]
    found = _RETURN_PATH.search(head)
    return UNKNOWN_PATH if found is None else found[1].decode("ascii", "replace").strip() or None


class Reception:
    """Takes mails from the doors; returns when they are safe."""

    def __init__(self, keeper: Keeper, config: Config, kept: Callable[[], None], disk: Path | None = None) -> None:
        self._keeper, self._config, self._kept, self._disk = keeper, config, kept, disk

    async def keep(self, raw: bytes, envelope: Envelope) -> None:
        """Return after the commit. Raises Busy when the mail should come again later."""
        self._look_for_room()
        await asyncio.wrap_future(self._keeper.submit(to_keep(raw, envelope, self._config)))
        self._kept()

    def keep_all(self, mails: Sequence[ToKeep]) -> tuple[Exception | None, ...]:
        """For a thread that fetches mail: return after the commit, with the error of a mail that alone could not be kept in its
        place. Raises Busy when they should come again later, all of them."""
        self._look_for_room()
        try:
            kept = [self._keeper.submit(mail) for mail in mails]
        except StoreError as error:
            raise Busy(str(error)) from error
        errors = tuple(each.exception() for each in kept)
        for failure in errors:
            if failure is not None and is_outage(failure):
                raise Busy(f"the books cannot be written ({type(failure).__name__})") from failure
        self._kept()
        return tuple(each if each is None or isinstance(each, Exception) else RuntimeError(repr(each)) for each in errors)

    def _look_for_room(self) -> None:
        if self._disk is not None and shutil.disk_usage(self._disk).free < self._config.limits.disk_free_mb * 2**20:
            raise Full("the disk is nearly full: mail is put off until there is room")
