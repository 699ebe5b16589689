"""The decision: one mail, what is known, the settings and rules; out comes a value with its reasons. Pure.
Read it from the top: what is older than the desk is only filed, then trust decides who handles the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from mailbot.config.rules import RuleSet
from mailbot.config.settings import Config
from mailbot.desk import daily
from mailbot.desk.agents.asking_outside import outsider_answers
from mailbot.desk.agents.factors import agent_unlinked, agent_unproven, not_an_agent
from mailbot.desk.agents.speaking import agent_at_desk, agent_speaks
from mailbot.desk.colleagues import is_of_the_house
from mailbot.desk.copies import copy_of, is_sent_again
from mailbot.desk.effects import Decision, Effect, Quarantine, Step
from mailbot.desk.facts import Case, Facts
from mailbot.desk.follow_up import follow_up
from mailbot.desk.hearing import Hearing, hear
from mailbot.desk.letters import to_speaker
from mailbot.desk.machines import machine, own, postmaster
from mailbot.desk.matters import attempts, new_matter
from mailbot.desk.new_address import warn_owner
from mailbot.desk.obey import besides, obey
from mailbot.desk.trust import Standing
from mailbot.desk.wanted import speaker
from mailbot.desk.which_case import ALIKE, case_of
from mailbot.mail.message import Message
from mailbot.mail.ours import is_form_sender


def decide(message: Message, facts: Facts, config: Config, rules: RuleSet) -> Decision:
    """What is to be done with this mail, and why."""
    hearing = hear(message, facts, config, rules)
    if message.envelope.received_at < facts.installed_at:
        return _filed(hearing, "older_than_installation", "it was received before this desk was set up: the past is never answered")
    if message.envelope.backlog:
        return _filed(hearing, "backlog", "it lay in the mailbox before this desk read it: the past is never answered")
    if message.envelope.whole_size is not None:
        return too_large(hearing, message.envelope.whole_size)
    if message.automatic is None and (because := _unreadable_form(message, config)):
        return Decision("form_without_address", (Quarantine(because),), (*hearing.trail, Step("web form", False, because)))
    decision = postmaster(hearing) if _is_for_postmaster(hearing) else HANDLERS[hearing.row.standing](hearing)
    return replace(decision, effects=(*attempts(hearing), *decision.effects, *warn_owner(hearing), *_told_of_locks(hearing)))


def _told_of_locks(hearing: Hearing) -> tuple[Effect, ...]:
    """The admins' next daily letter says that somebody tried too many codes."""
    check = hearing.facts.credential
    return (daily.tell(hearing.facts.now, hearing.config),) if check is not None and check.outcome == "locked" else ()


def _unreadable_form(message: Message, config: Config) -> str | None:
    """Why nobody can be answered to a mail of one of our web forms; None when it names its visitor, or is no form's mail."""
    if message.form_address is not None and is_of_the_house(message.form_address, config) and config.agent_at(message.form_address) is None:
        return f"a web form wrote it, and names {message.form_address} as its visitor: no visitor writes from there; see what he asks, and answer by hand"
    if message.form_address is not None or message.address is None or not is_form_sender(message.address, config):
        return None
    if not message.is_verified:
        return f"bears the address of a web form ({message.address}), but nothing proves that the form wrote it"
    return (f'a web form wrote it, but its line "{config.mailbox.form_address_field}" holds no single address; expected: '
            f'"{config.mailbox.form_address_field}: name@example.com" ([mailbox] form_address_field)')


def customer(hearing: Hearing) -> Decision:
    """A customer or a stranger: a command, a further mail of a case, or a new matter."""
    if is_sent_again(hearing):
        said = Step("sent again", True, "a mail of this sender with this Message-ID and these words was handled before")
        return Decision("repeated", (hearing.keep(None),), (*hearing.trail, said))
    case, found_by = case_of(hearing)
    obeyed = obey(hearing, case, found_by)
    if obeyed is None:
        return _as_text(hearing, case, found_by)
    return besides(_as_text(obeyed.heard, case, found_by), obeyed) if obeyed.more else obeyed.decision


def _as_text(hearing: Hearing, case: Case | None, found_by: str) -> Decision:
    """What the mail says, command or no command."""
    if case is not None:
        return follow_up(hearing, case, found_by)
    if speaker(hearing.message) is None:
        return _nobody(hearing)
    claims = next(iter(hearing.message.case_numbers), None)
    copied = copy_of(hearing) if claims is None else None
    if copied is not None:
        return follow_up(hearing, copied, ALIKE)
    return new_matter(hearing, claims=claims)


def _nobody(hearing: Hearing) -> Decision:
    """No single address stands in From: nobody can be answered. With a right code or an attached claim a person looks at it."""
    step = Step("no sender", True, "no single plain address stands in From, so that nobody can be answered")
    if hearing.row.standing is Standing.CODE_ACCEPTED:
        return Decision("no_sender", (Quarantine("a right ID number and code, but no single address in From to answer to"),), (*hearing.trail, step))
    return Decision("no_sender", (hearing.keep(None),), (*hearing.trail, step))


def too_large(hearing: Hearing, size: int) -> Decision:
    """Only the header was taken in: a proven sender is asked for less, nobody else hears of it; the mail waits in its mailbox for a person."""
    case, _ = case_of(hearing)
    step = Step("too large", True, f"the mail has {size / 2**20:.1f} MB; at most {hearing.config.mailbox.max_size_mb} MB are read")
    kept = hearing.keep(case.id if case else None, automatic=hearing.message.automatic is not None)
    if hearing.row.standing in (Standing.MACHINE, Standing.OWN) or not hearing.message.is_verified:
        return Decision("too_large", (kept,), (*hearing.trail, step))
    letter, quiet = to_speaker(hearing, "too_large", {"max_mb": hearing.config.mailbox.max_size_mb})
    return Decision("too_large", (kept, *letter), (*hearing.trail, step, *quiet))


HANDLERS: Mapping[Standing, Callable[[Hearing], Decision]] = {
    Standing.OWN: own,
    Standing.MACHINE: machine,
    Standing.AGENT: agent_speaks,
    Standing.AGENT_AT_DESK: agent_at_desk,
    Standing.AGENT_UNLINKED: agent_unlinked,
    Standing.AGENT_UNPROVEN: agent_unproven,
    Standing.THIRD: outsider_answers,
    Standing.NOT_AN_AGENT: not_an_agent,
    Standing.CODE_ACCEPTED: customer,
    Standing.CODE_REFUSED: customer,
    Standing.VERIFIED: customer,
    Standing.JOINS_UNVERIFIED: customer,
    Standing.CLAIMED: customer,
}


def _is_for_postmaster(hearing: Hearing) -> bool:
    to = hearing.message.envelope.rcpt_to
    return hearing.row.standing not in (Standing.MACHINE, Standing.OWN) and bool(to) and all(rcpt.partition("@")[0].casefold() == "postmaster" for rcpt in to)


def _filed(hearing: Hearing, verdict: str, because: str) -> Decision:
    case, _ = case_of(hearing)
    automatic = hearing.message.automatic is not None
    return Decision(verdict, (hearing.keep(case.id if case else None, automatic=automatic),), (*hearing.trail, Step(verdict, True, because)))
