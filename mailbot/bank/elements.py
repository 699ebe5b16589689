"""XML in one pass: what a plan asks for is handed out as it ends, everything else is passed over, and nothing is kept (XML 1.0).
A file may be hostile: no document type, hence no entities; depth, names, elements and every single text are bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
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
    line: int  # where a container begins; else 0


@dataclass(frozen=True, slots=True)
class Level:
    """What is looked for at one depth of a file."""

    containers: frozenset[str]  # walked through
    whole: frozenset[str] = frozenset()  # handed out with all that is in them
    left_out: frozenset[str] = frozenset()  # of what is in them, this is passed over


_ENVELOPE_DEPTH = 3  # a bank may wrap its message in headers of its own


class _Walk:
    """One reading of one file. Its handlers are called for every element, so there is a pair for each thing that is done at the moment:
    looking for what the plan names, building what it wants whole, passing over the rest. Each does the least that the bounds allow."""

    def __init__(self, plan: Sequence[Level], bounds: Bounds) -> None:
        self.plan, self.bounds = plan, bounds
        self.steps: list[Step] = []  # those that wait to be handed out
        self.containers: list[Element] = []
        self.building: list[Element] = []
        self.elements = self.passed_over = self.envelopes = self.in_one = self.text_in_one = 0
        self.names: dict[str, str] = {}  # every name that was met, and what it is without its prefix
        self.left_out: frozenset[str] = frozenset()
        self.words: list[str] = []
        self.parser = expat.ParserCreate("utf-8", intern=None)  # None: the parser keeps no names
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self._look()

    def refuse(self, saw: str, expected: str, do: str = "ask the bank for the file again; nothing of this one is booked") -> BankFileError:
        return BankFileError.at(f"line {self.parser.CurrentLineNumber}", saw, expected, do)

    def doctype(self, name: str, *_: object) -> None:
        raise self.refuse(f"<!DOCTYPE {short(name)}>", "no document type: a bank sends none, and one may carry entities that explode or read files",
                          "do not open this file elsewhere; ask the bank whether it comes from them")

    def _look(self) -> None:
        self.parser.StartElementHandler, self.parser.EndElementHandler, self.parser.CharacterDataHandler = self.found, self.left, None

    def _build(self) -> None:
        self.parser.StartElementHandler, self.parser.EndElementHandler, self.parser.CharacterDataHandler = self.opened, self.closed, self.characters

    def _pass_over(self) -> None:
        self.passed_over = 1
        self.parser.StartElementHandler, self.parser.EndElementHandler, self.parser.CharacterDataHandler = self.passed, self.passed_by, None

    def _name(self, name: str, attributes: dict[str, str]) -> str:
        """The name without its prefix. The parser itself remembers each different name, so there must not be many."""
        for one in (name, *attributes):
            if one not in self.names:
                self.names[one] = one.rpartition(":")[2] or one
                if len(self.names) > self.bounds.names:
                    raise self.refuse(f"more than {self.bounds.names} different names of elements", "those of camt.053 or camt.054")
        return self.names[name]

    def _too_deep(self) -> BankFileError:
        return self.refuse(f"more than {self.bounds.depth} elements within each other", "camt.053 or camt.054, which has fewer than 20")

    # ---- looking -----------------------------------------------------------------------------------

    def found(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        local, depth = self._name(name, attributes), len(self.containers)
        level = self.plan[depth]
        if local in level.containers:
            self.containers.append(Element(local))
            self.steps.append(Step("begin", self.containers[-1], self.parser.CurrentLineNumber))
        elif local in level.whole:
            self.building.append(Element(local, attributes.get("Ccy", "")))
            self.words, self.in_one, self.text_in_one, self.left_out = [], 1, 0, level.left_out
            self._build()
        elif depth == 0 and self.envelopes < _ENVELOPE_DEPTH:
            self.envelopes += 1
        else:
            self._pass_over()

    def left(self, _name: str) -> None:
        if self.containers:
            self.steps.append(Step("end", self.containers.pop(), 0))
        else:
            self.envelopes -= 1

    # ---- building ----------------------------------------------------------------------------------

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.in_one += 1
        local = self._name(name, attributes) if attributes or name not in self.names else self.names[name]
        if local in self.left_out:
            self._pass_over()
            return
        if self.in_one > self.bounds.elements_in_one:
            raise self.refuse(f"a {self.building[0].name} of more than {self.bounds.elements_in_one} elements", "one payment, which has a few dozen")
        element = Element(local, attributes.get("Ccy", "") if attributes else "", "", [])
        self.building[-1].children.append(element)
        self.building.append(element)
        if len(self.building) > self.bounds.depth:
            raise self._too_deep()
        self.words = []

    def characters(self, text: str) -> None:
        self.text_in_one += len(text)
        if self.text_in_one > self.bounds.text_in_one:
            raise self.refuse(f"a {self.building[0].name} with more than {self.bounds.text_in_one} characters", "one payment, which has a few hundred")
        self.words.append(text)

    def closed(self, _name: str) -> None:
        element = self.building.pop()
        if not element.children:
            element.text = "".join(self.words)
        self.words = []
        if not self.building:
            self.steps.append(Step("whole", element, 0))
            self._look()

    # ---- passing over ------------------------------------------------------------------------------

    def passed(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.passed_over += 1
        if attributes or name not in self.names:
            self._name(name, attributes)
        if self.passed_over > self.bounds.depth:
            raise self._too_deep()

    def passed_by(self, _name: str) -> None:
        self.passed_over -= 1
        if not self.passed_over:
            (self._build if self.building else self._look)()


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
            if reading.elements > bounds.elements:
                raise reading.refuse(f"more than {bounds.elements} elements", "at most as many", "ask the bank for a shorter period")
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
    for text in decoded(chain([head], pieces), xml_codec(head)):
        words = text if begun else text.lstrip("\ufeff \t\r\n")
        begun = begun or bool(words)
        if words:
            yield words.encode()
