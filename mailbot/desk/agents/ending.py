"""The end of a case, as an agent says it, and its new beginning.
Without words of his own the customer gets the standard text, once."""

from __future__ import annotations

from datetime import datetime

from mailbot.desk.agents.turn import Done, Turn, closed_already, letter_to_customer
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import Collect, Effect, Send, SetDue, SetState
from mailbot.desk.facts import OVER
from mailbot.desk.letters import case_values
from mailbot.desk.limits import plain_span
from mailbot.desk.marks import HOURS, named
from mailbot.desk.promise import Promise, promise

NOT_RECREATED = "cannot_reproduce"


def close(turn: Turn, command: Command) -> Done:
    """/close [reason]. A fault that could not be recreated is resolved by it: new facts of the customer reopen it (BK-30)."""
    reason = reason_of(turn, command)
    return _end(turn, command, "resolved" if reason == NOT_RECREATED else "closed", reason)


def resolve(turn: Turn, command: Command) -> Done:
    """/resolve [reason]: done, and closed by itself unless the customer writes."""
    return _end(turn, command, "resolved", reason_of(turn, command))


def reason_of(turn: Turn, command: Command) -> str:
    """The reason he gives; without one, what /reproduced says in this mail or said before."""
    if command.choice:
        return command.choice
    said = turn.reading.named("reproduced")
    recreated = said[-1].choice == "yes" if said else turn.about.reproduced
    return NOT_RECREATED if recreated is False else "answered"


def _end(turn: Turn, command: Command, state: str, reason: str) -> Done:
    case, config = turn.about, turn.hearing.config
    if case.state in OVER:
        return closed_already(turn, command)
    if reason == NOT_RECREATED and config.intake.cannot_reproduce == "keep_open":
        return Done(faults=(fault_of(command, "kept_open", suggestion="/reproduced no"),))
    ended = SetState(case.id, state, f"{state} by the agent", turn.actor, resolution=reason)
    said = ({"say": state, "number": case.number},)
    if turn.public:
        return Done((ended,), said, changes=True)
    until = turn.hearing.facts.now + plain_span(config.cases.reopen_within)
    values = {"case": case_values(case), "reason": reason, "reopen_until": until.isoformat(), "solved": state == "resolved" and reason == "answered"}
    return Done((ended, letter_to_customer(turn, "closed_by_agent", values)), said, changes=True)


def reopen(turn: Turn, command: Command) -> Done:
    """/reopen: worked on again, with a clock from now."""
    case = turn.about
    if case.state in ("merged", "unanswered"):
        return closed_already(turn, command)
    if case.state not in ("closed", "resolved"):
        return Done(faults=(fault_of(command, "not_closed"),))
    return _begins(turn, "in_progress", "reopened by the agent", "reopened", ())


def convert(turn: Turn, command: Command) -> Done:
    """/convert case|feedback|wish: views become a case, or a case becomes views that are collected (BK-14)."""
    case, to = turn.about, command.choice
    if to == "case":
        if case.state != "unanswered":
            return Done(faults=(fault_of(command, "is_case"),))
        return _begins(turn, "open", "made a case by the agent", "converted", ())
    if case.state in OVER:
        return closed_already(turn, command)
    kept = Collect("wish" if to == "wish" else "feedback", case.requester.address, case.language, case.subject, case.last_customer_text,
                   case.account.id if case.account else None, case.id)
    ended = SetState(case.id, "unanswered", f"collected as {to} by the agent", turn.actor)
    told: tuple[Effect, ...] = ()
    if turn.hearing.config.feedback.ack and not turn.public and not turn.private:
        told = (letter_to_customer(turn, "wish_received" if to == "wish" else "feedback_received", {}),)
    return Done((ended, SetDue(case.id, None, None), kept, *told), ({"say": f"collected_{to}"},), changes=True)


def _begins(turn: Turn, state: str, because: str, why: str, more: tuple[Effect, ...]) -> Done:
    case, now = turn.about, turn.hearing.facts.now
    due = due_from(turn, now)
    effects: tuple[Effect, ...] = (SetState(case.id, state, because, turn.actor), SetDue(case.id, due.start_due_at, due.answer_due_at, now), *more)
    letter: tuple[Send, ...] = ()
    if not turn.public and not turn.private:
        letter = (letter_to_customer(turn, "reopened", {"case": case_values(case), "why": why, **due.values()}),)
    return Done((*effects, *letter), ({"say": why, "number": case.number},), changes=True)


def due_from(turn: Turn, start: datetime) -> Promise:
    """The due times of the case if its clock began then."""
    case, config = turn.about, turn.hearing.config
    level = config.priority(case.priority) or config.default_priority
    return promise(config.tier(case.tier) if case.tier else None, level, case.fast, start, config, named(HOURS, case.flags))
