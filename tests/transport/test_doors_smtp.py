"""The SMTP door over real sockets: what is taken, what is refused, and that nothing is smuggled."""

from __future__ import annotations

import logging
import smtplib
import threading

import pytest

from mailbot.mail.envelope import Door
from mailbot.transport.doors import Busy, Full
from tests.transport.conftest import MAIL, NOON, House, mail_of

US = "support@vendor.example"


def test_a_mail_is_kept_with_its_octets_and_its_envelope(house: House):
    with house.client(house.smtp()) as client:
        client.sendmail("anna@kund.example", [US, "Support+a.3f@Vendor.example"], MAIL, ["BODY=8BITMIME"])

    assert house.shelf.raw == MAIL
    envelope = house.shelf.envelope
    assert (envelope.mail_from, envelope.rcpt_to) == ("anna@kund.example", (US, "Support+a.3f@Vendor.example"))
    assert (envelope.door, envelope.peer, envelope.received_at) == (Door.SMTP, "127.0.0.1", NOON)
    assert (envelope.vouched, envelope.authenticated_as) == (True, None)


def test_a_peer_that_is_not_ours_does_not_vouch(house: House):
    with house.client(house.smtp(vouching_peers=["10.0.0.0/8"])) as client:
        client.sendmail("anna@kund.example", US, MAIL)

    assert not house.shelf.envelope.vouched


def test_the_null_path_is_none(house: House):
    with house.client(house.smtp()) as client:
        client.sendmail("", US, MAIL)

    assert house.shelf.envelope.mail_from is None


def test_an_address_outside_ascii_needs_smtputf8_and_is_kept_as_written(house: House):
    with house.client(house.smtp()) as client:
        client.ehlo()
        client.command_encoding = "utf-8"
        assert client.docmd("MAIL", "FROM:<åsa@kund.example>")[0] == 553
        client.sendmail("åsa@kund.example", US, MAIL, ["SMTPUTF8"])

    assert house.shelf.envelope.mail_from == "åsa@kund.example"


@pytest.mark.parametrize("rcpt", ["<SUPPORT@VENDOR.EXAMPLE>", "<postmaster>", "<Postmaster@vendor.example>", '<"support"@vendor.example>',
                                  "<@relay.example:support+x@vendor.example>", "<info@vendor.example>"])  # fmt: skip
def test_our_recipients_are_taken(house: House, rcpt):
    peer = house.peer(house.open_with_other("info@vendor.example"))
    peer.say("EHLO x")
    peer.say("MAIL FROM:<>")

    assert peer.say(f"RCPT TO:{rcpt}") == "250 2.1.5 Recipient ok"


@pytest.mark.parametrize("rcpt", ["<bo@elsewhere.example>", "<support@vendor.example.evil>", "<sales@vendor.example>", "<>",
                                  "<support%elsewhere.example@relay.example>", "<=?utf-8?q?support=40vendor.example?=>"])  # fmt: skip
def test_foreign_recipients_are_refused(house: House, rcpt):
    peer = house.peer(house.smtp())
    peer.say("EHLO x")
    peer.say("MAIL FROM:<>")

    assert peer.say(f"RCPT TO:{rcpt}").startswith(("550 5.1.1", "553 5.1.3"))


def test_an_eleventh_recipient_is_put_off(house: House):
    peer = house.peer(house.smtp())
    peer.say("EHLO x")
    peer.say("MAIL FROM:<>")

    replies = [peer.say(f"RCPT TO:<support+{n}@vendor.example>")[:9] for n in range(11)]

    assert replies == ["250 2.1.5"] * 10 + ["452 4.5.3"]


def test_pipelined_commands_and_two_mails_in_one_packet_are_both_kept(house: House):
    """PIPELINING (RFC 2920): what stands behind the end of one mail is the beginning of the next."""
    peer = house.peer(house.smtp())
    one = b"MAIL FROM:<a@x.example>\r\nRCPT TO:<support@vendor.example>\r\nDATA\r\n" + MAIL + b".\r\n"
    peer.send(b"EHLO x\r\n" + one + one + b"QUIT\r\n")

    replies = [peer.reply()[:3] for _ in range(10)]

    assert replies == ["250"] + ["250", "250", "354", "250"] * 2 + ["221"]
    assert [raw for raw, _ in house.shelf.kept] == [MAIL, MAIL]


ODD_TERMINATORS = [
    b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r.\r\n", b"\n.\r", b"\r\n\0.\r\n", b"\r\n.\0\r\n", b"\r\r\n.\r\r\n",
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD_TERMINATORS)
def test_an_odd_terminator_never_lets_a_second_mail_out(house: House, odd):
    """SMTP smuggling (CVE-2023-51764, CVE-2024-27305): one refusal, and the session goes on."""
    peer = house.peer(house.smtp())
    peer.open_mail()
    smuggled = (
        b"MAIL FROM:<admin@vendor.example>\r\nRCPT TO:<support@vendor.example>\r\nDATA\r\nSubject: evil\r\n\r\nevil"
    )
    peer.send(MAIL + b"text" + odd + smuggled + b"\r\n.\r\n")

    assert peer.reply().startswith("554 5.6.0")
    assert peer.say("NOOP") == "250 2.0.0 OK"
    assert house.shelf.kept == []


def test_a_mail_too_large_is_refused_at_its_size_and_after_its_end(house: House):
    address = house.smtp(max_size_mb=1)
    peer = house.peer(address)
    peer.say("EHLO x")
    assert peer.say("MAIL FROM:<a@x.example> SIZE=1048577").startswith("552 5.3.4")
    peer.open_mail()
    peer.send(mail_of(1_200_000) + b".\r\n")
    assert peer.reply().startswith("552 5.3.4")

    peer.open_mail()
    peer.send(MAIL + b".\r\n")

    assert peer.reply() == "250 2.0.0 Kept"


def test_more_octets_in_flight_than_allowed_are_put_off_and_room_comes_back(house: House):
    gate = threading.Event()

    async def wait() -> None:
        await house.thread.loop.run_in_executor(None, gate.wait, 10)

    house.shelf.then = wait
    address = house.smtp(max_in_flight_mb=1)
    first, second = house.peer(address), house.peer(address)
    first.open_mail()
    first.send(mail_of(700_000) + b".\r\n")
    second.open_mail()
    second.send(mail_of(700_000) + b".\r\n")

    assert second.reply().startswith("452 4.3.1")
    gate.set()
    assert first.reply() == "250 2.0.0 Kept"
    second.open_mail()
    second.send(mail_of(700_000) + b".\r\n")
    assert second.reply() == "250 2.0.0 Kept"


@pytest.mark.parametrize(
    ("error", "reply"),
    [(Busy("locked"), "451 4.3.2"), (Full("disk"), "452 4.3.1"), (RuntimeError("/var/x secret"), "451 4.3.0")],
)
def test_a_mail_that_cannot_be_kept_is_put_off_without_a_word_about_our_insides(house: House, caplog, error, reply):
    """Row 14: aiosmtpd's own answer would be 500 with the text of the exception."""

    async def fail() -> None:
        raise error

    house.shelf.then = fail
    peer = house.peer(house.smtp())
    peer.open_mail()
    with caplog.at_level(logging.ERROR, "mailbot.transport"):
        peer.send(MAIL + b".\r\n")
        answer = peer.reply()

    assert answer.startswith(reply)
    assert str(error) not in answer
    if isinstance(error, RuntimeError):
        assert answer.rpartition("reference ")[2].rstrip(")") in caplog.text


def test_an_exception_in_a_hook_answers_451(house: House, monkeypatch):
    doors = house.open(smtp="127.0.0.1:0")

    def broken(_: str) -> bool:
        raise RuntimeError("secret")

    doors._houses[0].is_ours = broken
    peer = house.peer(doors.addresses["smtp"])
    peer.say("EHLO x")
    peer.say("MAIL FROM:<>")

    answer = peer.say("RCPT TO:<support@vendor.example>")

    assert answer.startswith("451 4.3.0")
    assert "secret" not in answer


def test_a_mail_that_breaks_off_is_not_kept_and_gives_its_octets_back(house: House):
    doors = house.open(smtp="127.0.0.1:0")
    peer = house.peer(doors.addresses["smtp"])
    peer.open_mail()
    peer.send(mail_of(400_000))
    peer.close()

    house.thread.run(doors.close(grace=5))

    assert doors._houses[0].in_flight.held == 0
    assert house.shelf.kept == []


def test_the_fourth_connection_is_turned_away_and_a_place_is_freed_again(house: House):
    address = house.smtp(max_connections=3)
    peers = [house.peer(address) for _ in range(4)]

    assert [peer.greeting[:9] for peer in peers] == ["220 vendo"] * 3 + ["421 4.7.0"]
    peers[0].say("QUIT")
    assert peers[0].reply() == ""
    assert house.peer(address).greeting.startswith("220")


def test_one_stranger_cannot_take_all_places_but_our_own_server_may(house: House):
    address = house.smtp(max_connections_per_peer=2, vouching_peers=["127.0.0.1"])
    strangers = [house.peer(address, "127.0.0.2").greeting[:3] for _ in range(3)]
    ours = [house.peer(address).greeting[:3] for _ in range(3)]

    assert strangers == ["220", "220", "421"]
    assert ours == ["220"] * 3


def test_a_silent_connection_is_closed(house: House):
    peer = house.peer(house.smtp(idle_timeout="1s"))

    assert peer.reply() == "421 4.4.2 Nothing was heard for too long, closing"
    assert peer.reply() == ""


def test_a_command_said_too_often_ends_the_connection(house: House):
    peer = house.peer(house.smtp())
    peer.send(b"NOOP\r\n" * 101)

    assert [peer.reply()[:3] for _ in range(101)] == ["250"] * 100 + ["421"]


def test_no_reply_repeats_what_a_stranger_said(house: House):
    peer = house.peer(house.smtp())
    said = [
        peer.say(line)
        for line in ("EHLO x", "VRFY evil\x07root", "MAIL FROM:evil", "HELP evil", "EVIL\rX", "EXPN evil")
    ]

    assert not any("evil" in reply.lower() for reply in said[1:4] + said[5:])
    assert "\r" not in "".join(said)


def test_the_log_shows_foreign_octets_escaped_short_and_without_the_mail(house: House, caplog):
    with caplog.at_level(logging.DEBUG):
        peer = house.peer(house.smtp())
        peer.open_mail("support+" + "x" * 300 + "@vendor.example")
        peer.send(MAIL + b"\x1b[2Jsecret body\r\n.\r\n")
        peer.reply()

    assert "a...@kund.example" in caplog.text
    assert "anna" not in caplog.text
    assert "secret body" not in caplog.text
    assert "\x1b" not in caplog.text
    assert max(map(len, caplog.messages)) < 400


def test_running_mails_finish_while_the_doors_close_and_nobody_new_comes_in(house: House):
    gate, begun = threading.Event(), threading.Event()

    async def wait() -> None:
        begun.set()
        await house.thread.loop.run_in_executor(None, gate.wait, 10)

    house.shelf.then = wait
    doors = house.open(smtp="127.0.0.1:0")
    address = doors.addresses["smtp"]
    idle, busy = house.peer(address), house.peer(address)
    busy.open_mail()
    busy.send(MAIL + b".\r\n")
    assert begun.wait(10)

    closing = house.thread.start(doors.close(grace=10))

    assert idle.reply() == "421 4.3.2 The server is going down, please try again later"
    with pytest.raises(OSError, match="refused"):
        house.peer(address)
    gate.set()
    assert busy.reply() == "250 2.0.0 Kept"
    assert busy.reply().startswith("421 4.3.2")
    closing.result(10)
    assert house.shelf.raw == MAIL


def test_a_peer_that_leaves_does_not_stop_the_keeping(house: House):
    gate, begun = threading.Event(), threading.Event()

    async def wait() -> None:
        begun.set()
        await house.thread.loop.run_in_executor(None, gate.wait, 10)

    house.shelf.then = wait
    doors = house.open(smtp="127.0.0.1:0", max_connections=1)
    peer = house.peer(doors.addresses["smtp"])
    peer.open_mail()
    peer.send(MAIL + b".\r\n")
    assert begun.wait(10)
    peer.close()
    while house.peer(doors.addresses["smtp"]).greeting.startswith("421"):  # until the door has seen it leave
        pass
    gate.set()

    house.thread.run(doors.close(grace=10))

    assert house.shelf.raw == MAIL


def test_the_greeting_offers_what_is_kept(house: House):
    with house.client(house.smtp()) as client:
        client.ehlo()

    assert set(client.esmtp_features) == {"size", "8bitmime", "smtputf8", "pipelining", "enhancedstatuscodes"}
    with pytest.raises(smtplib.SMTPNotSupportedError):
        client.login("anna", "blå tallrik")
