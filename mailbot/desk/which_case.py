"""Which case a mail belongs to: a token; else, of a proven participant, its thread or a number in its subject.
Careful: a number gives nobody anything, and numbers in the text never route (reliability.md 58)."""

from __future__ import annotations

from mailbot.desk import duty
from mailbot.desk.colleagues import role_of
from mailbot.desk.effects import Decision, Effect, LinkCases, OpenCase, Step
from mailbot.desk.facts import Case
from mailbot.desk.hearing import Hearing
from mailbot.desk.letters import notice_values, to_agents
from mailbot.mail.message import CUSTOMERS_KINDS

ALIKE = "alike"  # found by sender and subject alone (copies.py): it gives less than any other way to a case


def case_of(hearing: Hearing) -> tuple[Case | None, str]:
    """The running or ended case that this mail goes on with, and by what it was found."""
    facts = hearing.facts
    if facts.earlier_copy is not None and role_of(hearing, facts.earlier_copy) is not None:
        return facts.earlier_copy, "copy"  # the same mail, better proven than when it came first
    for token, case in facts.by_token:
        if token.kind in CUSTOMERS_KINDS:
            return case, token.by
    if hearing.message.is_verified:  # a code proves an account, not that this From takes part
        if facts.by_message_id is not None and role_of(hearing, facts.by_message_id) is not None:
            return facts.by_message_id, "message-id"
        for case in facts.by_number:
            if role_of(hearing, case) is not None:
                return case, "subject"
    return None, ""


def related(hearing: Hearing, case: Case) -> tuple[Case, ...]:
    """The other cases whose numbers stand in the subject and in which the proven speaker takes part too."""
    if not hearing.message.is_verified:
        return ()
    return tuple(other for other in hearing.facts.by_number if other.id != case.id and role_of(hearing, other) is not None)


def linked(hearing: Hearing, decision: Decision, case: Case, others: tuple[Case, ...]) -> Decision:
    """The decision, with links to the other cases. Their agents read the mail too, unless it reaches them with its own case."""
    if not others:
        return decision
    goes_to = None if any(isinstance(effect, OpenCase) for effect in decision.effects) else case.id
    told = {agent.id for agent in duty.on_duty(case, hearing.config, hearing.facts.away)}
    effects: list[Effect] = [LinkCases(goes_to, other.id, "related") for other in others]
    for other in others:
        elsewhere = tuple(agent for agent in duty.on_duty(other, hearing.config, hearing.facts.away) if agent.id not in told)
        values = notice_values(hearing, other, case_by="subject", text=hearing.message.new_text or hearing.message.text)
        effects += to_agents(hearing, "agent_update", other, values | {"related": [case.number]}, elsewhere)
        told |= {agent.id for agent in elsewhere}
    step = Step("another case in the subject", True, ", ".join(other.number for other in others))
    return Decision(decision.verdict, (*decision.effects, *effects), (*decision.trail, step))
