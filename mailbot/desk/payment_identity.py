"""What makes a payment the same payment in two files of the bank, and what keeps two equal ones apart (payments.md 8.4).
By the bank's own references of a day where it gives any; else by all that is said of it, and its turn among those that say the same."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mailbot.bank.record import BankRecord

DIGEST = 16  # bytes
OTHER = ":other:"  # in the name of a payment whose reference another payment of that day bears
REFERENCES = ("bank_reference", "entry_reference", "reverses", "transaction_id")
_NONE = re.compile(r"[\W0_]*|NON-?REF|NOT ?PROVIDED|NOT ?AVAILABLE|NONE|N/?A|UNKNOWN", re.ASCII | re.IGNORECASE)


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
    for record in map(_without_placeholders, records):
        if record.sequence == 0:
            in_entry.clear()
        own = _named("ref", record, record.bank_reference, in_entry) if record.bank_reference else None
        entry = _named("entry", record, record.entry_reference or record.bank_reference, in_entry)
        yield Identified(record, own or entry or _described(record, in_file), entry, own is not None)


@dataclass(frozen=True, slots=True)
class Said:
    """What tells two payments apart that a bank has given the same reference."""

    message: str
    payer_name: str = ""
    payer_account: str = ""

    def may_be(self, other: Said) -> bool:
        """May both be one payment? A file may leave out what the other says, or cut it short."""
        pairs = ((self.message, other.message), (self.payer_name, other.payer_name), (self.payer_account, other.payer_account))
        return all(_agree(_plain(one), _plain(two)) for one, two in pairs)


def said(record: BankRecord) -> Said:
    return Said(next(iter(record.messages), ""), record.payer_name, record.payer_account)


def another(one: Identified) -> Identified:
    """The same record as a payment of its own, whose reference was another's: the same again in every file that tells of it."""
    words = said(one.record)
    digest = hashlib.blake2b("\x1f".join((words.message, words.payer_name, words.payer_account)).encode(), digest_size=DIGEST).hexdigest()
    return replace(one, reference=f"{one.reference}{OTHER}{digest}", entry_key=None)


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _without_placeholders(record: BankRecord) -> BankRecord:
    """What stands where a bank has no reference names nothing."""
    named = {field: "" for field in REFERENCES if (value := getattr(record, field)) and _NONE.fullmatch(value.strip())}
    return replace(record, **named) if named else record  # type: ignore[arg-type]


def _named(kind: str, record: BankRecord, reference: str, turns: Counter[str]) -> str | None:
    """The bank's reference, with the amount: a reversal may bear that of the payment it takes back; and with the day: a bank may begin
    to count anew."""
    if not reference:
        return None
    name = f"{kind}:{record.account}:{reference}:{record.amount_minor}{':sum' if record.is_sum else ''}:{record.booked_on}"
    turns[name] += 1
    return f"{name}:{turns[name]}"


def _described(record: BankRecord, turns: Counter[bytes]) -> str:
    """All that is said of it: two real equal payments of one day differ only in their turn."""
    said = (record.account, record.booked_on.isoformat(), str(record.amount_minor), record.currency, record.payer_account, record.payer_name,
            record.end_to_end_id, *record.messages[:1], *record.references)
    digest = hashlib.blake2b("\x1f".join(said).encode(), digest_size=DIGEST).digest()
    turns[digest] += 1
    return f"said:{digest.hex()}:{turns[digest]}"

