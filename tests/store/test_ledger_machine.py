"""Whatever is bought, spent, corrected, ended, paid back and moved, in any order: the books agree with themselves (I1 to I6, I13).
The real store, the real decisions; a model beside it keeps only what everybody would keep on paper."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Row, text
from sqlalchemy.exc import DBAPIError

from mailbot.desk import blocks, corrections, expiry, ledger, time_worked
from mailbot.desk import effects as e
from mailbot.desk.facts import Account, Wanted
from mailbot.store import Store
from tests.desk.cases import config
from tests.store.acts import NOW, decided, open_case
from tests.store.conftest import empty, open_store

CONFIG = config(billing={"overtime_on_block": "absorb", "absorb_up_to": "3m"})
PEOPLE = ("anna@kund.example", "bo@kund.example")
STATES = ("active", "partly_used", "exhausted", "expired", "refunded")


class Books(RuleBasedStateMachine):
    """Two customers with a case each; days pass."""

    open: Callable[[], Store]

    def __init__(self) -> None:
        super().__init__()
        self.store = self.open()
        self.day = 0
        self.bought = dict.fromkeys(PEOPLE, 0)
        self.worked = dict.fromkeys(PEOPLE, 0)
        self.gone: dict[str, int] = dict.fromkeys(PEOPLE, 0)  # expired, paid back, moved away; less what came
        self.serial = 0

    def teardown(self) -> None:
        self.store.close()

    @property
    def now(self):
        return NOW + timedelta(days=self.day)

    @property
    def today(self) -> date:
        return expiry.today(self.now, CONFIG)

    def account(self, who: str) -> Account:
        found = self.store.account(who, self.now)
        assert found is not None
        return found

    def book(self, decision: e.Decision) -> None:
        """Booked, and the same decision once more: nothing of it comes twice."""
        effects = tuple(effect for effect in decision.effects if not isinstance(effect, e.Send))
        plain = e.Decision(decision.verdict, effects, decision.trail)
        assert self.store.book(None, plain, (), (), self.now)
        once = self.lines()
        if not any(isinstance(effect, (e.RecordPayment, e.OpenAccount)) for effect in effects):
            assert self.store.book(None, plain, (), (), self.now)
        assert self.lines() == once

    def lines(self) -> list[Row[Any]]:
        with self.store._database.read() as connection:
            return list(connection.execute(text("SELECT * FROM ledgerentry ORDER BY id")))

    # ---- what happens ------------------------------------------------------------------------------
    @initialize()
    def two_customers(self) -> None:
        self.written: list[Row[Any]] = []
        self.cases = {}
        for who in PEOPLE:
            opened = (e.OpenAccount(who, "", "sv"), *self._blocks(None, 1, None))
            assert self.store.book(None, decided(*opened), (), (), self.now)
            self.bought[who] += 15
            self.cases[who] = open_case(self.store, who, account_id=self.account(who).id).number

    def _blocks(self, account_id: int | None, count: int, days: int | None) -> tuple[e.Effect, ...]:
        self.serial += 1
        until = self.today + timedelta(days=days) if days is not None else None
        return (e.RecordPayment(account_id, f"bank:{self.serial}", 30_000 * count, "SEK", self.today, "", "admin"),
                e.AddBlocks(account_id, "block", count, 15, 30_000, "SEK", until, "admin"),
                *(e.Allocate(None, "block", 30_000, "block", place) for place in range(count)))

    @rule(who=st.sampled_from(PEOPLE), count=st.integers(1, 3), days=st.one_of(st.none(), st.integers(0, 20)))
    def buy(self, who: str, count: int, days: int | None) -> None:
        self.book(decided(*self._blocks(self.account(who).id, count, days)))
        self.bought[who] += 15 * count

    @rule(who=st.sampled_from(PEOPLE), minutes=st.integers(1, 40))
    def spend(self, who: str, minutes: int) -> None:
        case, facts = self._case(who)
        self.serial += 1
        entry = time_worked.Entry("lisa", minutes, self.today, "", f"spend:{self.serial}")
        left = ledger.balance(case.account.blocks, self.today)
        booked = time_worked.enter(case, entry, facts.worked, CONFIG, self.today)
        assert booked.drawn == min(minutes, left)
        self.book(decided(*booked.spends))
        self.worked[who] += minutes

    @rule(who=st.sampled_from(PEOPLE), minutes=st.integers(1, 40))
    def correct(self, who: str, minutes: int) -> None:
        case, facts = self._case(who)
        self.serial += 1
        entry = time_worked.Entry("lead", minutes, self.today, "", f"correct:{self.serial}")
        reach = corrections.within_reach(facts.worked, case, self.now, None)
        done = corrections.correct(case, entry, reach, facts.worked, CONFIG)
        assert done.too_many == max(0, minutes - self.worked[who])
        before = len(self.lines())
        self.book(decided(*done.spends))
        self.worked[who] -= minutes - done.too_many
        self.gone[who] -= sum(line.minutes for line in self.lines()[before:] if line.reason == "refund")  # its price went back before

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        self.day += days

    @rule(who=st.sampled_from(PEOPLE))
    def expire(self, who: str) -> None:
        account = self.account(who)
        over = sum(block.minutes_left for block in account.blocks if expiry.has_expired(block, self.today))
        self.book(expiry.ending(account, self.today, CONFIG))
        self.gone[who] += over
        assert not any(expiry.has_expired(block, self.today) for block in self.account(who).blocks)

    @rule(who=st.sampled_from(PEOPLE), which=st.integers(0, 50))
    def refund(self, who: str, which: int) -> None:
        account, block = self._usable(who, which)
        if block is not None:
            self.serial += 1
            self.book(blocks.refund(account, block.id, self.today, key=f"refund:{self.serial}"))
            self.gone[who] += block.minutes_left

    @rule(who=st.sampled_from(PEOPLE), which=st.integers(0, 50))
    def transfer(self, who: str, which: int) -> None:
        account, block = self._usable(who, which)
        other = next(person for person in PEOPLE if person != who)
        if block is not None:
            self.book(blocks.transfer(account, block.id, self.account(other), other, self.today))
            self.gone[who] += block.minutes_left
            self.gone[other] -= block.minutes_left

    @rule(statement=st.sampled_from(("UPDATE ledgerentry SET minutes = 1", "DELETE FROM ledgerentry")))
    def tamper(self, statement: str) -> None:
        with pytest.raises(DBAPIError, match="append-only"), self.store._database.write() as connection:
            connection.execute(text(statement))

    def _usable(self, who: str, which: int):
        account = self.account(who)
        blocks = ledger.usable(account.blocks, self.today)
        return account, blocks[which % len(blocks)] if blocks else None

    def _case(self, who: str):
        facts = self.store.fetch(Wanted(case_numbers=(self.cases[who],), times=True), self.now)
        return facts.by_number[0], facts

    # ---- what always holds -------------------------------------------------------------------------
    @invariant()
    def lines_only_grow(self) -> None:
        lines = self.lines()
        assert lines[: len(self.written)] == self.written
        self.written = lines

    @invariant()
    def the_audit_finds_nothing(self) -> None:
        wrong = self.store.accounting.audit(self.today)
        assert [each for each in wrong if "run: mailbot ledger expire" not in each] == []

    @invariant()
    def nothing_vanishes(self) -> None:
        """Bought, less what was drawn, expired, went back and moved, is what is left; and all time worked is entered."""
        for who in PEOPLE:
            account, (_, facts) = self.account(who), self._case(who)
            drawn = -sum(line.minutes for one in facts.worked for line in one.lines)
            assert account.minutes_booked == self.bought[who] - drawn - self.gone[who]
            assert sum(one.minutes for one in facts.worked) == self.worked[who]
            assert all(0 <= block.minutes_left <= block.minutes for block in account.blocks)
            for block in account.blocks:
                assert ledger.state_of(block.minutes, block.minutes_left, block.expires_on, self.today, ended=block.ended) in STATES


def run(opened: Callable[[], Store], examples: int, steps: int) -> None:
    machine = type("OpenedBooks", (Books,), {"open": staticmethod(opened)})
    run_state_machine_as_test(machine, settings=settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck), derandomize=examples < 50,
        phases=(Phase.generate,),  # shrinking would cost minutes, and each step is short enough to read
    ))  # fmt: skip


def copies(migrated_file: Path, within: Path) -> Callable[[], Store]:
    """Each run on a fresh copy of the empty tables."""

    def opened() -> Store:
        folder = Path(tempfile.mkdtemp(dir=within))
        shutil.copy(migrated_file, folder / "mailbot.db")
        return open_store(None, folder)

    return opened


def test_the_books_agree_whatever_happens(migrated_file: Path, tmp_path: Path) -> None:
    run(copies(migrated_file, tmp_path), examples=4, steps=12)


@pytest.mark.torture
@pytest.mark.timeout(900)
def test_the_books_agree_whatever_happens_for_long(migrated_file: Path, tmp_path: Path) -> None:
    run(copies(migrated_file, tmp_path), examples=30, steps=50)


@pytest.mark.torture
@pytest.mark.timeout(900)
def test_the_books_agree_on_postgresql(migrated_database: str, tmp_path: Path) -> None:
    def opened() -> Store:
        empty(migrated_database)
        return open_store(migrated_database, tmp_path)

    run(opened, examples=12, steps=40)
