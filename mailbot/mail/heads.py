"""The head of a mail that programs write above what they quote: a block of labels such as "Från:", "Skickat:", "Ämne:", in many languages.
Also what tells a program from a person in it: an address, and the minute. No expression spans lines."""

from __future__ import annotations

import re

from mailbot.mail.quote_words import LABELS, SPOKEN_LABELS

WIDTH = 400  # characters of a line that are looked at
AFTER = "\xa0 *_>"  # what may stand around a value
_MOST_HEADERS = 24  # lines of a header block, continued lines counted
ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{2,255}")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)|(?<!\d)(?:19|20)\d{2}(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2}|(?<!\d)\d{1,2}(?:st|nd|rd|th)?[. ] ?[^\W\d_]{3,9}\.?,? \d")
_DIGIT = re.compile(r"\d")
TIME_OF_DAY = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?![\d.])")


def tells_time(text: str) -> bool:
    """Whether a date or a time of day stands in it; most lines hold no digit at all."""
    return _DIGIT.search(text) is not None and _CLOCK.search(text) is not None


def is_exact(text: str) -> bool:
    """Whether an address or the minute stands in it."""
    return ADDRESS.search(text) is not None or TIME_OF_DAY.search(text) is not None


def label_of(line: str) -> str | None:
    head, colon, _ = line[:60].replace("：", ":").partition(":")
    return LABELS.get(head.strip(" \t\xa0*_|>").lower()) if colon else None


def header_block(lines: list[str], at: int, enough: int, *, exact: bool = False) -> int:
    """The last line of a block of header labels that begins here and holds `enough` different ones, the sender among them; else -1.
    Two are enough when they are a sender with an address and an instant. Exact: an address or the minute must stand there in any case."""
    if at >= len(lines) or (first := label_of(lines[at])) in (None, "other", "cc"):
        return -1
    if first == "from" and lines[at].count(":") > 2 and _labels_within(lines[at]) >= 2:
        return at if not exact or is_exact(lines[at]) else -1
    kinds: dict[str, str] = {}
    end, strange, continued = -1, 0, 0
    for position in range(at, min(at + _MOST_HEADERS, len(lines))):
        line = lines[position]
        kind = label_of(line)
        if kind is not None:
            if kind in kinds and kind != "other":
                break
            kinds[kind] = line
            end, strange, continued = position, 0, 0
        elif ("@" in line or ";" in line) and continued < 8 and {"to", "cc"} & set(kinds):
            continued += 1  # a long list of recipients, folded
        else:
            strange += 1
            if strange > (2 if len(kinds) < enough else 0) and line.strip():
                break
    told = set(kinds) - {"other", "cc"}
    if "from" not in told or not _names_somebody(kinds["from"]):
        return -1
    if len(told) >= enough:
        return end if not exact or any(map(ADDRESS.search, kinds.values())) or TIME_OF_DAY.search(kinds.get("date", "")) else -1
    return end if told == {"from", "date"} and ADDRESS.search(kinds["from"]) and tells_time(kinds["date"]) else -1


def _names_somebody(line: str) -> bool:
    """Whether the value behind "From:" may be a sender: not a folder, a file, an amount or a day."""
    value = line.replace("：", ":").partition(":")[2].strip(AFTER)
    return not value or (any(char.isalpha() for char in value) and "\\" not in value and value[0] not in "/~%$")


def _labels_within(line: str) -> int:
    """How many further labels one line holds, for programs that put the whole block on one: "Från: A Skickat: B Till: C Ämne: D"."""
    found = {LABELS.get(match[1].lower()) for match in _LABELLED.finditer(line[:WIDTH])}
    return len(found - {None, "other", "cc", "from"})


_LABELLED = re.compile(r"(?<=[\s*])([^\W\d_]{1,12})\*?\s?[:：]")


def sender_within(lines: list[str], at: int) -> str | None:
    """The address that the header block of a mail passed on names as its sender: the first few lines from `at`. A claim, nothing more."""
    for line in lines[at : at + 12]:
        if label_of(line.lstrip("> ")) == "from" and (match := ADDRESS.search(line[:WIDTH].replace("mailto:", ""))):
            return match[0].strip("[]()<>\"',;:*_").lower() or None
    return None


def labels_language(lines: list[str]) -> str | None:
    """The language in which a program wrote the header of the mail it quotes, told by two labels; English says nothing of the writer."""
    told = [SPOKEN_LABELS.get(line[:20].partition(":")[0].strip("> *_\t\xa0").lower()) for line in lines]
    return next((language for language in ("sv", "de", "nl") if told.count(language) >= 2), None)
