"""Group commit: together to the disk, apart in success and failure."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime

import pytest

from mailbot.store import Busy, Keeper, Kept, Store, ToKeep
from tests.store.acts import envelope, to_keep

PATIENCE_S = 20


class SlowBooks:
    """Stands in for the store: each commit waits until the test lets it go."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.entered, self.go = threading.Semaphore(0), threading.Semaphore(0)
        self.error: BaseException | None = None

    def keep_many(self, items: Sequence[ToKeep]) -> Sequence[Kept | Exception]:
        self.entered.release()
        assert self.go.acquire(timeout=PATIENCE_S)
        self.batches.append(len(items))
        if self.error is not None:
            raise self.error
        return [Kept(number, duplicate=False) for number in range(len(items))]


def test_mails_that_queue_up_share_a_commit() -> None:
    """The first goes alone; what came in while it was being committed goes together."""
    books = SlowBooks()
    keeper = Keeper(books.keep_many)
    futures = [keeper.submit(to_keep())]
    assert books.entered.acquire(timeout=PATIENCE_S)
    futures += [keeper.submit(to_keep()) for _ in range(7)]
    assert not any(future.done() for future in futures)

    books.go.release()
    books.go.release()
    keeper.close()

    assert books.batches == [1, 7]
    assert [future.result(PATIENCE_S).intake_id for future in futures] == [0, 0, 1, 2, 3, 4, 5, 6]


def test_too_many_waiting_are_put_off() -> None:
    """A queue has an end; beyond it the sender is asked to come again."""
    books = SlowBooks()
    keeper = Keeper(books.keep_many, most_waiting=2)
    keeper.submit(to_keep())
    assert books.entered.acquire(timeout=PATIENCE_S)
    keeper.submit(to_keep())
    keeper.submit(to_keep())

    with pytest.raises(Busy):
        keeper.submit(to_keep())

    books.go.release(3)
    keeper.close()


def test_a_failed_commit_is_told_to_everybody_in_it() -> None:
    books = SlowBooks()
    books.error = OSError("disk full")
    keeper = Keeper(books.keep_many)
    future = keeper.submit(to_keep())
    books.go.release()

    with pytest.raises(OSError, match="disk full"):
        future.result(PATIENCE_S)

    keeper.close()


def test_a_client_that_hangs_up_cannot_stop_the_commit() -> None:
    """Cancelling the future does nothing, and the next mail is kept as well."""
    books = SlowBooks()
    keeper = Keeper(books.keep_many)
    left: Future[Kept] = keeper.submit(to_keep())

    assert not left.cancel()
    books.go.release(2)
    assert left.result(PATIENCE_S) == Kept(0, duplicate=False)
    assert keeper.submit(to_keep()).result(PATIENCE_S) == Kept(0, duplicate=False)
    keeper.close()


def test_what_is_submitted_is_kept_before_the_end(store: Store) -> None:
    """Closing commits what waits; afterwards nothing is taken."""
    keeper = Keeper(store.keep_many)
    futures = [keeper.submit(to_keep()) for _ in range(30)]
    keeper.close()

    assert [future.result(0).intake_id for future in futures] == list(range(1, 31))
    with pytest.raises(Busy, match="stopping"):
        keeper.submit(to_keep())


def test_only_the_mail_that_cannot_be_kept_fails(store: Store) -> None:
    keeper = Keeper(store.keep_many)
    naive = replace(envelope(), received_at=datetime(2026, 11, 23))  # noqa: DTZ001
    good, bad, also_good = (keeper.submit(one) for one in (to_keep(), to_keep(within=naive), to_keep()))
    keeper.close()

    assert good.exception(0) is None
    assert bad.exception(0) is not None
    assert also_good.exception(0) is None
