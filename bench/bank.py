"""CPU and memory for reading a bank's file of 50,000 payments, as entries of their own and as one batch.
The file lies in the scratch folder; memory is what the process grows by."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from bench.figures import Figure
from mailbot.bank import recognise
from mailbot.bank.text import pieces_of
from mailbot.config.settings import Config

PAYMENTS = 50_000
CONFIG = Config.model_validate({"payments": {"accounts": ["SE4550000000058398257466"]}})
_TOP = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-25T06:00:00+01:00</CreDtTm></GrpHdr>
<Ntfctn><Id>1</Id><Acct><Id><IBAN>SE4550000000058398257466</IBAN></Id></Acct>
"""
_ENTRY = """<Ntry><Amt Ccy="SEK">{amount}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-25</Dt></BookgDt>
<ValDt><Dt>2026-11-25</Dt></ValDt><AcctSvcrRef>E{n}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly>
</Domn></BkTxCd><NtryDtls><Btch><NbOfTxs>{count}</NbOfTxs><TtlAmt Ccy="SEK">{amount}.00</TtlAmt></Btch>
"""
_DETAIL = """<TxDtls><Refs><AcctSvcrRef>T{n}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="SEK">300.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>Kund {n}</Nm><PstlAdr><StrtNm>Storgatan 1</StrtNm><PstCd>22222</PstCd><TwnNm>Lund</TwnNm><Ctry>SE</Ctry></PstlAdr></Pty></Dbtr>
<DbtrAcct><Id><IBAN>SE3550000000054910000003</IBAN></Id></DbtrAcct></RltdPties>
<RltdAgts><DbtrAgt><FinInstnId><BICFI>AAAASESS</BICFI></FinInstnId></DbtrAgt></RltdAgts>
<RmtInf><Ustrd>kund{n}@exa</Ustrd><Ustrd>mple.se</Ustrd></RmtInf></TxDtls>
"""
_BOTTOM = "</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n"


def pieces(payments: int, in_one: int) -> Iterator[str]:
    """A camt.054 of so many payments, so many of them in each entry."""
    yield _TOP
    for first in range(0, payments, in_one):
        yield _ENTRY.format(amount=300 * in_one, n=first, count=in_one)
        yield from (_DETAIL.format(n=n) for n in range(first, first + in_one))
        yield "</NtryDtls></Ntry>\n"
    yield _BOTTOM


def measure(folder: Path) -> list[Figure]:
    """CPU seconds and megabytes; the yardstick is the bare parser over the same file."""
    figures = []
    for name, in_one in (("an entry each", 1), ("one batch", PAYMENTS)):
        path = folder / f"{in_one}.xml"
        with path.open("w") as file:
            file.writelines(pieces(PAYMENTS, in_one))
        bare, before = _bare(path), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.process_time()
        with path.open("rb") as stream:
            count = sum(1 for _ in recognise.read(stream, CONFIG)[1])
        seconds = time.process_time() - begun
        assert count == PAYMENTS
        size = path.stat().st_size / 1e6
        figures.append(Figure(f"{PAYMENTS} payments, {name} ({size:.0f} MB): CPU", seconds, "s", bare, "the parser alone"))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        figures.append(Figure(f"{PAYMENTS} payments, {name}: memory on top", grown, "MB", bar="≤ 5 MB"))
    return figures


def _bare(path: Path) -> float:
    begun = time.process_time()
    parser = expat.ParserCreate("utf-8", intern=None)
    parser.buffer_text = True
    parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = lambda *_: None
    with path.open("rb") as stream:
        for piece in pieces_of(stream):
            parser.Parse(piece, False)
    return time.process_time() - begun
