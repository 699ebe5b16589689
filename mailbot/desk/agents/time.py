"""Time worked on a case: minutes as the agent gives them, drawn from prepaid blocks where the case rests on them.
Never more is drawn than is left, and what no block covers is said (BK-36)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mailbot.desk import ledger
from mailbot.desk.agents.turn import Done, Turn
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import Spend
from mailbot.desk.matters import local_day

FAR_TOO_MUCH = 3  # times the balance: probably a slip of the keys


def spend(turn: Turn, command: Command) -> Done:
    """/spend: time worked; drawn from prepaid blocks where the case rests on them."""
    case, today, left = turn.about, local_day(turn.hearing), balance(turn)
    if command.on is not None and command.on > today:
        return Done(faults=(fault_of(command, "future_date", str(command.on), f"/spend {command.minutes}m"),))
    if left is not None and command.minutes > FAR_TOO_MUCH * max(left, 1) and not command.force:
        return Done(faults=(fault_of(command, "too_many_minutes", str(left), f"{command.source} force"),))
    prepaid = _prepaid(turn)
    drawn = ledger.draw(case.account.blocks, command.minutes, today) if prepaid and case.account else ledger.Drawn((), 0)
    tier = turn.hearing.config.tier(case.tier) if case.tier else None
    after_the_fact = tier is not None and tier.kind == "after_the_fact"
    worked = Spend(
        case_id=case.id, account_id=case.account.id if case.account else None, agent_id=turn.agent.id, minutes=command.minutes,
        draws=drawn.draws, billing="block" if prepaid else "invoice" if after_the_fact else "agreement",
        spent_on=command.on or today, note=command.words, idem=f"spend:{turn.once}:0",
    )
    return Done((worked,), _minutes_said(left, worked), changes=True)


def balance(turn: Turn) -> int | None:
    """Minutes left, where the case rests on prepaid blocks."""
    case = turn.about
    return ledger.balance(case.account.blocks, local_day(turn.hearing)) if case.account and _prepaid(turn) else None


def _prepaid(turn: Turn) -> bool:
    case = turn.about
    tier = turn.hearing.config.tier(case.tier) if case.tier else None
    return tier is not None and tier.kind == "prepaid_blocks" and case.account is not None


def _minutes_said(left: int | None, worked: Spend) -> tuple[Mapping[str, Any], ...]:
    if worked.billing != "block":
        return ({"say": "worked", "minutes": worked.minutes},)
    drawn = -sum(draw.minutes for draw in worked.draws)
    said = {"say": "booked", "minutes": drawn, "left": (left or 0) - drawn}
    return (said, {"say": "not_covered", "minutes": worked.minutes - drawn}) if drawn < worked.minutes else (said,)
