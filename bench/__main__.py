"""`make bench`: every figure beside a yardstick of the same run, since machines differ and bars should not.
Run it on a quiet machine; it takes about half a minute and touches only loopback and a scratch folder."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from bench import bank, intake, machine, reading, stages

PARTS = {"reading": reading.measure, "stages": stages.measure, "intake": intake.measure, "machine": machine.measure, "bank": bank.measure}


def main() -> None:
    """Measure, print a table, and with --json the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help=f"any of {', '.join(PARTS)}; else all")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    chosen = parser.parse_args()
    figures = []
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=Console(file=sys.stderr)) as progress:
        for name in chosen.parts or PARTS:
            task = progress.add_task(f"measuring {name}", total=1)
            with tempfile.TemporaryDirectory(prefix="mailbot-bench-") as folder:
                figures += PARTS[name](Path(folder))
            progress.update(task, completed=1)
    if chosen.json:
        print(json.dumps([figure.__dict__ for figure in figures], indent=1))
        return
    table = Table("what", "measured", "yardstick of this run", "ratio", "bar", box=None)
    for f in figures:
        table.add_row(f.what, f"{f.value:.2f} {f.unit}", f"{f.yardstick:.2f} {f.unit} {f.yardstick_is}" if f.yardstick else "", f"{f.ratio:.2f}" if f.ratio else "", f.bar)
    Console(width=None if sys.stdout.isatty() else 140).print(table)


if __name__ == "__main__":
    main()
