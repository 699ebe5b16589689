"""`mailbot serve`: run the desk."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.common import ConfigFile

if TYPE_CHECKING:
    from mailbot.mailboxes import Shown


def register(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve(
    config: ConfigFile = None,
    once: Annotated[bool, typer.Option("--once", help="Open no door: fetch from the mailboxes, handle and carry all that waits, then end.")] = False,
    adopt: Annotated[bool, typer.Option("--adopt", help="File unanswered what lies in a mailbox that was never read before.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Log warnings and errors only.")] = False,
) -> None:
    """Run the desk: doors, workers, courier. SIGTERM ends it cleanly within 20 seconds.

    Logs one line a mail to stderr: no text, no addresses. `mailbot check` says beforehand what it would do.
    """
    from mailbot.assembly import read_config
    from mailbot.mailboxes import Rules
    from mailbot.serve import serve as run

    logging.basicConfig(level=logging.WARNING if quiet else logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for library in ("apscheduler", "alembic"):
        logging.getLogger(library).setLevel(logging.WARNING)
    with adopting(adopt) as shown:
        run(read_config(config), Rules(adopt=adopt, once=once, shown=shown))


@contextmanager
def adopting(wanted: bool) -> Iterator[Shown | None]:
    """A bar for each mailbox that is adopted, where somebody watches."""
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, TaskID

    bars = Progress(console=Console(stderr=True), transient=True)
    of: dict[str, TaskID] = {}

    def shown(mailbox: str, done: int, total: int) -> None:
        if mailbox not in of:
            of[mailbox] = bars.add_task(mailbox, total=total)
            bars.start()
        bars.update(of[mailbox], completed=done)
        if bars.finished:  # the desk serves on, and its log needs the screen
            bars.stop()

    try:
        yield shown
    finally:
        bars.stop()
