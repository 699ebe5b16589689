"""Customers' commands, obeyed: what each does, for whom, and which letter says so (commands.md 5.5).
The proven are answered where they write from; a token alone is answered at the address it was issued to; others get fixed words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from mailbot.desk import contacts, customer_commands, telling
from mailbot.desk.case_rights import PROVEN, brings_token
from mailbot.desk.customer_commands import Asked
from mailbot.desk.effects import (
    ID_NUMBER,
    UNLOCK_CODE,
    Append,
    Decision,
    Effect,
    Letter,
    RenewCode,
    Send,
    SetLanguage,
    SetState,
    Step,
)
from mailbot.desk.facts import OVER, Account, Case
from mailbot.desk.hearing import Hearing
from mailbot.desk.holders import holder, to_holder
from mailbot.desk.letters import case_values, notice_values, to_agents, to_speaker
from mailbot.desk.limits import DAY
from mailbot.desk.trust import Standing
from mailbot.desk.wanted import speaker
from mailbot.mail import address
from mailbot.mail.message import CUSTOMERS_KINDS, Token, TokenKind
from mailbot.mail.threading import clean_subject

MAY_ASK = (*PROVEN, Standing.JOINS_UNVERIFIED, Standing.CLAIMED)  # a wrong code is answered as such, whatever else stands there


@dataclass(frozen=True, slots=True)
class Order:
    """One command before the desk: who gave it, in which case, with which token."""

    hearing: Hearing
    asked: Asked
    case: Case | None
    case_by: str
    token: Token | None  # of a customer, with which the mail came

    @property
    def proven(self) -> bool:
        return self.hearing.row.standing in PROVEN

    @property
    def account(self) -> Account | None:
        """The account that he himself speaks for: by its code, or by his own address; not as one of many of its domain,
        nor where only its named contacts may write."""
        facts = self.hearing.facts
        by_code = facts.credential is not None and facts.credential.account is not None
        own = self.hearing.message.is_verified and facts.account_by != "domain"
        return self.hearing.account if (by_code or own) and self.hearing.may_write else None

    @property
    def language(self) -> str:
        """Of the case; else his own; else of the word he wrote, where it is a word of one language that we write."""
        if self.case is not None:
            return self.case.language
        hearing = self.hearing
        spoken = [each for each in self.asked.spoken if each in hearing.config.vendor.languages]
        heard = (hearing.account.language if hearing.account else None) or hearing.message.language
        return spoken[0] if heard is None and len(spoken) == 1 else hearing.language

    def writes_from(self, people: tuple[str, ...]) -> bool:
        """Does he write, proven, from one of these addresses?"""
        said = speaker(self.hearing.message)
        return said is not None and self.hearing.message.is_verified and address.key(said) in {address.key(each) for each in people}

    def owns(self, case: Case) -> bool:
        """May he command this case? Who opened it may, and whoever speaks for its account; a colleague in Cc may not.
        A code speaks for its account's case only in a mail to an answer address of that case."""
        if not self.proven or self.writes_from((case.requester.address,)):
            return self.proven
        account, known, verified = self.account, self.hearing.facts.account, self.hearing.message.is_verified
        same = account is not None and case.account is not None and account.id == case.account.id
        himself = verified and known is not None and account is not None and known.id == account.id
        return same and (himself or brings_token(self.hearing, case))

    def may_read(self, case: Case) -> bool:
        """May he be told how this case stands, where he writes from?"""
        return self.owns(case) or self.writes_from(tuple(person.address for person in case.participants))


@dataclass(frozen=True, slots=True)
class Obeyed:
    """What a command does. `more`: the mail says more than the command, and that is heard as any mail, by `heard`."""

    decision: Decision
    more: bool
    heard: Hearing


def obey(hearing: Hearing, case: Case | None, case_by: str) -> Obeyed | None:
    """Obey the command of this mail; None when it has none, or none that this speaker may give: then all of it is text."""
    asked = customer_commands.read(hearing.message, hearing.config, hearing.rules, hearing.claim)
    if asked is None or hearing.row.standing not in MAY_ASK:
        return None
    token = next((token for token, _ in hearing.facts.by_token if token.kind in CUSTOMERS_KINDS), None)
    if asked.where == "subject" and case is not None and _is_the_threads(hearing, case):
        if not any(each.kind is TokenKind.STATUS for each in hearing.message.tokens):
            return None
        asked = replace(asked, name="status", where="address")
    order = Order(hearing, asked, case, case_by, token)
    named = next((each for each in hearing.facts.by_number if each.number in asked.numbers and order.may_read(each)), None)
    order = replace(order, case=named, case_by="subject") if named is not None else order
    decision = OBEY[asked.name](order)
    if decision is None:
        return None
    step = Step(f"command {asked.name}", True, WHERE[asked.where])
    heard = _in_new_language(hearing, decision)
    released = asked.name == "contacts" and case is not None and case.state == "awaiting_entitlement"  # what else he says is read with it
    return Obeyed(replace(decision, trail=(*hearing.trail, step, *decision.trail)), bool(asked.more) and not released, heard)


WHERE = {"line": "the first line is the command", "subject": "the subject is the command", "address": "the mail came to a status address"}


def besides(usual: Decision, obeyed: Obeyed) -> Decision:
    """A mail that says more than its command: heard as any mail, and the command is answered too."""
    effects = tuple(effect for effect in obeyed.decision.effects if not isinstance(effect, Append))
    commanded = obeyed.decision.trail[len(obeyed.heard.trail):]
    return Decision(usual.verdict, (*usual.effects, *effects), (*usual.trail, *commanded))


def _is_the_threads(hearing: Hearing, case: Case) -> bool:
    """The subject of an answer is what the thread was called, not what he says now."""
    own = clean_subject(hearing.message.subject, hearing.config.cases.number_format)
    return customer_commands.folded(own) == customer_commands.folded(case.subject)


def _in_new_language(hearing: Hearing, decision: Decision) -> Hearing:
    """What else the mail says is answered in the language that it asks for."""
    asked = next((effect for effect in decision.effects if isinstance(effect, SetLanguage)), None)
    account = hearing.facts.account
    if asked is None or account is None or account.id != asked.account_id:
        return hearing
    return replace(hearing, facts=replace(hearing.facts, account=replace(account, language=asked.language)))


# ---- questions ------------------------------------------------------------------------------------------
def _status(order: Order) -> Decision | None:
    """How a case stands; without one, how all of his stand. Who proves nothing is told nothing, but the address his token was sent to is."""
    case, more = order.case, bool(order.asked.more)
    if case is not None and order.may_read(case):
        return _answered(order, "status_told", to_speaker(order.hearing, "status", telling.status_values(order.hearing, case), case))
    person = holder(case, order.token) if case is not None and order.token is not None else None
    if case is not None and person is not None:
        return _answered(order, "status_told", to_holder(order.hearing, "status", telling.status_values(order.hearing, case), case, person))
    if order.proven:
        return _listed(order, "") if order.hearing.facts.own_cases or not more else None
    return None if more else _help(order)


def _listed(order: Order, which: str) -> Decision:
    """His own cases; `which` of them a command was meant for, he has to say. Who has none and would change one is told how to write to us."""
    if which and not order.hearing.facts.own_cases and order.hearing.account is None:
        return _helped(order)
    values = telling.list_values(order.hearing, which)
    return _answered(order, "status_listed", to_speaker(order.hearing, "status_list", values, language=order.language))


def _help(order: Order) -> Decision | None:
    """How to write to us. A cry for help that says more is a matter for people."""
    return None if order.asked.more or speaker(order.hearing.message) is None else _helped(order)


def _helped(order: Order, language: str = "") -> Decision:
    return _answered(order, "help_sent", to_speaker(order.hearing, "help", {}, language=language or order.language))


def _balance(order: Order) -> Decision | None:
    """What is left: for the proven; else at the address of the requester whose token came; others get fixed words."""
    hearing, case, more = order.hearing, order.case, bool(order.asked.more)
    if order.proven:
        account = hearing.account if hearing.may_write else None
        if more and account is None:
            return None
        values = telling.balance_values(hearing, account)
        return _answered(order, "balance_told", to_speaker(hearing, "balance", values, language=order.language))
    if case is None or order.token is None:
        return None if more else _help(order)
    if case.account is None or holder(case, order.token) != case.requester:
        return None
    values = telling.balance_values(hearing, case.account)
    return _answered(order, "balance_told", to_holder(hearing, "balance", values, case, case.requester, about_case=False))


def _code(order: Order) -> Decision | None:
    """A new unlock code, to the paid address alone, whichever of his own addresses asks; one a day. The code itself is kept nowhere,
    so that an old one cannot be told again. Who gives ID number and code with the word is not asking for them."""
    hearing, account = order.hearing, order.account if order.proven else None
    if hearing.claim is not None:
        return None
    if account is None or account.code_issued_at is None or not account.addresses:
        return _help(order)
    lately = hearing.facts.now - account.code_issued_at < DAY
    elsewhere = lately or not order.writes_from(account.addresses[:1])
    sent, quiet = to_speaker(hearing, "code_sent", {"just_now": not lately}, language=order.language) if elsewhere else ((), ())
    if lately:
        return _answered(order, "code_sent_lately", (sent, quiet))
    letter = Letter("code_renewed", account.language or order.language, account.addresses[0], {"id_number": ID_NUMBER, "unlock_code": UNLOCK_CODE},
                    idem=f"code_renewed:{account.id}:{hearing.key}")
    return _answered(order, "code_renewed", (sent, quiet), RenewCode(account.id), Send(letter))


# ---- what changes something --------------------------------------------------------------------------------
def _with_own_case(order: Order, which: str, act: Callable[[Order, Case], Decision | None]) -> Decision | None:
    """Carry it out on the case that he named, for him whose case it is; without a case he is sent a list to choose from."""
    if order.asked.more or not order.proven:
        return None
    if order.case is None:
        return _listed(order, which)
    return act(order, order.case) if order.owns(order.case) else None


def _close(order: Order) -> Decision | None:
    """Close a case of his. Anything said besides is for a person to read, and closes nothing."""
    return _with_own_case(order, "close", _closed)


def _closed(order: Order, case: Case) -> Decision | None:
    if case.state in OVER:
        return _status(order)
    hearing = order.hearing
    until = telling.reopen_until(hearing, hearing.facts.now)
    letter = to_speaker(hearing, "closed_by_customer", {"case": case_values(case) | {"state": "closed"}, "reopen_until": until.isoformat()}, case)
    ended = SetState(case.id, "closed", "closed by the customer", "customer", resolution="by_customer")
    told = () if case.state == "awaiting_entitlement" else _tell_agents(order, case)  # of such a case they have not heard yet
    return _answered(order, "closed_by_customer", letter, ended, *told)


def _tell_agents(order: Order, case: Case) -> tuple[Effect, ...]:
    values = notice_values(order.hearing, case, case_by=order.case_by, text=order.hearing.message.new_text or order.hearing.message.subject,
                           tier=case.tier, flags=("closed_by_customer",))
    return to_agents(order.hearing, "agent_update", case, values | {"case": case_values(case) | {"state": "closed"}})


def _reopen(order: Order) -> Decision | None:
    """Within the window a bare REOPEN is an answer like any other, and reopens; later it opens no case, as it says nothing of any matter."""
    return _with_own_case(order, "reopen", _reopened)


def _reopened(order: Order, case: Case) -> Decision | None:
    if case.state not in (*OVER, "resolved"):
        return _status(order)
    within = case.closed_at is None or order.hearing.message.envelope.received_at <= telling.reopen_until(order.hearing, case.closed_at)
    return None if within else _listed(order, "reopen")


def _language(order: Order) -> Decision | None:
    """The language of his account and of his case from now on; of nobody's else."""
    hearing, language, more = order.hearing, order.asked.language, bool(order.asked.more)
    account = order.account if order.proven else None
    case = order.case if order.case is not None and order.owns(order.case) else None
    if language not in hearing.config.vendor.languages:
        if more or (order.case is not None and case is None):
            return None
        if not order.proven:
            return _help(order)
        values = {"case": case_values(case) if case else None, "spoken": False}
        return _answered(order, "language_not_spoken", to_speaker(hearing, "language_set", values, case, language=order.language))
    if account is None and case is None:
        return None if more or order.case is not None or speaker(hearing.message) is None else _helped(order, language)
    chosen = SetLanguage(language, account.id if account else None, case.id if case else None)
    letter = to_speaker(hearing, "language_set", {"case": case_values(case) if case else None}, case, language=language)
    return _answered(order, "language_set", letter, chosen)


def _contacts(order: Order) -> Decision | None:
    """Who may write for the customer of a proven address, and who may from now on. Of anybody else it is text for a person."""
    hearing, named, account = order.hearing, order.asked.addresses, order.hearing.facts.account
    if not hearing.config.entitlement.counts_contacts or not hearing.message.is_verified or account is None or (order.asked.more and not named):
        return None
    changed = contacts.change(hearing, account, named, order.case)
    if changed is None:
        return None
    verdict, effects, letter = changed
    return _answered(order, verdict, letter, *effects)


OBEY: Mapping[str, Callable[[Order], Decision | None]] = {
    "status": _status, "help": _help, "balance": _balance, "code": _code, "close": _close, "reopen": _reopen, "language": _language,
    "contacts": _contacts,
}


def _answered(order: Order, verdict: str, letter: tuple[tuple[Effect, ...], tuple[Step, ...]], *effects: Effect) -> Decision:
    """A command is kept with its case, but is no part of the conversation: no answer will quote it."""
    sent, quiet = letter
    case_id = order.case.id if order.case is not None else None
    return Decision(verdict, (order.hearing.keep(case_id, automatic=True), *effects, *sent), quiet)
