"""The same doors with a real mail server on both sides: our courier to Postfix, Postfix by LMTP to us."""

from __future__ import annotations

import os
import shutil
import smtplib
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailbot.mail.envelope import Door
from mailbot.transport.results import Sent
from mailbot.transport.smarthost import Smarthost
from tests.transport.conftest import House, LoopThread, needed

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/lib
daemon_directory = {daemons}
command_directory = {commands}
maillog_file_prefixes = {folder}
maillog_file = {folder}/log
myhostname = mx.vendor.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
local_recipient_maps =
relay_domains = vendor.example
relay_transport = lmtp:inet:{lmtp}
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions =
smtputf8_enable = yes
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
lmtp unix - - n - - lmtp
error unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
"""
RAW = (
    b"From: anna@kund.example\r\nSubject: Hej\r\nMessage-ID: <1@kund.example>\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\n\r\nDet g\xc3\xa5r inte.\r\n.dot\r\n"
    + b"x" * 900
    + b"\r\n"
)


@dataclass
class Between:
    """A private Postfix that hands mail for vendor.example to our LMTP door."""

    port: int
    house: House


@pytest.fixture(scope="module")
def running(loop_thread: LoopThread) -> Iterator[Between]:
    program = needed("postfix")
    if os.geteuid() != 0:
        pytest.skip("Postfix is started by root alone")
    folder = Path(
        tempfile.mkdtemp(prefix="mailbot-postfix-")
    )  # not below pytest's folder, which Postfix's user cannot enter
    folder.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    daemons = subprocess.run(
        ["postconf", "-d", "-h", "daemon_directory"], capture_output=True, text=True, check=True
    ).stdout.strip()
    house = House(loop_thread)
    lmtp = house.open(lmtp="127.0.0.1:0").addresses["lmtp"]
    for name, text in (("main.cf", MAIN), ("master.cf", MASTER)):
        filled = text.format(folder=folder, daemons=daemons, commands=Path(program).parent, lmtp=lmtp, port=port)
        (folder / name).write_text(filled)
    for name in ("queue", "lib"):
        (folder / name).mkdir()
    shutil.chown(folder / "lib", "postfix")
    try:
        started = subprocess.run([program, "-c", str(folder), "start"], capture_output=True, text=True, timeout=30)
        assert started.returncode == 0, started.stderr + (folder / "log").read_text()
        yield Between(port, house)
    finally:
        subprocess.run([program, "-c", str(folder), "stop"], capture_output=True, timeout=30)
        house.close()
        shutil.rmtree(folder)


@pytest.fixture
def postfix(running: Between) -> Between:
    running.house.shelf.kept.clear()
    return running


def test_postfix_takes_our_mail_and_brings_it_back_by_lmtp(postfix: Between):
    """Courier → Postfix → LMTP door: the octets come back below the lines that Postfix put on top."""
    way = Smarthost("127.0.0.1", postfix.port, "none", None, "desk.vendor.example")
    assert way.deliver(RAW, "anna@kund.example", "support@vendor.example", 1) == Sent()
    way.close()
    postfix.house.shelf.wait(1)

    assert postfix.house.shelf.raw.endswith(RAW)
    assert postfix.house.shelf.raw.startswith(b"Received: from desk.vendor.example")
    assert (postfix.house.shelf.envelope.door, postfix.house.shelf.envelope.vouched) == (Door.LMTP, True)
    assert (way.largest or 0) > 1_000_000


def test_of_two_recipients_by_lmtp_the_one_that_is_not_ours_bounces_and_the_mail_is_kept_once(postfix: Between):
    with smtplib.SMTP("127.0.0.1", postfix.port) as client:
        client.sendmail("", ["support+a.1@vendor.example", "sales@vendor.example", "support@vendor.example"], RAW)
    postfix.house.shelf.wait(1)

    assert postfix.house.shelf.envelope.mail_from is None
    assert sorted(postfix.house.shelf.envelope.rcpt_to) == ["support+a.1@vendor.example", "support@vendor.example"]
