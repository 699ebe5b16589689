"""CSV exports: what a cell may look like, which rows are no payments, and which column is which."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.bank import cells
from mailbot.bank.record import BankFileError
from mailbot.config.settings import Config
from tests.bank.samples import CONFIG, OURS, read, records_of, with_tables


@pytest.mark.parametrize(("text", "amount_minor"), [
    ("300", 30000), ("300,00", 30000), ("300.00", 30000), ("300,5", 30050), ("+300,00", 30000), ("-300,00", -30000), ("\u2212300,00", -30000),
    ("\u2013300,00", -30000), ("300,00-", -30000), ("- 300,00 kr", -30000), ("300 kr", 30000), ("300,00 SEK", 30000), ("kr 300,00", 30000),
    ("300:-", 30000), ("300,-", 30000), ("1 234,50", 123450), ("1\u00a0234,50", 123450), ("1\u202f234\u2009567,50", 123456750), ("1.234,50", 123450),
    ("1,234.50", 123450), ("1'234.50", 123450), ("1 234.567.890,00", None), ("1.234.567", 123456700), ("1 234", 123400), ("0,00", 0), ("-0,00", 0),
    ("1,234", None), ("1.234", None), ("12,34,56", None), ("1 2 3", None), ("12 34", None), ("1234 567,00", None), ("1.23.456,00", None), ("300,005", None),
    ("", None), ("-", None), (",", None), (",50", None), ("kr", None), ("3OO", None), ("--300", None), ("-300-", None), ("1e3", None), ("NaN", None),
    ("٣٠٠", None), ("300 EUR", None), ("€ 300", None), ("9" * 25, None), ("300,00 300,00", None), ("=300", None),
])  # fmt: skip
def test_an_amount_is_read_in_one_way_or_not_at_all(text: str, amount_minor: int | None) -> None:
    if amount_minor is None:
        with pytest.raises(ValueError, match=r"amount|decimals|sign"):
            cells.amount(text, "", "SEK")
    else:
        assert amount_minor == cells.amount(text, "", "SEK")


@pytest.mark.parametrize(("text", "decimal", "amount_minor"), [
    ("1,234", ".", 123400), ("1.234", ",", 123400), ("1,23", ".", None), ("300.00", ",", None), ("1.234,50", ",", 123450), ("1.234,50", ".", None),
])  # fmt: skip
def test_the_configuration_says_what_stands_before_the_decimals(text: str, decimal: str, amount_minor: int | None) -> None:
    if amount_minor is None:
        with pytest.raises(ValueError, match="decimal"):
            cells.amount(text, decimal, "SEK")
    else:
        assert amount_minor == cells.amount(text, decimal, "SEK")


@pytest.mark.parametrize("text", ["2026-11-05", "05.11.2026", "5.11.2026", "2026/11/05", "05-11-2026", "2026.11.05", "20261105", "2026-11-05 10:22:31",
                                  "2026-11-05T10:22:31+01:00"])  # fmt: skip
def test_days_with_one_reading_need_no_configuration(text: str) -> None:
    assert date(2026, 11, 5) == cells.day(text, "")


@pytest.mark.parametrize(("text", "pattern"), [("05/11/2026", "DD/MM/YYYY"), ("11/05/2026", "MM/DD/YYYY"), ("05.11.26", "DD.MM.YY"), ("051126", "DDMMYY"),
                                               ("2026 11 05", "YYYY MM DD")])  # fmt: skip
def test_other_days_are_read_as_configured(text: str, pattern: str) -> None:
    assert date(2026, 11, 5) == cells.day(text, pattern)


@pytest.mark.parametrize("text", ["", "05/11/2026", "2026-13-01", "2026-02-30", "05.11.26", "45966", "November 5", "2026-11-05 and more", "2026-11-0٥"])
def test_a_day_that_may_be_another_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a day written as"):
        cells.day(text, "")


HEADER = "Bokföringsdag;Belopp;Meddelande;Avsändare"
ROW = "2026-11-25;300,00;anna@x.se;Anna"


def _sheet(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *rows, "")).encode()


@pytest.mark.parametrize("row", [
    "", ";;;", "   ", "Summa;300,00;;", "Totalt 1 rad", "Utgående saldo 2026-11-25;;;", "Reserverat belopp;100,00;;", ";;Summa;", "Kontostand;1,00;;",
    "2026-11-25;1 000,00;Ingående saldo;", "2026-11-25;0,00;Utgående saldo;", "2026-11-25;0,00;;",
])  # fmt: skip
@pytest.mark.parametrize("where", ["above", "below"])
def test_a_row_that_is_recognisably_no_payment_is_passed_over(row: str, where: str) -> None:
    rows = (row, ROW) if where == "above" else (ROW, row)

    assert [record.amount_minor for record in records_of(_sheet(*rows))] == [30000]


@pytest.mark.parametrize("row", [
    "2026-11-25;300,00;Summa;Anna", "2026-11-25;300,00;Ingående saldo;Anna", "2026-11-25;300,00;saldo anna@x.se;", "2026-11-25;300,00;Totalt;",
])  # fmt: skip
def test_words_of_a_payer_do_not_hide_a_payment(row: str) -> None:
    assert [record.amount_minor for record in records_of(_sheet(row, ROW, row))] == [30000, 30000, 30000]


def test_a_balance_stands_first_or_last_and_nowhere_else() -> None:
    balance = "2026-11-25;1 000,00;Ingående saldo;"

    assert [record.amount_minor for record in records_of(_sheet(balance, ROW, balance, ROW, balance))] == [30000, 100000, 30000]


@pytest.mark.parametrize(("rows", "said"), [
    ((ROW, "2026-11-25;3OO,00;anna@x.se;Anna"), 'row 3, column "Belopp": "3OO,00"; expected an amount such as'),
    (("2026-11-25;;anna@x.se;Anna",), 'row 2, column "Belopp": nothing; expected an amount'),
    (("2026-11-25;1,234;anna@x.se;Anna",), 'say decimal = "," or "." below [[payments.csv]]'),
    (("25/11/2026;300,00;anna@x.se;Anna",), 'row 2, column "Bokföringsdag": "25/11/2026"; expected a day written as YYYY-MM-DD, DD.MM.YYYY'),
    (("anna;300,00;;",), 'row 2, column "Bokföringsdag": "anna"; expected a day'),
    ((";300,00;;",), 'row 2, column "Bokföringsdag": nothing; expected a day'),
    (("2026-11-25;300,00;one;two;three",), "row 2: 5 columns; expected 4 as in the header"),
    (("2026-11-25;300,00",), "row 2: 2 columns; expected 4 as in the header"),
    (('2026-11-25;300,00;"one" two;Anna',), "a row that cannot be parted into cells"),
    (('2026-11-25;300,00;"one;Anna',), "a row that cannot be parted into cells"),
    (('2026-11-25;300,00;"a\nb";Anna', "25.11.2026;x;;"), 'row 4, column "Belopp": "x"'),
])  # fmt: skip
def test_a_row_that_cannot_be_read_stops_the_file(rows: tuple[str, ...], said: str) -> None:
    with pytest.raises(BankFileError) as error:
        read(_sheet(*rows))

    assert said in str(error.value)


@pytest.mark.parametrize(("header", "row", "said"), [
    ("Dag;Summa;Text", "2026-11-25;300,00;x", 'it begins with "Dag;Summa;Text'),
    ("Datum;Belopp;Belopp", "2026-11-25;300,00;1,00", 'two columns called "belopp"'),
    ("Datum;Insättning;Uttag", "2026-11-25;1,00;2,00", "an amount in one of the two columns"),
    ("Datum;Insättning;Uttag", "2026-11-25;;", "an amount in one of the two columns"),
    ("Datum;Belopp;Valuta", "2026-11-25;300,00;kronor", 'column "Valuta": "kronor"; expected a currency of three letters'),
    ("Datum;Belopp;Debet/Kredit", "2026-11-25;300,00;?", 'column "Debet/Kredit": "?"; expected a word such as Kredit or Debet'),
    ("Datum;Belopp;Debet/Kredit", "2026-11-25;-300,00;K", "that fits the sign of the amount"),
    ("Datum;Belopp;Konto", "2026-11-25;300,00;", 'column "Konto": nothing; expected our account'),
])  # fmt: skip
def test_a_column_that_cannot_be_read_is_named(header: str, row: str, said: str) -> None:
    with pytest.raises(BankFileError) as error:
        read(_sheet(row, header=header))

    assert said in str(error.value)


@pytest.mark.parametrize("accounts", [[], [OURS, "BG 123-4567"]])
def test_a_file_that_names_no_account_needs_the_configuration(accounts: list[str]) -> None:
    config = Config.model_validate({"payments": {"accounts": accounts}})
    with pytest.raises(BankFileError, match=r'no column names the account.*say account = "..." below \[\[payments.csv\]\]'):
        read(_sheet(ROW), config)

    named = Config.model_validate({"payments": {"accounts": accounts, "csv": [{"account": OURS}]}})
    assert [record.account for record in records_of(_sheet(ROW), named)] == [OURS]


def test_columns_have_the_names_that_the_configuration_gives() -> None:
    config = with_tables(
        {"bank": "Another", "date": "Quand", "amount": "Combien"},
        {"bank": "Ours", "date": "Dag", "amount": "Summa", "message": ["Från", "Ord"], "dates": "DD/MM/YYYY", "decimal": ".", "currency": "EUR",
         "payer": "Namn", "delimiter": "tab", "encoding": "windows-1252"},
    )  # fmt: skip
    raw = "Dag\tSumma\tFrån\tOrd\tNamn\n05/11/2026\t1,234\ta@x.se\tförnyelse\tÅsa\n".encode("cp1252")

    [record] = records_of(raw, config)

    assert (date(2026, 11, 5), 123400, "EUR") == (record.booked_on, record.amount_minor, record.currency)
    assert (record.messages, record.payer_name) == (("a@x.se", "förnyelse"), "Åsa")


def test_the_currency_is_that_of_the_column_the_heading_or_the_desk() -> None:
    assert records_of(_sheet(ROW))[0].currency == "SEK"
    assert records_of(_sheet("2026-11-25;300,00", header="Datum;Belopp (EUR)"))[0].currency == "EUR"
    assert records_of(_sheet("2026-11-25;300,00;nok", header="Datum;Belopp;Valuta"))[0].currency == "NOK"


def test_words_in_the_column_of_references_are_a_reading_too() -> None:
    rows = ("2026-11-25;300,00;Insättning;anna@x.se", "2026-11-25;300,00;Insättning;3100559")
    records = records_of(_sheet(*rows, header="Datum;Belopp;Text;Referens"))

    assert [record.messages for record in records] == [("Insättning", "anna@x.se"), ("Insättning",)]
    assert [record.references for record in records] == [(), ("3100559",)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str) -> None:
    raw = _sheet("Preamble", ROW, '2026-11-25;300,00;"a\nb";Bo').replace(b"\n", end.encode())

    with pytest.raises(BankFileError, match="row 2: 1 columns"):
        read(raw)
    assert [record.messages for record in records_of(raw.replace(b"Preamble", b""))] == [("anna@x.se",), ("ab", "a b")]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encoding_and_delimiter_are_found_out(codec: str, delimiter: str) -> None:
    text = "Kontoutdrag för Åsa\n\n" + _sheet('2026-11-25;"300,00";Grüße;Åsa').decode()

    [record] = records_of(text.replace(";", delimiter).encode(codec))

    assert (record.messages, record.payer_name, record.place) == (("Grüße",), "Åsa", "row 4")


STRANGERS = {
    b"": "it is empty", b"   \n": "it is empty", b"PK\x03\x04x": "a ZIP archive or an Excel workbook", b"%PDF-1.7": "a PDF document", b"\x1f\x8b\x08": "a compressed file",
    b"\xd0\xcf\x11\xe0x": "an Excel workbook", b"01BGMAX   ": "a BgMax file", b"{1:F01X": "an MT940 statement", b":20:X": "an MT940 statement", b'{"a":1}': "it is JSON",
    b"<!DOCTYPE html><html>": "a web page", b"<html><body>": "a web page", "<!DOCTYPE HTML>".encode("utf-16"): "a web page", b"hello": 'it begins with "hello"',
    b"\xff\xfe\x00": "bytes",
}  # fmt: skip


@pytest.mark.parametrize("raw", STRANGERS)
def test_another_kind_of_file_is_refused_with_the_way_to_a_right_one(raw: bytes) -> None:
    with pytest.raises(BankFileError) as error:
        read(raw)

    assert STRANGERS[raw] in str(error.value) or raw == b"\xff\xfe\x00"


def test_a_kind_that_the_configuration_leaves_out_is_refused() -> None:
    config = Config.model_validate({"payments": {"accounts": [OURS], "formats": ["camt"]}})

    with pytest.raises(BankFileError, match=r'it is csv, which \[payments\] formats leaves out; expected one of camt; add "csv" to formats'):
        read(_sheet(ROW), config)


def test_a_file_above_the_limit_is_refused() -> None:
    config = CONFIG.model_copy(update={"limits": CONFIG.limits.model_copy(update={"bank_file_mb": 1})})

    with pytest.raises(BankFileError, match="larger than 1 MB; expected at most 1 MB; ask the bank for a shorter period"):
        read(b"<a>" + b"<b> </b>" * 250_000, config)
