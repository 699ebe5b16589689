"""What a case is about, in plain fields: subject, program, kind, language, tags; whether its fault could be recreated; what it taught us.
Values that others rest on are taken from what is configured; the rest is free text."""

from __future__ import annotations

from mailbot.config.intake import KINDS
from mailbot.config.settings import Config
from mailbot.desk.agents.choosing import chosen, near
from mailbot.desk.agents.turn import Done, Turn
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import KeepFinding, SetField, SetReproduced, SetTag
from mailbot.desk.language_names import NAMES

SUBJECT_AT_MOST = 200
TAG_AT_MOST = 40
TAKEN_AWAY = "-"  # before a tag


def subject(turn: Turn, command: Command) -> Done:
    """/subject TEXT: what every later letter is called."""
    if len(command.words) > SUBJECT_AT_MOST:
        return Done(faults=(fault_of(command, "too_long", str(SUBJECT_AT_MOST)),))
    return _set(SetField(turn.about.id, "subject", command.words, turn.actor))


def product(turn: Turn, command: Command) -> Done:
    """/product VALUE: a program of the vendor's, where he names any."""
    known = products(turn.hearing.config)
    found = chosen(command.words, {name: name for name in known}) if known else command.words
    if found is None:
        meant = near(command.words, known)
        return Done(faults=(fault_of(command, "product", command.words, f"/product {meant}" if meant else "", offered=", ".join(known)),))
    return _set(SetField(turn.about.id, "product", found, turn.actor))


def kind(turn: Turn, command: Command) -> Done:
    """/kind VALUE: which questions the checklist asks."""
    found = chosen(command.words, {name: name for name in KINDS})
    if found is None:
        meant = near(command.words, KINDS)
        return Done(faults=(fault_of(command, "kind", command.words, f"/kind {meant}" if meant else "", offered=", ".join(KINDS)),))
    return _set(SetField(turn.about.id, "kind", found, turn.actor))


def language(turn: Turn, command: Command) -> Done:
    """/language VALUE: of every later letter about this case."""
    spoken = turn.hearing.config.vendor.languages
    ways = {name: code for code, names in NAMES.items() if code in spoken for name in names.split()}
    found = chosen(command.words, ways)
    if found is None:
        return Done(faults=(fault_of(command, "language", command.words, offered=", ".join(spoken)),))
    return _set(SetField(turn.about.id, "language", found, turn.actor))


def tag(turn: Turn, command: Command) -> Done:
    """/tag VALUE; with - before it the tag is taken away."""
    case, there = turn.about, not command.words.startswith(TAKEN_AWAY)
    name = command.words.removeprefix(TAKEN_AWAY).strip().casefold()
    if not name or len(name) > TAG_AT_MOST:
        return Done(faults=(fault_of(command, "too_long" if name else "missing", str(TAG_AT_MOST)),))
    if not there and name not in case.tags:
        return Done(faults=(fault_of(command, "no_tag", name, offered=", ".join(case.tags) or "–"),))
    return Done((SetTag(case.id, name, there, turn.actor),), ({"say": "tagged" if there else "untagged", "tag": name},), changes=True)


def reproduced(turn: Turn, command: Command) -> Done:
    """/reproduced yes|no: with "no", a /close says so to the customer (BK-30)."""
    could = command.choice == "yes"
    return Done((SetReproduced(turn.about.id, could, turn.actor),), ({"say": "reproduced" if could else "not_reproduced"},), changes=True)


def solution(turn: Turn, command: Command) -> Done:
    """/solution TEXT: how it was solved, for whoever has the same."""
    return Done((KeepFinding(turn.about.id, "solution", command.words, turn.agent.id),), ({"say": "solution"},), changes=True)


def lesson(turn: Turn, command: Command) -> Done:
    """/lesson TEXT: what should be better next time."""
    return Done((KeepFinding(turn.about.id, "lesson", command.words, turn.agent.id),), ({"say": "lesson"},), changes=True)


def products(config: Config) -> tuple[str, ...]:
    """The programs that the vendor names anywhere."""
    of_tiers = (name for tier in config.tiers for name in tier.products)
    of_teams = (name for team in config.teams.values() for name in team.products)
    return tuple(dict.fromkeys(name for name in (*of_tiers, *of_teams) if name != "*"))


def _set(effect: SetField) -> Done:
    return Done((effect,), ({"say": f"{effect.field}_set", **({effect.field: effect.value} if effect.field in ("kind", "language") else {"value": effect.value})},), changes=True)

