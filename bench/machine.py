"""What the desk costs the machine: the time until its doors are open, and the memory of all its processes at rest."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench.figures import Figure
from mailbot.demo import RunningDesk

STARTS = 5
REST_S = 3.0


def measure(folder: Path) -> list[Figure]:
    """Five cold starts on existing books, and the memory of the last one after three seconds of rest."""
    first = RunningDesk(folder)
    first.start()
    first.stop()
    starts, memory = [], 0.0
    for number in range(STARTS):
        desk = RunningDesk(folder)
        desk.prepare()
        begun = time.perf_counter()
        desk.start()
        starts.append(time.perf_counter() - begun)
        if number == STARTS - 1:
            time.sleep(REST_S)
            memory = sum(_proportional_mb(pid) for pid in _family(desk.process.pid))
        desk.stop()
    yard = _bare_import()
    return [
        Figure("cold start, until the doors are open", median(starts), "s", yard, "import sqlmodel alone", "≤ 3 s"),
        Figure("idle memory, all processes", memory, "MB", None, "", "≤ 250 MB"),
    ]


def _family(pid: int) -> list[int]:
    """A process and all its descendants."""
    children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    return [pid, *(descendant for child in children for descendant in _family(child))]


def _proportional_mb(pid: int) -> float:
    """Memory of a process; what several share is counted once between them (PSS)."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024


def _bare_import() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import sqlmodel"], check=True)
    return time.perf_counter() - begun
