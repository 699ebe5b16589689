"""The tables: made, kept up to date, and left alone when they are not ours."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mailbot.store import Damaged, Store, WrongSchema, migrations, schema, tables
from tests.store.acts import NOW, at_once, open_case
from tests.store.conftest import OpenStore, open_store


def set_version(store: Store, version: str) -> None:
    with store._database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def test_the_migrations_make_the_tables_that_are_declared(store: Store) -> None:
    """Nothing that is declared is missing, nothing more is there, on both databases."""
    with store._database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_every_index_and_check_has_the_same_name_on_both_databases(store: Store) -> None:
    """Alembic does not compare checks and partial indexes; their names in the databases are those that are declared."""
    declared = {index.name for table in tables.metadata.tables.values() for index in table.indexes}
    declared |= {c.name for table in tables.metadata.tables.values() for c in table.constraints if str(c.name).startswith("ck_")}
    with store._database.read() as connection:
        if store._database.is_sqlite:
            whole = " ".join(connection.execute(text("SELECT COALESCE(sql, '') FROM sqlite_master")).scalars())
        else:
            whole = " ".join(connection.execute(text(
                "SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
            )).scalars())  # fmt: skip

    assert [name for name in sorted(map(str, declared)) if name not in whole] == []


def test_the_versions_that_are_known_are_the_files_that_exist() -> None:
    """The list that saves a start from loading Alembic is the truth."""
    script = ScriptDirectory(str(Path(migrations.__file__).parent))

    assert tuple(sorted(revision.revision for revision in script.walk_revisions())) == migrations.VERSIONS
    assert script.get_heads() == [migrations.NEWEST]


def test_a_first_start_makes_the_tables_on_sqlite(tmp_path: Path) -> None:
    store = open_store(None, tmp_path / "new" / "state")
    store.migrate(NOW)

    assert store.installed_at == NOW
    assert open_case(store).number == "BK-2026-000001"
    assert (tmp_path / "new" / "state" / "mailbot.db").stat().st_mode & 0o077 == 0
    assert not (tmp_path / "new" / "state" / "backups").exists()
    store.close()


def test_a_first_start_makes_the_tables_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    store = open_store(postgres_url, tmp_path)
    store.migrate(NOW)

    assert store.installed_at == NOW
    assert open_case(store).number == "BK-2026-000001"
    store.close()


def test_a_second_start_changes_nothing_and_does_not_load_alembic(tmp_path: Path) -> None:
    """Half a second of imports is for migrations only."""
    store = open_store(None, tmp_path)
    store.migrate(NOW)
    store.close()
    look = (
        "import sys\nfrom pathlib import Path\nfrom tests.store.conftest import open_store\nfrom tests.store.acts import NOW\n"
        f"store = open_store(None, Path({str(tmp_path)!r}))\nstore.migrate(NOW.replace(year=2030))\n"
        "print(store.installed_at.year, 'alembic' in sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=60)

    assert said.stdout.split() == ["2026", "False"]


def test_tables_of_a_newer_mailbot_are_left_alone(store: Store) -> None:
    """With what was seen, what was expected, and what to do."""
    set_version(store, "0999")

    with pytest.raises(WrongSchema, match=rf"version 0999, expected {schema.NEWEST}.*newer mailbot"):
        store.migrate(NOW)
    with pytest.raises(WrongSchema, match="0999"):
        store.check()


def test_who_only_reads_says_when_there_are_no_tables(tmp_path: Path) -> None:
    store = open_store(None, tmp_path)

    with pytest.raises(WrongSchema, match=rf"version none, expected {schema.NEWEST}.*mailbot serve"):
        store.check()
    store.close()


def test_an_old_file_is_copied_aside_before_it_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The backup holds everything, and the migration that fails leaves the file as it was."""
    store = open_store(None, tmp_path)
    store.migrate(NOW)
    open_case(store)
    monkeypatch.setattr(schema, "VERSIONS", (*schema.VERSIONS, "9999"))
    monkeypatch.setattr(schema, "NEWEST", "9999")

    with pytest.raises(Exception, match="9999"):  # Alembic has no such file
        store.migrate(NOW)

    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name == "mailbot-20261123-093000-before-9999.db"
    with sqlite3.connect(copy) as opened:
        assert opened.execute("SELECT number FROM supportcase").fetchall() == [("BK-2026-000001",)]
    with store._database.read() as connection:
        assert schema.version(connection) == schema.VERSIONS[-2]
    store.close()


def test_several_processes_may_start_at_once(opener: OpenStore) -> None:
    """Each finds the tables made or makes them; nobody does it twice."""
    stores = [opener() for _ in range(4)]
    with stores[0]._database.write() as connection:
        connection.execute(text("DELETE FROM installation"))
        for name in reversed(tables.metadata.sorted_tables):
            connection.execute(text(f"DROP TABLE {name.name}" + ("" if stores[0]._database.is_sqlite else " CASCADE")))
        connection.execute(text("DROP TABLE alembic_version"))
        if not stores[0]._database.is_sqlite:
            connection.execute(text("DROP FUNCTION append_only CASCADE"))
            connection.execute(text("DROP FUNCTION block_not_below_zero CASCADE"))

    at_once(lambda store: store.migrate(NOW), stores)

    assert stores[3].installed_at == NOW


@pytest.mark.parametrize("first_page", [0, 2])
def test_a_damaged_file_is_refused_and_not_repaired(tmp_path: Path, first_page: int) -> None:
    """Whether SQLite can still open it or not."""
    store = open_store(None, tmp_path)
    store.migrate(NOW)
    store.close()
    file = tmp_path / "mailbot.db"
    whole = bytearray(file.read_bytes())
    for page in range(first_page, len(whole) // 4096, 2):
        whole[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    file.write_bytes(whole)

    with pytest.raises(Damaged, match=r"damaged.*backups"):
        open_store(None, tmp_path).migrate(NOW)
    assert file.read_bytes() == bytes(whole)


def test_an_error_of_the_database_names_nobody(store: Store) -> None:
    """Exceptions are logged; what was written does not stand in them."""
    with pytest.raises(DBAPIError) as failed, store._database.read() as connection:
        connection.execute(text("SELECT :who FROM no_such_table"), {"who": "anna@kund.example"})

    assert "no_such_table" in str(failed.value)
    assert "anna" not in str(failed.value)
