"""Where templates run: a sandbox without methods, without loops over numbers, with bounded output.
An administrator's slip must cost him a sentence in his notices, never a customer his letter (reliability.md 84)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, Undefined
from jinja2.environment import TemplateModule
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

OUTPUT = 400_000  # characters of one letter
VALUE = 200_000  # characters of one value

_FILTERS = (
    "batch", "capitalize", "count", "default", "d", "first", "int", "join", "last", "length", "list", "lower", "map", "max",
    "min", "reject", "rejectattr", "replace", "reverse", "round", "select", "selectattr", "sort", "string", "sum", "title",
    "trim", "unique", "upper",
)

Source = tuple[str, Path]  # text, and the file it came from


class TooLong(Exception):
    """A template wrote more than a letter may hold."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Values are plain data: their keys can be read, nothing of them can be called."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def __init__(self, sources: Mapping[str, Source], filters: Mapping[str, Callable[..., Any]]) -> None:
        super().__init__(
            loader=FunctionLoader(lambda name: _found(sources, name)), undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True, keep_trailing_newline=True, autoescape=False, auto_reload=False, cache_size=-1,
        )
        self.filters = {name: self.filters[name] for name in _FILTERS} | dict(filters)
        self.globals = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, (LoopContext, TemplateModule)) and not attribute.startswith("_"):
            return super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, (tuple, str)) and isinstance(argument, (int, slice)):
            try:
                return obj[argument]
            except IndexError:
                return self.undefined(obj=obj, name=str(argument))
        return self.getattr(obj, str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, (Macro, Undefined))  # calling what is undefined says so, with its name

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers only: "a" * 10**9 would take the memory of the worker."""
        if operator == "**" or not (isinstance(left, int) and isinstance(right, int)):
            raise TypeError(f"{left!r:.20} {operator} {right!r:.20}: templates multiply and divide whole numbers only")
        return super().call_binop(context, operator, left, right)

    def write(self, name: str, context: Mapping[str, Any]) -> str:
        """Render one template. Raises TooLong, or whatever the template does wrong."""
        pieces, length = [], 0
        for piece in self.get_template(name).generate(context):
            length += len(piece)
            if length > OUTPUT:
                raise TooLong(f"the letter is longer than {OUTPUT:,} characters")
            pieces.append(piece)
        return "".join(pieces)


def _found(sources: Mapping[str, Source], name: str) -> tuple[str, str, Callable[[], bool]] | None:
    source = sources.get(name)
    return None if source is None else (source[0], str(source[1]), lambda: True)


def plain(value: Any, *, depth: int = 6) -> Any:
    """A copy of plain data that a template may see: str, int, bool, None, tuples and dicts of these.

    Raises TypeError for anything else: an object in a template is a door out of the sandbox."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return str(value) if len(value) <= VALUE else value[:VALUE] + " […]"
    if depth and isinstance(value, Mapping):
        return {str(key): plain(item, depth=depth - 1) for key, item in value.items()}
    if depth and isinstance(value, (tuple, list)):
        return tuple([plain(item, depth=depth - 1) for item in value])
    raise TypeError(f"{type(value).__name__} is not plain data: expected str, int, bool, None, or lists and dicts of these")
