"""Blocks that expire: a warning two weeks before, the end after the last day, one letter for all that end on the same day.
Minutes are refused by their day, whenever this runs; it only writes down what holds already."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailbot.config.settings import Config
from mailbot.desk.effects import Decision, DueDone, Effect, EndBlock, Letter, Send, Step
from mailbot.desk.facts import Account, Block, DueItem, Facts

WARNING, ENDING = "block_warning", "block_expiry"  # kinds of due times
WARN_BEFORE = timedelta(days=14)
WARN_AT, END_AT = time(9), time(3)  # in the office's own time: a letter for the morning, the books at night


def times(expires_on: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a block is warned of, and when it is ended."""
    return datetime.combine(expires_on - WARN_BEFORE, WARN_AT, zone), datetime.combine(expires_on + timedelta(days=1), END_AT, zone)


def warn(item: DueItem, account: Account, facts: Facts, config: Config) -> Decision:
    """Two weeks are left: what ends that day, in one letter for all blocks of it."""
    day = next((block.expires_on for block in account.blocks if block.id == item.block_id), None)
    minutes = sum(block.minutes_left for block in account.blocks if block.expires_on == day)
    if day is None or minutes <= 0 or day < today(facts.now, config):
        return Decision("block_not_warned", (DueDone(item.id),), (Step("block expires", False, "nothing is left of it, or it is over"),))
    letter = _letter("block_expiring", account, day, minutes, config)
    return Decision("block_warned", (DueDone(item.id), *letter), (Step("block expires", True, f"{minutes} minutes until {day}"),))


def end(item: DueItem, account: Account, facts: Facts, config: Config) -> Decision:
    """The last day is over: what was left goes off every block of the account that is over."""
    ended = ending(account, today(facts.now, config), config)
    return Decision(ended.verdict, (DueDone(item.id), *ended.effects), ended.trail)


def ending(account: Account, day: date, config: Config, *, actor: str = "system", only: int | None = None) -> Decision:
    """The lines that end what has expired before `day`, all of it or one block, and a letter for each last day."""
    over = [block for block in account.blocks if only in (None, block.id) and has_expired(block, day)]
    if not over:
        return Decision("nothing_expired", (), (Step("block expired", False, "no block has expired with minutes left"),))
    lines: list[Effect] = [EndBlock(account.id, block.id, block.minutes_left, "expiry", actor, "", key_of(block)) for block in over]
    for last_day in sorted({block.expires_on for block in over if block.expires_on is not None}):
        minutes = sum(block.minutes_left for block in over if block.expires_on == last_day)
        lines += _letter("block_expired", account, last_day, minutes, config)
    told = ", ".join(f"block {block.id}: {block.minutes_left} min" for block in over)
    return Decision("block_expired", tuple(lines), (Step("block expired", True, told),))


def has_expired(block: Block, day: date) -> bool:
    """Are there minutes on it that nobody may use any more?"""
    return block.minutes_left > 0 and block.expires_on is not None and block.expires_on < day


def key_of(block: Block) -> str:
    """A block expires once; what a correction brings back to it afterwards expires under a key of its own."""
    return f"expiry:block:{block.id}" + (f":{block.last_line}" if block.ended else "")


def today(now: datetime, config: Config) -> date:
    """The day in the vendor's office."""
    return now.astimezone(ZoneInfo(config.hours["office"].timezone)).date()


def _letter(template: str, account: Account, day: date, minutes: int, config: Config) -> tuple[Effect, ...]:
    """To the address that was paid for; none where nobody is left to write to."""
    if not account.addresses:
        return ()
    language = account.language or config.vendor.default_language
    values = {"minutes": minutes, "expires_on": day.isoformat()}
    return (Send(Letter(template, language, account.addresses[0], values, idem=f"{template}:{account.id}:{day}")),)
