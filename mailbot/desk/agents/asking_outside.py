"""Somebody from outside whom an agent asks: a supplier, a bank, a former colleague.
He reads the agent's words and nothing else of the case; what he answers is a note for the agents, whoever he says he is."""

from __future__ import annotations

from mailbot.desk import duty
from mailbot.desk.agents.people import stands_outside
from mailbot.desk.agents.turn import Done, Turn
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import (
    NOTE_ADDRESS,
    REPLY_ADDRESS,
    AddParticipant,
    Append,
    Decision,
    Letter,
    ReplyTo,
    Send,
    Step,
)
from mailbot.desk.hearing import Hearing, asked_outside, is_asked
from mailbot.desk.hiding import files_without_codes
from mailbot.desk.letters import case_values, to_agents
from mailbot.desk.wanted import speaker
from mailbot.mail import address
from mailbot.mail.message import TokenKind


def consult(turn: Turn, command: Command) -> Done:
    """/consult help@supplier.example: the text goes to him, not to the customer, and stays with the case as a note."""
    if not turn.text:
        return Done(faults=(fault_of(command, "no_text"),))
    faults = tuple(fault_of(command, problem, plain) for plain in command.addresses if (problem := stands_outside(turn, plain)))
    if faults:
        return Done(faults=faults)
    asked = tuple(AddParticipant(turn.about.id, plain, "third") for plain in command.addresses)
    said = tuple({"say": "asked_outside", "to": plain} for plain in command.addresses)
    return Done((*asked, *(_letter(turn, plain) for plain in command.addresses)), said, changes=True)


def _letter(turn: Turn, plain: str) -> Send:
    """From the support address, under the number of the case; the customer's subject and words stay out of it."""
    case, config = turn.about, turn.hearing.config
    values = {"case": {"number": case.number, "subject": ""}, "text": turn.text, "agent_first_name": turn.agent.name.split(" ")[0]}
    return Send(Letter(
        "consult", duty.language_of(turn.agent, config), plain, values, idem=f"consult:{turn.once}:{address.key(plain)}",
        reply_to=ReplyTo("third", turn.agent.id, turn.agent.epoch), case_id=case.id, automatic=False, attachments=turn.files,
    ))


def outsider_answers(hearing: Hearing) -> Decision:
    """Somebody writes to an answer address that was made for one who was asked, or he who was asked to the customer's:
    a note to the agents, and nothing else happens."""
    found = asked_outside(hearing.message, hearing.facts)
    if found is None:
        return Decision("third_answered", (hearing.keep(None),), hearing.trail)
    token, case = found
    message, config = hearing.message, hearing.config
    kept = Append(case.id, "note", speaker(message) or "", message.text, message.is_verified)
    told = {agent.id: agent for agent in (*duty.on_duty(case, config, hearing.facts.away), *(agent for agent in config.agents if token.kind is TokenKind.THIRD and agent.id == token.who))}
    files = files_without_codes(message.attachments, hearing.claim, config)
    values = {
        "case": case_values(case), "from_address": speaker(message) or "", "from_name": message.sender_name, "asked": is_asked(message, case),
        "proven": message.is_verified, "text": message.new_text or message.text, "attachments": [{"name": file.name, "size": file.size} for file in files],
        "reply_address": REPLY_ADDRESS, "note_address": NOTE_ADDRESS,
    }
    asked = f"{token.who} asked from outside about {case.number}" if token.kind is TokenKind.THIRD else f"an agent asked the sender about {case.number}"
    step = Step("asked by an agent", True, f"{asked}: the answer is a note")
    return Decision("third_answered", (kept, *to_agents(hearing, "third_answered", case, values, tuple(told.values()), files)), (*hearing.trail, step))
