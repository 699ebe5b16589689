"""Letters to the address that a token was issued to, whoever sent the token: never to From, where nothing proves that it is the same.
Careful: whoever got hold of a token must neither flood its owner nor use up what she may be sent in answer to her own mails."""

from __future__ import annotations

from typing import Any

from mailbot.desk.effects import FOR_HOLDER, Effect, Letter, ReplyTo, Send, Step
from mailbot.desk.facts import Case, Participant, Told
from mailbot.desk.hearing import Hearing
from mailbot.desk.letters import REFERENCES
from mailbot.desk.limits import DAY
from mailbot.desk.wanted import speaker
from mailbot.mail import address
from mailbot.mail.message import Token

A_DAY = 3  # letters to one address that others asked for (reliability.md 61)


def holder(case: Case, token: Token) -> Participant | None:
    """The participant whose token it is; None when it went to an address that takes no part."""
    return next((person for person in case.participants if person.holds(token.who)), None)


def to_holder(hearing: Hearing, template: str, values: dict[str, Any], case: Case, person: Participant, *,
              about_case: bool = True) -> tuple[tuple[Effect, ...], tuple[Step, ...]]:
    """A letter to the address that a token was issued to: of each kind once an hour for a case, and three a day in all."""
    if not hearing.message.answerable:
        return (), (Step("no automatic mail wanted", True, "the mail asks for no automatic answer"),)
    asked = sum(letter.for_another and hearing.facts.now - letter.at < DAY for letter in _told(hearing, person))
    if asked >= A_DAY:
        return (), (Step("limit of others per day", True, f"{asked} letters to this address within a day that nobody proven had asked for"),)
    letter = Letter(
        template=template, language=case.language, to=person.address, values=values,
        idem=f"{FOR_HOLDER}{template}:{case.id}:{person.id}:{hearing.message.envelope.received_at:%Y-%m-%dT%H}",
        reply_to=ReplyTo("customer") if about_case else ReplyTo("plain"), case_id=case.id if about_case else None,
        in_reply_to=hearing.message.message_id if _is_he(hearing, person) else None,
        references=case.references[-REFERENCES:] if about_case else (),
    )
    return (Send(letter),), (Step("to the stored address", True, "a token names a case, not a person: the address it was issued to is told"),)


def _told(hearing: Hearing, person: Participant) -> tuple[Told, ...]:
    return hearing.facts.told if _is_he(hearing, person) else hearing.facts.holder_told


def _is_he(hearing: Hearing, person: Participant) -> bool:
    said = speaker(hearing.message)
    return said is not None and address.key(said) == address.key(person.address)
