"""The columns of a CSV export: which one is the date, the amount, the message.
The configuration names them; what it does not name is looked for by the names that banks use in our four languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.bank.text import line_of
from mailbot.config.money import BankTable

USUAL: dict[str, tuple[str, ...]] = {
    "date": ("bokföringsdatum", "bokföringsdag", "bokförd", "bokfört", "buchungstag", "buchungsdatum", "buchung", "boekdatum", "boekingsdatum",
             "booking date", "booked", "transaktionsdatum", "transaktionsdag", "transaction date", "datum", "date"),
    "value_date": ("valutadatum", "valutadag", "value date", "wertstellung", "wertstellungsdatum", "rentedatum"),
    "amount": ("belopp", "insättning/uttag", "betrag", "umsatz", "bedrag", "amount"),
    "paid_in": ("insättning", "insättningar", "inbetalning", "gutschrift", "haben", "bijgeschreven", "bij", "credit", "paid in"),
    "paid_out": ("uttag", "utbetalning", "lastschrift", "belastung", "soll", "afgeschreven", "af", "debit", "paid out"),
    "direction": ("kredit/debet", "debet/kredit", "soll/haben", "af bij", "af/bij", "bij/af", "credit/debit", "debit/credit"),
    "currency_column": ("valuta", "valutakod", "währung", "munt", "muntsoort", "currency"),
    "message": ("meddelande", "meddelande till mottagaren", "meddelande till betalningsmottagaren", "verwendungszweck", "omschrijving",
                "mededelingen", "mededeling", "message", "text", "transaktionstext", "beskrivning", "specifikation", "rubrik", "description", "details"),
    "reference": ("ocr", "ocr-nummer", "ocr/referens", "referens", "betalningsreferens", "kundenreferenz", "referenz", "betalingskenmerk", "reference"),
    "bank_reference": ("bankreferens", "arkivreferens", "transaktionsreferens", "bankreferenz", "transactiereferentie", "bank reference",
                       "transaction id", "transaktions-id"),
    "payer": ("avsändare", "betalare", "inbetalare", "motpart", "namn", "zahlungspflichtiger", "beguenstigter/zahlungspflichtiger",
              "name zahlungsbeteiligter", "auftraggeber", "naam tegenpartij", "naam / omschrijving", "tegenpartij", "payer", "name"),
    "payer_account": ("avsändarkonto", "motkonto", "från konto", "iban zahlungsbeteiligter", "kontonummer/iban", "tegenrekening",
                      "tegenrekening iban/bban", "payer account", "counterparty account"),
    "account_column": ("konto", "kontonummer", "auftragskonto", "iban auftragskonto", "rekening", "rekeningnummer", "iban/bban", "account",
                       "account number"),
}  # fmt: skip
_WITH_CURRENCY = re.compile(r"(.+?)[ ,]*\(?\b(sek|eur|nok|dkk|chf|gbp|usd|pln|czk)\)?")
_NUMBERED = re.compile(r"(.+)#([1-9][0-9]?)")


class Twice(Exception):
    """A name of a column that stands there more than once."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where what stands, counted from 0; None: the file does not have it."""

    headings: tuple[str, ...]
    date: int
    amount: int | None
    paid_in: int | None
    paid_out: int | None
    value_date: int | None
    direction: int | None
    currency: int | None
    messages: tuple[int, ...]
    reference: int | None
    bank_reference: int | None
    payer: int | None
    payer_account: int | None
    account: int | None
    amount_currency: str = ""  # of a heading such as "Belopp (SEK)"


def find(row: Sequence[str], layout: BankTable) -> Columns | None:
    """The columns, if this row is the header: all that the layout names are in it, and at least date and amount. Raises Twice."""
    headings = tuple(line_of(cell) for cell in row)
    names = [heading.casefold() for heading in headings]
    plain = [match[1] if (match := _WITH_CURRENCY.fullmatch(name)) else name for name in names]
    places: dict[str, int | None] = {}
    for role, usual in USUAL.items():
        if role == "message":
            continue
        named = getattr(layout, role)
        places[role] = _named(named, names) if named else _usual(usual, names, plain if role in ("amount", "paid_in", "paid_out") else names)
        if named and places[role] is None:
            return None
    messages = [_named(name, names) for name in layout.message]
    if None in messages or places["date"] is None or (places["amount"] is None and places["paid_in"] is None):
        return None
    texts = tuple(each for each in messages if each is not None) or _messages(names)
    amount = places["amount"] if places["amount"] is not None else places["paid_in"]
    match = _WITH_CURRENCY.fullmatch(names[amount or 0])
    return Columns(
        headings, places["date"], places["amount"], places["paid_in"] if places["amount"] is None else None,
        places["paid_out"] if places["amount"] is None else None, places["value_date"], places["direction"], places["currency_column"], texts,
        places["reference"], places["bank_reference"], places["payer"], places["payer_account"], places["account_column"],
        match[2].upper() if match else "",
    )  # fmt: skip


def _named(name: str, names: Sequence[str]) -> int | None:
    """The column that the configuration names; "Datum#2": the second of that name."""
    wanted = line_of(name).casefold()
    if wanted in names:
        return _only(wanted, names)
    numbered = _NUMBERED.fullmatch(wanted)
    places = [place for place, each in enumerate(names) if numbered and each == numbered[1]]
    return places[int(numbered[2]) - 1] if numbered and len(places) >= int(numbered[2]) else None


def _usual(usual: Sequence[str], names: Sequence[str], plain: Sequence[str]) -> int | None:
    """The column of the first usual name that the file has."""
    for name in usual:
        for each in (names, plain):
            if name in each:
                return _only(name, each)
    return None


def _only(name: str, names: Sequence[str]) -> int:
    if names.count(name) > 1:
        raise Twice(name)
    return names.index(name)


def _messages(names: Sequence[str]) -> tuple[int, ...]:
    """Every column in which a message may stand, the likeliest first."""
    return tuple(place for usual in USUAL["message"] for place, name in enumerate(names) if name == usual)
