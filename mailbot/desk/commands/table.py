"""The table of agents' commands: what each takes, who may give it, where, and in which order all are carried out.
How it is written and what it does is told by [usage] and [command] of templates/*/words.toml; other words stand in rules/commands.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from mailbot.desk.commands import arguments as takes
from mailbot.desk.commands.pieces import Piece, maybe, shown_as

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
    inserts: bool = False  # stands in the text too, on a line of its own, and something takes its place


REASONS = ("answered", "cannot_reproduce", "out_of_scope", "duplicate", "customer")
REASON = takes.choice(
    *REASONS,
    besvarat="answered", kan_inte_återskapas="cannot_reproduce", ingår_inte="out_of_scope", dubblett="duplicate", kunden="customer",
    beantwortet="answered", nicht_nachstellbar="cannot_reproduce", nicht_enthalten="out_of_scope", doppelt="duplicate", kunde="customer",
    beantwoord="answered", niet_reproduceerbaar="cannot_reproduce", valt_er_niet_onder="out_of_scope", dubbel="duplicate", klant="customer",
)
ACCESS = takes.choice("access", åtkomst="access", tillgång="access", zugang="access", zugriff="access", toegang="access")

COMMANDS: Mapping[str, CommandSpec] = {
    spec.name: spec
    for spec in (
        CommandSpec("note", stage=Stage.MANNER),
        CommandSpec("trained", (takes.an_address, takes.module, maybe(takes.day)), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("contact-add", (takes.person_and_customer,), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("contact-remove", (takes.an_address,), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("overdue", (takes.an_address, maybe(takes.day)), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("paid", (takes.an_address,), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("suspend", (takes.an_address, maybe(takes.words("suspend"))), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("resume", (takes.an_address, maybe(takes.words("resume"))), Stage.REGISTERS, "lead", "both", repeats=True),
        CommandSpec("resend-confirmation", (takes.an_address,), Stage.REGISTERS, "lead", "both", force=True),
        CommandSpec("allow", (takes.words("allow"),), Stage.REGISTERS, "lead"),
        CommandSpec("reply", (maybe(takes.choice("first")),), Stage.MANNER),
        CommandSpec("undo", stage=Stage.MANNER),
        CommandSpec("send", stage=Stage.MANNER, where="both"),
        CommandSpec("payment", (takes.amount, takes.an_address, maybe(takes.day)), Stage.REGISTERS, who="admin", where="desk", force=True),
        CommandSpec("match", (takes.item, takes.whose, maybe(takes.person)), Stage.REGISTERS, who="admin", where="both"),
        CommandSpec("refund", (maybe(takes.paid_back), maybe(takes.amount)), Stage.REGISTERS, who="lead", where="both"),
        CommandSpec("spend", (takes.signed_duration, maybe(takes.day), maybe(takes.words("spend"))), Stage.TIME, force=True),
        CommandSpec("goodwill", (takes.duration, maybe(takes.day), maybe(takes.words("goodwill"))), Stage.TIME),
        CommandSpec("use", (takes.choice("block", "plus", "agreement"),), Stage.FIELDS),
        *(CommandSpec(name, (takes.words(place),), Stage.MANNER, where="both", repeats=True, inserts=True)
          for name, place in (("faq", "page"), ("wiki", "page"), ("template", "block"))),
        # who has it
        CommandSpec("take", force=True),
        CommandSpec("assign", (takes.agent,)),
        CommandSpec("unassign"),
        CommandSpec("start"),
        CommandSpec("line", (shown_as(takes.choice("1", "2", "3"), "{line}"), maybe(shown_as(takes.text, "tell"))), Stage.LINKS),  # before somebody gets it there
        CommandSpec("route", (takes.words("team"),), Stage.LINKS),
        CommandSpec("watch", who="reader"),
        CommandSpec("unwatch", who="reader"),
        # what it is
        CommandSpec("priority", (takes.words("priority"),)),
        CommandSpec("workaround", (takes.words("workaround"),)),
        CommandSpec("subject", (takes.words("subject"),)),
        CommandSpec("product", (takes.words("product"),)),
        CommandSpec("kind", (takes.words("kind"),)),
        CommandSpec("language", (takes.words("language"),)),
        CommandSpec("tag", (takes.words("tag"),), repeats=True),
        CommandSpec("reproduced", (takes.choice("yes", "no", ja="yes", nein="no", nej="no", nee="no"),)),
        CommandSpec("solution", (takes.words("solution"),), repeats=True),
        CommandSpec("lesson", (takes.words("lesson"),), repeats=True),
        CommandSpec("checklist", (maybe(takes.words("detail")),)),
        CommandSpec("waive", (takes.words("detail"),), repeats=True),
        # in what state it is from now on
        CommandSpec("ask", (maybe(ACCESS),), Stage.STATE),
        CommandSpec("resolve", (maybe(REASON),), Stage.STATE),
        CommandSpec("close", (maybe(REASON),), Stage.STATE),
        CommandSpec("reopen", stage=Stage.STATE),
        CommandSpec("refer", (takes.words("topic"),), Stage.STATE),
        CommandSpec("decline", (takes.words("decline"),), Stage.STATE),
        CommandSpec("convert", (takes.choice("case", "feedback", "wish"),), Stage.STATE),
        # at the desk
        CommandSpec("new", (takes.an_address, maybe(takes.words("subject"))), Stage.LINKS, where="desk"),
        CommandSpec("away", (maybe(takes.until),), Stage.REGISTERS, who="reader", where="both"),
        CommandSpec("back", stage=Stage.REGISTERS, who="reader", where="both"),
        CommandSpec("status", (maybe(takes.number),), Stage.ANSWERS, who="reader", where="both"),
        CommandSpec("queue", stage=Stage.ANSWERS, who="reader", where="both"),
        CommandSpec("balance", (maybe(takes.address_or_number),), Stage.ANSWERS, who="reader", where="both"),
        # how cases hang together, and who takes part
        CommandSpec("consult", (takes.addresses,), Stage.LINKS),
        CommandSpec("merge", (takes.number,), Stage.LINKS, force=True),
        CommandSpec("unmerge", (maybe(takes.number),), Stage.LINKS, who="lead"),
        CommandSpec("split", (maybe(takes.words("subject")),), Stage.LINKS),
        CommandSpec("link", (takes.number,), Stage.LINKS, repeats=True),
        CommandSpec("cc", (takes.addresses,), Stage.LINKS, repeats=True),
        CommandSpec("uncc", (takes.addresses,), Stage.LINKS, repeats=True),
        CommandSpec("addcontact", (takes.addresses,), Stage.LINKS, repeats=True),
        CommandSpec("revoke", (maybe(takes.agent),), Stage.REGISTERS, where="desk", who="reader"),
        CommandSpec("help", (maybe(takes.words("command")),), Stage.ANSWERS, where="both", who="reader"),
    )
}  # fmt: skip
