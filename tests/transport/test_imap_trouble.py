"""The IMAP door in trouble, on a real Dovecot: one mail or one folder that is at fault holds up no other mail, and nothing is lost."""

from __future__ import annotations

import pytest
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from mailbot.mail.mailbox import Progress
from mailbot.transport import imap_session
from mailbot.transport.imap_breaks import PASSED_OVER_AFTER
from mailbot.transport.imap_client import LineLost, NotMoved, SettingWrong
from mailbot.transport.imap_filing import LOT, Filing
from mailbot.transport.imap_folders import spelled
from tests.transport.dovecot import Account, running
from tests.transport.test_imap_in import Door_, mail


@pytest.fixture
def changed(monkeypatch):
    """Have every line changed after it was laid: `changed(client -> None)`."""
    real = imap_session.connect

    def change(how):
        def laid(*args):
            client = real(*args)
            how(client)
            return client

        monkeypatch.setattr(imap_session, "connect", laid)

    yield change
    monkeypatch.undo()


def refusing(words: str):
    def refuse(*_, **__):
        raise IMAPClientError(words)

    return refuse


def until_well(door: Door_) -> int:
    """Read until it works; how often the line broke."""
    for broken in range(PASSED_OVER_AFTER + 1):
        try:
            door.read()
            return broken
        except LineLost:
            pass
    raise AssertionError("it is never well")


# ---- one mail that the server cannot read ------------------------------------------------------------
@pytest.mark.parametrize("read_only", [False, True])
def test_a_mail_whose_size_the_server_cannot_tell_holds_up_no_other(account, read_only, caplog):
    """Its file cannot be read, and its name tells no size: Dovecot refuses the whole FETCH."""
    for number in range(5):
        account.deliver(mail(number))
    file = next(each for each in (account.server.maildir(account.user) / "new").glob("*") if b"Subject: 1\n" in each.read_bytes().replace(b"\r", b""))
    unreadable = file.rename(file.with_name(file.name.split(",")[0]))
    unreadable.chmod(0)
    door = Door_(account, read_only=read_only)

    for _ in range(4):
        with pytest.raises(LineLost):
            door.read()
    assert sorted(door.shelf.subjects) == [0, 2, 3, 4], "the sound ones come first"
    assert until_well(door) == PASSED_OVER_AFTER - 4
    assert len(door.shelf.mails) == 4
    assert "a person must look at it" in caplog.text
    (trouble,) = door.reading.troubles
    assert "1 mails were not taken in and stay in INBOX (UID " in trouble.words

    next(iter(account.server.maildir(account.user).glob(f"*/{unreadable.name}*"))).chmod(0o600)
    started_again = Door_(account, read_only=read_only)
    started_again.shelf, started_again.progress = door.shelf, door.progress
    started_again.reading._books = door.shelf
    started_again.read()
    assert sorted(door.shelf.subjects) == [0, 1, 2, 3, 4]
    assert (started_again.reading.troubles, started_again.progress.skipped) == ((), ())


def test_a_gap_is_remembered_where_nothing_is_moved(account, changed):
    """Whatever breaks in between, no mail is jumped over unremembered; one that a person takes away is forgotten."""
    account.put(*(mail(n) for n in range(1, 4)))

    def hang_up_over_2(client):
        real = client.fetch

        def fetch(uids, data):
            if 2 in list(uids) and "BODY.PEEK[]" in data:
                raise IMAPClientAbortError("EOF")
            return real(uids, data)

        client.fetch = fetch

    changed(hang_up_over_2)
    door = Door_(account, read_only=True)
    until_well(door)
    assert (door.shelf.subjects, door.shelf.progress[-1].skipped, door.shelf.progress[-1].last_uid) == ([1, 3], (2,), 3)
    assert all(seen.last_uid < 2 or 2 in seen.skipped for seen in door.shelf.progress)

    with account.opened("INBOX") as program:
        program.delete_messages([2])
        program.expunge()
    started_again = Door_(account, read_only=True)
    started_again.progress = door.shelf.progress[-1]
    started_again.read()
    assert started_again.shelf.progress[-1] == Progress(door.progress.uidvalidity, 3)


# ---- a folder that takes no mail ---------------------------------------------------------------------
def test_a_done_folder_that_takes_no_mail_stops_no_taking_in(account):
    """Fewer than a batch or more: all is taken in, once; it is moved as soon as it can be."""
    account.put(mail(0))
    door = Door_(account)
    door.read()
    done = account.server.maildir(account.user) / ".Mailbot.Done"
    for part in ("tmp", "cur", "new"):
        (done / part).chmod(0o500)
    for number in range(1, LOT + 6):
        account.deliver(mail(number))
    door.read()
    account.deliver(mail(99))
    door.read()

    assert sorted(door.shelf.subjects) == [*range(LOT + 6), 99]
    (trouble,) = door.reading.troubles
    assert "kept safely" in trouble.words and "folder_done" in trouble.words
    assert "SERVERBUG" in trouble.words and "SERVERBUG" not in trouble.what, "its words differ at each try"

    for part in ("tmp", "cur", "new"):
        (done / part).chmod(0o700)
    door.read()
    assert (account.count, len(account.raws("Mailbot/Done")), door.reading.troubles) == (0, LOT + 7, ())


def test_one_mail_that_cannot_be_moved_ends_up_by_itself():
    class Moves:
        """Moves all but one."""

        def __init__(self) -> None:
            self.moved: list[int] = []

        def put_away(self, uids, *, trouble, copied):
            if 13 in uids:
                raise NotMoved("no")
            self.moved += uids

    session, filing = Moves(), Filing()
    filing.put_away(session, range(1, 51))
    assert filing.refused is not None
    for _ in range(10):
        filing.move_again(session, set(range(1, 51)) - set(session.moved))
    assert (sorted(session.moved), 13 in filing) == ([uid for uid in range(1, 51) if uid != 13], True)
    filing.put_away(session, [60])
    filing.move_again(session, {13, 60})
    assert session.moved[-1] == 60, "it holds up no new mail"
    filing.move_again(session, set())
    assert (13 in filing, filing.refused) == (False, None), "a person took it away"


@pytest.mark.parametrize("keywords", [True, False])
def test_without_move_a_mail_is_copied_once_although_expunge_is_refused(account, changed, keywords):
    """Whether the server keeps keywords or not, and when mailbot was started again in between."""
    account.put(*(mail(n) for n in range(3)))
    refused = True

    def no_move(client):
        has, select, expunge = client.has_capability, client.select_folder, client.uid_expunge
        client.has_capability = lambda name: name != "MOVE" and has(name)
        client.uid_expunge = lambda uids: refusing("NO [NOPERM] Permission denied")() if refused else expunge(uids)
        if not keywords:
            client.select_folder = lambda *a, **k: {**select(*a, **k), b"PERMANENTFLAGS": (rb"\Seen", rb"\Deleted")}

    changed(no_move)
    door = Door_(account)
    for _ in range(3):
        door.read()
    assert "cannot be removed from INBOX" in door.reading.troubles[0].words
    started_again = Door_(account)
    started_again.shelf.mails = door.shelf.mails
    started_again.read()
    assert (len(account.raws("Mailbot/Done")), len(account.raws())) == (3, 3)

    refused = False
    started_again.read()
    assert (len(account.raws("Mailbot/Done")), account.raws()) == (3, [])
    assert account.flags("Mailbot/Done") <= {rb"\Recent"}, "the mark is not copied"


def test_a_done_folder_that_was_removed_is_made_again(account):
    door = Door_(account)
    account.put(mail(1))
    door.read()
    account.put(mail(2))
    session = imap_session.open_session(door.source)
    with account.opened() as program:
        program.delete_folder("Mailbot/Done")
    with pytest.raises(LineLost):
        door.reading.take_all(session, door.progress, lambda _: True)
    session.close()
    door.read()

    assert account.raws("Mailbot/Done") == [mail(2)]


# ---- folders -----------------------------------------------------------------------------------------
def test_the_folder_that_is_read_is_spelled_like_the_others():
    with running(separator=".") as server:
        account = Account(server)
        with account.opened() as program:
            program.create_folder("Support.In")
        for number, inbox in enumerate(("Support/In", "Support.In")):
            account.put(mail(number), folder="Support.In")
            Door_(account, inbox=inbox, done="Support/Done").read()
        assert account.raws("Support.Done") == [mail(0), mail(1)]

        with pytest.raises(SettingWrong, match=r"'v1.0/Done' has a '\.' in its name"):
            Door_(account, done="v1.0/Done").read()


@pytest.mark.parametrize(("inbox", "done"), [("INBOX", "INBOX/"), ("INBOX", "/inbox"), ("Support", "/Support")])
def test_mail_is_never_put_away_where_it_is_read(account, inbox, done):
    """However it is written: it would be taken in for ever."""
    account.put(mail(1))
    with pytest.raises(SettingWrong, match="is read, and mail is put away in it"):
        Door_(account, inbox=inbox, done=done).read()
    assert account.raws() == [mail(1)]


@pytest.mark.parametrize(("wanted", "prefix", "delimiter", "name"), [
    ("Mailbot/Done", "", "/", "Mailbot/Done"), ("Mailbot/Done", "INBOX.", ".", "INBOX.Mailbot.Done"), ("INBOX.Done", "INBOX.", ".", "INBOX.Done"),
    ("INBOX/Done", "INBOX.", ".", "INBOX.Done"), ("/inbox/", "INBOX.", ".", "INBOX"), ("Mailbot.Done", "", ".", "Mailbot.Done"),
    ("Mailbot/Done", "", "", "Mailbot-Done"), ("v1.0/Done", "", "/", "v1.0/Done"),
])  # fmt: skip
def test_spelling(wanted, prefix, delimiter, name):
    assert spelled(wanted, prefix, delimiter) == name
