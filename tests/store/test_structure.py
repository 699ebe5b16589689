"""How cases hang together in the books: no circle, no chain, and participants who keep the numbers that their addresses were signed for."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from mailbot.desk import effects as e
from mailbot.desk.facts import Wanted
from mailbot.store import Store, migrations
from tests.store.acts import NOW, open_case
from tests.store.conftest import open_store


def book(store: Store, *effects: e.Effect) -> None:
    assert store.book(None, e.Decision("structure", effects), (), (), NOW)


def into(store: Store) -> dict[int, int | None]:
    with store._database.read() as connection:
        return {row.id: row.merged_into_id for row in connection.execute(text("SELECT id, merged_into_id FROM supportcase"))}


@settings(max_examples=12, deadline=None)
@given(moves=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=8))
def test_whatever_is_merged_and_parted_no_way_is_longer_than_one(tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, int, bool]]) -> None:
    """I10: a merged case leads to one that is merged into none; what would make a circle or a chain is refused whole."""
    store = open_store(None, tmp_path_factory.mktemp("moves"))
    store.migrate(NOW)
    ids = [open_case(store).id for _ in range(5)]
    for mine, other, apart in moves:
        effect = e.UnmergeCase(ids[mine], ids[other], "agent:lisa") if apart else e.MergeCase(ids[mine], ids[other], "agent:lisa")
        try:
            book(store, effect)
        except ValueError:
            continue
    where = into(store)
    assert all(target is None or (target != case_id and where[target] is None) for case_id, target in where.items())
    store.close()


def test_a_number_leads_to_the_case_it_became_part_of_and_a_command_sees_the_case_itself(store: Store) -> None:
    one, two = open_case(store), open_case(store)
    book(store, e.MergeCase(two.id, one.id, "agent:lisa"))
    facts = store.fetch(Wanted(case_numbers=(two.number, one.number), named_numbers=(two.number,)), NOW)
    assert [case.id for case in facts.by_number] == [one.id]
    (named,) = facts.named_cases
    assert (named.id, named.state, named.merged_into) == (two.id, "merged", one.id)
    assert [part.number for part in facts.by_number[0].merged] == [two.number]
    assert {("case", str(two.id)), ("case", str(one.id))} <= {(kind, key) for kind, key, _ in facts.versions}, "a parting meanwhile is seen"


def test_who_came_with_a_case_leaves_with_it_and_who_was_there_stays(store: Store) -> None:
    one, two = open_case(store), open_case(store)
    bo = e.AddParticipant(one.id, "bo@kund.example", "cc", copies=True, named=True)
    cia = e.AddParticipant(one.id, "cia@kund.example", "cc", copies=True, from_case_id=two.id)
    book(store, bo, cia, e.MergeCase(two.id, one.id, "agent:lisa"))
    book(store, e.UnmergeCase(two.id, one.id, "agent:lisa"))
    story = store.case(one.number)
    assert story is not None and dict(story.participants) == {"anna@kund.example": "requester", "bo@kund.example": "cc", "cia@kund.example": "removed"}


def test_old_participants_keep_their_numbers(tmp_path: Path) -> None:
    """SQLite makes the table anew: a number that was given is given to nobody else."""
    store = open_store(None, tmp_path)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with store._database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0010")
        columns = {row[1] for row in connection.execute(text("PRAGMA table_info(supportcase)"))}
        given = {"id": 1, "version": 1, "number": "BK-2026-000001", "kind": "technical", "subject": "x", "language": "sv", "state": "open", "priority": "normal",
                 "fast": 0, "flags": "[]", "rounds_asked": 0, "received_at": "2026-11-02 10:00:00"}  # fmt: skip
        assert set(given) <= columns
        connection.execute(text(f"INSERT INTO supportcase ({', '.join(given)}) VALUES ({', '.join(f':{name}' for name in given)})"), given)
        for number, address, role in ((7, "anna@kund.example", "requester"), (9, "bo@kund.example", "cc")):
            connection.execute(text("INSERT INTO participant (id, case_id, address, address_key, name, role) VALUES (:id, 1, :a, :a, '', :r)"),
                               {"id": number, "a": address, "r": role})  # fmt: skip
    store.migrate(NOW)
    book(store, e.AddParticipant(1, "cia@kund.example", "third"))
    with store._database.read() as connection:
        assert [tuple(row) for row in connection.execute(text("SELECT id, role FROM participant ORDER BY id"))] == [(7, "requester"), (9, "cc"), (10, "third")]
    store.close()
