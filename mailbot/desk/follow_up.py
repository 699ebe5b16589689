"""A further mail of a case: what it adds, what it completes, what it reopens.
The text always joins; what the speaker may change with it depends on what proves him (resolutions.md, Trust)."""

from __future__ import annotations

from datetime import date

from mailbot.desk import intake, ledger
from mailbot.desk.checklist import Checklist, checklist_of, clock_waits, questions, step_of
from mailbot.desk.effects import Decision, Effect, SetDetails, SetDue, SetState, Step
from mailbot.desk.entitlement import Right, right_of, told_of_billing
from mailbot.desk.facts import Case
from mailbot.desk.hearing import Hearing
from mailbot.desk.hiding import files_without_codes
from mailbot.desk.letters import case_values, notice_values, status_link, to_agents, to_speaker
from mailbot.desk.limits import plain_span
from mailbot.desk.marks import HOURS, named
from mailbot.desk.matters import local_day, new_matter, refusal_values
from mailbot.desk.promise import Promise, promise
from mailbot.desk.short_answers import is_thanks, is_yes
from mailbot.desk.topics import topics_of
from mailbot.desk.trust import Standing
from mailbot.desk.wanted import speaker
from mailbot.mail import address
from mailbot.mail.quotes import split

ENDED = ("closed", "resolved", "merged", "unanswered")
TRUSTED = (Standing.VERIFIED, Standing.CODE_ACCEPTED)


def follow_up(hearing: Hearing, case: Case, case_by: str) -> Decision:
    """Decide on a mail that joins `case`, found by `case_by` (token, message-id, subject)."""
    if case.state in ENDED:
        return _after_the_end(hearing, case, case_by)
    if case.state == "awaiting_entitlement":
        return _proof_arrives(hearing, case, case_by)
    if case.state == "awaiting_details":
        return _details_arrive(hearing, case, case_by)
    return _more_text(hearing, case, case_by)


def _more_text(hearing: Hearing, case: Case, case_by: str) -> Decision:
    """A mail to a running case: kept, and the agents hear of it."""
    effects: tuple[Effect, ...] = ()
    due, state = None, ""
    if case.state in ("answered", "awaiting_customer") and _moves(hearing, case):
        due, state = _due(hearing, case), "in_progress"
        effects = (SetState(case.id, "in_progress", "the customer wrote again", _actor(hearing)),
                   SetDue(case.id, due.start_due_at, due.answer_due_at))
    return Decision("joined", (hearing.keep(case.id), *effects, *_tell(hearing, case, case_by, due=due, state=state)),
                    (*hearing.trail, _joined(case, case_by)))


def _details_arrive(hearing: Hearing, case: Case, case_by: str) -> Decision:
    """The case waits for details: complete, or asked again for the rest, or handed to a person."""
    asked = tuple(detail.name for detail in case.details if detail.state == "asked")
    by_number = intake.answers_by_number(hearing.message.new_text, asked, hearing.rules, hearing.config.intake)
    checklist = checklist_of(hearing, case.kind, (*(d for d in case.details if d.state != "asked"), *by_number))
    keep = (hearing.keep(case.id),)
    trail = (*hearing.trail, _joined(case, case_by), step_of(checklist))
    priority = hearing.config.priority(case.priority) or hearing.config.default_priority
    if not _moves(hearing, case):
        return Decision("joined_unverified", (*keep, *_tell(hearing, case, case_by)), trail)
    still_waits = clock_waits(hearing, checklist, priority, case.flags)
    if still_waits and case.rounds_asked < hearing.config.intake.ask_at_most:
        return _ask_again(hearing, case, checklist, trail)
    due = _due(hearing, case)
    return Decision(
        "details_complete" if not still_waits else "details_incomplete",
        (*keep, SetDetails(case.id, checklist.details),
         SetState(case.id, "open", "details complete" if not still_waits else "asked often enough: a person decides", _actor(hearing)),
         SetDue(case.id, due.start_due_at, due.answer_due_at),
         *_tell(hearing, case, case_by, checklist=checklist, due=due, whole=True, state="open")),
        trail,
    )


def _ask_again(hearing: Hearing, case: Case, checklist: Checklist, trail: tuple[Step, ...]) -> Decision:
    values = {
        "case": case_values(case),
        "missing": questions(hearing, checklist.missing, case.language),
        "found": [{"name": d.name, "value": d.value} for d in checklist.details if d.state == "found"],
        "clock_waits": True,
    }
    letter, quiet = to_speaker(hearing, "intake_request", values, case)
    rounds = case.rounds_asked + (1 if letter else 0)
    return Decision("details_asked_again", (hearing.keep(case.id), SetDetails(case.id, checklist.details, rounds), *letter),
                    (*trail, *quiet))


def _proof_arrives(hearing: Hearing, case: Case, case_by: str) -> Decision:
    """The case waits for a proof of the right: given now by one who takes part in it, or still lacking.

    Anybody else who has the address may add text and nothing more: his own right must not pay for another's case.
    """
    if not _may_prove(hearing, case):
        return Decision("joined_unverified", (hearing.keep(case.id),), (*hearing.trail, _joined(case, case_by)))
    today = local_day(hearing)
    right = right_of(hearing, case.kind, today, proven=_proves_mailbox(hearing, case, case_by), agreed=_agrees(hearing, case))
    trail = (*hearing.trail, _joined(case, case_by), *right.trail)
    if not right.entitled:
        return _still_lacks(hearing, case, case_by, right, trail)
    return _release(hearing, case, case_by, right, trail)


def _still_lacks(hearing: Hearing, case: Case, case_by: str, right: Right, trail: tuple[Step, ...]) -> Decision:
    """A letter says what is missing; but what a proven sender answers to an offer besides a plain yes, a person reads."""
    offer = right.offered
    if right.verdict == "will_be_billed" and offer == case.tier and hearing.row.standing in TRUSTED:
        return Decision("joined", (hearing.keep(case.id), *_tell(hearing, case, case_by, whole=True)), trail)
    letter, quiet = to_speaker(hearing, right.verdict, refusal_values(hearing, right), case)
    told = SetState(case.id, case.state, "told what the work would be charged under", tier=offer)
    return Decision(right.verdict, (hearing.keep(case.id), *((told,) if letter and offer not in (None, case.tier) else ()), *letter), (*trail, *quiet))


def _release(hearing: Hearing, case: Case, case_by: str, right: Right, trail: tuple[Step, ...]) -> Decision:
    """The right is proven: the case starts now, with its checklist and its clock."""
    from_mail = checklist_of(hearing, case.kind, tuple(d for d in case.details if d.state != "asked"))
    priority = hearing.config.priority(case.priority) or hearing.config.default_priority
    waits = clock_waits(hearing, from_mail, priority, case.flags)
    due = promise(right.tier, priority, case.fast, hearing.message.envelope.received_at, hearing.config, named(HOURS, case.flags))
    values = {
        "case": case_values(case), "missing": questions(hearing, from_mail.missing, case.language), **due.values(waits=waits),
        "tier": right.tier.name if right.tier else "", "minutes_left": right.minutes_left,
        "valid_until": right.valid_until.isoformat() if right.valid_until else None, "billed": told_of_billing(right, hearing.config),
        **status_link(hearing.config),
    }
    letter, quiet = to_speaker(hearing, "entitlement_ok", values, case)
    released = SetState(case.id, "awaiting_details" if waits else "open", f"entitled: {right.reason}", _actor(hearing),
                        tier=right.tier.name if right.tier else None, account_id=right.account.id if right.account else None)
    told = () if waits else _tell(hearing, case, case_by, checklist=from_mail, due=due, right=right, whole=True, state="open")
    start = () if waits else (SetDue(case.id, due.start_due_at, due.answer_due_at),)
    return Decision("entitlement_proven",
                    (hearing.keep(case.id), SetDetails(case.id, from_mail.details), released, *start, *letter, *told),
                    (*trail, step_of(from_mail), *quiet))


def _after_the_end(hearing: Hearing, case: Case, case_by: str) -> Decision:
    """A reply to a case that has ended: thanks, a reopening, or a new case that continues it."""
    names = frozenset(agent.name.split(" ")[0].casefold() for agent in hearing.config.agents)
    if is_thanks(hearing.message.new_text, names) and not hearing.message.attachments:
        return Decision("thanks", (hearing.keep(case.id),), (*hearing.trail, _joined(case, case_by),
                                                            Step("only thanks", True, "a thank-you reopens nothing")))
    if not _within_window(hearing, case):
        new = new_matter(hearing, continues=case)
        late = Step("reopen window", False, f"closed more than {hearing.config.cases.reopen_within} ago: a new case that continues it")
        return Decision(new.verdict, new.effects, (*new.trail, late))
    if not _moves(hearing, case):
        return Decision("joined_unverified", (hearing.keep(case.id), *_tell(hearing, case, case_by)),
                        (*hearing.trail, _joined(case, case_by)))
    due = _due(hearing, case)
    letter, quiet = to_speaker(hearing, "reopened", {"case": case_values(case), **due.values()}, case)
    return Decision(
        "reopened",
        (hearing.keep(case.id), SetState(case.id, "in_progress", "reopened by the customer", _actor(hearing)),
         SetDue(case.id, due.start_due_at, due.answer_due_at), *letter, *_tell(hearing, case, case_by, due=due, reopened=True, state="in_progress")),
        (*hearing.trail, _joined(case, case_by), Step("reopen window", True, "written within the reopening window"), *quiet),
    )


def _within_window(hearing: Hearing, case: Case) -> bool:
    ended = case.closed_at or hearing.facts.now
    return hearing.message.envelope.received_at <= ended + plain_span(hearing.config.cases.reopen_within)


def _moves(hearing: Hearing, case: Case) -> bool:
    """May this speaker change the state of the case?

    The text of an unproven sender always joins. A participant who is proven, or who answers with our token, may also
    complete the checklist and reopen: neither costs minutes nor shows him anything he was not sent.
    """
    said, standing = speaker(hearing.message), hearing.row.standing
    if said is None:
        return False
    if address.key(said) in {address.key(p.address) for p in case.participants}:
        return standing in TRUSTED or standing is Standing.JOINS_UNVERIFIED
    same = hearing.account is not None and case.account is not None and hearing.account.id == case.account.id
    return same and standing in TRUSTED


def _may_prove(hearing: Hearing, case: Case) -> bool:
    """The one whose case it is, proven or not (his letter says so if not), or another proven address of the account the case is of.
    A colleague in Cc may not: whoever names him there would have his right pay for the case."""
    same = hearing.account is not None and case.account is not None and hearing.account.id == case.account.id
    return _asked(hearing, case) or (same and hearing.row.standing in TRUSTED)


def _asked(hearing: Hearing, case: Case) -> bool:
    """Does the address speak that our letter of this case went to?"""
    said = speaker(hearing.message)
    return said is not None and address.key(said) == address.key(case.requester.address)


def _proves_mailbox(hearing: Hearing, case: Case, case_by: str) -> bool:
    """A plain yes to our letter, from the address it went to, with its token: who else could have read it?"""
    wanted = hearing.config.entitlement.unverified_sender == "confirm_by_reply" or case.tier is not None  # else it asked for a code
    return wanted and case_by == "token" and _asked(hearing, case) and is_yes(hearing.message.new_text)


def _agrees(hearing: Hearing, case: Case) -> bool:
    """A plain yes from the mailbox that was told what its case would be charged under."""
    return case.tier is not None and _asked(hearing, case) and is_yes(hearing.message.new_text)


def _due(hearing: Hearing, case: Case) -> Promise:
    tier = hearing.config.tier(case.tier) if case.tier else None
    priority = hearing.config.priority(case.priority) or hearing.config.default_priority
    return promise(tier, priority, case.fast, hearing.message.envelope.received_at, hearing.config, named(HOURS, case.flags))


def _tell(hearing: Hearing, case: Case, case_by: str, *, checklist: Checklist | None = None, due: Promise | None = None,
          right: Right | None = None, whole: bool = False, reopened: bool = False,
          state: str = "") -> tuple[Effect, ...]:
    """The agents read what is new; of a case they have not seen yet, all that was written (`whole`)."""
    new = hearing.message.new_text or hearing.message.text
    earlier = split(case.last_customer_text).new.strip()
    files = (*files_without_codes(case.files, hearing.claim, hearing.config), *hearing.message.attachments) if whole else hearing.message.attachments
    account = right.account if right else case.account
    tier = right.tier.name if right and right.tier else case.tier
    prepaid = hearing.config.tier(tier).kind == "prepaid_blocks" if tier and hearing.config.tier(tier) else False  # type: ignore[union-attr]
    values = notice_values(
        hearing, case, case_by=case_by, text=f"{earlier}\n\n{new}" if whole and earlier else new,
        details=checklist.details if checklist else (), missing=checklist.missing if checklist else (), tier=tier,
        valid_until=right.valid_until if right else _valid_until(case), minutes_left=ledger.balance(account.blocks, local_day(hearing)) if account and prepaid else None,
        answer_by=due.answer_due_at if due else case.answer_due_at, start_by=due.start_due_at if due else case.start_due_at,
        fast=case.fast, flags=(*case.flags, *topics_of(hearing, case.kind, None).kept), clock_waits=case.state.startswith("awaiting_") and due is None,
    )
    values |= {"reopened": reopened, "case": case_values(case) | {"state": state or case.state}}
    values["attachments"] = [{"name": file.name, "size": file.size} for file in files]
    return to_agents(hearing, "agent_update", case, values, files=files)


def _valid_until(case: Case) -> date | None:
    grants = [g for g in case.account.grants if g.tier == case.tier] if case.account else []
    return grants[0].valid_until if grants else None


def _joined(case: Case, case_by: str) -> Step:
    return Step(f"case by {case_by}", True, f"{case.number}, {case.state}")


def _actor(hearing: Hearing) -> str:
    return "customer" if hearing.row.standing in TRUSTED else "customer (unverified)"
