"""What is wrong with the templates, said before a letter needs them (`mailbot check`).
Every complaint names file and line, what was seen, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from mailbot.config.settings import Config
from mailbot.render.common import COMMON
from mailbot.render.load import ENDING, Templates, Tongue
from mailbot.render.sandbox import Sandbox, Source
from mailbot.render.variables import VARIABLES

ALL_NAMES = frozenset(COMMON) | {var.name for letter in VARIABLES.values() for var in letter.variables}


def problems(templates: Templates, config: Config) -> tuple[str, ...]:
    """Every complaint about the templates of the configured languages; empty when all is well."""
    found = list(templates.complaints)
    for language in config.vendor.languages:
        tongue = templates.tongues.get(language)
        if tongue is None:
            found.append(f"templates/{language}: no letters in this language; take it out of [vendor] languages, or write them")
            continue
        found += _missing(tongue)
        found += [complaint for name, source in _all(tongue).items() for complaint in _faults(tongue.overlaid, name, source)]
    return tuple(found)


def _all(tongue: Tongue) -> Mapping[str, Source]:
    return {**tongue.built_in, **tongue.own}


def _missing(tongue: Tongue) -> Iterator[str]:
    there = _all(tongue)
    for name in VARIABLES:
        if name not in there:
            yield f"templates/{tongue.language}/{name}{ENDING} is missing"
    for name, (_, path) in tongue.own.items():
        if name not in VARIABLES and name not in tongue.built_in and not name.startswith("_"):
            yield f"{path}: there is no letter {name!r}{_nearest(name, VARIABLES)}; files that others include begin with _"


def _faults(sandbox: Sandbox, name: str, source: Source) -> Iterator[str]:
    text, path = source
    try:
        tree = sandbox.parse(text, name, str(path))
        lenient, complaints = _unknown_filters(sandbox, tree, path.as_posix())
        yield from complaints
        lenient.compile(tree, name, str(path))
        yield from _unknown_names(tree, name, path.as_posix())
    except TemplateSyntaxError as error:
        yield f"{path}, line {error.lineno}: {error.message}"


def _unknown_filters(sandbox: Sandbox, tree: nodes.Template, path: str) -> tuple[Environment, list[str]]:
    """Complaints about filters that do not exist, and an environment that does without them, so that the rest is checked too."""
    unknown = [node for node in tree.find_all(nodes.Filter) if node.name not in sandbox.filters]
    lenient = sandbox.overlay()
    lenient.filters = sandbox.filters | {node.name: str for node in unknown}
    tree.set_environment(lenient)
    complaints = [f"{path}, line {node.lineno}: there is no filter {node.name!r}{_nearest(node.name, sandbox.filters)}" for node in unknown]
    return lenient, complaints


def _unknown_names(tree: nodes.Template, name: str, path: str) -> Iterator[str]:
    """Variables that this letter does not have; a file for including may use those of any letter."""
    letter = VARIABLES.get(name)
    known = frozenset(COMMON) | {var.name for var in letter.variables} if letter else ALL_NAMES
    for unknown in sorted(meta.find_undeclared_variables(tree) - known):
        line = next((node.lineno for node in tree.find_all(nodes.Name) if node.name == unknown), 1)
        yield f"{path}, line {line}: there is no variable {unknown!r} here{_nearest(unknown, known)}"


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
