"""Letters, addressed and filled: who gets which template with which values.
Customers' letters thread to the customer's own mail; agents' letters carry a reply address that is theirs alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal

from mailbot.config.settings import Agent, Config
from mailbot.desk import duty, filing
from mailbot.desk.attaching import pass_on
from mailbot.desk.effects import (
    CASE_NUMBER,
    NOTE_ADDRESS,
    REPLY_ADDRESS,
    STATUS_ADDRESS,
    Effect,
    Letter,
    OpenCase,
    ReplyTo,
    Send,
    Step,
)
from mailbot.desk.facts import OVER, Case, Detail
from mailbot.desk.hearing import Hearing
from mailbot.desk.limits import silence
from mailbot.desk.marks import notice_of
from mailbot.desk.trust import Standing
from mailbot.desk.wanted import speaker
from mailbot.mail.message import Attachment, Claimed, Message, Verified

# what a plain answer to a letter does: to the customer, inside, at the agent's desk address; to one who only reads cases: nothing, commands aside
ReplyIs = Literal["public", "note", "desk", "reader"]
ANSWERED_AT: Mapping[ReplyIs, Literal["agent", "note", "desk"]] = {"public": "agent", "note": "note", "desk": "desk", "reader": "note"}
NOTICES = ("agent_new_case", "agent_update")  # letters that a customer's mail gives rise to
NOTES = ("agent_note", "agent_status", "third_answered")  # an answer to these stays inside
ANSWERS = ("agent_second", "agent_withdrawn", "agent_held")  # these ask for the agent's words to the customer once more: an answer goes to him
COMMANDS_TO_READ = ("/status", "/watch", "/unwatch", "/help")  # what a notice reminds of him who only reads
REFERENCES = 20  # Message-IDs in References: enough for every client's threading


def status_link(config: Config) -> dict[str, str]:
    """Where a customer asks how his case stands: the page that the vendor names, else the status address of the letter.
    Neither, where no address of ours can carry a token."""
    if config.cases.status_link == "https":
        return {"status_page": config.cases.status_url}
    return {"status_address": STATUS_ADDRESS} if config.mailbox.plus_addresses or config.mailbox.reply_address else {}


def case_values(case: Case | OpenCase) -> dict[str, Any]:
    """The variable `case` of a letter; one that this decision opens gets its number in booking, all else of it is known."""
    number = case.number if isinstance(case, Case) else CASE_NUMBER
    return {"number": number, "subject": case.subject, "state": case.state, "priority": case.priority, "kind": case.kind}


def to_speaker(
    hearing: Hearing, template: str, values: Mapping[str, Any], case: Case | None = None, *, opens_case: bool = False, language: str = ""
) -> tuple[tuple[Effect, ...], tuple[Step, ...]]:
    """An automatic letter in answer to this mail, unless a limit says silence; with the step of the trail that says which."""
    address = speaker(hearing.message)
    if address is None:
        return (), (Step(f"letter {template}", False, "there is no single address to answer to"),)
    quiet = silence(hearing, template)
    if quiet is not None:
        return (), (quiet,)
    letter = Letter(
        template=template,
        language=language or (case.language if case else hearing.language),
        to=address,
        values=values,
        idem=f"{template}:{hearing.key}",
        reply_to=ReplyTo("customer") if case or opens_case else ReplyTo("plain"),
        case_id=case.id if case else None,
        about_opened_case=opens_case,
        in_reply_to=hearing.message.message_id,
        references=thread_of(hearing.message),
    )
    return (Send(letter),), ()


def to_agents(
    hearing: Hearing, template: str, case: Case | None, values: Mapping[str, Any], agents: tuple[Agent, ...] | None = None,
    files: tuple[Attachment, ...] = (),
) -> tuple[Effect, ...]:
    """One notice to each agent on duty, each with a reply address of his own."""
    return tuple(
        Send(to_agent(hearing, agent, template, case, values, opens_case=case is None, files=files))
        for agent in (agents if agents is not None else duty.on_duty(case, hearing.config, hearing.facts.away))
    )


def to_agent(
    hearing: Hearing, agent: Agent, template: str, case: Case | None, values: Mapping[str, Any], *, opens_case: bool = False,
    files: tuple[Attachment, ...] = (), reply_is: ReplyIs | None = None,
) -> Letter:
    """A letter to one agent, in answer to this mail or because of it. `reply_is`: see for_agent."""
    account = hearing.account.id if hearing.account is not None and template in NOTICES else None
    return for_agent(hearing.config, agent, template, case, values, f"{template}:{agent.id}:{hearing.key}", opens_case=opens_case, files=files,
                     reply_is=reply_is, references=_agents_thread(hearing, case), account_id=account)


def about(letter: Letter, case: Mapping[str, str], due: Mapping[str, str | None]) -> Letter:
    """The same letter to an agent, where what it says of its case, and of when that is due if it hands it to him, has changed."""
    values = {**letter.values, "case": {**letter.values["case"], **case}, **(due if letter.template == "agent_assigned" else {})}
    customer = tuple(mark for mark in letter.marks if mark[0] == filing.CUSTOMER)
    return replace(letter, values=values, marks=(*filing.headers(letter.template, values), *customer))


def for_agent(
    config: Config, agent: Agent, template: str, case: Case | None, values: Mapping[str, Any], idem: str, *, opens_case: bool = False,
    files: tuple[Attachment, ...] = (), reply_is: ReplyIs | None = None, references: tuple[str, ...] = (), account_id: int | None = None,
) -> Letter:
    """A letter to one agent. What a plain answer to it does is decided here, once: the letter says it, and its reply address is signed
    for that and nothing else, whatever `[agents] reply_is` says by the time he answers. Without a case the answer comes to his desk."""
    if case is None and not opens_case:
        reply_is = "desk"
    elif agent.role == "reader":
        reply_is = "reader"
    elif reply_is is None:
        reply_is = "note" if template in NOTES else "public" if template in ANSWERS else config.agent_mail.reply_is
    passing = pass_on(files, config)
    told = {"attachments": list(passing.told)} if passing.told else {}
    reminded = {"commands_short": list(COMMANDS_TO_READ)} if reply_is == "reader" and template in NOTICES else {}
    values = {**values, **told, **reminded, "reply_is": reply_is}
    return Letter(
        template=template,
        language=duty.language_of(agent, config),
        to=agent.email[0],
        values=values,
        idem=idem,
        reply_to=ReplyTo(ANSWERED_AT[reply_is], agent.id, agent.epoch),
        case_id=case.id if case else None,
        about_opened_case=opens_case,
        references=references,
        attachments=passing.files,
        marks=filing.headers(template, values, case.account.id if case and case.account else account_id),
    )


def notice_values(hearing: Hearing, case: Case | OpenCase, *, case_by: str, text: str, details: tuple[Detail, ...] = (),
                  missing: tuple[str, ...] = (), tier: str | None = None, valid_until: date | None = None,
                  minutes_left: int | None = None, answer_by: datetime | None = None, start_by: datetime | None = None,
                  fast: bool = False, flags: tuple[str, ...] = (), clock_waits: bool = False) -> dict[str, Any]:
    """What an agent reads above the customer's words: the three answers of trust, the right, the checklist."""
    message = hearing.message
    return {
        "case": case_values(case),
        "from_address": speaker(message) or "",
        "from_name": message.sender_name,
        **three_answers(hearing, case_by),
        "text": text,
        "attachments": [{"name": file.name, "size": file.size, "left_out": ""} for file in message.attachments],
        "tier": tier,
        "valid_until": valid_until.isoformat() if valid_until else None,
        "minutes_left": minutes_left,
        "missing": list(missing),
        "found": [{"name": d.name, "value": d.value} for d in details if d.state == "found"],
        "answer_by": answer_by.isoformat() if answer_by else None,
        "start_by": start_by.isoformat() if start_by else None,
        "clock_waits": clock_waits,
        "fast": fast,
        "open_cases": _other_cases(hearing, case),
        **notice_of(flags),
        "reply_address": REPLY_ADDRESS,
        "note_address": NOTE_ADDRESS,
    }


def three_answers(hearing: Hearing, case_by: str) -> dict[str, Any]:
    """Which case, who speaks, what may he do: three questions, never mixed (house.md 4.4)."""
    standing = hearing.row.standing
    match hearing.message.sender:
        case Verified(proof=proof):
            speaks, by = "verified", proof
        case Claimed(because=because):
            speaks, by = "claimed", because
        case unverifiable:
            speaks, by = "unverifiable", unverifiable.because
    if standing is Standing.CODE_ACCEPTED and speaks != "verified":
        speaks, by = "code", by
    trusted = standing in (Standing.VERIFIED, Standing.CODE_ACCEPTED)
    return {"case_by": case_by, "speaker": speaks, "speaker_by": by, "may": ["text", "minutes"] if trusted else ["text"]}


def thread_of(message: Message) -> tuple[str, ...]:
    """References of an answer to this mail (RFC 5322 section 3.6.4)."""
    return tuple(dict.fromkeys((*message.references, *((message.message_id,) if message.message_id else ()))))[-REFERENCES:]


def _other_cases(hearing: Hearing, case: Case | OpenCase) -> int:
    """Open cases of this account besides this one."""
    this_one = isinstance(case, Case) and case.state not in OVER
    return max(0, hearing.facts.open_cases - this_one)


def _agents_thread(hearing: Hearing, case: Case | None) -> tuple[str, ...]:
    """All notices of a case hang together in an agent's mailbox: they refer to the case's first mails."""
    known = case.references[:1] if case else ()
    own = (hearing.message.message_id,) if hearing.message.message_id else ()
    return tuple(dict.fromkeys((*known, *own)))
