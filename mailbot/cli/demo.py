"""`mailbot demo`: see the bot at its main job."""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.common import fail


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    leave: Annotated[bool, typer.Option("--exit", help="End when the conversation is over, instead of listening on.")] = False,
    folder: Annotated[Path | None, typer.Option(help="Play in this folder and keep it; else in a scratch folder.")] = None,
) -> None:
    """Play a true conversation through a real desk: customer, agent, stranger, machine, ledger. Nothing leaves this machine."""
    from rich.console import Console

    from mailbot.demo import Stuck, play

    for number in (signal.SIGINT, signal.SIGTERM):  # also when started in the background, where SIGINT is ignored
        signal.signal(number, signal.default_int_handler)
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="mailbot-demo-") as scratch:
        place = folder or Path(scratch)
        place.mkdir(parents=True, exist_ok=True)
        if (place / "state").exists():
            fail(f"{place} holds a desk already; expected: a new or an empty folder")
        try:
            desk = play(place, console)
        except Stuck as stuck:
            fail(str(stuck))
        try:
            if not leave:
                _invite(desk.smtp, place)
                while desk.process.poll() is None:
                    time.sleep(0.2)
        except KeyboardInterrupt:
            console.print("\nThe desk closes.")
        finally:
            desk.stop()


def _command() -> str:
    """How this program was called: what a reader can type again."""
    return sys.argv[0] if sys.argv[0].endswith("mailbot") else "mailbot"


def _invite(smtp: int, place: Path) -> None:
    typer.echo(
        f"\nThe desk listens on. Write to it yourself: set any mail program's outgoing server to 127.0.0.1 port {smtp} "
        f"(no password, no TLS) and write to support@bokfix.example, or\n\n"
        f"  printf 'From: me@example.com\\nSubject: Hallo\\n\\nHoe kan ik mijn balans afdrukken?\\n' \\\n"
        f"    | {_command()} deliver - --from me@example.com --to support@bokfix.example --config {place}/config.toml\n\n"
        f"Its answers:  ls {place}/state/outgoing/new\n"
        f"Its books:    {_command()} cases --all --config {place}/config.toml\n"
        "Ctrl-C ends it."
    )
