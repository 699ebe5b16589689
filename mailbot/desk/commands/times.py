"""How long and which day, as commands name them; what reads two ways is asked back."""

from __future__ import annotations

import re
from datetime import date

from mailbot.config.values import Unit, parse_span
from mailbot.desk.commands import days
from mailbot.desk.commands.pieces import Taken, Words, Wrong

_PLAIN_MINUTES = re.compile(r"\d{1,5}$")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
_DAY_FIRST = re.compile(r"(\d{1,2})([.-])(\d{1,2})\2(\d{4})$")  # 10.12.2026, 10-12-2026
_NUMERIC_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{0,4})?$")


def duration(words: Words, *, negative: bool) -> Taken | Wrong | None:
    """"10m", "1h30m", "1h 30m", "90" (minutes). "1h30" is refused: 90 or 31 minutes? So is "1.5": hours or minutes?"""
    if not words:
        return None
    sign = -1 if negative and words[0].startswith(("-", "−", "–")) else 1
    first = words[0].lstrip("-−–") if sign < 0 else words[0]
    for count in (2, 1):
        piece = "".join((first, *words[1:count]))
        if count == 2 and not (len(words) > 1 and re.fullmatch(r"\d+h", first) and re.fullmatch(r"\d+m", words[1])):
            continue
        if minutes := read_minutes(piece):
            return Taken({"minutes": sign * minutes}, count)
    return Wrong("duration", words[0], ("-" if sign < 0 else "") + _clearer(first))


def read_minutes(text: str) -> int:
    """"10m", "1h30m", "90"; 0 for anything else."""
    if _PLAIN_MINUTES.match(text):
        return int(text)
    try:
        span = parse_span(text)
    except ValueError:
        return 0
    return span.amount if span.unit is Unit.MINUTES and not span.seconds else 0


def _clearer(seen: str) -> str:
    """What was probably meant by a duration that reads two ways."""
    if match := re.fullmatch(r"(\d+)h(\d+)", seen):
        return f"{match[1]}h{match[2]}m"
    if match := re.fullmatch(r"(\d+)[.,](\d)", seen):
        return f"{int(match[1]) * 60 + int(match[2]) * 6}m"
    return "10m"


def day(words: Words) -> Taken | Wrong | None:
    """2026-12-01, and 10.12.2026 or 10-12-2026, which read only one way; 1/12 is refused."""
    if not words or not _NUMERIC_DATE.match(words[0]):
        return None
    seen = words[0]
    if iso := _ISO_DATE.match(seen):
        year, month, number = (int(part) for part in iso.groups())
    elif first := _DAY_FIRST.match(seen):
        year, month, number = int(first[4]), int(first[3]), int(first[1])
    else:
        return Wrong("date", seen, "{yesterday}")
    try:
        return Taken({"on": date(year, month, number)}, 1)
    except ValueError:
        return Wrong("date", seen, "{yesterday}")


def until(words: Words) -> Taken | Wrong | None:
    """A day to come, to the end of the line: as a date, or in words."""
    if not words:
        return None
    left = days.without_lead(words)
    numeric = day(left)
    if isinstance(numeric, Taken) and len(left) == 1:
        return Taken(numeric.fields, len(words))
    said = days.read(words) if numeric is None else None
    return Taken({"to_come": said}, len(words)) if said is not None else Wrong("until", " ".join(words), "{friday}")


def read_day(text: str) -> date | None:
    """A day that reads only one way; None for anything else."""
    found = day((text,))
    return found.fields["on"] if isinstance(found, Taken) else None
