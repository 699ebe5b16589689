"""Files of the bank on their way to the books: read whole, brought in at once, and each payment settled by itself, like a mail.
A file that cannot be read to its end leaves nothing behind; what was brought in is settled even if nobody is left to do it now."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import datetime
from itertools import islice
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast

from mailbot.bank import recognise
from mailbot.bank.record import BankFile, BankRecord
from mailbot.desk.effects import Decision, DueDone, Schedule
from mailbot.desk.facts import DueItem
from mailbot.desk.payments import matching, settling
from mailbot.desk.payments.accounts import accounts_of
from mailbot.desk.payments.facts import PaymentFacts
from mailbot.desk.payments.identity import Identified, identified
from mailbot.desk.payments.reversal import SETTLE
from mailbot.pipeline import ATTEMPTS_AT_BOOKING, Desk, Overtaken, worded
from mailbot.store import Imported
from mailbot.store.versions import Version

PIECE = 1 << 20
SPOOLED = 200  # records that are written at once
LEASE_S = 120.0

_FIELDS = attrgetter(*(field.name for field in fields(BankRecord)))  # plain tuples are written and read in half the time

Progress = Callable[[int], None]  # how many more


# ---- bringing in -----------------------------------------------------------------------------------------
def import_file(path: Path, desk: Desk, now: datetime, progress: Progress = lambda _: None, *, dry_run: bool = False) -> Imported:
    """Bring a file of the bank into the books. Raises BankFileError when it cannot be read to its end: then nothing of it is booked."""
    with path.open("rb") as stream:
        digest = digest_of(stream)
        before = desk.store.bank.known_file(digest)
        if before is not None:
            return before
        stream.seek(0)
        with TemporaryFile() as spool:
            file = _read(stream, cast(IO[bytes], spool), desk, progress)
            spool.seek(0)
            return desk.store.bank.bring_in(path.name, digest, file, _spooled(cast(IO[bytes], spool)), now, keep=not dry_run)


def digest_of(stream: BinaryIO) -> str:
    """What a file is known by."""
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _read(stream: BinaryIO, spool: IO[bytes], desk: Desk, progress: Progress) -> BankFile:
    """Read the file to its end, before anything of it is booked; the records wait on disk."""
    config = desk.loaded.config
    file, records = recognise.read(stream, config)
    found = identified(records, accounts_of(config))
    while some := tuple(islice(found, SPOOLED)):
        pickle.dump([(_FIELDS(one.record), one.reference, one.entry_key, one.has_reference, one.accounts, one.also) for one in some], spool, pickle.HIGHEST_PROTOCOL)
        progress(len(some))
    return file


def _spooled(spool: IO[bytes]) -> Iterator[Identified]:
    while True:
        try:
            some = pickle.load(spool)  # noqa: S301 our own, written a moment ago to a file that has no name
        except EOFError:
            return
        for record, *named in some:
            yield Identified(BankRecord(*record), *named)


# ---- settling ----------------------------------------------------------------------------------------------
def decide_payment(item: DueItem, desk: Desk, now: datetime) -> tuple[Decision, tuple[Version, ...]]:
    """A payment that is due to be settled: what it comes to, and what that relied on."""
    config, rules = desk.loaded.config, desk.loaded.rules
    payment = desk.store.bank.payment(item.number or 0)
    if payment is None or payment.state != "received":
        return Decision("payment_settled", (DueDone(item.id),)), ()
    reading = matching.read(payment, config)
    facts = desk.store.bank.facts(matching.wanted(payment, reading, config), now)
    decision = settling.settle(reading, facts, config, rules)
    again = any(isinstance(effect, Schedule) and effect.kind == SETTLE for effect in decision.effects)
    return (decision if again else replace(decision, effects=(*decision.effects, DueDone(item.id)))), facts.versions


def settle_waiting(desk: Desk, now: Callable[[], datetime], worker: str, progress: Progress = lambda _: None, limit: int | None = None) -> tuple[Decision, ...]:
    """Settle the payments that are due, as a worker would; at most `limit`."""
    from mailbot.due import handle_due

    done: list[Decision] = []
    while limit is None or len(done) < limit:
        item = desk.store.claim_due(worker, now(), LEASE_S, SETTLE)
        if item is None:
            break
        done.append(handle_due(item, desk, now()))
        progress(1)
    return tuple(done)


# ---- what a person decides -----------------------------------------------------------------------------------
def by_person(payment_id: int, key: str, desk: Desk, now: datetime, decide: Callable[[PaymentFacts], Decision]) -> Decision:
    """A person settles a payment that is open; what still cannot be settled changes nothing. Raises LookupError when nothing of it is open."""
    for _ in range(ATTEMPTS_AT_BOOKING):
        payment = desk.store.bank.payment(payment_id)
        if payment is None or payment.state not in ("held", "credit", "received"):
            raise LookupError("there is no payment of this number" if payment is None else f"it is {payment.state}, and nothing of it is open")
        wanted = matching.wanted(payment, matching.read(payment, desk.loaded.config), desk.loaded.config)
        facts = desk.store.bank.facts(replace(wanted, addresses=(key,) if key else (), skeletons=(), id_numbers=()), now)
        decision, drafts = worded(decide(facts), desk, now)
        if decision.verdict == "payment_held":  # it waits as before
            return decision
        if desk.store.book(None, decision, drafts, facts.versions, now):
            return decision
    raise Overtaken(f"payment {payment_id} was overtaken {ATTEMPTS_AT_BOOKING} times")
