"""What the speaker may do with a case that is there: move it, prove its right, pay with his own.
Careful: From is a claim, and a code proves an account, never an address; a token proves the mailbox it was issued to alone."""

from __future__ import annotations

from mailbot.desk.colleagues import role_of
from mailbot.desk.facts import Case
from mailbot.desk.hearing import Hearing
from mailbot.desk.short_answers import confirms, is_yes
from mailbot.desk.trust import Standing
from mailbot.mail.message import CUSTOMERS_KINDS, TokenKind

PROVEN = (Standing.VERIFIED, Standing.CODE_ACCEPTED)


def brings_token(hearing: Hearing, case: Case) -> bool:
    """Was the mail written to an answer address of this case? A Message-ID stands in every copy of a letter and does not count."""
    return any(token.kind in CUSTOMERS_KINDS and token.by == "token" and named.id == case.id for token, named in hearing.facts.by_token)


def answers_as_requester(hearing: Hearing, case: Case) -> bool:
    """Does From name the requester, and is the mail written to the answer address that he alone was sent?"""
    return role_of(hearing, case) == "requester" and any(
        token.kind is TokenKind.CUSTOMER and token.by == "token" and case.requester.holds(token.who) and named.id == case.id
        for token, named in hearing.facts.by_token)


def shares_account(hearing: Hearing, case: Case) -> bool:
    """Another proven address of the account the case is of; or its right code, in a mail to an answer address of the case."""
    account, known = hearing.account, hearing.facts.account
    if account is None or case.account is None or account.id != case.account.id or hearing.row.standing not in PROVEN:
        return False
    return (hearing.message.is_verified and known is not None and known.id == account.id) or brings_token(hearing, case)


def moves(hearing: Hearing, case: Case) -> bool:
    """May this speaker change the state of the case?

    The text of an unproven sender always joins. The requester who is proven, or who answers with the token he was sent, may also
    complete the checklist and reopen: neither costs minutes nor shows him anything he was not sent. So may a proven colleague
    in Cc where the vendor lets him take part, and another proven address of the account.
    """
    standing, role, verified = hearing.row.standing, role_of(hearing, case), hearing.message.is_verified
    if role == "requester":
        return (standing in PROVEN and verified) or (
            standing in (*PROVEN, Standing.JOINS_UNVERIFIED) and answers_as_requester(hearing, case)) or shares_account(hearing, case)
    if role == "cc":
        return hearing.config.cases.cc_policy == "participant" and standing in PROVEN and verified
    return shares_account(hearing, case)


def may_ask(hearing: Hearing, case: Case) -> bool:
    """Who is told what a waiting case lacks: its requester, proven or not, or another proven address of its account.
    A colleague in Cc is not: whoever names him there would have his right pay for the case."""
    return role_of(hearing, case) == "requester" or shares_account(hearing, case)


def may_release(hearing: Hearing, case: Case) -> bool:
    """May the right that this mail proves pay for the case? Never for a case of another account, and for nobody but its requester
    or whoever shares its account. A right code under his From will do only where the case is its account's own already."""
    account = hearing.account
    same = account is not None and case.account is not None and account.id == case.account.id
    if case.account is not None and not same:
        return account is None  # work without an agreement has no account
    if role_of(hearing, case) != "requester":
        return shares_account(hearing, case)
    accepted = hearing.config.entitlement.unverified_sender == "accept"
    return hearing.message.is_verified or accepted or same or answers_as_requester(hearing, case)


def proves_mailbox(hearing: Hearing, case: Case) -> bool:
    """A yes to our letter, from the address it went to, with its token: who else could have read it?"""
    wanted = hearing.config.entitlement.unverified_sender == "confirm_by_reply" or case.tier is not None  # else it asked for a code
    return wanted and answers_as_requester(hearing, case) and confirms(hearing.message.new_text, hearing.own_name)


def agrees(hearing: Hearing, case: Case) -> bool:
    """A plain yes from the mailbox that was told what its case would be charged under."""
    himself = answers_as_requester(hearing, case) or (hearing.message.is_verified and role_of(hearing, case) == "requester")
    return case.tier is not None and himself and is_yes(hearing.message.new_text, hearing.own_name)
