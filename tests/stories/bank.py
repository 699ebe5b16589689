"""A bank that sends its files to a desk in a story."""

from __future__ import annotations

import itertools
from pathlib import Path

from mailbot.payments import import_file
from mailbot.store import Imported
from mailbot.testing import Box, Received
from tests.bank_files import Paid, written

_files = itertools.count(1)


def arrives(box: Box, folder: Path, *payments: Paid, kind: str = "camt.054", message_id: str = "") -> list[Received]:
    """A file with these payments is brought in, twice, as banks and people do; the letters that came of it."""
    number = next(_files)
    path = written(folder, f"bank-{number}.xml", payments, kind=kind, message_id=message_id or f"MSG-{number}")
    first = brought_in(box, path)
    mails = box.settle()
    again = brought_in(box, path)
    assert first.known_since is None and again.known_since is not None and again.fresh == 0
    assert box.settle() == [], "the same file again brings about nothing"
    return mails


def brought_in(box: Box, path: Path) -> Imported:
    return import_file(path, box.desk, box.clock())


def states(box: Box, *numbers: int) -> list[str]:
    """What became of these payments."""
    found = [box.store.bank.payment(number) for number in numbers]
    return [payment.state if payment else "none" for payment in found]
