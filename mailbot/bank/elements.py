"""XML in one pass: what a plan asks for is handed out as it ends, everything else is passed over, and nothing is kept (XML 1.0).
A file may be hostile: no document type, hence no entities; elements, different tags, and what may stand between two payments are bounded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Any, Literal, NamedTuple
from xml.parsers import expat

from lxml import etree

from mailbot.bank.record import BankFileError
from mailbot.bank.text import BOUNDS, Bounds, decoded, short, within, xml_codec

_NO_ELEMENTS: Mapping[str, list[Element]] = MappingProxyType({})
_NO_TEXTS: Mapping[str, list[str]] = MappingProxyType({})
_TAG = re.compile(rb"<([^/!?<>][^<>]*)>")  # the beginning of an element, with its attributes
_PRICED = frozenset({"Amt", "TtlAmt"})  # elements that state a currency
_ENVELOPE_DEPTH = 3  # a bank may wrap its message in headers of its own
_AGAIN = "ask the bank for the file again; nothing of this one is booked"


class Element:
    """One element without its namespace. What holds nothing but text is kept as text alone, unless it states a currency."""

    __slots__ = ("currency", "inside", "name", "text", "texts")

    def __init__(self, name: str, text: str = "", currency: str = "") -> None:
        self.name, self.text, self.currency = name, text, currency  # currency: the attribute Ccy, the only one that we need
        self.inside: Mapping[str, list[Element]] = _NO_ELEMENTS
        self.texts: Mapping[str, list[str]] = _NO_TEXTS

    def all(self, *path: str) -> list[Element]:
        """Every element at this path that holds others or states a currency, in the order written."""
        found = [self]
        for name in path:
            found = [child for one in found for child in one.inside.get(name, ())]
        return found

    def first(self, *path: str) -> Element | None:
        """The first of them, always by the first of each name."""
        one = self
        for name in path:
            found = one.inside.get(name)
            if found is None:
                return None
            one = found[0]
        return one

    def has(self, name: str) -> bool:
        """Does it stand in this element, whatever it holds?"""
        return name in self.inside or name in self.texts

    def said(self, *path: str) -> str:
        """The first text at that path; empty where there is none."""
        one = self
        for name in path[:-1]:
            found = one.inside.get(name)
            if found is None:
                return ""
            one = found[0]
        texts = one.texts.get(path[-1])
        return "" if texts is None else texts[0].strip()

    def lines(self, *path: str) -> list[str]:
        """Every text at that path, as it stands there."""
        return [text for one in self.all(*path[:-1]) for text in one.texts.get(path[-1], ())]


class Step(NamedTuple):
    """One thing met on the way: a container begins or ends, or an element stands there whole."""

    what: Literal["begin", "whole", "end"]
    element: Element
    line: int = 0  # where a container begins


@dataclass(frozen=True, slots=True)
class Level:
    """What is looked for at one depth of a file."""

    containers: frozenset[str]  # walked through
    whole: frozenset[str] = frozenset()  # handed out with all that is in them
    left_out: frozenset[str] = frozenset()  # of what is in them, this is passed over


class _Names(dict[str, str]):
    """Each tag that was met, and what it is without its namespace."""

    def __missing__(self, tag: str) -> str:
        self[tag] = name = tag.rpartition("}")[2]
        return name


def _refused(line: int, saw: str, expected: str, do: str = _AGAIN) -> BankFileError:
    return BankFileError.at(f"line {line}", saw, expected, do)


class _Walk:
    """One reading of one file. After each piece the tree holds only what has not ended: of every element that is walked through the last one
    in it, since more of it may follow. What was handed out is taken out of the tree, and so is what was passed over."""

    def __init__(self, plan: Sequence[Level], root: str, bounds: Bounds) -> None:
        self.plan, self.bounds = plan, bounds
        self.root: Any = None
        self.open: list[Any] = []  # the containers that have not ended
        self.met: list[Step] = []
        self.names = _Names()
        self.tags: set[bytes] = set()
        self.elements = self.silent = 0  # bytes in which nothing ended that is walked past
        self.parser = etree.XMLPullParser(
            events=("start",), tag=f"{{*}}{root}", encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
            collect_ids=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip

    def steps(self, piece: bytes) -> list[Step]:
        """What ends or begins in this piece; an empty one is the end of the file. Raises BankFileError beyond a bound."""
        found = _TAG.findall(piece)
        self.elements += len(found)
        self.tags.update(found)  # the parser remembers each different name for ever, so that there must not be many
        if len(self.tags) > self.bounds.names:
            raise self.refuse(f"more than {self.bounds.names} different tags", "those of camt.053 or camt.054")
        if self.elements > self.bounds.elements:
            raise self.refuse(f"more than {self.bounds.elements} elements", "at most as many", "ask the bank for a shorter period")
        self.met = []
        self.silent += len(piece)
        self.parser.feed(piece) if piece else self.parser.close()
        for _, element in self.parser.read_events():
            self.root = element if self.root is None else self.root
        if self.root is not None:
            self._meet(self.root, 0, 0, is_over=not piece)
        if self.silent > self.bounds.silent:
            raise self.refuse(f"an element of more than {self.bounds.silent // 1024} kB", "camt.053 or camt.054, whose payments have a few kB")
        return self.met

    def refuse(self, saw: str, expected: str, do: str = _AGAIN) -> BankFileError:
        return _refused(self.open[-1].sourceline if self.open else 1, saw, expected, do)

    def _meet(self, element: Any, depth: int, envelopes: int, *, is_over: bool) -> None:
        """An element that the plan may name at this depth."""
        name, level = self.names[element.tag], self.plan[depth]
        if name in level.containers:
            if len(self.open) == depth:
                self.open.append(element)
                self.met.append(Step("begin", Element(name), element.sourceline))
            self._inside(element, depth + 1, 0, is_over=is_over)
            if is_over:
                self.open.pop()
                self.met.append(Step("end", Element(name)))
        elif is_over and name in level.whole:
            self.met.append(Step("whole", self._taken(element, name, level.left_out)))
        elif depth == 0 and envelopes < _ENVELOPE_DEPTH:
            self._inside(element, 0, envelopes + 1, is_over=is_over)

    def _inside(self, parent: Any, depth: int, envelopes: int, *, is_over: bool) -> None:
        last = len(parent) - 1
        for place, child in enumerate(parent):
            self._meet(child, depth, envelopes, is_over=is_over or place < last)
        if last > 0 and not is_over:
            del parent[:last]
            self.silent = 0

    def _taken(self, source: Any, name: str, left_out: frozenset[str], depth: int = 0) -> Element:
        """The element with all that is in it."""
        if not len(source):
            return Element(name, source.text or "", source.get("Ccy", "") if name in _PRICED else "")
        if depth > self.bounds.depth:
            raise self.refuse(f"more than {self.bounds.depth} elements within each other", "camt.053 or camt.054, which has fewer than 20")
        inside: dict[str, list[Element]] = {}
        texts: dict[str, list[str]] = {}
        for child in source:
            inner = self.names[child.tag]
            if inner in left_out:
                continue
            if inner in _PRICED or len(child):
                inside.setdefault(inner, []).append(self._taken(child, inner, left_out, depth + 1))
            else:
                texts.setdefault(inner, []).append(child.text or "")
        taken = Element(name)
        taken.inside, taken.texts = inside, texts
        return taken


def walk(pieces: Iterable[bytes], plan: Sequence[Level], bounds: Bounds = BOUNDS) -> Iterator[Step]:
    """The steps of a file. Memory does not grow with it. Raises BankFileError where it is no XML, or beyond a bound."""
    text = _utf8(within(pieces, bounds.megabytes))
    root, head = _root(text, bounds)
    reading = _Walk(plan, root, bounds)
    try:
        for piece in chain([head], text, [b""]):
            yield from reading.steps(piece)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise _broken(line, column, (error.msg or "").rpartition(", line")[0]) from None


def _broken(line: int, column: int, why: str) -> BankFileError:
    return BankFileError.at(f"line {line}, column {column}", f"the XML breaks off here ({short(why)[1:-1]})", "a whole XML file",
                            "fetch the file again: it may be cut off, or changed by a program in between")


def _root(pieces: Iterator[bytes], bounds: Bounds) -> tuple[str, bytes]:
    """The name of the first element, and all that was read to find it. A document type can only stand before it, and is refused before
    anything of it is believed: by a parser of its own, which calls as soon as it meets one."""
    found: list[str] = []
    head = b""

    def doctype(name: str, *_: object) -> None:
        raise _refused(parser.CurrentLineNumber, f"<!DOCTYPE {short(name)}>", "no document type: a bank sends none, and one may carry entities that explode or read files",
                       "do not open this file elsewhere; ask the bank whether it comes from them")

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = doctype, lambda name, _: found.append(name)
    try:
        for piece in pieces:
            head += piece
            parser.Parse(piece, False)
            if found:
                break
            if len(head) > bounds.silent:
                raise _refused(parser.CurrentLineNumber, f"more than {bounds.silent // 1024} kB before the first element", "camt.053 or camt.054")
        else:
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise _broken(error.lineno, error.offset + 1, expat.ErrorString(error.code)) from None
    return found[0].rpartition(":")[2], head


def _utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The text as UTF-8, whatever it came in; blank lines above the first mark are no fault worth a refusal."""
    head = next(pieces, b"")
    begun = False
    for text in decoded(chain([head], pieces), xml_codec(head)):
        words = text if begun else text.lstrip("\ufeff \t\r\n")
        begun = begun or bool(words)
        if words:
            yield words.encode()
