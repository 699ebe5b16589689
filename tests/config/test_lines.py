"""On which line a key stands, in every way TOML can write it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mailbot.config.lines import Key, line_of, lines_of, spoken
from mailbot.config.manual import manual
from mailbot.config.paths import shipped

ODD = '''# [not.a.section]
title = "a = 1 # not a remark"
site . "x y".'z' = 1

[hours.office]  # [[tier]]
monday = [  # a remark with ] in it
  "08:00-12:00",

  "13:00-17:00", # , ]
]
text = """
[no]
section = 1
"""
[[tier]]
name = 'a'
label = { sv = "}", en = { deep = [1, { x = 2 }] } }
[[tier.sub]]
k = 1
[[tier.sub]]
k = 2
[[tier]]
name = "b\\"]"
[tier.more]
k = 3
'''


@pytest.mark.parametrize(("key", "line"), [
    (("title",), 2), (("site", "x y", "z"), 3), (("hours",), 5), (("hours", "office"), 5), (("hours", "office", "monday"), 6),
    (("hours", "office", "monday", 0), 7), (("hours", "office", "monday", 1), 9), (("hours", "office", "text"), 11), (("tier", 0), 15),
    (("tier", 0, "name"), 16), (("tier", 0, "label", "en", "deep", 1, "x"), 17), (("tier", 0, "sub", 1, "k"), 21), (("tier", 1), 22),
    (("tier", 1, "name"), 23), (("tier", 1, "more", "k"), 25),
])  # fmt: skip
def test_a_key_stands_where_it_is_written(key: Key, line: int) -> None:
    tomllib.loads(ODD)

    assert lines_of(ODD)[key] == line


def test_a_key_that_is_not_written_stands_where_its_section_does() -> None:
    assert line_of(lines_of(ODD), ("tier", 1, "price")) == 22
    assert line_of(lines_of(ODD), ("nowhere",)) is None


def test_people_count_from_one() -> None:
    assert spoken(("tier", 1, "email", 0)) == "tier[2].email[1]"


def test_every_key_of_a_whole_file_has_its_line() -> None:
    """Whatever the TOML parser finds in the manual, the example and the rules has a line, and the line names the key."""
    texts = [manual(), Path(str(shipped("config.toml"))).read_text(encoding="utf-8")]
    texts += [path.read_text(encoding="utf-8") for path in sorted(Path(str(shipped("rules"))).glob("*.toml"))]
    for text in texts:
        found, written = lines_of(text), text.splitlines()
        for key in _keys(tomllib.loads(text), ()):
            name = next(str(part) for part in reversed(key) if not isinstance(part, int))
            assert name in written[found[key] - 1] or isinstance(key[-1], int), key


def _keys(value: Any, path: Key) -> Iterator[Key]:
    if path:
        yield path
    entries = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in entries:
        yield from _keys(inner, (*path, name))
