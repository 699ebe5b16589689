"""`mailbot deliver`: the door for a mail server on this machine, or for a file in your hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.common import TRY_AGAIN, WRONG_USE, ConfigFile, fail


def register(app: typer.Typer) -> None:
    app.command("deliver")(deliver)


def deliver(
    file: Annotated[str, typer.Argument(help="The mail, as a file; `-` reads it from standard input.")] = "-",
    mail_from: Annotated[
        str | None, typer.Option("--from", help="Envelope sender (MAIL FROM); \"\" or <> is the null path. Else the mail's Return-Path.")
    ] = None,
    to: Annotated[list[str] | None, typer.Option("--to", help="Envelope recipient; may be given several times.")] = None,
    config: ConfigFile = None,
) -> None:
    """Take one mail in, exactly as a door does: committed before this ends with 0.

    Exit codes are those a mail server's pipe transport understands: 0 kept (even when it was kept before),
    75 try again later, 64 used wrongly. The mail is handled by `mailbot serve`, running or to come.
    """
    if not to:
        fail("seen: no recipient; expected: --to ADDRESS, one of this desk's addresses", WRONG_USE)
    raw = _read(file)
    if not raw.strip():
        fail(f"{file}: the mail is empty; expected: headers, an empty line, a text", WRONG_USE)
    try:
        _keep(raw, mail_from, tuple(each.strip("<> ") for each in to), config)
    except typer.Exit:
        raise
    except Exception as error:
        fail(f"not kept, try again later: {type(error).__name__}: {error}", TRY_AGAIN)


def _read(file: str) -> bytes:
    try:
        if file == "-" and sys.stdin is None:
            fail("standard input is closed; expected: the mail on standard input, or a FILE", WRONG_USE)
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        fail(f"{file}: {error.strerror}; expected: a readable file, or - for standard input", WRONG_USE)


def _keep(raw: bytes, given: str | None, to: tuple[str, ...], config: Path | None) -> None:
    from mailbot.assembly import open_desk, read_config
    from mailbot.clock import now
    from mailbot.config.errors import ConfigError
    from mailbot.mail.envelope import Door, Envelope
    from mailbot.reception import path_of, to_keep
    from mailbot.transport.ours import is_ours

    try:
        loaded = read_config(config)
    except ConfigError as error:
        fail(str(error), TRY_AGAIN)  # a faulty configuration must not make the mail server bounce mail
    settings = loaded.config
    strangers = [address for address in to if not is_ours(address, settings)]
    if strangers:
        fail(f"--to {', '.join(strangers)}: not an address of this desk; expected: {settings.mailbox.address}", WRONG_USE)
    if len(raw) > settings.listen.max_size_mb * 2**20:
        fail(f"the mail has {len(raw) / 2**20:.1f} MB; [listen] max_size_mb allows {settings.listen.max_size_mb}", WRONG_USE)
    opened = open_desk(loaded)
    try:
        envelope = Envelope(path_of(raw, given), to, "local", Door.DELIVER, now(), vouched=True)
        result = opened.store.keep_many([to_keep(raw, envelope, settings)])[0]
        if isinstance(result, Exception):
            raise result
        typer.echo(f"kept as mail {result.intake_id}" + (" (it was here before)" if result.duplicate else ""), err=True)
    finally:
        opened.store.close()
