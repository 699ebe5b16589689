"""Identity: one address that every reader agrees about, or none."""

from __future__ import annotations

import time

import pytest

from mailbot.mail import address
from mailbot.mail.message import Unverifiable
from tests.mail.samples import CONFIG, envelope, mail, read

# Each trick, and the one address a mail server would use; None: readers disagree, so there is none.
TRICKS: list[tuple[str, str | None]] = [
    ("=?x?q?agent=40us.example=3e=00?=foo@evil.example", None),
    ("<=?x?q?agent=40us.example=3e?=foo@evil.example>", None),
    ("=?utf-8?q?agent=40us.example=20?=x@evil.example", None),
    ("=?utf-8?q?agent?=@us.example", None),
    ("agent@us.example <bob@evil.example>", None),
    ("agent@us.example(<bob@evil.example>", None),
    ("agent@us.example)<bob@evil.example>", None),
    ("agent@us.example,<bob@evil.example>", None),
    ("agent@us.example, bob@evil.example", None),
    ("<agent@us.example> <bob@evil.example>", None),
    ("<agent@us.example>, <bob@evil.example>", None),
    ("<bob@evil.example> agent@us.example", None),
    ("agents: agent@us.example, bob@evil.example;", None),
    ("agents: agent@us.example;", None),
    ("agents:agent@us.example", None),
    ("agents:<agent@us.example>;", None),
    ("agents:;", None),
    ("undisclosed recipients:; agent@us.example", None),
    ("a: agent@us.example; <bob@evil.example>", None),
    ("agent@us.example, agents:;", None),
    ("<@us.example:bob@evil.example>", None),
    ("<@us.example,@b.example:agent@us.example>", None),
    ('"agent@us.example" <bob@evil.example>', "bob@evil.example"),
    ('"agent@us.example\\" <" <bob@evil.example>', "bob@evil.example"),
    ('"agent@us.example <bob@evil.example>', None),
    ("(agent@us.example) bob@evil.example", None),
    ("(comment (nested)) agent@us.example", None),
    ("agent(comment)@us.example", None),
    ("agent @us.example", None),
    ("agent@us.example.", None),
    ("agent@.us.example", None),
    ("agent..x@us.example", None),
    (".agent@us.example", None),
    ("agent@us_example", None),
    ("agent@[127.0.0.1]", None),
    ("agent@127.0.0.1", None),
    ('"agent"@us.example', None),
    ("agent@us.example\x00", None),
    ("agent\x0b@us.example", None),
    ("\x1b[2Jagent@us.example", None),
    ("Kund\x08 <agent@us.example>", None),
    ("agent@us.example\x7f", None),
    ("agent@us.example\x85", None),
    ("agent@us.example\rBcc: x@evil.example", None),
    ("agent@us.exаmple", "agent@us.exаmple"),  # a Cyrillic a: another domain, and it stays one
    ("ag​ent@us.example", None),  # a zero-width space
    ("ａgent@us.example", None),  # a full-width letter
    ("agent@u\u212a.example", None),  # the Kelvin sign, whose lower case is a plain k
    ("agent@us.example@evil.example", None),
    ("agent@us.example(<bob@evil.example>)", None),
    ("agent@us.example <bob@evil.example", None),
    ("agent@us.example> <bob@evil.example>", None),
    ("agent@us.example; bob@evil.example", None),
    ("agent@us.example\n <bob@evil.example>", None),  # folded
    ('agent@us.example "x" <bob@evil.example>', None),
    ('"agent@us.example"@evil.example', None),
    ("agent%us.example@evil.example", "agent%us.example@evil.example"),  # a relay's old detour is only a name
    ("agent@us.example\u202e@evil.example", None),  # a direction mark
    ("agent@us.\u00adexample", None),  # a soft hyphen
    ("agent@us\uff0eexample", None),  # a full-width dot, which some readers take for a dot
    ("agent@us\u3002example", None),  # an ideographic full stop
    ("agent@us\uff61example", None),
    ("agent@xn--us-.example", None),  # an A-label that is none
    ("agent@-us.example", None),
    ("agent@us..example", None),
    ("<>agent@us.example", None),
    ("agent@us.example", "agent@us.example"),
    ("a@[", None),
    ("", None),
    ("<>", None),
    ("Mailer-Daemon", None),
    ("Kund <kund@firma.example>", "kund@firma.example"),
    ("kund@firma.example (Kund)", "kund@firma.example"),
    ("<kund@firma.example>", "kund@firma.example"),
    ('"Doe, J." <j.doe@firma.example>', "j.doe@firma.example"),
    ("=?utf-8?q?=C3=85sa?= <asa@firma.example>", "asa@firma.example"),
    ("Åsa Öberg <asa@firma.example>", "asa@firma.example"),
    ("asa@firma.example <asa@firma.example>", "asa@firma.example"),
    ("'asa@firma.example' <asa@firma.example>", "asa@firma.example"),
    ("Anna (Support) <anna+x@firma.example>", "anna+x@firma.example"),
    ("åsa@firma.example", "åsa@firma.example"),
]


@pytest.mark.parametrize(("value", "expected"), TRICKS)
def test_from_is_what_a_mail_server_sees_or_nothing(value: str, expected: str | None) -> None:
    assert address.author(value.encode("utf-8")) == expected
    assert read(mail(f"From: {value}")).address == expected


def test_no_trick_ends_in_the_agents_address() -> None:
    """Of all that is dressed up as agent@us.example only the plain address is it; the rest is another address or none."""
    dressed = [value for value, _ in TRICKS if "us" in value and "gent" in value]
    assert len(dressed) >= 33
    assert [value for value in dressed if address.author(value.encode()) == "agent@us.example"] == ["agent@us.example"]


@pytest.mark.parametrize(
    "lines",
    [
        ["From: agent@us.example", "From: bob@evil.example"],
        ["From: bob@evil.example", "FROM: agent@us.example"],
        ["From : agent@us.example"],
        ["From : agent@us.example", "From: bob@evil.example"],
        ["From\t: agent@us.example"],
        ["From:\r\n \r\n agent@us.example"],  # folded over a blank line
        ["From: bob@evil.example\r\n\t\r\n <agent@us.example>"],
        ["From: agent@us.example\r\n \r\nTo: x@us.example"],
        ["From:\r\n\r\n agent@us.example"],  # the header ends there
        ["From\x00: agent@us.example"],
        ["From\x0b: agent@us.example"],
        ["From: agent@us.example", "From:"],
        ["From: agent@us.example", "from :bob@evil.example"],
        ["Sender: agent@us.example", "Reply-To: agent@us.example", "Resent-From: agent@us.example"],
    ],
)
def test_not_exactly_one_from_line_is_unverifiable(lines: list[str]) -> None:
    assert isinstance(read(mail(*lines, sender="")).sender, Unverifiable)


def test_a_second_from_behind_the_limits_is_not_overlooked() -> None:
    """What was not read cannot be trusted: a cut header block never gives a verified sender."""
    lines = ["Authentication-Results: mx.us.example; dmarc=pass header.from=us.example", "From: agent@us.example"]
    lines += [f"X-{n}: {n}" for n in range(600)] + ["From: bob@evil.example"]
    assert not read(mail(*lines)).is_verified


def test_folded_and_oddly_cased_from_is_read() -> None:
    assert read(mail("fRoM: Kund\r\n <KUND@Firma.Example>")).address == "KUND@Firma.Example"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anna@Firma.Example", "anna@firma.example"), ("anna@blåbär.example", "anna@xn--blbr-noae.example")],
)
def test_one_mailbox_has_one_key(one: str, other: str) -> None:
    assert address.key(one) == address.key(other)


@pytest.mark.parametrize(
    "different", ["anna+x@firma.example", "a.nna@firma.example", "anna@sub.firma.example", "ånna@firma.example", "anna@fırma.example", "аnna@firma.example"]
)
def test_nothing_else_is_folded(different: str) -> None:
    assert address.key(different) != address.key("anna@firma.example")


def test_a_key_of_nonsense_says_what_was_expected() -> None:
    with pytest.raises(ValueError, match="plain address such as"):
        address.key("Anna <anna@firma.example>")


def test_lists_are_read_as_far_as_they_are_plain() -> None:
    value = b'Anna <a@x.example>, "B, C" <b@x.example>, group: c@x.example, <d@x.example>;, junk, (x, y) e@x.example'
    expected = ("a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example")
    assert address.listed(value, 200) == expected


@pytest.mark.parametrize(
    "bomb",
    [b"a." * 30_000 + b"@x.example", b"(" * 60_000, b'"' * 60_001, b"<" * 60_000, b"\\" * 60_000, b"a@b," * 15_000, b"a@b<" * 15_000, b"((a)" * 15_000],
)
def test_reading_addresses_is_linear(bomb: bytes) -> None:
    started = time.process_time()
    address.author(bomb)
    address.listed(bomb, 200)
    assert time.process_time() - started < 0.2


def test_the_display_name_is_a_claim_without_an_address() -> None:
    message = read(mail('From: "agent@us.example \u202e Anna" <bob@evil.example>'))
    assert (message.sender_name, message.address) == ("Anna", "bob@evil.example")
    assert read(mail("From: " + "Å" * 300 + " <a@x.example>")).sender_name == "Å" * 60


def test_the_envelope_sender_is_no_identity() -> None:
    assert read(mail("Subject: x", sender=""), envelope("agent@us.example"), CONFIG).address is None
