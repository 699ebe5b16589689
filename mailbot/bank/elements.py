"""XML in one pass: what a plan asks for is handed out as it ends, everything else is passed over, and nothing is kept (XML 1.0).
A file may be hostile: no document type, hence no entities; depth, names, elements and every single text are bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.parsers import expat

from mailbot.bank.record import BankFileError
from mailbot.bank.text import BOUNDS, Bounds, decoded, short, within, xml_codec


@dataclass(slots=True, eq=False)
class Element:
    """One element without its namespace. Text stands in elements that hold no others."""

    name: str
    currency: str = ""  # the attribute Ccy, the only one that we need
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, *path: str) -> list[Element]:
        """Every element at this path, in the order written."""
        found = [self]
        for name in path:
            found = [child for one in found for child in one.children if child.name == name]
        return found

    def first(self, *path: str) -> Element | None:
        """The first element at this path, always by the first of each name."""
        one = self
        for name in path:
            for child in one.children:
                if child.name == name:
                    one = child
                    break
            else:
                return None
        return one

    def said(self, *path: str) -> str:
        """The text of that element; empty where there is none."""
        one = self.first(*path)
        return "" if one is None else one.text.strip()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing met on the way: a container begins or ends, or an element stands there whole."""

    what: Literal["begin", "whole", "end"]
    element: Element
    line: int


@dataclass(frozen=True, slots=True)
class Level:
    """What is looked for at one depth of a file."""

    containers: frozenset[str]  # walked through
    whole: frozenset[str] = frozenset()  # handed out with all that is in them
    left_out: frozenset[str] = frozenset()  # of what is in them, this is passed over


_ENVELOPE_DEPTH = 3  # a bank may wrap its message in headers of its own


class _Walk:
    """One reading of one file: the handlers of the parser, and the steps that wait to be handed out."""

    def __init__(self, plan: Sequence[Level], bounds: Bounds) -> None:
        self.plan, self.bounds = plan, bounds
        self.steps: list[Step] = []
        self.containers: list[Element] = []
        self.building: list[Element] = []
        self.passed_over = self.envelopes = self.depth = self.elements = self.in_one = self.text_in_one = 0
        self.locals: dict[str, str] = {}  # every name that was met, without its prefix
        self.left_out: frozenset[str] = frozenset()
        self.words: list[str] = []
        parser = expat.ParserCreate("utf-8", intern=None)  # None: names are not kept by the parser
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self.characters, self.doctype
        self.parser = parser

    def place(self) -> str:
        return f"line {self.parser.CurrentLineNumber}"

    def refuse(self, saw: str, expected: str, do: str = "ask the bank for the file again; nothing of this one is booked") -> BankFileError:
        return BankFileError.at(self.place(), saw, expected, do)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Called for every element of the file, so it does the least that the bounds allow."""
        self.depth += 1
        self.elements += 1
        local = self.locals.get(name) or self._new(name)
        if attributes:
            for attribute in attributes:
                self.locals.get(attribute) or self._new(attribute)
        if self.depth > self.bounds.depth or self.elements > self.bounds.elements:
            raise self._too_many()
        if self.passed_over:
            self.passed_over += 1
        elif not self.building:
            self._look_up(local, attributes)
        elif local in self.left_out:
            self.passed_over = 1
        else:
            self._build(local, attributes)

    def _new(self, name: str) -> str:
        self.locals[name] = local = name.rpartition(":")[2] or name
        if len(self.locals) > self.bounds.names:
            raise self.refuse(f"more than {self.bounds.names} different names of elements", "those of camt.053 or camt.054")
        return local

    def _too_many(self) -> BankFileError:
        if self.depth > self.bounds.depth:
            return self.refuse(f"more than {self.bounds.depth} elements within each other", "camt.053 or camt.054, which has fewer than 20")
        return self.refuse(f"more than {self.bounds.elements} elements", "at most as many", "ask the bank for a shorter period")

    def _look_up(self, local: str, attributes: dict[str, str]) -> None:
        depth = len(self.containers)
        level = self.plan[depth]
        if local in level.containers:
            self.containers.append(Element(local))
            self.steps.append(Step("begin", self.containers[-1], self.parser.CurrentLineNumber))
        elif local in level.whole:
            self.in_one = self.text_in_one = 0
            self.left_out = level.left_out
            self._build(local, attributes)
        elif depth == 0 and self.envelopes < _ENVELOPE_DEPTH:
            self.envelopes += 1
        else:
            self.passed_over = 1

    def _build(self, local: str, attributes: dict[str, str]) -> None:
        self.in_one += 1
        if self.in_one > self.bounds.elements_in_one:
            raise self.refuse(f"a {self.building[0].name} of more than {self.bounds.elements_in_one} elements", "one payment, which has a few dozen")
        element = Element(local, attributes.get("Ccy", "") if attributes else "")
        if self.building:
            self.building[-1].children.append(element)
        self.building.append(element)
        self.words = []

    def characters(self, text: str) -> None:
        if not self.building or self.passed_over:
            return
        self.text_in_one += len(text)
        if self.text_in_one > self.bounds.text_in_one:
            raise self.refuse(f"a {self.building[0].name} with more than {self.bounds.text_in_one} characters", "one payment, which has a few hundred")
        self.words.append(text)

    def end(self, _name: str) -> None:
        self.depth -= 1
        if self.passed_over:
            self.passed_over -= 1
        elif self.building:
            element = self.building.pop()
            if not element.children:
                element.text = "".join(self.words)
            self.words = []
            if not self.building:
                self.steps.append(Step("whole", element, self.parser.CurrentLineNumber))
        elif self.containers:
            self.steps.append(Step("end", self.containers.pop(), self.parser.CurrentLineNumber))
        else:
            self.envelopes -= 1

    def doctype(self, name: str, *_: object) -> None:
        raise self.refuse(f"<!DOCTYPE {short(name)}>", "no document type: a bank sends none, and one may carry entities that explode or read files",
                          "do not open this file elsewhere; ask the bank whether it comes from them")


def walk(pieces: Iterable[bytes], plan: Sequence[Level], bounds: Bounds = BOUNDS) -> Iterator[Step]:
    """The steps of a file. Memory does not grow with it. Raises BankFileError where it is no XML, or beyond a bound."""
    reading, fed = _Walk(plan, bounds), 0
    parser = reading.parser
    try:
        for piece in _utf8(within(pieces, bounds.megabytes)):
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > bounds.token + len(piece):
                raise reading.refuse(f"a mark or comment of more than {bounds.token // 1024} kB", "camt.053 or camt.054, which has none")
            yield from reading.steps
            reading.steps.clear()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BankFileError.at(f"line {error.lineno}, column {error.offset + 1}", f"the XML breaks off here ({expat.ErrorString(error.code)})",
                               "a whole XML file", "fetch the file again: it may be cut off, or changed by a program in between") from None
    yield from reading.steps


def _utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The text as UTF-8, whatever it came in; blank lines above the first mark are no fault worth a refusal."""
    head = next(pieces, b"")
    begun = False
    for text in decoded(_again(head, pieces), xml_codec(head)):
        words = text if begun else text.lstrip("\ufeff \t\r\n")
        begun = begun or bool(words)
        if words:
            yield words.encode()


def _again(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces
