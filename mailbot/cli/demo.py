"""`mailbot demo`: see the bot at its main job."""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.common import fail

if TYPE_CHECKING:
    from mailbot.demo import RunningDesk


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    leave: Annotated[bool, typer.Option("--exit", help="End when the conversation is over, instead of listening on.")] = False,
    imap: Annotated[bool, typer.Option("--imap", help="Read and write real mailboxes, in a private Dovecot, which must be installed.")] = False,
    folder: Annotated[Path | None, typer.Option(help="Play in this folder and keep it; else in a scratch folder.")] = None,
) -> None:
    """Play a true conversation through a real desk: customer, agent, stranger, machine, ledger. Nothing leaves this machine."""
    from rich.console import Console

    from mailbot.demo import RunningDesk, Stuck, play

    for number in (signal.SIGINT, signal.SIGTERM):  # also when started in the background, where SIGINT is ignored
        signal.signal(number, signal.default_int_handler)
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="mailbot-demo-") as scratch:
        place = folder or Path(scratch)
        place.mkdir(parents=True, exist_ok=True)
        if (place / "state").exists():
            fail(f"{place} holds a desk already; expected: a new or an empty folder")
        desk = _over_imap(place) if imap else RunningDesk(place)
        try:
            play(desk, console)
        except Stuck as stuck:
            fail(str(stuck))
        try:
            if not leave:
                typer.echo(desk.invitation(_command()))
                while desk.process.poll() is None:
                    time.sleep(0.2)
        except KeyboardInterrupt:
            console.print("\nThe desk closes.")
        finally:
            desk.stop()


def _command() -> str:
    """How this program was called: what a reader can type again."""
    return sys.argv[0] if sys.argv[0].endswith("mailbot") else "mailbot"


def _over_imap(place: Path) -> RunningDesk:
    """The desk that reads a mailbox, its mail server started."""
    from mailbot.demo.imap import ImapDesk
    from mailbot.dovecot import NoDovecot

    desk = ImapDesk(place)
    try:
        desk.prepare()
    except NoDovecot as none:
        fail(f"--imap: {none}. Without --imap the demonstration needs nothing.")
    return desk
