"""The end of a case, as an agent says it.
Without words of his own the customer gets the standard text, once."""

from __future__ import annotations

from mailbot.desk.agents.turn import Done, Turn
from mailbot.desk.commands import Command
from mailbot.desk.effects import Letter, ReplyTo, Send, SetState
from mailbot.desk.letters import REFERENCES, case_values
from mailbot.desk.limits import plain_span

CLOSE_REASONS = ("answered", "cannot_reproduce", "out_of_scope", "duplicate", "customer")


def close(turn: Turn, command: Command) -> Done:
    """/close [reason]."""
    case, hearing = turn.about, turn.hearing
    reason = command.words.split()[0] if command.words else "answered"
    ended = SetState(case.id, "closed", command.words or "closed by the agent", turn.actor, resolution=reason)
    said = ({"say": "closed", "number": case.number},)
    if turn.public or case.state == "closed":
        return Done((ended,), said, changes=True)
    until = hearing.facts.now + plain_span(hearing.config.cases.reopen_within)
    values = {"case": case_values(case), "reason": reason if reason in CLOSE_REASONS else "answered", "reopen_until": until.isoformat()}
    letter = Letter("closed_by_agent", case.language, case.requester.address, values, idem=f"closed_by_agent:{turn.once}",
                    reply_to=ReplyTo("customer"), case_id=case.id, in_reply_to=case.last_message_id,
                    references=case.references[-REFERENCES:])
    return Done((ended, Send(letter)), said, changes=True)
