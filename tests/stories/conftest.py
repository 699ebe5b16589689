"""A vendor's desk for a story: his own configuration, a real SMTP door, real books, and a clock the story turns."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import URL, make_url

from mailbot.config.settings import Config
from mailbot.desk import rights
from mailbot.desk.effects import Decision, Step
from mailbot.desk.facts import Wanted
from mailbot.desk.payments.buying import Payment, pay
from mailbot.desk.registers.entering import enter
from mailbot.mail.address import domain_of, key
from mailbot.mail.tokens import Keys
from mailbot.render import render
from mailbot.store import Store, tables
from mailbot.testing import Box, Chance, Received
from tests.conftest import fresh_database

VENDORS = Path(__file__).parent.parent / "vendors"
STOCKHOLM = ZoneInfo("Europe/Stockholm")

OpenBox = Callable[..., Box]


def local(text: str, zone: ZoneInfo = STOCKHOLM) -> datetime:
    """A local time such as "2026-11-23 10:05"."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


# What every change must pass tells these stories on both databases, and the others on SQLite; `make replay` tells those on PostgreSQL too.
ON_BOTH = ("test_s01", "test_s07", "test_s08")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        spec = getattr(item, "callspec", None)
        here = item.path.parent == Path(__file__).parent and not item.path.name.startswith(ON_BOTH)
        if here and spec is not None and spec.params.get("url") == "postgres":
            item.add_marker(pytest.mark.replay)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str | None:
    """The books of a story: both databases. None: SQLite in the state folder."""
    return None if request.param == "sqlite" else request.getfixturevalue("prepared_postgres")


# ---- empty tables, made once for the whole run: a story begins its installation in a copy of them ----
def _prepare(url: str | None, folder: Path) -> None:
    store = Store.open(url, folder, Keys(b"k" * 32), Config(), Chance())
    store.migrate(local("2020-01-01 00:00"))
    with store._database.write() as connection:
        connection.execute(tables.installation.delete())
    store.close()


@pytest.fixture(scope="session")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    _prepare(None, folder)
    return folder / "mailbot.db"


@pytest.fixture(scope="session")
def _postgres_template(postgres_server: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with fresh_database(postgres_server) as url:
        _prepare(url, tmp_path_factory.mktemp("prepared"))
        yield url


@pytest.fixture
def prepared_postgres(postgres_server: URL, _postgres_template: str) -> Iterator[str]:
    with fresh_database(postgres_server, str(make_url(_postgres_template).database)) as url:
        yield url


@pytest.fixture
def open_box(tmp_path: Path, url: str | None, prepared_sqlite: Path) -> Iterator[OpenBox]:
    """Opens a vendor's desk at a time: open_box("bokis", "2026-11-23 10:00"), perhaps with more settings of his: a section as it
    is written in the file, whose keys are added to those he has; or with lines of his `instead`."""
    with ExitStack() as stack:

        def opened(vendor: str, at: str, more: str = "", instead: tuple[tuple[str, str], ...] = ()) -> Box:
            config = tmp_path / "config.toml"
            settings = (VENDORS / f"{vendor}.toml").read_text()
            for old, new in instead:
                assert old in settings, old
                settings = settings.replace(old, new)
            config.write_text(_with(more, settings) + '\n[listen]\nsmtp = "127.0.0.1:0"\nlmtp = ""\nsubmission = ""\n')
            if url is None:
                (tmp_path / "state").mkdir(exist_ok=True)
                shutil.copy(prepared_sqlite, tmp_path / "state" / "mailbot.db")
            return stack.enter_context(Box(tmp_path, config, at=local(at), url=url))

        yield opened


def _with(more: str, text: str) -> str:
    """A configuration with more keys in one of its sections."""
    header, _, keys = more.partition("\n")
    return text.replace(f"{header}\n", f"{header}\n{keys}\n", 1) if header and f"\n{header}\n" in f"\n{text}" else f"{text}\n{more}\n"


def paid(box: Box, address: str, kronor: int, booked_on: str) -> Received:
    """A payment arrives; the confirmation."""
    day = datetime.fromisoformat(booked_on).date()
    payment = Payment(address, kronor * 100, "SEK", day, f"test:{address}:{booked_on}:{kronor}")
    account = box.store.account(key(address), box.clock())
    decision = pay(payment, account, box.desk.loaded.config)
    drafts = render(decision.letters, box.desk.templates, box.desk.loaded.config)
    assert box.store.book(None, decision, drafts, (), box.clock())
    (confirmation,) = box.settle()
    return confirmation


def agreed(box: Box, address: str, tier: str, language: str = "") -> None:
    """A customer with an agreement is entered, as `mailbot customers add` does."""
    account = box.store.account(key(address), box.clock())
    decision = enter(address, "", language, tier, None, account, box.desk.loaded.config, box.clock())
    assert box.store.book(None, decision, (), (), box.clock())
    trained(box, address)


def trained(box: Box, *addresses: str) -> None:
    """Where only trained persons may write, those of whom a story does not say otherwise have passed it, as `mailbot customers train` records."""
    if box.desk.loaded.config.entitlement.trained_users_only:
        for address in addresses:
            facts = box.store.fetch(Wanted(address=key(address), domain=domain_of(address)), box.clock())
            assert facts.account is not None
            effects, because = rights.trained(facts.account, address, "*", box.clock().date(), None, box.clock().date())
            assert box.store.book(None, Decision("training_recorded", effects, (Step("training", True, because),)), (), (), box.clock())


def to(mails: list[Received], address: str) -> Received:
    """The one mail of these that went to an address."""
    (mail,) = [mail for mail in mails if mail.to == address]
    return mail


__all__ = ["agreed", "local", "paid", "to", "trained"]
