"""Carrying out an agent's mail: every command by the table, in the fixed order of their stages, the reply between them.
All of it is worked out before any of it is done: one fault, and he gets his text back with what to mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mailbot.desk.agents import (
    asking,
    asking_outside,
    assigning,
    below,
    caught,
    ending,
    fields,
    inviting,
    levels,
    looking,
    meanwhile,
    merging,
    paying,
    people,
    phoning,
    presence,
    referring,
    refunding,
    registering,
    replying,
    splitting,
    time,
    undoing,
)
from mailbot.desk.agents.answers import moved_on, receipt, refused, told_anew
from mailbot.desk.agents.helping import help_letter, unknown
from mailbot.desk.agents.turn import NOTHING, Done, Handler, Turn, may
from mailbot.desk.canary import is_inside
from mailbot.desk.commands import COMMANDS, Command, Fault, Stage
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import Append, Decision, Release, Send, SetState, Step, Undoable
from mailbot.desk.undone import REMARK


def _only_manner(_turn: Turn, _command: Command) -> Done:
    """What only says how the mail is to be taken has been heeded before: see Turn, and `helped`."""
    return NOTHING


def _reply(turn: Turn, command: Command) -> Done:
    """/reply says that the mail goes to the customer: then it must say something, and be no note."""
    if turn.reading.named("note"):
        return Done(faults=(fault_of(command, "not_both", "/note"),))
    return NOTHING if turn.text or turn.files else Done(faults=(fault_of(command, "no_text"),))


def _misplaced(_turn: Turn, command: Command) -> Done:
    """SEND is a mail of its own: see agents/sending.py."""
    return Done(faults=(fault_of(command, "send_alone"),))


HANDLERS: Mapping[str, Handler] = {
    "note": _only_manner,
    "trained": registering.trained,
    "contact-add": registering.contact_add,
    "contact-remove": registering.contact_remove,
    "overdue": registering.overdue,
    "paid": registering.paid,
    "suspend": registering.suspend,
    "resume": registering.resume,
    "resend-confirmation": registering.resend_confirmation,
    "allow": registering.allow,
    "reply": _reply,
    "undo": _only_manner,
    "send": _misplaced,
    "payment": paying.payment,
    "match": paying.match,
    "refund": refunding.refund,
    "spend": time.spend,
    "goodwill": time.goodwill,
    "use": time.use,
    "faq": _only_manner,
    "wiki": _only_manner,
    "template": _only_manner,
    "take": assigning.take,
    "assign": assigning.assign,
    "unassign": assigning.unassign,
    "start": assigning.start,
    "line": assigning.line,
    "route": assigning.route,
    "watch": presence.watch,
    "unwatch": presence.unwatch,
    "away": presence.away,
    "back": presence.back,
    "priority": levels.priority,
    "workaround": levels.workaround,
    "subject": fields.subject,
    "product": fields.product,
    "kind": fields.kind,
    "language": fields.language,
    "tag": fields.tag,
    "reproduced": fields.reproduced,
    "solution": fields.solution,
    "lesson": fields.lesson,
    "checklist": asking.checklist,
    "waive": asking.waive,
    "ask": asking.ask,
    "resolve": ending.resolve,
    "consult": asking_outside.consult,
    "merge": merging.merge,
    "unmerge": merging.unmerge,
    "split": splitting.split,
    "link": splitting.link,
    "cc": people.cc,
    "uncc": people.uncc,
    "addcontact": people.addcontact,
    "close": ending.close,
    "reopen": ending.reopen,
    "convert": ending.convert,
    "refer": referring.refer,
    "decline": referring.decline,
    "new": phoning.new,
    "status": looking.status,
    "queue": looking.queue,
    "balance": looking.balance,
    "revoke": inviting.revoke,
    "help": help_letter,
}


WHO_HAS_IT = ("take", "assign", "unassign")


def carry_out(turn: Turn) -> Decision:
    """The decision on one agent's mail."""
    if (again := paying.repeated(turn)) is not None:
        return again
    if _unfit(turn):
        return came_back(turn)
    if turn.reading.named("undo"):
        return undoing.undo(turn)
    came_as, (turn, before, reply, after) = turn, _worked_out(turn)
    if before.faults or reply.faults or after.faults:
        return came_back(came_as)
    if other := meanwhile.answered(came_as):
        return meanwhile.asked(came_as, other)
    if found := caught.caught(came_as):
        return caught.asked(came_as, found)
    done = _outward(turn, before + reply + time.used_up(turn, before) + _remarks(turn) + after + _settled(turn))
    steps = tuple(Step(f"/{command.name}", True, command.source) for command in turn.reading.commands)
    asks = bool(turn.reading.commands) and all(command.name == "help" for command in turn.reading.commands)
    verdict = "agent_replied" if turn.public else "agent_noted" if turn.text and turn.case else "agent_help" if asks else "agent_commanded"
    return Decision(verdict, (*told_anew(turn, done.effects), *receipt(turn, done)), (*turn.hearing.trail, *steps))


def _outward(turn: Turn, done: Done) -> Done:
    """What goes to anybody outside waits, so that /undo finds all of it, and is not held back for what he knows of."""
    config = turn.hearing.config
    if not any(isinstance(one, Send) and not is_inside(one.letter.to, config) for one in done.effects):
        return done
    until = turn.leaves_at if turn.case is not None else None
    effects = tuple(Send(replace(one.letter, not_before=until, let_go=turn.let_go)) if isinstance(one, Send) and not is_inside(one.letter.to, config) else one
                    for one in done.effects)
    if until is None:
        return replace(done, effects=effects)
    lines = (*((command.name, command.source) for command in turn.reading.commands), *((REMARK, "") for _ in turn.reading.remarks[:1]))
    said = () if turn.public else ({"say": "leaves_later", "at": until.isoformat()},)
    return replace(done, effects=(Undoable(turn.about.id, turn.agent.id, until, lines, turn.text), *effects), said=(*done.said, *said), changes=True)


def came_back(turn: Turn) -> Decision:
    """The refusal of a mail, with all that is wrong with it, and whether SEND could do anything for the rest."""
    rest, faults = without_faults(turn)
    words = bool(rest.reading.text or rest.files)
    return refused(turn, faults, sendable=words and not is_lost(rest) and not _faults(rest))


def is_lost(rest: Turn) -> bool:
    """Whether what is left of a mail has words that nobody would get: those of a /new that is left out."""
    return rest.case is None and bool(rest.reading.text or rest.files) and not rest.reading.named("new")


def without_faults(turn: Turn) -> tuple[Turn, tuple[Fault, ...]]:
    """The mail without the lines that cannot be done, and what is wrong with these: also what shows only once another is left out.
    What is no line's fault stays, and is told where it was so from the beginning."""
    faults = _faults(turn)
    told, left_out = [*faults], frozenset[int]()
    while lines := _lines(faults) - left_out:
        left_out |= lines
        turn = replace(turn, reading=turn.reading.without(lines))
        faults = _faults(turn)
        told += [fault for fault in faults if fault.source]
    return turn, tuple(sorted(told, key=lambda fault: fault.line))


def _lines(faults: tuple[Fault, ...]) -> frozenset[int]:
    return frozenset(fault.line for fault in faults if fault.source)


def _faults(turn: Turn) -> tuple[Fault, ...]:
    if faults := _unfit(turn):
        return faults
    _, before, reply, after = _worked_out(turn)
    return (*before.faults, *reply.faults, *after.faults)


def _unfit(turn: Turn) -> tuple[Fault, ...]:
    return (*turn.reading.faults, *_not_his_or_not_here(turn), *(below.typed_below(turn) or _nothing_said(turn)), *_two_ends(turn), *unknown(turn))


def _worked_out(turn: Turn) -> tuple[Turn, Done, Done, Done]:
    """What is done before the reply, by it, and after it; of a case that this mail merges, in the case that it becomes part of."""
    links = _all(turn, Stage.MANNER, Stage.LINKS)
    turn = merging.led_on(turn, links)
    before = links + _all(turn, Stage.FIELDS, Stage.TIME)
    before += registering.follows(turn, before)
    reply = replying.reply(turn, before) if turn.public else replying.note(turn, before)
    after = _all(turn, Stage.STATE, Stage.STATE)
    after += _is_answered(turn, before, after)
    return turn, before, reply, after + _all(moved_on(turn, before + reply + after), Stage.ANSWERS, Stage.ANSWERS)


def _settled(turn: Turn) -> Done:
    """A mail that came back to him needs no other answer, once this one is carried out."""
    back = turn.hearing.facts.sent_back
    return NOTHING if back is None or back.settled else Done((Release(back.intake_id),))


def _all(turn: Turn, first: Stage, last: Stage) -> Done:
    """What the commands of these stages do, in the order of stages, then of lines."""
    chosen = [command for command in turn.reading.commands if first <= COMMANDS[command.name].stage <= last]
    done = NOTHING
    for command in sorted(chosen, key=lambda one: (COMMANDS[one.name].stage, one.line)):
        done += HANDLERS[command.name](turn, command)
    return done


def _not_his_or_not_here(turn: Turn) -> tuple[Fault, ...]:
    """Commands that his role does not reach, or that need a case, or none."""
    return tuple(fault for command in turn.reading.commands if (fault := _barred(turn, command)))


def _barred(turn: Turn, command: Command) -> Fault | None:
    spec = COMMANDS[command.name]
    if not may(turn.agent, spec.who):
        return fault_of(command, f"only_{spec.who}")
    if turn.case is None and spec.where == "case":
        return fault_of(command, "needs_case")
    if turn.case is not None and spec.where == "desk":
        return fault_of(command, "only_at_desk")
    return None


def _nothing_said(turn: Turn) -> tuple[Fault, ...]:
    reading = turn.reading
    empty = not (reading.text or reading.commands or reading.faults or reading.remarks or turn.hearing.message.attachments)
    if turn.agent.role == "reader" and (turn.text or turn.files or reading.remarks):
        return (Fault(1, "", "reader"),)
    return (Fault(1, "", "no_text"),) if empty else ()


def _two_ends(turn: Turn) -> tuple[Fault, ...]:
    """A case is in one state, and one has it: two commands that each say in which, or who, contradict each other."""
    says = [command for command in turn.reading.commands if COMMANDS[command.name].stage is Stage.STATE or command.name == "checklist"]
    has = [command for command in turn.reading.commands if command.name in WHO_HAS_IT]
    return tuple(fault_of(other, "one_state", chosen[0].source) for chosen in (says, has) for other in chosen[1:])


def _remarks(turn: Turn) -> Done:
    case_id = turn.case.id if turn.case else None
    return Done(tuple(Append(case_id, "note", turn.actor, remark, True) for remark in turn.reading.remarks))


def _is_answered(turn: Turn, before: Done, after: Done) -> Done:
    """A plain reply means answered, unless a command says in what state the case is then, or that the work goes on."""
    says = any(isinstance(effect, SetState) for effect in after.effects)
    if not turn.public or says or turn.about.state in ("closed", "resolved"):
        return NOTHING
    if before.goes_on:
        moved = any(isinstance(effect, SetState) for effect in before.effects) or turn.about.state == "in_progress"
        return NOTHING if moved else Done((SetState(turn.about.id, "in_progress", "the work goes on", turn.actor),))
    return Done((SetState(turn.about.id, "answered", "answered", turn.actor),))
