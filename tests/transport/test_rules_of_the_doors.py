"""What the doors decide without a socket: whose mail is ours, what a path is, where to listen, how replies are coded."""

from __future__ import annotations

import re
import socket
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.transport import replies
from mailbot.transport.doors import DoorFault
from mailbot.transport.foreign import shortened, shown
from mailbot.transport.limits import Connections, Hold, InFlight, Lockouts, Peers, is_loopback, peer_name
from mailbot.transport.ours import is_ours
from mailbot.transport.paths import read_path
from mailbot.transport.places import Tcp, read_place
from mailbot.transport.tls import TlsFault
from tests.transport.conftest import NOON, House, config

PATTERN = config(
    mailbox={"reply_address": "reply-{token}@bot.vendor.example", "other_addresses": ["info@vendor.example"]}
)


@pytest.mark.parametrize(
    "address",
    ["support@vendor.example", "SUPPORT@Vendor.Example", "support+a.3f@vendor.example", "Support+A.3F@vendor.example", "support@vendor.example.",
     "info@vendor.example", "info+x@vendor.example", "postmaster@vendor.example", "Postmaster", "reply-a.3f.k@bot.vendor.example"],
)  # fmt: skip
def test_ours(address):
    assert is_ours(address, PATTERN)


@pytest.mark.parametrize(
    "address",
    ["", "support", "support@", "@vendor.example", "support@example", "supporter@vendor.example", "a@vendor.example", "support@bot.vendor.example",
     "reply-@bot.vendor.example", "reply-x@vendor.example", "postmaster@bot.vendor.example", "ſupport@vendor.example", "support@vendor.example@x",
     "support@väder.example", "support@" + "ä" * 300],
)  # fmt: skip
def test_not_ours(address):
    assert not is_ours(address, PATTERN)


def test_without_an_address_nothing_but_the_bare_postmaster_is_ours():
    desk = config(mailbox={"address": ""})
    assert [is_ours(address, desk) for address in ("@", "+x@", "postmaster@", "a@b", "postmaster")] == [False] * 4 + [
        True
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a@b.example>", ("a@b.example", "")),
        ("<a@b.example> SIZE=3 BODY=8BITMIME", ("a@b.example", "SIZE=3 BODY=8BITMIME")),
        ("<>", ("<>", "")),
        ("<@x.example,@y.example:a@b.example>", ("a@b.example", "")),
        ('<"a b"@c.example>', ('"a b"@c.example', "")),
        ('<"a\\"b"@c.example>', ('"a\\"b"@c.example', "")),
        ('<"anna"@c.example>', ("anna@c.example", "")),
        ("<a@[192.0.2.1]>", ("a@[192.0.2.1]", "")),
        ("<a@[IPv6:2001:db8::1]>", ("a@[IPv6:2001:db8::1]", "")),
        (
            "<=?x?q?agent=40us.example=3e=00?=foo@evil.example>",
            ("=?x?q?agent=40us.example=3e=00?=foo@evil.example", ""),
        ),
        ("<SRS0=x=y=z=anna@b.example>", ("SRS0=x=y=z=anna@b.example", "")),
        ("<åsa@växjö.example>", ("åsa@växjö.example", "")),
        ("<a..b.@c.example>", ("a..b.@c.example", "")),  # a Japanese provider gave such addresses to people
    ],
)
def test_a_path_is_read(text, expected):
    assert read_path(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "a@b.example", "<a@b.example", "<a>", "<a@b@c.example>", "<a b@c.example>", "<a@b.example>SIZE=3", "<a@b.example\r\n>", "<a\0@b.example>",
     "< a@b.example>", "<<a@b.example>>", "<a@>", "<@b.example>", "<@x.example:>", "<a@b_\udc80.example>", '<"a@b.example>', "<" + "a" * 500 + "@b.example>"],
)  # fmt: skip
def test_what_is_no_path_is_refused(text):
    assert read_path(text) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_and_no_address_holds_a_line_end(text):
    read = read_path(f"<{text}>")

    assert read is None or not re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", read[0])


# ---- replies and logs ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("220 host ESMTP", "220 host ESMTP"),
        ("354 End", "354 End"),
        ("250 OK", "250 2.0.0 OK"),
        ("501 Syntax: DATA", "501 5.5.4 Syntax: DATA"),
        ("552 Error: too much", "552 5.3.4 too much"),
        ("421 4.7.0 NOOP sent too many times", "421 4.7.0 NOOP sent too many times"),
        ("500 \x1b[2J\r\n250 fine", "500 5.5.2 ?[2J??250 fine"),
    ],
)
def test_every_reply_is_coded_once_and_is_one_line(said, sent):
    assert replies.coded(said) == sent


def test_every_reply_of_ours_has_its_enhanced_code():
    ours = [text for name, text in vars(replies).items() if name.isupper() and isinstance(text, str)]

    assert len(ours) > 15
    assert all(re.fullmatch(r"([245])\d\d \1\.\d\.\d [\x20-\x7e]{2,400}", text) for text in ours)


@given(st.text())
def test_a_foreign_text_in_the_log_is_short_printable_and_one_line(text):
    assert len(shown(text)) <= 200
    assert shown(text).isprintable()
    assert len(shown(text).splitlines()) == 1
    assert shortened(text).isprintable()


# ---- counters --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("peername", "peer"),
    [(("192.0.2.1", 25), "192.0.2.1"), (("::ffff:192.0.2.1", 25, 0, 0), "192.0.2.1"), (("fe80::1%eth0", 25, 0, 2), "fe80::1"), ("", "local"), (None, "local")],
)  # fmt: skip
def test_a_peer_has_one_name(peername, peer):
    assert peer_name(peername) == peer


def test_vouching_peers_may_be_addresses_and_networks():
    peers = Peers(("127.0.0.1", "10.0.0.0/8", "2001:db8::/32"))

    assert [peer in peers for peer in ("127.0.0.1", "10.9.9.9", "2001:db8::5", "local")] == [True] * 4
    assert [peer in peers for peer in ("127.0.0.2", "11.0.0.1", "2001:db9::5", "mx.example")] == [False] * 4
    assert [is_loopback(peer) for peer in ("127.9.9.9", "::1", "local", "10.0.0.1", "x")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_connections_are_counted_out_as_they_were_counted_in():
    connections = Connections(4, 2, Peers(("10.0.0.1",)))

    assert [connections.enter("192.0.2.1") for _ in range(3)] == [True, True, False]
    assert [connections.enter("10.0.0.1") for _ in range(3)] == [True, True, False]
    connections.leave("10.0.0.1")
    assert not connections.enter("192.0.2.1")
    assert connections.enter("192.0.2.2")


def test_a_hold_that_finds_no_room_lets_go_of_all_it_had():
    in_flight = InFlight(100)
    one, two = Hold(in_flight), Hold(in_flight)

    assert one.grow_to(60)
    assert two.grow_to(40)
    assert not two.grow_to(41)
    assert in_flight.held == 60
    one.let_go()
    one.let_go()
    assert in_flight.held == 0


def test_an_attacker_cannot_make_us_remember_more_than_so_many_names():
    lockouts = Lockouts(2, timedelta(minutes=15), lambda: NOON)
    for number in range(10_050):
        lockouts.fail(f"login {number}")

    assert len(lockouts._failures) == 10_000


# ---- opening ---------------------------------------------------------------------------------------
def test_places_are_read():
    assert read_place("smtp", "127.0.0.1:2525") == Tcp("127.0.0.1", 2525)
    assert str(read_place("smtp", "[::1]:0")) == "[::1]:0"
    assert str(read_place("lmtp", "unix:/run/x")) == "unix:/run/x"


@pytest.mark.parametrize("text", ["2525", ":2525", "localhost", "127.0.0.1:smtp", "127.0.0.1:99999", "unix:/run/x"])
def test_a_place_that_is_none_names_the_key_and_an_example(text):
    with pytest.raises(DoorFault, match=r"\[listen\] smtp: .* is not a place to listen; expected \"127.0.0.1:2525\""):
        read_place("smtp", text)


def test_doors_without_a_place_stay_closed(house: House):
    assert house.open().addresses == {}


def test_a_taken_port_is_named_with_what_to_do_and_no_door_stays_open(house: House):
    with socket.create_server(("127.0.0.1", 0)) as other, socket.create_server(("127.0.0.1", 0)) as free:
        taken, port = other.getsockname()[1], free.getsockname()[1]
        free.close()
        with pytest.raises(DoorFault) as error:
            house.open(smtp=f"127.0.0.1:{port}", lmtp=f"127.0.0.1:{taken}")

    assert str(error.value) == (
        f"[listen] lmtp: cannot listen on 127.0.0.1:{taken}: another program is listening there already "
        f"(ss -ltnp 'sport = :{taken}' shows it); stop it, or name another place in [listen] lmtp"
    )
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 1)


@pytest.mark.parametrize(
    ("listen", "because"),
    [
        ({"smtp": "192.0.2.1:2525"}, "this machine does not have that address"),
        ({"smtp": "no-such-machine.invalid:2525"}, "there is no machine of that name"),
        ({"lmtp": "unix:/no/such/folder/lmtp"}, "that folder does not exist"),
        ({"smtp": "127.0.0.1:0", "vouching_peers": ["mx.example"]}, "expected IP addresses or networks"),
    ],
)
def test_a_place_that_cannot_be_says_what_to_do(house: House, listen, because):
    with pytest.raises(DoorFault, match=because):
        house.open(**listen)


def test_a_socket_in_use_and_a_file_are_left_alone(house: House, tmp_path: Path):
    (tmp_path / "file").write_text("mine")
    house.open(lmtp=f"unix:{tmp_path}/lmtp")

    for name in ("lmtp", "file"):
        with pytest.raises(DoorFault, match="another program is listening there already; stop it"):
            house.open(lmtp=f"unix:{tmp_path}/{name}")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_missing_or_foreign_key_names_both_files(house: House, certificate, tmp_path: Path):
    with pytest.raises(TlsFault, match=r"tls_key: there is no file ''"):
        house.open(smtp="127.0.0.1:0", tls_certificate=certificate[0])
    with pytest.raises(TlsFault, match="expected a certificate chain and its own, unencrypted key"):
        house.open(smtp="127.0.0.1:0", tls_certificate=certificate[0], tls_key=certificate[0])
