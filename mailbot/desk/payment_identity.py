"""What makes a payment the same payment in two files of the bank, and what keeps two equal ones apart (payments.md 8.4).
By the bank's own references where it gives any; else by all that is said of it, and its turn among those that say the same."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mailbot.bank.record import BankRecord

DIGEST = 16  # bytes


@dataclass(frozen=True, slots=True)
class Identified:
    """A record, and what it is booked once under."""

    record: BankRecord
    reference: str
    entry_key: str | None  # what a record that lacks the bank's reference of its transaction is known by
    has_reference: bool  # of the transaction itself


def identified(records: Iterable[BankRecord]) -> Iterator[Identified]:
    """The records of one file, each with its identity. The order of a file may change, and files may overlap: the identity does not.

    Turns are counted within an entry of the bank, which is always whole in a file; of records without any reference, in the file."""
    in_entry: Counter[str] = Counter()
    in_file: Counter[bytes] = Counter()
    for record in records:
        if record.sequence == 0:
            in_entry.clear()
        own = _named("ref", record, record.bank_reference, in_entry) if record.bank_reference else None
        entry = _named("entry", record, record.entry_reference or record.bank_reference, in_entry)
        yield Identified(record, own or entry or _described(record, in_file), entry, own is not None)


def _named(kind: str, record: BankRecord, reference: str, turns: Counter[str]) -> str | None:
    """The bank's reference, with the amount: a reversal may bear that of the payment it takes back."""
    if not reference:
        return None
    name = f"{kind}:{record.account}:{reference}:{record.amount_minor}{':sum' if record.is_sum else ''}"
    turns[name] += 1
    return f"{name}:{turns[name]}"


def _described(record: BankRecord, turns: Counter[bytes]) -> str:
    """All that is said of it: two real equal payments of one day differ only in their turn."""
    said = (record.account, record.booked_on.isoformat(), str(record.amount_minor), record.currency, record.payer_account, record.payer_name,
            record.end_to_end_id, *record.messages[:1], *record.references)
    digest = hashlib.blake2b("\x1f".join(said).encode(), digest_size=DIGEST).digest()
    turns[digest] += 1
    return f"said:{digest.hex()}:{turns[digest]}"

