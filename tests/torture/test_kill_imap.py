"""kill -9 at every fault point that a mail passes from its mailbox into the books: one case, one acknowledgement, nothing left, nothing doubled.

The mailbox is a real one. The supervisor dies with its readers and is started again, as a service manager would."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime

import pytest

from mailbot.demo import ANNA, AUTHSERV, SUPPORT, RunningDesk, Stuck
from mailbot.faults import POINTS
from mailbot.testing import compose_mail
from tests.running import MailboxDesk

pytestmark = [pytest.mark.torture, pytest.mark.timeout(180)]

IMAP, INTAKE = ([point for point in POINTS if point.startswith(room)] for room in ("imap:", "intake:"))
RUNS = [
    *((point, "sqlite", shared) for point in IMAP for shared in (False, True)),
    *((point, "sqlite", False) for point in INTAKE),
    *((point, "postgres", False) for point in (*IMAP, *INTAKE)),
]
SENDERS = [ANNA, *(f"kund{number}@firma.example" for number in range(3))]


@pytest.mark.parametrize(("point", "database", "shared"), RUNS)
def test_nothing_is_lost_or_doubled(tmp_path, monkeypatch, request, dovecot, point, database, shared):
    url = None if database == "sqlite" else request.getfixturevalue("postgres_url")
    desk = MailboxDesk(tmp_path)
    try:
        desk.prepare(f'\n[store]\nurl = "{url}"\n' if url else "")
        if shared:
            text = desk.config.read_text().replace("imap_server =", "read_only_mailbox = true\nimap_server =")
            desk.config.write_text(text)
        desk.mailbot("status")  # the desk is older than the mails
        for sender in SENDERS:
            desk.post(compose_mail(sender, SUPPORT, "Fel", "Hur skriver jag ut?", datetime.now(UTC), authserv=AUTHSERV), sender, SUPPORT)
        monkeypatch.setenv("MAILBOT_FAULT", point)
        monkeypatch.setenv("MAILBOT_FAULT_MARKER", str(tmp_path / "died-here"))
        try:
            desk.start()
        except Stuck:
            assert desk.process.poll() is not None
        _revive_until(desk, lambda: (tmp_path / "died-here").exists())
        _revive_until(desk, lambda: all(desk.dovecot.maildir(sender).is_dir() for sender in SENDERS))
        desk.all_handled()
        assert [len(desk.delivered(1, sender)) for sender in SENDERS] == [1] * len(SENDERS)
        waiting = json.loads(desk.mailbot("status", "--json"))
        assert (waiting["left"], waiting["unread"]) == (0, [])
        _revive_until(desk, lambda: _lying(desk) == (len(SENDERS) if shared else 0))
    finally:
        desk.stop()


def _revive_until(desk: RunningDesk, done) -> None:
    for _ in range(1200):
        if desk.process.poll() is not None:
            os.environ.pop("MAILBOT_FAULT", None)
            desk.log.close()
            desk.start()
        if done():
            return
        time.sleep(0.05)
    raise AssertionError((desk.folder / "serve.log").read_text()[-1500:])


def _lying(desk: MailboxDesk) -> int:
    """Mails in the desk's inbox."""
    return sum(len(list((desk.dovecot.maildir(SUPPORT) / part).iterdir())) for part in ("new", "cur"))
