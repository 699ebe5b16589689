"""Outgoing mail, read back with the standard library: what went in comes out, and nothing else."""

from __future__ import annotations

import email
import email.header
import email.policy
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailbot.mail.charsets import clean_line, clean_text
from mailbot.mail.compose import REFERENCES, NotComposed, Parts, compose
from mailbot.mail.message import Attachment
from mailbot.mail.wrap import wrap

NOW = datetime(2026, 11, 24, 9, 41, 7, tzinfo=timezone(timedelta(hours=1)))
PLAIN = Parts(
    from_name="Bokis", from_address="support@bokis.info", to="anna@example.se", subject="Hej", text="Hej!",
    message_id="abc.1@bokis.info", date=NOW, language="sv",
)
ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=300)
MEAN = st.sampled_from([
    "hi\r\nBcc: victim@example.com", "hi\nBcc: v@x", "hi\rBcc: v@x", "hi\u2028Bcc: v@x", "hi\x85Bcc: v@x", "hi\x0bBcc: v@x",
    "=?utf-8?q?hi=0D=0ABcc:_v@x?=", "a" * 5000, "\ud800", "\x00", "", " ", "\u202egpj.exe", "x" * 70 + " " + "å" * 70,
    "[BK-2026-000123] Fel vid utskrift av balansrapport åäö " * 4, "日本語" * 80, "🙂" * 100, '"quoted" \\ name <x@y>',
])


def read(raw: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[return-value]


def decoded(raw: bytes, name: str) -> str:
    """A header as an ordinary mail program shows it (RFC 2047)."""
    value = email.message_from_bytes(raw)[name]
    return str(email.header.make_header(email.header.decode_header(value))).replace("\n", "").replace("\r", "")


def test_a_plain_letter_is_seven_headers_and_a_text() -> None:
    raw = compose(PLAIN)

    assert raw == (
        b"Date: Tue, 24 Nov 2026 09:41:07 +0100\r\n"
        b"From: Bokis <support@bokis.info>\r\n"
        b"To: anna@example.se\r\n"
        b"Subject: Hej\r\n"
        b"Message-ID: <abc.1@bokis.info>\r\n"
        b"Auto-Submitted: auto-generated\r\n"
        b"X-Auto-Response-Suppress: All\r\n"
        b"X-Mailbot: 1\r\n"
        b"Content-Language: sv\r\n"
        b"MIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=us-ascii\r\n"
        b"Content-Transfer-Encoding: 7bit\r\n"
        b"\r\n"
        b"Hej!\r\n"
    )


@settings(max_examples=150, deadline=None)
@given(subject=ANYTHING | MEAN, name=ANYTHING | MEAN)
@example(subject="日本語" * 80, name="日本語" * 20)
@example(subject="é" + "e" * 200, name="é" + "e" * 50)
def test_no_subject_and_no_name_can_add_a_header(subject: str, name: str) -> None:
    raw = compose(replace(PLAIN, subject=subject, from_name=name))
    back = email.message_from_bytes(raw)

    assert back.keys() == email.message_from_bytes(compose(PLAIN)).keys()
    assert all(len(line) <= 76 for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n") if b"=?" in line)


@settings(max_examples=150, deadline=None)
@given(ANYTHING | MEAN)
def test_a_subject_reads_as_it_was_meant(subject: str) -> None:
    raw = compose(replace(PLAIN, subject=subject))

    assert decoded(raw, "Subject") == clean_line(subject, 200)


@settings(max_examples=100, deadline=None)
@given(ANYTHING | MEAN)
def test_a_display_name_reads_as_it_was_meant(name: str) -> None:
    raw = compose(replace(PLAIN, from_name=name))
    shown, address = email.utils.parseaddr(email.message_from_bytes(raw)["From"])
    shown = str(email.header.make_header(email.header.decode_header(shown)))

    assert (shown, address) == (clean_line(name, 60), "support@bokis.info")


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=500) | st.sampled_from(
    ["From here on", "å\nFrom here on\nFrom å", ".", ".\n..\nå", "-- \nx", "=3D å", "x" * 2000, "å" * 300, "a \nb\t\n"]))
def test_a_text_reads_as_it_was_meant_but_for_the_folds(text: str) -> None:
    part = read(compose(replace(PLAIN, text=text)))
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    back = payload.decode("utf-8").replace("\r\n", "\n")

    assert back == wrap(clean_text(text)).strip("\n") + "\n"
    assert back.split() == clean_text(text).split()


def test_every_byte_is_ascii_and_no_line_is_too_long() -> None:
    raw = compose(replace(PLAIN, subject="Återställ åäö", text="å" * 3000 + " https://example.com/" + "x" * 3000, html="<p>å</p>"))

    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")


def test_the_case_number_stays_readable_in_the_raw_subject() -> None:
    raw = compose(replace(PLAIN, subject="[BK-2026-000123] Går inte att öppna – fel 5"))

    assert b"Subject: [BK-2026-000123] =?utf-8?q?G=C3=A5r" in raw


def test_an_answer_is_threaded_to_the_mail_it_answers() -> None:
    raw = compose(replace(PLAIN, in_reply_to="<q2@x.se>", references=("q1@x.se", "<q2@x.se>", "bad id", "x\r\nBcc:y@z")))
    back = read(raw)

    assert back["In-Reply-To"] == "<q2@x.se>"
    assert back["References"].split() == ["<q1@x.se>", "<q2@x.se>"]
    assert back["Auto-Submitted"] == "auto-replied"


def test_references_keep_the_first_and_the_newest() -> None:
    raw = compose(replace(PLAIN, references=tuple(f"{i}@x" for i in range(500)), in_reply_to="last@x"))
    ids = read(raw)["References"].split()

    assert len(ids) == REFERENCES
    assert (ids[0], ids[-2], ids[-1]) == ("<0@x>", "<499@x>", "<last@x>")


def test_a_persons_own_words_are_not_marked_automatic() -> None:
    back = read(compose(replace(PLAIN, automatic=False, in_reply_to="q@x")))

    assert "Auto-Submitted" not in back
    assert "X-Auto-Response-Suppress" not in back


def test_the_plain_text_comes_before_the_html() -> None:
    back = read(compose(replace(PLAIN, text="Hallå", html="<p>Hallå</p>")))

    assert back.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in back.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content().strip() for part in back.iter_parts()] == ["Hallå", "<p>Hallå</p>"]


@pytest.mark.parametrize(("name", "shown"), [
    ("fel.png", "fel.png"),
    ("skärmbild på felet.png", "skärmbild på felet.png"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\Anna\\fel.txt", "fel.txt"),
    ("a\r\nBcc: x@y.txt", "a Bcc: x@y.txt"),
    ("räksmörgås " * 20 + ".pdf", ("räksmörgås " * 20 + ".pdf")[:120].rstrip()),
    ("\u202egpj.exe", "gpj.exe"),
    ('a"b;c.txt', 'a"b;c.txt'),
    ("", "attachment"),
])
def test_an_attachment_comes_back_with_its_cleaned_name(name: str, shown: str) -> None:
    content = bytes(range(256)) * 3
    raw = compose(replace(PLAIN, html="<p>x</p>", attachments=(Attachment(name, "image/png", len(content), content),)))
    text, attached = list(read(raw).iter_parts())

    assert text.get_content_type() == "multipart/alternative"
    assert (attached.get_filename(), attached.get_content_type()) == (shown, "image/png")
    assert attached.get_payload(decode=True) == content


@pytest.mark.parametrize("odd", ["message/rfc822", "multipart/mixed", "text/html\r\nX-Evil: 1", "image", ""])
def test_an_attachment_of_an_odd_type_is_plain_bytes(odd: str) -> None:
    attached = list(read(compose(replace(PLAIN, attachments=(Attachment("a", odd, 1, b"x"),)))).iter_parts())[1]

    assert attached.get_content_type() == "application/octet-stream"


@pytest.mark.parametrize("bad", ["a@b>\r\nRCPT TO:<x@y", "a@b, c@d", "Anna <a@b>", "a b@c", "", "a@", "@b", "a" * 300 + "@b"])
def test_an_address_that_is_not_one_plain_address_is_refused(bad: str) -> None:
    for field in ("to", "from_address"):
        with pytest.raises(NotComposed, match="not one plain e-mail address"):
            compose(replace(PLAIN, **{field: bad}))


@pytest.mark.parametrize("bad", ["å@b\r\nBcc: x@y", "å\u2028@b.se", "å@b.se\u0085", "å@b, c@d", "Å <å@b>", "å b@c", "å@å@b", "a\u030a@b.se", "\u202eå@b.se", "\udcffå@b.se"])
def test_no_address_outside_ascii_breaks_out_of_its_line(bad: str) -> None:
    with pytest.raises(NotComposed, match="not one plain e-mail address"):
        compose(replace(PLAIN, to=bad))


def test_a_local_part_outside_ascii_stands_as_it_is_and_only_in_to() -> None:
    """RFC 6532; the domain is in its ASCII form, and our own addresses are ASCII."""
    raw = compose(replace(PLAIN, to="åsa@företag.se"))
    assert "\r\nTo: åsa@xn--fretag-wxa.se\r\n".encode() in raw
    assert raw.replace("å".encode(), b"").isascii()
    assert b"\r\nTo: anna@xn--fretag-wxa.se\r\n" in compose(replace(PLAIN, to="anna@företag.se"))
    for field in ("from_address", "reply_to"):
        with pytest.raises(NotComposed, match="not one plain e-mail address"):
            compose(replace(PLAIN, **{field: "åsa@bokis.info"}))


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(NotComposed, match="no time zone"):
        compose(replace(PLAIN, date=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_a_message_id_with_a_line_break_is_refused() -> None:
    with pytest.raises(NotComposed, match="not a Message-ID"):
        compose(replace(PLAIN, message_id="a@b\r\nBcc: x"))


def test_the_same_parts_make_the_same_bytes() -> None:
    """Outgoing bytes are frozen: a retry is the same mail."""
    parts = replace(PLAIN, html="<p>x</p>", date=datetime(2026, 1, 1, tzinfo=UTC))

    assert compose(parts) == compose(parts)


# ---- folding -------------------------------------------------------------------------------------
def test_links_stay_whole_and_quotes_keep_their_mark() -> None:
    link = "https://www.example.com/" + "x" * 90
    folded = wrap("> " + "ord " * 40 + "\n" + "Läs mer på " + link + " om det behövs.").split("\n")

    assert link in folded
    assert all(line.startswith("> ") for line in folded[:3])


def test_list_items_hang() -> None:
    folded = wrap("- " + "punkt " * 20 + "\n10. " + "punkt " * 20).split("\n")

    assert folded[1].startswith("  punkt")
    assert folded[3].startswith("    punkt")


@pytest.mark.parametrize("unseen", ["\u00a0", "\u200b", "\u200d", "\u2060", "\u200e"])
def test_a_fold_never_makes_a_command_behind_what_nobody_sees(unseen: str) -> None:
    assert wrap("x" * 70 + f" {unseen}/close nu") == "x" * 70 + f" {unseen}/close\nnu"


def test_a_fold_never_makes_a_command_or_a_quote() -> None:
    folded = wrap("x" * 70 + " /close nu " + "y" * 66 + " > z").split("\n")

    assert not any(line.startswith(("/", ">")) for line in folded)


def test_indented_lines_are_left_alone() -> None:
    code = "    " + "kolumn " * 20

    assert wrap(code) == code


@given(st.text(st.sampled_from("ab /->1. \n"), max_size=400))
def test_folding_loses_no_word_and_folding_twice_changes_nothing_in_plain_paragraphs(text: str) -> None:
    assert wrap(text).split() == text.replace("> ", " ").split() or ">" in text
    assert all(len(line) <= 72 or " " not in line.strip() or "/" in line or ">" in line or line.startswith("    ")
               for line in wrap(text).split("\n"))


def test_a_copy_shows_whom_the_answer_went_to_and_who_else_reads_it() -> None:
    raw = compose(replace(PLAIN, cc=("bo@example.se", "cia@annan.example")))
    assert read(raw)["Cc"] == "bo@example.se, cia@annan.example" and read(raw)["To"] == "anna@example.se"
    assert "Bcc" not in read(raw) and "Cc" not in read(compose(PLAIN))


@pytest.mark.parametrize("mean", ["hi\r\nBcc: victim@example.com", "bo@example.se, v@x.example", "bo@example.se\n", ""])
def test_a_reader_who_is_no_address_stops_the_mail(mean: str) -> None:
    with pytest.raises(NotComposed):
        compose(replace(PLAIN, cc=(mean,)))
