"""/help: the commands that an agent's role reaches, in the order in which they are carried out; or one of them with examples, and with what there is to choose from.
Made from the table of commands, so that it can tell of none that does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mailbot.config.settings import Agent
from mailbot.desk import commands
from mailbot.desk.agents.examples import (
    SAID_BY,
    desk_of,
    examples,
    named,
    offered,
)
from mailbot.desk.agents.turn import Done, Turn, may
from mailbot.desk.commands import COMMANDS, Command, CommandSpec, Fault
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import Append, Decision, Send
from mailbot.desk.letters import case_values, to_agent

EXPLAINED_UP_TO = 12  # commands: what each does is told too; of more, how it is written, so that the letter stays within two screens


def helped(turn: Turn) -> Decision:
    """How to work by mail, when nothing else was asked for."""
    kept = Append(turn.case.id if turn.case else None, "note", turn.actor, turn.hearing.message.new_text, True)
    return Decision("agent_help", (kept, *help_letter(turn, None).effects), turn.hearing.trail)


def help_letter(turn: Turn, command: Command | None) -> Done:
    """The letter; after "/help spend" how that command is written."""
    about = None if command is None else _asked_for(turn, command)
    desk = desk_of(turn)
    values = {"case": case_values(turn.case) if turn.case else None, "role": turn.agent.role, "command": about or "",
              "examples": list(examples(COMMANDS[about], desk)) if about else [],
              "offered": [{"name": one, "value": named(about, one, desk)} for one in offered(about, desk)] if about else [],
              "said_by": SAID_BY.get(about or "", ""),
              "also": [f"/{word}" for word, name in _aliases(turn).items() if name == about],
              "groups": [] if about else groups(turn.agent), "explained": len(_his(turn.agent)) <= EXPLAINED_UP_TO}
    return Done((Send(to_agent(turn.hearing, turn.agent, "agent_help", turn.case, values, reply_is=turn.reply_is)),))


def unknown(turn: Turn) -> tuple[Fault, ...]:
    """What he asks help for, and we do not know."""
    return tuple(fault_of(command, "unknown", word, f"/help {near.lstrip('/')}" if (near := commands.nearest(word.lstrip("/"), _aliases(turn))) else "")
                 for command in turn.reading.named("help") if (word := _word(command)) and _asked_for(turn, command) is None)


def groups(agent: Agent) -> list[dict[str, Any]]:
    """His commands by stage: {"stage", "commands": [{"name", "desk"}]}; `desk`: it goes to the desk address."""
    his = _his(agent)
    return [{"stage": stage.name.lower(), "commands": [{"name": spec.name, "desk": spec.where == "desk"} for spec in his if spec.stage is stage]}
            for stage in sorted({spec.stage for spec in his})]


def _his(agent: Agent) -> tuple[CommandSpec, ...]:
    return tuple(spec for spec in COMMANDS.values() if may(agent, spec.who))


def _word(command: Command) -> str:
    return command.words.split()[0] if command.words else ""


def _asked_for(turn: Turn, command: Command) -> str | None:
    """The command that "/help word" names, if his role reaches it."""
    name = commands.resolve(_word(command).lstrip("/"), _aliases(turn))
    return name if name is not None and may(turn.agent, COMMANDS[name].who) else None


def _aliases(turn: Turn) -> Mapping[str, str]:
    return commands.aliases(turn.hearing.rules)
