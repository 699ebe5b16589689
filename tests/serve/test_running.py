"""The running desk: poison is quarantined with its bytes, a hanging mail is ended, and SIGTERM ends cleanly."""

from __future__ import annotations

import json
import multiprocessing
import signal
import time

import pytest

from mailbot import worker
from mailbot.config.errors import ConfigError
from mailbot.demo import ANNA, AUTHSERV, SUPPORT, Stuck
from mailbot.mail.envelope import Door, Envelope
from mailbot.serve import alone
from mailbot.testing import Box, compose_mail
from tests.running import Desk
from tests.stories.conftest import local

AT = local("2026-11-23 10:05")
MAIL = compose_mail(ANNA, SUPPORT, "Hej", "Hur skriver jag ut rapporten?", AT, authserv=AUTHSERV)


@pytest.fixture
def desk(tmp_path):
    running = Desk(tmp_path)
    running.prepare()
    yield running
    running.stop()


@pytest.mark.torture
def test_a_mail_that_kills_its_reader_three_times_is_quarantined(desk, monkeypatch):
    """P4: the attempt is counted before parsing; the bytes are kept; released after the cure, the mail is answered."""
    monkeypatch.setenv("MAILBOT_FAULT", "worker:parsed")
    desk.start()
    desk.post(MAIL, ANNA, SUPPORT)
    held = []
    while not held:
        held = [json.loads(line) for line in desk.mailbot("quarantine", "list", "--json").splitlines()]
    desk.stop()
    assert (held[0]["id"], held[0]["attempts"]) == (1, 3)
    assert "Hur skriver jag ut rapporten?" in desk.mailbot("quarantine", "show", "1")

    monkeypatch.delenv("MAILBOT_FAULT")
    desk.mailbot("quarantine", "release", "1")
    desk.mailbot("serve", "--once", "--quiet")
    (answer,) = desk.delivered(1, ANNA)
    assert answer.header("Auto-Submitted") == "auto-replied"


def test_sigterm_ends_cleanly_and_leaves_nothing_behind(desk):
    """Until then it has its state folder for itself; afterwards what it had not finished waits for the next, and nothing is done twice."""
    desk.start()
    with pytest.raises(ConfigError, match="another mailbot already serves"), alone(desk.folder / "state"):
        pass
    for number in range(10):
        desk.post(MAIL.replace(b"rapporten", b"rapporten %d" % number), f"kund{number}@example.org", SUPPORT)
    begun = time.monotonic()
    desk.process.send_signal(signal.SIGTERM)
    assert desk.process.wait(20) == 0
    assert time.monotonic() - begun < 20
    desk.mailbot("serve", "--once", "--quiet")
    assert json.loads(desk.mailbot("status", "--json"))["counts"]["waiting"] == 0


def test_a_second_desk_on_the_same_state_is_refused(desk):
    state = desk.folder / "state"
    state.mkdir()
    with alone(state), pytest.raises(Stuck, match="another mailbot already serves"):
        desk.mailbot("serve", "--once")


def test_a_mail_that_hangs_is_ended_by_the_kernel(tmp_path):
    """An alarm with its default action: it works even where Python does not get a word in."""
    desk = Desk(tmp_path)
    desk.prepare("\n[limits]\nworker_seconds = 1\n")
    process = multiprocessing.get_context("forkserver").Process(target=_hang, args=(tmp_path,))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGALRM
    with Box(tmp_path, tmp_path / "config.toml", at=AT) as box:
        box.store.release(None, box.clock())
        assert box.store.claim("next", box.clock(), lease_seconds=60).attempts == 2, "the attempt that hung was counted"


def _hang(folder):
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    worker.handle = _never
    worker.now = lambda: AT
    with Box(folder, folder / "config.toml", at=AT) as box:
        from mailbot.reception import to_keep

        envelope = Envelope(ANNA, (SUPPORT,), "local", Door.DELIVER, AT, vouched=True)
        box.store.keep_many([to_keep(MAIL, envelope, box.desk.loaded.config)])
        worker.work_once(box.desk, "hanging")


def _never(*_):
    while True:
        pass
