"""Corrections: time entered wrongly is taken back by contra entries, and the minutes return to the blocks drawn last (I4, I13).
A line is reversed whole and once; where only part of it was wrong, the rest is drawn anew beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailbot.config.settings import Config
from mailbot.desk.effects import Draw, Spend
from mailbot.desk.facts import Block, Case, Line, Worked
from mailbot.desk.time_worked import Entry, billed_for

OWN_WITHIN = timedelta(hours=24)  # an agent corrects his own entries of this time; a lead any


@dataclass(frozen=True, slots=True)
class Corrected:
    """The contra entries, and the minutes for which there was nothing to take back."""

    spends: tuple[Spend, ...]
    too_many: int = 0

    @property
    def given_back(self) -> int:
        """Minutes that return to blocks."""
        return sum(draw.minutes for spend in self.spends for draw in spend.draws)


def within_reach(worked: Sequence[Worked], case: Case, now: datetime, agent_id: str | None) -> tuple[Worked, ...]:
    """What of the time of a case this agent may correct, with the corrections made so far; None: a lead, who may all of it."""
    own = [entry for entry in worked if entry.case_id == case.id]
    if agent_id is None:
        return tuple(own)
    his = {entry.id for entry in own if entry.corrects is None and entry.agent_id == agent_id and now - entry.at < OWN_WITHIN}
    return tuple(entry for entry in own if (entry.corrects or entry.id) in his)


def correct(case: Case, entry: Entry, reach: Sequence[Worked], worked: Sequence[Worked], config: Config) -> Corrected:
    """Take back `entry.minutes` of the time within reach, the newest entry first: what nobody paid for before what was drawn."""
    left, spends = entry.minutes, list[Spend]()
    invoiced = [one for one in worked if one.case_id == case.id]
    for root in sorted((one for one in reach if one.corrects is None), key=lambda one: one.id, reverse=True):
        chain = [one for one in reach if (one.corrects or one.id) == root.id]
        taken = min(left, sum(one.minutes for one in chain))
        if taken <= 0:
            continue
        billed = billed_for(-taken, invoiced, config.billing.invoice_step) if root.billing == "invoice" else None
        spends.append(_contra(case, entry, root, taken, _given_back((line for one in chain for line in one.lines), taken), billed))
        invoiced.append(Worked(0, case.id, root.agent_id, -taken, billed or 0, root.billing, root.at, root.id))
        left -= taken
    return Corrected(tuple(spends), left)


def usable(corrected: Corrected, blocks: Sequence[Block], worked: Sequence[Worked], today: date) -> int:
    """How many of the minutes that return to blocks may be used again: none of a block that has expired, or whose price went back."""
    void = {line.block_id for one in worked for line in one.lines if line.void}
    alive = {block.id for block in blocks if block.id not in void and (block.expires_on is None or block.expires_on >= today)}
    return sum(draw.minutes for spend in corrected.spends for draw in spend.draws if draw.block_id in alive)


def _given_back(lines: Iterable[Line], minutes: int) -> tuple[Draw, ...]:
    """The lines that stand, reversed from the newest on; what was too much of the last one is drawn again."""
    draws: list[Draw] = []
    for line in sorted((line for line in lines if line.minutes < 0 and not line.reversed), key=lambda line: line.id, reverse=True):
        if minutes <= 0:
            break
        draws.append(Draw(line.block_id, -line.minutes, line.id))
        if minutes < -line.minutes:
            draws.append(Draw(line.block_id, line.minutes + minutes))
        minutes += line.minutes
    return tuple(draws)


def _contra(case: Case, entry: Entry, root: Worked, minutes: int, draws: tuple[Draw, ...], billed: int | None) -> Spend:
    return Spend(
        case_id=case.id, account_id=case.account.id if case.account else None, agent_id=entry.agent_id, minutes=-minutes,
        draws=draws, billing=root.billing, spent_on=entry.spent_on, note=entry.note, idem=f"{entry.idem}:entry:{root.id}",  # type: ignore[arg-type]
        billed=billed, corrects=root.id, actor=entry.actor,
    )
