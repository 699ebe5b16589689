"""A desk with its books in a folder, without doors: what is brought in is settled as a worker would."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot import render
from mailbot.config.load import load
from mailbot.mail.tokens import Keys
from mailbot.pipeline import Desk
from mailbot.store import Store
from mailbot.testing import Chance

NOW = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
BOKIS = Path(__file__).parent.parent / "vendors" / "bokis.toml"
KEYS = Keys(b"k" * 32)

OpenDesk = Callable[[Path], Desk]


@pytest.fixture(scope="module")
def open_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Opens a vendor's desk in a folder; its tables and letters are made once."""
    first = tmp_path_factory.mktemp("first")
    loaded = load(shutil.copy(BOKIS, first / "config.toml"), {})
    templates = render.load(loaded.template_folders, loaded.config)
    with ExitStack() as stack:

        def opened(folder: Path) -> Desk:
            state = folder / "state"
            if folder != first:
                state.mkdir()
                shutil.copy(first / "state" / "mailbot.db", state / "mailbot.db")
            mine = load(shutil.copy(BOKIS, folder / "config.toml"), {})
            store = Store.open(None, state, KEYS, mine.config, Chance(str(folder)))
            if folder == first:
                store.migrate(NOW)
            stack.callback(store.close)
            return Desk(mine, templates, KEYS, store)

        opened(first).store.close()
        yield opened
