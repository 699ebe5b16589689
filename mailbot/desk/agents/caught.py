"""An agent's mail that would give away something internal: nothing of it is done, and he is asked (reliability.md 67).
The letter holds his words and why; SEND sends them all the same, where his role reaches so far, /undo lets them be, a corrected text replaces them."""

from __future__ import annotations

from mailbot.config.settings import Agent
from mailbot.desk.agents.answers import brought_back, kept
from mailbot.desk.agents.turn import Turn, may
from mailbot.desk.canary import LET_GO_BY, REASONS
from mailbot.desk.effects import Decision, Effect, Release, Send, Step
from mailbot.desk.facts import SentBack
from mailbot.desk.letters import case_values, to_agent

LETTER = "agent_held"


def let_go_by(agent: Agent) -> tuple[str, ...]:
    """The reasons in spite of which this agent may send what was held back."""
    return tuple(reason for reason, role in LET_GO_BY.items() if may(agent, role))


def caught(turn: Turn) -> tuple[tuple[str, str], ...]:
    """What the last look found in his mail, and nobody has let go."""
    return tuple(found for found in turn.hearing.facts.caught if found[0] not in turn.let_go)


def asked(turn: Turn, found: tuple[tuple[str, str], ...]) -> Decision:
    """Nothing happens yet. Where his role does not reach so far, those whose does are asked besides."""
    hearing, reasons = turn.hearing, [reason for reason, _ in found]
    writer, leads = turn.speaks, tuple(agent for agent in hearing.config.agents if may(agent, "lead"))
    own = set(reasons) <= set(let_go_by(writer))
    others = () if own else tuple(agent for agent in leads if agent.id not in (writer.id, *hearing.facts.away))
    letters = [_letter(turn, found, writer, may_send=own, leads=others), *(_letter(turn, found, agent, may_send=True) for agent in others)]
    steps = tuple(Step(f"last look: {reason}", True, REASONS[reason]) for reason in reasons)
    return Decision(LETTER, (kept(turn), *letters), (*hearing.trail, *steps))


def _letter(turn: Turn, found: tuple[tuple[str, str], ...], reader: Agent, *, may_send: bool, leads: tuple[Agent, ...] = ()) -> Effect:
    number = turn.case.number if turn.case else "–"
    values = {
        "case": case_values(turn.case) if turn.case else None, "lines": [{"say": f"held_{reason}", "to": to, "number": number} for reason, to in found],
        "text": turn.hearing.message.new_text, "author": "" if reader == turn.agent else _name(turn.agent), "may_send": may_send,
        "leads": [_name(agent) for agent in leads],
    }
    return Send(brought_back(turn, to_agent(turn.hearing, reader, LETTER, turn.case, values, reply_is="note" if turn.private else turn.reply_is)))


def dropped(turn: Turn, back: SentBack) -> Decision:
    """/undo in answer to that letter: the words are never sent, and their author has them back."""
    case, hearing = turn.about, turn.hearing
    author = hearing.config.agent_at(back.message.address) if back.message.address else None
    wrote = author or turn.agent
    values = {"case": case_values(case), "lines": [{"say": "withdrawn"}], "text": back.message.new_text}
    whose = {turn.agent: {"author": _name(wrote)}, wrote: {"by": _name(turn.agent)}} if wrote != turn.agent else {wrote: {}}
    letters = tuple(Send(to_agent(hearing, reader, "agent_withdrawn", case, values | more)) for reader, more in whose.items())
    return Decision("agent_undone", (Release(back.intake_id), *letters), (*hearing.trail, Step("/undo", True, f"mail {back.intake_id}, which was held back")))


def _name(agent: Agent) -> str:
    return agent.name or agent.id
