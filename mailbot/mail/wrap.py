"""Plain text folded at 72 columns, as people have read mail for forty years (RFC 3676 section 4.2).
Links stay whole, quotes keep their marks, list items hang, and what is indented is left alone."""

from __future__ import annotations

import re

from mailbot.mail.charsets import begins

COLUMNS = 72

_QUOTE = re.compile(r"(?:> ?)+")
_ITEM = re.compile(r"\s{0,4}(?:[-*•–]|\d{1,2}[.)])\s+")
# A folded line may not begin with these: it would read as a command, a quote or the reply mark.
_NEVER_FIRST = ("/", ">", "##-", "／")


def wrap(text: str, columns: int = COLUMNS) -> str:
    """Fold every line longer than `columns` characters at spaces. A word that is longer stays whole, on its own line."""
    return "\n".join(line if len(line) <= columns else _fold(line, columns) for line in text.split("\n"))


def _fold(line: str, columns: int) -> str:
    if quote := _QUOTE.match(line):
        return _fill(line[quote.end() :], quote[0], quote[0], columns)
    if item := _ITEM.match(line):
        return _fill(line[item.end() :], item[0], " " * len(item[0]), columns)
    if line.startswith(("    ", "\t")):
        return line  # code, tables: folding would destroy them
    margin = line[: len(line) - len(line.lstrip(" "))]
    return _fill(line[len(margin) :], margin, margin, columns)


def _fill(text: str, first: str, others: str, columns: int) -> str:
    """Put words on lines; runs of spaces within a line stay as they are."""
    lines: list[str] = []
    current = first
    empty = True  # nothing but the margin yet
    for word in text.split(" "):
        fits = len(current) + len(word) + (not empty) <= columns
        if empty or fits or begins(word, _NEVER_FIRST):
            current = current + word if empty else f"{current} {word}"
            empty = empty and not word
        elif not word:
            continue  # white space at a fold
        else:
            lines.append(current.rstrip(" "))
            current, empty = others + word, False
    lines.append(current.rstrip(" "))
    return "\n".join(lines)
