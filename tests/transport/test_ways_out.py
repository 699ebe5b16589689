"""Which way out the configuration names, the Maildir, and when a mail is tried again."""

from __future__ import annotations

import mailbox
import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.transport.back_off import KEEP_TRYING, back_off
from mailbot.transport.maildir_out import Maildir
from mailbot.transport.results import Later, Never, Paused, Sent
from mailbot.transport.smarthost import Smarthost
from mailbot.transport.smtp_out import carrier
from tests.transport.conftest import PASSWORDS, config

RAW = b"From: support@vendor.example\r\nSubject: Hej\r\n\r\nKlart.\r\n"
US, ANNA = "support@vendor.example", "anna@kund.example"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def files(folder: Path, part: str = "new") -> list[Path]:
    return sorted((folder / part).iterdir())


# ---- Maildir ---------------------------------------------------------------------------------------
def test_a_mail_stands_in_the_maildir_under_two_lines_of_envelope(tmp_path):
    assert Maildir(tmp_path / "out").deliver(RAW, US, ANNA, 7) == Sent()

    (file,) = files(tmp_path / "out")
    assert file.read_bytes() == b"Return-Path: <support@vendor.example>\r\nDelivered-To: anna@kund.example\r\n" + RAW
    assert [message["Subject"] for message in mailbox.Maildir(tmp_path / "out", create=False)] == ["Hej"]


def test_a_second_try_writes_the_same_file_and_another_mail_another(tmp_path):
    out = Maildir(tmp_path)
    for mail_id, raw in ((7, RAW), (7, RAW), (8, RAW), (7, RAW + b"other database\r\n")):
        assert out.deliver(raw, US, ANNA, mail_id) == Sent()

    assert len(files(tmp_path)) == 3
    assert files(tmp_path, "tmp") == []


def test_file_and_folder_reach_the_disk_before_it_is_called_sent(tmp_path, monkeypatch):
    synced: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(os.path.basename(os.readlink(f"/proc/self/fd/{fd}"))))
    Maildir(tmp_path).deliver(RAW, "", ANNA, 7)

    assert synced == [files(tmp_path)[0].name, "new"]


def test_a_folder_that_cannot_be_written_means_later(tmp_path):
    (tmp_path / "out").write_text("a file stands here")

    result = Maildir(tmp_path / "out").deliver(RAW, US, ANNA, 7)

    assert isinstance(result, Later)
    assert str(tmp_path / "out") in result.reason


@pytest.mark.parametrize(("mail_from", "to"), [(US, "a@b.example\r\nX: y"), (US, ""), ("a\nb@c.example", ANNA)])
def test_what_is_no_address_is_never_written(tmp_path, mail_from, to):
    assert isinstance(Maildir(tmp_path).deliver(RAW, mail_from, to, 7), Never)


# ---- the configured way ----------------------------------------------------------------------------
def test_without_a_word_mail_goes_into_the_state_folder(tmp_path):
    carrier(config(), tmp_path, PASSWORDS.get).deliver(RAW, US, ANNA, 1)
    carrier(config({"maildir": "elsewhere"}), tmp_path, PASSWORDS.get).deliver(RAW, US, ANNA, 1)

    assert (len(files(tmp_path / "outgoing")), len(files(tmp_path / "elsewhere"))) == (1, 1)


@pytest.mark.parametrize(
    ("outgoing", "because"),
    [
        ({}, "names no server"),
        ({"server": "mx.example", "user": "desk"}, "password_from names nothing"),
        ({"server": "mx.example", "user": "desk", "password_from": "NOBODY"}, "NOBODY holds nothing"),
        ({"server": "mx.example", "security": "none"}, "only for a mail server on this machine"),
    ],
)
def test_a_way_that_cannot_be_opened_pauses_the_mail_and_says_why(tmp_path, caplog, outgoing, because):
    way = carrier(config({"via": "smtp", **outgoing}), tmp_path, PASSWORDS.get)

    result = way.deliver(RAW, US, ANNA, 1)

    assert isinstance(result, Paused)
    assert because in result.reason
    assert because in caplog.text


def test_outgoing_wins_over_mailbox_and_passwords_stay_hidden(tmp_path):
    mailbox_keys = {"smtp_server": "old.example", "smtp_port": 465, "user": "old", "password_from": "BO_PASSWORD"}
    inherited = carrier(config({"via": "smtp"}, mailbox_keys), tmp_path, PASSWORDS.get)
    own = carrier(
        config({"via": "smtp", "server": "new.example", "user": "new", "password_from": "ANNA_PASSWORD"}, mailbox_keys),
        tmp_path,
        PASSWORDS.get,
    )

    assert isinstance(inherited, Smarthost)
    assert isinstance(own, Smarthost)
    assert (inherited._server, inherited._port, inherited._login.user) == ("old.example", 465, "old")
    assert (own._server, own._port, own._login.user) == ("new.example", 587, "new")
    assert "tallrik" not in repr(own._login)


# ---- trying again ----------------------------------------------------------------------------------
def test_five_days_without_a_server_are_forty_odd_tries_and_then_the_end():
    age, attempts, waits = timedelta(0), 1, []
    while (wait := back_off(age, attempts)) is not None:
        waits.append(wait)
        age, attempts = age + wait, attempts + 1

    assert age == KEEP_TRYING
    assert waits[:-1] == sorted(waits[:-1])
    assert list(dict.fromkeys(waits[:-1])) == [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR]
    assert 40 <= attempts <= 50


def test_an_old_mail_that_was_hardly_tried_starts_soon():
    assert back_off(3 * DAY, 1) == MINUTE


@given(st.timedeltas(timedelta(0), timedelta(days=9)), st.integers(0, 200))
def test_a_wait_is_between_a_minute_and_four_hours_until_the_time_is_up(age, attempts):
    wait = back_off(age, attempts)

    assert (wait is None) == (age >= KEEP_TRYING)
    assert wait is None or MINUTE <= wait <= 4 * HOUR


@given(
    st.timedeltas(timedelta(0), timedelta(days=4)), st.timedeltas(timedelta(0), timedelta(hours=10)), st.integers(1, 50)
)
def test_waits_never_get_shorter_with_age(age, older, attempts):
    assert back_off(age, attempts) <= back_off(age + older, attempts)
