"""What the log hears of a fault: each once, and a lasting one again as an error, whatever the server says in between."""

from __future__ import annotations

import logging

import pytest

from mailbot.transport import mailbox_log
from mailbot.transport.mailbox_log import AGAIN_S, ALARM_S, MailboxLog


@pytest.fixture
def clock(monkeypatch, caplog):
    """Seconds that a test passes by."""
    caplog.set_level(logging.INFO, "mailbot.imap")
    now = [1000.0]
    monkeypatch.setattr(mailbox_log.time, "monotonic", lambda: now[0])
    return now


def levels(caplog) -> list[str]:
    return [record.levelname for record in caplog.records if record.name == "mailbot.imap"]


def test_a_fault_that_lasts_becomes_an_error_once_and_then_every_hour(clock, caplog):
    told = MailboxLog("box")
    for second in range(0, int(ALARM_S + 2 * AGAIN_S) + 60, 60):
        clock[0] = 1000.0 + second
        told.fault("away", f"away: try at {second}", person=False)

    assert levels(caplog) == ["WARNING", "ERROR", "ERROR", "ERROR"]
    assert "(for 15 minutes)" in caplog.records[1].getMessage()
    told.well("read")
    told.fault("away", "away", person=False)
    assert levels(caplog)[4:] == ["INFO", "WARNING"], "it begins anew"


def test_what_needs_a_person_is_an_error_at_once_and_then_every_hour(clock, caplog):
    told = MailboxLog("box")
    for second in range(0, int(AGAIN_S) + 60, 60):
        clock[0] = 1000.0 + second
        told.fault("password", "password", person=True)

    assert levels(caplog) == ["ERROR", "ERROR"]
