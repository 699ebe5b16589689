"""The content of a mail: where it ends, what condemns it, and that chunks change nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.transport.data import LONGEST_LINE, DataReader, Fault


def read(stream: bytes, *cuts: int, limit: int = 10_000_000) -> tuple[bytes | Fault | None, bytes]:
    """What a reader makes of a stream cut at the places given: the mail (None: no end seen) and what follows it."""
    reader = DataReader(limit)
    edges = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    for start, stop in pairwise(edges):
        rest = reader.feed(stream[start:stop])
        if rest is not None:
            return reader.content(), rest + stream[stop:]
    return None, b""


def by_lines(stream: bytes) -> tuple[bytes | Fault | None, bytes]:
    """The same, written another way: line by line, as RFC 5321 section 4.5.2 tells it."""
    lines: list[bytes] = []
    while b"\r\n" in stream:
        line, _, stream = stream.partition(b"\r\n")
        if line == b".":
            spoilt = any(b"\r" in one or b"\n" in one or b"\0" in one for one in lines)
            return (Fault.BARE if spoilt else b"".join(one.removeprefix(b".") + b"\r\n" for one in lines)), stream
        lines.append(line)
    return None, b""


def test_a_mail_ends_at_the_lone_dot_and_the_rest_belongs_to_the_next_command():
    assert read(b"a\r\nb\r\n.\r\nMAIL FROM:<>\r\n") == (b"a\r\nb\r\n", b"MAIL FROM:<>\r\n")


def test_an_empty_mail_ends_at_once():
    assert read(b".\r\nQUIT\r\n") == (b"", b"QUIT\r\n")


def test_leading_dots_are_unstuffed():
    assert read(b"..a\r\n...\r\n.b\r\n.\r\n") == (b".a\r\n..\r\nb\r\n", b"")


@pytest.mark.parametrize("line", [b"a\rb", b"a\nb", b"a\0b", b"a\r", b"\n", b"\r\r"])
def test_a_bare_cr_lf_or_nul_condemns_the_mail(line):
    assert read(b"a\r\n" + line + b"\r\n.\r\n") == (Fault.BARE, b"")


def test_a_line_of_64_kib_is_taken_and_one_octet_more_is_not():
    assert read(b"x" * (LONGEST_LINE - 2) + b"\r\n.\r\n")[0] == b"x" * (LONGEST_LINE - 2) + b"\r\n"
    assert read(b"x" * (LONGEST_LINE - 1) + b"\r\n.\r\n")[0] == Fault.LONG_LINE
    assert read(b"ab\r\n" + b"x" * (LONGEST_LINE - 1) + b"\r\nab\r\n.\r\n")[0] == Fault.LONG_LINE


def test_a_mail_past_the_limit_holds_nothing_and_still_finds_its_end():
    reader = DataReader(limit=1000)
    for _ in range(50):
        assert reader.feed(b"x" * 98 + b"\r\n") is None
        assert reader.size <= 1100
    assert reader.feed(b".\r\nRSET\r\n") == b"RSET\r\n"
    assert reader.content() == Fault.TOO_BIG


def test_a_mail_of_exactly_the_limit_is_taken():
    mail = b"x" * 98 + b"\r\n"
    assert read(mail + b".\r\n", limit=100)[0] == mail


@given(
    st.lists(
        st.sampled_from([b"\r\n", b"\r", b"\n", b".", b"..", b"a", b"\0", b"\r\n.\r\n", b"\xc3"]), max_size=30
    ).map(b"".join),
    st.lists(st.integers(0, 200), max_size=6),
)
def test_however_the_stream_is_cut_it_reads_as_line_by_line(stream, cuts):
    assert read(stream, *cuts) == by_lines(stream)
