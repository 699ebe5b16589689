"""`mailbot feedback`: views and wishes as they were collected, to look at or to take along as a table.
A cell that a spreadsheet would take for a formula is made plain text: customers wrote these words."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from mailbot.cli.cells import harmless
from mailbot.cli.common import AsJson, ConfigFile, desk, fail, local, print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.config.settings import Config
    from mailbot.store import View

KINDS = ("feedback", "wish")
COLUMNS = ("when", "kind", "from", "language", "case", "subject", "text")
SHOWN = 200  # characters of a text in the table on the screen


def register(app: typer.Typer) -> None:
    app.command("feedback")(feedback)


def feedback(
    kind: Annotated[str, typer.Option(help="Only feedback, or only wish.")] = "",
    since: Annotated[str, typer.Option(help="Only from this day on, 2026-12-31.")] = "",
    to_csv: Annotated[Path | None, typer.Option("--csv", help="Write them into this file, for a spreadsheet.", show_default=False)] = None,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Views and wishes of customers, the newest first."""
    if kind and kind not in KINDS:
        fail(f"--kind {kind!r}: expected one of {', '.join(KINDS)}")
    with desk(config) as opened:
        settings = opened.loaded.config
        found = opened.store.views(kind or None, _begins(since, settings) if since else None)
        if to_csv is not None:
            _write(to_csv, found, settings)
            typer.echo(f"{to_csv}: {len(found)} written")
        elif as_json:
            for each in found:
                print_json(each)
        else:
            rows = [(local(v.at, settings), v.kind, v.author, v.case_number or "–", _short(v)) for v in found]
            print_table(("when", "kind", "from", "case", "what"), rows, "No views or wishes.")


def _begins(day: str, config: Config) -> datetime:
    """The first instant of a day in the office (aware UTC)."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        fail(f"--since {day!r}: expected a day, such as 2026-12-31")
    return datetime.combine(on, time(), ZoneInfo(str(config.hours["office"].timezone))).astimezone(UTC)


def _short(view: View) -> str:
    """The subject and the beginning of the text, in one line."""
    text = " ".join(f"{view.subject} – {view.text}".split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _write(path: Path, found: Sequence[View], config: Config) -> None:
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark makes spreadsheets read åäö
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for v in found:
                writer.writerow([harmless(cell) for cell in (local(v.at, config), v.kind, v.author, v.language, v.case_number or "",
                                                             v.subject, v.text)])
    except OSError as error:
        fail(f"{path}: cannot be written: {error.strerror or error}")
