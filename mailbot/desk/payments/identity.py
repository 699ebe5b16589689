"""What makes a payment the same payment in two files of the bank, and what keeps two equal ones apart (payments.md 8.4).
By the bank's own references of a day where it gives any; else by all that is said of it, and its turn among those that say the same."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from mailbot.bank.record import BankRecord
from mailbot.desk.payments.accounts import UNNAMED, Accounts

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
    accounts: tuple[str, ...] = ()  # every name of its account, its own first
    also: tuple[tuple[str, str | None], ...] = ()  # reference and key of the same record under the other names

    @property
    def references(self) -> tuple[str, ...]:
        return (self.reference, *(reference for reference, _ in self.also))

    @property
    def entry_keys(self) -> tuple[str, ...]:
        return tuple(key for key in (self.entry_key, *(key for _, key in self.also)) if key)


def identified(records: Iterable[BankRecord], accounts: Accounts = UNNAMED) -> Iterator[Identified]:
    """The records of one file, each with its identity. The order of a file may change, files may overlap, and the account may have another
    name in each of them: the identity does not change.

    Turns are counted within an entry of the bank, which is always whole in a file; of records without any reference, in the file."""
    in_entry: Counter[str] = Counter()
    in_file: Counter[bytes] = Counter()
    names = cache(accounts.names)
    for record in map(_without_placeholders, records):
        if record.sequence == 0:
            in_entry.clear()
        called = names(record.account)
        own = _tail("ref", record, record.bank_reference, in_entry)
        entry = _tail("entry", record, record.entry_reference or record.bank_reference, in_entry)
        turn = 0 if own or entry else _turn(record, called[0], in_file)
        (reference, key), *also = (_named(record, account, own, entry, turn) for account in called)
        yield Identified(record, reference, key, bool(own), called, tuple(also))


def _named(record: BankRecord, account: str, own: str, entry: str, turn: int) -> tuple[str, str | None]:
    """What it is booked under, and the key of its entry, where the account has this name."""
    key = f"entry:{account}:{entry}" if entry else None
    return f"ref:{account}:{own}" if own else key or f"said:{_digest(record, account).hex()}:{turn}", key


@dataclass(frozen=True, slots=True)
class Said:
    """What tells two payments apart that a bank has given the same reference."""

    message: str
    payer_name: str = ""
    payer_account: str = ""

    def may_be(self, other: Said) -> bool:
        """May both be one payment? A file may leave out what the other says, or cut it short."""
        return self == other or all(_agree(one, two) for one, two in zip(self.plain, other.plain, strict=True))

    @property
    def plain(self) -> tuple[str, str, str]:
        """Letters and digits alone."""
        return _plain(self.message), _plain(self.payer_name), _plain(self.payer_account)


def said(record: BankRecord) -> Said:
    return Said(next(iter(record.messages), ""), record.payer_name, record.payer_account)


def another(one: Identified) -> Identified:
    """The same record as a payment of its own, whose reference was another's: the same again in every file that tells of it."""
    words = said(one.record)
    digest = hashlib.blake2b("\x1f".join((words.message, words.payer_name, words.payer_account)).encode(), digest_size=DIGEST).hexdigest()
    return replace(one, reference=f"{one.reference}{OTHER}{digest}", entry_key=None, also=())


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _without_placeholders(record: BankRecord) -> BankRecord:
    """What stands where a bank has no reference names nothing."""
    named = {field: "" for field in REFERENCES if (value := getattr(record, field)) and _NONE.fullmatch(value.strip())}
    return replace(record, **named) if named else record  # type: ignore[arg-type]


def _tail(kind: str, record: BankRecord, reference: str, turns: Counter[str]) -> str:
    """What of a name is the same whatever the account is called: the bank's reference, with the amount: a reversal may bear that of the
    payment it takes back; and with the day: a bank may begin to count anew. Empty: it has no reference."""
    if not reference:
        return ""
    tail = f"{reference}:{record.amount_minor}{':sum' if record.is_sum else ''}:{record.booked_on}"
    turns[counted := f"{kind}:{tail}"] += 1
    return f"{tail}:{turns[counted]}"


def _digest(record: BankRecord, account: str) -> bytes:
    """All that is said of it."""
    said = (account, record.booked_on.isoformat(), str(record.amount_minor), record.currency, record.payer_account, record.payer_name,
            record.end_to_end_id, *record.messages[:1], *record.references)
    return hashlib.blake2b("\x1f".join(said).encode(), digest_size=DIGEST).digest()


def _turn(record: BankRecord, account: str, turns: Counter[bytes]) -> int:
    """Two real equal payments of one day differ only in their turn."""
    digest = _digest(record, account)
    turns[digest] += 1
    return turns[digest]
