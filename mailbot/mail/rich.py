"""What an agent formatted, kept: his HTML, cut down to the lines that a customer may read and written anew by an allow-list.
Every word of it stands in those lines too; what cannot be matched with them is given up, and the plain text counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from mailbot.mail.charsets import clean_text
from mailbot.mail.html import Writer, is_tight, is_unseen, tree_of, walk

MOST_ELEMENTS = 20_000
_DEEPEST = 200
Leaf = tuple[Any, str]  # an element, and which of its texts: "text" or "tail"

_INLINE: Final[Mapping[str, str]] = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "u": "u", "ins": "u", "s": "s", "strike": "s", "del": "s",
    "code": "code", "tt": "code", "kbd": "code", "samp": "code", "sub": "sub", "sup": "sup",
}  # fmt: skip
_BY_STYLE = (
    ("b", re.compile(r"font-weight\s?:\s?(?:bold|[6-9]00)")), ("i", re.compile(r"font-style\s?:\s?italic")),
    ("u", re.compile(r"text-decoration(?:-line)?\s?:\s?underline")), ("s", re.compile(r"text-decoration(?:-line)?\s?:\s?line-through")),
)  # fmt: skip
_BLOCKS: Final[Mapping[str, str]] = {
    "div": "<div>", "section": "<div>", "article": "<div>", "center": "<div>", "address": "<div>", "figure": "<div>", "dt": "<div>",
    "ul": '<ul style="margin:0 0 1em;padding-left:1.5em">', "li": '<li style="margin:0 0 .25em">', "dd": '<div style="padding-left:1.5em">',
    "blockquote": '<blockquote style="margin:0 0 1em;padding-left:.8em;border-left:3px solid #b5b5b5">', "tr": "<tr>",
    "pre": '<pre style="margin:0 0 1em;white-space:pre-wrap;font-family:Consolas,Menlo,monospace;font-size:14px">',
} | {f"h{level}": '<p style="margin:0 0 .5em;font-weight:bold">' for level in range(1, 7)}  # fmt: skip
_ALIGNED = "padding:4px 10px 4px 0;text-align:left;vertical-align:top"
_RULED = "padding:4px 8px;text-align:left;vertical-align:top;border:1px solid #b5b5b5;min-width:2.5em"
_SAFE = ("http://", "https://", "mailto:", "tel:")
_BREAKS_AT_THE_END = re.compile(r"(?:<br>|&nbsp;|\s)+(?=(?:</[a-z0-9]+>)*$)")
_NUMBER = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Page:
    """HTML as lines of text, each with the pieces it was put together from."""

    lines: tuple[str, ...]
    pieces: tuple[tuple[Leaf, ...], ...] = field(repr=False)  # of each line
    root: Any = field(repr=False)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read(html: str, most_out: int) -> Page | None:
    """The page that an HTML body makes; None when it makes none, or is too large to be taken apart."""
    root = tree_of(html)
    if root is None:
        return None
    elements = list(root.iter())
    if len(elements) > MOST_ELEMENTS:
        return None
    tracer = _Tracer(most_out)
    walk(root, tracer)
    tracer.text()
    return None if tracer.full else Page(tuple(tracer.lines), tuple(tracer.pieces), (root, elements))


# ---- signatures -------------------------------------------------------------------------------------------
_MARKS = re.compile(r"signature|_mailautosig", re.IGNORECASE)
_BOOKMARK = re.compile(r"mso-bookmark\s?:\s?_?MailAutoSig", re.IGNORECASE)


def signatures(page: Page) -> tuple[tuple[str, ...], ...]:
    """The lines that programs mark as signatures, one group for each that stands together."""
    within = _signing(page)
    groups: list[list[str]] = [[]]
    for line, pieces in zip(page.lines, page.pieces, strict=True):
        if pieces and all((element if which == "text" else element.getparent()) in within for element, which in pieces):
            groups[-1].append(line)
        elif line.strip() and groups[-1]:
            groups.append([])
    return tuple(tuple(group) for group in groups if group)


def signatures_in(html: str, most_out: int) -> tuple[tuple[str, ...], ...]:
    """The same of an HTML body."""
    page = read(html, most_out) if _MARKS.search(html) else None
    return signatures(page) if page is not None else ()


def _signing(page: Page) -> frozenset[Any]:
    """The elements that programs mark as a signature, and all within them."""
    found: set[Any] = set()
    for element in page.root[1]:
        if element.getparent() in found or (isinstance(element.tag, str) and _is_marked(element)):
            found.add(element)
    return frozenset(found)


def _is_marked(element: Any) -> bool:
    """Outlook on the web and its successors, Gmail, Thunderbird and others by id or class, Outlook for Windows by a bookmark."""
    identity, name = (element.get("id") or "").lower(), (element.get("name") or "").lower()
    return (identity.endswith("signature") or "signature" in (element.get("class") or "").lower() or name == "_mailautosig"
            or _BOOKMARK.search((element.get("style") or "")[:500]) is not None)


class _Tracer(Writer):
    """Writes lines as `to_text` does, and remembers where each came from."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.pieces: list[tuple[Leaf, ...]] = []
        self.here: list[Leaf] = []
        self.source: Leaf | None = None

    def start(self, element: Any) -> None:
        self.source = (element, "text")
        super().start(element)

    def tail(self, element: Any) -> None:
        self.source = (element, "tail")
        super().tail(element)

    def write(self, text: str) -> None:
        if text.strip() and self.source is not None:
            self.here.append(self.source)
        super().write(text)

    def break_line(self, forced: bool = False) -> None:
        before = len(self.lines)
        super().break_line(forced)
        written = len(self.lines) - before
        if written:
            self.pieces += [()] * (written - 1) + [tuple(self.here)]
        self.here = [self.source] if self.verbatim and self.source is not None else []


# ---- writing anew -----------------------------------------------------------------------------------------
def written(page: Page, kept: Sequence[str], pictures: Mapping[str, str], amended: Callable[[str], str]) -> str | None:
    """HTML that says the lines `kept`, in their order, and nothing else. None when they do not stand in the page.

    `pictures`: Content-ID in the page -> Content-ID to write; others are left out. `amended` has the last word on every text and link."""
    leaves = _leaves(page, kept)
    if leaves is None:
        return None
    pen = _Pen(leaves, pictures, amended, _signing(page))
    return _BREAKS_AT_THE_END.sub("", pen.within(page.root[0], 0).strip()) or None


def _leaves(page: Page, kept: Sequence[str]) -> frozenset[Leaf] | None:
    """The pieces of the kept lines; None when a line is missing, or a piece belongs to a line that is not kept too."""
    wanted = [_bare(line) for line in kept if _bare(line)]
    found: set[Leaf] = set()
    others: set[Leaf] = set()
    at = 0
    for line, pieces in zip(page.lines, page.pieces, strict=True):
        if at < len(wanted) and _bare(line) == wanted[at]:
            found.update(pieces)
            at += 1
        else:
            others.update(pieces)
    return frozenset(found) if at == len(wanted) and found.isdisjoint(others) else None


def _bare(line: str) -> str:
    return " ".join(line.split())


class _Pen:
    """Writes elements of its own making; nothing of the source goes through but escaped text, known pictures and safe links."""

    def __init__(self, leaves: frozenset[Leaf], pictures: Mapping[str, str], amended: Callable[[str], str], signing: frozenset[Any]) -> None:
        self.leaves = leaves
        saying = {up for element, which in leaves for up in ((element,) if which == "text" else ())} | {up for element, _ in leaves for up in element.iterancestors()}
        self.left_out = {each for each in signing if each.getparent() not in signing} - saying  # with the logo above the name
        self.pictures = pictures
        self.amended = amended
        self.on: bool | None = None  # whether the last words were kept; None: there were none yet
        self.ruled: list[bool] = []  # per open table: it shows its lines

    def within(self, element: Any, depth: int) -> str:
        """What an element holds."""
        out = [self.piece(element, "text")]
        for child in element:
            if isinstance(child.tag, str) and depth < _DEEPEST and not is_unseen(child) and child not in self.left_out:
                out.append(self.element(child, depth + 1))
            if child.tail:
                out.append(self.piece(child, "tail"))
        return "".join(out)

    def piece(self, element: Any, which: str) -> str:
        said = (element.text if which == "text" else element.tail) or ""
        if not said.strip():
            return escape(said, quote=False).replace("\xa0", "&nbsp;") if said and self.on else ""
        self.on = (element, which) in self.leaves
        return escape(self.amended(clean_text(said)), quote=False).replace("\xa0", "&nbsp;") if self.on else ""

    def element(self, element: Any, depth: int) -> str:
        tag = element.tag
        if tag == "br":
            return "<br>" if self.on else ""
        if tag == "img":
            return self.picture(element)
        if tag == "hr":
            return "<hr>" if self.on else ""
        if tag == "table":
            return self.table(element, depth)
        inner = self.within(element, depth)
        if not inner:
            return ""
        if tag == "p":
            return f'<p style="margin:0{"" if is_tight(element) else " 0 1em"}">{inner}</p>'
        if tag in ("td", "th"):
            return self.cell(element, inner)
        if tag == "ol":
            begin = element.get("start") or "1"
            return f'<ol start="{begin if _NUMBER.fullmatch(begin) else 1}" style="margin:0 0 1em;padding-left:1.5em">{inner}</ol>'
        if opening := _BLOCKS.get(tag):
            return f"{opening}{inner}</{opening[1:].partition('>')[0].partition(' ')[0]}>"
        return self.inline(element, inner)

    def inline(self, element: Any, inner: str) -> str:
        if not re.sub(r"<br>|&nbsp;|\s", "", inner):
            return inner
        if element.tag == "a":
            target = self.amended(clean_text((element.get("href") or "").strip())[:2000])
            return f'<a href="{escape(target)}">{inner}</a>' if target.lower().startswith(_SAFE) else inner
        style = (element.get("style") or "")[:500].lower()
        marks = [_INLINE[element.tag]] if element.tag in _INLINE else [mark for mark, pattern in _BY_STYLE if pattern.search(style)]
        if element.tag == "b" and re.search(r"font-weight\s?:\s?(?:normal|400)", style):  # as Google's documents wrap all they hold
            marks = []
        for mark in marks:
            inner = f"<{mark}>{inner}</{mark}>"
        return inner

    def picture(self, element: Any) -> str:
        source = (element.get("src") or "").strip()
        new = self.pictures.get(source[4:]) if source.lower().startswith("cid:") else None
        if new is None or self.on is False:
            return ""
        self.on = True
        return f'<img src="cid:{escape(new)}" alt="" style="max-width:100%;height:auto">'

    def table(self, element: Any, depth: int) -> str:
        cell = next(element.iter("td", "th"), None)
        style = ((element.get("style") or "") + (cell.get("style") or "" if cell is not None else ""))[:1000].lower()
        self.ruled.append((element.get("border") or "0") != "0" or re.search(r"border[a-z-]*\s?:[^;]*(?:solid|dotted|dashed|double)", style) is not None)
        inner = self.within(element, depth)
        self.ruled.pop()
        return f'<table style="border-collapse:collapse;margin:0 0 1em">{inner}</table>' if inner.strip() else ""

    def cell(self, element: Any, inner: str) -> str:
        spans = "".join([f' {name}="{value}"' for name in ("colspan", "rowspan") if _NUMBER.fullmatch(value := element.get(name) or "")])
        return f'<{element.tag}{spans} style="{_RULED if self.ruled and self.ruled[-1] else _ALIGNED}">{inner}</{element.tag}>'
