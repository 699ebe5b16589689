"""The IMAP door on a real Dovecot: what it fetches, what it leaves, where it puts it, and what it makes of the server's block."""

from __future__ import annotations

import os
import random
import threading
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.mail.envelope import UNKNOWN_PATH, Door
from mailbot.mail.mailbox import Progress
from mailbot.transport.imap_breaks import PASSED_OVER_AFTER
from mailbot.transport.imap_client import LineLost, SettingWrong, connect
from mailbot.transport.imap_in import TRIES, NotKept, Reading, batches
from mailbot.transport.imap_session import Listed, Session, open_session
from mailbot.transport.keeping import Busy
from tests.transport.conftest import NOON, config
from tests.transport.dovecot import Account, Wire, running

CONFIG = config(mailbox={"trusted_authserv": ["mx.vendor.example"], "other_addresses": ["info@vendor.example"]})


def mail(number: int, more: str = "", body: str = "Hej!") -> bytes:
    return f"{more}From: anna@kund.example\r\nTo: support@vendor.example\r\nSubject: {number}\r\nMessage-ID: <{number}@kund.example>\r\n\r\n{body}\r\n".encode()


class Shelf:
    """Keeps as a desk does: each delivery once. `refuse` names subjects that cannot be kept; `then` may raise instead."""

    def __init__(self) -> None:
        self.mails: dict[str, object] = {}
        self.progress: list[Progress] = []
        self.refuse: set[bytes] = set()
        self.then = None

    def kept(self, delivery_keys):
        return frozenset(delivery_keys) & self.mails.keys()

    def keep(self, mails):
        if self.then is not None:
            self.then()
        errors = []
        for one in mails:
            refused = any(b"Subject: " + word + b"\r\n" in one.raw for word in self.refuse)
            if not refused:
                assert one.delivery_key not in self.mails, "kept twice"
                self.mails[one.delivery_key] = one
            errors.append(ValueError("odd") if refused else None)
        return errors

    def read_up_to(self, progress):
        self.progress.append(progress)

    @property
    def subjects(self) -> list[int]:
        return [int(one.raw.partition(b"Subject: ")[2].partition(b"\r\n")[0]) for one in self.mails.values()]

    @property
    def only(self):
        (one,) = self.mails.values()
        return one


class Door_:
    """One reading of one account."""

    def __init__(self, account: Account, now: datetime | None = None, **source) -> None:
        self.source = account.source(**source)
        self.shelf = Shelf()
        self.reading = Reading(self.source, CONFIG, self.shelf, lambda: now or datetime.now(UTC))
        self.progress: Progress | None = None

    def read(self) -> Progress:
        session = open_session(self.source)
        try:
            known = self.progress or Progress(session.lying.uidvalidity)
            self.progress = known.numbered(session.lying.uidvalidity)
            self.progress = self.reading.take_all(session, self.progress, lambda _: True)
            return self.progress
        finally:
            session.close()


@pytest.fixture
def wake():
    read, write = os.pipe()
    yield read, write
    os.close(read)
    os.close(write)


# ---- taking in -------------------------------------------------------------------------------------
def test_mail_is_kept_then_moved_to_done_and_no_flag_is_set(account):
    account.put(*(mail(n) for n in range(3)))
    door = Door_(account)
    door.read()

    assert door.shelf.subjects == [0, 1, 2]
    assert (account.raws(), account.raws("Mailbot/Done")) == ([], [mail(0), mail(1), mail(2)])
    assert account.flags("Mailbot/Done") <= {rb"\Recent"}


def test_what_a_person_has_read_already_is_taken_in_all_the_same(account):
    account.put(mail(1))
    with account.opened("INBOX") as program:
        program.add_flags(program.search("ALL"), [rb"\Seen", rb"\Answered"])
    door = Door_(account)
    door.read()

    assert door.shelf.subjects == [1]


def test_a_mailbox_that_people_read_too_is_left_as_it_is(account):
    """Nothing is moved or marked; each mail is taken in once; no folder is made."""
    account.put(mail(1), mail(2))
    door = Door_(account, read_only=True)
    door.read()
    account.put(mail(3))
    door.read()
    door.read()

    assert door.shelf.subjects == [1, 2, 3]
    assert len(account.raws()) == 3
    assert account.flags("INBOX") <= {rb"\Recent"}
    assert account.raws("Mailbot/Done") == []
    assert door.shelf.progress[-1].last_uid == 3


def test_a_mail_that_was_kept_before_the_crash_is_only_moved(account):
    account.put(mail(1), mail(2))
    door = Door_(account)
    session = open_session(door.source)
    progress = Progress(session.lying.uidvalidity)
    session.put_away = lambda *_, **__: (_ for _ in ()).throw(LineLost("cut"))
    with pytest.raises(LineLost):
        door.reading.take_all(session, progress, lambda _: True)
    session.close()
    fetched: list[int] = []
    again = open_session(door.source)
    again.bodies = lambda mails: fetched.extend(mails) or {}
    door.reading.take_all(again, progress, lambda _: True)
    again.close()

    assert (door.shelf.subjects, fetched) == ([1, 2], [])
    assert (account.raws(), len(account.raws("Mailbot/Done"))) == ([], 2)


def test_nothing_is_moved_while_the_books_are_away(account):
    account.put(mail(1))
    door = Door_(account)
    door.shelf.then = lambda: (_ for _ in ()).throw(Busy("locked"))
    with pytest.raises(Busy):
        door.read()
    assert account.raws() == [mail(1)]

    door.shelf.then = None
    door.read()
    assert (door.shelf.subjects, account.raws()) == ([1], [])


@pytest.mark.parametrize("read_only", [False, True])
def test_a_mail_that_cannot_be_kept_holds_up_no_other_and_ends_before_a_person(account, read_only):
    account.put(mail(1), mail(2), mail(3))
    door = Door_(account, read_only=read_only)
    door.shelf.refuse = {b"2"}
    for _ in range(TRIES - 1):
        with pytest.raises(NotKept):
            door.read()
    door.read()
    account.put(mail(4))
    door.read()

    assert sorted(door.shelf.subjects) == [1, 3, 4]
    where = "INBOX" if read_only else "Mailbot/Trouble"
    assert mail(2) in account.raws(where)


def test_without_move_only_our_own_mails_are_expunged(account):
    """COPY, Deleted, UID EXPUNGE: what a person marked for deletion stays."""
    account.put(mail(1), mail(2))
    with account.opened("INBOX") as program:
        program.add_flags(program.search("ALL")[:1], [rb"\Deleted"])
    door = Door_(account)
    session = open_session(door.source)
    session._moves = False
    session.put_away([2])
    session.close()

    assert (account.raws(), account.raws("Mailbot/Done")) == ([mail(1)], [mail(2)])


@pytest.mark.parametrize("read_only", [False, True])
def test_a_mail_over_which_the_line_breaks_holds_up_no_other(account, read_only, monkeypatch, caplog):
    """Dovecot hangs up over a mail whose size its index has wrong, every time."""
    account.put(*(mail(n) for n in range(1, 5)))
    door = Door_(account, read_only=read_only)
    real = Session.bodies

    def hang_up(session, mails):
        mails = list(mails)
        if any(one.uid == 2 for one in mails):
            raise LineLost("hung up")
        return real(session, mails)

    monkeypatch.setattr(Session, "bodies", hang_up)
    for _ in range(PASSED_OVER_AFTER):
        with pytest.raises(LineLost):
            door.read()
    door.read()

    assert sorted(door.shelf.subjects) == [1, 3, 4]
    assert mail(2) in account.raws()
    assert "a person must look at it" in caplog.text


# ---- sizes -----------------------------------------------------------------------------------------
def test_of_a_mail_that_is_too_large_the_header_alone_is_fetched(account):
    account.put(mail(1, body="x" * 150_000), mail(2))
    door = Door_(account)
    door.read()

    (large,) = [one for one in door.shelf.mails.values() if one.envelope.whole_size]
    assert large.raw.endswith(b"Message-ID: <1@kund.example>\r\n\r\n")
    assert large.envelope.whole_size > 150_000
    assert [len(raw) > 150_000 for raw in account.raws("Mailbot/Trouble")] == [True]
    assert account.raws("Mailbot/Done") == [mail(2)]


def test_batches_are_bounded_in_mails_and_in_octets():
    mails = [Listed(uid, size, None) for uid, size in enumerate([5, 5, 5, 100, 5, 5, 5, 5])]

    assert [[one.uid for one in batch] for batch in batches(mails, most=3, most_bytes=20)] == [[0, 1, 2], [3], [4, 5, 6], [7]]


# ---- the envelope ----------------------------------------------------------------------------------
def test_the_envelope_is_what_our_server_noted(account):
    """By LMTP, as in production: Return-Path and Delivered-To stand on top."""
    account.server.deliver(mail(1), "anna@kund.example", account.user)
    account.server.deliver(mail(2), "", account.user)
    door = Door_(account)
    door.read()
    person, machine = (one.envelope for one in door.shelf.mails.values())

    assert (person.mail_from, machine.mail_from) == ("anna@kund.example", None)
    assert (person.door, person.vouched, person.peer) == (Door.IMAP, True, "127.0.0.1")
    assert person.rcpt_to == ("support@vendor.example",), "the mailbox is none of our addresses: To says whose it is"


BY_US = "Received: from relay.example by mx.vendor.example; Mon, 23 Nov 2026 12:00:00 +0000\r\n"
BY_OTHERS = "Received: from pc by relay.example; Mon, 23 Nov 2026 12:00:00 +0000\r\n"


@pytest.mark.parametrize(("block", "sender", "recipients"), [
    ("Return-Path: <a@x.example>\r\nDelivered-To: support+c.1@vendor.example\r\n" + BY_US, "a@x.example", ("support+c.1@vendor.example",)),
    ("Return-Path: <>\r\nX-Original-To: info@vendor.example\r\nDelivered-To: u1234@hoster.example\r\n" + BY_US, None, ("info@vendor.example",)),
    (BY_US + BY_OTHERS + "Return-Path: <>\r\nDelivered-To: info@vendor.example\r\n", UNKNOWN_PATH, ("support@vendor.example",)),
    ("Delivered-To: u1@hoster.example\r\n" + BY_US + "Return-Path: <b@x.example>\r\n", "b@x.example", ("support@vendor.example",)),
])  # fmt: skip
def test_the_envelope_is_read_above_what_strangers_wrote(account, block, sender, recipients):
    account.put(mail(1, block))
    door = Door_(account)
    door.read()

    assert (door.shelf.only.envelope.mail_from, door.shelf.only.envelope.rcpt_to) == (sender, recipients)


def test_mail_that_names_none_of_our_addresses_is_for_the_mailbox(account):
    account.put(b"From: anna@kund.example\r\nSubject: 1\r\n\r\nblind copy\r\n", b"\xff\x00 no header at all")
    door = Door_(account)
    door.read()

    assert {one.envelope.rcpt_to for one in door.shelf.mails.values()} == {("support@vendor.example",)}


def test_the_time_that_counts_is_when_the_server_got_it(account):
    account.put(mail(1), at=NOON - timedelta(days=400))
    account.put(mail(2), at=NOON + timedelta(days=2))  # a server whose clock is ahead
    door = Door_(account, now=NOON)
    door.read()

    assert [one.envelope.received_at for one in door.shelf.mails.values()] == [NOON - timedelta(days=400), NOON]


# ---- numbers, folders, log-in ----------------------------------------------------------------------
@pytest.mark.parametrize("read_only", [False, True])
def test_mails_that_are_numbered_anew_are_looked_at_again(account, read_only):
    account.put(mail(1), mail(2))
    door = Door_(account, read_only=read_only)
    before = door.read().uidvalidity
    account.put(mail(3))
    account.number_anew()
    after = door.read().uidvalidity

    assert after != before
    assert set(door.shelf.subjects) == {1, 2, 3}


@pytest.mark.parametrize(("separator", "seen_as"), [("/", "Ärenden/Färdiga åäö"), (".", "Ärenden.Färdiga åäö")])
def test_folders_are_made_as_the_server_writes_them(separator, seen_as):
    """Its own delimiter; any letters in their names."""
    with running(separator=separator) as server:
        account = Account(server)
        account.put(mail(1))
        Door_(account, done="Ärenden/Färdiga åäö").read()
        Door_(account, done="Ärenden/Färdiga åäö").read()

        assert account.raws(seen_as) == [mail(1)]


def test_a_folder_that_is_not_there_is_named(account):
    with pytest.raises(SettingWrong, match=r"Nowhere cannot be opened.*folder_inbox"):
        Door_(account, inbox="Nowhere").read()


def test_a_wrong_password_is_told_from_a_line_that_breaks(account):
    with pytest.raises(SettingWrong, match=r"refuses the log-in of support.*password_from"):
        Door_(account, secret=lambda: "wrong").read()
    wire = Wire(account.server.imap, cuts=(200,))  # within the log-in: imapclient raises the same error
    with pytest.raises(LineLost):
        Door_(account, port=wire.port).read()
    wire.close()


def test_a_password_may_hold_any_letter():
    with running(password="blå-tårta-€") as server:
        account = Account(server)
        account.put(mail(1))
        door = Door_(account)
        door.read()

        assert len(door.shelf.mails) == 1


def test_nobody_answers():
    with running() as server:
        source = Account(server).source()
    with pytest.raises(LineLost, match="cannot be reached"):
        connect(source)


# ---- TLS -------------------------------------------------------------------------------------------
def test_tls_is_verified_and_not_given_up(certificate, monkeypatch):
    with running(certificate=certificate) as server:
        account = Account(server)
        for more in ({"port": server.imaps, "security": "tls"}, {"security": "starttls"}):
            with pytest.raises(SettingWrong, match=r"certificate of .* does not hold"):
                connect(account.source(**more))
        with pytest.raises(SettingWrong, match="does not speak TLS"):
            connect(account.source(security="tls"))
        monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
        for more in ({"port": server.imaps, "security": "tls"}, {"security": "starttls"}):
            open_session(account.source(**more)).close()


def test_a_server_without_starttls_gets_no_password(account):
    with pytest.raises(SettingWrong, match="offers no STARTTLS"):
        connect(account.source(security="starttls"))


def test_an_answer_too_long_for_one_line_is_asked_for_in_stretches(account, wake, monkeypatch):
    """UIDs have gaps, wide ones in an old mailbox; the last stretch is open, since new mail comes above."""
    account.put(*(mail(n) for n in range(30)))
    with account.opened("INBOX") as program:
        program.delete_messages([uid for uid in program.search("ALL") if uid not in (2, 25, 30)])
        program.expunge()
    monkeypatch.setattr("mailbot.transport.imap_session.UIDS_AT_ONCE", 7)
    session = open_session(account.source())
    asked: list[str] = []
    real = session._client.search
    monkeypatch.setattr(session._client, "search", lambda criteria: asked.append(criteria) or real(criteria))
    found = [session.waiting(0), session.waiting(2), session.waiting(25), session.waiting(30)]
    account.put(mail(31))
    os.write(wake[1], b".")
    session.wait(wake[0])

    assert found == [(2,), (25, 30), (30,), ()]
    assert session.waiting(30) == (31,)
    assert asked[:3] == ["UID 1:7", "UID 3:9", "UID 10:16"]
    session.close()


# ---- waiting ---------------------------------------------------------------------------------------
def test_waiting_ends_when_mail_comes(account, wake):
    session = open_session(account.source())
    threading.Timer(0.05, account.deliver, [mail(1)]).start()
    session.wait(wake[0])

    assert session.waiting(0) == (1,)
    session.close()


def test_mail_that_comes_just_before_the_waiting_ends_it_at_once(account, wake, monkeypatch):
    """Dovecot says EXISTS in the same breath as the + of IDLE, where a poll at the socket sees nothing any more."""
    monkeypatch.setattr("mailbot.transport.imap_session._poll", lambda *_: pytest.fail("waited although mail lay there"))
    session = open_session(account.source())
    assert session.waiting(0) == ()
    account.deliver(mail(1))
    session.wait(wake[0])

    assert session.waiting(0) == (1,)
    session.close()


@pytest.mark.timeout(30)  # a tenth of the time that it would wait otherwise
def test_waiting_ends_when_somebody_says_so(account, wake):
    session = open_session(account.source())
    os.write(wake[1], b".")
    session.wait(wake[0])

    assert session.waiting(0) == ()
    session.close()


def test_a_server_that_goes_away_during_the_waiting_is_noticed(account, wake):
    wire = Wire(account.server.imap)
    session = open_session(account.source(port=wire.port))
    threading.Timer(0.05, wire.cut).start()
    with pytest.raises(LineLost):
        session.wait(wake[0])
    session.close()
    wire.close()


def test_a_server_without_idle_is_asked_every_so_often(account, wake, monkeypatch):
    session = open_session(account.source(check_every_s=0.01))
    real = session._client.has_capability
    monkeypatch.setattr(session._client, "has_capability", lambda name: name != "IDLE" and real(name))
    monkeypatch.setattr(session._client, "idle", lambda: pytest.fail("no IDLE was offered"))
    account.put(mail(1))
    session.wait(wake[0])

    assert session.waiting(0) == (1,)
    session.close()


# ---- a line that is cut ----------------------------------------------------------------------------
def test_a_line_cut_at_thirty_random_places_loses_and_doubles_nothing(account):
    chance = random.Random(11)
    account.put(*(mail(n, body="y" * chance.randrange(2_000)) for n in range(60)))
    with account.opened("INBOX") as program:
        whole = sum(said[b"RFC822.SIZE"] for said in program.fetch(program.search("ALL"), ["RFC822.SIZE"]).values())
    wire = Wire(account.server.imap, tuple(chance.randrange(1, whole // 12) for _ in range(30)))
    door = Door_(account, port=wire.port)
    broken = 0
    while account.count:
        try:
            door.read()
        except LineLost:
            broken += 1
    wire.close()

    assert broken >= 20, "the cuts met the reading"
    assert sorted(door.shelf.subjects) == list(range(60))
    assert all(one.raw in account.raws("Mailbot/Done") for one in door.shelf.mails.values())
    assert len(account.raws("Mailbot/Done")) == 60
