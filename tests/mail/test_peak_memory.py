"""The rows of the threat table by what they take at their peak, lxml's own memory included; one process measures them all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mail import peak_memory

MEGABYTES = 20  # beside ten times its own size
ROWS = ["5.1", "77", "78", "80", "81", "82"]


@pytest.mark.skipif(not peak_memory.RESET.exists(), reason="the peak of a process is begun anew through /proc/self/clear_refs")
def test_no_bomb_takes_more_than_its_bound_at_its_peak() -> None:
    root = Path(__file__).resolve().parents[2]
    told = subprocess.run([sys.executable, "-m", "tests.mail.peak_memory"], cwd=root, capture_output=True, check=True, timeout=120)
    found = json.loads(told.stdout)
    (seen, _), = found.pop(peak_memory.CONTROL).values()
    assert seen > 60_000, "the measure does not see what it should"
    assert sorted(found) == ROWS
    assert {(row, name): kilobytes for row, cases in found.items() for name, (kilobytes, size) in cases.items() if kilobytes * 1024 > 1_000_000 * MEGABYTES + 10 * size} == {}
