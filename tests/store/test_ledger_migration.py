"""The books of an earlier mailbot, brought up to date: what was known is filled in, and the guards stand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mailbot.store import Store, migrations
from tests.store.acts import NOW
from tests.store.conftest import open_store

OLD = (
    "INSERT INTO account (id, version, created_at) VALUES (1, 1, '{at}')",
    "INSERT INTO payment (id, account_id, reference, amount_minor, currency, booked_on, message, actor, recorded_at) "
    "VALUES (1, 1, 'bank:1', 60000, 'SEK', '2026-11-01', '', 'admin', '{at}')",
    "INSERT INTO block (id, account_id, payment_id, tier, minutes, price_minor, currency, purchased_at, expires_on) "
    "VALUES (1, 1, 1, 'block', 15, 30000, 'SEK', '{at}', '2026-12-24'), (2, 1, 1, 'block', 15, 30000, 'SEK', '{at}', NULL)",
    "INSERT INTO supportcase (id, version, number, kind, subject, language, state, priority, fast, flags, rounds_asked, received_at) "
    "VALUES (1, 1, 'BK-2026-000001', 'technical', 'x', 'sv', 'open', 'normal', false, '[]', 0, '{at}')",
    "INSERT INTO timeentry (id, case_id, account_id, agent_id, minutes, billing, spent_on, note, idem, at) VALUES "
    "(1, 1, 1, 'lisa', 20, 'block', '2026-11-02', '', 's1', '{at}'), (2, 1, 1, 'lisa', 20, 'invoice', '2026-11-02', '', 's2', '{at}'), "
    "(3, 1, 1, 'lisa', 20, 'agreement', '2026-11-02', '', 's3', '{at}')",
    "INSERT INTO ledgerentry (id, block_id, minutes, reason, case_id, time_entry_id, idem, actor, note, at) VALUES "
    "(1, 1, 15, 'purchase', NULL, NULL, 'p1', 'admin', '', '{at}'), (2, 2, 15, 'purchase', NULL, NULL, 'p2', 'admin', '', '{at}'), "
    "(3, 1, -12, 'spend', 1, 1, 's1:block:1', 'agent:lisa', '', '{at}')",
)
LINE = "INSERT INTO ledgerentry (block_id, minutes, reason, idem, actor, note, at, reverses_id) VALUES ({}, {}, '{}', 'x', 'me', '', '{at}', {})"
ENTRY = ("INSERT INTO timeentry (case_id, agent_id, minutes, billing, spent_on, note, idem, at, corrects_id) "
         "VALUES (1, 'lisa', {}, 'goodwill', '2026-11-02', '', 'x', '{at}', {})")  # fmt: skip
AT = "2026-11-02 10:00:00+00:00"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.torture)])
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    store = open_store(None if request.param == "sqlite" else request.getfixturevalue("postgres_url"), tmp_path)
    request.addfinalizer(store.close)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with store._database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        for statement in OLD:
            connection.execute(text(statement.replace("{at}", AT).replace(":", r"\:")))
    store.migrate(NOW)
    return store


def test_old_books_are_brought_up_to_date(upgraded: Store) -> None:
    with upgraded._database.read() as connection:
        billed = connection.execute(text("SELECT billed_minutes FROM timeentry ORDER BY id")).scalars().all()
        ordinals = connection.execute(text("SELECT ordinal FROM block ORDER BY id")).scalars().all()
    assert (list(billed), list(ordinals)) == ([12, 20, 0], [1, 2])
    assert upgraded.accounting.audit(NOW.date()) == ()
    due = upgraded.claim_due("w", datetime(2026, 12, 10, 13, tzinfo=UTC), 60)
    assert due is not None and (due.kind, due.block_id, due.due_at) == ("block_warning", 1, datetime(2026, 12, 10, 12, tzinfo=UTC))


REFUSED = [
    (LINE.format(1, 11, "correction", 3, at=AT), "exact opposite"),
    (LINE.format(2, 12, "correction", 3, at=AT), "exact opposite"),
    (LINE.format(1, 12, "transfer", 3, at=AT), "exact opposite"),
    (LINE.format(2, 5, "transfer", "NULL", at=AT), "(?i)unique"),
    (ENTRY.format(-1, "NULL", at=AT), "more time"),
    (ENTRY.format(-21, 3, at=AT), "more time"),
    (ENTRY.format(5, 3, at=AT), "more time"),
]


def test_the_guards_of_the_books(upgraded: Store) -> None:
    for statement, says in REFUSED:
        with pytest.raises(DBAPIError, match=says), upgraded._database.write() as connection:
            connection.execute(text(statement.replace(":", r"\:")))
