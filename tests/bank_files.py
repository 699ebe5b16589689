"""Files of a bank for tests: the movements are said in a line each, the file comes out as banks write it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

PG = "7043466"
DAY = date(2026, 11, 25)


@dataclass(frozen=True)
class Paid:
    """One movement of money, as a payer brings it about."""

    kronor: float
    message: str = ""
    reference: str = ""  # the bank's own, of the transaction
    booked_on: date = DAY
    currency: str = "SEK"
    payer: str = ""
    payer_account: str = ""
    reverses: str = ""  # the bank's reference of what it takes back
    ocr: str = ""
    account: str = PG


HEAD = {
    "camt.054": ("camt.054.001.08", "BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    "camt.053": ("camt.053.001.08", "BkToCstmrStmt", "Stmt"),
}


def camt(payments: Iterable[Paid], *, kind: str = "camt.054", message_id: str = "MSG-1", one_by_one: bool = True, account: str = PG) -> str:
    """A file with an entry for each payment; with `one_by_one=False` the entry's own reference is all that there is."""
    space, message, report = HEAD[kind]
    entries = "\n".join(_entry(paid, one_by_one=one_by_one) for paid in payments)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{space}"><{message}>
<GrpHdr><MsgId>{message_id}</MsgId><CreDtTm>2026-11-25T18:00:00+01:00</CreDtTm></GrpHdr>
<{report}><Id>{message_id}-1</Id><Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>
{entries}
</{report}></{message}></Document>
"""


def _entry(paid: Paid, *, one_by_one: bool) -> str:
    amount, back = f"{abs(paid.kronor):.2f}", paid.kronor < 0
    reference = f"<AcctSvcrRef>{paid.reference}</AcctSvcrRef>" if paid.reference else ""
    own = f"<Refs>{reference}</Refs>" if one_by_one and reference else ""
    words = f"<RmtInf><Ustrd>{escape(paid.message)}</Ustrd></RmtInf>" if paid.message else ""
    words = f"<RmtInf><Strd><CdtrRefInf><Ref>{paid.ocr}</Ref></CdtrRefInf></Strd></RmtInf>" if paid.ocr else words
    party = f"<Dbtr><Pty><Nm>{escape(paid.payer)}</Nm></Pty></Dbtr>" if paid.payer else ""
    party += f"<DbtrAcct><Id><Othr><Id>{paid.payer_account}</Id></Othr></Id></DbtrAcct>" if paid.payer_account else ""
    parties = f"<RltdPties>{party}</RltdPties>" if party else ""
    if paid.reverses:
        own = f"<Refs><AcctSvcrRef>{paid.reverses}</AcctSvcrRef></Refs>"
    return (
        f'<Ntry><Amt Ccy="{paid.currency}">{amount}</Amt><CdtDbtInd>{"DBIT" if back else "CRDT"}</CdtDbtInd>'
        f"{'<RvslInd>true</RvslInd>' if back else ''}<Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{paid.booked_on}</Dt></BookgDt><ValDt><Dt>{paid.booked_on}</Dt></ValDt>{reference}"
        f'<NtryDtls><TxDtls>{own}<Amt Ccy="{paid.currency}">{amount}</Amt><CdtDbtInd>{"DBIT" if back else "CRDT"}</CdtDbtInd>'
        f"{parties}{words}</TxDtls></NtryDtls></Ntry>"
    )


def written(folder: Path, name: str, payments: Iterable[Paid], **how: object) -> Path:
    """The same in a file."""
    path = folder / name
    path.write_text(camt(payments, **how), encoding="utf-8")  # type: ignore[arg-type]
    return path
