"""The templates of every language, read once: the vendor's own over the shipped ones.
Search order, as Mailman found it right: own language of the vendor, shipped language, then both again in the default language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from mailbot.config.paths import shipped
from mailbot.config.settings import Config
from mailbot.mail.marks import reply_mark
from mailbot.render.common import common
from mailbot.render.filters import Speech
from mailbot.render.sandbox import Sandbox, Source
from mailbot.render.words import Sections, Words, flat, merged

ENDING = ".txt.j2"
LARGEST = 64 * 1024  # bytes of one file


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: its shipped letters, and the vendor's own over them."""

    language: str
    speech: Speech
    mark: str
    common: Mapping[str, Any]  # what every letter may say
    own: Mapping[str, Source]  # the vendor's files
    built_in: Mapping[str, Source]
    overlaid: Sandbox  # the vendor's files where there are any, else the shipped ones
    plain: Sandbox  # the shipped files alone


@dataclass(frozen=True, slots=True)
class Templates:
    """All letters in all languages."""

    tongues: Mapping[str, Tongue]
    default_language: str
    complaints: tuple[str, ...]  # files that could not be read, for `mailbot check`

    def order(self, language: str) -> tuple[Tongue, ...]:
        """The languages to look in for a letter: the one wanted, the vendor's default, English, then any."""
        wanted = dict.fromkeys((language, self.default_language, "en", *self.tongues))
        return tuple([self.tongues[name] for name in wanted if name in self.tongues])


def load(folders: tuple[Path, ...], config: Config) -> Templates:
    """Read the templates. `folders` are the vendor's; the shipped ones come behind them whether named or not.

    A file that cannot be read is left out and complained of: the shipped one takes its place."""
    base = shipped("templates")
    own_folders = [folder for folder in folders if base is None or folder.resolve() != base.resolve()]
    complaints: list[str] = []
    names = sorted({path.name for folder in (*own_folders, *([base] if base else [])) for path in _languages(folder)})
    tongues: dict[str, Tongue] = {}
    for name in names:
        built_in, sections, wrong = _built_in(base / name) if base else ({}, {}, ())
        complaints += wrong
        own = {k: v for folder in reversed(own_folders) for k, v in _sources(folder / name, complaints).items()}
        for folder in reversed(own_folders):
            sections = merged(sections, _words(folder / name, complaints))
        tongues[name] = _tongue(name, config, own, built_in, sections)
    return Templates(tongues, config.vendor.default_language, tuple(complaints))


def _tongue(language: str, config: Config, own: Mapping[str, Source], built_in: Mapping[str, Source], sections: Sections) -> Tongue:
    office = config.hours.get("office") or next(iter(config.hours.values()), None)
    listed = tuple([(name, tuple(words.items())) for name, words in sections.items()])
    speech, overlaid, plain = _places(language, office.timezone if office else "UTC", listed, tuple(own.items()), tuple(built_in.items()))
    return Tongue(language, speech, reply_mark(language), common(config, speech), own, built_in, overlaid, plain)


@lru_cache(maxsize=32)
def _places(language: str, timezone: str, words: tuple[tuple[str, tuple[tuple[str, str], ...]], ...], own: tuple[tuple[str, Source], ...],
            built_in: tuple[tuple[str, Source], ...]) -> tuple[Speech, Sandbox, Sandbox]:  # fmt: skip
    """Where the templates of a language run: the vendor's over the shipped ones, and the shipped ones alone. A template is compiled
    when a letter first needs it, and once in a process as long as neither a file nor a word nor the time zone is another: what is
    constant in it is worked out with the words when it is compiled, so the words are part of what must be the same."""
    speech = Speech(Words(language, {name: dict(pairs) for name, pairs in words}), timezone)
    filters = speech.filters()
    plain = Sandbox(dict(built_in), filters)
    return speech, Sandbox(dict(built_in) | dict(own), filters) if own else plain, plain


def _languages(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if path.is_dir() and len(path.name) == 2)


@cache
def _built_in(folder: Path) -> tuple[Mapping[str, Source], Sections, tuple[str, ...]]:
    """The shipped templates and words of a language, and what could not be read of them; nobody changes them under a process that runs."""
    complaints: list[str] = []
    return _sources(folder, complaints), _words(folder, complaints), tuple(complaints)


def _sources(folder: Path, complaints: list[str]) -> dict[str, Source]:
    """Templates of one folder by name, such as "ack" or "_promise"."""
    found: dict[str, Source] = {}
    for path in sorted(folder.glob(f"*{ENDING}")):
        text = _read(path, complaints)
        if text is not None:
            found[path.name.removesuffix(ENDING)] = (text, path)
    return found


def _words(folder: Path, complaints: list[str]) -> Sections:
    path = folder / "words.toml"
    text = _read(path, complaints) if path.is_file() else None
    if text is None:
        return {}
    try:
        return _sections(text)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        complaints.append(f"{path}: {error}")
        return {}


@lru_cache(maxsize=32)
def _sections(text: str) -> Sections:
    """The words of one file: the shipped ones are the same at every reading, and read once. Raises ValueError."""
    return flat(tomllib.loads(text))


def _read(path: Path, complaints: list[str]) -> str | None:
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"larger than {LARGEST // 1024} kB; expected the text of one letter")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:  # UnicodeDecodeError is a ValueError
        complaints.append(f"{path}: {error}")
        return None
