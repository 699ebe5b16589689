"""The digest of views and wishes: when it is due, what it lists, and that nothing is told twice or lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.config.settings import Config
from mailbot.desk import digest
from mailbot.desk.digest import Collected, Digest
from mailbot.desk.effects import DueDone, ToldOf
from mailbot.desk.facts import DueItem

NOW = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)  # Monday, 8 in Stockholm
VIEWS = (Collected(1, NOW, "feedback", "a@x.se", "mörkt läge"), Collected(2, NOW, "wish", "b@x.se", "rad\n" * 400))
FACTS = Digest(NOW, DueItem(9, digest.KIND, None, NOW, subject=digest.SUBJECT), VIEWS)


def config(often="weekly", *, admins=True):
    return Config.model_validate({
        "vendor": {"name": "V", "languages": ["sv"], "default_language": "sv"}, "mailbox": {"address": "support@v.example"},
        "hours": {"office": {"timezone": "Europe/Stockholm"}}, "feedback": {"digest": often},
        "agent": [{"id": "eva", "email": ["eva@v.example"], "role": "admin" if admins else "agent"}],
    })


@pytest.mark.parametrize(("often", "now", "due"), [
    ("weekly", "2026-11-27T15:00", "2026-11-30T07:00"), ("weekly", "2026-11-30T06:59", "2026-11-30T07:00"), ("weekly", "2026-11-30T07:00", "2026-12-07T07:00"), ("weekly", "2026-11-29T23:30", "2026-11-30T07:00"),
    ("daily", "2026-11-27T15:00", "2026-11-28T07:00"), ("monthly", "2026-11-30T22:30", "2026-12-01T07:00"), ("monthly", "2026-12-01T07:00", "2027-01-01T07:00"),
    ("weekly", "2026-03-27T15:00", "2026-03-30T06:00"),
])
def test_when_it_is_due(often, now, due):
    """By the day in the office: Sunday half past eleven at night, UTC, is Monday there; summer time moves the hour."""
    at = digest.next_at(datetime.fromisoformat(now).replace(tzinfo=UTC), config(often))
    assert at == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_all_of_it_in_one_letter_shortened():
    decision = digest.write(FACTS, config())
    (letter,) = decision.letters
    assert (letter.template, letter.to, letter.values["feedback"], letter.values["more"]) == ("admin_digest", "eva@v.example", ["a@x.se: mörkt läge"], 0)
    assert len(letter.values["wishes"][0]) < 320
    assert decision.effects[:2] == (DueDone(9), ToldOf((1, 2)))


def test_what_is_not_shown_is_counted():
    many = tuple(replace(VIEWS[0], id=number) for number in range(60))
    assert digest.write(replace(FACTS, views=many), config()).letters[0].values["more"] == 10


@pytest.mark.parametrize(("facts", "admins"), [(FACTS, False), (replace(FACTS, views=()), True)])
def test_nobody_to_tell_or_nothing_is_no_letter_and_tells_nothing(facts, admins):
    decision = digest.write(facts, config(admins=admins))
    assert decision.letters == () and decision.effects == (DueDone(9), ToldOf(()))


@pytest.mark.parametrize("due", [None, replace(FACTS.due, due_at=NOW + timedelta(hours=1))])
def test_another_worker_was_faster(due):
    assert digest.write(replace(FACTS, due=due), config()).effects == ()
