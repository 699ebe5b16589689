"""A configuration in a folder of its own, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from mailbot.config.errors import ConfigError
from mailbot.config.load import Loaded, load

Mistakes = Callable[[str], list[str]]
Load = Callable[..., Loaded]


@pytest.fixture
def loaded(tmp_path: Path) -> Load:
    def _loaded(text: str, environ: Mapping[str, str] | None = None) -> Loaded:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return load(path, environ or {})

    return _loaded


@pytest.fixture
def mistakes(loaded: Load) -> Mistakes:
    """Every sentence that the loader says about a text; none when it is fine."""

    def _mistakes(text: str) -> list[str]:
        try:
            loaded(text)
        except ConfigError as error:
            return [str(problem) for problem in error.problems]
        return []

    return _mistakes
