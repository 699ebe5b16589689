"""Colleagues of a customer, named in To and Cc of his mails: they take part as far as `[cases] cc_policy` lets them.
Careful: they may add and complete text, never prove a right, spend or command; automatic letters go to the requester alone."""

from __future__ import annotations

from typing import Literal

from mailbot.config.settings import Config
from mailbot.desk.effects import AddParticipant, Effect
from mailbot.desk.facts import Case
from mailbot.desk.hearing import Hearing
from mailbot.desk.wanted import speaker
from mailbot.mail import address
from mailbot.mail.tokens import is_own

AT_MOST = 20  # colleagues of one case: a circular to two hundred is no invitation (reliability.md 43)
OF_HOUSES = ("postmaster", "abuse", "mailer-daemon", "noreply", "no-reply", "do-not-reply")  # nobody reads or writes there as a person

Role = Literal["requester", "cc"]


def role_of(hearing: Hearing, case: Case) -> Role | None:
    """As what the speaker takes part in this case; None when he does not. His own address decides, proven or not."""
    said = speaker(hearing.message)
    if said is None:
        return None
    person = next((person for person in case.participants if address.key(person.address) == address.key(said)), None)
    if person is not None and person.role == "cc":
        return "cc" if person.copies or hearing.config.cases.cc_policy != "ignore" else None
    return "requester" if person is not None and person.role == "requester" else None


def colleagues(hearing: Hearing) -> tuple[str, ...]:
    """Whom the speaker names in To and Cc besides us: only a proven address invites anybody, no code does."""
    accepted = hearing.config.entitlement.unverified_sender == "accept"
    if hearing.config.cases.cc_policy == "ignore" or not (accepted or hearing.message.is_verified) or hearing.message.form_address:
        return ()
    said = speaker(hearing.message)
    found: dict[str, str] = {}
    for plain in (*hearing.message.to, *hearing.message.cc):
        if address.plain(plain) is not None and not is_of_the_house(plain, hearing.config):
            found.setdefault(address.key(plain), plain)
    if said is not None:
        found.pop(address.key(said), None)
    return tuple(found.values())[:AT_MOST]


def joining(hearing: Hearing, case: Case) -> tuple[Effect, ...]:
    """The colleagues whom the requester names for the first time in a further mail."""
    if role_of(hearing, case) != "requester":
        return ()
    known = {address.key(person.address) for person in case.participants}
    new = [plain for plain in colleagues(hearing) if address.key(plain) not in known]
    return tuple(AddParticipant(case.id, plain) for plain in new[: max(0, AT_MOST + 1 - len(known))])


def shown(case: Case, effects: tuple[Effect, ...] = ()) -> list[str]:
    """The colleagues of a case as agents read them, with those who join it now."""
    return [*(person.address for person in case.participants if person.role == "cc"),
            *(effect.address for effect in effects if isinstance(effect, AddParticipant))]


def is_of_the_house(plain: str, config: Config) -> bool:
    """Our own addresses, our agents', our forms', and those of no person."""
    forms = {address.key(form) for form in config.mailbox.form_senders}
    return (is_own(plain, config.mailbox) or config.agent_at(plain) is not None or address.key(plain) in forms
            or plain.partition("@")[0].lower() in OF_HOUSES)
