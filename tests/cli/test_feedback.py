"""`mailbot feedback`: views and wishes on the screen, for programs, and in a table that no spreadsheet obeys."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mailbot.assembly import open_desk, read_config
from mailbot.cli import app
from mailbot.cli.cells import harmless
from mailbot.clock import now
from mailbot.demo import CONFIG
from mailbot.desk.effects import Collect, Decision


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(smtp=0, submission=0), encoding="utf-8")
    desk = open_desk(read_config(path))
    at = now()
    for days, kind, subject, text in ((40, "feedback", "Mörkt läge", "Lägg till mörkt läge"), (0, "wish", "=HYPERLINK(\"http://evil\")", " +1\nmer")):
        collected = Collect(kind, "kalle@example.se", "sv", subject, text)  # type: ignore[arg-type]
        assert desk.store.book(None, Decision("x", (collected,)), (), (), at - timedelta(days=days))
    desk.store.close()
    return path


def run(config: Path, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["feedback", *words, "--config", str(config)], env={"COLUMNS": "100"})
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


def test_the_newest_stands_first_in_a_table_that_fits(config: Path) -> None:
    told = run(config)
    assert told.index("HYPERLINK") < told.index("mörkt läge")
    assert max(len(line) for line in told.splitlines()) <= 100


def test_a_kind_and_a_day_narrow_it(config: Path) -> None:
    assert "HYPERLINK" not in run(config, "--kind", "feedback")
    assert "mörkt" not in run(config, "--since", str((now() - timedelta(days=10)).date()))
    assert run(config, "--since", "2999-01-01").strip() == "No views or wishes."


def test_programs_get_one_object_a_line(config: Path) -> None:
    lines = [json.loads(line) for line in run(config, "--json").splitlines()]
    assert [(one["kind"], one["author"], one["case_number"]) for one in lines] == [("wish", "kalle@example.se", None), ("feedback", "kalle@example.se", None)]


def test_the_table_for_a_spreadsheet_holds_no_formula(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "views.csv"
    assert "2 written" in run(config, "--csv", str(file))
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    assert rows[0] == ["when", "kind", "from", "language", "case", "subject", "text"]
    assert rows[1][5:] == ["'=HYPERLINK(\"http://evil\")", "' +1\nmer"] and rows[2][5:] == ["Mörkt läge", "Lägg till mörkt läge"]


@pytest.mark.parametrize(("cell", "safe"), [
    ("=1", "'=1"), ("+46", "'+46"), ("-1", "'-1"), ("@a", "'@a"), ("\t=1", "'\t'=1"), ("  =1", "'  =1"), ("a=1", "a=1"), ("", ""),
    ("hej;=1", "hej;'=1"), ("hej,=1", "hej,'=1"), ("hej\n=1", "hej\n'=1"), ('hej; "=1', "hej;' \"=1"), ("a, b; c", "a, b; c"), ("a;-1;+2", "a;'-1;'+2"), (";=1", ";'=1"),
])
def test_a_cell_that_begins_like_a_formula_is_plain_text(cell: str, safe: str) -> None:
    assert harmless(cell) == safe


@pytest.mark.parametrize(("words", "said"), [
    (("--kind", "wishes"), "expected one of feedback, wish"), (("--since", "yesterday"), "expected a day, such as 2026-12-31"),
    (("--csv", "/nowhere/views.csv"), "/nowhere/views.csv: cannot be written"),
])
def test_used_wrongly_it_says_what_was_expected(config: Path, words: tuple[str, ...], said: str) -> None:
    assert said in run(config, *words, code=1)
