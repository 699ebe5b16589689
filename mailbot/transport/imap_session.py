"""One open mailbox on one line: what waits in it, fetching, putting away, and waiting for more.
Nothing here sets or asks for Seen; what is kept and in which order is decided in imap_in."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from imapclient.exceptions import IMAPClientError, IMAPClientReadOnlyError

from mailbot.mail.mailbox import Lying
from mailbot.transport.imap_client import (
    Client,
    LineLost,
    NotMoved,
    SettingWrong,
    connect,
    faults_named,
    is_no,
    is_refusal,
    said_by,
)
from mailbot.transport.imap_folders import read_folder, ready_folder
from mailbot.transport.imap_source import Source

IDLE_S = 300.0  # one IDLE: below the ten minutes after which providers and firewalls drop a silent line
AT_ONCE = 500  # mails looked at together
UIDS_AT_ONCE = 20_000  # one answer to SEARCH: imaplib reads no line above 1 MB
_DELETED = rb"\Deleted"
_FILED = b"$MailbotFiled"  # without MOVE: this mail was copied, and is still to be expunged


@dataclass(frozen=True, slots=True)
class Listed:
    """One mail that waits, before it is fetched."""

    uid: int
    size: int  # octets, as the server says; some say it inexactly
    received_at: datetime | None  # aware UTC


class Session:
    """A mailbox, opened. Used by one thread; `abort` may come from any."""

    def __init__(self, client: Client, source: Source) -> None:
        self._client, self._source = client, source
        self._moves = client.has_capability("MOVE")
        self.empties = not source.read_only and (self._moves or client.has_capability("UIDPLUS"))
        self._done = self._trouble = ""
        if self.empties:
            self._done, self._trouble = ready_folder(client, source.done), ready_folder(client, source.trouble)
        self._inbox = read_folder(client, source.inbox)
        if self.empties and self._inbox in (self._done, self._trouble):
            raise SettingWrong(f"the folder {self._inbox} is read, and mail is put away in it; expected other folders in folder_done and folder_trouble")
        self._marks: tuple[bytes, ...] = (_DELETED,)  # the last says that a mail was copied
        self.lying = self._select()
        self._empty_below = 0
        self.opened = time.monotonic()

    def _select(self) -> Lying:
        source = self._source
        with faults_named(f"opening {source.inbox}"):
            try:
                said = self._client.select_folder(self._inbox, readonly=not self.empties)
            except IMAPClientReadOnlyError:
                raise SettingWrong(f"{source.user} may read {source.inbox} but not move mail out of it; give the right, or write "
                                   "read_only_mailbox = true") from None
            except Exception as error:
                if is_refusal(error):
                    raise SettingWrong(f"{source.inbox} cannot be opened ({{said}}); expected in folder_inbox a folder that is there",
                                       said_by(error)) from error
                raise
        validity, uid_next = said.get(b"UIDVALIDITY"), said.get(b"UIDNEXT")
        if not validity:
            raise LineLost(f"{source.server} gave no UIDVALIDITY for {source.inbox}: mails could not be told apart")
        if not uid_next:  # RFC 3501 lets a server leave it out
            with faults_named("STATUS"):
                uid_next = self._client.folder_status(self._inbox, ["UIDNEXT"])[b"UIDNEXT"]
        if rb"\*" in said.get(b"PERMANENTFLAGS", ()):  # keywords may be made
            self._marks = (_DELETED, _FILED)
        return Lying(int(validity), int(uid_next), int(said.get(b"EXISTS", 0)))

    # ---- looking and fetching ----------------------------------------------------------------------
    def waiting(self, after: int) -> tuple[int, ...]:
        """UIDs above `after`, the oldest first, at most AT_ONCE; none when nothing more lies there. Whether they were read does not count."""
        low = max(after, self._empty_below)
        while True:
            high = low + UIDS_AT_ONCE
            whole = high >= self.lying.uid_next
            with faults_named("SEARCH"):
                found = self._client.search(f"UID {low + 1}:{'*' if whole else high}")
            new = sorted(uid for uid in found if uid > low)  # "n:*" always gives the last mail, even one below n
            if new or whole:
                return tuple(new[:AT_ONCE])
            self._empty_below = low = high  # new mail comes above: never asked again on this line

    def listed(self, uids: Iterable[int]) -> tuple[Listed, ...]:
        """Size and time of receipt. Mails that have gone meanwhile are left out."""
        found = self._fetch(list(uids), ["RFC822.SIZE", "INTERNALDATE"])
        return tuple(
            Listed(uid, int(said[b"RFC822.SIZE"]), _utc(said.get(b"INTERNALDATE")))
            for uid, said in sorted(found.items())
            if b"RFC822.SIZE" in said
        )

    def bodies(self, mails: Iterable[Listed]) -> Mapping[int, bytes]:
        """The mails, whole. One that has gone meanwhile is left out; one that comes without its bytes is never taken for an empty mail."""
        sizes = {mail.uid: mail.size for mail in mails}
        raws: dict[int, bytes] = {}
        for uid, said in self._fetch(list(sizes), ["BODY.PEEK[]"]).items():
            raw = said.get(b"BODY[]")
            if b"BODY[]" not in said or (not raw and sizes[uid]):
                raise LineLost(f"{self._source.server} answered FETCH without the mail (UID {uid})")
            raws[uid] = bytes(raw or b"")
        return raws

    def header(self, uid: int) -> bytes | None:
        """The header of a mail, as far as any header is read; None: the mail has gone."""
        said = self._fetch([uid], [f"BODY.PEEK[HEADER]<0.{self._source.max_header}>"]).get(uid)
        if said is None:
            return None
        raw = said.get(b"BODY[HEADER]<0>")
        if not raw:
            raise LineLost(f"{self._source.server} answered FETCH without the header (UID {uid})")
        return bytes(raw)

    def _fetch(self, uids: list[int], data: list[str]) -> Mapping[int, Mapping[bytes, Any]]:
        with faults_named("FETCH"):
            return self._client.fetch(uids, data) if uids else {}

    # ---- putting away ------------------------------------------------------------------------------
    def put_away(self, uids: Iterable[int], *, trouble: bool = False, copied: set[int] | None = None) -> None:
        """Move mails that are kept out of the inbox. Without MOVE they are copied first, and only these are expunged; `copied` remembers
        them until then. Raises NotMoved when the server refuses, LineLost."""
        ids, folder = sorted(uids), self._trouble if trouble else self._done
        key = "folder_trouble" if trouble else "folder_done"
        full = (f"mails cannot be moved to {folder} ({{said}}); they are taken in and kept safely. Free space there, or give {self._source.user} "
                f"the right to add to the folder named in {key}")  # fmt: skip
        if not ids:
            return
        with faults_named(f"moving to {folder}"):
            if self._moves:
                with _refusals(full):
                    self._client.move(ids, folder)
            else:
                self._copy_once(ids, folder, set() if copied is None else copied, full)

    def _copy_once(self, ids: list[int], folder: str, copied: set[int], full: str) -> None:
        """Copy those that were not copied yet, and expunge all. A mark at the mail says it too, should we not be there any more to know."""
        copied.update(uid for uid, said in self._fetch(ids, ["FLAGS"]).items() if self._marks[-1] in said.get(b"FLAGS", ()))
        with _refusals(full):
            if fresh := [uid for uid in ids if uid not in copied]:
                self._client.copy(fresh, folder)
                copied.update(fresh)
        with _refusals(f"mails that were copied to {folder} cannot be removed from {self._inbox} ({{said}}); they are taken in and kept safely. "
                       f"Give {self._source.user} the right to delete and expunge there"):  # fmt: skip
            self._client.add_flags(ids, list(self._marks), silent=True)
            self._client.uid_expunge(ids)

    # ---- waiting -----------------------------------------------------------------------------------
    def wait(self, wake: int, at_most: float = IDLE_S) -> None:
        """Return when mail may have come, when the time is over, or when the file `wake` can be read.

        Not by imapclient's idle_check, which takes the end of a line for silence: we wait at the socket ourselves, and ask for the end
        of IDLE each time; its answer is late or broken when the line is."""
        if self._client.has_capability("IDLE"):
            with faults_named("IDLE"):
                self._client.idle()
                if not _read_ahead(self._client):
                    _poll(at_most, wake, self._client.socket())
                self._client.idle_done()
        else:
            _poll(min(at_most, self._source.check_every_s), wake)
        with faults_named("NOOP"):
            self._client.noop()  # a SEARCH answers from what the server has told of; only now it tells of new mail

    def close(self) -> None:
        """Say goodbye if the line still stands."""
        with contextlib.suppress(Exception):
            self._client.logout()
        with contextlib.suppress(Exception):
            self._client.shutdown()

    def abort(self) -> None:
        """Cut the line, so that whoever waits for an answer waits no longer."""
        with contextlib.suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)


def open_session(source: Source, tls: ssl.SSLContext | None = None) -> Session:
    """Connect, log in, and open the mailbox with its folders. Raises LineLost or SettingWrong."""
    client = connect(source, tls)
    try:
        return Session(client, source)
    except BaseException:
        with contextlib.suppress(Exception):
            client.shutdown()
        raise


@contextlib.contextmanager
def _refusals(what: str) -> Iterator[None]:
    """A NO is NotMoved; a folder that has gone is a line to be laid anew, which makes the folder."""
    try:
        yield
    except IMAPClientError as error:
        if not is_no(error) or "TRYCREATE" in str(error).upper():
            raise
        raise NotMoved(what, said_by(error)) from error


def _poll(seconds: float, wake: int, line: socket.socket | None = None) -> None:
    poller = select.poll()
    poller.register(wake, select.POLLIN)
    if line is not None:
        poller.register(line.fileno(), select.POLLIN)
    poller.poll(seconds * 1000)


def _read_ahead(client: Any) -> bool:
    """Whether the server said more together with the "+" of IDLE (Dovecot does, of mail that came meanwhile). It lies in imaplib's
    buffer then, where no poll sees it."""
    inner, line = client._imap, client.socket()
    if getattr(inner, "_readbuf", None):  # Python 3.14 reads for itself
        return True
    if isinstance(line, ssl.SSLSocket) and line.pending():
        return True
    if hasattr(inner, "_readbuf"):
        return False
    line.setblocking(False)
    try:
        return bool(inner.file.peek(1))
    except ssl.SSLWantReadError:
        return False
    finally:
        client._set_read_timeout()


def _utc(at: Any) -> datetime | None:
    """INTERNALDATE as the server gave it; None when it cannot be read."""
    return at.astimezone(UTC) if isinstance(at, datetime) and at.tzinfo is not None else None
