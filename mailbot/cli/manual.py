"""`mailbot manual agents`: the page for agents, made from what the program knows.
The manual of config.toml is `mailbot config`."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.cli.common import fail


def register(app: typer.Typer) -> None:
    app.command("manual")(manual)


def manual(what: Annotated[str, typer.Argument(help="agents: how an agent works by mail, with every command.")] = "agents") -> None:
    """Print the page for agents; for config.toml: mailbot config."""
    from mailbot.agents_manual import page

    if what != "agents":
        fail(f"{what}: there is no such manual; expected: agents (and for config.toml: mailbot config)")
    typer.echo(page(), nl=False)
