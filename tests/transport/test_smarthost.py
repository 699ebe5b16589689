"""Mail to the smarthost: what each reply means, one connection for many mails, TLS or nothing, and no way to be held."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator

import pytest

from mailbot.transport.results import Later, Never, Paused, Sent
from mailbot.transport.smarthost import Login, Smarthost, Waits
from mailbot.transport.tls import server_context
from tests.transport.conftest import House, LoopThread
from tests.transport.sink import HANG_UP, Sink

RAW = b"From: support@vendor.example\r\nSubject: Hej\r\n\r\nDet l\xc3\xb6ste sig.\r\n.dot\r\n"
US, ANNA = "support@vendor.example", "anna@kund.example"


_opened: list[Smarthost] = []


@pytest.fixture
def sinks(loop_thread: LoopThread) -> Iterator[list[Sink]]:
    made: list[Sink] = []
    yield made
    while _opened:
        _opened.pop().close()
    for sink in made:
        sink.close()


@pytest.fixture
def sink(loop_thread: LoopThread, sinks: list[Sink]) -> Sink:
    sinks.append(Sink(loop_thread))
    return sinks[-1]


def to(sink: Sink, security="none", login: Login | None = None, server: str = "127.0.0.1", **waits: float) -> Smarthost:
    _opened.append(Smarthost(server, sink.port, security, login, "desk.example", Waits(**waits)))
    return _opened[-1]


def send(host: Smarthost, recipient: str = ANNA, raw: bytes = RAW, mail_from: str = US):
    return host.deliver(raw, mail_from, recipient, 1)


def test_a_mail_arrives_octet_by_octet(sink):
    assert send(to(sink)) == Sent()
    assert sink.mails == [(US, [ANNA], RAW)]
    assert "MAIL FROM:<support@vendor.example> SIZE=69 BODY=8BITMIME" in sink.heard


def test_the_null_path_is_sent_as_such(sink):
    assert send(to(sink), mail_from="") == Sent()
    assert any(line.startswith("MAIL FROM:<> ") for line in sink.heard)


def test_a_bare_line_feed_leaves_as_crlf(sink):
    """What we pass on must not smuggle anything into the next server either."""
    assert send(to(sink), raw=b"Subject: x\n\n\n.\r\nMAIL FROM:<evil@x>\r\rend") == Sent()
    assert [raw for _, _, raw in sink.mails] == [b"Subject: x\r\n\r\n\r\n.\r\nMAIL FROM:<evil@x>\r\n\r\nend\r\n"]


def test_many_mails_share_a_connection_with_rset_between_and_quit_at_the_end(sink):
    host = to(sink)
    assert [send(host) for _ in range(3)] == [Sent()] * 3
    host.close()

    assert (sink.connections, sink.count("RSET"), sink.count("EHLO")) == (1, 2, 1)
    assert len(sink.mails) == 3


def test_an_idle_connection_is_ended_with_quit(sink):
    gone = threading.Event()
    host = to(sink, idle=0.05)
    host._hang_up = lambda real=host._hang_up: (real(), gone.set())
    send(host)

    assert gone.wait(5)
    assert host._line is None
    assert send(host) == Sent()
    assert sink.connections == 2


CODES = [
    ("MAIL", 421, Later), ("MAIL", 450, Later), ("MAIL", 451, Later), ("MAIL", 452, Later), ("MAIL", 530, Paused),
    ("MAIL", 550, Never), ("MAIL", 552, Never), ("MAIL", 554, Never),
    ("RCPT", 421, Later), ("RCPT", 450, Later), ("RCPT", 451, Later), ("RCPT", 452, Later), ("RCPT", 535, Paused),
    ("RCPT", 550, Never), ("RCPT", 552, Never), ("RCPT", 554, Never),
    ("DATA", 421, Later), ("DATA", 451, Later), ("DATA", 554, Never), ("DATA", 250, Later),
    ("END", 421, Later), ("END", 450, Later), ("END", 451, Later), ("END", 452, Later),
    ("END", 550, Never), ("END", 552, Never), ("END", 554, Never),
    ("EHLO", 421, Later), ("EHLO", 451, Later),
]  # fmt: skip


@pytest.mark.parametrize(("command", "code", "kind"), CODES)
def test_a_reply_decides_later_never_or_pause_and_the_next_mail_goes(sink, command, code, kind):
    sink.script[command] = [f"{code} 4.0.0 because"]
    host = to(sink)

    result = send(host)

    assert type(result) is kind
    assert str(code) in result.reason
    assert "because" in result.reason
    if kind is not Paused:
        assert result.code == code
    assert send(host) == Sent()
    assert sink.connections == (2 if code in (421, 250) or kind is Paused or command == "EHLO" else 1)


@pytest.mark.parametrize("command", ["EHLO", "MAIL", "RCPT", "DATA", "END"])
def test_a_dropped_line_means_later_and_is_uncertain_only_after_the_last_octet(sink, command):
    sink.script[command] = [HANG_UP]
    host = to(sink)

    result = send(host)

    assert isinstance(result, Later)
    assert result.uncertain == (command == "END")
    assert send(host) == Sent()


def test_a_connection_that_died_between_two_mails_costs_nothing(sink):
    host = to(sink)
    assert send(host) == Sent()
    sink.script["RSET"] = [HANG_UP]

    assert send(host) == Sent()
    assert sink.connections == 2


def test_nobody_listening_means_later():
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]

    result = Smarthost("127.0.0.1", port, "none", None, "desk.example").deliver(RAW, US, ANNA, 1)

    assert isinstance(result, Later)
    assert f"127.0.0.1:{port}: connecting" in result.reason


def test_the_server_s_size_is_learned_and_what_is_larger_never_leaves(loop_thread, sinks):
    sinks.append(Sink(loop_thread, data_size_limit=50))
    host = to(sinks[0])

    assert send(host) == Never("69 octets are more than the 50 the mail server takes", 552)
    assert host.largest == 50
    assert sinks[0].count("MAIL") == 0


@pytest.mark.parametrize(
    "recipient", ["a@b>\r\nRCPT TO:<x@y", "a@b> X=<c@d", "", "anna", "a b@c.example", "a@b\r\n", "a\0@b.example"]
)
def test_an_address_that_is_none_never_reaches_the_wire(sink, recipient):
    """Envelope injection (bpo-43124): the outbox may be old, the grammar is checked again."""
    assert isinstance(send(to(sink), recipient), Never)
    assert isinstance(send(to(sink), mail_from=recipient or "x"), Never)
    assert sink.connections == 0


def test_an_address_outside_ascii_goes_with_smtputf8_or_never(loop_thread, sinks):
    sinks += [Sink(loop_thread), Sink(loop_thread, enable_SMTPUTF8=False)]
    assert send(to(sinks[0]), "åsa@kund.example") == Sent()
    assert sinks[0].mails[0][1] == ["åsa@kund.example"]
    assert isinstance(send(to(sinks[1]), "åsa@kund.example"), Never)
    assert send(to(sinks[1]), "anna@fröken.example") == Sent()
    assert sinks[1].mails[0][1] == ["anna@xn--frken-kua.example"]


# ---- log-in and TLS ------------------------------------------------------------------------------
@pytest.fixture
def trusted(certificate, monkeypatch) -> ssl.SSLContext:
    """The server's context; the machine trusts its authority."""
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    return server_context(*certificate)


DESK = Login("desk", "hemlig å")


@pytest.mark.parametrize("implicit", [False, True])
def test_a_log_in_within_tls_with_any_letters_in_the_password(loop_thread, sinks, trusted, implicit):
    sinks.append(Sink(loop_thread, trusted, implicit, auth_require_tls=not implicit))
    host = to(sinks[0], "tls" if implicit else "starttls", DESK, server="localhost")

    assert send(host) == Sent()
    assert sinks[0].heard[-4:][0] == "AUTH PLAIN"


def test_auth_login_is_used_where_plain_is_not_offered(loop_thread, sinks):
    sinks.append(Sink(loop_thread, auth_exclude_mechanism=["PLAIN"]))

    assert send(to(sinks[0], login=DESK)) == Sent()
    assert "AUTH LOGIN" in sinks[0].heard


def test_a_wrong_password_pauses_everything_and_kills_no_mail(sink):
    host = to(sink, login=Login("desk", "wrong"))

    result = send(host)

    assert isinstance(result, Paused)
    assert "log-in as desk: 535" in result.reason
    assert "wrong" not in result.reason
    assert sink.count("MAIL") == 0
    sink.script["AUTH"] = ["454 4.7.0 later"]
    assert isinstance(send(host), Later)


def test_a_server_without_starttls_gets_nothing_in_plain_text(sink):
    """A stripping proxy (row 108) is refused, not obeyed."""
    result = send(to(sink, "starttls", DESK))

    assert isinstance(result, Paused)
    assert "STARTTLS" in result.reason
    assert sink.count("AUTH") == sink.count("MAIL") == 0


@pytest.mark.parametrize("implicit", [False, True])
def test_a_certificate_nobody_vouches_for_pauses(loop_thread, sinks, certificate, implicit):
    sinks.append(Sink(loop_thread, server_context(*certificate), implicit))

    result = send(to(sinks[0], "tls" if implicit else "starttls", server="localhost"))

    assert isinstance(result, Paused)
    assert "TLS failed" in result.reason


def test_a_certificate_for_another_name_pauses(loop_thread, sinks, trusted):
    """Its authority is known, but "127.1" (the same machine) does not stand in it."""
    sinks.append(Sink(loop_thread, trusted))

    result = send(to(sinks[0], "starttls", server="127.1"))

    assert isinstance(result, Paused)
    assert "mismatch" in result.reason


def test_a_server_that_drips_is_cut_off_at_the_deadline():
    """Row 26: smtplib's timeout is per octet; ours is per mail."""
    over = threading.Event()

    def drip(listener: socket.socket) -> None:
        line, _ = listener.accept()
        with line:
            try:
                line.sendall(b"220 slow\r\n")
                while not over.wait(0.02):
                    line.sendall(b"2")
            except OSError:
                pass

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=drip, args=(listener,), daemon=True).start()
        host = Smarthost(
            "127.0.0.1", listener.getsockname()[1], "none", None, "desk.example", Waits(command=60, mail=0.3)
        )
        result = send(host)
        over.set()

    assert isinstance(result, Later)
    assert not result.uncertain


def test_after_the_last_octet_we_wait_longer_than_for_a_command(sink):
    """Row 25: whoever hangs up while the server works makes a duplicate."""
    host = to(sink)
    seen: list[float | None] = []
    host._connect = lambda real=host._connect: watched(real(), seen)

    assert send(host) == Sent()
    assert seen == [120, 600]


def watched(line, seen):
    docmd, getreply = line.docmd, line.getreply

    def data(command, argument=""):
        if command == "DATA":
            seen.append(line.sock.gettimeout())
            reply = docmd(command, argument)
            line.getreply = lambda: (seen.append(line.sock.gettimeout()), getreply())[1]
            return reply
        return docmd(command, argument)

    line.docmd = data
    return line


def test_the_courier_can_send_through_our_own_submission_door(house: House, trusted, certificate):
    port = int(house.submission(tls_certificate=certificate[0], tls_key=certificate[1]).rpartition(":")[2])
    host = Smarthost("localhost", port, "starttls", Login("anna", "blå tallrik"), "desk.example")

    assert host.deliver(RAW, "anna@vendor.example", US, 1) == Sent()
    assert house.shelf.raw == RAW
    host.close()
