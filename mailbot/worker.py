"""A worker: a separate process that takes kept mails through the corridor, one at a time, and between them what fell due.
It may be killed at any instant: the attempt was counted before parsing, an alarm ends a mail that hangs, and it dies with its parent."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import resource
import signal
import sys
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import parent_process
from pathlib import Path

from mailbot.assembly import open_desk, read_config
from mailbot.clock import now
from mailbot.desk.effects import Decision
from mailbot.desk.limits import SILENCES
from mailbot.due import handle_due
from mailbot.mail.parse import Unreadable
from mailbot.pipeline import Desk, Overtaken, handle
from mailbot.store import IntakeItem

log = logging.getLogger("mailbot.worker")

WORK, STOP, BOOKED, READY, IDLE = "work", "stop", "booked", "ready", "idle"
NICE = 5  # the doors go first: a sender waits for his 250, nobody for a worker
POLL_S = 2.0  # other nodes' mails and back-offs are found without a wake-up
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker process is started with."""

    name: str
    config: Path
    log_level: int


def run(orders: Orders, pipe: Connection) -> None:
    """The life of a worker process."""
    die_with_parent()
    os.nice(NICE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the supervisor says stop through the pipe
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the default action ends the process, whatever it hangs in
    logging.basicConfig(level=orders.log_level, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    desk = open_desk(read_config(orders.config))
    bound_memory(desk.loaded.config.limits.worker_memory_mb)
    pipe.send(READY)
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while _next_order(pipe, 0) != STOP:
            if not work_once(desk, orders.name, pipe):
                pipe.send(IDLE)
                if _next_order(pipe, POLL_S) == STOP:
                    break
    desk.store.close()


def _next_order(pipe: Connection, timeout: float) -> str | None:
    """The latest order waiting in the pipe; STOP wins."""
    order = None
    while pipe.poll(timeout):
        order = pipe.recv()
        timeout = 0
        if order == STOP:
            break
    return order


def work_once(desk: Desk, name: str, pipe: Connection | None = None) -> bool:
    """Claim one mail and carry it through; where no mail waits, something that fell due. False when there is neither.
    No exception of one stops the next."""
    limits = desk.loaded.config.limits
    item = desk.store.claim(name, now(), lease_seconds=3 * limits.worker_seconds)
    if item is None:
        return see_to_due(desk, name, pipe)
    started = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, limits.worker_seconds)
    try:
        decision = handle(item, desk, now())
    except Unreadable as unreadable:
        desk.store.quarantine(item.id, str(unreadable), now())
        log.warning("mail %d quarantined: %s", item.id, unreadable)
    except Overtaken as overtaken:
        desk.store.fail(item.id, str(overtaken), now())
    except Exception as error:  # the mail costs only itself an attempt; bodies never reach the log
        desk.store.fail(item.id, f"{type(error).__name__} in {_where(error)}", now())
        log.error("mail %d attempt %d failed: %s in %s", item.id, item.attempts, type(error).__name__, _where(error))
    else:
        _report(item, decision, started)
        if pipe is not None:
            pipe.send(BOOKED)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return True


def see_to_due(desk: Desk, name: str, pipe: Connection | None = None) -> bool:
    """Claim what has been due longest and carry it through; False when nothing is due."""
    limits = desk.loaded.config.limits
    item = desk.store.claim_due(name, now(), lease_seconds=3 * limits.worker_seconds)
    if item is None:
        return False
    signal.setitimer(signal.ITIMER_REAL, limits.worker_seconds)
    try:
        decision = handle_due(item, desk, now())
    except Exception as error:  # it costs only itself an attempt
        if desk.store.fail_due(item.id, f"{type(error).__name__} in {_where(error)}", now()):
            log.error("due %d (%s) failed for the last time and is put aside; a restart of mailbot tries it again", item.id, item.kind)
        else:
            log.error("due %d (%s) failed: %s in %s", item.id, item.kind, type(error).__name__, _where(error))
    else:
        log.info("due %d (%s) %s", item.id, item.kind, decision.verdict)
        if pipe is not None:
            pipe.send(BOOKED)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return True


def _report(item: IntakeItem, decision: Decision, started: float) -> None:
    """One line a mail: id, verdict, the rule that decided, milliseconds. No bodies, no addresses."""
    rule = next((step.rule for step in reversed(decision.trail) if step.hit and step.rule not in SILENCES), "-")
    log.info("mail %d %s by %r in %.0f ms", item.id, decision.verdict, rule, 1000 * (time.perf_counter() - started))


def _where(error: BaseException) -> str:
    """File and line of the innermost frame: enough to find it, nothing of the mail."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def bound_memory(megabytes: int) -> None:
    """Limit this process to its present size and `megabytes` more, so that one mail cannot take the machine."""
    try:
        present = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # not Linux: the time limit alone holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (present + megabytes * 2**20,) * 2)


def die_with_parent() -> None:
    """End when the supervisor ends, however it ends: by the kernel's signal where it has one, by its pipe everywhere."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True, name="parent-watch").start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
