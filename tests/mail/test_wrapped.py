"""What stands within wrappers: winmail.dat and its rich text, S/MIME envelopes, inline OpenPGP signatures."""

from __future__ import annotations

import base64
import struct

import pytest

from mailbot.mail import quotes, rtf
from mailbot.mail.signed import signed_content
from mailbot.mail.tnef import unpack
from tests.mail.samples import mail, read

NAME, CONTENT, PLAIN, HTML, RICH = 0x3707, 0x3701, 0x1000, 0x1013, 0x1009


def attribute(number: int, data: bytes, level: int = 1) -> bytes:
    return bytes([level]) + struct.pack("<HHI", number, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def properties(*each: tuple[int, int, bytes]) -> bytes:
    """A property block: (kind, tag, value); a named one among them, which is passed over."""
    named = struct.pack("<HH16sIIII", 0x1F, 0x8001, b"g" * 16, 1, 4, 0x61, 1) + struct.pack("<I", 4) + b"x\0\0\0"
    blocks = [struct.pack("<HHII", kind, tag, 1, len(value)) + value + b"\0" * (-len(value) % 4) for kind, tag, value in each]
    return struct.pack("<I", len(each) + 2) + named + struct.pack("<HHI", 0x03, 0x0FFF, 7) + b"".join(blocks)


def winmail(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + attribute(0x9007, struct.pack("<II", 1252, 0)) + b"".join(attributes)


def file(name: str, content: bytes) -> bytes:
    return attribute(0x9002, b"\0" * 14, 2) + attribute(0x800F, content, 2) + attribute(0x9005, properties((0x1F, NAME, f"{name}\0".encode("utf-16-le"))), 2)


def literal(rich: bytes) -> bytes:
    """Compressed rich text in which nothing is a reference but the end."""
    pieces = b"".join(b"\0" + rich[at : at + 8] for at in range(0, len(rich), 8))
    return struct.pack("<IIII", len(pieces) + 12, len(rich), 0x75465A4C, 0) + pieces


def carrying(data: bytes, text: str = "", kind: str = "application/ms-tnef") -> bytes:
    inner = "" if not text else f"--b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    packed = base64.encodebytes(data).decode()
    return mail("Content-Type: multipart/mixed; boundary=b", text=f"{inner}--b\nContent-Type: {kind}; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{packed}--b--\n")


@pytest.mark.parametrize("kind", ["application/ms-tnef", "application/vnd.ms-tnef", "application/octet-stream"])
def test_winmail_is_its_files(kind: str) -> None:
    message = read(carrying(winmail(file("Skärm.png", b"png"), file("../logg.txt", b"rad")), "Hej", kind))
    assert message.text == "Hej"
    assert [(a.name, a.type, a.content) for a in message.attachments] == [("Skärm.png", "image/png", b"png"), ("logg.txt", "text/plain", b"rad")]


@pytest.mark.parametrize(
    "body",
    [
        attribute(0x800C, "Hej på dig\0".encode("cp1252")),
        attribute(0x9003, properties((0x1F, PLAIN, "Hej på dig\0".encode("utf-16-le")))),
        attribute(0x9003, properties((0x102, HTML, "<p>Hej på <b>dig</b></p>".encode("cp1252")))),
        attribute(0x9003, properties((0x102, RICH, literal(rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator x;}\pard Hej p\'e5 \u100?ig\par}")))),
    ],
    ids=["old body", "body", "html", "rich text"],
)
def test_winmail_alone_is_the_text(body: bytes) -> None:
    message = read(carrying(winmail(body)))
    assert (message.text, message.attachments) == ("Hej på dig", ())


def test_the_text_of_the_mail_comes_before_that_of_winmail() -> None:
    message = read(carrying(winmail(attribute(0x800C, b"annan"), file("a.txt", b"a")), "Hej"))
    assert message.text == "Hej"


def test_damaged_winmail_is_kept_beside_what_could_be_read() -> None:
    message = read(carrying((winmail(file("a.txt", b"a")) + attribute(0x9002, b"\0" * 14, 2))[:-5], "Hej"))
    assert [a.name for a in message.attachments] == ["a.txt", "winmail.dat"]


def test_what_only_calls_itself_winmail_is_kept() -> None:
    assert [a.content for a in read(carrying(b"something else", "Hej")).attachments] == [b"something else"]


def test_winmail_has_no_more_files_than_a_mail_may_have_parts() -> None:
    """What is beyond stays in the file itself, which is kept then."""
    names = [a.name for a in read(carrying(winmail(*(file(f"{n}.txt", b"x") for n in range(300))), "Hej")).attachments]
    assert names == [*(f"{n}.txt" for n in range(200)), "winmail.dat"]
    assert unpack(winmail(file("a", b"x"), file("b", b"x")), 1).damaged  # type: ignore[union-attr]


def test_rich_text_repeats_what_it_refers_to() -> None:
    """A reference is twelve bits of position and four of length; the dictionary begins with 207 known bytes."""
    stream = b"\x02" + b"a" + struct.pack(">H", 207 << 4 | 4) + b"bcdefg"
    assert rtf.unpacked(struct.pack("<IIII", 99, 13, 0x75465A4C, 0) + stream, 100) == b"aaaaaaabcdefg"


def test_rich_text_made_from_html_shows_no_markup() -> None:
    made = rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}Hej{\*\htmltag72 </p>}\htmlrtf \par \htmlrtf0 du\line {\pict 4711}igen}"
    assert rtf.text(made) == "Hejdu\nigen"


# ---- S/MIME ---------------------------------------------------------------------------------------------
SIGNED, DATA, ENVELOPED = (bytes.fromhex(f"06092a864886f70d01070{n}") for n in (2, 1, 3))
INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nHej, signerat.\r\n"


def der(tag: int, *content: bytes) -> bytes:
    body = b"".join(content)
    return bytes([tag, 0x82]) + struct.pack(">H", len(body)) + body


def open_length(tag: int, *content: bytes) -> bytes:
    return bytes([tag, 0x80]) + b"".join(content) + b"\0\0"


def envelope_of(wrap: object, kind: bytes, octets: bytes) -> bytes:
    return wrap(0x30, kind, wrap(0xA0, wrap(0x30, b"\x02\x01\x01", b"\x31\x00", wrap(0x30, DATA, wrap(0xA0, octets)))))  # type: ignore[operator, no-any-return]


def smime(data: bytes) -> bytes:
    return mail("Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", "Content-Transfer-Encoding: base64", text=base64.encodebytes(data).decode())


@pytest.mark.parametrize("data", [envelope_of(der, SIGNED, der(0x04, INNER)), envelope_of(open_length, SIGNED, open_length(0x24, der(0x04, INNER[:20]), der(0x04, INNER[20:])))], ids=["der", "ber"])
def test_a_signed_envelope_shows_what_it_carries(data: bytes) -> None:
    assert signed_content(data) == INNER
    message = read(smime(data))
    assert (message.text, message.is_verified) == ("Hej, signerat.", False)


def test_an_encrypted_envelope_is_kept() -> None:
    message = read(smime(envelope_of(der, ENVELOPED, der(0x04, INNER))))
    assert (message.text, [a.name for a in message.attachments]) == ("", ["smime.p7m"])


def test_envelopes_within_envelopes_end() -> None:
    data = INNER
    for _ in range(20):
        data = smime(envelope_of(der, SIGNED, der(0x04, data))) if len(data) < 20_000 else data
    assert read(data).attachments


# ---- OpenPGP --------------------------------------------------------------------------------------------
def test_an_inline_signature_is_no_new_text() -> None:
    text = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nHej\n\nHash: det är ett ord\n-----BEGIN PGP SIGNATURE-----\nVersion: 1\n\niQEz\n=abcd\n-----END PGP SIGNATURE-----\nPS. Tack"
    view = quotes.split(text)
    assert view.new == "Hej\n\nHash: det är ett ord\n\nPS. Tack"
    assert "iQEz" in view.signature
