"""What the commands share: the --config option, opening the books, tables that fit a terminal, words for errors.
Errors go to stderr and say what was seen, what was expected and what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from mailbot.config.settings import Config
    from mailbot.pipeline import Desk

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="The configuration; else $MAILBOT_CONFIG, else ./config.toml.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="For programs: JSON, one object a line.")]

WRONG_USE = 64  # sysexits.h EX_USAGE
WIDTH = 80
LAST_AT_LEAST = 10  # characters of the last column of a table
TRY_AGAIN = 75  # sysexits.h EX_TEMPFAIL


def complain(text: str) -> None:
    """Say what is wrong, on stderr."""
    typer.echo(text, err=True)


def fail(text: str, code: int = 1) -> NoReturn:
    """Say what is wrong and end."""
    complain(text)
    raise typer.Exit(code)


@contextmanager
def desk(config: Path | None) -> Iterator[Desk]:
    """The desk of this configuration, opened and closed again."""
    from mailbot.assembly import open_desk, read_config

    opened = open_desk(read_config(config))
    try:
        yield opened
    finally:
        opened.store.close()


def print_json(value: Any) -> None:
    """One object, one line."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False) + "\n")


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(inner) for inner in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], empty: str) -> None:
    """A table that fits the terminal; the last column gives way, then the longest of the others."""
    from rich.console import Console
    from rich.table import Table

    if not rows:
        typer.echo(empty)
        return
    cells = [[printable(str(cell) if cell is not None else "–") for cell in row] for row in rows]
    console = Console(soft_wrap=False, highlight=False, markup=False)
    widths = [max(len(name), *(len(row[number]) for row in cells)) for number, name in enumerate(columns)]
    room = console.width - 2 * len(columns) - LAST_AT_LEAST
    most = next((each for each in (25, 20, 16, 12) if sum(min(width, each) for width in widths[:-1]) <= room), 10)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, name in enumerate(columns):
        last = number == len(columns) - 1
        table.add_column(name, no_wrap=not last, overflow="fold" if last else "ellipsis", min_width=None if last else min(widths[number], most))
    for row in cells:
        table.add_row(*row)
    console.print(table)


def echo_wrapped(line: str) -> None:
    """A long line as a terminal takes it: broken between words, what continues indented. A word that is longer, such as a path, stays whole."""
    from textwrap import fill

    typer.echo(fill(line, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))


def counted(count: int, thing: str) -> str:
    """"1 payment", "2 payments"."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def printable(text: str) -> str:
    """Foreign text without control characters: no mail moves an admin's cursor."""
    return "".join(c if c.isprintable() else " " if c in "\t\n" else "�" for c in text)


def local(at: datetime | None, config: Config) -> str:
    """An instant in the office's own time."""
    if at is None:
        return "–"
    return f"{at.astimezone(ZoneInfo(str(config.hours['office'].timezone))):%Y-%m-%d %H:%M}"


def zone_name(at: datetime, config: Config) -> str:
    """What the office calls its time at that instant: CET, CEST."""
    return f"{at.astimezone(ZoneInfo(str(config.hours['office'].timezone))):%Z}"
