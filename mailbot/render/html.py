"""The HTML alternative of a letter, made from its plain text: paragraphs, lists, links, quotes.
Everything is escaped; no picture, no colour that a dark screen would swallow, nothing fetched from anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from html import escape
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

_LINK = re.compile(
    r"(?P<web>https?://[^\s<>\"]*[^\s<>\".,:;!?)\]}'])"
    r"|(?P<www>(?<![\w/.@-])www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^\s<>\"]*[^\s<>\".,:;!?)\]}'])?)"
    r"|(?P<mail>(?<![\w.+=@/-])[\w.+=-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?![\w@]))",
    re.IGNORECASE | re.ASCII,
)
_ITEM = re.compile(r" {0,3}(?:(?P<bullet>[-*•])|(?P<number>\d{1,2})[.)]) +(?P<text>.*)")
_COLUMN, _WIDE_COLUMN = re.compile(r"^  |\S  +\S"), re.compile(r"\S   +\S")
_QUOTE = re.compile(r"> ?")
WORDS = "\ue002"  # a person's words, where they have HTML of their own; no mail can carry it, since reading strips it (mail/body.py)
DEEPEST = 3  # quotes within quotes
NO_SUBJECTS: Final[Mapping[str, str]] = MappingProxyType({})

_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;overflow-wrap:anywhere"
_SMALL = "font-size:12px;color:#767676"


def html_of(
    text: str, language: str = "", small: tuple[str, ...] = (), subjects: Mapping[str, str] = NO_SUBJECTS, whole: tuple[str, ...] = (),
    words: str = "",
) -> str:
    """A whole HTML page saying what `text` says. Paragraphs that are one of `small` are set small and grey.
    A click on an address of `subjects`, which may be a placeholder, begins a mail with that subject; what is `whole` is never
    broken at the end of a line. `words` is HTML that stands where the text has the line WORDS."""
    lang = f' lang="{escape(language)}"' if language else ""
    body = "\n".join(_blocks(text.strip("\n").split("\n"), frozenset(filter(None, small)), 0, partial(_line, subjects=subjects, whole=whole)))
    body = body.replace(f'<p style="margin:0 0 1em;">{WORDS}</p>', f'<div style="margin:0 0 1em">\n{words}\n</div>', 1) if words else body
    return (
        f'<!DOCTYPE html>\n<html{lang}>\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta name="color-scheme" content="light dark"></head>\n'
        f"<body>\n<div style=\"{_FONT};max-width:640px\">\n{body}\n</div>\n</body>\n</html>\n"
    )


def blocks_of(text: str) -> str:
    """The paragraphs, lists and quotes of a plain text, to stand in a page."""
    return "\n".join(_blocks(text.strip("\n").split("\n"), frozenset(), 0, _line))


def _blocks(lines: list[str], small: frozenset[str], depth: int, say: Callable[[str], str]) -> Iterator[str]:
    """One piece of HTML per run of lines of a kind."""
    at = 0
    while at < len(lines):
        end = at + 1
        if not lines[at].strip():
            pass
        elif lines[at].startswith(">"):
            end = _run(lines, at, lambda line: line.startswith(">"))
            yield _quote([_QUOTE.sub("", line, count=1) for line in lines[at:end]], depth)
        elif _ITEM.match(lines[at]):
            end = _run(lines, at, partial(_goes_on, numbered=_is_numbered(lines[at])))
            yield _list(lines[at:end], say)
        else:
            end = at + 1 if lines[at] == WORDS else _run(lines, at, _is_plain)
            style = _SMALL if "\n".join(lines[at:end]) in small else ""
            yield _paragraph(lines[at:end], style, say)
        at = end


def _run(lines: list[str], start: int, belongs: Callable[[str], bool]) -> int:
    end = start + 1
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return end


def _is_plain(line: str) -> bool:
    """Whether a line goes on with the paragraph above it."""
    return bool(line.strip()) and line != WORDS and not line.startswith(">") and not _ITEM.match(line)


def _paragraph(lines: list[str], style: str, say: Callable[[str], str]) -> str:
    if _is_table(lines):
        return '<pre style="margin:0 0 1em;font-size:14px;white-space:pre-wrap">' + "\n".join([say(line) for line in lines]) + "</pre>"
    return f'<p style="margin:0 0 1em;{style}">' + "<br>\n".join([say(line) for line in lines]) + "</p>"


def _goes_on(line: str, *, numbered: bool) -> bool:
    """Whether a line belongs to the list above it: an item of its kind, or the rest of one."""
    return _is_numbered(line) == numbered if _ITEM.match(line) else line.startswith("  ")


def _is_numbered(line: str) -> bool:
    match = _ITEM.match(line)
    return match is not None and match["number"] is not None


def _is_table(lines: list[str]) -> bool:
    """Whether lines stand in columns, which only letters of one width keep."""
    return all(_COLUMN.search(line) for line in lines) and any(_WIDE_COLUMN.search(line) for line in lines)


def _list(lines: list[str], say: Callable[[str], str]) -> str:
    """Items with bullets, or with the numbers that they have: one that is out of turn says which it is."""
    items: list[tuple[str, str]] = []
    first = due = 0
    for line in lines:
        match = _ITEM.match(line)
        if match is None:
            items[-1] = (items[-1][0], items[-1][1] + "<br>\n" + say(line.strip()))
            continue
        number = int(match["number"] or 0)
        first, due = (first, due) if items else (number, number)
        items.append((f' value="{number}"' if number != due else "", say(match["text"])))
        due = number + 1 if match["number"] else 0
    tag = "ol" if _is_numbered(lines[0]) else "ul"
    opening = f'<ol start="{first}"' if tag == "ol" else "<ul"
    inner = "".join([f'<li{value} style="margin:0 0 .25em">{item}</li>\n' for value, item in items])
    return f'{opening} style="margin:0 0 1em;padding-left:1.5em">\n{inner}</{tag}>'


def _quote(lines: list[str], depth: int) -> str:
    inner = "\n".join(_blocks(lines, frozenset(), depth + 1, _line)) if depth < DEEPEST else _paragraph(lines, "", _line)
    return f'<blockquote style="margin:0 0 1em;padding-left:.8em;border-left:3px solid #b5b5b5">\n{inner}\n</blockquote>'


def _line(line: str, subjects: Mapping[str, str] = NO_SUBJECTS, whole: tuple[str, ...] = ()) -> str:
    """One line, escaped, with its links; spaces at the front stay."""
    shift = len(line) - len(line.lstrip(" "))
    return "&nbsp;" * shift + linked(line[shift:], subjects, whole)


def linked(text: str, subjects: Mapping[str, str] = NO_SUBJECTS, whole: tuple[str, ...] = ()) -> str:
    """Text escaped, links and addresses made to be clicked; what is shown is where it leads."""
    for address, subject in subjects.items():
        if address in text:
            others = {one: about for one, about in subjects.items() if one != address}
            link = _link(f"mailto:{address}?subject={quote(subject)}", address)
            return link.join([linked(piece, others, whole) for piece in text.split(address)])
    pieces, at = [], 0
    for match in _LINK.finditer(text):
        shown = match[0]
        target = shown if match["web"] else f"https://{shown}" if match["www"] else f"mailto:{shown}"
        pieces.append(_unbroken(text[at : match.start()], whole) + _link(target, shown))
        at = match.end()
    return "".join([*pieces, _unbroken(text[at:], whole)])


def _link(target: str, shown: str) -> str:
    return f'<a href="{escape(target)}">{escape(shown)}</a>'


def _unbroken(text: str, whole: tuple[str, ...]) -> str:
    """Text escaped; a case number stays on one line."""
    shown = escape(text)
    for word in filter(None, whole):
        shown = shown.replace(escape(word), f'<span style="white-space:nowrap">{escape(word)}</span>')
    return shown
