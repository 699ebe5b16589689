"""Files of banks that nobody sent: pieces to build them from, and the way they are read here."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from mailbot.bank import recognise
from mailbot.bank.record import BankFile, BankRecord
from mailbot.config.settings import Config

FILES = Path(__file__).parent / "files"
OURS = "SE4550000000058398257466"
CONFIG = Config.model_validate({"payments": {"accounts": [OURS]}})


def read(raw: bytes, config: Config = CONFIG) -> tuple[BankFile, list[BankRecord]]:
    file, records = recognise.read(io.BytesIO(raw), config)
    return file, list(records)


def records_of(raw: bytes, config: Config = CONFIG) -> list[BankRecord]:
    return read(raw, config)[1]


def with_tables(*tables: dict[str, object]) -> Config:
    return Config.model_validate({"payments": {"accounts": [OURS], "csv": list(tables)}})


HEAD = "<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-11-25T06:00:00Z</CreDtTm></GrpHdr>"
ACCT = f"<Acct><Id><IBAN>{OURS}</IBAN></Id><Ccy>SEK</Ccy></Acct>"


def camt(*entries: str, head: str = HEAD, acct: str = ACCT, prolog: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """A camt.054 of one account."""
    inside = f"<BkToCstmrDbtCdtNtfctn>{head}<Ntfctn>{acct}{''.join(entries)}</Ntfctn></BkToCstmrDbtCdtNtfctn>"
    return f'{prolog}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08">{inside}</Document>'.encode()


def entry(*details: str, amount: str = "300.00", sign: str = "CRDT", sts: str = "<Sts><Cd>BOOK</Cd></Sts>", day: str = "2026-11-25", more: str = "",
          after: str = "") -> str:  # fmt: skip
    inside = "".join(details)
    return (f'<Ntry><Amt Ccy="SEK">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{more}{sts}<BookgDt><Dt>{day}</Dt></BookgDt>'
            f"{f'<NtryDtls>{inside}</NtryDtls>' if inside else ''}{after}</Ntry>")


def detail(*inside: str, amount: str = "300.00") -> str:
    stated = f'<Amt Ccy="SEK">{amount}</Amt>' if amount else ""
    return f"<TxDtls>{stated}{''.join(inside)}</TxDtls>"


def ustrd(*lines: str) -> str:
    return f"<RmtInf>{''.join(f'<Ustrd>{line}</Ustrd>' for line in lines)}</RmtInf>"


def many(payments: int, *, in_one_entry: bool) -> Iterator[bytes]:
    """A camt.054 of many payments, in pieces."""
    yield camt().partition(b"</Ntfctn>")[0]
    each = [detail(f"<Refs><AcctSvcrRef>T{n}</AcctSvcrRef></Refs><RltdPties><Dbtr><Pty><Nm>Kund {n}</Nm><PstlAdr><TwnNm>Lund</TwnNm></PstlAdr></Pty></Dbtr></RltdPties>",
                   ustrd(f"kund{n}@exa", "mple.se")) for n in range(100)]
    if in_one_entry:
        head, tail = entry("|", amount=f"{300 * payments}.00").split("|")
        yield f"{head}<Btch><NbOfTxs>{payments}</NbOfTxs></Btch>".encode()
        for n in range(payments):
            yield each[n % 100].encode()
        yield tail.encode()
    else:
        for n in range(payments):
            yield entry(each[n % 100]).encode()
    yield camt().partition(b"</Acct>")[2]
