"""A further mail of a case: what it adds, what it completes, what it reopens.
The text always joins; what the speaker may change with it depends on what proves him (resolutions.md, Trust)."""

from __future__ import annotations

from mailbot.desk import intake, new_address
from mailbot.desk.case_rights import PROVEN, agrees, may_ask, may_release, moves, proves_mailbox, shares_account
from mailbot.desk.checklist import Checklist, checklist_of, clock_waits, questions, step_of
from mailbot.desk.colleagues import joining, role_of
from mailbot.desk.collecting import collect
from mailbot.desk.copies import is_repeated
from mailbot.desk.effects import Decision, Effect, SetDetails, SetDue, SetState, Step, Unschedule
from mailbot.desk.entitlement import Right, right_of
from mailbot.desk.facts import Case, Detail
from mailbot.desk.further_mails import KIND as FOLLOWUP_ACK
from mailbot.desk.further_mails import acknowledgement, only_thanks
from mailbot.desk.hearing import Hearing
from mailbot.desk.inline_answers import answers_under_questions
from mailbot.desk.lapsing import why_lapsed
from mailbot.desk.letters import case_values, to_speaker
from mailbot.desk.limits import DAY, plain_span
from mailbot.desk.marks import HOURS, named
from mailbot.desk.matters import local_day, new_matter, refusal_values
from mailbot.desk.numbered_answers import YES_OR_NO
from mailbot.desk.promise import Promise, promise
from mailbot.desk.releasing import release_by_mail
from mailbot.desk.trust import Standing
from mailbot.desk.update_notice import is_used_up, tell
from mailbot.desk.which_case import ALIKE, linked, related

ENDED = ("closed", "resolved", "merged", "unanswered")
NOT_BEGUN = ("open", "awaiting_details")  # nobody works on these cases yet


def follow_up(hearing: Hearing, case: Case, case_by: str) -> Decision:
    """Decide on a mail that joins `case`, found by `case_by` (token, message-id, subject, copy, or alike: a second copy of it)."""
    if is_repeated(hearing, case, is_answer=case_by != ALIKE):
        said = Step("said before", True, "the same words again within a day: kept, and nobody hears of it")
        return Decision("repeated", (hearing.keep(case.id),), (*hearing.trail, _joined(case, case_by), said))
    return linked(hearing, _follows(hearing, case, case_by), case, related(hearing, case))


def _follows(hearing: Hearing, case: Case, case_by: str) -> Decision:
    if (linked_address := new_address.answered(hearing, case)) is not None:
        return linked_address
    if case.state in ENDED:
        return _after_the_end(hearing, case, case_by)
    if _is_over(hearing, case):
        return _solved(hearing, case, case_by)
    if case.state == "awaiting_entitlement":
        return _proof_arrives(hearing, case, case_by)
    if case.state == "awaiting_details":
        return _details_arrive(hearing, case, case_by)
    if case.state == "answered" and (because := _has_lapsed(hearing, case)) is not None:
        return _rests(hearing, case, case_by, because)
    return _more_text(hearing, case, case_by)


def _more_text(hearing: Hearing, case: Case, case_by: str) -> Decision:
    """A mail to a running case: kept, and the agents hear of it; what it tells of what was wished for is noted."""
    trail = (*hearing.trail, _joined(case, case_by))
    if not moves(hearing, case):
        return Decision("joined", (hearing.keep(case.id), *_told_unproven(hearing, case, case_by)), trail)
    if case.state == "answered" and only_thanks(hearing):  # a case that waits for the customer may have been answered so
        return Decision("thanks", (hearing.keep(case.id),), (*trail, Step("only thanks", True, "a thank-you leaves an answered case answered")))
    effects: tuple[Effect, ...] = joining(hearing, case)
    due, state = None, ""
    if case.state in ("answered", "awaiting_customer"):
        due, state = _due(hearing, case), "in_progress"
        effects += (SetState(case.id, "in_progress", "the customer wrote again", _actor(hearing)),
                    SetDue(case.id, due.start_due_at, due.answer_due_at, hearing.message.envelope.received_at))
    checklist = _checklist(hearing, case) if any(detail.state == "asked" for detail in case.details) else None
    if checklist is not None:
        effects += (SetDetails(case.id, checklist.details),)
        trail += (step_of(checklist),)
    return Decision("joined", (hearing.keep(case.id), *effects, *acknowledgement(hearing, case),
                               *tell(hearing, case, case_by, checklist=checklist, due=due, state=state)), trail)


def _told_unproven(hearing: Hearing, case: Case, case_by: str) -> tuple[Effect, ...]:
    """The agents read what nobody proved, with a mark; of copies by an unproven hand only the first in a row."""
    if case_by == ALIKE and not case.last_verified:
        return ()
    return tell(hearing, case, case_by)


def _checklist(hearing: Hearing, case: Case) -> Checklist:
    """What is known of what was asked for: told before, by number, under our questions, or in plain words."""
    asked = tuple(detail.name for detail in case.details if detail.state == "asked")
    inline = answers_under_questions(hearing.message.text, asked, hearing.rules)
    by_number = intake.answers_by_number(hearing.message.new_text, asked, hearing.rules, hearing.config.intake)
    told: dict[str, Detail] = {detail.name: detail for detail in (*by_number, *inline)}
    return checklist_of(hearing, case.kind, (*(d for d in case.details if d.state != "asked"), *told.values()))


def _details_arrive(hearing: Hearing, case: Case, case_by: str) -> Decision:
    """The case waits for details: complete, or asked again for the rest, or handed to a person."""
    keep, trail = hearing.keep(case.id), (*hearing.trail, _joined(case, case_by))
    if not moves(hearing, case):
        return Decision("joined_unverified", (keep, *_told_unproven(hearing, case, case_by)), trail)
    checklist = _checklist(hearing, case)
    trail += (step_of(checklist),)
    priority = hearing.config.priority(case.priority) or hearing.config.default_priority
    still_waits = clock_waits(hearing, checklist, priority, case.flags)
    people = joining(hearing, case)
    if still_waits and (role_of(hearing, case) == "cc" or case_by == ALIKE):  # he was not asked, or has not read yet that he was
        return Decision("details_noted", (keep, *people, SetDetails(case.id, checklist.details), *acknowledgement(hearing, case)), trail)
    if still_waits and case.rounds_asked < hearing.config.intake.ask_at_most:
        asked = _ask_again(hearing, case, checklist, trail)
        return Decision(asked.verdict, (*asked.effects, *people), asked.trail)
    due = _due(hearing, case)
    return Decision(
        "details_complete" if not still_waits else "details_incomplete",
        (keep, *people, SetDetails(case.id, checklist.details),
         SetState(case.id, "open", "details complete" if not still_waits else "asked often enough: a person decides", _actor(hearing)),
         SetDue(case.id, due.start_due_at, due.answer_due_at, hearing.message.envelope.received_at), *acknowledgement(hearing, case),
         *tell(hearing, case, case_by, checklist=checklist, due=due, whole=True, state="open")),
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


def _is_over(hearing: Hearing, case: Case) -> bool:
    """Has the restart that we asked for helped, before anybody worked on the case (FX-11)?"""
    required, wished = intake.asked_for(case.kind, hearing.config.intake)
    return (case.state in NOT_BEGUN and case.answered_at is None and bool({*required, *wished} & set(YES_OR_NO))
            and role_of(hearing, case) == "requester" and moves(hearing, case)
            and "?" not in hearing.message.new_text and intake.is_only_told("", hearing.message.new_text, hearing.rules))


def _solved(hearing: Hearing, case: Case, case_by: str) -> Decision:
    """Nothing is left to answer: the mail counts as a view on the program, and the case ends."""
    letter, quiet = to_speaker(hearing, "feedback_received", {}, case) if hearing.config.feedback.ack else ((), ())
    ended = SetState(case.id, "unanswered", "gone after a restart", _actor(hearing))
    told = tell(hearing, case, case_by, state="unanswered") if case.state == "open" else ()
    return Decision("feedback_received", (hearing.keep(case.id), collect(hearing), ended, Unschedule(FOLLOWUP_ACK, case.id), *letter, *told),
                    (*hearing.trail, _joined(case, case_by), Step("solved", True, "the restart that was asked for has helped"), *quiet))


def _proof_arrives(hearing: Hearing, case: Case, case_by: str) -> Decision:
    """The case waits for a proof of the right: given now by one who takes part in it, or still lacking.

    Anybody else who has the address may add text and nothing more: his own right must not pay for another's case. A right code that
    may not release this case opens one of its own.
    """
    by_code = hearing.row.standing is Standing.CODE_ACCEPTED
    if not may_ask(hearing, case):
        return _case_of_its_own(hearing, case) if by_code else Decision(
            "joined_unverified", (hearing.keep(case.id),), (*hearing.trail, _joined(case, case_by)))
    right = right_of(hearing, case.kind, local_day(hearing), proven=proves_mailbox(hearing, case), agreed=agrees(hearing, case))
    trail = (*hearing.trail, _joined(case, case_by), *right.trail)
    if right.entitled and may_release(hearing, case):
        return release_by_mail(hearing, case, case_by, right, trail)
    if right.entitled:
        return _case_of_its_own(hearing, case)
    if case_by == ALIKE and hearing.claim is None and _told_today(hearing, right.verdict):
        said = Step(f"letter {right.verdict}", False, "the first copy of this mail was answered so today")
        return Decision(right.verdict, (hearing.keep(case.id),), (*trail, said))
    return _still_lacks(hearing, case, case_by, right, trail)


def _case_of_its_own(hearing: Hearing, case: Case) -> Decision:
    """The right is proven, but nothing shows that this case is its owner's."""
    new = new_matter(hearing, claims=case.number)
    return Decision(new.verdict, new.effects, (*new.trail, Step("right to the case", False, f"nothing shows that {case.number} is his: a case of its own")))


def _told_today(hearing: Hearing, template: str) -> bool:
    return any(letter.template == template and hearing.facts.now - letter.at < DAY for letter in hearing.facts.told)


def _still_lacks(hearing: Hearing, case: Case, case_by: str, right: Right, trail: tuple[Step, ...]) -> Decision:
    """A letter says what is missing; but what a proven sender answers to an offer besides a plain yes, a person reads."""
    offer = right.offered
    if right.verdict == "will_be_billed" and offer == case.tier and hearing.row.standing in PROVEN:
        return Decision("joined", (hearing.keep(case.id), *tell(hearing, case, case_by, whole=True)), trail)
    letter, quiet = to_speaker(hearing, right.verdict, refusal_values(hearing, right), case)
    told = SetState(case.id, case.state, "told what the work would be charged under", tier=offer)
    return Decision(right.verdict, (hearing.keep(case.id), *((told,) if letter and offer not in (None, case.tier) else ()), *letter), (*trail, *quiet))


def _after_the_end(hearing: Hearing, case: Case, case_by: str) -> Decision:
    """A reply to a case that has ended: thanks, a reopening, or a new case that continues it."""
    if only_thanks(hearing):
        return Decision("thanks", (hearing.keep(case.id),), (*hearing.trail, _joined(case, case_by),
                                                            Step("only thanks", True, "a thank-you reopens nothing")))
    if not _within_window(hearing, case):
        his = role_of(hearing, case) is not None or shares_account(hearing, case)  # nobody else is told its number
        new = new_matter(hearing, continues=case) if his else new_matter(hearing, claims=case.number)
        late = Step("reopen window", False, f"closed more than {hearing.config.cases.reopen_within} ago: a new case that continues it")
        return Decision(new.verdict, new.effects, (*new.trail, late))
    if not moves(hearing, case):
        return Decision("joined_unverified", (hearing.keep(case.id), *tell(hearing, case, case_by)),
                        (*hearing.trail, _joined(case, case_by)))
    if (because := _has_lapsed(hearing, case)) is not None:
        return _rests(hearing, case, case_by, because)
    if is_used_up(case, hearing):
        letter, quiet = to_speaker(hearing, "block_empty", {"case": case_values(case)}, case) if role_of(hearing, case) != "cc" else ((), ())
        spent = Step("minutes left", False, "the prepaid minutes are used up: nothing is promised, an agent reads it")
        return Decision("block_empty", (hearing.keep(case.id), *letter, *tell(hearing, case, case_by)), (*hearing.trail, _joined(case, case_by), spent, *quiet))
    due = _due(hearing, case)
    letter, quiet = to_speaker(hearing, "reopened", {"case": case_values(case), **due.values()}, case) if role_of(hearing, case) != "cc" else ((), ())
    return Decision(
        "reopened",
        (hearing.keep(case.id), SetState(case.id, "in_progress", "reopened by the customer", _actor(hearing)),
         SetDue(case.id, due.start_due_at, due.answer_due_at, hearing.message.envelope.received_at), *letter, *tell(hearing, case, case_by, due=due, reopened=True, state="in_progress")),
        (*hearing.trail, _joined(case, case_by), Step("reopen window", True, "written within the reopening window"), *quiet),
    )


def _has_lapsed(hearing: Hearing, case: Case) -> str | None:
    """Why work on this case may not go on, when somebody who moves it writes again; None where it may, or cases are finished all the same."""
    if hearing.config.entitlement.lapse_mid_case == "finish" or not moves(hearing, case) or only_thanks(hearing):
        return None
    return why_lapsed(case, case.account, local_day(hearing), hearing.config)


def _rests(hearing: Hearing, case: Case, case_by: str, because: str) -> Decision:
    """The right has ended since: the case waits for it, and a letter says what is lacking."""
    right = right_of(hearing, case.kind, local_day(hearing))
    letter, quiet = ((), ()) if right.entitled else to_speaker(hearing, right.verdict, refusal_values(hearing, right), case)
    rests = SetState(case.id, "awaiting_entitlement", because, _actor(hearing))
    return Decision(right.verdict if letter else "right_lapsed", (hearing.keep(case.id), rests, SetDue(case.id, None, None), *letter),
                    (*hearing.trail, _joined(case, case_by), *right.trail, Step("right", False, because), *quiet))


def _within_window(hearing: Hearing, case: Case) -> bool:
    ended = case.closed_at or hearing.facts.now
    return hearing.message.envelope.received_at <= ended + plain_span(hearing.config.cases.reopen_within)


def _due(hearing: Hearing, case: Case) -> Promise:
    tier = hearing.config.tier(case.tier) if case.tier else None
    priority = hearing.config.priority(case.priority) or hearing.config.default_priority
    return promise(tier, priority, case.fast, hearing.message.envelope.received_at, hearing.config, named(HOURS, case.flags))


def _joined(case: Case, case_by: str) -> Step:
    return Step(f"case by {case_by}", True, f"{case.number}, {case.state}")


def _actor(hearing: Hearing) -> str:
    return "customer" if hearing.row.standing in PROVEN else "customer (unverified)"
