"""The LMTP door (RFC 2033): its own greeting, one answer for each recipient, over TCP and a unix socket."""

from __future__ import annotations

import smtplib
import stat
from pathlib import Path

from mailbot.mail.envelope import Door
from mailbot.transport.doors import Busy
from tests.transport.conftest import MAIL, House, Peer

US = "support@vendor.example"


def two_recipients(peer: Peer) -> None:
    peer.say("LHLO mx.vendor.example")
    peer.say("MAIL FROM:<anna@kund.example>")
    for rcpt, reply in (
        ("support@vendor.example", "250"),
        ("bo@elsewhere.example", "550"),
        ("support+a.1@vendor.example", "250"),
    ):
        assert peer.say(f"RCPT TO:<{rcpt}>").startswith(reply)
    assert peer.say("DATA").startswith("354")


def test_each_recipient_gets_his_answer_and_the_mail_is_kept_once(house: House, tmp_path: Path):
    socket = tmp_path / "lmtp"
    peer = house.peer(house.open(lmtp=f"unix:{socket}").addresses["lmtp"])
    two_recipients(peer)
    peer.send(MAIL + b".\r\nNOOP\r\n")

    assert [peer.reply() for _ in range(3)] == ["250 2.0.0 Kept", "250 2.0.0 Kept", "250 2.0.0 OK"]
    envelope = house.shelf.envelope
    assert envelope.rcpt_to == ("support@vendor.example", "support+a.1@vendor.example")
    assert (envelope.door, envelope.peer, envelope.vouched) == (Door.LMTP, "local", True)


def test_refusals_after_the_mail_are_one_for_each_recipient_too(house: House):
    async def busy() -> None:
        raise Busy

    peer = house.peer(house.open(lmtp="127.0.0.1:0").addresses["lmtp"])
    two_recipients(peer)
    peer.send(b"bare\nfeed\r\n.\r\n")
    assert [peer.reply()[:9] for _ in range(2)] == ["554 5.6.0"] * 2

    house.shelf.then = busy
    two_recipients(peer)
    peer.send(MAIL + b".\r\n")
    assert [peer.reply()[:9] for _ in range(2)] == ["451 4.3.2"] * 2


def test_smtp_greetings_are_refused(house: House):
    peer = house.peer(house.open(lmtp="127.0.0.1:0").addresses["lmtp"])

    assert peer.say("EHLO x") == "500 5.5.2 This is LMTP: send LHLO"
    assert peer.say("HELO x") == "500 5.5.2 This is LMTP: send LHLO"
    assert peer.say("MAIL FROM:<>") == "503 5.5.1 Send LHLO first"
    assert "PIPELINING" in peer.say("LHLO x")


def test_python_s_own_client_delivers(house: House, tmp_path: Path):
    house.open(lmtp=f"unix:{tmp_path}/lmtp")
    with smtplib.LMTP(f"{tmp_path}/lmtp", local_hostname="mx.vendor.example") as client:
        assert client.sendmail("anna@kund.example", [US], MAIL) == {}

    assert house.shelf.raw == MAIL


def test_a_machine_that_does_not_vouch_is_turned_away(house: House):
    """Whatever comes in by LMTP is believed, so only our own mail servers may come."""
    address = house.open(lmtp="127.0.0.1:0", vouching_peers=["127.0.0.1"]).addresses["lmtp"]

    assert house.peer(address, "127.0.0.2").greeting.startswith("554 5.7.1")
    assert house.peer(address, "127.0.0.1").greeting.startswith("220")


def test_the_socket_is_for_owner_and_group_a_stale_one_is_replaced_and_it_goes_with_the_door(
    house: House, tmp_path: Path
):
    path = tmp_path / "lmtp"
    first = house.open(lmtp=f"unix:{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    path.rename(tmp_path / "kept")
    house.thread.run(first.close(grace=1))
    (tmp_path / "kept").rename(path)

    second = house.open(lmtp=f"unix:{path}")
    assert house.peer(second.addresses["lmtp"]).greeting.startswith("220")
    house.thread.run(second.close(grace=1))

    assert not path.exists()
