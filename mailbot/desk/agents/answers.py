"""What an agent hears back: the receipt of what was done, the text that was refused with what to mend.
One receipt per mail at most, and none where nothing needs saying."""

from __future__ import annotations

from dataclasses import replace

from mailbot.desk.agents.turn import Done, Turn
from mailbot.desk.commands import Fault
from mailbot.desk.effects import Append, Decision, Effect, Letter, Send, Step
from mailbot.desk.letters import case_values, to_agent


def receipt(turn: Turn, done: Done) -> tuple[Effect, ...]:
    """What was done, line by line, where the vendor wants it told. At the desk address it always is: there is no case to see it in."""
    confirm = turn.hearing.config.agent_mail.confirm
    if not done.said or not (confirm == "all" or turn.case is None or (done.changes and confirm == "changes") or turn.released_by):
        return ()
    values = {"case": case_values(turn.case) if turn.case else None, "lines": list(done.said)}
    return tuple(Send(to_agent(turn.hearing, agent, "agent_result", turn.case, values, reply_is=turn.reply_is)) for agent in dict.fromkeys((turn.agent, turn.speaks)))


def refused(turn: Turn, faults: tuple[Fault, ...]) -> Decision:
    """One faulty line: nothing runs, nothing is sent; he gets his text back with what to mend. Of what was to stay inside a plain answer does, too."""
    text = turn.hearing.message.new_text
    told = [{"line": f.line, "source": f.source, "problem": f.problem, "seen": f.seen, "suggestion": f.suggestion, "offered": f.offered,
             **({"at": f.at} if f.at else {}),
             **({"amount_minor": f.amount_minor, "currency": f.currency} if f.amount_minor is not None else {})} for f in faults]
    values = {"case": case_values(turn.case) if turn.case else None, "faults": told, "text": text}
    letter = to_agent(turn.hearing, turn.speaks, "agent_refused", turn.case, values, reply_is="note" if turn.private else turn.reply_is)
    return Decision("agent_refused", (kept(turn), Send(brought_back(turn, letter))),
                    (*turn.hearing.trail, *(Step(f"line {f.line}", False, f"{f.problem}: {f.source}") for f in faults)))


def brought_back(turn: Turn, letter: Letter) -> Letter:
    """A letter that brings his words back to him: an answer to it finds the mail in which they stand, also after SEND."""
    return letter if turn.brought is None else replace(letter, brings_back=turn.brought, idem=f"{letter.idem}:{turn.sent_by}")


def kept(turn: Turn) -> Append:
    """What he wrote, as the books keep it: no note of his, since it may go to the customer yet."""
    return Append(turn.case.id if turn.case else None, "note", turn.actor, turn.hearing.message.new_text, True, automatic=True)
