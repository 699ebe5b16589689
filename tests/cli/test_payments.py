"""Payments at the command line: brought in, shown, matched; what is wrong is said and books nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mailbot.cli import app
from tests.bank_files import Paid, camt

BOKIS = Path(__file__).parent.parent / "vendors" / "bokis.toml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("desk")
    shutil.copy(BOKIS, made / "config.toml")
    return made


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--config", str(folder / "config.toml")])


def test_a_file_is_brought_in_and_what_waits_is_settled(folder: Path) -> None:
    """One conversation: read, imported, again, held, matched, shown."""
    good, bad = folder / "good.xml", folder / "bad.xml"
    good.write_text(camt([Paid(300, "anna@x.se", "R1"), Paid(300, "support", "R2", payer="Bo Ek"), Paid(350, "bo@x.se", "R3")]))
    bad.write_text(camt([Paid(300, "anna@x.se", "R9")])[:-40])

    assert "3 payments can be read, 3 of them new; nothing was booked" in run(folder, "payments", "import", "--dry-run", str(good)).output
    first = run(folder, "payments", "import", str(good), str(bad))
    assert first.exit_code == 1 and "Nothing of it was booked" in first.output
    for said in ("good.xml: 3 new payments", "2 booked, 1 held", "1 waits for you"):
        assert said in first.output, first.output
    assert "already; nothing to do" in run(folder, "payments", "import", str(good)).output

    (held,) = (json.loads(line) for line in run(folder, "payments", "held", "--json").output.splitlines())
    assert (held["id"], held["because"], held["message"]) == (2, "no_address", "support")
    (folder / "more.xml").write_text(camt([Paid(300, "anna@x.se", "R1"), Paid(300, "cia@x.se", "R4")]))
    assert "2 payments can be read, 1 of them new" in run(folder, "payments", "import", "--dry-run", str(folder / "more.xml")).output
    (folder / "order.xml").write_text('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"/>')
    assert "order to the bank" in run(folder, "payments", "import", str(folder / "order.xml")).output
    shown = run(folder, "payments", "held").output
    assert "   2  300.00 SEK of" in shown and "names no address" in shown and 'message: "support"' in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert "there is no case BK-2026-000099" in run(folder, "payments", "match", "2", "BK-2026-000099").output
    assert "is not a plain e-mail address" in run(folder, "payments", "match", "2", "bo").output
    assert "is one of our own addresses" in run(folder, "payments", "match", "2", "support@bokis.info").output
    for tier in ("free", "gold"):
        assert f"--as {tier}: no tier of this name has a price; expected: plus, block" in run(folder, "payments", "match", "2", "cia@x.se", "--as", tier).output
    assert "1 booked" in run(folder, "payments", "match", "2", "cia@x.se").output
    again = run(folder, "payments", "match", "2", "cia@x.se")
    assert again.exit_code == 1 and "it is allocated" in again.output
    shown = run(folder, "payments", "show", "3")
    for said in ("credit", "350.00 SEK", "50.00 SEK", "bo@x.se (exact)", "block 2"):
        assert said in shown.output, shown.output
    assert "1 paid back" in run(folder, "payments", "match", "3", "refund").output
    assert "15 prepaid minutes left" in run(folder, "balance", "cia@x.se").output


def test_the_old_name_still_books_by_hand(folder: Path) -> None:
    assert "booked: 400.00 SEK is the price of plus" in run(folder, "payment", "add", "400", "dora@x.se").output
    assert "700.00 SEK is the price of plus + 1 × block" in run(folder, "payments", "add", "700", "eda@x.se").output
    assert "buys nothing" in run(folder, "payments", "add", "350", "eda@x.se").output
    assert "booked: 300.00 SEK" in run(folder, "payments", "add", "300,00 kr", "frida@x.se").output
    assert "two currencies" in run(folder, "payments", "add", "300kr", "frida@x.se", "--currency", "EUR").output


@pytest.mark.parametrize("words", [("outbox",), ("customers", "show", "frida@x.se"), ("payments", "show", "1"), ("balance", "frida@x.se")])
def test_what_is_shown_fits_eighty_columns(folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = run(folder, *words).output
    assert shown and max(map(len, shown.splitlines())) <= 80, shown
