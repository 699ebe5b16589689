"""Acknowledging what a customer adds before anybody has answered him (SA-10, SA-11): one letter for all of it, after a quiet time.
Careful: never two within that time, none where another letter has just gone out, none for what nobody proved."""

from __future__ import annotations

from mailbot.config.settings import Config
from mailbot.desk.colleagues import role_of
from mailbot.desk.effects import Decision, DueDone, Effect, Letter, ReplyTo, Schedule, Send, Step
from mailbot.desk.facts import Case, DueItem, Facts
from mailbot.desk.hearing import Hearing
from mailbot.desk.letters import REFERENCES, case_values
from mailbot.desk.limits import brake, plain_span
from mailbot.desk.marks import HOURS, named
from mailbot.desk.promise import standing
from mailbot.desk.short_answers import is_thanks

KIND = "followup_ack"
NO_MORE = ("resolved", "closed", "merged", "unanswered", "awaiting_entitlement")  # nothing is promised there


def acknowledgement(hearing: Hearing, case: Case) -> tuple[Effect, ...]:
    """When this further mail will be acknowledged: with `digest` once it has been quiet, and each new mail moves that time."""
    settings, message = hearing.config.cases, hearing.message
    proven = message.is_verified or hearing.config.entitlement.unverified_sender == "accept"
    if (settings.followup_ack == "none" or case.answered_at is not None or not message.answerable or not proven
            or role_of(hearing, case) != "requester" or case.state in NO_MORE or only_thanks(hearing)):
        return ()
    quiet = plain_span(settings.ack_quiet_time)
    return (Schedule(KIND, case.id, message.envelope.received_at + quiet if settings.followup_ack == "digest" else hearing.facts.now),)


def only_thanks(hearing: Hearing) -> bool:
    """A thank-you, perhaps to an agent by his name, and nothing attached: it adds nothing to a case and moves none."""
    agents = frozenset(agent.name.split(" ")[0].casefold() for agent in hearing.config.agents)
    return is_thanks(hearing.message.new_text, hearing.own_name, agents) and not hearing.message.attachments


def acknowledge(item: DueItem, case: Case, facts: Facts, config: Config) -> Decision:
    """The quiet time is over: one letter with the number of mails and what we promised, unless it is needless by now."""
    needless = _needless(case, facts, config)
    if needless is not None:
        return Decision("followup_not_acknowledged", (DueDone(item.id),), (needless,))
    quiet_until = case.last_told_at + plain_span(config.cases.ack_quiet_time) if case.last_told_at else facts.now
    if quiet_until > facts.now:
        wait = Step("quiet time", True, "he has just had a letter about this case")
        return Decision("followup_acknowledged_later", (Schedule(KIND, case.id, quiet_until),), (wait,))
    values = {"case": case_values(case), "count": facts.unacknowledged,
              **standing(case, facts.now, config, named(HOURS, case.flags)).values(waits=case.state == "awaiting_details" and case.answer_due_at is None)}
    letter = Letter(
        template=KIND, language=case.language, to=case.requester.address, values=values,
        idem=f"{KIND}:{item.id}:{item.due_at.isoformat()}", reply_to=ReplyTo("customer"), case_id=case.id,
        in_reply_to=case.last_message_id, references=case.references[-REFERENCES:],
    )
    return Decision("followup_acknowledged", (DueDone(item.id), Send(letter)), (Step("further mails", True, f"{facts.unacknowledged} joined"),))


def _needless(case: Case, facts: Facts, config: Config) -> Step | None:
    """Why no acknowledgement goes out any more; None when one does."""
    if config.cases.followup_ack == "none":
        return Step("acknowledgements", True, "the vendor wants none of further mails")
    if case.answered_at is not None:
        return Step("answered", True, "a person has answered meanwhile")
    if case.state in NO_MORE:
        return Step("state", True, f"the case is {case.state}")
    if not facts.unacknowledged:
        return Step("further mails", False, "nothing proven joined since the requester heard from us")
    return brake(facts, KIND, config.limits)
