"""kill -9 at every registered fault point of one conversation: one case, one acknowledgement of the mail and one of what was added,
one answer, minutes drawn once, nothing lost.

The whole desk runs as in production: `mailbot serve`, worker processes, courier. Where the supervisor died it is started again,
as a service manager would; a mail that got no 250 is sent again, as a mail server would."""

from __future__ import annotations

import os
import re
import shutil
import smtplib
import time
from collections import Counter

import pytest

from mailbot.demo import ANNA, AUTHSERV, EVA, SUPPORT
from mailbot.faults import POINTS
from mailbot.testing import Received, compose_mail, quoted_answer
from tests.running import Desk
from tests.stories.conftest import local

pytestmark = [pytest.mark.torture, pytest.mark.timeout(180)]

ADDED = "Det händer bara på skrivaren i källaren.\n"
COMPLETE = "Hej! Windows 11.\n1. Öppnar Rapporter\n2. Klickar Skriv ut\nDå står det \"Fel 3021: Ingen aktuell post\".\n"
AT = local("2026-11-23 10:05")


class Kept(Desk):
    """A desk that is started again when it died, until the story is told."""

    def alive(self) -> None:
        if self.process.poll() is not None:
            os.environ.pop("MAILBOT_FAULT", None)
            self.log.close()
            self.start()

    def post_until_taken(self, send) -> None:
        for _ in range(200):
            self.alive()
            try:
                send()
                return
            except (OSError, smtplib.SMTPException):
                time.sleep(0.05)
        raise AssertionError("the mail was never taken")

    def mail_to(self, address: str, count: int) -> list[Received]:
        """All mail to an address so far, once there are `count`."""
        for _ in range(1200):
            self.alive()
            found = [mail for path in sorted((self.folder / "state/outgoing/new").glob("*"))
                     if (mail := Received(path.read_bytes())).to == address and mail.header("X-Mailbot-Notice") != "invite"]
            if len(found) >= count:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{len(found)} of {count} mails to {address} came: {(self.folder / 'serve.log').read_text()[-1500:]}")


@pytest.fixture(scope="module")
def paid(tmp_path_factory):
    """The folder of a desk whose customer has paid, on SQLite; copied for each point, since commands cost seconds."""
    folder = tmp_path_factory.mktemp("paid")
    _pays(Kept(folder), None)
    return folder


def _pays(desk: Kept, url: str | None) -> None:
    _configure(desk, url)
    desk.mailbot("payment", "add", "300", ANNA, "--reference", "sweep")
    desk.mailbot("serve", "--once", "--quiet")  # the confirmation is out before the conversation begins


def _configure(desk: Kept, url: str | None) -> None:
    """On ports of its own."""
    desk.prepare(f'\n[store]\nurl = "{url}"\n' if url else "")
    desk.config.write_text(desk.config.read_text().replace("[cases]\n", '[cases]\nack_quiet_time = "0m"\n'))  # what is added falls due at once


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.replay)])
@pytest.mark.parametrize("point", [point for point in POINTS if not point.startswith(("imap:", "payments:"))])
def test_nothing_is_lost_or_doubled(tmp_path, monkeypatch, request, point, database):
    desk = Kept(tmp_path)
    marker = tmp_path / "died-here"
    if database == "sqlite":
        shutil.copytree(request.getfixturevalue("paid"), tmp_path, dirs_exist_ok=True)
        _configure(desk, None)
    else:
        _pays(desk, request.getfixturevalue("postgres_url"))
    monkeypatch.setenv("MAILBOT_FAULT", point)
    monkeypatch.setenv("MAILBOT_FAULT_MARKER", str(marker))
    try:
        desk.start()
        desk.post_until_taken(lambda: desk.post(compose_mail(ANNA, SUPPORT, "Fel", COMPLETE, AT, authserv=AUTHSERV), ANNA, SUPPORT))
        notice = desk.mail_to(EVA, 1)[0]
        ack = desk.mail_to(ANNA, 2)[1]  # after the confirmation
        added = quoted_answer(ack, ADDED, ANNA, AT, authserv=AUTHSERV)
        desk.post_until_taken(lambda: desk.post(added, ANNA, _plain(ack.reply_to)))
        desk.mail_to(ANNA, 3)
        answer = quoted_answer(notice, "/spend 10m\nHej! Uppdatera programmet.", EVA, AT)
        desk.post_until_taken(lambda: desk.submit(answer, "eva", _plain(notice.reply_to), EVA))
        to_anna = desk.mail_to(ANNA, 4)  # confirmation, acknowledgement, that of the added mail, answer
        desk.mail_to(EVA, 3)  # notice, what was added, receipt
        desk.alive()
        desk.all_handled()
        assert marker.exists(), f"the conversation never passed {point}"
        balance = desk.mailbot("balance", ANNA)
        assert "-10" in balance.replace("–", "-") and "5 prepaid minutes left" in balance
        assert Counter(mail.header("Message-ID") for mail in to_anna).most_common(1)[0][1] == 1
        assert len(desk.mail_to(ANNA, 4)) == 4 and len(desk.mail_to(EVA, 3)) == 3
        assert desk.mailbot("cases", "--all", "--json").count('"number"') == 1
    finally:
        desk.stop()


def _plain(written: str) -> str:
    return re.sub(r".*<(.*)>.*", r"\1", written)
