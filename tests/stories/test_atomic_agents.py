"""An agent's mails in any order, over the real books: one with a bad line changes nothing and reaches nobody but him (commands.md 5.2),
and what SEND lets go is what the same mail without that line would have done."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from mailbot.config.load import load
from mailbot.desk.agents.doing import WHO_HAS_IT
from mailbot.desk.agents.examples import Desk, examples
from mailbot.desk.commands import COMMANDS, Stage
from mailbot.mail.envelope import Door, Envelope
from mailbot.reception import to_keep
from mailbot.testing import Box, Received
from tests.desk.test_agents_atomic import BAD
from tests.stories.conftest import VENDORS, local, paid, to
from tests.stories.test_first_line import COMPLETE

ANNA, EVA = "anna@firma.se", "eva@bokis.info"


class Quiet(Box):
    """A desk without a door: a mail is kept as the door would keep it, in the same process."""

    def __enter__(self) -> Quiet:
        return self

    def __exit__(self, *_: object) -> None:
        self._keeper.close()
        self._loop.close()
        self.store.close()

    def post(self, raw: bytes, *, mail_from: str, to: str) -> None:
        envelope = Envelope(mail_from, (to,), "127.0.0.1", Door.SMTP, self.clock(), vouched=True)
        self.store.keep_many((to_keep(raw, envelope, self.desk.loaded.config),))

    def rows(self) -> dict[str, list[dict[str, object]]]:
        """Everything in the books."""
        with self.store._database.read() as connection:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
            return {name: [dict(row._mapping) for row in connection.execute(text(f'SELECT * FROM "{name}"'))] for name in names}


    def changed_by(self, mails: Callable[[], object]) -> dict[str, list[dict[str, object]]]:
        """The rows that a mail added, by table. It fails the test when it changed or removed any."""
        before = self.rows()
        mails()
        after = self.rows()
        added = {}
        for table, rows in before.items():
            own = MAY_MOVE.get(table, ())
            kept = [_without(row, own) for row in after[table]]
            assert kept[: len(rows)] == [_without(row, own) for row in rows], table
            added[table] = after[table][len(rows) :]
        return {table: rows for table, rows in added.items() if rows}


# What a mail that is refused may leave behind: that it came, that it is kept with the case, the letter to the agent; and in rows that
# were there, that he spoke, and that the case was written on (two who write at once must know of it). sqlite_sequence counts rows.
RECORDED = {"intake", "intakebytes", "delivery", "message", "outbox", "outboxbytes"}
MAY_MOVE = {"agent": ("spoke_at",), "supportcase": ("version",), "sqlite_sequence": ("seq",)}


def _without(row: dict[str, object], columns: Sequence[str]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in columns}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, prepared_sqlite: Path) -> tuple[Path, Received]:
    """A desk with one case of a customer who paid, and the notice that its agent got."""
    folder = tmp_path_factory.mktemp("begun")
    (folder / "config.toml").write_text((VENDORS / "bokis.toml").read_text() + '\n[listen]\nsmtp = "127.0.0.1:0"\nlmtp = ""\nsubmission = ""\n')
    (folder / "state").mkdir()
    shutil.copy(prepared_sqlite, folder / "state" / "mailbot.db")
    with Quiet(folder, folder / "config.toml", at=local("2026-11-23 09:00")) as box:
        paid(box, ANNA, 300, "2026-11-23")
        notice = to(box.write(ANNA, COMPLETE, subject="Fel vid utskrift"), EVA)
        box.answer(notice, "/tag moms")  # the books know her from now on
    return folder, notice


@contextmanager
def desk(begun: tuple[Path, Received]) -> Iterator[Quiet]:
    """A copy of it, a minute later."""
    with tempfile.TemporaryDirectory(dir=begun[0].parent) as folder:
        shutil.copytree(begun[0], folder, dirs_exist_ok=True)
        with Quiet(Path(folder), Path(folder) / "config.toml", at=local("2026-11-23 09:01")) as box:
            box.settle()
            yield box


DOES = (
    "/spend 10m", "/goodwill 5m", "/take", "/start", "/watch", "/subject Nytt", "/tag utskrift", "/solution Uppdatera", "/lesson Oklart", "/reproduced yes", "/checklist steps",
    "/waive all", "/ask", "/resolve", "/close answered", "/reopen", "/status", "/queue", "/balance", "/cc bo@firma.se", "/workaround Starta om", "/note", "// internt",
)  # fmt: skip
BOKIS = load(VENDORS / "bokis.toml", {})
SHOWN = Desk(BOKIS.config, BOKIS.rules, BOKIS.config.agent("eva"), date(2026, 11, 23))
EXAMPLES = tuple(dict.fromkeys(line for spec in COMMANDS.values() for line in examples(spec, SHOWN)))
WRONG = tuple(line for line in BAD if line not in ("/unwatch", "/product Bokis"))  # right when she watches, and here
WORDS = ("Hej Anna!\n\nUppdatera till 7.4.", "", "Hej!\n// mellan raderna\nHör av dig.")

good = st.tuples(st.lists(st.sampled_from(DOES), min_size=1, max_size=3), st.just(""), st.sampled_from(WORDS), st.booleans())
bad = st.tuples(st.lists(st.sampled_from((*DOES, *EXAMPLES)), min_size=1, max_size=5), st.sampled_from(WRONG), st.sampled_from(WORDS), st.booleans())

sendable = st.tuples(st.lists(st.sampled_from(DOES), min_size=1, max_size=4, unique=True), st.sampled_from(WRONG), st.sampled_from(WORDS), st.booleans())


def written(commands: Sequence[str], wrong: str, words: str, below: bool) -> str:
    """Commands above the words or below them, the wrong one in their middle."""
    half = len(commands) // 2
    lines = "\n".join([*commands[:half], *([wrong] if wrong else []), *commands[half:]])
    return f"{words}\n\n{lines}" if below and words else f"{lines}\n{words}"


# Of two that each say in what state the case is, or who has it, one is too many.
ENDS = ({f"/{spec.name}" for spec in COMMANDS.values() if spec.stage is Stage.STATE} | {"/checklist"}, {f"/{name}" for name in WHO_HAS_IT})


def one_bad_line_changes_nothing(begun: tuple[Path, Received], mails: Sequence[tuple[list[str], str, str, bool]]) -> None:
    with desk(begun) as box:
        last = begun[1]
        for commands, wrong, words, below in mails:
            box.clock.pass_by(minutes=1)
            if not wrong:
                last = next((mail for mail in box.answer(begun[1], written(commands, wrong, words, below)) if mail.to == EVA), last)
                continue
            added = box.changed_by(partial(box.answer, last, written(commands, wrong, words, below)))
            assert box.verdict == "agent_refused"
            assert set(added) <= RECORDED, added
            assert [(row["to_address"], row["template"]) for row in added["outbox"]] == [(EVA, "agent_refused")]
            assert [(row["direction"], row["automatic"], row["author"]) for row in added["message"]] == [("note", 1, "agent:eva")]


def send_is_the_mail_without_it(begun: tuple[Path, Received], mail: tuple[list[str], str, str, bool]) -> bool:
    """False: other lines are at fault besides, and nothing can be compared."""
    commands, wrong, words, below = mail
    if any(says & {line.split()[0] for line in commands} and wrong.split()[0] in says for says in ENDS):
        return False
    ends = []
    for line in (wrong, ""):
        with desk(begun) as box:
            mails = box.answer(begun[1], written(commands, line, words, below), Message_ID="<one@bokis.info>")
            if not line and box.verdict == "agent_refused":
                return False
            if line:
                (refused,) = mails
                mails = box.answer(refused, "SEND")
            ends.append((box.verdict, _comparable(box.rows()), sorted((mail.to, mail.subject, mail.text) for mail in mails)))
    sent, plain = ends
    assert sent == plain
    return True


# Of another mail: when it was kept, and under which numbers; `agentmail` says which was carried out, `released` that it went out by SEND.
_OF_THE_MAIL = ("id", "version", "intake_id", "intake_key", "spoke_at", "seq")


def _comparable(rows: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    return {table: [_without(row, _OF_THE_MAIL) for row in found] for table, found in rows.items() if table not in RECORDED | {"agentmail", "released"}}


def within(examples: int) -> Callable[..., object]:
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), derandomize=examples < 50, phases=(Phase.explicit, Phase.generate))


@within(8)
@given(mails=st.lists(st.one_of(good, bad), min_size=1, max_size=4))
def test_one_bad_line_changes_no_row(begun, mails):
    one_bad_line_changes_nothing(begun, mails)


@within(6)
@given(mail=sendable)
@example(mail=(["/start", "/ask", "/queue", "/status", "/balance"], "/spned 10m", "Hej Anna!\n\nUppdatera till 7.4.", True))
def test_what_send_lets_go_is_the_mail_without_the_bad_line(begun, mail):
    send_is_the_mail_without_it(begun, mail)


@pytest.mark.torture
@within(50)
@given(mails=st.lists(st.one_of(good, bad), min_size=1, max_size=4))
def test_one_bad_line_changes_no_row_for_long(begun, mails):
    one_bad_line_changes_nothing(begun, mails)


@pytest.mark.torture
@within(60)
@given(mail=sendable)
def test_what_send_lets_go_is_the_mail_without_the_bad_line_for_long(begun, mail):
    send_is_the_mail_without_it(begun, mail)
