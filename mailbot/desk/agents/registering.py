"""Commands of leads and admins on the registers: trainings, contacts, invoices, rights that rest, codes, and letting a case in.
What a mail changes of one customer is taken together: only then are his waiting cases released and his running ones looked at."""

from __future__ import annotations

from dataclasses import replace

from mailbot.desk import rights
from mailbot.desk.agents.turn import NOTHING, Done, Turn
from mailbot.desk.colleagues import is_of_the_house
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import (
    ID_NUMBER,
    UNLOCK_CODE,
    Effect,
    Letter,
    NoteChange,
    RemoveAddress,
    RemoveContact,
    RenewCode,
    Send,
    SetOverdue,
    SetState,
    SetSuspended,
)
from mailbot.desk.facts import Account, Case
from mailbot.desk.lapsing import day_of, lapsed_by
from mailbot.desk.limits import DAY
from mailbot.desk.opening import language_of
from mailbot.desk.registers.entering import Contact, enter
from mailbot.desk.releasing import allow as let_in
from mailbot.desk.releasing import released_by
from mailbot.mail import address


def trained(turn: Turn, command: Command) -> Done:
    """/trained ADDRESS MODULE [DATE]: the person has passed a training."""
    (plain,), today = command.addresses, day_of(turn.hearing.facts.now, turn.hearing.config)
    account, on = _customer(turn, plain), command.on or today
    if account is None:
        return _fault(command, "unknown_customer", plain, "/trained name@example.com Module")
    if on > today:
        return _fault(command, "future_date", str(on))
    effects, _ = rights.trained(account, plain, command.module, on, None, today)
    return _done(turn, command, account, effects, {"say": "trained", "who": plain, "module": command.module, "day": str(on)})


def contact_add(turn: Turn, command: Command) -> Done:
    """/contact-add ADDRESS [FOR]: the person may write for a customer; in a case, for its customer where none is named."""
    plain, config = command.addresses[0], turn.hearing.config
    named = command.addresses[1] if len(command.addresses) > 1 else None
    account = _customer(turn, named) if named else turn.case.account if turn.case else None
    if account is None:
        return _fault(command, "unknown_customer" if named else "whose", named or "", f"/contact-add {plain} name@example.com")
    if is_of_the_house(plain, config):
        return _fault(command, "own_address", plain)
    if dict(turn.hearing.facts.named).get(address.key(plain)) not in (None, account.id):
        return _fault(command, "anothers_address", plain)
    gone = {address.key(each) for other in turn.reading.named("contact-remove") for each in other.addresses}  # in the same mail: their places are free
    left = replace(account, contacts=tuple(each for each in account.contacts if address.key(each) not in gone))
    limit, known = config.entitlement.contacts_per_customer if config.entitlement.counts_contacts else 0, left.contacts
    if limit and address.key(plain) not in {address.key(each) for each in known} and len(known) >= limit:
        return _fault(command, "contact_limit", str(limit), f"/contact-remove {known[0]}")
    entered = enter(account.addresses[0], "", "", "", None, left, config, turn.hearing.facts.now, contacts=(Contact(plain, command.words),))
    return _done(turn, command, account, entered.effects, {"say": "contact_added", "who": plain, "customer": _called(account)})


def contact_remove(turn: Turn, command: Command) -> Done:
    """/contact-remove ADDRESS: a contact is none any more; an address that is no contact's speaks for the customer no more."""
    (plain,) = command.addresses
    account, key = turn.account_of(plain), address.key(plain)
    if account is None:
        return _fault(command, "unknown_customer", plain)
    if key in {address.key(each) for each in account.contacts}:
        if len(account.contacts) == 1:
            return _fault(command, "last_contact", plain, "/contact-add name@example.com " + account.addresses[0])
        return _done(turn, command, account, (RemoveContact(account.id, plain),), {"say": "contact_removed", "who": plain})
    if key == address.key(account.addresses[0]):
        return _fault(command, "first_address", plain)
    return _done(turn, command, account, (RemoveAddress(account.id, plain),), {"say": "address_removed", "who": plain})


def overdue(turn: Turn, command: Command) -> Done:
    """/overdue ADDRESS [DATE]: an invoice of the customer's is overdue since that day."""
    (plain,), today = command.addresses, day_of(turn.hearing.facts.now, turn.hearing.config)
    account, since = _customer(turn, plain), command.on or today
    if account is None:
        return _fault(command, "unknown_customer", plain)
    if not turn.hearing.config.entitlement.no_overdue_invoices:
        return _fault(command, "not_heeded", "[entitlement] no_overdue_invoices")
    if since > today:
        return _fault(command, "future_date", str(since))
    return _done(turn, command, account, (SetOverdue(account.id, since),), {"say": "overdue", "who": plain, "day": str(since)})


def paid(turn: Turn, command: Command) -> Done:
    """/paid ADDRESS: nothing is overdue any more."""
    (plain,) = command.addresses
    account = _customer(turn, plain)
    if account is None:
        return _fault(command, "unknown_customer", plain)
    if account.overdue_since is None:
        return _fault(command, "not_overdue", plain)
    return _done(turn, command, account, (SetOverdue(account.id, None),), {"say": "invoices_paid", "who": plain})


def suspend(turn: Turn, command: Command) -> Done:
    """/suspend ADDRESS [reason]: every right of the customer rests."""
    return _rests(turn, command, suspended=True)


def resume(turn: Turn, command: Command) -> Done:
    """/resume ADDRESS: his rights count again."""
    return _rests(turn, command, suspended=False)


def _rests(turn: Turn, command: Command, *, suspended: bool) -> Done:
    (plain,) = command.addresses
    account = _customer(turn, plain)
    if account is None:
        return _fault(command, "unknown_customer", plain)
    grants = [grant for grant in account.grants if grant.suspended is not suspended]
    if not grants:
        return _fault(command, "nothing_to_suspend" if suspended else "nothing_to_resume", plain)
    effects = tuple(SetSuspended(account.id, grant.id, suspended) for grant in grants)
    return _done(turn, command, account, effects, {"say": "suspended" if suspended else "resumed", "who": plain})


def resend_confirmation(turn: Turn, command: Command) -> Done:
    """/resend-confirmation ADDRESS [force]: a new code for the same ID number, to the paid address alone; the old one counts no longer.
    One a day, as for the customer himself; a second one takes a force."""
    (plain,) = command.addresses
    account = turn.account_of(plain)
    if account is None:
        return _fault(command, "unknown_customer", plain)
    if not account.has_credential:
        return _fault(command, "no_code", plain)
    issued = account.code_issued_at
    if issued is not None and turn.hearing.facts.now - issued < DAY and not command.force:
        return Done(faults=(fault_of(command, "code_made", plain, f"{command.source} force", at=issued.isoformat()),))
    to = account.addresses[0]
    letter = Letter("code_renewed", language_of(account, turn.hearing.config), to, {"id_number": ID_NUMBER, "unlock_code": UNLOCK_CODE, "by_us": True},
                    idem=f"code_renewed:{account.id}:{turn.once}")
    return _done(turn, command, account, (RenewCode(account.id), Send(letter)), {"say": "code_sent", "to": to})


def allow(turn: Turn, command: Command) -> Done:
    """/allow reason: the case is let in, this once, whatever it lacks."""
    case, hearing = turn.about, turn.hearing
    if case.state != "awaiting_entitlement":
        return _fault(command, "not_waiting", case.number)
    effects = let_in(case, case.account, f"let in: {command.words}", hearing.facts.now, hearing.config, hearing.rules, turn.actor,
                     away=hearing.facts.away)
    noted = () if case.account is None else (NoteChange(case.account.id, "allow", turn.actor, f"{case.number}: {command.words}"),)
    return Done((*effects, *noted), ({"say": "allowed", "number": case.number},), changes=True)


# ---- what follows -----------------------------------------------------------------------------------------
def follows(turn: Turn, done: Done) -> Done:
    """What the changes of this mail do to the cases of each customer they are about."""
    facts, config, rules = turn.hearing.facts, turn.hearing.config, turn.hearing.rules
    moved = {effect.case_id for effect in done.effects if isinstance(effect, SetState)}
    more = NOTHING
    for account in _changed(turn, done.effects):
        own = tuple(effect for effect in done.effects if getattr(effect, "account_id", None) == account.id)
        waiting = tuple(case for case in facts.waiting if case.id not in moved and _is_his(case, account, own))
        running = tuple(case for case in facts.running if case.id not in moved and case.account is not None and case.account.id == account.id)
        released = released_by(own, account, waiting, facts.now, config, rules, turn.actor, away=facts.away)
        lapsed = lapsed_by(own, account, running, facts.now, config, turn.actor)
        more += Done((*released, *lapsed), (*_told("released", released, waiting), *_told("rests_now", lapsed, running)))
    return more


def _told(say: str, effects: tuple[Effect, ...], cases: tuple[Case, ...]) -> tuple[dict[str, str], ...]:
    moved = {effect.case_id for effect in effects if isinstance(effect, SetState)}
    return tuple({"say": say, "number": case.number} for case in cases if case.id in moved)


def _is_his(case: Case, account: Account, effects: tuple[Effect, ...]) -> bool:
    """Is the case of this account, or, being nobody's so far, of one of its persons?"""
    if case.account is not None:
        return case.account.id == account.id
    people = {address.key(each) for each in (*account.addresses, *(e.address for e in effects if hasattr(e, "address") and not isinstance(e, RemoveAddress)))}
    return address.key(case.requester.address) in people


def _changed(turn: Turn, effects: tuple[Effect, ...]) -> tuple[Account, ...]:
    """The accounts that these effects change the rights of, as they were."""
    ids = dict.fromkeys(effect.account_id for effect in effects if isinstance(effect, NoteChange))
    facts = turn.hearing.facts
    known = {account.id: account for account in (*(account for _, account in facts.named_accounts), *facts.owners)}
    if turn.case is not None and turn.case.account is not None:
        known.setdefault(turn.case.account.id, turn.case.account)
    return tuple(known[each] for each in ids if each in known)


# ---- pieces -----------------------------------------------------------------------------------------------
def _customer(turn: Turn, plain: str) -> Account | None:
    """The customer whom an address speaks for: its own, else that of its domain."""
    own = turn.account_of(plain)
    owner = dict(turn.hearing.facts.named).get(address.key(plain))
    return own or next((account for account in turn.hearing.facts.owners if account.id == owner), None)


def _done(turn: Turn, command: Command, account: Account, effects: tuple[Effect, ...], said: dict[str, str]) -> Done:
    return Done((*effects, NoteChange(account.id, command.name, turn.actor, command.source)), (said,), changes=True)


def _fault(command: Command, problem: str, seen: str, suggestion: str = "") -> Done:
    return Done(faults=(fault_of(command, problem, seen, suggestion),))


def _called(account: Account) -> str:
    return account.name or account.addresses[0]

