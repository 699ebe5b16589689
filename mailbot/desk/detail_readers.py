"""Details that patterns alone do not reach, each found by its own reader; the rules may add to what is recognised.
Never invented: what is not said is not found, and every look is linear in a bounded text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import regex

from mailbot.desk.error_texts import error_text
from mailbot.desk.operating_systems import operating_system
from mailbot.desk.steps import list_items, steps
from mailbot.mail.message import Attachment

Lines = Sequence[str]
Reader = Callable[[Lines], str | None]

IN_DETAIL = 200  # characters of a wish that is described well enough to prepare for (FX-07)
LOGO_BYTES = 20_000  # a picture within the text that is smaller is more likely a logo than a photo of a screen

_VERSION = regex.compile(
    r"\b(?:programversion(?:en)?|programmversion|programmaversie|version(?:en|snummer)?|ver\.?|utgåva|versie(?:nummer)?|release|build)[ \t]{0,2}"
    r"(?:nr\.?|nummer|number|är|ist|is)?[ \t]{0,2}[:=]?[ \t]{0,2}(?P<v>\d{1,5}(?:\.\d{1,5}){0,3}[a-z]?)\b(?![.-]?\d)", regex.IGNORECASE)
_DIGIT = re.compile(r"\d")
_V = regex.compile(r"(?<![\w.])v\.?[ \t]?(?P<v>\d{1,3}(?:\.\d{1,5}){1,3}[a-z]?)\b", regex.IGNORECASE)
_OF_SYSTEM = regex.compile(r"\b(?:windows|win|mac ?os|os ?x|ios|android|ubuntu|linux|office|excel|word|outlook|java|\.net)\b[ \t,(\w]{0,14}$", regex.IGNORECASE)
_PICTURE = regex.compile(r"\.(?:png|jpe?g|heic|heif|webp|gif|bmp|tiff?)$", regex.IGNORECASE)
_LOGO = regex.compile(r"logo|signatur|banner|icon|facebook|linkedin|twitter|instagram|youtube|spacer|pixel", regex.IGNORECASE)


def program_version(lines: Lines) -> str | None:
    """The version of the program; that of the operating system is another matter."""
    for line in lines:
        for pattern in (_VERSION, _V) if _DIGIT.search(line) else ():
            for match in pattern.finditer(line):
                if match[0].lower().startswith("program") or not _OF_SYSTEM.search(line[: match.start()]):
                    return str(match["v"])
    return None


def steps_in_lines(lines: Lines) -> str | None:
    """The steps, one a line."""
    found = steps(lines)
    return "\n".join(found) if found else None


def wish_in_detail(lines: Lines) -> str | None:
    """The wish, when it is described at length or as a list."""
    text = "\n".join(line for line in lines if line.strip())
    return text if len(text) >= IN_DETAIL or len(list_items(lines)) >= 2 else None


READERS: Mapping[str, Reader] = MappingProxyType({
    "operating_system": operating_system,
    "program_version": program_version,
    "steps": steps_in_lines,
    "exact_error_text": error_text,
    "error_copy_or_photo": error_text,
    "wish_in_detail": wish_in_detail,
})

# All names that the shipped rules know; a vendor may have more.
SHIPPED = frozenset({
    *READERS, "unclear_passage_or_how_searched", "wiki_searched", "function_and_conditions", "restart_module", "restart_application", "restart_os",
})


def is_picture(name: str) -> bool:
    """Is this the name of a file with a picture?"""
    return _PICTURE.search(name) is not None


def is_named_like_a_logo(name: str) -> bool:
    """Is this the name of a picture that decorates a signature?"""
    return _LOGO.search(name) is not None


def picture(attachments: Sequence[Attachment]) -> str | None:
    """The name of a picture that may show the error; logos of signatures do not count."""
    for file in attachments:
        shows = file.type.startswith("image/") or is_picture(file.name)
        decoration = (file.inline and file.size < LOGO_BYTES) or is_named_like_a_logo(file.name)
        if shows and not decoration:
            return file.name or file.type
    return None
