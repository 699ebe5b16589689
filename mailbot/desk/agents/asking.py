"""What we ask the customer for: an answer, or details of the checklist; and what we do without.
A case waits only where the customer was told so."""

from __future__ import annotations

from collections.abc import Mapping

from mailbot.desk import intake
from mailbot.desk.agents.assigning import begun
from mailbot.desk.agents.choosing import chosen, near, plain
from mailbot.desk.agents.ending import due_from
from mailbot.desk.agents.turn import Done, Turn, letter_refused, letter_to_customer
from mailbot.desk.checklist import known_so_far, questions
from mailbot.desk.commands import Command, Fault
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import SetDetails, SetDue, SetState
from mailbot.desk.facts import Detail
from mailbot.desk.letters import case_values

NO_FAULT: tuple[Fault, ...] = ()
ACCESS = "access"
EVERY = ("all", "alla", "allt", "alle", "alles")


def ask(turn: Turn, command: Command) -> Done:
    """/ask: his text goes to the customer, and the case waits for the answer."""
    case = turn.about
    if command.choice == ACCESS:
        return _ask_for_access(turn, command)
    if not turn.public:
        return Done(faults=(fault_of(command, "ask_what"),))
    waits = SetState(case.id, "awaiting_customer", "the agent asked", turn.actor)
    return Done((waits,), ({"say": "waits"},), changes=True)


def _ask_for_access(turn: Turn, command: Command) -> Done:
    """/ask access: the customer alone can let us see his data (SO-19). With words of the agent it stands below them, in his letter;
    without, in one of its own, and the clock stops, since nobody has answered yet."""
    case = turn.about
    if refused := letter_refused(turn, command):
        return refused
    if case.state == "awaiting_entitlement":
        return Done(faults=(fault_of(command, "right_first", case.number),))
    waits = SetState(case.id, "awaiting_customer", "the agent asked for access", turn.actor)
    done = Done((waits,), ({"say": "asked_access"}, {"say": "waits"}), changes=True)
    if turn.public:
        return done
    stops = (SetDue(case.id, None, None),) if case.answered_at is None else ()
    return done + Done((*stops, letter_to_customer(turn, "access_needed", {"case": case_values(case) | {"product": case.product}})))


def checklist(turn: Turn, command: Command) -> Done:
    """/checklist [details]: these, or all that are still missing, are asked for; of what is required the case waits, with its clock."""
    case = turn.about
    if refused := letter_refused(turn, command):
        return refused
    named, faults = _named(turn, command) if command.words else (known_so_far(case, turn.hearing.config).missing, ())
    if faults or not named:
        return Done(faults=faults or (fault_of(command, "nothing_missing", offered=", ".join(_offered(turn))),))
    waits = intake.blocks_clock(named, case.kind, case.priority, turn.hearing.config.intake) and case.answered_at is None and case.state != "awaiting_entitlement"
    stops = (SetState(case.id, "awaiting_details", "the agent asked for details", turn.actor), SetDue(case.id, None, None)) if waits else ()
    effects = (SetDetails(case.id, tuple(Detail(name, "", "asked") for name in named), case.rounds_asked + 1), *stops)
    asked = questions(turn.hearing, named, case.language)
    done = Done(effects, ({"say": "asked_for", "details": list(named)},), changes=True, goes_on=True)
    if turn.public:
        return done + Done(tells={"missing": asked, "clock_waits": waits})
    values = {"case": case_values(case), "missing": asked, "clock_waits": waits, "asked_by_us": True,
              "found": [{"name": d.name, "value": d.value} for d in case.details if d.state == "found" and d.name not in named]}
    return done + Done((letter_to_customer(turn, "intake_request", values),))


def waive(turn: Turn, command: Command) -> Done:
    """/waive DETAIL|all: not needed. Once nothing is missing any more, the case that waited is in progress, and its clock runs from now."""
    case, now = turn.about, turn.hearing.facts.now
    asked = tuple(detail.name for detail in case.details if detail.state == "asked")
    names, faults = (asked, NO_FAULT) if plain(command.words) in EVERY else _named(turn, command)
    if faults:
        return Done(faults=faults)
    others = {name for other in turn.reading.named("waive") for name in (asked if plain(other.words) in EVERY else _named(turn, other)[0])}
    last = command is turn.reading.named("waive")[-1]
    done = Done((SetDetails(case.id, tuple(Detail(name, "", "waived") for name in names)),), ({"say": "waived" if names else "waived_nothing", "details": list(names)},), changes=True)
    if case.state != "awaiting_details" or set(asked) - others or not last:
        return done
    due = due_from(turn, now)
    return done + Done((SetState(case.id, "in_progress", "the rest is not needed", turn.actor),
                        SetDue(case.id, due.start_due_at, due.answer_due_at, now), *begun(turn)))


# ---- pieces ----------------------------------------------------------------------------------------
def _named(turn: Turn, command: Command) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """The details that a line names, and what is wrong with those that are none."""
    offered = _offered(turn)
    names, faults = [], []
    for word in command.words.replace(",", " ").split():
        found = chosen(word, offered)
        if found is not None:
            names.append(found)
            continue
        meant = near(word, offered)
        faults.append(fault_of(command, "detail", word, f"/{command.name} {meant}" if meant else "", offered=", ".join(offered)))
    return tuple(dict.fromkeys(names)), tuple(faults)


def _offered(turn: Turn) -> Mapping[str, str]:
    """Details by name: those that the rules know, and those that this case has."""
    known = (*turn.hearing.rules.details, *(detail.name for detail in turn.about.details))
    return {name: name for name in dict.fromkeys(known)}
