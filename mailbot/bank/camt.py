"""camt.053 (statement of a day) and camt.054 (advice of credits), versions 02 to 14: one record for each movement (ISO 20022).
Reads at the level of the single transaction; what the file says about its own sums is held against what was read."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.bank.camt_entry import Head, details, head_of, lacking, whole_entry
from mailbot.bank.camt_sums import EntrySum, StatementSums
from mailbot.bank.elements import Element, Level, Step, walk
from mailbot.bank.record import BankFile, BankFileError, BankRecord
from mailbot.bank.text import BOUNDS, Bounds, line_of

_MESSAGES = {"BkToCstmrStmt": "camt.053", "BkToCstmrDbtCdtNtfctn": "camt.054", "BkToCstmrAcctRpt": "camt.052"}
_ENTRY = frozenset("Amt CdtDbtInd RvslInd Sts BookgDt ValDt AcctSvcrRef Chrgs AddtlNtryInf".split())
PLAN = (
    Level(frozenset({"Document"})),
    Level(frozenset(_MESSAGES)),
    Level(frozenset({"Stmt", "Ntfctn"}), frozenset({"GrpHdr"})),
    Level(frozenset({"Ntry"}), frozenset({"Acct", "TxsSummry", "StmtPgntn", "NtfctnPgntn"})),
    Level(frozenset({"NtryDtls"}), _ENTRY),
    Level(frozenset(), frozenset({"Btch", "TxDtls"}), left_out=frozenset("BkTxCd RltdAgts RltdDts PstlAdr CtctDtls Purp Tax".split())),
)


def read(pieces: Iterable[bytes], bounds: Bounds = BOUNDS) -> tuple[BankFile, Iterator[BankRecord]]:
    """The file, and its movements one after the other. Raises BankFileError, also later, while the records are taken:
    book nothing before the last one was read."""
    steps = walk(pieces, PLAN, bounds)
    file = _file(steps)
    return file, (record for record in _message(steps) if record.amount_minor)


def _file(steps: Iterator[Step]) -> BankFile:
    """The head of the message, which comes before everything else."""
    kind = ""
    for step in steps:
        name = step.element.name
        if name in _MESSAGES and step.what == "begin":
            kind = _MESSAGES[name]
            if kind == "camt.052":
                raise BankFileError.at(f"line {step.line}", "a report within the day (camt.052), whose entries may still change",
                                       "a statement (camt.053) or an advice of credits (camt.054)", "order one of those from the bank")
        elif name == "GrpHdr":
            return BankFile(kind, line_of(step.element.said("MsgId")), _instant(step.element.said("CreDtTm")))
        elif kind:
            raise lacking(f"line {step.line}", "GrpHdr before the first statement")
    raise BankFileError.at("the file", "XML without a statement or advice in it", "a Document with BkToCstmrStmt (camt.053) or "
                           "BkToCstmrDbtCdtNtfctn (camt.054)", "order camt.053 or camt.054 from the bank, version 02 or later")


def _instant(text: str) -> datetime | None:
    """The time of the file, aware; without a zone it is no instant, and nobody depends on it."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo is not None else None


def _message(steps: Iterator[Step]) -> Iterator[BankRecord]:
    number = 0
    for step in steps:
        if step.what == "begin" and step.element.name in ("Stmt", "Ntfctn"):
            number = yield from _statement(steps, step, number)
        elif step.what == "begin" or step.element.name == "GrpHdr":
            raise BankFileError.at(f"line {step.line}", "a second message", "one message in one file", "split the file, and read the parts one by one")


def _statement(steps: Iterator[Step], begin: Step, number: int) -> Generator[BankRecord, None, int]:
    """The movements of one account; the number of the last entry, counted through the file."""
    account: Element | None = None
    sums = StatementSums()
    for step in steps:
        name = step.element.name
        if name == begin.element.name and step.what == "end":
            sums.check(f"{name} in line {begin.line}")
            break
        if name == "Acct":
            account = account or step.element
        elif step.what == "whole":
            sums.expect(step.element)
        else:
            number += 1
            if account is None or not _number(account):
                raise lacking(f"line {step.line}, entry {number}", "Acct/Id with IBAN or Othr/Id before the entries")
            yield from _entry(steps, f"entry {number} (line {step.line})", account, sums)
    return number


def _number(account: Element) -> str:
    return line_of(account.said("Id", "IBAN") or account.said("Id", "Othr", "Id"))


@dataclass(slots=True)
class _Held:
    """The first record of an entry: whether it is the only one is known at the end, and what stands there may be its message."""

    record: BankRecord | None = None
    priced: bool = True
    count: int = 0


def _entry(steps: Iterator[Step], place: str, account: Element, sums: StatementSums) -> Iterator[BankRecord]:
    """The records of one entry: its transactions, or itself."""
    ours, currency = _number(account), account.said("Ccy")
    fields: dict[str, Element] = {}
    head: Head | None = None
    tally, held = EntrySum(), _Held()
    for step in steps:
        if step.what == "end":
            break
        if step.what == "whole":
            fields.setdefault(step.element.name, step.element)
            continue
        head = head or head_of(fields, ours, currency, place)
        for record, priced in details(steps, head, held.count, tally):
            yield from _in_turn(record, priced, held)
    head = head or head_of(fields, ours, currency, place)
    sums.count(head.amount, head.is_credit, head.is_booked)
    if head.is_booked:
        tally.may_differ = tally.may_differ or "Chrgs" in fields
        yield from _end_of_entry(head, held, tally, line_of(fields["AddtlNtryInf"].text) if "AddtlNtryInf" in fields else "")


def _in_turn(record: BankRecord, priced: bool, held: _Held) -> Iterator[BankRecord]:
    """The records that can be handed out now that one more was read. Where the first states no amount, none does: the entry is one sum."""
    held.count += 1
    if held.count == 1:
        held.record, held.priced = record, priced
    elif held.priced:
        if not priced:
            raise lacking(record.place, "Amt or AmtDtls/TxAmt/Amt, since the transactions before it state theirs")
        if held.record is not None:
            yield held.record
            held.record = None
        yield record


def _end_of_entry(head: Head, held: _Held, tally: EntrySum, entry_text: str) -> Iterator[BankRecord]:
    """What is left when the entry is over: its only transaction, or the part of its sum that has no transactions."""
    if held.count > 1 and not held.priced:
        yield whole_entry(head, 0, head.minor, entry_text, is_sum=True)
        return
    if held.record is not None:
        only = held.record
        if not held.priced:
            only = replace(only, amount_minor=head.minor, currency=head.currency)
            tally.read += head.minor
        yield only if only.messages or not entry_text else replace(only, messages=(entry_text,))
    rest = head.minor - tally.read
    if not held.count or tally.has_bare_batch:
        yield whole_entry(head, held.count, rest, entry_text, is_sum=tally.has_bare_batch)
    elif rest and not tally.may_differ:
        raise BankFileError.at(head.place, f"an amount of {head.say(head.minor)}, but transactions of {head.say(tally.read)} together",
                               "the same sum", "ask the bank for the file again; nothing of this one is booked")
