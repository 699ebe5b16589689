"""`mailbot quarantine list|show|release`: mails that a person must look at."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mailbot.cli.common import AsJson, ConfigFile, desk, fail, local, print_json, print_table, printable

quarantine = typer.Typer(help="Mails that could not be handled, with their raw bytes.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="The number from `mailbot quarantine list`.")]


def register(app: typer.Typer) -> None:
    app.add_typer(quarantine, name="quarantine")


@quarantine.command("list")
def list_(as_json: AsJson = False, config: ConfigFile = None) -> None:
    """The mails in quarantine, and why."""
    with desk(config) as opened:
        found = opened.store.quarantined()
        if as_json:
            for each in found:
                print_json(each)
            return
        rows = [(m.id, local(m.received_at, opened.loaded.config), m.attempts, m.size, m.because) for m in found]
        print_table(("mail", "received", "tries", "bytes", "why"), rows, "Nothing is in quarantine.")


@quarantine.command("show")
def show(number: Number, raw: Annotated[bool, typer.Option("--raw", help="The exact bytes, to a file or a pipe.")] = False,
         config: ConfigFile = None) -> None:
    """One mail of the quarantine: the reason and the mail itself."""
    with desk(config) as opened:
        mail = opened.store.quarantined_mail(number)
        if mail is None:
            fail(f"{number}: not in quarantine; see: mailbot quarantine list")
        if raw:
            sys.stdout.buffer.write(mail.raw)
            return
        typer.echo(f"mail {number}, received {local(mail.received_at, opened.loaded.config)}, {mail.attempts} tries\nwhy: {mail.because}\n")
        typer.echo("\n".join(printable(line) for line in mail.raw.decode("utf-8", "replace").splitlines()))


@quarantine.command("release")
def release(number: Number, config: ConfigFile = None) -> None:
    """Let a mail be handled again, with fresh tries: after an update, or a changed setting."""
    from mailbot.clock import now

    with desk(config) as opened:
        if not opened.store.release_quarantined(number, now()):
            fail(f"{number}: not in quarantine; see: mailbot quarantine list")
        typer.echo(f"mail {number} will be handled again by `mailbot serve`")
