"""Who reads along, and who is there: copies of a case for whoever watches it; an absence, in which others hear of an agent's cases."""

from __future__ import annotations

from mailbot.desk.agents.turn import Done, Turn
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import SetAbsence, SetWatcher
from mailbot.desk.matters import local_day


def watch(turn: Turn, _command: Command) -> Done:
    """/watch: what the customer writes and what is noted comes to me too."""
    return Done((SetWatcher(turn.about.id, turn.agent.id, True),), ({"say": "watching"},), changes=True)


def unwatch(turn: Turn, command: Command) -> Done:
    if turn.agent.id not in turn.about.watchers:
        return Done(faults=(fault_of(command, "not_watching"),))
    return Done((SetWatcher(turn.about.id, turn.agent.id, False),), ({"say": "not_watching"},), changes=True)


def away(turn: Turn, command: Command) -> Done:
    """/away [UNTIL]: until then, that day included, others hear of my cases."""
    today = local_day(turn.hearing)
    until = command.to_come.after(today) if command.to_come is not None else command.on
    if until is None and command.to_come is not None:
        return Done(faults=(fault_of(command, "until", command.source.partition(" ")[2], "/away {friday}"),))
    if until is not None and until < today:
        return Done(faults=(fault_of(command, "past_date", str(until), "/away {friday}"),))
    said = {"say": "away_until", "on": str(until)} if until else {"say": "away"}
    return Done((SetAbsence(turn.agent.id, True, until),), (said,), changes=True)


def back(turn: Turn, _command: Command) -> Done:
    """/back; said twice it is still true."""
    return Done((SetAbsence(turn.agent.id, False),), ({"say": "back"},), changes=True)
