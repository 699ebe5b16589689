"""The named contacts of a customer, by mail: CONTACTS shows who may write for him, CONTACTS with addresses changes it (SO-18).
It changes who has a right: only a contact who is proven may, within his own organisation, and every contact so far hears of it."""

from __future__ import annotations

from mailbot.desk.colleagues import is_of_the_house
from mailbot.desk.domains import organisation
from mailbot.desk.effects import AddAddress, Effect, Letter, RemoveContact, Send, Step
from mailbot.desk.facts import Account, Case
from mailbot.desk.hearing import Hearing, contacts_of
from mailbot.desk.letters import to_speaker
from mailbot.desk.opening import language_of
from mailbot.desk.releasing import released_by
from mailbot.desk.wanted import speaker
from mailbot.mail import address

Answer = tuple[tuple[Effect, ...], tuple[Step, ...]]


def change(hearing: Hearing, account: Account, named: tuple[str, ...], case: Case | None) -> tuple[str, tuple[Effect, ...], Answer] | None:
    """The verdict, what is to be booked, and the letter to the speaker; `named`: who may write from now on, empty: only asked.
    None: whoever is named from elsewhere is for a person to judge. Whose such an address is, no answer may tell."""
    limit, contacts = hearing.config.entitlement.contacts_per_customer, contacts_of(account)
    if not _is_contact(hearing, account):
        return "contacts_refused", (), _tell(hearing, _known_to_colleagues(hearing, contacts), case, problem="not_contact", limit=limit)
    if not named:
        return "contacts_told", (), _tell(hearing, contacts, case, limit=limit)
    if len(named) > limit:
        return "contacts_refused", (), _tell(hearing, contacts, case, problem="limit", limit=limit, count=len(named))
    if any(not _may_become(hearing, account, each) for each in named):
        return None
    if _takes_others_off(hearing, account, named):
        return "contacts_refused", (), _tell(hearing, contacts, case, problem="others", limit=limit)
    effects = changes(account, named)
    released = released_by(effects, account, hearing.facts.waiting, hearing.facts.now, hearing.config, hearing.rules, "customer",
                           away=hearing.facts.away)
    told = _tell(hearing, named, case, changed=True, limit=limit)
    return "contacts_changed", (*effects, *released, *_tell_others(hearing, contacts, named, account, limit)), told


def changes(account: Account, named: tuple[str, ...]) -> tuple[Effect, ...]:
    """What makes these, and nobody else, the contacts of the account."""
    new, old = {address.key(each) for each in named}, {address.key(each) for each in account.contacts}
    added = tuple(AddAddress(account.id, each, "", True) for each in named if address.key(each) not in old)
    return (*added, *(RemoveContact(account.id, each) for each in account.contacts if address.key(each) not in new))


def _is_contact(hearing: Hearing, account: Account) -> bool:
    said = speaker(hearing.message)
    return hearing.message.is_verified and said is not None and address.key(said) in {address.key(each) for each in contacts_of(account)}


def _may_become(hearing: Hearing, account: Account, plain: str) -> bool:
    """His own already, or of his organisation; not an address of ours, and none of another customer's."""
    owner = dict(hearing.facts.named).get(address.key(plain))
    return not is_of_the_house(plain, hearing.config) and owner in (None, account.id) and _is_theirs(account, plain)


def _is_theirs(account: Account, plain: str) -> bool:
    """An address of the account, or under its domain; where it has none, of the organisation that its addresses are of."""
    if address.key(plain) in {address.key(each) for each in account.addresses}:
        return True
    domain = address.domain_of(plain)
    if account.domains:
        return any(each in account.domains for each in address.domains_of(domain))
    return bool(organisation(domain)) and organisation(domain) in {organisation(address.domain_of(each)) for each in account.addresses}


def _takes_others_off(hearing: Hearing, account: Account, named: tuple[str, ...]) -> bool:
    """Does somebody but the first contact put others out? He may name more and take himself off: else whoever has been let in could
    have the customer for himself."""
    contacts, plain = [address.key(each) for each in contacts_of(account)], speaker(hearing.message)
    said = None if plain is None else address.key(plain)
    first = next((address.key(each) for each in account.addresses if address.key(each) in contacts), said)
    return said != first and bool(set(contacts) - {address.key(each) for each in named} - {said})


def _known_to_colleagues(hearing: Hearing, contacts: tuple[str, ...]) -> tuple[str, ...]:
    """The contacts who write from where he does: an address elsewhere, perhaps a private one, is none of his business."""
    said = speaker(hearing.message)
    own = organisation(address.domain_of(said)) if said is not None else ""
    return tuple(each for each in contacts if own and organisation(address.domain_of(each)) == own)


def _tell(hearing: Hearing, contacts: tuple[str, ...], case: Case | None, **values: object) -> Answer:
    return to_speaker(hearing, "contacts", {"contacts": list(contacts), **values}, case)


def _tell_others(hearing: Hearing, contacts: tuple[str, ...], named: tuple[str, ...], account: Account, limit: int) -> tuple[Effect, ...]:
    """Every contact so far but the speaker: nobody is put out without hearing of it."""
    said = speaker(hearing.message) or ""
    listed, day = "+".join(sorted(address.key(each) for each in named)), f"{hearing.message.envelope.received_at:%Y-%m-%d}"
    values = {"contacts": list(named), "changed": True, "by": said, "limit": limit}
    return tuple(
        Send(Letter(template="contacts", language=language_of(account, hearing.config), to=each, values=values,
                    idem=f"contacts:{address.key(each)}:{listed}:{day}"))
        for each in contacts if address.key(each) != address.key(said)
    )
