"""What an agent hears back: the receipt of what was done, the text that was refused with what to mend.
One receipt per mail at most, and none where nothing needs saying."""

from __future__ import annotations

from dataclasses import replace

from mailbot.desk.agents.examples import desk_of, with_examples
from mailbot.desk.agents.turn import Done, Turn
from mailbot.desk.case_after import case_after
from mailbot.desk.commands import Fault
from mailbot.desk.effects import (
    Append,
    Decision,
    Effect,
    KeepFinding,
    Letter,
    Send,
    Step,
)
from mailbot.desk.facts import Case
from mailbot.desk.letters import about, case_values, to_agent

NOT_TO_MEND = ("nothing_to_undo", "too_late", "nothing_to_send", "already_sent")  # faults that no other spelling of the line would mend

BEYOND_HIM = ("only_agent", "only_lead", "only_admin", "reader")  # nor any line of his


def receipt(turn: Turn, done: Done) -> tuple[Effect, ...]:
    """What was done, line by line, where the vendor wants it told. At the desk address it always is: there is no case to see it in."""
    confirm = turn.hearing.config.agent_mail.confirm
    if not done.said or not (confirm == "all" or turn.case is None or (done.changes and confirm == "changes") or turn.released_by):
        return ()
    case = moved_on(turn, done).case
    values = {"case": case_values(case) if case else None, "lines": list(done.said)}
    readers = dict.fromkeys((turn.agent, turn.speaks))
    return tuple(Send(to_agent(turn.hearing, agent, "agent_result", case, values, reply_is=turn.reply_is)) for agent in readers)


def moved_on(turn: Turn, done: Done) -> Turn:
    """The turn about the case as it is once all of this is done: what is asked with it is answered from what then holds."""
    if turn.case is None:
        return turn
    facts = turn.hearing.facts
    found = tuple((effect.case_id, effect.kind, effect.text) for effect in done.effects if isinstance(effect, KeepFinding))
    return replace(turn, case=case_after(turn.case, done.effects, facts.now), hearing=replace(turn.hearing, facts=replace(facts, findings=(*facts.findings, *found))))


def told_anew(turn: Turn, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The effects; what agents are sent about the case tells it, in words and in the lines they sort by, as these leave it."""
    if turn.case is None:
        return effects
    case = case_after(turn.case, effects, turn.hearing.facts.now)
    now = {"state": case.state, "priority": case.priority, "kind": case.kind, "subject": case.subject}
    due = due_values(turn, case)
    return tuple(Send(about(effect.letter, now, due)) if isinstance(effect, Send) and _tells(effect.letter, case.id, turn) else effect for effect in effects)


def due_values(turn: Turn, case: Case) -> dict[str, str | None]:
    """When something is still to be done about the case, as an agent is told it with the case."""
    now = turn.hearing.facts.now
    return {"start_by": case.start_due_at.isoformat() if case.start_due_at and case.start_due_at > now else None,
            "answer_by": case.answer_due_at.isoformat() if case.answer_due_at and case.answer_due_at > now else None}


def _tells(letter: Letter, case_id: int, turn: Turn) -> bool:
    return letter.case_id == case_id and bool(letter.values.get("case")) and turn.hearing.config.agent_at(letter.to) is not None


def refused(turn: Turn, faults: tuple[Fault, ...], *, text: str | None = None, sendable: bool = False) -> Decision:
    """One faulty line: nothing runs, nothing is sent; he gets his text back with what to mend. Of what was to stay inside a plain answer does, too.
    `sendable`: without these lines words are left that could be sent. `text`: what of his mail is brought back, where it is not all of it."""
    new_text, desk = turn.hearing.message.new_text, desk_of(turn)
    unmendable = NOT_TO_MEND if sendable or any(fault.problem not in BEYOND_HIM for fault in faults) else (*NOT_TO_MEND, *BEYOND_HIM)
    to_mend = [fault for fault in faults if fault.source and fault.problem not in unmendable]
    words = bool(turn.reading.text or turn.files)
    told = [{"line": f.line, "source": f.source, "problem": f.problem, "seen": f.seen, **with_examples(f, desk),
             **({"at": f.at} if f.at else {}),
             **({"amount_minor": f.amount_minor, "currency": f.currency} if f.amount_minor is not None else {})} for f in faults]
    values = {"case": case_values(turn.case) if turn.case else None, "faults": told, "to_mend": len(to_mend),
              "text": text if text is not None else new_text if words or to_mend else "", "inside": turn.private and turn.case is not None,
              "sendable": sendable}
    letter = to_agent(turn.hearing, turn.speaks, "agent_refused", turn.case, values, reply_is="note" if turn.private else turn.reply_is)
    letter = replace(letter, names=tuple(dict.fromkeys(fault.line for fault in faults if fault.source)))
    return Decision("agent_refused", (kept(turn), Send(brought_back(turn, letter))),
                    (*turn.hearing.trail, *(Step(f"line {f.line}", False, f"{f.problem}: {f.source}") for f in faults)))


def brought_back(turn: Turn, letter: Letter) -> Letter:
    """A letter that brings his words back to him: an answer to it finds the mail in which they stand, also after SEND, and what he was told of it."""
    return letter if turn.brought is None else replace(letter, brings_back=turn.brought, names=letter.names or turn.named, idem=f"{letter.idem}:{turn.sent_by}")


def kept(turn: Turn) -> Append:
    """What he wrote, as the books keep it: no note of his, since it may go to the customer yet."""
    return Append(turn.case.id if turn.case else None, "note", turn.actor, turn.hearing.message.new_text, True, automatic=True)
