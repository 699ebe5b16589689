"""What a file of the bank says: one frozen record for each movement of money, before anybody asks whose it is.
Amounts are whole öre or cent; nothing here is guessed, and what a file does not say is empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


class BankFileError(Exception):
    """A file that cannot be read: what was seen, what was expected, and what to do. Nothing of it is booked."""

    @classmethod
    def at(cls, place: str, saw: str, expected: str, do: str) -> BankFileError:
        """One sentence in the order in which a person needs it: where, what, what instead, and now what."""
        return cls(f"{place}: {saw}; expected {expected}; {do}" if place else f"{saw}; expected {expected}; {do}")


@dataclass(frozen=True, slots=True)
class BankFile:
    """The file itself."""

    format: str  # "camt.053" | "camt.054" | "csv"
    message_id: str = ""  # GrpHdr/MsgId; empty where a format has none
    made_at: datetime | None = None  # GrpHdr/CreDtTm


@dataclass(frozen=True, slots=True)
class BankRecord:
    """One movement: money that came, or a reversal that took it back."""

    account: str  # ours, as the bank writes it: IBAN, bankgiro or plusgiro number
    amount_minor: int  # negative: a reversal, or money that left; never 0. A refund of ours that came back is a positive reversal
    currency: str  # ISO 4217
    booked_on: date
    value_on: date | None = None
    bank_reference: str = ""  # AcctSvcrRef of the transaction; empty: the bank gave none
    entry_reference: str = ""  # AcctSvcrRef of the entry that the transaction stands in
    sequence: int = 0  # its place inside that entry, from 0
    end_to_end_id: str = ""  # "NOTPROVIDED" is read as empty
    messages: tuple[str, ...] = ()  # the payer's words, one reading after the other: lines joined with "", then with " "
    references: tuple[str, ...] = ()  # structured: OCR and creditor references, invoice numbers
    payer_name: str = ""  # a suggestion for a person at most, never a proof
    payer_account: str = ""
    is_reversal: bool = False  # RvslInd, or a return with its reason
    reverses: str = ""  # the bank's reference of what it takes back, where the file says so
    is_sum: bool = False  # an entry of several payments without their details: a person must look
    paid_to: str = ""  # the number of ours that the payer named (bankgiro, plusgiro), where the account is an IBAN
    transaction_id: str = ""  # TxId: the same in a payment and in its return, where banks carry it over
    return_reason: str = ""  # a code such as "AC04", or the bank's words
    place: str = ""  # where in the file, for messages: "entry 3, transaction 2" or "row 17"
