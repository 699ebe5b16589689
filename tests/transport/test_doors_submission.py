"""The submission door: who may log in, as whom he may send, and what guessing costs."""

from __future__ import annotations

import smtplib
import ssl
import subprocess
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.mail.envelope import Door
from mailbot.transport.doors import DoorFault
from mailbot.transport.login import Logins
from tests.transport.conftest import MAIL, NOON, PASSWORDS, House, Peer, config, needed

US = "support@vendor.example"
CASE = "support+a.3f.anna.1.1xk.k3f9@vendor.example"


def plain(login: str, password: str) -> str:
    return "AUTH PLAIN " + b64encode(f"\0{login}\0{password}".encode()).decode()


def greeted(house: House, address: str, source: str | None = None) -> Peer:
    peer = house.peer(address, source)
    peer.say("EHLO home.example")
    return peer


@pytest.mark.parametrize("login", ["anna", "ANNA", "anna@vendor.example", "Anna@Home.example"])
def test_an_agent_logs_in_by_id_or_address_and_his_mail_says_who_he_is(house: House, login):
    peer = greeted(house, house.submission())
    assert peer.say(plain(login, "blå tallrik")) == "235 2.7.0 Authentication successful"
    for line in ("MAIL FROM:<Anna@vendor.example> AUTH=<>", f"RCPT TO:<{CASE}>"):
        assert peer.say(line).startswith("250"), line
    peer.say("DATA")
    peer.send(MAIL + b".\r\n")

    assert peer.reply() == "250 2.0.0 Kept"
    envelope = house.shelf.envelope
    assert (envelope.door, envelope.authenticated_as, envelope.vouched) == (Door.SUBMISSION, "anna", False)


def test_auth_login_is_understood_as_well(house: House):
    peer = greeted(house, house.submission())
    peer.say("auth login")
    peer.say(b64encode(b"bo").decode())

    assert peer.say(b64encode("grön sked".encode()).decode()).startswith("235")


def test_without_log_in_nothing_is_taken(house: House):
    peer = greeted(house, house.submission())

    assert [peer.say(line)[:9] for line in ("MAIL FROM:<anna@vendor.example>", "RCPT TO:<x@y>", "DATA")] == [
        "530 5.7.0"
    ] * 3


@pytest.mark.parametrize("sender", ["bo@vendor.example", "support@vendor.example", "", "anna@vendor.example.evil"])
def test_an_agent_sends_only_as_himself(house: House, sender):
    peer = greeted(house, house.submission())
    peer.say(plain("anna", "blå tallrik"))

    assert peer.say(f"MAIL FROM:<{sender}>").startswith("553 5.7.1")


def test_an_agent_reaches_only_us(house: House):
    peer = greeted(house, house.submission())
    peer.say(plain("anna", "blå tallrik"))
    peer.say("MAIL FROM:<anna@vendor.example>")

    assert peer.say("RCPT TO:<anna@kund.example>").startswith("550 5.1.1")


def test_unknown_login_wrong_password_and_no_password_answer_alike(house: House):
    peer = greeted(house, house.submission())
    attempts = [("nobody", "x"), ("anna", "x"), ("eva", ""), ("eva", "x")]

    assert {peer.say(plain(*attempt)) for attempt in attempts} == {"535 5.7.8 Login or password is wrong"}


def test_an_unknown_login_is_compared_against_something_too(monkeypatch):
    """Equal time: one hash and one comparison of equal length, whoever knocks."""
    compared: list[tuple[int, int]] = []
    monkeypatch.setattr(
        "mailbot.transport.login.compare_digest", lambda a, b: compared.append((len(a), len(b))) or a == b
    )
    logins = Logins(config(), PASSWORDS.get, lambda: NOON, timedelta(minutes=15))
    for login in ("anna", "nobody", "eva", ""):
        assert logins.log_in(login, "wrong", "192.0.2.1") is None

    assert compared == [(32, 32)] * 4


def test_after_five_failures_the_peer_is_locked_out_even_with_the_right_password_until_time_has_passed(house: House):
    address = house.submission(auth_failures=5, auth_lockout="15m")
    peer = greeted(house, address)
    for number in range(5):
        assert peer.say(plain(f"guess{number}", "x")).startswith("535")

    assert peer.say(plain("anna", "blå tallrik")).startswith("421 4.7.0")
    assert peer.reply() == ""
    assert house.peer(address).greeting.startswith("421 4.7.0")
    house.shelf.turn(timedelta(minutes=15))
    assert greeted(house, address).say(plain("anna", "blå tallrik")).startswith("235")


def test_a_login_is_locked_by_guesses_from_many_peers_under_any_of_its_names(house: House):
    address = house.submission(auth_failures=3)
    for number, name in enumerate(("anna", "ANNA", "anna@home.example"), start=2):
        assert greeted(house, address, f"127.0.0.{number}").say(plain(name, "x")).startswith("535")

    assert greeted(house, address, "127.0.0.9").say(plain("anna@vendor.example", "blå tallrik")).startswith("421")
    assert greeted(house, address, "127.0.0.9").say(plain("bo", "grön sked")).startswith("235")


def test_a_success_forgives_earlier_slips(house: House):
    address = house.submission(auth_failures=3)
    for _ in range(3):
        peer = greeted(house, address)
        for _ in range(2):
            assert peer.say(plain("anna", "x")).startswith("535")
        assert peer.say(plain("anna", "blå tallrik")).startswith("235")


@pytest.mark.parametrize("said", ["AUTH", "AUTH PLAIN ***", "AUTH PLAIN AGE=", "AUTH CRAM-MD5", "AUTH PLAIN a b"])
def test_a_malformed_log_in_is_refused_and_the_session_goes_on(house: House, said):
    peer = greeted(house, house.submission())

    assert peer.say(said)[:2] == "50"
    assert peer.say(plain("anna", "blå tallrik")).startswith("235")


def test_off_loopback_a_password_needs_tls(house: House, certificate, monkeypatch):
    """The door believes it stands on the network: nothing offers or takes a password before STARTTLS."""
    monkeypatch.setattr("mailbot.transport.connection.is_loopback", lambda peer: False)
    address = house.submission(tls_certificate=certificate[0], tls_key=certificate[1])
    peer = house.peer(address)
    assert "AUTH" not in peer.say("EHLO x")
    assert peer.say(plain("anna", "blå tallrik")).startswith("538 5.7.11")

    with house.client(address) as client:
        client.starttls(context=trusting(certificate))
        client.user, client.password = "anna", "blå tallrik"
        client.ehlo()
        assert client.docmd(plain("anna", "blå tallrik"))[0] == 235
        assert "starttls" not in client.esmtp_features
        client.sendmail("anna@vendor.example", CASE, MAIL)

    assert house.shelf.envelope.authenticated_as == "anna"


def test_what_was_said_before_tls_is_forgotten(house: House, certificate):
    address = house.submission(tls_certificate=certificate[0], tls_key=certificate[1])
    with house.client(address) as client:
        client.ehlo()
        assert client.docmd(plain("anna", "blå tallrik"))[0] == 235
        client.starttls(context=trusting(certificate))
        client.ehlo()
        assert client.docmd("MAIL", "FROM:<anna@vendor.example>")[0] == 530
        assert client.docmd("STARTTLS")[0] == 503


def test_commands_pipelined_behind_starttls_are_thrown_away(house: House, certificate):
    """STARTTLS injection (CVE-2024-34083): what came in plain never runs inside TLS."""
    address = house.smtp(tls_certificate=certificate[0], tls_key=certificate[1])
    peer = greeted(house, address)
    peer.send(b"STARTTLS\r\nEHLO evil\r\nMAIL FROM:<evil@x.example>\r\n")
    assert peer.reply().startswith("220")
    with trusting(certificate).wrap_socket(peer.socket, server_hostname="localhost") as line:
        line.sendall(b"NOOP\r\n")
        assert line.recv(1000) == b"250 2.0.0 OK\r\n"
        line.sendall(b"RCPT TO:<support@vendor.example>\r\n")
        assert line.recv(1000).startswith(b"503")


def test_a_broken_handshake_ends_the_connection_alone(house: House, certificate):
    address = house.smtp(tls_certificate=certificate[0], tls_key=certificate[1])
    peer = greeted(house, address)
    peer.say("STARTTLS")
    peer.send(b"this is no handshake\r\n")
    while peer.file.read(1):
        pass

    assert greeted(house, address).say("NOOP").startswith("250")


def test_submission_on_the_network_without_a_certificate_does_not_open(house: House):
    with pytest.raises(DoorFault, match=r"\[listen\] submission: 0\.0\.0\.0:0 .* need TLS; set tls_certificate"):
        house.open(submission="0.0.0.0:0")


def test_an_agent_answers_with_neomutt(house: House, tmp_path: Path):
    """A real mail program in batch mode logs in and its mail arrives as the agent's."""
    neomutt = needed("neomutt")
    host, _, port = house.submission().rpartition(":")
    rc = tmp_path / "rc"
    rc.write_text(
        f'set smtp_url="smtp://cia:plain-ascii@{host}:{port}"\nset smtp_authenticators="plain"\nset ssl_starttls=no\nset ssl_force_tls=no\n'
        'set from="cia@vendor.example"\nset realname="Cia"\nset use_envelope_from=yes\nset envelope_from_address="cia@vendor.example"\n'
        f'set copy=no\nset folder="{tmp_path}"\nset record=""\nset tmpdir="{tmp_path}"\nset hostname="home.example"\n'
    )
    done = subprocess.run(
        [neomutt, "-n", "-F", str(rc), "-s", "Re: [EX-1]", CASE], input="Hej Åsa, starta om.\n/spend 10m\n", text=True,
        capture_output=True, timeout=30, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "dumb"},
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert b"/spend 10m\r\n" in house.shelf.raw
    assert house.shelf.envelope.authenticated_as == "cia"
    assert house.shelf.envelope.rcpt_to == (CASE,)


def trusting(certificate: tuple[str, str]) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=certificate[0])
    context.check_hostname = False
    return context


def test_smtplib_logs_in(house: House):
    host, _, port = house.submission().rpartition(":")
    with smtplib.SMTP(host, int(port), "home.example") as client:
        assert client.login("cia", "plain-ascii")[0] == 235
