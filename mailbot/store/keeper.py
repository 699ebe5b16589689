"""Group commit: mails that come in together are committed together, and each door hears when its own is safe.
No timer: the batch is whatever queued up while the last one was being committed."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from mailbot.store.errors import Busy
from mailbot.store.intake import Kept, ToKeep

BATCH = 50  # more gains little (docs/decisions) and makes the first of them wait
QUEUE = 500

Waiting = tuple[ToKeep, "Future[Kept]"]
KeepMany = Callable[[Sequence[ToKeep]], Sequence[Kept | Exception]]


class Keeper:
    """The one thread of a process that commits incoming mail."""

    def __init__(self, keep_many: KeepMany, most_waiting: int = QUEUE) -> None:
        self._keep_many = keep_many
        self._waiting: queue.Queue[Waiting | None] = queue.Queue(most_waiting)
        self._gate = threading.Lock()
        self._closed = False
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._thread.start()

    def submit(self, item: ToKeep) -> Future[Kept]:
        """Queue a mail; the future is done after the commit, or failed. Raises Busy when too many wait or we are closing."""
        future: Future[Kept] = Future()
        future.set_running_or_notify_cancel()  # a client that hangs up cannot take back what is being committed
        with self._gate:
            if self._closed:
                raise Busy("mailbot is stopping: no more mail is taken in; the sender tries again later")
            try:
                self._waiting.put_nowait((item, future))
            except queue.Full:
                raise Busy(f"{self._waiting.maxsize} mails wait to be committed; the sender tries again later") from None
        return future

    def close(self) -> None:
        """Commit what waits, then end."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while not self._ended:
            if batch := self._next_batch():
                self._commit(batch)

    def _next_batch(self) -> list[Waiting]:
        """Wait for one mail, then take what came with it."""
        batch: list[Waiting] = []
        entry = self._waiting.get()
        while entry is not None:
            batch.append(entry)
            if len(batch) == BATCH:
                return batch
            try:
                entry = self._waiting.get_nowait()
            except queue.Empty:
                return batch
        self._ended = True
        return batch

    def _commit(self, batch: list[Waiting]) -> None:
        try:
            results = self._keep_many([item for item, _ in batch])
        except BaseException as error:
            for _, future in batch:
                future.set_exception(error)
            return
        for (_, future), result in zip(batch, results, strict=True):
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)
