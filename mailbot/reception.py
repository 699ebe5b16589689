"""The reception: what every door does with a mail. Raw bytes and envelope into the intake, committed, and only then "yes".
The one place where a door's mail gets its delivery key, its fingerprint and the proof it came with."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from mailbot.clock import entropy
from mailbot.config.settings import Config
from mailbot.mail.authentication import proof
from mailbot.mail.envelope import Envelope
from mailbot.mail.fingerprint import fingerprint
from mailbot.store import Keeper, ToKeep
from mailbot.transport.doors import Full


def to_keep(raw: bytes, envelope: Envelope, config: Config) -> ToKeep:
    """A mail ready to be kept. The delivery key is ours: SMTP has none that can be believed."""
    return ToKeep(raw, envelope, f"{envelope.door}:{entropy(16).hex()}", fingerprint(raw), proof(raw, envelope, config))


_RETURN_PATH = re.compile(rb"^return-path:[ \t]*<?([^<>\r\n]*)>?", re.IGNORECASE | re.MULTILINE)
_HEADER_BYTES = 65536
UNKNOWN_PATH = "unknown@invalid"


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
        if self._disk is not None and shutil.disk_usage(self._disk).free < self._config.limits.disk_free_mb * 2**20:
            raise Full("the disk is nearly full")
        await asyncio.wrap_future(self._keeper.submit(to_keep(raw, envelope, self._config)))
        self._kept()
