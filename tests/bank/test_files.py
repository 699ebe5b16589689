"""Files after the habits of several banks, each read into exactly what it says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from mailbot.bank.record import BankFile, BankFileError, BankRecord
from tests.bank.samples import FILES, OURS, read, records_of, with_tables

D24, D25, D26 = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)
SIX = datetime(2026, 11, 25, 6, tzinfo=UTC)
CET = timezone(timedelta(hours=1))


def sek(amount_minor: int, **said: object) -> BankRecord:
    return BankRecord(**{"account": OURS, "amount_minor": amount_minor, "currency": "SEK", "booked_on": D25, **said})  # type: ignore[arg-type]


def eur(amount_minor: int, account: str, **said: object) -> BankRecord:
    return sek(amount_minor, account=account, currency="EUR", **said)


BG, NL, DE = "123-4567", "NL91ABNA0417164300", "DE02120300000000202051"

EXPECTED: dict[str, tuple[BankFile, list[BankRecord]]] = {
    "camt054-v08-one-transaction-each.xml": (BankFile("camt.054", "ADVICE-20261125-1", datetime(2026, 11, 25, 18, 5, tzinfo=CET)), [
        sek(30000, value_on=D26, bank_reference="T-1001", entry_reference="E-1001", messages=("karin.berg@skola.example",), payer_name="Karin Berg",
            payer_account="SE3550000000054910000003", paid_to="1234566", transaction_id="X-77", place="entry 1 (line 12), transaction 1"),
        sek(60000, bank_reference="T-1002", entry_reference="E-1002", end_to_end_id="FAKTURA-9", messages=("order@nilssons.example",),
            references=("3100559", "2026-0415"), payer_name="Nilssons Bygg AB", payer_account="1234567", place="entry 2 (line 35), transaction 1"),
    ]),
    "camt053-v08-the-same-day-as-the-advice.xml": (BankFile("camt.053", "STATEMENT-20261125"), [
        sek(30000, value_on=D26, bank_reference="T-1001", entry_reference="E-1001", messages=("karin.berg@skola.example",), payer_name="Karin Berg",
            transaction_id="X-77", place="entry 1 (line 14), transaction 1"),
        sek(60000, bank_reference="T-1002", entry_reference="E-1002", end_to_end_id="FAKTURA-9", references=("3100559",), payer_name="Nilssons Bygg AB",
            place="entry 2 (line 24), transaction 1"),
        sek(-3750, entry_reference="E-1003", messages=("Månadsavgift",), place="entry 3 (line 33)"),
        sek(-10000, bank_reference="T-1004", entry_reference="E-1004", messages=("Hyra",), place="entry 4 (line 38), transaction 1"),
    ]),
    "camt054-v02-batch-with-lines-broken-inside-an-address.xml": (BankFile("camt.054", "C54-7", SIX), [
        sek(30000, account=BG, value_on=D25, entry_reference="BATCH-7", payer_name="Åsa Östberg", place="entry 1 (line 6), transaction 1",
            messages=("Support till anna.svensson@firma.example", "Support till anna.svens son@firma.example")),
        sek(30000, account=BG, value_on=D25, entry_reference="BATCH-7", sequence=1, payer_name="Skolan", place="entry 1 (line 6), transaction 2",
            messages=("Faktura 12kassa@skola.example", "Faktura 12 kassa@skola.example")),
        sek(40000, account=BG, value_on=D25, entry_reference="BATCH-7", sequence=2, references=("RF18 5390 0754 7034",), place="entry 1 (line 6), transaction 3"),
    ]),
    "camt053-v02-batches-without-details.xml": (BankFile("camt.053", "S-8", SIX), [
        sek(90000, entry_reference="SUM-1", messages=("BG 123-4567 LB",), is_sum=True, place="entry 1 (line 5)"),
        sek(30000, entry_reference="ONE-1", messages=("anna@firma.example",), place="entry 2 (line 7)"),
        sek(10000, bank_reference="MIX-1-1", entry_reference="MIX-1", messages=("bo@firma.example",), place="entry 3 (line 9), transaction 1"),
        sek(60000, entry_reference="MIX-1", sequence=1, is_sum=True, place="entry 3 (line 9)"),
        sek(60000, entry_reference="NO-AMOUNTS", is_sum=True, place="entry 4 (line 12)"),
    ]),
    "camt054-v08-reversal-and-return.xml": (BankFile("camt.054", "REV-1", datetime(2026, 11, 26, 6, tzinfo=CET)), [
        sek(-30000, booked_on=D26, bank_reference="T-2001", entry_reference="E-2001", payer_name="Karin Berg", is_reversal=True, reverses="T-1001",
            transaction_id="X-77", return_reason="AC04 Closed account", place="entry 1 (line 5), transaction 1"),
        sek(30000, booked_on=D26, bank_reference="T-2002", entry_reference="E-2002", end_to_end_id="REFUND-1", is_reversal=True,
            return_reason="unknown receiver", place="entry 2 (line 11), transaction 1"),
    ]),
    "camt054-v13-in-an-envelope-with-prefixes.xml": (BankFile("camt.054", "W-1", SIX), [
        eur(3000, OURS, bank_reference="P-1", messages=("anna (at) firma.example",), place="entry 1 (line 7), transaction 1"),
        eur(3500, OURS, bank_reference="P-2", messages=("annafirma.example",), place="entry 2 (line 10), transaction 1"),
    ]),
    **{name: (BankFile("camt.053", "U-1", SIX), [
        eur(2995, NL, entry_reference="U16", messages=("zoe@firma.example",), payer_name="Zoë Müller", place="entry 1 (line 5), transaction 1"),
    ]) for name in ("camt053-v04-utf16-with-mark.xml", "camt053-v04-declares-utf16-but-is-utf8.xml")},
    "csv-semicolons-windows-1252-preamble-and-sums.csv": (BankFile("csv"), [
        sek(30000, booked_on=D24, value_on=D24, messages=("asa@firma.example", "Åsa Östberg"), place="row 6"),
        sek(123450, booked_on=D24, value_on=D24, references=("3100559",), place="row 7"),
        sek(-200000, value_on=D25, messages=("Hyra",), place="row 8"),
    ]),
    "csv-commas-utf8-quoted-line-breaks.csv": (BankFile("csv"), [
        sek(30000, bank_reference="T-1", payer_name="Anna Svensson", place="row 2",
            messages=("Support for anna.svensson@firma.example", "Support for anna.svens son@firma.example")),
        sek(130000, bank_reference="T-2", payer_name="Bo, of Lund", messages=('He said "now": bo@firma.example',), place="row 4"),
        sek(-30000, bank_reference="T-2", sequence=1, messages=("again",), place="row 5"),
    ]),
    "csv-tabs-utf16-paid-in-and-out.csv": (BankFile("csv"), [
        sek(30000, account=BG, messages=("karin@skola.example",), place="row 2"),
        sek(-3750, account=BG, messages=("Avgift",), place="row 3"),
    ]),
    "csv-dutch-direction-in-a-column.csv": (BankFile("csv"), [
        eur(2995, NL, messages=("jan@firma.example",), payer_name="J. de Vries", payer_account="NL20INGB0001234567", place="row 2"),
        eur(-11200, NL, messages=("Termijn",), payer_name="Energie BV", payer_account="NL20INGB0007654321", place="row 3"),
    ]),
    "csv-german-dates-with-dots.csv": (BankFile("csv"), [
        eur(130000, DE, value_on=D25, messages=("EREF+NOTPROVIDED petra@firma.example",), payer_name="Petra Müller",
            payer_account="DE02100100100006820101", place="row 3"),
        eur(-450, DE, value_on=D25, messages=("Porto",), place="row 4"),
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_is_read_into_exactly_what_it_says(name: str) -> None:
    assert EXPECTED[name] == read((FILES / name).read_bytes())


def test_every_file_of_the_folder_is_in_the_table() -> None:
    assert {path.name for path in FILES.iterdir()} == {*EXPECTED, "csv-two-columns-of-one-name.csv"}


def test_one_payment_has_the_same_key_in_statement_and_advice() -> None:
    def keys(name: str) -> set[tuple[str, str, int]]:
        return {(r.account, r.bank_reference, r.sequence) for r in EXPECTED[name][1] if r.bank_reference.startswith("T-100") and r.amount_minor > 0}

    assert keys("camt053-v08-the-same-day-as-the-advice.xml") == keys("camt054-v08-one-transaction-each.xml")


def test_of_two_columns_of_one_name_the_configuration_says_which() -> None:
    raw = (FILES / "csv-two-columns-of-one-name.csv").read_bytes()

    with pytest.raises(BankFileError, match=r'two columns called "datum".*"datum#1" or "datum#2"'):
        read(raw)
    assert [sek(30000, value_on=D26, messages=("Betalning", "eva@firma.example"), place="row 2")] == records_of(
        raw, with_tables({"date": "Datum#1", "value_date": "Datum#2"})
    )


WHOLE = [path.name for path in sorted(FILES.glob("*.xml"))]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("name", WHOLE)
def test_a_file_says_the_same_in_every_encoding(name: str, codec: str) -> None:
    raw = (FILES / name).read_bytes()
    declared = "cp1252" if b"1252" in raw[:60] or b"8859" in raw[:60] else "utf-16" if raw[:2] == b"\xff\xfe" else "utf-8"
    text = raw.decode(declared).partition("?>")[2]
    again = f'<?xml version="1.0" encoding="{"windows-1252" if codec == "cp1252" else "UTF-8"}"?>{text}'.encode(codec)

    assert EXPECTED[name] == read(again)
