"""Commands in an agent's mail: which there are, what they take, and how they are read (commands.md 5.2, 5.4).
Only reading: what a command does stands in desk/agents."""

from mailbot.desk.commands.reading import Reading, aliases, may_mean, nearest, read, resolve
from mailbot.desk.commands.table import COMMANDS, CommandSpec, Stage
from mailbot.desk.commands.values import Command, Fault

__all__ = ["COMMANDS", "Command", "CommandSpec", "Fault", "Reading", "Stage", "aliases", "may_mean", "nearest", "read", "resolve"]
