"""A case as it will be once effects are booked: what an agent who changes it is told, and what he asks in the same mail.
Only what letters to agents tell; what it takes a look into the books to know stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from mailbot.desk.effects import (
    Answered,
    Assign,
    Begin,
    Draw,
    Effect,
    MoveCase,
    SetDetails,
    SetDue,
    SetField,
    SetLevel,
    SetReproduced,
    SetState,
    SetTag,
    SetWatcher,
    Spend,
)
from mailbot.desk.facts import OVER, Account, Case


def case_after(case: Case, effects: tuple[Effect, ...], now: datetime) -> Case:
    """The case with what these effects do to it; those of other cases do nothing."""
    for effect in effects:
        if getattr(effect, "case_id", None) == case.id:
            case = _with(case, effect, now)
    return case


def _with(case: Case, effect: Effect, now: datetime) -> Case:
    match effect:
        case SetState():
            return replace(case, state=effect.state, tier=effect.tier or case.tier, closed_at=(case.closed_at or now) if effect.state in OVER else None)
        case SetLevel():
            return replace(case, priority=effect.level)
        case SetField():
            field: dict[str, Any] = {effect.field: effect.value}
            return replace(case, **field)
        case SetDue():
            return replace(case, start_due_at=effect.start_due_at, answer_due_at=effect.answer_due_at)
        case Answered():
            return replace(case, answered_at=case.answered_at or effect.at)
        case Begin():
            return replace(case, started_at=case.started_at or effect.at)
        case SetReproduced():
            return replace(case, reproduced=effect.reproduced)
        case Spend():
            return replace(case, account=_less(case.account, effect.draws))
        case _:
            return _of_people(case, effect)


def _of_people(case: Case, effect: Effect) -> Case:
    match effect:
        case Assign():
            return replace(case, assigned_to=effect.agent_id)
        case MoveCase():
            return replace(case, line=effect.line or case.line, team=case.team if effect.team is None else effect.team, assigned_to=None)
        case SetWatcher():
            return replace(case, watchers=_joined(case.watchers, effect.agent_id, there=effect.watches))
        case SetTag():
            return replace(case, tags=_joined(case.tags, effect.tag, there=effect.there))
        case SetDetails():
            told = {detail.name: detail for detail in effect.details}
            return replace(case, details=(*(told.pop(each.name, each) for each in case.details), *told.values()))
        case _:
            return case


def _joined(known: tuple[str, ...], name: str, *, there: bool) -> tuple[str, ...]:
    without = tuple(each for each in known if each != name)
    return (*without, name) if there else without


def _less(account: Account | None, draws: tuple[Draw, ...]) -> Account | None:
    """The account with what is drawn from its blocks."""
    if account is None or not draws:
        return account
    moved = {block.id: sum(draw.minutes for draw in draws if draw.block_id == block.id) for block in account.blocks}
    return replace(account, blocks=tuple(replace(block, minutes_left=block.minutes_left + moved[block.id]) for block in account.blocks))
