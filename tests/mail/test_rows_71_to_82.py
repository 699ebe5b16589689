"""The rows of the threat table that a mail's parts and texts can hurt us by, each within its time and its memory; and the table of bombs
that the standard library was measured with."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile

import pytest

from mailbot.mail import quotes, rtf, signed, tnef
from mailbot.mail.address import plain
from mailbot.mail.body import clean_name
from mailbot.mail.html import to_text
from mailbot.mail.message import Message
from tests.mail.samples import QUESTIONS, mail, read
from tests.mail.test_bombs import BOMBS, FROM, _html, _nested, _nested_mails

SECONDS = 0.5  # CPU of one mail, whatever it holds
MEGABYTES = 20  # beside ten times its own size


def timed(raw: bytes) -> Message:
    """The mail, read within the time."""
    started = time.process_time()
    message = read(raw)
    assert time.process_time() - started < SECONDS
    return message


def bounded(raw: bytes) -> Message:
    """The mail, read within the time, and once more within the memory (measuring that takes time)."""
    message = timed(raw)
    tracemalloc.start()
    try:
        read(raw)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000 * MEGABYTES + 10 * len(raw)
    finally:
        tracemalloc.stop()
    return message


@pytest.mark.parametrize("depth", [19, 20, 21, 3000])
def test_row_71_deep_mime_is_kept_as_an_attachment(depth: int) -> None:
    message = bounded(_nested(depth))
    assert ("too many or too deep parts" in message.defects) is (depth > 20)
    assert message.text or message.attachments


@pytest.mark.parametrize(("name", "defect"), [
    ("100000 parts", "too many or too deep parts"), ("100000 parts of one-letter boundary", "too many or too deep parts"), ("100000 headers", "headers cut"),
])  # fmt: skip
def test_row_72_a_hundred_thousand_parts_or_headers(name: str, defect: str) -> None:
    message = bounded(BOMBS[name])
    assert defect in message.defects
    assert message.text or message.attachments


@pytest.mark.parametrize("name", ["subject of 10000 encoded words", "subject of 50000 encoded words", "subject of 50000 folded encoded words"])
def test_row_73_encoded_words_do_not_eat_memory(name: str) -> None:
    assert len(bounded(BOMBS[name]).subject) <= 500


@pytest.mark.parametrize("name", ["to 50000 addresses", "from a.a.a", "references 100000", "from 500 nested comments", "content-type 10000 parameters", "message-id of junk"])
def test_row_74_header_readers_are_linear(name: str) -> None:
    message = bounded(BOMBS[name])
    assert message.text == "Hej", "whatever stands in the header"
    assert message.is_verified is False and message.address == (None if name.startswith("from") else "kund@firma.example")
    assert (len(message.to) == 200) is name.startswith("to ") and (len(message.references) == 100) is name.startswith("references")


CHARSETS = ["idna", "zlib", "hex", "undefined", "unknown-8bit", "ascii\0x", "utf-7", "punycode", "rot13", "unicode_escape", "base64_codec", "utf-16", "iso-2022-jp", "x" * 500, "../../etc/passwd", ""]  # fmt: skip


@pytest.mark.parametrize("charset", CHARSETS, ids=range(len(CHARSETS)))
def test_row_75_no_charset_raises_and_none_but_listed_ones_decode(charset: str) -> None:
    raw = mail(FROM, f"Content-Type: text/plain; charset={charset}", f"Subject: =?{charset}?q?a=E5?=", text="a" * 200_000)
    message = bounded(raw)
    assert message.text
    assert "\0" not in message.text + message.subject


@pytest.mark.parametrize("how", ["base64", "quoted-printable", "x-uuencode"])
@pytest.mark.parametrize("garbage", ["=%&!", "A", "====", "begin 644 x\n", "=\n", "\xff"])
def test_row_76_decoding_is_lenient_and_never_grows(how: str, garbage: str) -> None:
    raw = mail(FROM, f"Content-Transfer-Encoding: {how}", "Content-Type: application/x-y", "Content-Disposition: attachment", text=garbage * (1_000_000 // len(garbage)))
    message = bounded(raw)
    assert sum(a.size for a in message.attachments) <= 1.4 * len(raw)


@pytest.mark.parametrize("name", [name for name in BOMBS if name.startswith("html")])
def test_row_77_html_bombs(name: str) -> None:
    """The tree is lxml's own memory, ten times the HTML at most; what is written from it is bounded by the text's limit."""
    assert len(timed(BOMBS[name]).text) <= 200 * 1024


def test_row_77_nested_lists_do_not_fill_the_memory() -> None:
    """However deep they are read."""
    for depth in (100, 5000):
        bounded(_html("<ul><li>x" * depth))
    assert len(bounded(_html("<ul><li>x" * 100)).text.splitlines()) == 100


NASTY = [
    "On ", "On Mon, ", "Den ", "Am ", "Op ", "Från: a", "From: ", "Von: a@b ", ">", "> ", "> a\nb\n", "-", "_", "-----Original Message-----", "wrote:", ":", "a@b ", "<a@b>", "##-", "##- x -##\n1. a\n", "=?", "<div>",
    "((((", "Am 1.1.2026 schrieb ", "Sent from my ", "Sent from my iPhone\n\n", "-- ", "--\n", "*From:* ", "\n", " ", "\t", "1. ", "- ", "To: a@b;\n", "2026-01-01 10:00 ", "-----BEGIN PGP SIGNATURE-----\n", "ᐧ\n",
    "1. Vilket operativsystem använder du (t.ex. Windows 11)? ", "Från: A Skickat: B Till: C ", "Fwd: ", ">>> a@b 1.1.2026 ", "|", "写道：",
]  # fmt: skip


@pytest.mark.parametrize("above", [
    pytest.param("", id="alone"), pytest.param("Svar\n\n", id="below an answer", marks=pytest.mark.torture),
    pytest.param("##- x -##\n", id="below our mark", marks=pytest.mark.torture),
])
@pytest.mark.parametrize("prefix", NASTY)
def test_row_78_views_are_linear(prefix: str, above: str) -> None:
    """One megabyte of any prefix in under 0.2 s."""
    for end in ("", "\n"):
        text = above + (prefix + end) * (1_000_000 // len(prefix + end))
        started = time.process_time()
        quotes.split(text, "Fwd: x", QUESTIONS, answers_us=False)
        assert time.process_time() - started < 0.2


@pytest.mark.parametrize("trick", ["=?utf-8?q?hi=0D=0ABcc:_v@x.example?=", "=?utf-8?b?aGkNCkJjYzogdkB4LmV4YW1wbGU=?=", "hi\r Bcc: v@x.example", "hi\u2028Bcc: v@x.example", "hi =?utf-8?q?=0ABcc:?= v@x.example", "=?utf-8?q?hi=85Bcc:_v@x.example?="])
def test_row_79_a_subject_leads_no_header_into_a_letter(trick: str) -> None:
    message = bounded(mail(FROM, f"Subject: {trick}"))
    assert "\n" not in message.subject and "\r" not in message.subject
    assert not set(message.subject) & set("\x85\u2028\u2029\x0b\x0c")


@pytest.mark.parametrize("trick", ["a@b.example>\r\nRCPT TO:<x@y.example", "a@b.example\nDATA", "a b@c.example", "<a@b.example>", "a@b.example,c@d.example", "a@b.example\0", "=?utf-8?q?a?=@b.example", ""])
def test_row_80_no_address_leads_a_command_into_the_envelope(trick: str) -> None:
    assert plain(trick) is None


@pytest.mark.parametrize(("declared", "shown"), [("../../etc/passwd", "passwd"), ("/abs/fil.txt", "fil.txt"), ("C:\\new\\list.txt", "list.txt"), ("a\0b.txt", "ab.txt"), ("a\u202egpj.exe", "agpj.exe"), ("..", ""), (".dold", "dold"), ("a\r\nb", "a b"), ("x" * 100_000, "x" * 150)], ids=range(9))
def test_row_81_a_name_is_only_a_name(declared: str, shown: str) -> None:
    assert clean_name(declared) == shown


def test_row_82_archives_are_never_unpacked() -> None:
    """50 MB of zeros in 50 kB stay 50 kB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * 50_000_000)
    raw = mail(FROM, "Content-Type: application/zip; name=x.zip", text="").rstrip(b"\r\n") + b"\r\n\r\n" + packed.getvalue()
    (kept,) = bounded(raw).attachments
    assert kept.size < 100_000


def test_row_82_rich_text_does_not_grow_beyond_what_is_asked() -> None:
    """The compressed text of winmail.dat may say that it is long: each reference repeats at most 17 bytes, and the end is ours."""
    said = (0xFFFFFFFF).to_bytes(4, "little")
    bomb = b"\0\0\0\0" + said + b"LZFu" + b"\0\0\0\0" + (b"\xff" + b"\x00\x1f" * 8) * 100_000
    started = time.process_time()
    assert len(rtf.unpacked(bomb, 200 * 1024)) <= 200 * 1024
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("text", [b"{" * 500_000, b"\\" * 500_000, b"\\u1" * 200_000, b"\\'e5" * 200_000, b"}" * 500_000, b"{\\*" * 200_000, b"\\par" * 200_000], ids=range(7))
def test_row_82_rich_text_is_read_in_linear_time(text: bytes) -> None:
    started = time.process_time()
    rtf.text(text[: 200 * 1024])
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("data", [b"0\x80" * 100_000, b"\x30\x84\xff\xff\xff\xff" * 50_000, b"$\x80" * 100_000, b"\0" * 500_000, b""], ids=range(5))
def test_row_82_damaged_envelopes_are_no_signed_mail(data: bytes) -> None:
    started = time.process_time()
    assert not signed.signed_content(data)
    assert not signed.signed_content(bytes.fromhex("3080 06092a864886f70d010702 a080 3080 020101 3100 3080".replace(" ", "")) + data)
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("tail", [b"", b"\x02\x02\x90\x06\x00\x00\x00\x00\x00\x00\x00" * 50_000, b"\x01\x03\x90\x06\x00\xff\xff\xff\x7f", b"\xff" * 500_000, b"\x01\x03\x90\x06\x00\x04\x00\x00\x00\xff\xff\xff\xff\x00\x00"], ids=range(5))
def test_row_82_damaged_winmail_is_kept_as_it_is(tail: bytes) -> None:
    started = time.process_time()
    found = tnef.unpack(b"\x78\x9f\x3e\x22\x01\x00" + tail, 200)
    assert time.process_time() - started < SECONDS
    assert found is not None and len(found.files) <= 200


TABLE = {
    "nested multipart 400": _nested(400),
    "nested multipart 1000": _nested(1000),
    "nested rfc822 1000": _nested_mails(1000),
    "100000 headers": BOMBS["100000 headers"],
    "100000 parts": BOMBS["100000 parts"],
    "subject 10000 encoded words": BOMBS["subject of 10000 encoded words"],
    "subject 50000 encoded words": BOMBS["subject of 50000 encoded words"],
    "to 10000 addresses": mail(FROM, "To: " + ", ".join(f"a{n}@x.example" for n in range(10_000))),
    "to 50000 addresses": BOMBS["to 50000 addresses"],
    "from a.a.a": BOMBS["from a.a.a"],
    "references 100000": BOMBS["references 100000"],
    "content-type 10000 parameters": BOMBS["content-type 10000 parameters"],
    "from 500 nested comments": BOMBS["from 500 nested comments"],
    "message-id of junk": BOMBS["message-id of junk"],
    "charset idna": mail(FROM, "Content-Type: text/plain; charset=idna", text="a\u0301" * 10_000),
    "charset punycode 200 kB": BOMBS["charset punycode"],
    "encoded CRLF in a display name": mail("From: =?utf-8?q?x=0D=0ABcc:_v@x?= <kund@firma.example>"),
    "html unfinished links": _html("<a href='" * 20_000),
}


@pytest.mark.parametrize("name", TABLE)
def test_table_5_1_what_stops_the_standard_library_is_an_ordinary_mail(name: str) -> None:
    message = timed(TABLE[name])
    assert "\n" not in message.sender_name


def test_html_stays_within_what_is_asked() -> None:
    assert len(to_text("<ul><li>" * 5000 + "x", 1 << 20, 1000)) <= 1000
