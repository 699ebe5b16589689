"""The corpus: odd mails written by us, each read as it should be, and still read when it is broken."""

from __future__ import annotations

import random
import resource
import time
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.mail.message import Message
from mailbot.mail.parse import parse
from tests.mail.samples import CONFIG, CORPUS, KEYS, QUESTIONS, envelope, read

EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((CORPUS / "expected.toml").read_text())
MAILS = {path.stem: path.read_bytes() for path in sorted(CORPUS.glob("*.eml"))}


def test_every_mail_of_the_corpus_has_an_expectation() -> None:
    assert set(MAILS) == set(EXPECTED)
    assert len(MAILS) >= 150


@pytest.mark.parametrize("name", sorted(MAILS))
def test_the_corpus_is_read_as_expected(name: str) -> None:
    wanted, message = EXPECTED[name], read(MAILS[name])
    assert (message.automatic.kind.value if message.automatic else None) == wanted.get("automatic")
    assert message.answerable is wanted.get("answerable", "automatic" not in wanted)
    assert (message.report is not None) == ("recipients" in wanted)
    if message.report is not None:
        assert message.report.hard is wanted.get("hard")
        assert [r.address for r in message.report.recipients] == wanted["recipients"]
        assert list(message.report.message_ids) == wanted.get("message_ids", [])
    for field in ("new", "signature", "subject", "language", "form_address", "forwarded_from", "case_numbers", "defects"):
        if field in wanted:
            found = getattr(message, "new_text" if field == "new" else field)
            assert (list(found) if isinstance(found, tuple) else found or "") == wanted[field], field
    assert message.sender_name == wanted.get("name", message.sender_name)
    if "names" in wanted:
        assert [a.name for a in message.attachments] == wanted["names"]
    if "quoted_begins" in wanted:
        assert message.quoted.startswith(wanted["quoted_begins"])
    _no_text_is_thrown_away(message)


def _no_text_is_thrown_away(message: Message) -> None:
    """Every word of the text stands in one of the three views."""
    seen = f"{message.new_text}\n{message.quoted}\n{message.signature}".split()
    assert sorted(seen) == sorted(message.text.split())


@pytest.mark.parametrize("name", ["sv-plain", "sv-gmail-reply-with-mark", "bounce-qmail", "sv-html-table", "sv-bare-cr"])
def test_line_ends_and_trace_do_not_change_the_fingerprint(name: str) -> None:
    raw = MAILS[name]
    other = b"Received: by mx.us.example\r\nDelivered-To: x@us.example\n" + raw.replace(b"\r\n", b"\n") + b"\r\n\r\n"
    assert read(other).key == read(raw).key
    assert read(raw + b"mer").key != read(raw).key


def check(raw: bytes) -> Message:
    """What must hold of any bytes."""
    message = parse(raw, envelope(), CONFIG, KEYS, QUESTIONS)
    for text in (message.text, message.subject, message.sender_name, message.new_text, *(a.name for a in message.attachments)):
        assert not set(text) & set("\x00\x08\x1b\x7f\x85\ue000\ue001\r")
        text.encode("utf-8")
    assert "\n" not in message.subject + message.sender_name
    assert not message.is_verified or b"authentication-results" in raw.lower()
    return message


@settings(max_examples=150, deadline=2000)
@given(st.binary(max_size=2000))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    check(raw)


def mutate(raw: bytes, dice: random.Random) -> bytes:
    """One to five of: cut, repeat, swap, flip, insert."""
    data = bytearray(raw)
    pieces = [b"\r\n", b"\n\n", b"\r", b"\0", b"=?utf-8?b?", b"?=", b"--b\n", b'"', b"<", b">", b"(", b"Content-Type: ", b"multipart/mixed; boundary=b", b"\xff\xfe", b"From: a@b.example\n", b";", b"'", b"%"]
    for _ in range(dice.randint(1, 5)):
        a, b = sorted((dice.randint(0, len(data)), dice.randint(0, len(data))))
        choice = dice.randint(0, 4)
        if choice == 0:
            del data[a : min(b, a + 200)]
        elif choice == 1:
            data[a:a] = data[a : min(b, a + 500)] * dice.randint(1, 3)
        elif choice == 2 and data:
            data[min(a, len(data) - 1)] ^= 1 << dice.randint(0, 7)
        else:
            data[a:a] = dice.choice(pieces)
    return bytes(data)


def mutations(seed: int, count: int) -> None:
    dice = random.Random(seed)
    names = sorted(MAILS)
    for _ in range(count):
        raw = mutate(MAILS[dice.choice(names)], dice)
        started = time.process_time()
        check(raw)
        assert time.process_time() - started < 0.5, raw


def test_broken_mails_are_mails() -> None:
    mutations(seed=1, count=1500)


@pytest.mark.torture
@pytest.mark.timeout(600)
def test_twenty_thousand_broken_mails_are_mails() -> None:
    """And the memory of all of them together grows by less than 200 MB: nothing stays behind, nothing swells."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    mutations(seed=2, count=20_000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def test_ordinary_mails_are_read_quickly() -> None:
    """Three milliseconds in the median; the bound here leaves room for a busy machine."""
    took = []
    for raw in MAILS.values():
        started = time.process_time()
        read(raw)
        took.append(time.process_time() - started)
    assert sorted(took)[len(took) // 2] < 0.003
