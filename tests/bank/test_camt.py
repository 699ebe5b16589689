"""camt.053 and camt.054: where the versions differ, what belongs together, and sums that must agree."""

from __future__ import annotations

import pytest

from mailbot.bank.record import BankFileError
from tests.bank.samples import ACCT, HEAD, camt, detail, entry, read, records_of, ustrd


@pytest.mark.parametrize(("inside", "messages"), [
    (ustrd("anna@firma.example"), ("anna@firma.example",)),
    (ustrd("till anna.svens", "son@firma.example"), ("till anna.svensson@firma.example", "till anna.svens son@firma.example")),
    (ustrd("for ", "anna@firma.example"), ("for anna@firma.example",)),
    (ustrd("\n      anna.svens\n      son@firma.example\n    "), ("anna.svensson@firma.example", "anna.svens son@firma.example")),
    (ustrd("\n      anna@firma.example\n    "), ("anna@firma.example",)),
    (ustrd("anna", "", "@x.se"), ("anna@x.se", "anna @x.se")),
    (ustrd("a\u200bnna\u202e@x.se&#x85;\ue000"), ("anna@x.se",)),
    (ustrd("anna&#64;x.se &amp; bo"), ("anna@x.se & bo",)),
    (ustrd("<![CDATA[<anna@x.se>]]>"), ("<anna@x.se>",)),
    ("<RmtInf><Strd><AddtlRmtInf>anna@</AddtlRmtInf><AddtlRmtInf>x.se</AddtlRmtInf></Strd></RmtInf>", ("anna@x.se", "anna@ x.se")),
    ("<RmtInf><Ustrd>one</Ustrd><Strd><AddtlRmtInf>two</AddtlRmtInf></Strd><Strd><AddtlRmtInf>three</AddtlRmtInf></Strd></RmtInf>", ("one", "two", "three")),
    ("<AddtlTxInf>anna@x.se</AddtlTxInf>", ("anna@x.se",)),
    (ustrd("one") + "<AddtlTxInf>two</AddtlTxInf>", ("one",)),
    (ustrd(""), ("Text of the entry",)),
    ("", ("Text of the entry",)),
])  # fmt: skip
def test_the_words_of_the_payer(inside: str, messages: tuple[str, ...]) -> None:
    [record] = records_of(camt(entry(detail(inside), after="<AddtlNtryInf>Text of the entry</AddtlNtryInf>")))

    assert messages == record.messages


def test_the_text_of_an_entry_belongs_to_none_of_several() -> None:
    records = records_of(camt(entry(detail(), detail(), amount="600.00", after="<AddtlNtryInf>anna@x.se</AddtlNtryInf>")))

    assert [record.messages for record in records] == [(), ()]


@pytest.mark.parametrize(("parties", "name", "account"), [
    ("<Dbtr><Nm>Anna</Nm></Dbtr>", "Anna", ""),
    ("<Dbtr><Pty><Nm>Anna</Nm></Pty></Dbtr><UltmtDbtr><Pty><Nm>Bo</Nm></Pty></UltmtDbtr>", "Anna", ""),
    ("<UltmtDbtr><Pty><Nm>Bo</Nm></Pty></UltmtDbtr><DbtrAcct><Id><Othr><Id>55-1</Id></Othr></Id></DbtrAcct>", "Bo", "55-1"),
    ("<DbtrAcct><Prxy><Id>+46700000000</Id></Prxy></DbtrAcct>", "", "+46700000000"),
    ("", "", ""),
])  # fmt: skip
def test_the_payer_in_every_version(parties: str, name: str, account: str) -> None:
    [record] = records_of(camt(entry(detail(f"<RltdPties>{parties}</RltdPties>"))))

    assert (name, account) == (record.payer_name, record.payer_account)


@pytest.mark.parametrize(("sts", "found"), [
    ("<Sts>BOOK</Sts>", 1), ("<Sts><Cd>BOOK</Cd></Sts>", 1), ("<Sts>PDNG</Sts>", 0), ("<Sts><Cd>PDNG</Cd></Sts>", 0),
    ("<Sts><Cd>INFO</Cd></Sts>", 0), ("<Sts><Cd>FUTR</Cd></Sts>", 0),
])  # fmt: skip
def test_only_booked_entries_are_read(sts: str, found: int) -> None:
    assert found == len(records_of(camt(entry(detail(), sts=sts))))


@pytest.mark.parametrize(("sign", "more", "amount_minor", "is_reversal"), [
    ("CRDT", "", 30000, False), ("DBIT", "", -30000, False), ("DBIT", "<RvslInd>true</RvslInd>", -30000, True),
    ("CRDT", "<RvslInd>1</RvslInd>", 30000, True), ("CRDT", "<RvslInd>false</RvslInd>", 30000, False),
])  # fmt: skip
@pytest.mark.parametrize("inside", [(detail(),), (detail(amount=""),), ()], ids=["priced", "without amount", "without details"])
def test_the_sign_is_that_of_the_account(sign: str, more: str, amount_minor: int, is_reversal: bool, inside: tuple[str, ...]) -> None:
    [record] = records_of(camt(entry(*inside, sign=sign, more=more)))

    assert (amount_minor, is_reversal) == (record.amount_minor, record.is_reversal)


def test_a_transaction_may_have_a_sign_of_its_own() -> None:
    back = detail("<CdtDbtInd>DBIT</CdtDbtInd><RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>", amount="100.00")
    records = records_of(camt(entry(detail("<CdtDbtInd>CRDT</CdtDbtInd>", amount="400.00"), back)))

    assert [(record.amount_minor, record.is_reversal) for record in records] == [(40000, False), (-10000, True)]


@pytest.mark.parametrize(("text", "currency", "amount_minor"), [
    ("300", "SEK", 30000), ("300.0", "SEK", 30000), (" 300.00 ", "SEK", 30000), ("+300.00", "SEK", 30000), ("0.01", "EUR", 1), (".5", "EUR", 50),
    ("300.00000", "SEK", 30000), ("300", "JPY", 300), ("1.234", "KWD", 1234), ("999999999999999", "SEK", 99999999999999900),
])  # fmt: skip
def test_amounts_are_exact(text: str, currency: str, amount_minor: int) -> None:
    [record] = records_of(camt(entry().replace('Ccy="SEK">300.00<', f'Ccy="{currency}">{text}<')))

    assert (amount_minor, currency) == (record.amount_minor, record.currency)


def test_what_moves_no_money_is_no_record() -> None:
    assert records_of(camt(entry(amount="0.00"))) == []


def test_charges_may_part_an_entry_from_its_transactions() -> None:
    [record] = records_of(camt(entry(detail("<Chrgs><Rcrd><Amt Ccy='SEK'>5.00</Amt></Rcrd></Chrgs>"), amount="295.00")))

    assert record.amount_minor == 30000


def _batch(number: str, total: str = "") -> str:
    stated = f'<TtlAmt Ccy="SEK">{total}</TtlAmt>' if total else ""
    return f"<Btch><NbOfTxs>{number}</NbOfTxs>{stated}</Btch>"


def _sums(inside: str) -> str:
    return f"{ACCT}<TxsSummry>{inside}</TxsSummry>"


MISTAKES = [
    (camt(entry(_batch("3"), detail(), detail(), amount="600.00")), "entry 1 (line 1): a batch of 3 transactions (Btch/NbOfTxs) with 2 in it; expected the same number"),
    (camt(entry(), entry(_batch("2", "700.00"), detail(), detail(), amount="600.00")),
     "entry 2 (line 1): a batch of 700.00 SEK (Btch/TtlAmt) with transactions of 600.00 SEK; expected the same sum"),
    (camt(entry(detail(), amount="600.00")), "entry 1 (line 1): an amount of 600.00 SEK, but transactions of 300.00 SEK together; expected the same sum"),
    (camt(entry(), acct=_sums("<TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries>")),
     "Ntfctn in line 1: 2 entries stated (TtlNtries/NbOfNtries) and 1 found; expected the same number"),
    (camt(entry(), acct=_sums("<TtlCdtNtries><Sum>600.00</Sum></TtlCdtNtries>")),
     "Ntfctn in line 1: a sum of 600.00 stated (TtlCdtNtries/Sum) and 300.00 found; expected the same sum"),
    (camt(entry(), acct=_sums("<TtlDbtNtries><Sum>1.00</Sum></TtlDbtNtries>")), "a sum of 1.00 stated (TtlDbtNtries/Sum) and 0 found"),
    (camt(entry(amount="300,00")), 'entry 1 (line 1): the amount "300,00"; expected an amount with a point and without a sign, such as "300.00"'),
    (camt(entry(amount="-300.00")), 'the amount "-300.00"; expected an amount with a point and without a sign'),
    (camt(entry(amount="300.005")), 'the amount "300.005"; expected at most 2 decimals in SEK'),
    (camt(entry(amount="1" * 16)), "expected an amount with a point"),
    (camt(entry(amount="")), 'the amount ""; expected an amount'),
    (camt(entry().replace("SEK", "kr")), 'in the currency "kr"; expected a currency of three letters'),
    (camt(entry().replace("Amt", "Amount")), "entry 1 (line 1): something is missing; expected Amt"),
    (camt(entry(sign="C")), 'CdtDbtInd "C"; expected CRDT or DBIT'),
    (camt(entry(sts="")), 'the status ""; expected Sts with BOOK'),
    (camt(entry(sts="<Sts>BOOKED</Sts>")), 'the status "BOOKED"; expected Sts with BOOK'),
    (camt(entry(more="<RvslInd>yes</RvslInd>")), 'RvslInd "yes"; expected true or false'),
    (camt(entry(day="25.11.2026")), 'BookgDt "25.11.2026"; expected BookgDt/Dt with a day such as "2026-11-25"'),
    (camt(entry(day="2026-02-30")), 'BookgDt "2026-02-30"'),
    (camt(entry().replace("BookgDt", "Other")), "expected BookgDt/Dt or ValDt/Dt"),
    (camt(entry(detail(amount="100.00"), detail(amount=""))), "transaction 2: something is missing; expected Amt or AmtDtls/TxAmt/Amt"),
    (camt(entry(), acct="<Acct><Nm>x</Nm></Acct>"), "entry 1: something is missing; expected Acct/Id with IBAN or Othr/Id"),
    (camt(entry(), head=""), "something is missing; expected GrpHdr before the first statement"),
    (camt().replace(b"BkToCstmrDbtCdtNtfctn", b"BkToCstmrAcctRpt"), "a report within the day (camt.052), whose entries may still change; expected a statement"),
    (camt().replace(b"BkToCstmrDbtCdtNtfctn", b"CstmrPmtStsRpt"), "the file: XML without a statement or advice in it; expected a Document with BkToCstmrStmt"),
    (camt().replace(b"</Document>", f"<BkToCstmrStmt>{HEAD}</BkToCstmrStmt></Document>".encode()), "a second message; expected one message in one file"),
    (camt()[:-30], "the XML breaks off here (expected '>'); expected a whole XML file; fetch the file again"),
    (camt() + camt(), "the XML breaks off here (junk after document element)"),
    (camt(entry(detail(ustrd("a & b")))), "the XML breaks off here (not well-formed (invalid token))"),
    (camt(prolog='<?xml version="1.0" encoding="EBCDIC-CP-SE"?>'), "the first line: it declares the encoding 'EBCDIC-CP-SE'; expected UTF-8, UTF-16 or"),
    (camt(prolog='<?xml version="1.0" encoding="UTF-7"?>'), "it declares the encoding 'UTF-7'"),
    (camt(entry(detail(ustrd("Å")))).replace("Å".encode(), b"\xc5"), "a byte 0xC5 that is not UTF-8; expected the encoding that the file declares"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "said"), MISTAKES, ids=[said[:60] for _, said in MISTAKES])
def test_a_mistake_says_where_what_and_what_to_do(raw: bytes, said: str) -> None:
    with pytest.raises(BankFileError) as error:
        read(raw)

    text = str(error.value)
    assert said in text
    assert "; expected " in text and text.count("; ") >= 2


def test_sums_may_count_all_entries_or_the_booked_ones() -> None:
    pending = entry(amount="100.00", sts="<Sts>PDNG</Sts>")
    for number, total in (("2", "400.00"), ("1", "300.00")):
        sums = f"<TtlNtries><NbOfNtries>{number}</NbOfNtries><Sum>{total}</Sum></TtlNtries>"
        assert len(records_of(camt(entry(), pending, acct=_sums(sums)))) == 1


def test_the_sums_of_one_page_of_several_are_not_held_against_it() -> None:
    page = "<NtfctnPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></NtfctnPgntn>" + _sums("<TtlNtries><NbOfNtries>9</NbOfNtries></TtlNtries>")

    assert len(records_of(camt(entry(), acct=page))) == 1


def test_accounts_of_one_file_are_kept_apart() -> None:
    raw = camt(entry()).replace(b"</Ntfctn></BkTo", b"</Ntfctn><Ntfctn><Acct><Id><Othr><Id>777</Id></Othr></Id></Acct>" + entry().encode() + b"</Ntfctn></BkTo")

    assert [(r.account, r.place) for r in records_of(raw)] == [("SE4550000000058398257466", "entry 1 (line 1)"), ("777", "entry 2 (line 1)")]


def test_an_account_of_the_statement_before_is_not_taken_over() -> None:
    raw = camt(entry()).replace(b"</Ntfctn></BkTo", b"</Ntfctn><Ntfctn>" + entry().encode() + b"</Ntfctn></BkTo")

    with pytest.raises(BankFileError, match="entry 2: something is missing; expected Acct/Id"):
        read(raw)
