"""A mail of an agent under a Message-ID of his that was carried out before: nothing of it is done a second time.
The same words come by many ways and are passed over; other words would be lost in silence, so that he is told."""

from __future__ import annotations

from hashlib import sha256

from mailbot.desk.agents.answers import kept
from mailbot.desk.agents.turn import Turn
from mailbot.desk.effects import Decision, Send, Step
from mailbot.desk.letters import case_values, to_agent
from mailbot.mail.message import Message

CAME_BACK = ("agent_refused", "agent_second", "agent_held", "repeated", "agent_same_id")  # verdicts on mails of which nothing was done


def words_of(message: Message) -> str:
    """What tells a mail from another of the same name: its words, its files, and what it answers."""
    parts = (" ".join(message.new_text.split()), *message.in_reply_to, *(sha256(file.content).hexdigest() for file in message.attachments))
    return sha256("\0".join(parts).encode()).hexdigest()


def again(turn: Turn) -> Decision | None:
    """The decision on such a mail; None when nothing was carried out under its name."""
    hearing = turn.hearing
    if not hearing.facts.carried_out:
        return None
    if words_of(hearing.message) in hearing.facts.carried_out:
        said = Step("sent again", True, "a mail of this agent with this Message-ID and these words was carried out before")
        return Decision("repeated", (hearing.keep(turn.case.id if turn.case else None, automatic=True),), (*hearing.trail, said))
    values = {"case": case_values(turn.case) if turn.case else None, "text": hearing.message.new_text}
    letter = to_agent(hearing, turn.agent, "agent_same_id", turn.case, values, reply_is="note" if turn.private else turn.reply_is)
    step = Step("same Message-ID", True, "another mail of this agent with this Message-ID was carried out before, and its words were others")
    return Decision("agent_same_id", (kept(turn), Send(letter)), (*hearing.trail, step))
