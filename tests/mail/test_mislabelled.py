"""Texts that are not what they are called, or come in dresses that few programs know: they are read, and nothing is lost."""

from __future__ import annotations

import base64
import binascii

import pytest

from mailbot.mail import charsets
from mailbot.mail.enriched import text_of
from mailbot.mail.headers import unbase64_text
from mailbot.mail.uuencoded import files_in
from tests.mail.samples import mail, read

LONG = "Hej då! Programmet startar inte, och skärmen blir svart när jag öppnar bokslutet i november."
CODED = base64.encodebytes(LONG.encode())


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (CODED, LONG.encode()),
        (b"SGVq", b"Hej"),
        (b"SGVq\n", b"Hej"),
        (b"SGV\nq\n\n", b"Hej"),
        (b"Hej, detta \xc3\xa4r vanlig text.\nSom ingen kodade.\n", b"Hej, detta \xc3\xa4r vanlig text.\nSom ingen kodade.\n"),
        (b"Ingen kod alls\n", b"Ingen kod alls\n"),
        (CODED + b"\n--\nDetta skrev listan\n", LONG.encode() + b"\n\n--\nDetta skrev listan\n"),
        (CODED + b"--b--\n", LONG.encode()),
        (b"!\n" + CODED, LONG.encode()),
        (b"", b""),
    ],
)
def test_base64_is_what_looks_like_it(body: bytes, shown: bytes) -> None:
    assert unbase64_text(body).rstrip() == shown.rstrip()


def test_a_text_that_was_never_encoded_is_read_as_it_stands() -> None:
    assert read(mail("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", text="Hej, programmet startar inte!")).text == "Hej, programmet startar inte!"


@pytest.mark.parametrize(
    ("data", "declared", "text", "honest"),
    [
        ("på".encode(), "iso-8859-1", "på", False),
        ("på".encode(), "windows-1252", "på", False),
        ("på".encode(), "iso-8859-15", "på", False),
        ("på".encode("latin-1"), "iso-8859-1", "på", True),
        ("på Ã¥".encode("latin-1"), "iso-8859-1", "på Ã¥", True),
        ("ош".encode("koi8-r"), "koi8-r", "ош", True),
    ],
)
def test_what_reads_as_utf_8_is_not_latin(data: bytes, declared: str, text: str, honest: bool) -> None:
    assert charsets.decode(data, declared) == (text, honest)


ALTERNATIVE = "--b\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>Hej, programmet startar inte</p>\n--b--\n"


@pytest.mark.parametrize(
    "plain",
    ["Your mail program does not show HTML.", "To view this message, please use an HTML compatible email viewer!", "Ditt e-postprogram kan inte visa HTML.", "Ihr E-Mail-Programm unterstützt kein HTML.", "Uw mailprogramma toont geen HTML.",
     "Cette version texte ne montre rien: votre client de messagerie n'affiche pas le HTML."],
)  # fmt: skip
def test_what_a_program_says_of_html_gives_way_to_the_html(plain: str) -> None:
    assert read(mail("Content-Type: multipart/alternative; boundary=b", text=ALTERNATIVE.format(plain=plain))).text == "Hej, programmet startar inte"


@pytest.mark.parametrize("plain", ["HTML fungerar inte", "Hej, jag kan inte exportera till HTML. Vad gör jag?", "Hej, programmet startar inte"])
def test_what_a_person_says_of_html_stays(plain: str) -> None:
    assert read(mail("Content-Type: multipart/alternative; boundary=b", text=ALTERNATIVE.format(plain=plain))).text == plain


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("text/plain/foo; charset=utf-8", "Hej då", "Hej då"),
        ("message/partial; id=x; number=1; total=2", "Content-Type: text/plain; charset=utf-8\n\nHej del ett", "Hej del ett"),
        ("message/partial; id=x; number=2; total=2", "Hej del två", ""),
        ("text/rtf", r"{\rtf1\ansi{\fonttbl\f0 Arial;}Hej d\'e5}", "Hej då"),
        ("application/rtf", r"{\rtf1 Hej}", "Hej"),
        ("text/enriched", "<bold>Hej</bold> du <<b>\nigen\n\nny rad", "Hej du <b> igen\nny rad"),
        ("text/richtext", "<bold>Hej</bold> du<nl>ny <lt>rad>", "Hej du\nny <rad>"),
    ],
)
def test_rare_types_are_text(kind: str, text: str, shown: str) -> None:
    assert read(mail(f"Content-Type: {kind}", text=text)).text.strip() == shown


def test_a_further_piece_of_a_mail_is_kept_as_a_file() -> None:
    message = read(mail("Content-Type: message/partial; id=x; number=2; total=2", text="Hej del två"))
    assert [one.content for one in message.attachments] == ["Hej del två".encode()]


@pytest.mark.parametrize(
    ("source", "text"),
    [("a\nb", "a b"), ("a\n\nb", "a\nb"), ("<color><param>red</param>a</color>", "a"), ("a < b", "a < b"), ("<nofill>a\nb</nofill>", "a\nb")],
)
def test_enriched_text_is_plain_text(source: str, text: str) -> None:
    assert text_of(source, True) == text


def uuencoded(name: str, content: bytes) -> str:
    lines = [binascii.b2a_uu(content[at : at + 45]).decode().rstrip("\n") for at in range(0, len(content), 45)]
    return "\n".join([f"begin 644 {name}", *lines, "`", "end"])


def test_files_within_a_text_are_attachments_and_the_text_keeps_them() -> None:
    text = f"Hej\n\n{uuencoded('räk.txt', LONG.encode())}\n\noch\n\n{uuencoded('b.bin', bytes(range(100)))}\nslut"
    message = read(mail(text=text))
    assert [(one.name, one.content) for one in message.attachments] == [("räk.txt", LONG.encode()), ("b.bin", bytes(range(100)))]
    assert message.text == text


@pytest.mark.parametrize("text", ["begin 644 x\nHej på dig, det här är ingen fil\nend", "begin 644 x\n#:&5J\n`", "We begin 644 x\nand\nend", "begin 1999 with x\n`\nend", "end\nbegin 644 x"])
def test_what_only_begins_like_a_file_is_none(text: str) -> None:
    assert files_in(text, 10) == ()


def test_no_more_files_are_taken_than_allowed() -> None:
    assert len(files_in("\n".join(uuencoded(f"{n}", b"x") for n in range(9)), 3)) == 3


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["begin 644 x\n", "begin 644 x\nM\n", "begin 644 x\n`\nend\n"])
def test_a_megabyte_of_beginnings_is_read_at_once(piece: str) -> None:
    assert len(files_in(piece * (1_000_000 // len(piece)) + "\nend", 100)) <= 100


def test_a_named_text_below_the_text_is_shown_and_listed() -> None:
    parts = "--b\nContent-Type: text/plain\nContent-Disposition: inline\n\nHej\n--b\nContent-Type: text/plain; name=log.txt\nContent-Disposition: inline; filename=log.txt\n\nlogg\n--b--\n"
    message = read(mail("Content-Type: multipart/mixed; boundary=b", text=parts))
    assert (message.text, [one.name for one in message.attachments]) == ("Hej\n\nlogg", ["log.txt"])
