"""What is not ours to answer: the customer is told who answers it, or that nobody here does, and the case ends out of scope (BK-12, BK-32).
No time is charged for it unless a /spend says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mailbot.config.settings import Config
from mailbot.desk.agents.choosing import chosen, near
from mailbot.desk.agents.turn import Done, Turn, letter_refused, letter_to_customer
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import SetState
from mailbot.desk.letters import case_values
from mailbot.desk.topics import ACCOUNTING, AGREEMENT, CHANNEL, matters_to

TRAINING = ("training", "extra_training")
OTHER = "other"


def refer(turn: Turn, command: Command) -> Done:
    """/refer TOPIC: one letter, with his own words above where he wrote any."""
    case = turn.about
    if refused := letter_refused(turn, command):
        return refused
    offered = topics(turn.hearing.config)
    topic = chosen(command.words, offered)
    if topic is None:
        meant = near(command.words, offered)
        return Done(faults=(fault_of(command, "topic", command.words, f"/refer {meant}" if meant else "", offered=", ".join(offered)),))
    ended = Done((SetState(case.id, "closed", f"referred: {topic}", turn.actor, resolution="out_of_scope"),), ({"say": "referred", "number": case.number},),
                 changes=True)
    if turn.public:
        return ended
    template, values = letter_of(turn, topic)
    return ended + Done((letter_to_customer(turn, template, values),))


def decline(turn: Turn, command: Command) -> Done:
    """/decline TEXT: that we do not do this; the text is what the customer reads, see inserting.py."""
    case = turn.about
    if refused := letter_refused(turn, command):
        return refused
    ended = SetState(case.id, "closed", "declined by the agent", turn.actor, resolution="out_of_scope")
    return Done((ended,), ({"say": "closed", "number": case.number},), changes=True)


def form_of(turn: Turn) -> tuple[str, Mapping[str, Any]] | None:
    """The letter that carries the agent's words where the mail refers the customer elsewhere; None: a plain answer."""
    referring = turn.reading.named("refer")
    topic = chosen(referring[0].words, topics(turn.hearing.config)) if referring else None
    return letter_of(turn, topic) if topic is not None else None


def letter_of(turn: Turn, topic: str) -> tuple[str, dict[str, Any]]:
    """Which letter refers to whom."""
    case, config = turn.about, turn.hearing.config
    values: dict[str, Any] = {"case": case_values(case), "text": turn.text if turn.public else ""}
    if topic == ACCOUNTING:
        paid = config.tier(case.tier) is not None if case.tier else False
        more = (config.scope.refer_accounting.paid_to,) if paid and config.scope.refer_accounting.paid_to else ()
        return "refer_accounting", values | {"refer_to": [*config.scope.refer_accounting.to, *more]}
    if topic == AGREEMENT:
        to = str(config.entitlement.no_agreement_contact or "")
        return "refer_agreement", values | {"refer_to": [to] if to else []}
    if topic in TRAINING:
        return "refer_training", values | {"refer_to": [config.vendor.course_hint] if config.vendor.course_hint else []}
    return "out_of_scope", values | {"reason": "" if topic == OTHER else topic}


def topics(config: Config) -> dict[str, str]:
    """Every topic that this vendor can refer, by the ways to call it."""
    listed = sorted(name for name in matters_to(config) if not name.startswith(CHANNEL))
    return {"accounting": ACCOUNTING, "agreement": AGREEMENT, "training": "training", OTHER: OTHER} | {name: name for name in listed}
