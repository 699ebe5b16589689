"""Cells of a table for spreadsheets: whatever somebody wrote stays text, and no spreadsheet runs it.
What parts the cells of one country's files stands inside a text of another's, so that a formula may begin behind it."""

from __future__ import annotations

import re

_FORMULA = re.compile(r'(\A|[;,\t\r\n])(?=[\s"]{0,20}[=+\-@])')
_EDGES = ("\t", "\r", "\n")


def harmless(cell: str) -> str:
    """The text with an apostrophe wherever a spreadsheet would begin to read a formula: in front, and behind what may part cells."""
    plain = _FORMULA.sub(r"\1'", cell)
    return f"'{plain}" if plain.startswith(_EDGES) else plain
