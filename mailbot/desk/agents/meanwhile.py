"""Two agents answer at once: the second is asked first, with the words of the other before him.
Judged by the letter that he answers: what went to the customer after it he cannot have seen."""

from __future__ import annotations

from mailbot.desk.agents.answers import brought_back, kept
from mailbot.desk.agents.turn import Turn
from mailbot.desk.effects import Decision, Send, Step
from mailbot.desk.facts import PublicAnswer
from mailbot.desk.letters import case_values, to_agent


def answered(turn: Turn) -> PublicAnswer | None:
    """The newest answer of another agent that he has not seen; with /reply first, of anybody."""
    if turn.anyway or not turn.public:
        return None
    first = any(command.choice == "first" for command in turn.reading.named("reply"))
    return next((each for each in turn.hearing.facts.answers if first or each.agent_id != turn.agent.id), None)


def asked(turn: Turn, other: PublicAnswer) -> Decision:
    """Nothing happens yet: he reads what the other wrote, and answers SEND to send his words all the same."""
    who = next((agent.name or agent.id for agent in turn.hearing.config.agents if agent.id == other.agent_id), other.agent_id)
    values = {"case": case_values(turn.about), "author": who, "answered_at": other.at.isoformat(), "said": other.text, "text": turn.hearing.message.new_text}
    letter = to_agent(turn.hearing, turn.speaks, "agent_second", turn.about, values)
    step = Step("answered meanwhile", True, f"{other.agent_id} answered at {other.at.isoformat()}, after the letter that this mail answers")
    return Decision("agent_second", (kept(turn), Send(brought_back(turn, letter))), (*turn.hearing.trail, step))
