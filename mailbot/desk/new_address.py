"""A right ID number and code from an address that nobody knows: its owner hears of it, and the address is linked after a yes (states.md 3.8).
A code opens one case; what is linked for good is a mailbox that is proven, and never more of them than the fee is for."""

from __future__ import annotations

from mailbot.config.settings import Tier
from mailbot.desk.colleagues import is_of_the_house, role_of
from mailbot.desk.effects import AddAddress, Decision, Effect, Letter, Mark, NoteChange, Send, Step
from mailbot.desk.facts import Account, Case
from mailbot.desk.hearing import Hearing
from mailbot.desk.letters import to_speaker
from mailbot.desk.marks import ASKED, named
from mailbot.desk.numbered_answers import YES_OR_NO
from mailbot.desk.short_answers import is_yes
from mailbot.desk.trust import Standing
from mailbot.desk.wanted import speaker
from mailbot.mail import address

ADDRESS = "address"  # what was asked for
ADDRESSES_PER_FEE = 3  # that speak for a customer who paid for himself; an agreement counts its contacts instead
COUNTED = ("yearly_fee", "prepaid_blocks")
ASKS_SOMETHING_ELSE = ("awaiting_approval", "awaiting_customer", "scheduled")  # a yes in these answers another question


def is_new(hearing: Hearing) -> bool:
    """Was the code right, and given from an address that speaks for nobody yet?"""
    account = hearing.account
    return hearing.row.standing is Standing.CODE_ACCEPTED and account is not None and _may_be_linked(hearing, account)


def asks(hearing: Hearing, tier: Tier | None) -> bool:
    """Shall the letter about the case ask whether to link the address?"""
    account = hearing.account
    return (hearing.config.entitlement.remember_new_address == "ask" and is_new(hearing)
            and account is not None and has_room(account, tier))


def has_room(account: Account, tier: Tier | None) -> bool:
    """May one more address speak for this customer?"""
    return tier is None or tier.kind not in COUNTED or len(account.addresses) < ADDRESSES_PER_FEE


def _may_be_linked(hearing: Hearing, account: Account) -> bool:
    """Nobody's address yet, and none of ours; that its domain speaks for the customer already links nothing."""
    said, known = speaker(hearing.message), hearing.facts.account
    if said is None or is_of_the_house(said, hearing.config):
        return False
    own = known is not None and (hearing.facts.account_by == "address" or known.id == account.id)
    return not own and address.key(said) not in {address.key(each) for each in account.addresses}


# ---- linked -----------------------------------------------------------------------------------------------
def linked_at_once(hearing: Hearing, tier: Tier | None) -> tuple[Effect, ...]:
    """The vendor links every proven address from which the right code came; nothing of one that is not proven."""
    account = hearing.account
    if (hearing.config.entitlement.remember_new_address != "always" or not hearing.message.is_verified or account is None
            or not is_new(hearing) or not has_room(account, tier)):
        return ()
    return _link(hearing, account)


def answered(hearing: Hearing, case: Case) -> Decision | None:
    """A plain yes of the proven requester to the question of our letter, while no other question is open; None: it is something else."""
    said, account = speaker(hearing.message), case.account
    if (ADDRESS not in named(ASKED, case.flags) or account is None or said is None or not hearing.message.is_verified
            or role_of(hearing, case) != "requester" or not is_yes(hearing.message.new_text, hearing.own_name)):
        return None
    other_question = case.state in ASKS_SOMETHING_ELSE or case.answered_at is not None or bool(
        set(YES_OR_NO) & {detail.name for detail in case.details if detail.state == "asked"})
    tier = hearing.config.tier(case.tier) if case.tier else None
    if other_question or not _may_be_linked(hearing, account) or not has_room(account, tier):
        return None
    letter, quiet = to_speaker(hearing, "address_linked", {"linked": said}, case)
    step = Step("link the address", True, "a plain yes to our question, from the proven address itself")
    return Decision("address_linked", (hearing.keep(case.id, automatic=True), *_link(hearing, account), *letter), (*hearing.trail, step, *quiet))


def _link(hearing: Hearing, account: Account) -> tuple[Effect, ...]:
    """The address speaks for the account from now on, and its first address is told."""
    said = speaker(hearing.message) or ""
    told = () if not account.addresses else (Send(Letter(
        template="address_linked", language=_language_of(account, hearing), to=account.addresses[0], values={"linked": said, "to_owner": True},
        idem=f"address_linked:{account.id}:{hearing.key}",
    )),)
    return (AddAddress(account.id, said, hearing.message.sender_name), NoteChange(account.id, "address_linked", "customer", said), *told)


# ---- told -------------------------------------------------------------------------------------------------
def warn_owner(hearing: Hearing) -> tuple[Effect, ...]:
    """The paid address hears, once an hour, that somebody used its ID number and code from another one (states.md 3.8)."""
    account, said, at = hearing.account, speaker(hearing.message), hearing.message.envelope.received_at
    if account is None or said is None or hearing.row.standing is not Standing.CODE_ACCEPTED or not account.addresses:
        return ()
    if address.key(said) in {address.key(each) for each in account.addresses}:
        return ()  # the answer to it goes to him anyway
    return (Send(Letter(
        template="credential_used", language=_language_of(account, hearing), to=account.addresses[0],
        values={"used_from": said, "used_at": at.isoformat()},
        idem=f"credential_used:{account.id}:{at:%Y-%m-%dT%H}",
    )),)


def marks_of(hearing: Hearing, case: Case, tier: Tier | None) -> tuple[Effect, ...]:
    """The case remembers that its letter asks."""
    return (Mark(case.id, f"{ASKED}{ADDRESS}"),) if asks(hearing, tier) else ()


def _language_of(account: Account, hearing: Hearing) -> str:
    """The language of a customer, as far as we write it."""
    vendor = hearing.config.vendor
    return account.language if account.language and account.language in vendor.languages else vendor.default_language
