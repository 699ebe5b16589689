"""The supervisor: doors, crew, courier and clock; starts, watches and stops them.
SIGTERM ends cleanly: doors close, mails in hand are finished, everything else waits in the books."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mailbot.assembly import open_desk, secrets_at_hand
from mailbot.bank_folder import BankFolder
from mailbot.clock import now
from mailbot.config.errors import ConfigError
from mailbot.config.load import Loaded, require_for_serving
from mailbot.courier import Courier
from mailbot.crew import Crew
from mailbot.invitations import send_invitations
from mailbot.mailboxes import Mailboxes, Rules
from mailbot.pipeline import Desk
from mailbot.reception import Reception
from mailbot.scheduler import ticks
from mailbot.store import Keeper
from mailbot.transport.doors import Doors, open_doors
from mailbot.transport.imap_client import MailboxFault
from mailbot.transport.imap_source import sources
from mailbot.transport.smtp_out import carrier

log = logging.getLogger("mailbot")

GRACE_S = 18.0  # of the 20 s that a service manager usually grants
LOOK_S = 0.25
DEFAULT = Rules()
SWITCH_S = 0.001  # the courier's thread lets the doors in sooner than Python's usual 5 ms


def serve(loaded: Loaded, rules: Rules = DEFAULT, *, ready: Callable[[Doors | None], None] | None = None) -> None:
    """Run the desk until SIGTERM or SIGINT; with `once`, until nothing is left to do. Raises MailboxFault when it then left
    mail in a mailbox."""
    require_for_serving(loaded)
    loaded.state_folder.mkdir(parents=True, exist_ok=True)
    sys.setswitchinterval(SWITCH_S)
    with alone(loaded.state_folder):
        desk = open_desk(loaded)
        try:
            asyncio.run(Supervisor(desk).run(rules, ready=ready))
        finally:
            desk.store.close()


class Supervisor:
    """Everything that runs, in one place."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._node = f"{socket.gethostname()}:{os.getpid()}"
        self._stop = asyncio.Event()

    async def run(self, rules: Rules, *, ready: Callable[[Doors | None], None] | None) -> None:
        """Start, wait for the end, stop."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loaded, store = self._desk.loaded, self._desk.store
        courier = Courier(store, carrier(loaded.config, loaded.state_folder, secrets_at_hand()), now)
        crew = Crew(loaded.config.limits.workers, self._config_path(), store, self._node, courier.wake, logging.getLogger().level)
        keeper = Keeper(store.keep_many)
        reception = Reception(keeper, loaded.config, self._nudge_soon(crew), loaded.state_folder)
        mailboxes = Mailboxes(sources(loaded.config, secrets_at_hand()), loaded.config, store, reception, now, rules)
        bank = BankFolder(self._desk, self._nudge_soon(crew))
        clock = ticks(self._nudge_soon(crew), courier.wake, self._watch(courier.wake), lambda: self._look(bank))
        doors: Doors | None = None
        try:
            aside = store.retry_put_aside(now())
            if aside:
                log.warning("%d things that had failed when they fell due are tried again", aside)
            self._invite()
            crew.start()
            courier.start()
            clock.start()
            if not rules.once:
                doors = await open_doors(loaded.config, reception.keep, now, secrets_at_hand())
                for warning in loaded.warnings:
                    log.warning("%s", warning)
                log.info("listening: %s", ", ".join(f"{name} {where}" for name, where in doors.addresses.items()) or "no door is open")
                log.info("reading: %s", ", ".join(reader.source.logged for reader in mailboxes.readers) or "no mailbox")
            mailboxes.start()
            if ready is not None:
                ready(doors)
            if rules.once:
                await asyncio.to_thread(self._look, bank)
            await (self._until_empty(mailboxes, crew, courier) if rules.once else self._stop.wait())
        finally:
            clock.shutdown(wait=False)
            leaving = asyncio.create_task(asyncio.to_thread(mailboxes.stop, GRACE_S / 3))
            if doors is not None:
                await doors.close(GRACE_S / 3)
            await leaving
            await crew.stop(GRACE_S / 2)
            await asyncio.to_thread(keeper.close)
            await asyncio.to_thread(courier.stop, GRACE_S / 3)
            log.info("stopped; everything unfinished waits in the books")
        if rules.once and mailboxes.faults:
            raise MailboxFault("not read: " + "; ".join(mailboxes.faults))

    def _config_path(self) -> Path:
        path: Path | None = self._desk.loaded.path
        if path is None:
            raise ConfigError.single("mailbot serves from a configuration file; give one with --config")
        return path

    @staticmethod
    def _nudge_soon(crew: Crew) -> Callable[[], None]:
        """A nudge that any thread may give."""
        loop = asyncio.get_running_loop()

        def nudge() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(crew.nudge)

        return nudge

    async def _until_empty(self, mailboxes: Mailboxes, crew: Crew, courier: Courier) -> None:
        """`--once`: until every mailbox was read once, no mail is waiting and nothing that is due is left to carry."""
        read, stopped = asyncio.create_task(asyncio.to_thread(mailboxes.join)), asyncio.create_task(self._stop.wait())
        await asyncio.wait((read, stopped), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        while not self._stop.is_set():
            left = self._desk.store.due_work(now())
            if not left:
                return
            courier.wake()
            await crew.changed(LOOK_S)

    @staticmethod
    def _look(bank: BankFolder) -> None:
        """What the bank has sent; a folder that cannot be read is said, and looked at again."""
        try:
            bank.look(now())
        except Exception as error:  # the next look comes soon
            log.error("the bank's files are not read: %s", error if isinstance(error, OSError) else type(error).__name__)

    def _invite(self) -> bool:
        """Agents who have no desk address, or one that soon expires, are sent one; whether anybody was."""
        decision = send_invitations(self._desk, now())
        for letter in decision.letters:
            log.info("desk address sent to agent %s", letter.reply_to.agent_id)
        return bool(decision.effects)

    def _watch(self, wake: Callable[[], None]) -> Callable[[], None]:
        """A tick that looks after what nobody else does."""

        def watch() -> None:
            if self._invite():
                wake()
            self._say_what_waits()

        return watch

    def _say_what_waits(self) -> None:
        """Say aloud what needs a person before anybody asks."""
        limits = self._desk.loaded.config.limits
        free_mb = shutil.disk_usage(self._desk.loaded.state_folder).free // 2**20
        if free_mb < limits.disk_free_mb:
            log.error("only %d MB are free in %s: new mail is put off until there is room", free_mb, self._desk.loaded.state_folder)
        counts = self._desk.store.counts()
        quarantined = counts.quarantined
        if quarantined:
            log.warning("%d mails are in quarantine; look: mailbot quarantine list", quarantined)
        if counts.put_aside:
            log.warning("%d things that fell due failed every time and are put aside; a restart tries them again", counts.put_aside)


@contextmanager
def alone(state: Path) -> Iterator[None]:
    """One supervisor per state folder: two would carry the same letters."""
    with (state / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConfigError.single(
                f"another mailbot already serves {state}; stop it first, or give this one its own [state] folder"
            ) from None
        yield
