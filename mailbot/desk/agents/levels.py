"""The priority of a case as an agent judges it, and what becomes of it once there is a way round the fault (SO-28, VI-08).
Due times are reckoned anew from when the clock began, with the length of the new level; the customer hears of levels that he knows."""

from __future__ import annotations

from typing import Any

from mailbot.config.settings import Config, Priority
from mailbot.desk.agents.choosing import chosen, near, plain
from mailbot.desk.agents.turn import Done, Turn, closed_already, letter_to_customer
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import Effect, KeepFinding, SetDue, SetLevel
from mailbot.desk.facts import OVER
from mailbot.desk.letters import case_values
from mailbot.desk.marks import HOURS, named
from mailbot.desk.promise import promise
from mailbot.desk.telling import CLOCK_RUNS

LAST_WORD = ("final", "slutgiltig", "slutligt", "endgültig", "definitief")


def priority(turn: Turn, command: Command) -> Done:
    """/priority NAME [final]: "final" is the vendor's last word, and the customer is told so even where the level stays."""
    config, words = turn.hearing.config, command.words.split()
    final = len(words) > 1 and words[-1].casefold() in LAST_WORD
    said = " ".join(words[:-1] if final else words)
    ways = ways_to_call(config)
    name = chosen(said, ways)
    level = config.priority(name) if name is not None else None
    if turn.about.state in OVER:
        return closed_already(turn, command)
    if level is None:
        meant = near(said, ways)
        suggestion = f"/priority {ways[meant]}" if meant else ""
        return Done(faults=(fault_of(command, "level", said, suggestion, offered=", ".join(each.name for each in config.priorities)),))
    if final and not config.priority_rules.vendor_decides:
        return Done(faults=(fault_of(command, "not_final", suggestion=f"/priority {level.name}"),))
    return set_level(turn, level, final=final)


def workaround(turn: Turn, command: Command) -> Done:
    """/workaround TEXT: kept, and the level sinks where the vendor says so. The work goes on: the fault is still there.
    In a mail without other words the customer is sent the text, see inserting.py."""
    case, rules = turn.about, turn.hearing.config.priority_rules
    if case.state in OVER:
        return closed_already(turn, command)
    kept = Done((KeepFinding(case.id, "workaround", command.words, turn.agent.id),), ({"say": "workaround"},), changes=True, goes_on=True)
    level = turn.hearing.config.priority(rules.workaround_lowers_to)
    if level is None or case.priority not in rules.workaround_lowers_from or turn.reading.named("priority"):
        return kept
    return kept + set_level(turn, level, because="there is a way round it")


def set_level(turn: Turn, level: Priority, *, final: bool = False, because: str = "") -> Done:
    """The level and its due times; the customer reads of it in the reply that the mail holds, else in a letter. Whose right is
    not proven yet was promised nothing, and is told nothing."""
    case, config = turn.about, turn.hearing.config
    changed = level.name != case.priority
    due = promise(config.tier(case.tier) if case.tier else None, level, case.fast, case.clock_from or case.received_at, config, named(HOURS, case.flags))
    runs = changed and case.state in CLOCK_RUNS
    effects: tuple[Effect, ...] = (SetLevel(case.id, level.name, turn.actor, because, turn.agent.id if final else None),)
    effects += (SetDue(case.id, due.start_due_at, due.answer_due_at),) if runs else ()
    done = Done(effects, ({"say": "level_final" if final else "level", "level": level.name},), changes=True)
    if not (final or (changed and _are_known(config, level, config.priority(case.priority)))) or turn.private or case.state == "awaiting_entitlement":
        return done
    now = turn.hearing.facts.now
    told: dict[str, Any] = {"new_level": level.name, "start_by": None, "answer_by": None}
    if level.promised and runs:
        starts = due.start_due_at if case.started_at is None and case.answered_at is None else None
        told |= {"start_by": starts.isoformat() if starts and starts > now and not turn.public else None,
                 "answer_by": due.answer_due_at.isoformat() if due.answer_due_at and due.answer_due_at > now and case.answered_at is None and not turn.public else None}
    if turn.public:
        return done + Done(tells=told | {"level_final": final})
    values = told | {"case": case_values(case) | {"priority": level.name}, "old_level": case.priority if changed else ""}
    return done + Done((letter_to_customer(turn, "priority_final" if final else "priority_changed", values),))


def _are_known(config: Config, *levels: Priority | None) -> bool:
    """Whether customers know of these levels: they may name one themselves, or a time was promised with one."""
    return config.priority_rules.customer_may_suggest or any(level is not None and level.promised for level in levels)


def ways_to_call(config: Config) -> dict[str, str]:
    """Every way to call a level: its name, its label in any language, and each half of "Stillestånd/Kritisk"."""
    names = {plain(level.name): level.name for level in config.priorities}
    for level in config.priorities:
        for label in level.label.values():
            for part in (label, *label.split("/")):
                names.setdefault(plain(part), level.name)
    return names
