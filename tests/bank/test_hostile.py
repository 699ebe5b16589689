"""What is meant to hurt: every file ends within its bounds, as records or as a refusal, and never as anything else."""

from __future__ import annotations

import resource
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.bank import camt as reading
from mailbot.bank.record import BankFileError
from mailbot.bank.text import Bounds
from tests.bank.samples import FILES, camt, detail, entry, many, read, ustrd

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
CONTENT = camt(entry(detail(ustrd("x")))).decode().partition("?>")[2]


def _inside(text: str) -> bytes:
    return camt(entry(detail(text)))


BOMBS: dict[str, Callable[[], bytes]] = {  # made when they are needed: some are large
    "billion laughs": lambda: f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{LAUGHS}]>{CONTENT.replace("x</", "&l9;</")}'.encode(),
    "external entity": lambda: f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>{CONTENT.replace("x</", "&x;</")}'.encode(),
    "external document type": lambda: f'<!DOCTYPE d SYSTEM "http://example.com/x.dtd">{CONTENT}'.encode(),
    "a plain document type": lambda: f"<!DOCTYPE Document>{CONTENT}".encode(),
    "a document type in UTF-16": lambda: f"<!DOCTYPE Document>{CONTENT}".encode("utf-16"),
    "an entity nobody declared": lambda: _inside(ustrd("&x;")),
    "elements within elements": lambda: b"<a>" * 200_000,
    "elements within a payment": lambda: _inside("<a>" * 100_000),
    "elements in a payment": lambda: _inside("<a/>" * 100_000),
    "text in a payment": lambda: _inside(ustrd("x" * 5_000_000)),
    "line breaks in a payment": lambda: _inside(ustrd("\n" * 500_000)),
    "text of an entry": lambda: camt(entry(detail(), after=f"<AddtlNtryInf>{'x' * 5_000_000}</AddtlNtryInf>")),
    "an attribute of 20 MB": lambda: b"<Document a='" + b"x" * 20_000_000 + b"'>",
    "attributes of 20 MB": lambda: b"<Document " + b"".join(b"a%d='' " % n for n in range(1_500_000)) + b">",
    "attributes in many elements": lambda: b"<Document>" + b"".join(b"<b a%d=''/>" % n for n in range(100_000)),
    "a comment of 20 MB": lambda: b"<Document><!--" + b"x" * 20_000_000,
    "an instruction of 20 MB": lambda: b"<Document><?x " + b"x" * 20_000_000,
    "a name of 20 MB": lambda: b"<" + b"x" * 20_000_000,
    "a hundred thousand names": lambda: b"<Document>" + b"".join(b"<n%d/>" % n for n in range(100_000)) + b"</Document>",
    "an envelope of many elements": lambda: b"<e>" + b"<f/>" * 100_000,
    "blanks": lambda: b"<a>" + b" " * 20_000_000,
    "CDATA of 20 MB": lambda: b"<Document><![CDATA[" + b"x" * 20_000_000,
    "an entry of an amount of a million digits": lambda: camt(entry(amount="9" * 150_000)),
    "NUL": lambda: b"<Document>" + b"\0" * 100_000,
    "table: one cell of 20 MB": lambda: b"Datum;Belopp\n2026-11-25;" + b"9" * 20_000_000,
    "table: an open quotation mark": lambda: b'Datum;Belopp\n2026-11-25;"' + b"9\n" * 5_000_000,
    "table: twenty million columns": lambda: b"Datum;Belopp" + b";" * 20_000_000,
    "table: twenty million columns in a row": lambda: b"Datum;Belopp\n" + b";" * 20_000_000 + b"x",
    "table: no line end": lambda: b"a" * 20_000_000,
    "table: empty lines": lambda: b"\n" * 5_000_000 + b"Datum;Belopp\n",
    "table: quotation marks": lambda: b'"' * 20_000_000,
    "table: separators of lines": lambda: "\u2028\x0b\x0c\x85".encode() * 2_000_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_time(name: str) -> None:
    """Within two seconds of computing, however busy the machine; the largest is 20 MB."""
    raw = BOMBS[name]()
    started = time.process_time()
    with pytest.raises(BankFileError):
        read(raw)

    assert time.process_time() - started < 2.5


@pytest.mark.parametrize("name", [name for name in BOMBS if ("20 MB" not in name and "million" not in name) or name.startswith(("an attr", "a comment"))])
def test_a_bomb_takes_little_memory(name: str) -> None:
    """Its own size for a table, which is read whole, four times over as text; else 12 MB."""
    raw = BOMBS[name]()
    tracemalloc.start()
    with pytest.raises(BankFileError):
        read(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 12_000_000 + (8 * len(raw) if name.startswith("table") else 0)


@pytest.mark.parametrize("name", ["billion laughs", "external entity", "external document type", "a plain document type", "a document type in UTF-16"])
def test_a_document_type_is_named_as_the_reason(name: str) -> None:
    with pytest.raises(BankFileError, match=r"line 1: <!DOCTYPE .*; expected no document type"):
        read(BOMBS[name]())


def test_an_endless_file_ends() -> None:
    """A file of which only the limit of its size is ever reached: nothing of it piles up."""
    def endless() -> Iterator[bytes]:
        yield camt().partition(b"<Ntfctn>")[0]
        while True:
            yield b"<x>y</x>" * 8000

    with pytest.raises(BankFileError, match="larger than 2 MB"):
        list(reading.read(endless(), Bounds(megabytes=2))[1])


def _resident() -> int:
    """The memory of this process, also what the parser's own library holds of it."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells a process its memory there")
@pytest.mark.parametrize("each", [b"<x>y</x>", b"<x><y/></x><Ntry/>"])
def test_what_is_passed_over_does_not_pile_up_in_the_parser(each: bytes) -> None:
    """Of 4 MB, whose tree would have twenty times as much."""
    def endless() -> Iterator[bytes]:
        yield camt().partition(b"<Ntfctn>")[0]
        for _ in range(64):
            yield each * (65536 // len(each))
            seen.append(_resident())

    seen: list[int] = []
    with pytest.raises(BankFileError):
        list(reading.read(endless())[1])
    assert len(seen) == 64 and max(seen) - seen[0] < 24_000_000


def _peak(pieces: Iterable[bytes]) -> tuple[int, int]:
    tracemalloc.start()
    count = sum(1 for _ in reading.read(pieces)[1])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return count, peak


@pytest.mark.parametrize("in_one_entry", [True, False], ids=["one batch", "one entry each"])
def test_memory_does_not_grow_with_the_file(in_one_entry: bool) -> None:
    """Eight times the payments, the same memory; 50,000 of them are measured by `python -m bench bank`."""
    few, before = _peak(many(50, in_one_entry=in_one_entry))
    lots, after = _peak(many(400, in_one_entry=in_one_entry))

    assert (few, lots) == (50, 400)
    assert after < before + 100_000


SEEDS = [path.read_bytes() for path in sorted(FILES.iterdir())]
SPLICES = [b"<", b">", b"</", b"&", b'"', b"\n", b"\r", b";", b"\x00", b"\xff", b"]]>", b"<!DOCTYPE x>", b"<TxDtls>", b"</Ntry>", b"<NtryDtls>", b"-", b"9" * 30,
           b"\xef\xbb\xbf", b"PK\x03\x04", b"#2", b"NaN", b"1e9", b'encoding="hz"', b'encoding="UTF-16"']  # fmt: skip


@st.composite
def _mutated(draw: st.DrawFn) -> bytes:
    raw = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        at, length = draw(st.integers(0, len(raw))), draw(st.integers(0, 40))
        middle = draw(st.one_of(st.sampled_from(SPLICES), st.binary(max_size=4), st.just(raw[at : at + length] * 2)))
        raw = raw[:at] + middle + raw[at + length :]
    return raw


@settings(max_examples=150, deadline=None)
@given(_mutated())
def test_any_change_of_a_file_gives_records_or_a_refusal(raw: bytes) -> None:
    started = time.process_time()
    try:
        _, records = read(raw)
    except BankFileError as error:
        records = []
        assert str(error).isprintable() and str(error).count("; ") >= 2
    assert time.process_time() - started < 1
    for record in records:
        assert record.amount_minor and record.account and len(record.currency) == 3
        for text in (*record.messages, *record.references, record.payer_name, record.account, record.bank_reference):
            assert text == text.strip() and "\n" not in text and "\x00" not in text
