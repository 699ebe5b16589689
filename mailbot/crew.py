"""The crew: worker processes, started, nudged, watched and replaced.
A worker may die at any instant; its claim is given back at once and another takes its place."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from mailbot import worker
from mailbot.clock import now
from mailbot.store import Store

log = logging.getLogger("mailbot.crew")

RESTART_AFTER_S = 0.2
RESTART_AT_MOST_S = 30.0
STEADY_S = 60.0  # a worker that lived this long is healthy: the next restart is quick again


@dataclass(slots=True)
class _Member:
    """One place in the crew and the process that fills it now."""

    name: str
    process: ForkServerProcess
    pipe: Connection
    started: float
    ready: asyncio.Event = field(default_factory=asyncio.Event)


class Crew:
    """`size` workers; lives in the supervisor's event loop."""

    def __init__(self, size: int, config: Path, store: Store, node: str, booked: Callable[[], None], log_level: int) -> None:
        self._size, self._config, self._store, self._node = size, config, store, node
        self._booked, self._log_level = booked, log_level
        self._members: dict[str, _Member] = {}
        self._failures: dict[str, int] = {}
        self._replacing: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["mailbot.preload"])
        self._changed = asyncio.Event()

    def start(self) -> None:
        """Start every worker."""
        for number in range(self._size):
            self._start(f"{self._node}:{number}")

    def nudge(self) -> None:
        """There is work: tell those who wait."""
        for member in self._members.values():
            _tell(member.pipe, worker.WORK)

    async def ready(self) -> None:
        """Wait until every worker has opened the books."""
        await asyncio.gather(*(member.ready.wait() for member in self._members.values()))

    async def changed(self, timeout: float) -> None:
        """Wait until a worker has said something, or the time is over."""
        try:
            await asyncio.wait_for(self._changed.wait(), timeout)
        except TimeoutError:
            return
        finally:
            self._changed.clear()

    async def stop(self, grace: float) -> None:
        """Let each worker finish its mail, then end those that do not."""
        self._stopping = True
        for member in self._members.values():
            _tell(member.pipe, worker.STOP)
        deadline = time.monotonic() + grace
        for member in list(self._members.values()):
            await asyncio.to_thread(member.process.join, max(0.1, deadline - time.monotonic()))
            if member.process.is_alive():
                log.warning("worker %s did not finish in time and is ended; its mail will be tried again", member.name)
                member.process.kill()
                await asyncio.to_thread(member.process.join)
            self._store.release(member.name, now())

    def _start(self, name: str) -> None:
        mine, theirs = self._context.Pipe()
        orders = worker.Orders(name, self._config, self._log_level)
        process = self._context.Process(target=worker.run, args=(orders, theirs), name=f"mailbot-worker-{name}", daemon=True)
        process.start()
        theirs.close()
        member = _Member(name, process, mine, time.monotonic())
        self._members[name] = member
        loop = asyncio.get_running_loop()
        loop.add_reader(mine.fileno(), self._heard, member)
        loop.add_reader(process.sentinel, self._died, member)

    def _heard(self, member: _Member) -> None:
        try:
            while member.pipe.poll():
                said = member.pipe.recv()
                if said == worker.READY:
                    member.ready.set()
                elif said == worker.BOOKED:
                    self._booked()
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(member.pipe.fileno())
        self._changed.set()

    def _died(self, member: _Member) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(member.process.sentinel)
        loop.remove_reader(member.pipe.fileno())
        member.pipe.close()
        self._changed.set()
        if self._stopping:
            return
        lived = time.monotonic() - member.started
        failures = 0 if lived > STEADY_S else self._failures.get(member.name, 0) + 1
        self._failures[member.name] = failures
        delay = min(RESTART_AFTER_S * 2 ** max(0, failures - 1), RESTART_AT_MOST_S)
        log.warning("worker %s ended (exit %s); another starts in %.1f s", member.name, member.process.exitcode, delay)
        task = loop.create_task(self._replace(member, delay))
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    async def _replace(self, member: _Member, delay: float) -> None:
        await asyncio.to_thread(self._store.release, member.name, now())
        await asyncio.sleep(delay)
        if not self._stopping:
            self._start(member.name)


def _tell(pipe: Connection, order: str) -> None:
    try:
        pipe.send(order)
    except (BrokenPipeError, OSError):
        return  # the worker has just died: its replacement looks for work by itself
