"""`mailbot ledger`: as an admin reads it, as a spreadsheet takes it, and what he books by hand, once for each key."""

import csv
import io
import json

import pytest

from mailbot.assembly import open_desk, read_config
from mailbot.cli.ledger import safe
from mailbot.clock import now
from mailbot.desk import effects as e
from tests.cli.test_commands import config, mailbot  # noqa: F401 - fixtures

ANNA = "anna@kund.example"
NOTE = '=HYPERLINK("http://evil.example")'


@pytest.mark.parametrize(("cell", "shown"), [
    ("=1+1", "'=1+1"), ("+46", "'+46"), ("-10", "'-10"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "'\rx"), ("a=b", "a=b"), ("", ""), (-10, -10),
])
def test_no_cell_is_a_formula(cell, shown):
    assert safe(cell) == shown


@pytest.fixture
def books(config, mailbot):  # noqa: F811
    """Two blocks, and a case that has drawn 20 minutes of them."""
    mailbot("payment", "add", "600", ANNA, "--reference", "bank:1")
    desk = open_desk(read_config(config))
    account = desk.store.account(ANNA, now())
    opened = e.OpenCase("Utskrift", "sv", "open", "technical", "normal", "block", account.id, ANNA, "Anna", now())
    assert desk.store.book(None, e.Decision("case_opened", (opened,)), (), (), now())
    (case,) = desk.store.cases()
    first, second = (block.id for block in account.blocks)
    spent = e.Spend(case.id, account.id, "lisa", 20, (e.Draw(first, -15), e.Draw(second, -5)), "block", now().date(), NOTE, "spend:1")
    assert desk.store.book(None, e.Decision("agent_replied", (spent,)), (), (), now())
    desk.store.close()
    return case.number


def test_the_ledger_is_read(mailbot, books, monkeypatch):  # noqa: F811
    monkeypatch.setenv("COLUMNS", "80")
    shown = mailbot("ledger", ANNA)
    assert "10 prepaid minutes left" in shown and "block 1: 0 of 15 min, exhausted" in shown and "block 2: 10 of 15 min, partly_used" in shown
    assert max(map(len, shown.splitlines())) <= 80
    rows = [line.split()[:5] for line in shown.splitlines() if " spend " in line]
    assert [(row[2], row[3]) for row in rows] == [("-15", "15"), ("-5", "10")], "the balance after each line"
    assert "20 prepaid minutes drawn" in mailbot("ledger", books)
    assert "10 prepaid minutes left" in mailbot("ledger", "204817-1")
    assert "no customer has this" in mailbot("ledger", "nobody@x.example", code=1)
    told = [json.loads(line) for line in mailbot("ledger", ANNA, "--json").splitlines()]
    assert [(each["minutes"], each["balance"], each["reason"]) for each in told] == [
        (15, 15, "purchase"), (15, 30, "purchase"), (-15, 15, "spend"), (-5, 10, "spend")]


def test_the_ledger_as_a_spreadsheet(mailbot, books, tmp_path):  # noqa: F811
    rows = list(csv.DictReader(io.StringIO(mailbot("ledger", ANNA, "--csv", "-"))))
    assert [row["minutes"] for row in rows] == ["15", "15", "-15", "-5"] and rows[2]["note"] == f"'{NOTE}"
    assert mailbot("ledger", ANNA, "--csv") == mailbot("ledger", ANNA, "--csv", "-"), "no file named: standard output"
    assert "found by its ID number" in mailbot("customers", "show", "204817-1")
    file = tmp_path / "ledger.csv"
    assert "4 lines" in mailbot("ledger", "show", ANNA, "--csv", str(file))
    assert list(csv.DictReader(io.StringIO(file.read_text()))) == rows
    assert "expected: a file" in mailbot("ledger", ANNA, "--csv", str(tmp_path / "no" / "such.csv"), code=1)


def test_what_an_admin_books_is_booked_once(mailbot, books):  # noqa: F811
    assert "8 min taken back, 8 of them returned" in mailbot("ledger", "correct", books, "8m", "--note", "fel", "--key", "k1")
    assert "k1 was booked on" in mailbot("ledger", "correct", books, "8", "--key", "k1")
    assert "no duration" in mailbot("ledger", "correct", books, "1h30", code=2)
    assert "only 12 minutes are entered" in mailbot("ledger", "correct", books, "13", code=1)
    assert "7 min entered without charge" in mailbot("ledger", "goodwill", books, "7", "--key", "k2")
    assert "k2 was booked on" in mailbot("ledger", "goodwill", books, "7", "--key", "k2")
    assert "nothing has expired" in mailbot("ledger", "expire")
    moved = mailbot("ledger", "transfer", "1", "bo@kund.example")
    assert "block 1: 3 of 15 min go to bo@kund.example" in moved
    assert "no minutes are left" in mailbot("ledger", "transfer", "1", "bo@kund.example", code=1)
    assert "3 prepaid minutes left" in mailbot("ledger", "bo@kund.example")
    refunded = mailbot("ledger", "refund", "2")
    assert "15 of 15 min are paid back" in refunded and f"{ANNA} is told" in refunded and "No money was moved" in refunded
    assert "refund:block:2" in mailbot("ledger", "refund", "2")
    assert "there is no block 99" in mailbot("ledger", "refund", "99", code=1)
    assert "0 prepaid minutes left" in mailbot("ledger", ANNA)
    assert "the books agree" in mailbot("ledger", "verify")


def test_verify_says_what_is_wrong(mailbot, books, config):  # noqa: F811
    """A line that somebody slipped past the guards."""
    from sqlalchemy import text

    desk = open_desk(read_config(config))
    with desk.store._database.write() as connection:
        connection.execute(text("DROP TRIGGER ledgerentry_no_update"))
        connection.execute(text("UPDATE ledgerentry SET minutes = -14 WHERE minutes = -15"))
    desk.store.close()
    said = mailbot("ledger", "verify", code=1)
    assert "time entry 1: 20 minutes billed; expected the 19 that its lines draw" in said and "1 thing does not agree" in said
