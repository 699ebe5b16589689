"""A case and its account for tests of what is decided on them; only what a test speaks of is given."""

from datetime import UTC, date, datetime, timedelta

from mailbot.config.settings import Config
from mailbot.desk.facts import Account, Block, Case, Line, Participant, Worked

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 26)


def config(*, billing=None, block_per_case=False, languages=("sv",)):
    return Config.model_validate({
        "vendor": {"name": "Bokis", "languages": list(languages), "default_language": languages[0]},
        "mailbox": {"address": "support@bokis.example"},
        "hours": {"office": {"timezone": "Europe/Stockholm"}},
        "tier": [
            {"name": "block", "kind": "prepaid_blocks", "price": 300, "block_per_case": block_per_case},
            {"name": "plus", "kind": "yearly_fee", "price": 400},
            {"name": "hourly", "kind": "after_the_fact"},
        ],
        "billing": billing or {},
    })  # fmt: skip


def block(number, left, expires=None, *, bought=15, case_id=None, case_open=False, ended="", last_line=0):
    return Block(number, left, NOW - timedelta(days=100 - number), expires, bought, 30_000, "SEK", "block", ended, last_line, case_id, case_open)


def account(*blocks, number=7, addresses=("karin@skola.example",)):
    return Account(number, 1, "Karin", None, addresses, blocks=blocks)


def case(*blocks, tier="block", number=1):
    karin = Participant(1, "karin@skola.example", "requester")
    return Case(number, 1, f"BK-2026-{number:06}", "Utskrift", "sv", "open", "technical", "normal", tier, karin, (karin,), (), account(*blocks),
                None, NOW, None, None, None, None, 0, None, ())


def worked(number, minutes, *lines, billing="block", billed=0, by="lisa", hours_ago=1, corrects=None, case_id=1):
    """An entry; its lines as (id, block, minutes) or, reversed, (id, block, minutes, True)."""
    return Worked(number, case_id, by, minutes, billed, billing, NOW - timedelta(hours=hours_ago), corrects, tuple(Line(*line) for line in lines))
