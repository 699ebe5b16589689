"""A store for a test: on both databases, migrated once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, NullPool, create_engine

from mailbot.store import Store, migrations, tables
from tests.conftest import fresh_database
from tests.store.acts import CONFIG, KEYS, NOW, Chance

OpenStore = Callable[[], Store]


def open_store(url: str | None, folder: Path) -> Store:
    return Store.open(url, folder, KEYS, CONFIG, Chance(str(folder)))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    store = open_store(None, folder)
    store.migrate(NOW)
    store.close()
    return folder / "mailbot.db"


@pytest.fixture(scope="session")
def migrated_database(postgres_server: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with fresh_database(postgres_server) as url:
        store = open_store(url, tmp_path_factory.mktemp("template"))
        store.migrate(NOW)
        store.close()
        yield url


_EMPTY = (
    *(f"DELETE FROM {table.name}" for table in tables.metadata.sorted_tables),
    "SELECT setval((quote_ident(schemaname) || '.' || quote_ident(sequencename))::regclass, start_value, false) FROM pg_sequences",
    f"UPDATE alembic_version SET version_num = '{migrations.NEWEST}'",
)


def empty(url: str) -> None:
    """Everything out of the tables, and every series back to its start: ten times faster than another database.
    The guards of the append-only tables sleep for this one session."""
    with _emptying(url).begin() as connection:
        connection.exec_driver_sql(f"SET session_replication_role = replica; {'; '.join(_EMPTY)}")
        connection.execute(tables.installation.insert(), {"id": 1, "installed_at": NOW})


@cache
def _emptying(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


@pytest.fixture(params=["sqlite", "postgresql"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenStore]:
    """Opens one and the same store any number of times, as several processes would."""
    folder = tmp_path / "state"
    folder.mkdir()
    with ExitStack() as stack:
        if request.param == "sqlite":
            shutil.copy(request.getfixturevalue("migrated_file"), folder / "mailbot.db")
            url = None
        else:
            url = request.getfixturevalue("migrated_database")
            empty(url)

        def again() -> Store:
            store = open_store(url, folder)
            stack.callback(store.close)
            return store

        yield again


@pytest.fixture
def store(opener: OpenStore) -> Store:
    """A store with its tables, and nothing in it."""
    return opener()
