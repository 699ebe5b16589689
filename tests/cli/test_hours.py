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


def test_a_weekend_says_why_it_is_closed():
    assert "no hours on Saturdays" in " ".join(run("--at", "2026-11-27T15:00", "--add", "4h").output.split())


def test_programs_get_the_days_as_values():
    answer = json.loads(run("--at", "2026-04-30T12:40", "--add", "4h", "--json").output)

    assert answer["due_utc"] == "2026-05-04T09:40:00+00:00"
    assert answer["days"][0] == {"date": "2026-04-30", "open": ["08:00-13:00"], "why": "short day before Första maj", "minutes": 20, "total": 20,
                                 "counted": "0:20, now 0:20"}
    assert sum(day["minutes"] for day in answer["days"]) == 240


def test_working_days_are_counted_from_the_day_after_receipt():
    shown = " ".join(run("--at", "2026-12-30T09:00", "--add", "3 workdays", vendor="bokis").output.split())
    assert "day of receipt" in shown and "working day 3" in shown and "due Thu 2027-01-07 17:00" in shown


def test_a_moment_may_carry_its_own_zone_and_round_the_clock_has_no_closing():
    shown = run("--at", "2026-04-30T12:40Z", "--add", "40m", "--calendar", "always").output
    assert "from Thu 2026-04-30 14:40 CEST" in shown and "due Thu 2026-04-30 15:20 CEST" in shown


def test_a_long_calculation_shows_its_ends_and_a_table_fits_the_terminal():
    lines = run("--at", "2026-05-01T12:00", "--add", "400 workdays").output.splitlines()
    assert any("left out" in line for line in lines) and len(lines) < 200
    assert max(map(len, lines)) <= 80


def test_now_is_the_default(monkeypatch):
    from datetime import UTC, datetime

    monkeypatch.setattr("mailbot.clock.now", lambda: datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    assert "at Tue 2026-11-24 09:00 CET: open" in run().output


def test_an_office_that_never_opens_is_an_error_not_an_endless_search(tmp_path):
    config = tmp_path / "config.toml"
    days = "".join(f"{day} = []\n" for day in ("monday", "tuesday", "wednesday", "thursday", "friday"))
    config.write_text(f'[hours.office]\ntimezone = "Europe/Stockholm"\n{days}')
    result = CliRunner().invoke(app, ["hours", "--at", "2026-11-24T12:10", "--add", "1h", "--config", str(config)])
    assert result.exit_code == 1 and "this calendar never opens" in str(result.exception)


def test_a_time_beyond_all_calendars_is_refused():
    result = run("--at", "9999-12-30T12:00", "--add", "90d")
    assert result.exit_code == 1 and "expected a shorter time" in result.output


def test_without_anything_to_add_it_says_whether_we_are_open():
    shown = run("--at", "2026-11-24T12:10").output
    assert "closed; opens Tue 2026-11-24 13:00" in shown
