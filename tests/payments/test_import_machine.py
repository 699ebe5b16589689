"""Whatever order the bank's files come in, whatever they share, and wherever the program dies: every payment counts once."""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import text

from mailbot import faults
from mailbot.payments import import_file, settle_waiting
from mailbot.pipeline import Desk
from tests.bank_files import Paid, written
from tests.payments.conftest import NOW, OpenDesk

POOL = (
    Paid(300, "a@x.se", "R1"), Paid(300, "a@x.se", "R2"), Paid(250, "b@x.se", "R3"), Paid(50, "b@x.se", "R4"), Paid(700, "c@x.se", "R5"),
    Paid(350, "b@x.se", "R6"), Paid(300, "support", "R7"), Paid(400, "c(at)x.se", "R8"), Paid(300, "d@x.se"), Paid(300, "d@x.se"),
)  # fmt: skip
POINTS = ("payments:some-in", "payments:before-commit", "payments:after-commit", "due:decided", "book:before-commit", "book:after-commit")


class Crash(Exception):
    pass


class Machine(RuleBasedStateMachine):
    """Files with some of the payments of the pool, in any order and of either kind; the program may die at any point."""

    open_desk: OpenDesk

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.desk: Desk = self.open_desk(self.folder)
        self.numbers = itertools.count()
        self.came: set[int] = set()

    def teardown(self) -> None:
        faults.point = POINT  # type: ignore[assignment]
        if hasattr(self, "desk"):
            settle_waiting(self.desk, lambda: NOW, "w")
            self.balanced()
            assert self.desk.store.bank.counts().received == 0
            self.everything_counts_once()
            self.desk.store.close()

    @rule(chosen=st.lists(st.sampled_from(range(len(POOL))), min_size=1, max_size=6, unique=True), kind=st.sampled_from(["camt.053", "camt.054"]),
          dies=st.sampled_from(["", "", *POINTS[:3]]))
    def a_file_comes(self, chosen: list[int], kind: str, dies: str) -> None:
        path = written(self.folder, f"{next(self.numbers)}.xml", [POOL[i] for i in chosen], kind=kind, message_id=str(next(self.numbers)))
        if self._dies(dies, lambda: import_file(path, self.desk, NOW)):
            import_file(path, self.desk, NOW)
        twins = sum(i >= 8 for i in chosen)  # two equal payments without a reference: as many as the fullest file tells of
        self.came |= {i for i in chosen if i < 8} | set(range(8, 8 + twins))

    @rule(count=st.integers(1, 3), dies=st.sampled_from(["", *POINTS[3:]]))
    def some_are_settled(self, count: int, dies: str) -> None:
        self._dies(dies, lambda: settle_waiting(self.desk, lambda: NOW, "w", limit=count))

    @invariant()
    def balanced(self) -> None:
        """I5, and no payment twice."""
        if not hasattr(self, "desk"):
            return
        with self.desk.store._database.read() as connection:
            rows = connection.execute(text(
                "SELECT p.amount_minor, p.state, COALESCE(SUM(a.amount_minor), 0) FROM payment p LEFT JOIN paymentallocation a ON a.payment_id = p.id GROUP BY p.id"
            )).all()  # fmt: skip
        assert len(rows) == len(self.came)
        assert all(used <= amount and (used == amount or state != "allocated") for amount, state, used in rows)

    def everything_counts_once(self) -> None:
        """Blocks and fees are what was used for them, and what was used and is left is what came."""
        with self.desk.store._database.read() as connection:
            used = Counter(dict(connection.execute(text("SELECT purpose, SUM(amount_minor) FROM paymentallocation GROUP BY purpose")).all()))
            blocks, minutes = connection.execute(text("SELECT (SELECT COUNT(*) FROM block), (SELECT COALESCE(SUM(minutes), 0) FROM ledgerentry)")).one()
            letters = connection.execute(text("SELECT COUNT(*) FROM outbox WHERE template IN ('payment_confirmation', 'payment_partial')")).scalar_one()
            states = Counter(connection.execute(text("SELECT state FROM payment")).scalars())
        assert (used["block"], minutes) == (blocks * 30000, blocks * 15)
        assert letters <= len(self.came) - states["held"]

    def _dies(self, at: str, act: object) -> bool:
        """Do something, and die at that point; whether it came to that."""
        def point(name: str) -> None:
            if name == at:
                raise Crash

        faults.point = point  # type: ignore[assignment]
        try:
            act()  # type: ignore[operator]
        except Crash:
            return True
        finally:
            faults.point = POINT  # type: ignore[assignment]
        return False


POINT = faults.point


@pytest.mark.filterwarnings("ignore")
def test_every_payment_counts_once(open_desk: OpenDesk) -> None:
    Machine.open_desk = staticmethod(open_desk)  # type: ignore[assignment]
    quick = settings(max_examples=12, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Machine, settings=quick)
