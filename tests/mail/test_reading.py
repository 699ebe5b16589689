"""The small readers: encoded words, parameters, charsets, flowed text, HTML, names, languages, threads."""

from __future__ import annotations

import time

import pytest

from mailbot.mail import charsets, language, threading
from mailbot.mail.body import clean_name
from mailbot.mail.bounces import message_ids_in
from mailbot.mail.charsets import clean_line, clean_text
from mailbot.mail.fingerprint import fingerprint
from mailbot.mail.flowed import unflow
from mailbot.mail.headers import decode_words, parameters, unbase64
from mailbot.mail.html import to_text
from mailbot.mail.mime import transfer_encoding
from tests.mail.samples import mail, read


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"=?utf-8?q?=C3=85sa?=", "Åsa"),
        (b"=?UTF-8?B?w4VzYQ==?=", "Åsa"),
        (b"=?iso-8859-1?Q?=C5sa_=D6berg?=", "Åsa Öberg"),
        (b"=?iso-8859-1*sv?Q?=C5sa?=", "Åsa"),
        (b"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        (b"=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
        (b"=?utf-8?q?=C3?=  =?utf-8?q?=85?=", "Å"),
        (b"=?utf-8?b?w4Vz?= =?iso-8859-1?q?=E5?=", "Åså"),
        (b"=?utf-8?q?Fr=C3=A5ga?_ja?=", "Fråga? ja"),
        (b"=?utf-8?b?w4VzYQ?=", "Åsa"),
        (b"=?utf-8?b?!!!?=", ""),
        (b"=?utf-7?q?+AGE-?=", "+AGE-"),
        (b"=?unknown?q?=E5?=", "å"),
        (b"=?utf-8?q?open", "=?utf-8?q?open"),
        (b"=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        ("Åsa".encode(), "Åsa"),
        ("Åsa".encode("latin-1"), "Åsa"),
        (b"", ""),
    ],
)
def test_encoded_words(raw: bytes, text: str) -> None:
    assert decode_words(raw) == text


def test_an_encoded_line_break_cannot_leave_a_header() -> None:
    assert read(mail("Subject: =?utf-8?q?hi=0D=0ABcc:_v@x?=")).subject == "hi Bcc: v@x"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'text/plain; charset="utf-8"', ("text/plain", {"charset": "utf-8"})),
        (b'x; a="b;c"; d=e', ("x", {"a": "b;c", "d": "e"})),
        (b'x; a="b\\"c"', ("x", {"a": 'b"c'})),
        (b"x; filename*=utf-8''b%C3%A5t.txt", ("x", {"filename": "båt.txt"})),
        (b"x; f*1=b; f*0=a", ("x", {"f": "ab"})),
        (b"x; f*0*=iso-8859-1'sv'%E5; f*1=b", ("x", {"f": "åb"})),
        (b'x; filename="=?utf-8?q?b=C3=A5t.txt?="', ("x", {"filename": "båt.txt"})),
        ('x; filename="båt.txt"'.encode(), ("x", {"filename": "båt.txt"})),
        (b'x; a="open; b=c', ("x", {"a": "open", "b": "c"})),
        (b"; a=b", ("", {"a": "b"})),
        (b"", ("", {})),
    ],
)
def test_parameters(raw: bytes, expected: tuple[str, dict[str, str]]) -> None:
    assert parameters(raw) == expected


@pytest.mark.parametrize("name", ["idna", "punycode", "zlib", "hex", "rot13", "undefined", "unicode_escape", "utf-7", "base64", "mbcs", "oem", "ascii\0x", "../x", "a" * 500, "raw_unicode_escape"])
def test_only_listed_charsets_are_asked(name: str) -> None:
    assert charsets.codec(name) is None
    assert charsets.decode(b"Hej", name)[0] == "Hej"


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        ("Åäö".encode(), "us-ascii", "Åäö"),
        ("Åäö".encode("latin-1"), "us-ascii", "Åäö"),
        ("Åäö".encode("latin-1"), "utf-8", "Åäö"),
        ("”Hej” – 5 €".encode("cp1252"), "iso-8859-1", "”Hej” – 5 €"),
        ("Zażółć".encode("iso-8859-2"), "iso-8859-2", "Zażółć"),
        ("日本".encode("iso-2022-jp"), "iso-2022-jp", "日本"),
        ("日本".encode("cp932"), "shift_jis", "日本"),
        ("中文".encode("gb18030"), "gb2312", "中文"),
        ("Hej".encode("utf-16"), None, "Hej"),
        (b"\xef\xbb\xbfHej", "iso-8859-1", "Hej"),
        ("åäö åäö".encode() + b"\xff", "utf-8", "åäö åäö\ufffd"),
        (b"+AGE-", "utf-7", "+AGE-"),
    ],
)
def test_charsets_fall_back_sensibly(data: bytes, declared: str | None, text: str) -> None:
    assert charsets.decode(data, declared)[0] == text


@pytest.mark.parametrize(("raw", "data"), [(b"SGVq", b"Hej"), (b"SGV\nq", b"Hej"), (b"SGVq!!", b"Hej"), (b"SGU", b"He"), (b"S", b""), (b"====", b""), (b"SGU=SGVq", b"HeHej")])
def test_base64_is_read_as_it_is_written(raw: bytes, data: bytes) -> None:
    assert unbase64(raw) == data


@pytest.mark.parametrize(
    ("flowed", "text"),
    [
        ("a \nb", "a b"),
        ("a\nb", "a\nb"),
        ("> a \n> b\nc", "> a b\nc"),
        ("> a \n>> b", "> a \n>> b"),
        ("a \n-- \nb", "a \n-- \nb"),
        (" > ingen citering", "> ingen citering"),
        ("a \n", "a "),
    ],
)
def test_flowed_text(flowed: str, text: str) -> None:
    assert unflow(flowed, delsp=False) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Ett</p><p>Två</p>", "Ett\n\nTvå"),
        ("<div>Ett</div><div>Två<br>Tre</div>", "Ett\nTvå\nTre"),
        ("Ett\n  <b>två</b>\n tre", "Ett två tre"),
        ("<ol><li>Öppna</li><li>Stäng</li></ol>", "1. Öppna\n2. Stäng"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a | b\nc | d"),
        ("<table><tr><td><table><tr><td>layout</td></tr></table></td></tr></table>", "layout"),
        ('<a href="https://x.example/a">här</a>', "här <https://x.example/a>"),
        ('<a href="https://x.example/">x.example</a>', "x.example"),
        ('<a href="javascript:alert(1)">klicka</a>', "klicka"),
        ("<blockquote>Fråga<blockquote>Äldre</blockquote></blockquote>Svar", "> Fråga\n>\n>> Äldre\n\nSvar"),
        ("<style>p{}</style><script>x</script><title>t</title>Hej", "Hej"),
        ('<div style="display:none">dold</div>Hej', "Hej"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("Hej<img alt='Logga' src='http://spy.example/x.gif'>", "HejLogga"),
        ("n&auml;r &lt;b&gt; &#8364;", "när <b> €"),
        ("", ""),
        ("<", "<"),
    ],
)
def test_html_is_readable(html: str, text: str) -> None:
    assert to_text(html, 1000, 1000) == text


def test_html_text_is_bounded() -> None:
    assert len(to_text("<p>Hej</p>" * 10_000, 10**6, 1000)) <= 1100


@pytest.mark.parametrize(
    ("declared", "shown"),
    [("../../etc/passwd", "passwd"), ("/abs/fil.txt", "fil.txt"), ("C:\\new\\list.txt", "list.txt"), ("a\0b.txt", "ab.txt"), ("a\u202egpj.exe", "agpj.exe"), ("..", ""), ("", ""), (".dold", "dold"), ("x" * 300 + ".pdf", "x" * 146 + ".pdf"), ("a\r\nb", "a b")],
)  # fmt: skip
def test_names_of_attachments_are_only_names(declared: str, shown: str) -> None:
    assert clean_name(declared) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hej, jag kan inte skriva ut mina fakturor", "sv"),
        ("Guten Tag, ich kann meine Rechnungen nicht drucken", "de"),
        ("Hallo, ik kan mijn facturen niet afdrukken", "nl"),
        ("Hello, I cannot print my invoices and I need help", "en"),
        ("Bonjour, je ne peux pas imprimer mes factures", None),
        ("Hei, jeg kan ikke skrive ut fakturaene mine, hva skal jeg gjøre?", None),
        ("Windows 11 Error 4711", None),
        ("", None),
    ],
)
def test_language_is_one_of_ours_or_honestly_unknown(text: str, expected: str | None) -> None:
    assert language.detect(text, ["sv", "de", "nl", "en"]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Hej! Jag får detta:\nUnable to open the file because it is in use by another program.\nVad gör jag?', "sv"),
        ('Guten Tag,\n\nich bekomme beim Starten:\n\nThe application was unable to start correctly (0xc000007b). Click OK to close the application. If the problem persists please contact the administrator of this computer or reinstall the program from the original installation media.\n\nDanke', "de"),
        ('Hej,\n\nNär jag startar får jag:\n\nThe procedure entry point could not be located in the dynamic link library KERNEL32.dll. Please reinstall the application and try again, or contact your administrator for assistance.\n\nVad gör jag? Mvh Anna', "sv"),
        ('Guten Tag,\n\nbeim Starten erscheint die Meldung: The application was unable to start correctly (0xc000007b). Click OK to close.\n\nDanke, Karl', "de"),
        ('Hallo, ik krijg de melding "The server is not responding, please try again in a few minutes or contact your administrator". Groet, Jan', "nl"),
        ('Hej, programmet säger "Cannot connect to the server. Please check that it is running and that you have the right to use it." Hälsningar Anna', "sv"),
        ('Hallo,\n\n> The system cannot find the path that is specified in the settings of this program\n\nWat moet ik doen? Groet Jan', "nl"),
        ('Hej\n\n2026-11-23 ERROR: The file could not be opened because it is in use by the other program\n2026-11-23 WARN: There is not enough memory to do this, please close the other programs\n\nVad är fel? Mvh', "sv"),
        ('Hallo, es kommt: Error: the database is locked by an other user, please try again when it is free. Was tun? Gruß', "de"),
        ('Hello, I cannot print my invoices. The error says: "Datei nicht gefunden, bitte wenden Sie sich an den Administrator". Thanks', "en"),
        ('Hi,\n\nI get the following when I start:\n\nDas Programm konnte nicht gestartet werden, weil die Datei nicht auf dem Computer ist.\n\nWhat can I do? Regards, John', "en"),
        ('Hej,\n\nHär är vår fråga:\n\nHur gör vi när vi ska skriva ut en faktura som redan är bokförd?\n\nMvh Anna', "sv"),
        ('FYI:\n\nHallo, das Programm startet nicht mehr, seit ich das Update installiert habe. Was kann ich tun?', "de"),
        ('Hej, felet kvarstår. Unable to write to the disk because it is full or you do not have the rights to do this. Mvh Anna', "sv"),
        ('Windows 11 Error 4711', None),
        ('Goedemiddag,\n\nFoutmelding: The operation could not be completed because the file is in use.\n\nGroeten, Piet', "nl"),
        ('Error: disk is full and the file could not be saved. What should I do?', "en"),
        ('Hej\n\nat com.example.Main.run(Main.java:10)\nat java.lang.Thread.run(Thread.java:11)\njava.io.IOException: The process cannot access the file because it is being used by another process\n\nMvh Anna, vad gör jag?', "sv"),
        ('Bonjour, je reçois: "The file could not be opened because it is in use by the other program". Merci de votre aide, cordialement', None),
        ('Hej,\n\nstår så här nu:\n\nThis copy of the program is not licensed. You can use it for 30 days. Please enter the code that you have been given.\n\n/Bo', "sv"),
        ('Meldung: The file is in use by an other program and it can not be opened.\n\nMfG\nKarl', "de"),
        ('Ik krijg: You do not have permission to open this file. Contact the owner of the file or an administrator to get permission.', "nl"),
        ("Guten Tag, wo finde ich C:\\Program Files\\Example\\the program is in this folder and not in that\\x.exe? Danke", "de"),
    ],
)
def test_the_language_is_that_of_the_person_and_not_of_the_program(text: str, expected: str | None) -> None:
    assert language.detect(text, ["sv", "de", "nl", "en"]) == expected


@pytest.mark.parametrize("seed", ["> a\n", '"aaaaaaa', "a: b\n", ":\n", "fel: ", "C:\\a\\", "cannot ", "at a(", "x" * 51 + "\n", "fel " + "x" * 61 + "\n", "“", "»aaaaaaaa"])
def test_the_language_of_anything_is_told_at_once(seed: str) -> None:
    began = time.process_time()
    language.detect((seed * 30_000)[:30_000], ["sv", "de"])

    assert time.process_time() - began < 0.3


def test_only_configured_languages_are_named() -> None:
    assert language.detect("Guten Tag, ich kann meine Rechnungen nicht drucken", ["sv", "en"]) is None


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        (b"base64", "base64"), (b" BASE64 ", "base64"), (b"base64 (comment)", "base64"), (b"(a comment) base64", "base64"), (b"base64; x=y", "base64"), (b'"base64"', "base64"),
        (b"base 64", "base64"), (b"quoted-printable;", "quoted-printable"), (b"QUOTED-PRINTABLE (x)", "quoted-printable"), (b"quoted_printable", "quoted-printable"),
        (b"quotedprintable", "quoted-printable"), (b"8bit base64", "8bit"), (b"x-uuencode", "x-uuencode"), (b"", ""), (b"(base64", ""), (b"7bit", "7bit"),
    ],
)  # fmt: skip
def test_a_transfer_encoding_is_the_word_that_counts(declared: bytes, encoding: str) -> None:
    assert transfer_encoding(declared) == encoding


@pytest.mark.parametrize(("how", "text"), [("base64 (comment)", "SGVqLCBkZXQgw6RyIGZlbA=="), ("quoted-printable;", "Hej, det =C3=A4r=\n fel")])
def test_a_mail_with_trailing_junk_behind_its_encoding_is_decoded(how: str, text: str) -> None:
    raw = mail("Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {how}", text=text)
    assert read(raw).text.strip() == "Hej, det är fel"


ENGLISH = "The program does not start when I print and it is not your fault"


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        (f"Re: {ENGLISH}", "Hej, jag kan inte skriva ut mina fakturor", "sv"),
        (f"Re: {ENGLISH}", "Windows 11", None),  # the subject of an answer is another's
        (f"Re: {ENGLISH}", "Hej, jag kan inte skriva ut det.\n\nOn Mon, 23 Nov 2026 at 09:00, Support <support@us.example> wrote:\n> Which operating system do you use and what is the error that you get?", "sv"),
        (ENGLISH, "Windows 11", "en"),  # a first mail's own subject
        (ENGLISH, "Guten Tag, ich kann meine Rechnungen nicht drucken", "de"),
    ],
)  # fmt: skip
def test_the_language_is_that_of_what_was_written_now(subject: str, text: str, expected: str | None) -> None:
    assert read(mail(f"Subject: {subject}", text=text)).language == expected


ALTERNATIVE = "--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n{html}\n--b--\n"


@pytest.mark.parametrize(
    ("plain", "begins"),
    [
        ("e\nssage\nContent-type: text/plain", "e\nssage\nContent-type: text/plain\n\nNyheter"),  # broken: both are shown, nothing is lost
        ("Nyheter", "Nyheter\n\nVi"),  # all of it stands in the HTML too
        ("Vi har mycket att berätta. " * 20, "Vi har mycket"),  # a text of its own
    ],
)
def test_a_plain_text_that_says_next_to_nothing_is_shown_with_the_html(plain: str, begins: str) -> None:
    html = "<h1>Nyheter</h1>" + "<p>Vi har mycket att berätta i dag.</p>" * 50
    message = read(mail("Content-Type: multipart/alternative; boundary=b", text=ALTERNATIVE.format(plain=plain, html=html)))
    assert message.text.startswith(begins)
    assert message.text.count("Nyheter") == (0 if plain.startswith("Vi") else 1)


FORMAT = "EX-{year}-{number:06}"


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [
        ("Sv: [EX-2026-000123] Hej", ("EX-2026-000123",)),
        ("ex-2026-123 och EX–2026–000124", ("EX-2026-000123", "EX-2026-000124")),
        ("EX-2026-000123 EX-2026-000123", ("EX-2026-000123",)),
        ("AEX-2026-000123", ()),
        ("EX-2026-000123x", ()),
        ("EX-1999-000123", ()),
        ("", ()),
    ],
)
def test_case_numbers_are_found_and_written_our_way(subject: str, numbers: tuple[str, ...]) -> None:
    assert threading.case_numbers(subject, FORMAT) == numbers


@pytest.mark.parametrize(
    "subject",
    ["Fel", "Re: Fel", "SV: Fel", "AW: AW: Fel", "Antw: Fel", "Fwd: Re: Fel", "Re[2]: Fel", "RE: [EX-2026-000123] Fel", "[EX-2026-000123] Sv: Fel", "VB: WG: TR: Fel", "Vs: Fel", "Odp: Fel"],
)
def test_the_bare_subject(subject: str) -> None:
    assert threading.clean_subject(subject, FORMAT) == "Fel"


@pytest.mark.parametrize("subject", ["Refaktorering: fel", "SVG: fel", "I programmet: fel", "Fel: Re: x"])
def test_words_that_only_look_like_a_prefix_stay(subject: str) -> None:
    assert threading.clean_subject(subject, FORMAT) == subject


@pytest.mark.parametrize("unseen", ["\u200b", "\u2060", "\ufeff", "\u200c", "\u200d", " \u200b\u200d \u2060\u200c\u200d\t\u200d"])
def test_nothing_unseen_stands_before_the_first_word_of_a_line(unseen: str) -> None:
    assert [line.strip() for line in clean_text(f"{unseen}/spend 15m\n\n{unseen}/close").split("\n")] == ["/spend 15m", "", "/close"]
    assert clean_line(f"{unseen}Hej\u200b\u2060\ufeff du") == "Hej du"


@pytest.mark.parametrize("word", ["می\u200cخواهم", "👩\u200d👩\u200d👧", "❤\ufe0f"])
def test_what_joins_letters_and_signs_stays(word: str) -> None:
    assert clean_text(f"{word}\nx {word}") == f"{word}\nx {word}"


def test_a_space_without_width_is_no_part_of_a_word() -> None:
    assert clean_text("Ara\u200bbia\u2060n\ufeff") == "Arabian"


def test_references_keep_their_order_and_are_bounded() -> None:
    message = read(mail("References: <a@x>\r\n <b@x> <a@x>", "In-Reply-To: Message of Monday <b@x>", "Message-ID:  <c@x> "))
    assert (message.references, message.in_reply_to, message.message_id) == (("a@x", "b@x"), ("b@x",), "c@x")
    many = read(mail("References: " + " ".join(f"<{n}@x>" for n in range(1500)))).references
    assert (len(many), many[0], many[-1]) == (100, "0@x", "1499@x")


@pytest.mark.parametrize("odd", ["a\0b@x", "a\x01b@x", "ab@x\x7f", "a\x9fb@x"])
def test_an_id_with_control_characters_is_none(odd: str) -> None:
    message = read(mail(f"References: <{odd}> <good@x>", f"In-Reply-To: <{odd}>", f"Message-ID: {odd}"))
    assert (message.references, message.in_reply_to, message.message_id) == (("good@x",), (), None)
    assert message_ids_in(f"Message-ID: <{odd}>\nMessage-ID: <good@x>") == ["good@x"]


def test_a_surrogate_in_an_id_is_never_kept() -> None:
    message = read(mail("Message-ID: <a\udcffb@x>"))
    assert message.message_id is not None
    message.message_id.encode("utf-8")


@pytest.mark.parametrize("raw", [b"", b"\n", b"\r", b"\r\n\r\n", b"\xff", b"a: b", b"\n\nx"])
def test_any_bytes_have_a_fingerprint(raw: bytes) -> None:
    assert len(fingerprint(raw)) == 64


@pytest.mark.parametrize("line", [b"Content-Note: 1", b"Content-Language: sv", b"content-x: y", b"Content-Description: z"])
def test_a_header_that_nothing_signs_does_not_make_another_mail(line: bytes) -> None:
    raw = mail("Subject: a", "Message-ID: <x@y>")
    assert fingerprint(line + b"\r\n" + raw) == fingerprint(raw)


@pytest.mark.parametrize("line", [b"Content-Type: text/html", b"Content-Transfer-Encoding: base64", b"Cc: x@y.example", b"Reply-To: x@y.example"])
def test_a_header_that_changes_what_is_read_makes_another_mail(line: bytes) -> None:
    raw = mail("Subject: a", "Message-ID: <x@y>")
    assert fingerprint(line + b"\r\n" + raw) != fingerprint(raw)


def test_the_fingerprint_covers_content_and_not_transport() -> None:
    raw = mail("Subject: a", "Message-ID: <x@y>")
    assert fingerprint(raw) == fingerprint(b"X-Spam: no\r\nDKIM-Signature: x\r\n" + raw.replace(b"Subject: a", b"subject:\r\n a"))
    for changed in (raw.replace(b"Subject: a", b"Subject: b"), raw.replace(b"Hej", b"Hey"), raw.replace(b"<x@y>", b"<z@y>")):
        assert fingerprint(changed) != fingerprint(raw)
