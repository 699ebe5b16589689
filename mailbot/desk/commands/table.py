"""The table of agents' commands: what each takes, who may give it, where, and in which order all are carried out.
How it is written and what it does is told by [usage] and [command] of templates/*/words.toml; other words stand in rules/commands.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from mailbot.desk.commands import arguments as takes
from mailbot.desk.commands.arguments import Piece, maybe

Role = Literal["reader", "agent", "lead", "admin"]
RANKS: tuple[Role, ...] = ("reader", "agent", "lead", "admin")


class Stage(IntEnum):
    """The order in which commands are carried out, whatever the order they were written in (commands.md 5.2)."""

    MANNER = 0  # how the text of the mail is taken: no more than that
    REGISTERS = 1  # customers, rights, payments
    LINKS = 2
    FIELDS = 3
    TIME = 4
    STATE = 6  # after the reply (5): the end comes last
    ANSWERS = 7  # questions of the agent, answered from what then holds


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command."""

    name: str
    takes: tuple[Piece, ...] = ()
    stage: Stage = Stage.FIELDS
    who: Role = "agent"  # and all above
    where: Literal["case", "desk", "both"] = "case"  # in a mail about a case; to the desk address; either
    force: bool = False  # may end in "force"
    repeats: bool = False  # may stand in one mail more than once


COMMANDS: Mapping[str, CommandSpec] = {
    spec.name: spec
    for spec in (
        CommandSpec("note", stage=Stage.MANNER),
        CommandSpec("trained", (takes.an_address, takes.module, maybe(takes.day)), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("contact-add", (takes.person_and_customer,), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("contact-remove", (takes.an_address,), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("overdue", (takes.an_address, maybe(takes.day)), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("paid", (takes.an_address,), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("suspend", (takes.an_address, maybe(takes.text)), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("resume", (takes.an_address, maybe(takes.text)), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("resend-confirmation", (takes.an_address,), Stage.REGISTERS, "lead", "both"),
        CommandSpec("allow", (takes.text,), Stage.REGISTERS, "lead"),
        CommandSpec("payment", (takes.amount, takes.an_address, maybe(takes.day)), Stage.REGISTERS, who="admin", where="desk"),
        CommandSpec("match", (takes.item, takes.whose, maybe(takes.person)), Stage.REGISTERS, who="admin", where="both"),
        CommandSpec("spend", (takes.signed_duration, maybe(takes.day), maybe(takes.text)), Stage.TIME, force=True),
        CommandSpec("goodwill", (takes.duration, maybe(takes.day), maybe(takes.text)), Stage.TIME),
        CommandSpec("use", (takes.choice("block", "plus", "agreement"),), Stage.FIELDS),
        CommandSpec("close", (maybe(takes.text),), Stage.STATE),
        CommandSpec("help", stage=Stage.ANSWERS, where="both", who="reader"),
    )
}  # fmt: skip
