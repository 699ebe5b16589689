"""Time worked, as it is entered: raw minutes as told, and what of them is charged (BK-36, SA-16, states.md 3.3).
What no block covers is never charged unasked: it is entered as goodwill, and the agent is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mailbot.config.settings import Config, Tier
from mailbot.config.values import Span
from mailbot.desk import ledger
from mailbot.desk.effects import Draw, Spend
from mailbot.desk.facts import Block, Case, Worked

Billing = Literal["block", "agreement", "invoice", "goodwill"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Who worked how long, when and at what, under which key it is booked once."""

    agent_id: str
    minutes: int  # positive
    spent_on: date
    note: str
    idem: str
    actor: str = ""  # who writes it down; else the agent


@dataclass(frozen=True, slots=True)
class Booked:
    """What becomes of it. `uncovered`: minutes beyond the last block that nobody pays for; `absorbed`: given away as the vendor wants."""

    spends: tuple[Spend, ...]
    uncovered: int = 0
    absorbed: int = 0

    @property
    def drawn(self) -> int:
        """Minutes that blocks pay for."""
        return -sum(draw.minutes for spend in self.spends for draw in spend.draws)


def tier_of(case: Case, config: Config) -> Tier | None:
    """The tier that a case rests on."""
    return config.tier(case.tier) if case.tier else None


def blocks_of(case: Case, config: Config) -> tuple[Block, ...] | None:
    """The blocks that pay for a case; None when it rests on none."""
    tier = tier_of(case, config)
    if tier is None or tier.kind != "prepaid_blocks" or case.account is None:
        return None
    return ledger.of_matter(case.account.blocks, case.id, block_per_case=tier.block_per_case)


def minutes_left(case: Case, config: Config, today: date) -> int | None:
    """Prepaid minutes that this case may still use; None where it rests on no blocks."""
    blocks = blocks_of(case, config)
    return None if blocks is None else ledger.balance(blocks, today)


def enter(case: Case, entry: Entry, worked: Sequence[Worked], config: Config, today: date) -> Booked:
    """Enter time for a case: from its blocks, or by the tier it rests on. `worked`: what was entered before, for it
    and for other cases."""
    worked = [one for one in worked if one.case_id == case.id]
    blocks = blocks_of(case, config)
    if blocks is None:
        return Booked((_by_tier(case, entry, worked, config),))
    drawn = ledger.draw(blocks, entry.minutes, today)
    spends = [_spend(case, entry, drawn.covered, "block", draws=drawn.draws)] if drawn.covered else []
    if not drawn.uncovered:
        return Booked(tuple(spends))
    spends.append(_spend(case, entry, drawn.uncovered, "goodwill", suffix=":beyond" if drawn.covered else ""))
    absorbed = min(drawn.uncovered, _allowance(worked, config))
    return Booked(tuple(spends), drawn.uncovered - absorbed, absorbed)


def give(case: Case, entry: Entry) -> Spend:
    """Time without charge: the customer pays nothing for it, whatever the case rests on."""
    return _spend(case, entry, entry.minutes, "goodwill")


def rounded_up(minutes: int, step: Span) -> int:
    """Minutes rounded up to whole steps; a step of nothing rounds nothing."""
    return minutes if step.amount <= 0 else -(-minutes // step.amount) * step.amount


def billed_for(minutes: int, before: Sequence[Worked], step: Span) -> int:
    """What an entry of so many minutes, perhaps negative, adds to the bill: time on account is rounded up once for the whole case,
    so that it comes to the same however it was split."""
    invoiced = [entry for entry in before if entry.billing == "invoice"]
    raw, billed = sum(entry.minutes for entry in invoiced), sum(entry.billed for entry in invoiced)
    return rounded_up(raw + minutes, step) - billed


def _by_tier(case: Case, entry: Entry, worked: Sequence[Worked], config: Config) -> Spend:
    tier = tier_of(case, config)
    if tier is None or tier.kind != "after_the_fact":
        return _spend(case, entry, entry.minutes, "agreement")
    return _spend(case, entry, entry.minutes, "invoice", billed=billed_for(entry.minutes, worked, config.billing.invoice_step))


def _allowance(worked: Sequence[Worked], config: Config) -> int:
    """Minutes beyond the last block that the vendor still gives away in a case, without a word."""
    if config.billing.overtime_on_block != "absorb":
        return 0
    given = sum(entry.minutes for entry in worked if entry.billing == "goodwill")
    return max(0, config.billing.absorb_up_to.amount - given)


def _spend(case: Case, entry: Entry, minutes: int, billing: Billing, *, draws: tuple[Draw, ...] = (), billed: int | None = None,
           suffix: str = "") -> Spend:
    return Spend(
        case_id=case.id, account_id=case.account.id if case.account else None, agent_id=entry.agent_id, minutes=minutes, draws=draws,
        billing=billing, spent_on=entry.spent_on, note=entry.note, idem=f"{entry.idem}{suffix}", billed=billed, actor=entry.actor,
    )
