"""An agent passes a customer's mail on to the desk: it may become a case of that customer, once the agent says yes.
Careful: nothing proves who wrote the inner mail. It is treated as his own unproven mail would be, and the agent vouches for nothing."""

from __future__ import annotations

from dataclasses import replace

from mailbot.config.settings import Agent
from mailbot.desk.colleagues import is_of_the_house
from mailbot.desk.effects import CASE_NUMBER, Append, Decision, EndOffer, MakeOffer, OpenCase, Send, Step
from mailbot.desk.facts import Offer
from mailbot.desk.hearing import Hearing, hear
from mailbot.desk.hiding import hide
from mailbot.desk.letters import to_agent
from mailbot.desk.matters import new_matter
from mailbot.desk.short_answers import is_no, is_yes
from mailbot.mail.message import Claimed, Message
from mailbot.mail.passed_on import passed_on

SHOWN = 300  # characters of the inner mail in the question


def offer(hearing: Hearing, agent: Agent) -> Decision | None:
    """The question to the agent, with what he may say yes to kept; None where his mail passes on nobody's."""
    facts, config = hearing.facts, hearing.config
    if facts.by_token or facts.by_message_id is not None or facts.by_number:
        return None
    inner = passed_on(hearing.message, config.limits, config.cases.number_format)
    if inner is None or is_of_the_house(inner.address, config):
        return None
    inner = replace(inner, text=hide(inner.text, hearing.claim, config, hearing.language))
    values = {"address": inner.address, "subject": inner.subject, "text": inner.text[:SHOWN]}
    letter = to_agent(hearing, agent, "forward_offer", None, values)
    kept = Append(None, "note", f"agent:{agent.id}", hearing.message.text, True)
    made = MakeOffer(agent.id, inner.address, inner.subject, hearing.message.language, inner.text, letter.idem)
    step = Step("passed on", True, f"a mail of {inner.address}: a case comes of it when the agent says yes")
    return Decision("forward_offered", (kept, made, Send(letter)), (*hearing.trail, step))


def answered(hearing: Hearing, agent: Agent) -> Decision | None:
    """His yes or no to such a question; None for anything else, which is read as ever."""
    if hearing.facts.offered is None:
        return None
    offered, person = hearing.facts.offered
    said = hearing.message.new_text
    kept = Append(None, "note", f"agent:{agent.id}", hearing.message.text, True, automatic=True)
    if is_no(said, hearing.own_name):
        return Decision("forward_declined", (kept, EndOffer(offered.id)), (*hearing.trail, Step("yes", False, "he does not want it")))
    if not is_yes(said, hearing.own_name):
        return None
    decision = new_matter(hear(_as_his_own(hearing.message, offered, agent), person, hearing.config, hearing.rules))
    effects = tuple(replace(effect, own_id=False) if isinstance(effect, Append) else effect for effect in decision.effects)
    opens = any(isinstance(effect, OpenCase) for effect in effects)
    receipt = to_agent(hearing, agent, "agent_result", None, {"lines": [_said(decision, offered)]})
    return Decision("forward_taken", (kept, EndOffer(offered.id), *effects, Send(replace(receipt, about_opened_case=opens))),
                    (*hearing.trail, Step("yes", True, f"the mail of {offered.address} is treated as if it had come from him, unproven"), *decision.trail))


def _as_his_own(message: Message, offered: Offer, agent: Agent) -> Message:
    """The inner mail: nothing of the agent's own is in it, so that nothing of it reaches the customer."""
    return replace(
        message, key=f"offer{offered.id}", sender=Claimed(offered.address, message.sender.door, f"passed on by {agent.id}"), sender_name="",
        message_id=None, in_reply_to=(), references=(), to=(), cc=(), subject=offered.subject, text=offered.text, new_text=offered.text,
        quoted="", signature="", attachments=offered.files, language=offered.language, automatic=None, report=None, answerable=True,
        tokens=(), case_numbers=(), form_address=None, forwarded_from=None, shown_tokens=(),
    )


def _said(decision: Decision, offered: Offer) -> dict[str, str]:
    """What came of it: a case, or the letter that he himself would have got."""
    opened = next((effect for effect in decision.effects if isinstance(effect, OpenCase)), None)
    if opened is None:
        return {"say": "passed_on_without_case", "to": offered.address}
    waits = opened.state == "awaiting_entitlement"
    return {"say": "passed_on_waits" if waits else "passed_on", "to": offered.address, "number": CASE_NUMBER}
