"""Opening a case: what was found out about a new mail becomes the case, and those who should know of it are told.
The agents hear of a case that can be worked on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import shorten

from mailbot.config.settings import Config, Tier
from mailbot.desk.checklist import Checklist
from mailbot.desk.colleagues import colleagues
from mailbot.desk.effects import Effect, Letter, OpenCase, ReplyTo, Send
from mailbot.desk.entitlement import Right
from mailbot.desk.facts import Account, Case
from mailbot.desk.hearing import Hearing, contacts_of
from mailbot.desk.letters import notice_values, to_agents
from mailbot.desk.own_words import own_lines
from mailbot.desk.promise import Promise
from mailbot.desk.short_answers import says_no_more
from mailbot.desk.topics import Topics
from mailbot.desk.trust import Standing
from mailbot.desk.urgency import Urgency
from mailbot.desk.wanted import speaker
from mailbot.mail import address
from mailbot.mail.threading import clean_subject

CONTACTS_ASKED = 10  # contacts who hear of a colleague, at most
SUBJECT_OF_A_TEXT = 60  # characters
_STOP = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class Matter:
    """What was found out about a new mail before anything is decided on it."""

    kind: str
    right: Right
    urgency: Urgency
    topics: Topics
    continues: Case | None  # the closed case that it continues
    claims: str | None  # a case number that the sender named without right to it

    @property
    def marks(self) -> tuple[str, ...]:
        """What is kept with the case for whoever works on it."""
        return (*self.urgency.marks, *self.topics.kept)


def open_case(hearing: Hearing, matter: Matter, checklist: Checklist, due: Promise, *, waits: bool, fast: bool,
              marks: tuple[str, ...]) -> OpenCase:
    """The effect that opens an entitled case."""
    right, continues = matter.right, matter.continues
    return OpenCase(
        subject=case_subject(hearing), language=hearing.language, state="awaiting_details" if waits else "open", kind=checklist.kind,
        priority=matter.urgency.level.name, tier=right.tier.name if right.tier else None,
        account_id=right.account.id if right.account else None,
        requester=speaker(hearing.message) or "", requester_name=hearing.message.sender_name,
        received_at=hearing.message.envelope.received_at, start_due_at=None if waits else due.start_due_at,
        answer_due_at=None if waits else due.answer_due_at, fast=fast, details=checklist.details, flags=marks,
        continues=continues.id if continues else None, claims=matter.claims, cc=colleagues(hearing),
        grant_id=right.grant_id, rests_on=right.snapshot,
    )


def announce(hearing: Hearing, matter: Matter, checklist: Checklist, opened: OpenCase) -> tuple[Effect, ...]:
    """The notice to the agents: of a case that is ready to be worked on, or that is urgent although details are missing."""
    right, continues = matter.right, matter.continues
    values = notice_values(
        hearing, opened, case_by="credential" if hearing.row.standing is Standing.CODE_ACCEPTED else "new",
        text=hearing.message.new_text or hearing.message.text, details=checklist.details, missing=checklist.missing,
        tier=right.tier.name if right.tier else None, valid_until=right.valid_until, minutes_left=right.minutes_left,
        answer_by=opened.answer_due_at, start_by=opened.start_due_at, fast=opened.fast, flags=opened.flags,
        clock_waits=opened.state == "awaiting_details",
    )
    values |= {"claims": matter.claims, "continues": continues.number if continues else None, "cc": list(opened.cc)}
    return to_agents(hearing, "agent_new_case", None, values, files=hearing.message.attachments)


def ask_contacts(hearing: Hearing) -> tuple[Effect, ...]:
    """The contacts hear, once a day, that a proven colleague wrote who is none of them: an answer of theirs may change that."""
    account, said = hearing.account, speaker(hearing.message)
    if account is None or said is None or not hearing.message.is_verified or not hearing.message.answerable:
        return ()
    contacts = contacts_of(account)
    values = {"colleague": said, "contacts": list(contacts), "limit": hearing.config.entitlement.contacts_per_customer}
    return tuple(
        Send(Letter(
            template="colleague_wrote", language=language_of(account, hearing.config), to=contact, values=values,
            idem=f"colleague_wrote:{address.key(contact)}:{address.key(said)}:{hearing.message.envelope.received_at:%Y-%m-%d}",
            reply_to=ReplyTo("customer"), about_opened_case=True,
        ))
        for contact in contacts[:CONTACTS_ASKED]
    )


def language_of(account: Account, config: Config) -> str:
    """The language of a customer, as far as we write it."""
    return account.language if account.language and account.language in config.vendor.languages else config.vendor.default_language


def is_fast(hearing: Hearing, tier: Tier | None) -> bool:
    """The subject line that speeds a mail up, compared without tags, quotes, case and Re: (BK-18)."""
    if tier is None or not tier.fast_subject:
        return False
    return _plain(clean_subject(hearing.message.subject, hearing.config.cases.number_format)) == _plain(tier.fast_subject)


def _plain(subject: str) -> str:
    return " ".join(subject.strip("\"'“”„«»‚‘’ ").casefold().split())


def case_subject(hearing: Hearing) -> str:
    """The subject a case keeps: without tags and Re:, codes blanked. Without one, the first sentence of a proven sender; of others
    nothing, as what they wrote is not repeated in the line that everybody reads first. Letters and lists have words for none."""
    clean = clean_subject(hearing.message.subject, hearing.config.cases.number_format).strip()
    return clean or (_first_sentence(hearing.message.new_text) if hearing.message.is_verified else "")


def _first_sentence(text: str) -> str:
    """The first line that says more than a greeting, to its full stop, cut between words."""
    line = next((line for line in own_lines(text) if not says_no_more(line)), "")
    sentence = _STOP.split(" ".join(line.split()), maxsplit=1)[0]
    return shorten(sentence, SUBJECT_OF_A_TEXT, placeholder=" …")
