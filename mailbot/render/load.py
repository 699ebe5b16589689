"""The templates of every language, read once: the vendor's own over the shipped ones.
Search order, as Mailman found it right: own language of the vendor, shipped language, then both again in the default language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailbot.config.paths import shipped
from mailbot.config.settings import Config
from mailbot.mail.marks import reply_mark
from mailbot.render.common import common
from mailbot.render.filters import Speech
from mailbot.render.sandbox import Sandbox, Source
from mailbot.render.words import Words, flat, merged

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
        built_in = _sources(base / name, complaints) if base else {}
        own = {k: v for folder in reversed(own_folders) for k, v in _sources(folder / name, complaints).items()}
        sections: dict[str, dict[str, str]] = _words(base / name, complaints) if base else {}
        for folder in reversed(own_folders):
            sections = merged(sections, _words(folder / name, complaints))
        tongues[name] = _tongue(name, config, own, built_in, sections)
    return Templates(tongues, config.vendor.default_language, tuple(complaints))


def _tongue(language: str, config: Config, own: Mapping[str, Source], built_in: Mapping[str, Source],
            sections: Mapping[str, Mapping[str, str]]) -> Tongue:  # fmt: skip
    office = config.hours.get("office") or next(iter(config.hours.values()), None)
    speech = Speech(Words(language, sections), office.timezone if office else "UTC")
    filters = speech.filters()
    return Tongue(
        language, speech, reply_mark(language), common(config, speech), own, built_in,
        overlaid=Sandbox({**built_in, **own}, filters), plain=Sandbox(built_in, filters),
    )


def _languages(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if path.is_dir() and len(path.name) == 2)


def _sources(folder: Path, complaints: list[str]) -> dict[str, Source]:
    """Templates of one folder by name, such as "ack" or "_promise"."""
    found: dict[str, Source] = {}
    for path in sorted(folder.glob(f"*{ENDING}")):
        text = _read(path, complaints)
        if text is not None:
            found[path.name.removesuffix(ENDING)] = (text, path)
    return found


def _words(folder: Path, complaints: list[str]) -> dict[str, dict[str, str]]:
    path = folder / "words.toml"
    text = _read(path, complaints) if path.is_file() else None
    if text is None:
        return {}
    try:
        return flat(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValueError) as error:
        complaints.append(f"{path}: {error}")
        return {}


def _read(path: Path, complaints: list[str]) -> str | None:
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"larger than {LARGEST // 1024} kB; expected the text of one letter")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:  # UnicodeDecodeError is a ValueError
        complaints.append(f"{path}: {error}")
        return None
