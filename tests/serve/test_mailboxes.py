"""The readers over real mailboxes and real books: the past is not answered, nothing is lost or doubled, and trouble is said aloud."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.mail.envelope import Door
from mailbot.mail.mailbox import Progress
from mailbot.mailboxes import Mailboxes, Rules
from mailbot.reception import Reception
from mailbot.store import Keeper
from mailbot.testing import Box, compose_mail
from mailbot.transport.imap_source import sources
from tests.transport.dovecot import Account, Wire

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BEFORE = NOON - timedelta(days=30)
ANNA = "anna@firma.example"

CONFIG = """
[vendor]
name = "Bokfix"
languages = ["sv", "en"]
default_language = "sv"
[mailbox]
address = "support@vendor.example"
trusted_authserv = ["mx.vendor.example"]
imap_server = "127.0.0.1"
imap_port = {port}
imap_security = "none"
user = "{user}"
password_from = "MAILBOT_TEST_IMAP"
max_size_mb = 1
adopt_at_most = {at_most}
read_only_mailbox = {read_only}
[[tier]]
name = "free"
kind = "free"
answered = false
[[agent]]
id = "eva"
name = "Eva"
email = ["eva@vendor.example"]
role = "admin"
[listen]
smtp = "127.0.0.1:0"
"""


class Readers:
    """A desk in a box, and the readers of its mailboxes when they are started."""

    def __init__(self, box: Box, account: Account) -> None:
        self.box, self.account = box, account
        self.password = account.server.password
        self.running: list[Mailboxes] = []
        self.keepers: list[Keeper] = []

    def start(self, **rules) -> Mailboxes:
        config = self.box.desk.loaded.config
        keeper = Keeper(self.box.store.keep_many)
        self.kept = threading.Event()
        reception = Reception(keeper, config, self.kept.set)
        read = sources(config, lambda name: self.password if name == "MAILBOT_TEST_IMAP" else None)
        mailboxes = Mailboxes(read, config, self.box.store, reception, self.box.clock, Rules(after=lambda _: timedelta(milliseconds=20), **rules))
        self.running.append(mailboxes)
        self.keepers.append(keeper)
        mailboxes.start()
        return mailboxes

    def once(self, **rules) -> Mailboxes:
        """Read what lies there, to the end."""
        mailboxes = self.start(once=True, **rules)
        mailboxes.join()
        return mailboxes

    def stop(self) -> None:
        for mailboxes in self.running:
            mailboxes.stop(10)
        for keeper in self.keepers:
            keeper.close()
        self.running, self.keepers = [], []

    @property
    def verdicts(self) -> list[str]:
        self.box.settle()
        return [decision.verdict for decision in self.box.decisions]


@pytest.fixture
def desk(tmp_path, account):
    with a_desk(tmp_path, account) as readers:
        yield readers


@pytest.fixture
def shared(tmp_path, account):
    """A mailbox that people read too."""
    with a_desk(tmp_path, account, read_only="true") as readers:
        yield readers


@contextmanager
def a_desk(tmp_path, account, port=0, at_most=200, read_only="false"):
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(port=port or account.server.imap, user=account.user, at_most=at_most, read_only=read_only))
    with Box(tmp_path, path, at=NOON) as box:
        readers = Readers(box, account)
        yield readers
        readers.stop()


def question(number: int = 1, *, sender: str = ANNA, authserv: str = "mx.vendor.example", text: str = "Hur skriver jag ut?") -> bytes:
    return compose_mail(sender, "support@vendor.example", f"Fråga {number}", text, NOON, authserv=authserv)


def wait_for(condition, seconds=20.0):
    """Until something holds that another thread brings about."""
    done = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        done.wait(0.02)
    raise AssertionError("waited in vain")


# ---- the past --------------------------------------------------------------------------------------
def test_what_is_older_than_the_desk_is_filed_and_what_is_newer_is_answered(desk):
    desk.account.put(question(1), at=BEFORE)
    desk.account.put(question(2), at=NOON)
    desk.once()

    assert desk.verdicts == ["older_than_installation", "free_help"]
    assert desk.account.count == 0


@pytest.mark.timeout(300)  # five seconds of work; on a busy machine they take a while
@pytest.mark.parametrize("count", [300, pytest.param(2000, marks=pytest.mark.torture)])
def test_a_full_mailbox_waits_until_somebody_says_adopt_and_none_is_answered(desk, caplog, count):
    """Neither lost nor doubled; what comes afterwards is answered. More than may be taken unasked, in several batches."""
    maildir = desk.account.server.maildir(desk.account.user)
    desk.account.deliver(question(0))  # the server makes the folder, and every mail of the backlog is newer than the desk
    pattern = question(12345)
    for number in range(1, count):
        (maildir / "new" / f"1700000000.M{number}P1.host").write_bytes(pattern.replace(b"12345", b"%05d" % number))
    desk.box.clock.turn_to(datetime.now(UTC) + timedelta(minutes=1))
    refused = desk.once()

    assert f"{count} mails lie in it" in refused.faults[0] and "mailbot serve --adopt" in refused.faults[0]
    assert (desk.account.count, desk.box.store.counts().waiting) == (count, 0)
    (unread,) = desk.box.store.mailboxes.unread()
    assert "--adopt" in unread.reason

    shown = []
    adopted = desk.once(adopt=True, shown=lambda name, done, of: shown.append((done, of)))
    assert (adopted.faults, shown[-1], desk.box.store.mailboxes.unread()) == ((), (count, count), ())
    assert (desk.account.count, desk.box.store.counts().waiting) == (0, count)
    assert sum(1 for part in ("new", "cur") for _ in (maildir / ".Mailbot.Done" / part).iterdir()) == count
    assert set(_verdicts_of_some(desk.box, 20)) == {"backlog"}

    desk.account.deliver(question(3000))
    desk.once()
    assert desk.box.store.counts().waiting == count - 19
    assert desk.box.store.outbox() == ()


def _verdicts_of_some(box, count):
    from mailbot.pipeline import handle

    for _ in range(count):
        yield handle(box.store.claim("box", box.clock(), lease_seconds=60), box.desk, box.clock()).verdict


def test_after_adopting_new_mail_is_answered_and_adopting_again_changes_nothing(desk):
    desk.account.put(question(1), at=NOON)
    desk.once(adopt=True)
    desk.box.clock.pass_by(hours=1)
    desk.account.put(question(2), at=desk.box.clock())
    desk.once(adopt=True)

    assert desk.verdicts == ["backlog", "free_help"]


def test_after_adopting_a_server_whose_clock_is_behind_makes_nothing_the_past(desk):
    """The UID alone says what lay there."""
    desk.box.clock.pass_by(days=1)
    desk.account.put(question(1), at=desk.box.clock())
    desk.once(adopt=True)
    desk.account.put(question(2), at=desk.box.clock() - timedelta(minutes=2))
    desk.once()

    assert desk.verdicts == ["backlog", "free_help"]


def test_a_shared_mailbox_that_is_adopted_is_passed_over(shared):
    """Nothing of the past is even fetched; it stays the past when the server numbers anew."""
    shared.account.put(question(1), at=NOON)
    shared.box.clock.pass_by(hours=1)
    shared.once(adopt=True)
    shared.account.put(question(2), at=shared.box.clock())
    shared.once()
    assert shared.verdicts == ["free_help"]

    shared.account.number_anew()
    shared.once()
    assert shared.verdicts == ["free_help", "backlog"]
    assert shared.account.count == 2


def test_a_mailbox_that_was_read_before_may_be_as_full_as_it_likes(tmp_path, account):
    """After a weekend without mailbot every mail is answered, however many wait."""
    with a_desk(tmp_path, account, at_most=2) as desk:
        desk.once()
        account.put(*(question(n, sender=f"kund{n}@firma.example") for n in range(5)), at=NOON)
        desk.once()

        assert desk.verdicts == ["free_help"] * 5


# ---- once and only once ----------------------------------------------------------------------------
def test_mails_that_are_numbered_anew_are_answered_once(shared):
    shared.account.put(question(1), question(2, sender="bo@firma.example"), at=NOON)
    shared.once()
    shared.account.number_anew()
    shared.once()
    shared.once()

    assert shared.verdicts == ["free_help", "free_help"]


def test_the_same_mail_by_smtp_and_by_imap_is_one_mail(desk):
    desk.box.post(question(1), mail_from=ANNA, to="support@vendor.example")
    desk.account.put(question(1), at=NOON)
    desk.once()

    assert desk.verdicts == ["free_help"]
    assert desk.account.count == 0


def test_a_proven_sender_of_a_mail_that_is_too_large_gets_one_letter(desk):
    """Its header is enough to know who wrote; an unproven one hears nothing, and neither does a machine."""
    large = "x" * 1_200_000
    robot = question(3, sender="robot@firma.example", text=large).replace(b"Subject:", b"Auto-Submitted: auto-replied\r\nSubject:", 1)
    desk.account.put(question(1, text=large), question(2, sender="bo@firma.example", authserv="", text=large), robot, at=NOON)
    desk.once()
    letters = desk.box.settle()

    assert desk.verdicts == ["too_large"] * 3
    assert [mail.to for mail in letters] == [ANNA]
    assert "1 MB" in letters[0].text and "Fråga" not in letters[0].text + letters[0].subject
    assert len(desk.account.raws("Mailbot/Trouble")) == 3


# ---- a reader that runs ----------------------------------------------------------------------------
def test_mail_is_taken_in_as_it_comes_and_a_server_that_restarts_is_called_again(desk):
    mailboxes = desk.start()
    wait_for(lambda: mailboxes.readers[0]._session is not None)
    desk.account.deliver(question(1))
    wait_for(lambda: desk.box.store.counts().waiting == 1 and desk.account.count == 0)
    desk.account.server.stop()
    wait_for(lambda: mailboxes.faults)
    desk.account.server.start()
    desk.account.deliver(question(2))
    wait_for(lambda: desk.box.store.counts().waiting == 2 and desk.account.count == 0)
    assert mailboxes.faults == ()


def test_a_line_that_is_cut_while_waiting_is_laid_again(tmp_path, account, caplog):
    caplog.set_level(logging.INFO, "mailbot.imap")
    wire = Wire(account.server.imap)
    with a_desk(tmp_path, account, port=wire.port) as desk:
        mailboxes = desk.start()
        wait_for(lambda: any("read" in record.message for record in caplog.records))
        wire.cut()
        account.deliver(question(1))
        wait_for(lambda: desk.box.store.counts().waiting == 1)
        assert wire.connections >= 2
        assert mailboxes.readers[0].is_alive()
    wire.close()


def test_a_wrong_password_is_said_once_and_shown_until_it_is_right(desk, caplog):
    desk.password = "wrong"
    desk.start(slowly_s=0.02)
    wait_for(lambda: desk.box.store.mailboxes.unread())
    (unread,) = desk.box.store.mailboxes.unread()
    assert "refuses the log-in" in unread.reason and "password_from" in unread.reason
    assert "wrong" not in caplog.text
    desk.password = desk.account.server.password
    desk.account.deliver(question(1))
    wait_for(lambda: desk.box.store.counts().waiting == 1 and not desk.box.store.mailboxes.unread())

    assert sum("refuses the log-in" in record.getMessage() for record in caplog.records) == 1


def test_a_done_folder_that_takes_no_mail_is_shown_until_it_does(desk, caplog):
    """The mailbox is read all the same; the moving is tried again unasked."""
    caplog.set_level(logging.INFO, "mailbot.imap")
    desk.account.put(question(1), at=NOON)
    desk.once()
    done = desk.account.server.maildir(desk.account.user) / ".Mailbot.Done"
    for part in ("tmp", "cur", "new"):
        (done / part).chmod(0o500)
    mailboxes = desk.start()
    desk.account.deliver(question(2, sender="bo@firma.example"))
    wait_for(desk.box.store.mailboxes.troubles)
    (trouble,) = desk.box.store.mailboxes.troubles()
    assert "kept safely" in trouble.reason
    assert (mailboxes.faults, desk.box.store.mailboxes.unread(), desk.box.store.counts().waiting) == ((), (), 2)
    for part in ("tmp", "cur", "new"):
        (done / part).chmod(0o700)
    wait_for(lambda: desk.account.count == 0 and not desk.box.store.mailboxes.troubles())

    told = [record for record in caplog.records if "cannot be moved" in record.getMessage()]
    assert [record.levelname for record in told] == ["ERROR"]
    assert desk.account.user not in "".join(record.getMessage() for record in caplog.records if record.name == "mailbot.imap")


def test_mails_that_were_passed_over_are_remembered(desk):
    progress = Progress(7, last_uid=9, skipped=(3, 5))
    desk.box.store.mailboxes.save("a@x", "INBOX", progress, NOON)
    assert desk.box.store.mailboxes.progress("a@x", "INBOX") == progress


def test_one_node_reads_and_another_takes_over(desk):
    first = desk.start()
    wait_for(lambda: first.readers[0]._session is not None)
    second = desk.start()
    wait_for(lambda: second.readers[0]._told.noted.startswith("another mailbot"))
    assert second.readers[0]._session is None
    assert second.faults == ()
    first.stop(10)
    desk.account.put(question(1), at=NOON)
    third = desk.once()

    assert (third.faults, desk.box.store.counts().waiting) == ((), 1)


def test_books_that_are_away_end_no_reader(desk, monkeypatch):
    """Everything waits in the mailbox until they are back."""
    def away(*_):
        raise OSError("the disk is gone")

    desk.account.put(question(1), at=NOON)
    with monkeypatch.context() as patched:
        for name in ("delivered", "say_unread", "say_read"):
            patched.setattr(desk.box.store.mailboxes, name, away)
        mailboxes = desk.start()
        wait_for(lambda: mailboxes.faults)
        assert (desk.account.count, mailboxes.readers[0].is_alive()) == (1, True)
    wait_for(lambda: desk.box.store.counts().waiting == 1 and not mailboxes.faults)


def test_stopping_takes_no_longer_than_asked_even_when_the_server_is_silent(desk):
    mailboxes = desk.start()
    wait_for(lambda: mailboxes.readers[0]._session is not None)
    mailboxes.stop(5)
    assert not mailboxes.readers[0].is_alive()


# ---- configuration ---------------------------------------------------------------------------------
def test_several_mailboxes_are_read_each_by_its_own_line(tmp_path, account):
    other = Account(account.server)
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(port=account.server.imap, user=account.user, at_most=200, read_only="false")
                    + f'[[inbox]]\nuser = "{other.user}"\npassword_from = "MAILBOT_TEST_IMAP"\n[[inbox]]\nuser = "off"\n')
    with Box(tmp_path, path, at=NOON) as box:
        desk = Readers(box, account)
        account.put(question(1), at=NOON)
        other.put(question(2, sender="bo@firma.example"), at=NOON)
        mailboxes = desk.once()
        desk.stop()

        assert [reader.source.user for reader in mailboxes.readers] == [account.user, other.user], "one without a password is off"
        assert box.store.counts().waiting == 2
        assert box.store.claim("w", NOON, 60).envelope.door is Door.IMAP
