"""One entry of camt.053 or camt.054 and its transactions: sign, status, dates, references, and the payer's words.
Knows where each version puts things: v02 says Dbtr/Nm, Sts and AmtDtls/TxAmt, v08 says Dbtr/Pty/Nm, Sts/Cd and Amt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mailbot.bank import amounts
from mailbot.bank.camt_sums import EntrySum, check_batch
from mailbot.bank.elements import Element, Step
from mailbot.bank.record import BankFileError, BankRecord
from mailbot.bank.text import line_of, short

AGAIN = "ask the bank for the file again; nothing of this one is booked"
_NOT_BOOKED = ("PDNG", "INFO", "FUTR")
_TRUE, _FALSE = ("true", "1"), ("false", "0", "")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.]{1,20})?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_GIVEN_NOT = ("NOTPROVIDED", "NOT PROVIDED", "NONREF")


@dataclass(frozen=True, slots=True)
class Head:
    """What an entry says of all its transactions."""

    account: str
    amount: Decimal  # without sign
    minor: int  # with the sign of the entry
    currency: str
    is_credit: bool
    is_reversal: bool
    is_booked: bool
    booked_on: date  # of an entry that is not booked: the first of all days
    value_on: date | None
    reference: str
    place: str

    def say(self, minor: int) -> str:
        """An amount of this entry, for a message."""
        decimals = amounts.exponent(self.currency)
        return f"{Decimal(minor).scaleb(-decimals):.{decimals}f} {self.currency}"


def lacking(place: str, expected: str) -> BankFileError:
    return BankFileError.at(place, "something is missing", expected, AGAIN)


def head_of(fields: Mapping[str, Element], account: str, account_currency: str, place: str) -> Head:
    """The head of an entry, from the elements that stand in it before its transactions. Raises BankFileError."""
    amount = fields.get("Amt")
    if amount is None:
        raise lacking(place, "Amt")
    value, minor, currency = _priced(amount, account_currency, place)
    is_credit = _is_credit(_text(fields, "CdtDbtInd"), place)
    is_booked = _is_booked(fields.get("Sts"), place)
    value_on = _day(fields.get("ValDt"), "ValDt", place)
    booked_on = _day(fields.get("BookgDt"), "BookgDt", place) or value_on
    if is_booked and booked_on is None:
        raise lacking(place, 'BookgDt/Dt or ValDt/Dt, such as "2026-11-25"')
    return Head(account, value, minor if is_credit else -minor, currency, is_credit, _yes(_text(fields, "RvslInd"), place), is_booked,
                booked_on or date.min, value_on, line_of(_text(fields, "AcctSvcrRef")), place)


def _text(fields: Mapping[str, Element], name: str) -> str:
    return fields[name].text.strip() if name in fields else ""


def _priced(element: Element, other_currency: str, place: str) -> tuple[Decimal, int, str]:
    """An amount: as it stands there, in öre or cent, and its currency."""
    text, currency = element.text.strip(), element.currency.strip() or other_currency
    if not amounts.is_currency(currency):
        raise BankFileError.at(place, f"an amount {short(text)} in the currency {short(currency)}", 'a currency of three letters, such as Ccy="SEK"', AGAIN)
    try:
        value = amounts.decimal(text)
        return value, amounts.minor(value, currency), currency
    except ValueError as error:
        raise BankFileError.at(place, f"the amount {short(text)}", str(error), AGAIN) from None


def _is_credit(text: str, place: str) -> bool:
    if text not in ("CRDT", "DBIT"):
        raise BankFileError.at(place, f"CdtDbtInd {short(text)}", "CRDT or DBIT", AGAIN)
    return text == "CRDT"


def _is_booked(status: Element | None, place: str) -> bool:
    """Whether the money has moved; pending entries come again once they are booked."""
    text = "" if status is None else status.said("Cd") or status.said("Prtry") or status.text.strip()
    if text != "BOOK" and text not in _NOT_BOOKED:
        raise BankFileError.at(place, f"the status {short(text)}", f"Sts with BOOK, or {', '.join(_NOT_BOOKED)} for what is not booked yet", AGAIN)
    return text == "BOOK"


def _yes(text: str, place: str) -> bool:
    if text not in _TRUE + _FALSE:
        raise BankFileError.at(place, f"RvslInd {short(text)}", "true or false", AGAIN)
    return text in _TRUE


def _day(element: Element | None, name: str, place: str) -> date | None:
    """The day as the bank wrote it; a time is dropped with its zone, since banks book by their own calendar."""
    if element is None:
        return None
    text = element.said("Dt") or element.said("DtTm")
    match = _DAY.fullmatch(text)
    try:
        return date.fromisoformat(match[1] if match else "")
    except ValueError:
        raise BankFileError.at(place, f"{name} {short(text)}", f'{name}/Dt with a day such as "2026-11-25"', AGAIN) from None


def details(steps: Iterator[Step], head: Head, sequence: int, tally: EntrySum) -> Iterator[tuple[BankRecord, bool]]:
    """The transactions of one NtryDtls, each with whether it states its amount; their sum is held against the batch's own."""
    batch: Element | None = None
    count, before = 0, tally.read
    for step in steps:
        if step.what == "end":
            break
        if not head.is_booked:
            continue
        if step.element.name == "Btch":
            batch = step.element
            continue
        record, priced = _transaction(step.element, head, sequence + count, tally)
        count += 1
        yield record, priced
    if batch is not None:
        check_batch(batch, count, tally.read - before, tally, head.currency, head.place)


def _transaction(found: Element, head: Head, sequence: int, tally: EntrySum) -> tuple[BankRecord, bool]:
    place = f"{head.place}, transaction {sequence + 1}"
    sign = found.said("CdtDbtInd")
    is_credit = _is_credit(sign, place) if sign else head.is_credit
    amount, currency, priced = _amount(found, head, place)
    amount = amount if is_credit else -amount
    back = found.first("RtrInf")
    is_reversal = head.is_reversal or back is not None
    tally.may_differ = tally.may_differ or found.has("Chrgs") or currency != head.currency
    tally.all_priced = tally.all_priced and priced
    tally.read += amount if currency == head.currency else 0
    came = is_credit or is_reversal  # of money that we sent, the debtor is ourselves
    record = BankRecord(
        account=head.account, amount_minor=amount, currency=currency, booked_on=head.booked_on, value_on=head.value_on,
        bank_reference=_reference(found, "AcctSvcrRef"), entry_reference=head.reference, sequence=sequence,
        end_to_end_id=_reference(found, "EndToEndId"), transaction_id=_reference(found, "TxId"),
        messages=_messages(found), references=_references(found),
        payer_name=_payer(found) if came else "", payer_account=_account(found, "DbtrAcct") if came else "",
        paid_to=_paid_to(found), is_reversal=is_reversal, reverses=_reverses(found) if is_reversal else "",
        return_reason=_return_reason(back) if back is not None else "", place=place,
    )  # fmt: skip
    return record, priced


def _amount(found: Element, head: Head, place: str) -> tuple[int, str, bool]:
    """What came to the account: in its own currency where the transaction says so; not stated: 0, and False."""
    stated = [_priced(one, head.currency, place) for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt")) for one in found.all(*path)]
    for _, minor, currency in stated:
        if currency == head.currency:
            return minor, currency, True
    return (stated[0][1], stated[0][2], True) if stated else (0, head.currency, False)


def _reference(found: Element, name: str) -> str:
    text = line_of(found.said("Refs", name))
    return "" if text.upper() in _GIVEN_NOT else text


def _reverses(found: Element) -> str:
    """The bank's reference of the original, where a proprietary reference says that it is one."""
    named = (one.said("Ref") for one in found.all("Refs", "Prtry") if one.said("Tp").upper().startswith("ORIG"))
    return line_of(next(named, ""))


def _return_reason(back: Element) -> str:
    said = [back.said("Rsn", "Cd") or back.said("Rsn", "Prtry"), back.said("AddtlInf")]
    return line_of(" ".join(filter(None, said)))


def _messages(found: Element) -> tuple[str, ...]:
    """The payer's words, in every way in which their lines may belong together."""
    free = _readings(found.lines("RmtInf", "Ustrd"))
    beside = [reading for one in found.all("RmtInf", "Strd") for reading in _readings(one.lines("AddtlRmtInf"))]
    return tuple(dict.fromkeys((*free, *beside))) or _readings([found.said("AddtlTxInf")])


def _readings(texts: Sequence[str]) -> tuple[str, ...]:
    """Lines joined with nothing between them (a bank broke them anywhere), then with a blank (the payer ended them)."""
    if not any(texts):
        return ()
    lines = [line for text in texts for line in (text.splitlines() if "\n" not in text.strip() else map(str.strip, text.splitlines()))]
    return tuple(dict.fromkeys(filter(None, (line_of(between.join(lines)) for between in ("", " ")))))


def _references(found: Element) -> tuple[str, ...]:
    if not found.all("RmtInf", "Strd"):
        return ()
    stated = (line_of(text) for path in (("CdtrRefInf", "Ref"), ("RfrdDocInf", "Nb")) for text in found.lines("RmtInf", "Strd", *path))
    return tuple(dict.fromkeys(filter(None, stated)))


def _payer(found: Element) -> str:
    names = (found.said("RltdPties", party, *way) for party in ("Dbtr", "UltmtDbtr") for way in (("Nm",), ("Pty", "Nm")))
    return line_of(next(filter(None, names), ""))


def _account(found: Element, name: str) -> str:
    ways = (("Id", "IBAN"), ("Id", "Othr", "Id"), ("Prxy", "Id"))
    return line_of(next(filter(None, (found.said("RltdPties", name, *way) for way in ways)), ""))


def _paid_to(found: Element) -> str:
    """The bankgiro or plusgiro number of ours that was paid to; an IBAN here only repeats the account."""
    return line_of(found.said("RltdPties", "CdtrAcct", "Id", "Othr", "Id") or found.said("RltdPties", "CdtrAcct", "Prxy", "Id"))


def whole_entry(head: Head, sequence: int, amount_minor: int, text: str, *, is_sum: bool) -> BankRecord:
    """The entry itself, or what of it has no transactions: whose money that is, the file does not say."""
    return BankRecord(
        account=head.account, amount_minor=amount_minor, currency=head.currency, booked_on=head.booked_on, value_on=head.value_on,
        entry_reference=head.reference, sequence=sequence, messages=(text,) if text else (), is_reversal=head.is_reversal,
        is_sum=is_sum, place=head.place,
    )  # fmt: skip
