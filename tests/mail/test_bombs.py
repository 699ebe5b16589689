"""What is meant to hurt: every bomb is read within its bound, and ends as a mail."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from mailbot.mail import quotes
from mailbot.mail.authentication import proof
from mailbot.mail.fingerprint import fingerprint
from mailbot.mail.parse import Unreadable
from tests.mail.samples import CONFIG, envelope, mail, read

FROM = "From: kund@firma.example"


def _nested(depth: int) -> bytes:
    heads = [f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth)]
    return f"{FROM}\r\n".encode() + "".join(heads).encode() + b"\r\nHej fr\xc3\xa5n botten\r\n"


def _nested_mails(depth: int) -> bytes:
    return f"{FROM}\r\n".encode() + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"Subject: botten\r\n\r\nHej\r\n"


def _html(html: str) -> bytes:
    return mail(FROM, "Content-Type: text/html; charset=utf-8", text=html)


BOMBS: dict[str, bytes] = {
    "400 nested multiparts": _nested(400),
    "3000 nested multiparts": _nested(3000),
    "3000 nested mails": _nested_mails(3000),
    "100000 headers": mail(FROM, *(f"X-{n}: {n}" for n in range(100_000))),
    "100000 parts": mail(FROM, "Content-Type: multipart/mixed; boundary=b", text="--b\n\nx\n" * 100_000),
    "100000 parts of one-letter boundary": mail(FROM, "Content-Type: multipart/mixed; boundary=b", text="--b\n" * 100_000),
    "5 MB of lines that look like a delimiter": mail(FROM, "Content-Type: multipart/mixed; boundary=b", text="--b\n" + "--bx\n" * 1_000_000),
    "20 nested mails of 1 MB": f"{FROM}\n".encode() + b"Content-Type: message/rfc822\n\n" * 30 + b"a: b\n" * 200_000,
    "subject of 10000 encoded words": mail(FROM, "Subject: " + "=?utf-8?q?a?= " * 10_000),
    "subject of 50000 encoded words": mail(FROM, "Subject: " + "=?utf-8?q?a?= " * 50_000),
    "subject of 50000 folded encoded words": mail(FROM, "Subject: " + "=?utf-8?b?YQ==?=\r\n " * 50_000),
    "to 50000 addresses": mail(FROM, "To: " + ", ".join(f"a{n}@x.example" for n in range(50_000))),
    "from a.a.a": mail("From: " + "a." * 50_000 + "@x.example"),
    "from 500 nested comments": mail("From: " + "(" * 500 + ")" * 500 + " a@x.example"),
    "references 100000": mail(FROM, "References: " + " ".join(f"<{n}@x>" for n in range(100_000))),
    "content-type 10000 parameters": mail(FROM, "Content-Type: text/plain" + "".join(f"; p*{n}*=x" for n in range(10_000))),
    "content-type of semicolons": mail(FROM, "Content-Type: text/plain" + ";" * 100_000),
    "content-type of quotes": mail(FROM, "Content-Type: text/plain; x=" + '"' * 99_999),
    "message-id of junk": mail(FROM, "Message-ID: " + "<" * 1000 + "a@[" + "(" * 2000),
    "authentication-results of brackets": mail(FROM, "Authentication-Results: mx.us.example; " + "(" * 8000),
    "charset punycode": mail(FROM, "Content-Type: text/plain; charset=punycode", text="a" * 200_000),
    "base64 garbage": mail(FROM, "Content-Transfer-Encoding: base64", text="=%&!" * 500_000),
    "quoted-printable garbage": mail(FROM, "Content-Transfer-Encoding: quoted-printable", text="=\n=Z" * 500_000),
    "a line of 5 MB": mail(FROM, text="a" * 5_000_000),
    "a million empty lines": mail(FROM, text="\n" * 1_000_000),
    "a million quote marks": mail(FROM, text=">" * 1_000_000),
    "html unfinished links": _html("<a href='" * 20_000),
    "html unfinished comments": _html("<!--" * 50_000),
    "html unfinished tags": _html("<a " * 50_000),
    "html 20000 nested divisions": _html("<div>" * 20_000 + "x"),
    "html 5000 nested lists": _html("<ul><li>" * 5000 + "x"),
    "html 20000 nested quotes": _html("<blockquote>" * 20_000 + "x"),
    "html table of 100000 cells": _html("<table><tr>" + "<td>x" * 100_000 + "</table>"),
    "html entities": _html("&#xD800;&#0;&amp;" * 50_000),
    "html attributes": _html("<p " + "a=b " * 100_000 + ">x</p>"),
    "html styles": _html('<p style="' + "display:" * 50_000 + '">x</p>'),
    "html 3 MB": _html("<p>Hej du</p>" * 230_000),
    "bare CR": b"\r" * 1_000_000,
    "NUL": b"\0" * 1_000_000,
    "delivery report of 100000 recipients": mail(
        "From: MAILER-DAEMON@x.example", "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        text="--b\nContent-Type: message/delivery-status\n\n" + "Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n\n" * 100_000 + "--b--\n",
    ),
    "bounce of addresses": mail("From: MAILER-DAEMON@x.example", "Subject: failure notice", text="user unknown\n" + "<a@x.example>:\n" * 60_000),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_a_mail_within_half_a_second(name: str) -> None:
    started = time.process_time()
    message = read(BOMBS[name])
    assert time.process_time() - started < 0.5
    assert len(message.text) <= 200 * 1024
    assert len(message.subject) <= 500


@pytest.mark.parametrize("name", BOMBS)
def test_doors_are_not_held_up_by_a_bomb(name: str) -> None:
    started = time.process_time()
    proof(BOMBS[name], envelope(), CONFIG)
    fingerprint(BOMBS[name])
    assert time.process_time() - started < 0.3


@pytest.mark.parametrize("name", ["subject of 50000 encoded words", "100000 headers", "html 5000 nested lists", "base64 garbage", "3000 nested multiparts", "20 nested mails of 1 MB"])
def test_a_bomb_takes_little_memory(name: str) -> None:
    """At most 20 MB and ten times its own size."""
    raw = BOMBS[name]
    tracemalloc.start()
    read(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000 + 10 * len(raw)


PREFIXES = ["On ", "On Mon, ", "Den ", "Från: a", "From: ", ">", "> ", "-", "_", "-----Original Message-----", "wrote:", ":", "a@b ", "<a@b>", "##-", "Am 1.1.2026 schrieb ", "Sent from my ", "-- ", "*From:* "]  # fmt: skip


@pytest.mark.parametrize("end", ["", "\n", "\n\n"], ids=["one line", "lines", "paragraphs"])
@pytest.mark.parametrize("prefix", PREFIXES)
def test_quotes_are_found_in_linear_time(prefix: str, end: str) -> None:
    """One megabyte of any beginning takes less than 0.2 s."""
    text = (prefix + end) * (1_000_000 // len(prefix + end))
    started = time.process_time()
    quotes.split(text)
    assert time.process_time() - started < 0.2


@pytest.mark.parametrize("depth", [18, 19, 20, 21, 3000])
def test_nesting_beyond_the_limit_is_kept_as_an_attachment(depth: int) -> None:
    message = read(_nested(depth))
    if depth <= 20:
        assert message.text == "Hej från botten"
        assert "too many or too deep parts" not in message.defects
    else:
        assert message.attachments
        assert "too many or too deep parts" in message.defects


@pytest.mark.parametrize(("count", "cut"), [(198, False), (199, False), (200, True), (201, True)])
def test_parts_beyond_the_limit_are_kept_as_one_attachment(count: int, cut: bool) -> None:
    """200 parts, the container counted."""
    raw = mail("Content-Type: multipart/mixed; boundary=b", text="--b\nContent-Disposition: attachment\n\nx\n" * count + "--b--\n")
    message = read(raw)
    assert ("too many or too deep parts" in message.defects) is cut
    assert b"".join(a.content for a in message.attachments).count(b"x") == count


@pytest.mark.parametrize(("count", "cut"), [(496, False), (497, False), (498, True)])
def test_headers_beyond_the_limit_are_not_read(count: int, cut: bool) -> None:
    """500 headers; the mail is read all the same."""
    message = read(mail(FROM, "Content-Type: text/plain", *(f"X-{n}: x" for n in range(count)), "Subject: sist"))
    assert ("headers cut" in message.defects) is cut
    assert message.subject == ("" if cut else "sist")
    assert message.text == "Hej"


def test_a_header_of_16_kilobytes_is_read_and_a_longer_one_cut() -> None:
    assert read(mail(FROM, "References: " + "x" * 16_300 + " <a@b>")).references == ("a@b",)
    assert read(mail(FROM, "References: " + "x" * 17_000 + " <a@b>")).references == ()


def test_a_mail_beyond_all_size_is_refused_with_a_reason() -> None:
    with pytest.raises(Unreadable, match="at most 50 MB are read"):
        read(b"a" * (50 * 1024 * 1024 + 1))
