"""HTML to readable text: paragraphs, lists, table rows, links, and quotes marked with ">".
One walk over lxml's events, bounded in and out; scripts, styles and hidden elements are left out."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from lxml import etree

_BLOCK = frozenset(
    ["p", "div", "section", "article", "header", "footer", "main", "aside", "ul", "ol", "dl", "dt", "dd", "li", "table", "tr", "h1", "h2", "h3",
     "h4", "h5", "h6", "pre", "blockquote", "form", "fieldset", "address", "center", "figure", "figcaption", "caption", "hr", "body", "thead", "tbody"]
)  # fmt: skip
_SPACED = frozenset(["p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "dl"])
_SKIPPED = frozenset(["script", "style", "head", "title", "meta", "link", "noframes", "template", "object", "svg", "select", "textarea"])
_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all")
_NO_MARGIN = re.compile(r"margin\s?:(?:\s{0,3}0(?:\.0{1,6})?(?:px|pt|cm|in|em)?){1,4}\s{0,3}(?:;|!|$)")
_START_TAG = re.compile(r"<[a-zA-Z]")
_DEEPEST_QUOTE = 10
_MOST_ELEMENTS = 50_000  # a megabyte of ordinary HTML has fewer


def to_text(html: str, most_in: int, most_out: int) -> str:
    """The readable text of an HTML body, of at most `most_in` characters in and `most_out` out. Never raises."""
    source = html[:most_in].replace("\0", "")
    root = tree_of(source)
    if root is None:
        return re.sub(r"<[^<>]{0,1000}>", " ", source)[:most_out]
    writer = Writer(most_out)
    walk(root, writer)
    return writer.text()


def tree_of(source: str) -> Any:
    """The elements of an HTML body, as many as are walked; None when there are none to be made out."""
    source = _first_elements(source)
    try:
        parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
        return etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def walk(root: Any, writer: Writer) -> None:
    """Tell a writer of every element and every piece of text that a reader sees, in their order."""
    skip = 0
    for event, element in islice(etree.iterwalk(root, events=("start", "end")), 2 * _MOST_ELEMENTS):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            if skip or is_unseen(element):
                skip += 1
                continue
            writer.start(element)
        else:
            if skip:
                skip -= 1
            else:
                writer.end(element)
            if not skip and element.tail and element is not root:
                writer.tail(element)
        if writer.full:
            break


def _first_elements(source: str) -> str:
    """As much of a source as is walked: a tree takes a hundred times the room of "<p>", so what nobody reads is not built."""
    if source.count("<") <= _MOST_ELEMENTS:
        return source
    beyond = next(islice(_START_TAG.finditer(source), _MOST_ELEMENTS, None), None)
    return source[: beyond.start()] if beyond is not None else source


def is_unseen(element: Any) -> bool:
    """Whether a reader sees nothing of an element: scripts, styles, what is hidden."""
    if element.tag in _SKIPPED:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style[:500].lower()) is not None


def is_tight(element: Any) -> bool:
    """Whether a paragraph stands close to the next: Outlook writes every line as one, and an empty one where a blank line is meant."""
    return (element.get("class") or "").startswith("Mso") or _NO_MARGIN.search((element.get("style") or "")[:200].lower()) is not None


class Writer:
    """Collects lines. A line begins with its quote marks; blank lines are asked for and written once."""

    def __init__(self, most: int) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.most = most
        self.blank = -1  # quote depth at which a blank line became due before the next text; -1: none is
        self.quote = 0
        self.verbatim = 0
        self.lists: list[int] = []  # per open list: number of the last item; -1: bullets
        self.cells: list[int] = []  # per open table: cells written in this row
        self.link = ""
        self.link_from = 0
        self.left = most

    @property
    def full(self) -> bool:
        return self.left <= 0

    def start(self, element: Any) -> None:
        tag = element.tag
        if tag == "br":
            self.break_line(forced=True)
            return
        if tag in _BLOCK:
            self.block(tag, tag in _SPACED and not (tag == "p" and is_tight(element)))
            if tag == "blockquote" and self.quote < _DEEPEST_QUOTE:
                self.quote += 1
            elif tag == "pre":
                self.verbatim += 1
            elif tag in ("ul", "ol"):
                self.lists.append(0 if tag == "ol" else -1)
            elif tag == "li":
                self.item()
            elif tag == "table":
                self.cells.append(0)
            elif tag == "tr" and self.cells:
                self.cells[-1] = 0
            elif tag == "hr":
                self.line.append("-" * 20)
        elif tag in ("td", "th") and self.cells:
            if self.cells[-1] and self.line:
                self.line.append(" | ")
            self.cells[-1] += 1
        elif tag == "a":
            self.link, self.link_from = (element.get("href") or "").strip()[:2000], len(self.line)
        elif tag == "img" and (alt := (element.get("alt") or "").strip()):
            self.write(alt[:200])
        if element.text:
            self.write(element.text)

    def end(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCK:
            tight = tag == "p" and is_tight(element)
            if tight and not self.line and any("\xa0" in text for text in element.itertext()):
                self.break_line(forced=True)
            self.block(tag, tag in _SPACED and not tight)
            if tag == "blockquote":
                self.quote = max(0, self.quote - 1)
            elif tag == "pre":
                self.verbatim = max(0, self.verbatim - 1)
            elif tag in ("ul", "ol") and self.lists:
                self.lists.pop()
            elif tag == "table" and self.cells:
                self.cells.pop()
        elif tag == "a" and self.link:
            shown = "".join(self.line[self.link_from :]).strip()
            target = self.link.removeprefix("mailto:")
            if self.link.startswith(("http:", "https:", "mailto:", "ftp:")) and _bare(target) != _bare(shown):
                self.line.append(f" <{_SPACES.sub('', target)}>")
            self.link = ""

    def tail(self, element: Any) -> None:
        """The text that follows an element."""
        self.write(element.tail)

    def block(self, tag: str, spaced: bool) -> None:
        if self.line:
            self.break_line()
        if spaced and self.lines and not self.lists and len(self.cells) <= (tag == "table"):
            self.blank = self.quote

    def item(self) -> None:
        mark = "- "
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            mark = f"{self.lists[-1]}. "
        self.line.append("  " * max(0, min(len(self.lists), 6) - 1) + mark)

    def write(self, text: str) -> None:
        if self.verbatim:
            first, *rest = text.split("\n")
            self.line.append(first)
            for line in rest:
                self.break_line(forced=True)
                self.line.append(line)
            return
        clean = _SPACES.sub(" ", text)
        if not self.line or self.line[-1].endswith(" "):
            clean = clean.lstrip(" ")
        if clean:
            self.line.append(clean)

    def break_line(self, forced: bool = False) -> None:
        joined = "".join(self.line)
        self.line.clear()
        text = joined.rstrip() if joined != "-- " else "-- "
        if not text.strip(" |-") and not forced and not text.startswith("--"):
            return
        prefix = ">" * self.quote + " " if self.quote else ""
        if self.blank >= 0 and text:
            self.lines.append(">" * min(self.quote, self.blank))
            self.blank = -1
            self.left -= 1
        self.lines.append((prefix + text).rstrip(" ") if text != "-- " else prefix + text)
        self.left -= len(self.lines[-1]) + 1
        self.link_from = 0

    def text(self) -> str:
        if self.line:
            self.break_line()
        out: list[str] = []
        for line in self.lines:
            if line.strip("> ") or (out and out[-1].strip("> ")):
                out.append(line)
        return "\n".join(out).strip("\n")[: self.most]


def _bare(link: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", _SPACES.sub("", link).lower()).rstrip("/")
