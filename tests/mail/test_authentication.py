"""Proof: only our own server's word, only above what strangers wrote, only by a door that vouches."""

from __future__ import annotations

import random

import pytest

from mailbot.mail import authentication
from mailbot.mail.authentication import proof
from mailbot.mail.envelope import Door
from mailbot.mail.message import Claimed, Verified
from tests.mail.samples import CONFIG, config, envelope, mail, read

FROM = "From: Kund <kund@firma.example>"
PASS = "Authentication-Results: mx.us.example; dmarc=pass (p=reject) header.from=firma.example"
OURS = "Received: from mta.firma.example (mta.firma.example [192.0.2.1]) by mx.us.example with ESMTPS id 1; Mon, 23 Nov 2026 09:00:00 +0000"
THEIRS = "Received: from pc ([10.0.0.1]) by mta.firma.example with ESMTPSA id 2; Mon, 23 Nov 2026 08:59:59 +0000"
SIGNED = "DKIM-Signature: v=1; a=rsa-sha256; d=firma.example; s=s1; h=From:To:Subject:Date; bh=x; b=y"
DKIM = "Authentication-Results: mx.us.example; dkim=pass header.d=firma.example header.s=s1"

VERIFIED = [
    ("dmarc above the first Received", [PASS, OURS, THEIRS, FROM], "dmarc"),
    ("dmarc right below our own Received", [OURS, PASS, THEIRS, FROM], "dmarc"),
    ("our name in capitals", [PASS.replace("mx.us.example", "MX.US.Example"), OURS, FROM], "dmarc"),
    ("with a version", [PASS.replace("mx.us.example;", "mx.us.example 1;"), FROM], "dmarc"),
    ("folded, with comments", [PASS.replace("; ", ";\r\n\t(a comment; spf=fail)\r\n "), FROM], "dmarc"),
    ("a step within one server before", ["Received: by 2002:a05:7108::1 with SMTP id x; Mon", OURS, PASS, THEIRS, FROM], "dmarc"),
    ("a foreign verdict above ours", ["Authentication-Results: other.example; dmarc=fail", PASS, FROM], "dmarc"),
    ("dkim of the same domain", [DKIM, SIGNED, FROM], "dkim"),
    ("dkim of the parent domain", [DKIM, SIGNED, "From: kund@sub.firma.example"], "dkim"),
    ("our name between comments", [PASS.replace("mx.us.example;", "(a (b\\)) c) mx.us.example (mail filter) 1 (x);"), FROM], "dmarc"),
    ("our name in quotes", [PASS.replace("mx.us.example;", '"mx.us.example";'), FROM], "dmarc"),
    ("another server's long header above ours", ["Authentication-Results: other.example; x=" + "x" * 9000, PASS, FROM], "dmarc"),
    ("header.from as an address", [PASS.replace("=firma.example", "=kund@firma.example"), FROM], "dmarc"),
]


@pytest.mark.parametrize(("what", "lines", "by"), VERIFIED, ids=[row[0] for row in VERIFIED])
def test_our_servers_word_proves_the_author(what: str, lines: list[str], by: str) -> None:
    sender = read(mail(*lines)).sender
    assert isinstance(sender, Verified), sender
    assert sender.proof == by


CLAIMED = [
    ("no verdict at all", [OURS, THEIRS, FROM]),
    ("below the Received of a stranger", [OURS, THEIRS, PASS, FROM]),
    ("below a Received of a stranger who uses our look", [OURS.replace("by mx.us.example", "by mx.us.example.evil.example"), PASS, FROM]),
    ("another server", [PASS.replace("mx.us.example", "mx.us.example.evil.example"), FROM]),
    ("our name in a comment", [PASS.replace("mx.us.example", "evil.example (mx.us.example)"), FROM]),
    ("our name as a suffix", [PASS.replace("mx.us.example", "x.mx.us.example"), FROM]),
    ("pass in a comment", [PASS.replace("dmarc=pass (p=reject)", "dmarc=fail (dmarc=pass)"), FROM]),
    ("pass in a quoted reason", [PASS.replace("dmarc=pass (p=reject)", 'dmarc=fail reason="; dmarc=pass"'), FROM]),
    ("the topmost of ours says fail", [PASS.replace("dmarc=pass", "dmarc=fail"), PASS, FROM]),
    ("the topmost of ours knows no dmarc", ["Authentication-Results: mx.us.example; spf=pass smtp.mailfrom=firma.example", PASS, FROM]),
    ("another header.from", [PASS.replace("=firma.example", "=evil.example"), FROM]),
    ("a subdomain as header.from", [PASS.replace("=firma.example", "=x.firma.example"), FROM]),
    ("no header.from", [PASS.replace(" header.from=firma.example", ""), FROM]),
    ("spf alone", ["Authentication-Results: mx.us.example; spf=pass smtp.mailfrom=kund@firma.example", FROM]),
    ("dkim of another domain", [DKIM.replace("=firma", "=evil"), SIGNED.replace("=firma", "=evil"), FROM]),
    ("dkim of a suffix that is no parent", [DKIM, SIGNED, "From: kund@xfirma.example"]),
    ("dkim of a top-level domain", [DKIM.replace("firma.example", "example"), SIGNED.replace("firma.example", "example"), FROM]),
    ("dkim that leaves the end open", [DKIM, SIGNED + "; l=20", FROM]),
    ("dmarc with a signature that leaves the end open", [PASS, SIGNED + "; l=20", FROM]),
    ("dkim that does not cover the subject", [DKIM, SIGNED.replace(":Subject", ""), FROM]),
    ("a header of 9 kB", [PASS + " (" + "x" * 9000 + ")", FROM]),
    ("nested comments", [PASS.replace("(p=reject)", "(" * 1500 + ")" * 1500), FROM]),
    ("dmarc fails and passes", [PASS.replace("dmarc=pass", "dmarc=fail header.from=firma.example; dmarc=pass", 1), FROM]),
    ("two names", [PASS.replace("mx.us.example;", "mx.us.example mx.us.example;"), FROM]),
    ("Microsoft's header, not configured", ["Authentication-Results: spf=pass smtp.mailfrom=firma.example; dmarc=pass header.from=firma.example", FROM]),
    ("an ARC header", [PASS.replace("Authentication-Results", "ARC-Authentication-Results").replace(": ", ": i=1; "), FROM]),
    ("a header with a space before the colon in an old name", [PASS.replace("Authentication-Results", "X-Authentication-Results"), FROM]),
]


# What our own server may write above a verdict that the sender forged.
NOT_PASSED_OVER = [
    ("longer than we read", PASS.replace("dmarc=pass", "dmarc=fail") + " (" + "x" * 9000 + ")"),
    ("a comment behind the name", "Authentication-Results: mx.us.example (amavisd-new); dmarc=fail header.from=firma.example"),
    ("a comment before the name", "Authentication-Results: (x) mx.us.example; dmarc=fail header.from=firma.example"),
    ("the name in quotes", 'Authentication-Results: "mx.us.example"; dmarc=fail header.from=firma.example'),
    ("a space before the colon", "Authentication-Results : mx.us.example; dmarc=fail header.from=firma.example"),
    ("results that cannot be read", "Authentication-Results: mx.us.example; dmarc==; fail"),
    ("our name and more", "Authentication-Results: mx.us.example or so; dmarc=fail header.from=firma.example"),
    ("no name", "Authentication-Results: ; dmarc=fail header.from=firma.example"),
    ("nothing", "Authentication-Results:"),
    ("a comment without an end", "Authentication-Results: (mx.us.example; dmarc=fail header.from=firma.example"),
    ("a name that is no name", "Authentication-Results: mx.us.exämple; dmarc=fail header.from=firma.example"),
    ("Microsoft's header without a name", "Authentication-Results: spf=pass smtp.mailfrom=firma.example; dmarc=fail header.from=firma.example"),
]


@pytest.mark.parametrize(("what", "above"), NOT_PASSED_OVER, ids=[row[0] for row in NOT_PASSED_OVER])
def test_a_verdict_that_is_not_understood_is_not_passed_over(what: str, above: str) -> None:
    assert read(mail(PASS, FROM)).is_verified
    assert isinstance(read(mail(above, PASS, FROM)).sender, Claimed)
    assert isinstance(read(mail(OURS, above, PASS, THEIRS, FROM)).sender, Claimed)


@pytest.mark.parametrize(("what", "lines"), CLAIMED, ids=[row[0] for row in CLAIMED])
def test_everything_else_is_a_claim(what: str, lines: list[str]) -> None:
    sender = read(mail(*lines)).sender
    assert isinstance(sender, Claimed), sender
    assert sender.because


def test_a_door_that_does_not_vouch_proves_nothing() -> None:
    assert isinstance(read(mail(PASS, FROM), envelope(vouched=False)).sender, Claimed)


def test_without_trusted_servers_nobody_is_verified() -> None:
    settings = config(trusted_authserv=[])
    assert isinstance(read(mail(PASS, FROM), settings=settings).sender, Claimed)


def test_bare_cr_line_ends_prove_nothing() -> None:
    raw = mail(PASS, FROM).replace(b"\r\n", b"\r")
    assert read(raw).address == "kund@firma.example"
    assert not read(raw).is_verified


def test_microsofts_nameless_header_counts_where_it_is_configured() -> None:
    settings = config(trusted_authserv=["microsoft365"])
    results = "Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=firma.example; dmarc=pass action=none header.from=firma.example;compauth=pass"
    hop = "Received: from a.outlook.com (::1) by b.outlook.com (::2) with HTTPS; Mon, 23 Nov 2026 09:00:00 +0000"
    assert read(mail(hop, results, FROM), settings=settings).is_verified
    assert not read(mail(hop, THEIRS, results, FROM), settings=settings).is_verified


@pytest.mark.parametrize(
    ("author", "verified"), [("agent@us.example", True), ("ANNA@home.example", True), ("kund@firma.example", False)]
)
def test_an_agent_who_logged_in_is_himself_and_nobody_else(author: str, verified: bool) -> None:
    env = envelope(agent="anna", vouched=False, door=Door.SUBMISSION)
    sender = read(mail(f"From: {author}"), env).sender
    assert isinstance(sender, Verified) is verified
    assert not isinstance(sender, Verified) or sender.proof == "auth"


AUTH = "Authentication-Results: mx.us.example; auth=pass smtp.auth=agent@us.example"
LOGIN = "Received: from pc ([192.0.2.7]) (Authenticated sender: agent@us.example) by mx.us.example with ESMTPSA id 3; Mon"


@pytest.mark.parametrize(
    ("accepted", "lines", "verified"),
    [
        (["auth"], [AUTH], True),
        ([], [AUTH], False),
        (["auth"], [AUTH.replace("agent@", "bob@")], False),
        (["authenticated_sender"], [LOGIN], True),
        ([], [LOGIN], False),
        (["authenticated_sender"], [THEIRS, LOGIN], False),
        (["authenticated_sender"], [LOGIN.replace("by mx.us", "by mx.evil")], False),
        (["authenticated_sender"], [LOGIN.replace("agent@", "bob@")], False),
        (["authenticated_sender"], [LOGIN.replace("([192", "(Authenticated sender: bob@us.example) ([192")], False),
    ],
)
def test_colleagues_are_known_by_what_the_configuration_accepts(accepted: list[str], lines: list[str], verified: bool) -> None:
    sender = read(mail(*lines, "From: agent@us.example"), settings=config(trusted_internal=accepted)).sender
    assert isinstance(sender, Verified) is verified


def test_the_proof_for_doors_is_short_and_never_raises() -> None:
    assert proof(mail(PASS, "From: KUND@Firma.Example"), envelope(), CONFIG) == "dmarc:kund@firma.example"
    assert proof(mail(FROM), envelope(), CONFIG) == ""
    for raw in (b"", b"\0" * 1000, b"\xff" * 1000, b"From: " * 100_000, b"Authentication-Results: mx.us.example; (" + b"(" * 8000):
        assert proof(raw, envelope(), CONFIG) == ""


def test_a_plain_header_is_read_as_any_other() -> None:
    """What the quick reading takes on says what the general parser says; whatever is odd is left to that one."""
    chance = random.Random(8601)
    properties = [f"{name}={value}" for name in ("header.from", "Header.D", "smtp.mailfrom", "policy.x") for value in ("firma.example", "a@B.example", "x+/=", "-", "@firma.example", '"q"', "")]
    after = ["", "", " ", " (p=none; dis=none)", "(c)", " (a)(b)", " ((n))", "\t"]
    plain = 0
    for _ in range(3000):
        results = [
            chance.choice(("dmarc=pass", "dkim=Fail", "DKIM=pass", "none", "none=pass", "dkim/1=pass", "spf=pass reason=x")) + chance.choice(after)
            + "".join(f" {chance.choice(properties)}{chance.choice(after)}" for _ in range(chance.randint(0, 2)))
            for _ in range(chance.randint(0, 2))
        ]  # fmt: skip
        text = "; ".join(("mx.us.example", *results))
        if authentication._PLAIN.fullmatch(text):
            plain += 1
            assert authentication._plain_results(text) == authentication._any_results(text), text
    assert plain > 100, "these headers prove nothing"
