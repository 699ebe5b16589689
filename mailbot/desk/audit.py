"""The audit of the books: everything recomputed from their lines, and what does not agree, in words (I1 to I6, I13).
Trusts no trigger: a line that somebody slipped past them is found here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class BlockRow:
    id: int
    account_id: int
    minutes: int
    expires_on: date | None = None
    payment_id: int | None = None
    price_minor: int = 0


@dataclass(frozen=True, slots=True)
class LineRow:
    id: int
    block_id: int
    minutes: int
    reason: str
    idem: str
    case_id: int | None = None
    time_entry_id: int | None = None
    reverses_id: int | None = None


@dataclass(frozen=True, slots=True)
class EntryRow:
    id: int
    case_id: int
    minutes: int
    billed_minutes: int
    billing: str
    corrects_id: int | None = None


@dataclass(frozen=True, slots=True)
class PaymentRow:
    id: int
    amount_minor: int
    allocated: int | None = None  # the sum of what it was used for, where that is kept


@dataclass(frozen=True, slots=True)
class Books:
    """All there is, by id."""

    blocks: Mapping[int, BlockRow]
    lines: Sequence[LineRow]  # oldest first
    entries: Mapping[int, EntryRow]
    payments: Mapping[int, PaymentRow]


GRACE = timedelta(days=1)  # a block is ended in the night after its last day


def findings(books: Books, today: date) -> tuple[str, ...]:
    """What is wrong, one line each; nothing: the books agree with themselves."""
    by_block: dict[int, list[LineRow]] = defaultdict(list)
    for line in books.lines:
        by_block[line.block_id].append(line)
    return (
        *(said for block in books.blocks.values() for said in _block(block, by_block[block.id], today)),
        *_lines(books),
        *_entries(books),
        *_payments(books),
    )


def _block(block: BlockRow, lines: Sequence[LineRow], today: date) -> Iterator[str]:
    opening = [line for line in lines if line.reason == "purchase" or (line.reason == "transfer" and line.minutes > 0)]
    if len(opening) != 1:
        yield f"block {block.id}: {len(opening)} lines say that it was bought; expected exactly one"
    elif lines[0] is not opening[0] or opening[0].minutes != block.minutes:
        yield f"block {block.id}: its first line says {lines[0].minutes:+d} ({lines[0].reason}); expected {block.minutes:+d}"
    left = 0
    for line in lines:
        left += line.minutes
        if left < 0:
            yield f"block {block.id}: {left} minutes after line {line.id}; expected never below zero"
    if left > block.minutes:
        yield f"block {block.id}: {left} minutes are left; expected at most the {block.minutes} that were bought"
    if left > 0 and block.expires_on is not None and block.expires_on + GRACE < today:
        yield f"block {block.id}: it expired on {block.expires_on} and {left} minutes still stand on it; run: mailbot ledger expire"


def _lines(books: Books) -> Iterator[str]:
    known = {line.id: line for line in books.lines}
    seen: dict[str, int] = {}
    reversed_by: dict[int, int] = {}
    for line in books.lines:
        if not line.idem or line.idem in seen:
            yield f"line {line.id}: its key is {line.idem!r}; expected one that no other line has"
        seen[line.idem] = line.id
        if line.block_id not in books.blocks:
            yield f"line {line.id}: there is no block {line.block_id}"
        yield from _contra(line, known, reversed_by)
        entry = books.entries.get(line.time_entry_id) if line.time_entry_id is not None else None
        if line.reason == "spend" and (entry is None or entry.case_id != line.case_id):
            yield f"line {line.id}: it draws minutes for no time entry of its case"


def _contra(line: LineRow, known: Mapping[int, LineRow], reversed_by: dict[int, int]) -> Iterator[str]:
    """A line that gives back reverses another one, exactly, and alone."""
    if line.reverses_id is None:
        if line.minutes > 0 and line.reason not in ("purchase", "transfer"):
            yield f"line {line.id}: it gives {line.minutes} minutes back and names no line that it reverses"
        return
    wrong = known.get(line.reverses_id)
    if wrong is None or wrong.block_id != line.block_id or wrong.minutes != -line.minutes or line.reason != "correction":
        yield f"line {line.id}: it reverses line {line.reverses_id} by {line.minutes:+d}; expected its exact opposite on the same block"
    if line.reverses_id in reversed_by:
        yield f"line {line.id}: line {line.reverses_id} was reversed by line {reversed_by[line.reverses_id]} already"
    reversed_by[line.reverses_id] = line.id


def _entries(books: Books) -> Iterator[str]:
    drawn: dict[int, int] = defaultdict(int)
    left: dict[int, int] = defaultdict(int)
    invoiced: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for line in books.lines:
        if line.time_entry_id is not None:
            drawn[line.time_entry_id] -= line.minutes
    for entry in books.entries.values():
        left[entry.corrects_id or entry.id] += entry.minutes
        if entry.minutes == 0 or (entry.minutes < 0) != (entry.corrects_id is not None):
            yield f"time entry {entry.id}: {entry.minutes} minutes; expected below zero exactly where it corrects another"
        if entry.corrects_id is not None and (books.entries.get(entry.corrects_id) or entry).corrects_id is not None:
            yield f"time entry {entry.id}: it corrects entry {entry.corrects_id}, which is no entry of work"
        if entry.billing == "invoice":
            raw, billed = invoiced[entry.case_id]
            invoiced[entry.case_id] = (raw + entry.minutes, billed + entry.billed_minutes)
        elif entry.billed_minutes != drawn[entry.id]:
            yield f"time entry {entry.id}: {entry.billed_minutes} minutes billed; expected the {drawn[entry.id]} that its lines draw"
    yield from (f"time entry {root}: {minutes} minutes after its corrections; expected 0 or more" for root, minutes in left.items() if minutes < 0)
    yield from (f"case with id {case}: {billed} minutes billed for {raw} worked; expected no fewer" for case, (raw, billed) in invoiced.items() if billed < raw)


def _payments(books: Books) -> Iterator[str]:
    worth: dict[int, int] = defaultdict(int)
    for block in books.blocks.values():
        if block.payment_id is not None:
            worth[block.payment_id] += block.price_minor
    for payment in books.payments.values():
        alone = payment.allocated is None  # else what several payments bought together stands with the first, and its parts say whose money it was
        if alone and payment.amount_minor > 0 and worth[payment.id] > payment.amount_minor:
            yield f"payment {payment.id}: its blocks cost {worth[payment.id]}; expected at most the {payment.amount_minor} that were paid (in öre or cent)"
        if payment.allocated is not None and payment.amount_minor > 0 and payment.allocated > payment.amount_minor:
            yield f"payment {payment.id}: {payment.allocated} of it are used; expected at most the {payment.amount_minor} that were paid (in öre or cent)"
