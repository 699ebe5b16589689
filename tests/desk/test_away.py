"""/away UNTIL: the day as an agent writes it in his language, and what he is told when it cannot be read."""

from datetime import date

import pytest

from mailbot.desk.commands import days
from mailbot.desk.effects import SetAbsence
from tests.desk.agents import does, effects, is_refused, receipt

TUESDAY = date(2026, 11, 24)  # the day of tests/desk/agents.py


def until(words):
    (effect,) = effects(does(f"/away {words}"), SetAbsence)
    return effect.until


@pytest.mark.parametrize(("ahead", "written"), [
    (0, ("idag", "i dag", "today", "heute", "vandaag", "till i dag", "bis heute", "I dag.")),
    (1, ("imorgon", "i morgon", "imorn", "morgon", "Imorgon!", "tomorrow", "until tomorrow", "morgen", "bis morgen", "tot morgen", "tot en met morgen", "t/m morgen", "till och med imorgon")),
    (2, ("i övermorgon", "övermorgon", "the day after tomorrow", "übermorgen", "uebermorgen", "bis übermorgen", "overmorgen")),
    (3, ("fredag", "fre", "till fredag", "t.o.m. fredag", "till och med på fredag", "fram till fredagen", "Friday", "fri", "until Friday", "through Fri.",
         "Freitag", "Fr.", "bis Freitag", "bis zum Freitag", "bis einschließlich Freitag", "vrijdag", "vr", "tot vrijdag", "t/m vrijdag", "tot en met vrijdag")),
    (6, ("måndag", "mandag", "Monday", "Montag", "maandag", "ma")), (7, ("tisdag", "Tuesday", "Dienstag", "dinsdag", "di")),
    (5, ("söndag", "sunday", "Sonntag", "zondag")), (4, ("lördag", "saturday", "Samstag", "Sonnabend", "zaterdag")),
    (11, ("5 december", "5 dec", "5 dec.", "den 5 december", "till den 5:e december", "lördag 5 december", "5 December", "December 5", "Dec 5th", "until the 5th of December", "Saturday, 5 December",
          "5. Dezember", "bis zum 5. Dez.", "Samstag, den 5. Dezember", "tot 5 december", "zaterdag 5 december 2026", "5 december 2026", "2026-12-05", "till 2026-12-05", "bis 5.12.2026", "tot 05-12-2026")),
])
def test_a_day_is_read_as_it_is_written(ahead, written):
    assert {words: (until(words) - TUESDAY).days for words in written} == dict.fromkeys(written, ahead)


@pytest.mark.parametrize(("written", "day"), [("2 januari", date(2027, 1, 2)), ("24 november", TUESDAY), ("23 november", date(2027, 11, 23)), ("March 1", date(2027, 3, 1))])
def test_a_day_without_a_year_is_the_next_one(written, day):
    assert until(written) == day


def test_without_a_day_it_lasts_until_he_is_back():
    assert until("") is None and "tills du skriver /back" in receipt(does("/away"))


@pytest.mark.parametrize("written", [
    "1/12", "5/12", "snart", "nästa vecka", "nästa fredag", "next Friday", "nächste Woche", "volgende week", "fredag eller måndag", "till", "2 veckor", "30 februari", "måndag 5 december",
    "32 december", "5", "5.12.", "december", "2026-13-01", "fredag 2026-12-04", "5 december 26",
])
def test_what_reads_two_ways_or_none_is_refused_with_what_can_be_written(written):
    """What was seen, and ways to write a day, one of them a date that is still to come."""
    decision = does(f"/away {written}")
    told = " ".join(receipt(decision).split())
    assert is_refused(decision) and "Förslag: /away fredag" in told
    assert written in told and ("imorgon, fredag, 5 december eller 2026-12-04" in told)


def test_the_receipt_names_the_day_in_full():
    assert "Du är borta till och med fredag 27 november 2026." in receipt(does("/away till fredag"))


@pytest.mark.parametrize("written", ["2026-11-23", "1 december 2025"])
def test_nobody_is_away_until_a_day_that_is_past(written):
    assert is_refused(does(f"/away {written}"))


def test_every_day_of_the_week_and_every_month_has_its_names_in_four_languages():
    assert sorted(set(days._WEEKDAYS.values())) == list(range(7)) and sorted(set(days._MONTHS.values())) == list(range(1, 13))
    for weekday in range(7):
        assert days.DayToCome(weekday=weekday).after(TUESDAY).weekday() == weekday
