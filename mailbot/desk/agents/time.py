"""Time worked on a case: entered, taken back, given away, and what pays for it.
Never more is drawn than is left, and what no block covers is said (BK-36)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mailbot.desk import corrections, ledger, time_worked
from mailbot.desk.agents.turn import NOTHING, Done, Turn, may
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import Letter, ReplyTo, Send, SetState, Spend
from mailbot.desk.facts import Case
from mailbot.desk.letters import REFERENCES, case_values
from mailbot.desk.matters import local_day
from mailbot.desk.time_worked import Booked, Entry

FAR_TOO_MUCH = 3  # times the balance: probably a slip of the keys
PAYS = {"block": "prepaid_blocks", "plus": "yearly_fee", "agreement": "agreement"}  # words of /use, and kinds of tiers


def spend(turn: Turn, command: Command) -> Done:
    """/spend 10m: time worked; drawn from prepaid blocks where the case rests on them. /spend -10m takes time back."""
    if command.minutes < 0:
        return _take_back(turn, command)
    today, left = local_day(turn.hearing), balance(turn)
    if command.on is not None and command.on > today:
        return Done(faults=(fault_of(command, "future_date", str(command.on), f"/spend {command.minutes}m"),))
    if left is not None and command.minutes > FAR_TOO_MUCH * max(left, 1) and not command.force:
        return Done(faults=(fault_of(command, "too_many_minutes", str(left), f"{command.source} force"),))
    booked = time_worked.enter(paid_by(turn), _entry(turn, command, "spend"), turn.hearing.facts.worked, turn.hearing.config, today)
    return Done(booked.spends, _minutes_said(left, booked), changes=True)


def _take_back(turn: Turn, command: Command) -> Done:
    """His own entries of a day, a lead's any: the minutes return to the blocks drawn last (S09)."""
    hearing, case = turn.hearing, turn.about
    whose = None if may(turn.agent, "lead") else turn.agent.id
    reach = corrections.within_reach(hearing.facts.worked, case, hearing.facts.now, whose)
    done = corrections.correct(case, _entry(turn, command, "spend"), reach, hearing.facts.worked, hearing.config)
    if done.too_many:
        there = -command.minutes - done.too_many
        return Done(faults=(fault_of(command, "nothing_to_correct", str(there), f"/spend -{there}m" if there else ""),))
    return Done(done.spends, _returned(turn, command, done), changes=True)


def _returned(turn: Turn, command: Command, done: corrections.Corrected) -> tuple[Mapping[str, Any], ...]:
    """What may be used again; and what went back to a block that nobody may use any more."""
    left, account = balance(turn), turn.about.account
    if left is None or account is None:
        return ({"say": "taken_back", "minutes": -command.minutes},)
    usable = corrections.usable(done, account.blocks, turn.hearing.facts.worked, local_day(turn.hearing))
    lost: tuple[Mapping[str, Any], ...] = ({"say": "given_back_in_vain", "minutes": done.given_back - usable, "left": left + usable},)
    said: tuple[Mapping[str, Any], ...] = ({"say": "given_back", "minutes": usable, "left": left + usable},)
    return (*(said if usable or done.given_back == usable else ()), *(lost if done.given_back > usable else ()))


def goodwill(turn: Turn, command: Command) -> Done:
    """/goodwill 10m: time that nobody pays for."""
    given = time_worked.give(turn.about, _entry(turn, command, "goodwill"))
    return Done((given,), ({"say": "given_away", "minutes": command.minutes},), changes=True)


def use(turn: Turn, command: Command) -> Done:
    """/use block: what pays for the case from now on, this mail's time included."""
    case = turn.about
    if case.closed_at is not None:
        return Done(faults=(fault_of(command, "case_closed", case.number),))
    tier = _held(turn, command.choice)
    if tier is None:
        return Done(faults=(fault_of(command, "no_such_right", command.choice),))
    return Done((SetState(case.id, case.state, f"/use {command.choice}", turn.actor, tier=tier),), ({"say": "paid_by", "what": tier},), changes=True)


def used_up(turn: Turn, before: Done) -> Done:
    """The last prepaid minute is drawn: the customer learns it once, after the answer, with what more would cost. Not when the case
    ends: then the answer says that nothing is left, and whoever goes on asking is told the price."""
    drawn = [draw for spend in before.effects if isinstance(spend, Spend) for draw in spend.draws]
    blocks = [draw.block_id for draw in drawn if draw.minutes < 0]
    case = turn.case
    if case is None or not blocks or (balance(turn) or 0) + sum(draw.minutes for draw in drawn) > 0:
        return NOTHING
    if turn.reading.named("close") or case.closed_at is not None:
        return NOTHING
    return Done((Send(Letter(
        "block_empty", case.language, case.requester.address, {"case": case_values(case)}, idem=f"block_empty:block:{blocks[-1]}",
        reply_to=ReplyTo("customer"), case_id=case.id, references=case.references[-REFERENCES:],
    )),))


def balance(turn: Turn) -> int | None:
    """Minutes left, where the case rests on prepaid blocks."""
    return time_worked.minutes_left(paid_by(turn), turn.hearing.config, local_day(turn.hearing))


def paid_by(turn: Turn) -> Case:
    """The case, under the tier that this mail chooses, if it does."""
    chosen = next((tier for command in turn.reading.named("use") if (tier := _held(turn, command.choice))), None)
    return turn.about if chosen is None else replace(turn.about, tier=chosen)


def _held(turn: Turn, word: str) -> str | None:
    """The tier of this kind that the customer has something of today, in the vendor's order."""
    config, account, today = turn.hearing.config, turn.about.account, local_day(turn.hearing)
    for name in config.tier_order if account is not None else ():
        tier = config.tier(name)
        if tier is None or account is None or tier.kind != PAYS[word]:
            continue
        blocks = ledger.of_matter(account.blocks, turn.about.id, block_per_case=tier.block_per_case)
        granted = any(g.tier == name and not g.suspended and g.valid_from <= today and (g.valid_until is None or today <= g.valid_until)
                      for g in account.grants)
        if ledger.balance(blocks, today) > 0 if tier.kind == "prepaid_blocks" else granted:
            return name
    return None


def _entry(turn: Turn, command: Command, name: str) -> Entry:
    """One line of one mail is booked once."""
    number = turn.reading.named(name).index(command)
    return Entry(turn.agent.id, abs(command.minutes), command.on or local_day(turn.hearing), command.words, f"{name}:{turn.once}:{number}")


def _minutes_said(left: int | None, booked: Booked) -> tuple[Mapping[str, Any], ...]:
    if left is None:
        return ({"say": "worked", "minutes": sum(spend.minutes for spend in booked.spends)},)
    said: list[Mapping[str, Any]] = [{"say": "booked", "minutes": booked.drawn, "left": left - booked.drawn}]
    if booked.uncovered:
        said.append({"say": "not_covered", "minutes": booked.uncovered})
    if booked.absorbed:
        said.append({"say": "absorbed", "minutes": booked.absorbed})
    return tuple(said)
