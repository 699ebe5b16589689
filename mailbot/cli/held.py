"""`mailbot held list|show|release|drop`: letters that were held back before they left, because they hold something internal."""

from __future__ import annotations

import email
import email.policy
from typing import Annotated

import typer

from mailbot.cli.common import AsJson, ConfigFile, desk, fail, local, print_json, print_table, printable

held = typer.Typer(help="Letters that were held back before they left: each holds something internal.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="The number from `mailbot held list`.")]
NOT_HELD = "{number}: not held back; see: mailbot held list"


def register(app: typer.Typer) -> None:
    app.add_typer(held, name="held")


@held.command("list")
def list_(as_json: AsJson = False, config: ConfigFile = None) -> None:
    """The letters that wait for a person, and why."""
    with desk(config) as opened:
        found = opened.store.held()
        if as_json:
            for each in found:
                print_json({"id": each.id, "created_at": each.created_at, "case": each.case_number, "to": each.to, "because": each.because})
            return
        rows = [(one.id, local(one.created_at, opened.loaded.config), one.case_number or "–", one.template, one.to, one.because) for one in found]
        print_table(("id", "written", "case", "letter", "to", "why"), rows, "No letter is held back.")


@held.command("show")
def show(number: Number, config: ConfigFile = None) -> None:
    """One of them, as its reader would get it."""
    with desk(config) as opened:
        found = next((each for each in opened.store.held() if each.id == number), None)
        if found is None:
            fail(NOT_HELD.format(number=number))
        body = email.message_from_bytes(found.raw, policy=email.policy.default).get_body(("plain",))
        typer.echo(f"to {printable(found.to)}\nsubject {printable(found.subject)}\nwhy: {found.because}\n")
        typer.echo("\n".join(printable(line) for line in str(body.get_content() if body else "").splitlines()))


@held.command("release")
def release(number: Number, config: ConfigFile = None) -> None:
    """Let it go out as it is."""
    from mailbot.clock import now

    with desk(config) as opened:
        if not opened.store.release_held(number, now()):
            fail(NOT_HELD.format(number=number))
        typer.echo(f"letter {number} goes out with `mailbot serve`")


@held.command("drop")
def drop(number: Number, config: ConfigFile = None) -> None:
    """Never send it; its text stays in the books."""
    from mailbot.clock import now

    with desk(config) as opened:
        if not opened.store.drop_held(number, now()):
            fail(NOT_HELD.format(number=number))
        typer.echo(f"letter {number} is not sent")
