"""`mailbot hours` prints the calculation: every day, what of it counts, and why it is short or closed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mailbot.cli import app

VENDORS = Path(__file__).parent.parent / "vendors"


def run(*words, vendor="softone"):
    return CliRunner().invoke(app, ["hours", *words, "--config", str(VENDORS / f"{vendor}.toml")])


def test_the_calculation_is_shown_day_by_day():
    """B01 of the scenarios: the eve of 1 May closes at 13."""
    shown = run("--at", "2026-04-30T12:40", "--add", "4h").output
    assert "due Mon 2026-05-04 11:40 CEST" in shown and "2026-05-04 09:40" in shown
    words = " ".join(shown.split())
    assert "0:20, now 0:20" in words and "3:40, now 4:00" in words
    assert "short day before" in words and "public holiday" in words


@pytest.mark.parametrize(("vendor", "at", "add", "due"), [
    ("softone", "2026-12-22T14:00", "48h", "2027-01-07T15:00:00+01:00"),
    ("bokis", "2026-04-30T16:30", "1 workday", "2026-05-04T17:00:00+02:00"),
    ("fakturax", "2026-06-03T15:00", "4h", "2026-06-05T12:00:00+02:00"),
    ("softadvice", "2026-07-20T16:30", "4h", "2026-07-22T13:30:00+02:00"),
    ("visma", "2026-10-30T12:20", "2h", "2026-11-02T09:20:00+01:00"),
])
def test_every_vendor_reckons_in_his_own_hours(vendor, at, add, due):
    assert json.loads(run("--at", at, "--add", add, "--json", vendor=vendor).output)["due"] == due


@pytest.mark.parametrize(("words", "said"), [
    (("--add", "4x"), "1 workday"), (("--at", "yesterday"), "2026-04-30T12:40"), (("--calendar", "ofice"), "did you mean 'office'"),
])
def test_mistakes_say_what_was_expected(words, said):
    result = run(*words)
    assert result.exit_code == 1 and said in result.output


def test_without_anything_to_add_it_says_whether_we_are_open():
    shown = run("--at", "2026-11-24T12:10").output
    assert "closed; opens Tue 2026-11-24 13:00" in shown
