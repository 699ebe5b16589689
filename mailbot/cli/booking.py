"""What an admin books at the shell: booked once, and said.
Overtaken by somebody else, nothing is booked, and he is told to run it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mailbot.cli.common import fail

if TYPE_CHECKING:
    from mailbot.desk.effects import Decision
    from mailbot.pipeline import Desk
    from mailbot.store.versions import Version


def book(opened: Desk, decision: Decision, versions: tuple[Version, ...], said: str, key: str = "", *, what: str = "this") -> None:
    """Book a decision with its letters and say what was done; what is in the books already is said instead. `what`: what another may have changed."""
    from mailbot.clock import now
    from mailbot.pipeline import worded
    from mailbot.store import AlreadyPaid

    decision, drafts = worded(decision, opened, now())
    try:
        booked = opened.store.book(None, decision, drafts, versions, now())
    except AlreadyPaid as known:
        typer.echo(str(known))
        return
    if not booked:
        fail(f"somebody else changed {what} at the same moment; run the command again")
    typer.echo(f"{said}.{f' (key {key})' if key else ''}")
