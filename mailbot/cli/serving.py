"""`mailbot serve`: run the desk."""

from __future__ import annotations

import logging
from typing import Annotated

import typer

from mailbot.cli.common import ConfigFile


def register(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve(
    config: ConfigFile = None,
    once: Annotated[bool, typer.Option("--once", help="Open no door: handle and carry all that waits, then end with 0.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Log warnings and errors only.")] = False,
) -> None:
    """Run the desk: doors, workers, courier. SIGTERM ends it cleanly within 20 seconds.

    Logs one line a mail to stderr: no text, no addresses. `mailbot check` says beforehand what it would do.
    """
    from mailbot.assembly import read_config
    from mailbot.serve import serve as run

    logging.basicConfig(level=logging.WARNING if quiet else logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for library in ("apscheduler", "alembic"):
        logging.getLogger(library).setLevel(logging.WARNING)
    run(read_config(config), once=once)
