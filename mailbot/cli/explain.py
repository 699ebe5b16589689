"""`mailbot explain`: why a mail would be answered as it would be."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from mailbot.cli.common import AsJson, ConfigFile, fail, print_json, printable


def register(app: typer.Typer) -> None:
    app.command("explain")(explain)


def explain(
    files: Annotated[list[Path], typer.Argument(help="Mails, as files (.eml).", show_default=False)],
    as_json: AsJson = False,
    with_store: Annotated[bool, typer.Option("--with-store", help="Read the books: known customers, cases, limits.")] = False,
    at: Annotated[str, typer.Option("--at", help="As if received then: 2026-11-23T10:05; else now.")] = "",
    mail_from: Annotated[str | None, typer.Option("--mail-from", help="Envelope sender; else the mail's Return-Path.")] = None,
    rcpt: Annotated[list[str] | None, typer.Option("--rcpt", help="Envelope recipient; else the desk's address.")] = None,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show unlock codes, which are masked otherwise.")] = False,
    config: ConfigFile = None,
) -> None:
    """Read mails and say what would happen and why. Writes nothing, sends nothing, opens no connection.

    Without --with-store every sender is unknown, as on the first day. With --json, one object a line for each file.
    """
    from mailbot import render
    from mailbot.assembly import read_config, read_keys
    from mailbot.explaining import Explainer
    from mailbot.mail.tokens import Keys

    loaded = read_config(config)
    key_file = loaded.state_folder / "secret.key"
    keys = read_keys(loaded) if loaded.config.secrets.key_from or key_file.exists() else Keys(b"\0" * 32, ())
    moment = _moment(at)
    with ExitStack() as stack:
        store = None
        if with_store:
            from mailbot.assembly import open_store

            if not loaded.config.store.url and not (loaded.state_folder / "mailbot.db").exists():
                fail(f"--with-store: there are no books yet in {loaded.state_folder}; they are made by: mailbot serve")
            store = open_store(loaded, keys)
            store.check()
            stack.callback(store.close)
        explainer = Explainer(loaded, render.load(loaded.template_folders, loaded.config), keys, store, reveal)
        failed = False
        for file in files:
            told = _explain_file(explainer, file, moment, mail_from, tuple(rcpt or (loaded.config.mailbox.address,)))
            failed = failed or (told["error"] is not None and not file.is_file())
            print_json(told) if as_json else _print_story(told)
    if failed:
        raise typer.Exit(1)


def _explain_file(explainer: Any, file: Path, at: datetime, mail_from: str | None, rcpt: tuple[str, ...]) -> dict[str, Any]:
    from mailbot.explaining import untold
    from mailbot.mail.envelope import Door, Envelope
    from mailbot.reception import path_of

    try:
        raw = file.read_bytes()
    except OSError as error:
        return untold(str(file), f"{error.strerror or error}")
    envelope = Envelope(path_of(raw, mail_from), rcpt, "local", Door.DELIVER, at, vouched=True)
    told: dict[str, Any] = explainer.explain(str(file), raw, envelope)
    return told


def _moment(text: str) -> datetime:
    if not text:
        from mailbot.clock import now

        return now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        fail(f"--at {text!r}: expected a time such as 2026-11-23T10:05 or 2026-11-23T10:05+01:00")
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _print_story(told: dict[str, Any]) -> None:
    """The same, for a person."""
    typer.secho(f"{told['file']}", bold=True)
    if not told["ok"]:
        typer.echo(f"  cannot be read: {told['error']}")
        return
    sender = told["authentication"]
    typer.echo(f"  from      {printable(told['from'] or '–')} ({sender['result']}: {sender['by']})")
    typer.echo(f"  subject   {printable(told['subject'])}")
    typer.echo(f"  verdict   {told['verdict']}" + (f" (automatic: {told['automatic']})" if told["automatic"] else ""))
    right = told["entitlement"]["snapshot"]
    until = f", until {right['valid_until']}" if right["valid_until"] else ""
    typer.echo(f"  right     {right['verdict']} ({right['tier'] or 'no tier'}{until}): {printable(right['reason'])}")
    typer.echo(f"  language  {told['language'] or 'unknown'}")
    for name, value in told["details"].items():
        typer.echo(f"  {name}: {printable(str(value)) if value else 'missing'}")
    typer.echo("  why:")
    for step in told["trail"]:
        typer.echo(f"    {'✓' if step['hit'] else '·'} {printable(step['rule'])}: {printable(step['because'])}")
    for letter in told["would_send"]:
        typer.echo(f"  would send {letter['template']} ({letter['language']}) to {printable(letter['to'])}: {printable(letter['subject'])}")
        typer.echo("\n".join(f"    │ {printable(line)}" for line in letter["text"].splitlines()))
