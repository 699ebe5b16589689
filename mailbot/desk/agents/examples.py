"""How commands may be written, with what this vendor has: his levels, lines and programs, a day that is right today.
A place that he has nothing for stays in braces; [example] of templates/*/words.toml holds a word for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mailbot.config.intake import KINDS
from mailbot.config.rules import RuleSet
from mailbot.config.settings import Agent, Config
from mailbot.desk import duty
from mailbot.desk.agents.fields import products
from mailbot.desk.agents.referring import topics
from mailbot.desk.agents.turn import Turn
from mailbot.desk.commands import COMMANDS, CommandSpec, Fault
from mailbot.desk.matters import local_day

_PLACE = re.compile(r"\{([a-z_]+)\}")
SOON = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose examples: the vendor, the agent who asks, and the day on which he does."""

    config: Config
    rules: RuleSet
    agent: Agent | None
    today: date


def desk_of(turn: Turn) -> Desk:
    return Desk(turn.hearing.config, turn.hearing.rules, turn.agent, local_day(turn.hearing))


def examples(spec: CommandSpec, desk: Desk) -> tuple[str, ...]:
    """How the command may be written: with what it needs, and with all that it takes."""
    needed = " ".join(piece.example for piece in spec.takes if piece.needed)
    every = " ".join(piece.example for piece in spec.takes)
    known = places(desk)
    return tuple(dict.fromkeys(filled(f"/{spec.name} {words}".strip(), known) for words in (needed, every)))


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text with its places filled as far as they are known."""
    return _PLACE.sub(lambda place: known.get(place[1]) or place[0], text)


def with_examples(fault: Fault, desk: Desk) -> Mapping[str, str]:
    """What a fault says besides its line: a suggestion that is right today, and what there is to choose from."""
    suggestion = filled(fault.suggestion, places(desk))
    instead = {"date": str(desk.today), "until": str(desk.today + SOON), "choice": suggestion}.get(fault.problem, "")
    return {"suggestion": suggestion, "offered": fault.offered or instead}


def places(desk: Desk) -> dict[str, str]:
    """What stands in the places of examples; empty where the vendor has nothing."""
    config = desk.config
    price = next((f"{tier.price_minor // 100} {tier.currency or config.billing.currency}" for tier in config.tiers if tier.price_minor), "")
    return {
        "priority": _another([level.name for level in config.priorities], config.default_priority.name), "kind": KINDS[1], "product": _first(products(config)),
        "language": _another(list(config.vendor.languages), config.vendor.default_language), "team": _first(tuple(config.teams)),
        "line": _another(_lines(config), "1"), "agent": _first(_others(desk)), "detail": _first(desk.rules.details), "topic": "accounting",
        "page": _first(tuple(rule.name for rule in desk.rules.faq)), "block": _first(_blocks(desk)),
        "number": config.cases.number_format.format(year=desk.today.year, number=123), "yesterday": str(desk.today - timedelta(days=1)),
        "price": price, "tier": _first(tuple(tier.name for tier in config.tiers if tier.price_minor)), "command": "spend",
    }  # fmt: skip


# ---- what there is to choose from ------------------------------------------------------------------------
def offered(name: str, desk: Desk) -> tuple[str, ...]:
    """What may stand behind a command, as it is written there; empty where anything may."""
    if name in _OFFERS:
        return tuple(dict.fromkeys(_OFFERS[name](desk)))
    choices = next((piece.offers for piece in COMMANDS[name].takes if piece.offers), ())
    return choices if len(choices) > 1 else ()


_OFFERS: Mapping[str, Callable[[Desk], tuple[str, ...]]] = {
    "priority": lambda desk: tuple(level.name for level in desk.config.priorities),
    "kind": lambda _desk: KINDS,
    "product": lambda desk: products(desk.config),
    "language": lambda desk: tuple(desk.config.vendor.languages),
    "line": lambda desk: tuple(_lines(desk.config)),
    "route": lambda desk: tuple(desk.config.teams),
    "assign": lambda desk: tuple(agent.id for agent in desk.config.agents if agent.role != "reader"),
    "refer": lambda desk: tuple({meant: name for name, meant in reversed(topics(desk.config).items())}.values())[::-1],
    "checklist": lambda desk: desk.rules.details,
    "waive": lambda desk: (*desk.rules.details, "all"),
    "faq": lambda desk: tuple(rule.name for rule in desk.rules.faq),
    "wiki": lambda desk: tuple(rule.name for rule in desk.rules.faq),
    "template": lambda desk: _blocks(desk),
}
SAID_BY: Mapping[str, str] = {"kind": "kind", "language": "language", "refer": "topic", "checklist": "detail", "waive": "detail"}  # sections of words.toml


def named(name: str, one: str, desk: Desk) -> str:
    """What else one of these is called by the settings: the label of a level, the name of an agent, the members of a line or team."""
    config = desk.config
    if name == "priority":
        level = config.priority(one)
        return (level.label.get(duty.language_of(desk.agent, config)) or "") if level is not None and desk.agent is not None else ""
    if name == "assign":
        agent = config.agent(one)
        return agent.name if agent is not None else ""
    ids = duty.members_of_line(int(one), config) if name == "line" else config.teams[one].members if name == "route" else ()
    return ", ".join(agent.name or agent.id for agent in config.agents if agent.id in ids)


def _lines(config: Config) -> list[str]:
    return [str(line) for line in (1, 2, 3) if duty.members_of_line(line, config)]


def _blocks(desk: Desk) -> tuple[str, ...]:
    """The text blocks that are there in the vendor's own language, and so for every customer."""
    language = desk.config.vendor.default_language
    return tuple(str(rule.then["block"]) for rule in desk.rules.blocks if rule.then["text"].get(language))


def _others(desk: Desk) -> tuple[str, ...]:
    return tuple(agent.id for agent in desk.config.agents if agent.role != "reader" and (desk.agent is None or agent.id != desk.agent.id))


def _first(names: tuple[str, ...]) -> str:
    return next(iter(names), "")


def _another(names: list[str], usual: str) -> str:
    """One that is not the usual one, where there is one."""
    return next((name for name in names if name != usual), _first(tuple(names)))
