"""Which kind of file this is, by what stands in it and never by its name; then its reader.
A file of another kind is refused with the way to a right one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import BinaryIO

from mailbot.bank import camt, table
from mailbot.bank.record import BankFile, BankFileError, BankRecord
from mailbot.bank.text import BOUNDS, marked, pieces_of
from mailbot.config.settings import Config

_CAMT = "camt.053 or camt.054, or the CSV export of the internet bank"
_STRANGERS = (  # how it begins, what it is, what to do
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook", "unpack the archive, or export from the bank as CSV instead of Excel"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook", "export from the bank as CSV instead of Excel"),
    (b"%PDF", "a PDF document", "export from the bank as CSV, or order camt.054"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"01BGMAX", "a BgMax file, which Bankgirot sent until November 2026", "order camt.054 from the bank"),
    (b"{1:", "an MT940 statement", "order camt.053 from the bank"),
    (b":20:", "an MT940 statement", "order camt.053 from the bank"),
    (b"{", "JSON", "export from the bank as CSV, or order camt.054"),
)


def read(stream: BinaryIO, config: Config) -> tuple[BankFile, Iterator[BankRecord]]:
    """The file, and its movements one after the other. Raises BankFileError, also later, while the records are taken:
    book nothing before the last one was read. Closes nothing."""
    pieces = pieces_of(stream)
    head = next(pieces, b"")
    kind = _kind(head)
    if kind not in config.payments.formats:
        raise BankFileError.at("the file", f"it is {kind}, which [payments] formats leaves out", f"one of {', '.join(config.payments.formats)}",
                               f'add "{kind}" to formats, or leave such files out of the folder')
    whole, bounds = chain([head], pieces), replace(BOUNDS, megabytes=config.limits.bank_file_mb)
    return camt.read(whole, bounds) if kind == "camt" else table.read(whole, config.payments, config.billing.currency, bounds)


def _kind(head: bytes) -> str:
    """ "camt" or "csv". Raises BankFileError for what is neither."""
    begins = _begins(head)
    if not begins:
        raise BankFileError.at("the file", "it is empty" if len(head) < 1000 else "it begins with nothing but blanks", _CAMT, "fetch it again")
    for start, what, do in _STRANGERS:
        if begins.startswith(start):
            raise BankFileError.at("the file", f"it is {what}", _CAMT, do)
    if begins[:200].lower().startswith((b"<!doctype html", b"<html")):
        raise BankFileError.at("the file", "it is a web page", _CAMT, "log in to the bank again and repeat the export")
    if begins.startswith(b"<") and b":pain." in begins:
        raise BankFileError.at("the file", "it is an order to the bank or its receipt (pain), which says nothing of money that arrived", _CAMT, "order camt.054")
    return "camt" if begins.startswith(b"<") else "csv"


def _begins(head: bytes) -> bytes:
    """The first characters, whatever they are written in."""
    found = marked(head)
    text = head[:4000].decode(found, "ignore").encode(errors="ignore") if found else head[:4000]
    return text.lstrip(b"\xef\xbb\xbf \t\r\n")
