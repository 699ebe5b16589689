"""The short words of a language: templates/<language>/words.toml, and sentences with places to fill.
A word that is missing shows its key instead of failing: a letter with an odd word is better than none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_PLACE = re.compile(r"\{([a-z_]+)\}")

Sections = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Words:
    """Words by section and key."""

    language: str
    sections: Sections

    def get(self, section: str, key: str, fallback: str | None = None) -> str:
        """The word for a key; without one the fallback, or the key itself with spaces."""
        word = self.sections.get(section, {}).get(key)
        return word if word is not None else (key.replace("_", " ") if fallback is None else fallback)

    def has(self, section: str, key: str) -> bool:
        return key in self.sections.get(section, {})

    def sentence(self, section: str, key: str, values: Mapping[str, Any]) -> str:
        """The sentence for a key with its places filled; an unknown key is shown with its values."""
        if not self.has(section, key):
            return " ".join([self.get(section, key), *(str(v) for v in values.values() if v not in ("", None))])
        return fill_places(self.get(section, key), values)


def fill_places(sentence: str, values: Mapping[str, Any]) -> str:
    """Put values into {places}. A place without a value stays empty; nothing else in braces is touched."""
    return _PLACE.sub(lambda match: str(values.get(match[1], "")), sentence)


def flat(table: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The sections of a words.toml; keys outside a section are in the section "". Raises ValueError for other shapes."""
    sections: dict[str, dict[str, str]] = {}
    for name, value in table.items():
        if isinstance(value, str):
            sections.setdefault("", {})[name] = value
        elif isinstance(value, dict) and all(isinstance(word, str) for word in value.values()):
            sections[name] = dict(value)
        else:
            raise ValueError(f"{name}: expected a text, or a table of texts")
    return sections


def merged(first: Sections, over: Sections) -> dict[str, dict[str, str]]:
    """`over`'s words on top of `first`'s, key by key."""
    return {name: {**first.get(name, {}), **over.get(name, {})} for name in {**first, **over}}
