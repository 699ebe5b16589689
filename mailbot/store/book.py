"""Booking: a decision becomes rows, all of them or none, in one short write transaction.
What it relied on is looked at again under lock; when that has moved, nothing is booked and the caller fetches again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.exc import OperationalError

from mailbot import faults
from mailbot.desk import effects as e
from mailbot.mail import mime, threading
from mailbot.store import (
    book_accounts,
    book_case,
    book_ledger,
    book_mail,
    book_money,
    book_payments,
    book_structure,
    book_work,
    collected,
    desks,
    due,
    undoing,
    versions,
)
from mailbot.store import tables as t
from mailbot.store.booking import Booking, Office
from mailbot.store.claims import ERROR_LENGTH, IntakeItem
from mailbot.store.engine import Database
from mailbot.store.errors import ClaimLost
from mailbot.store.versions import Version

# Send is not here: letters are booked last, from their drafts, when everything they speak of has been allotted.
APPLY: dict[type, Callable[[Booking, Any], None]] = {
    e.OpenAccount: book_accounts.open_account,
    e.OpenCase: book_case.open_case,
    e.RecordPayment: book_money.record_payment,
    e.Append: book_case.append,
    e.SetDetails: book_case.set_details,
    e.Mark: book_case.mark,
    e.SetState: book_case.set_state,
    e.SetDue: book_case.set_due,
    e.Answered: book_case.answered,
    e.Assign: book_case.assign,
    e.Begin: book_work.begin,
    e.SetLevel: book_work.set_level,
    e.MoveCase: book_work.move_case,
    e.SetField: book_work.set_field,
    e.SetTag: book_work.set_tag,
    e.SetReproduced: book_work.set_reproduced,
    e.KeepFinding: book_work.keep_finding,
    e.SetWatcher: book_work.set_watcher,
    e.SetAbsence: book_work.set_absence,
    e.AddParticipant: book_case.add_participant,
    e.AddAddress: book_accounts.add_address,
    e.AddDomain: book_accounts.add_domain,
    e.RemoveAddress: book_accounts.remove_address,
    e.RemoveDomain: book_accounts.remove_domain,
    e.RemoveContact: book_accounts.remove_contact,
    e.AddTraining: book_accounts.add_training,
    e.RemoveTraining: book_accounts.remove_training,
    e.NoteChange: book_accounts.note_change,
    e.SetOverdue: book_accounts.set_overdue,
    e.SetSuspended: book_money.set_suspended,
    e.RevokeRight: book_money.revoke_right,
    e.Collect: collected.collect,
    e.ToldOf: collected.told,
    e.SetLanguage: book_case.set_language,
    e.LinkCases: book_case.link_cases,
    e.RemoveParticipant: book_structure.remove_participant,
    e.MergeCase: book_structure.merge,
    e.UnmergeCase: book_structure.unmerge,
    e.TakeMail: book_structure.take_mail,
    e.MakeOffer: book_structure.make_offer,
    e.EndOffer: book_structure.end_offer,
    e.Schedule: due.schedule,
    e.Unschedule: due.unschedule,
    e.DueDone: due.done,
    e.Spend: book_ledger.spend,
    e.EndBlock: book_ledger.end_block,
    e.MoveBlock: book_ledger.move_block,
    e.AddBlocks: book_money.add_blocks,
    e.GrantTier: book_money.grant_tier,
    e.IssueCredential: book_money.issue_credential,
    e.ImportCode: book_money.import_code,
    e.RenewCode: book_money.renew_code,
    e.RecordAttempt: book_money.record_attempt,
    e.MarkFailed: book_mail.mark_failed,
    e.Quarantine: book_mail.hold,
    e.SettlePayment: book_payments.settle,
    e.Allocate: book_payments.allocate,
    e.TakeBack: book_payments.take_back,
    e.EndGrant: book_payments.end_grant,
    e.BeginGrant: book_payments.begin_grant,
    e.FreePart: book_payments.free_part,
    e.Withdraw: book_mail.withdraw,
    e.Undoable: undoing.begin,
    e.Restore: undoing.restore,
    e.Release: book_mail.release,
    e.AgentSpoke: desks.spoke,
    e.VoidAddresses: desks.void,
    e.Invited: desks.invited,
}
FIRST = (e.OpenAccount, e.OpenCase, e.RecordPayment, e.Undoable)  # what other effects refer to without knowing its id, and how things stood before them
COLLISIONS = ("40P01", "40001")  # PostgreSQL: deadlock, serialization failure


def book(
    database: Database, office: Office, item: IntakeItem | None, decision: e.Decision, drafts: tuple[e.Draft, ...],
    relied_on: tuple[Version, ...], now: datetime,
) -> bool:  # fmt: skip
    """Book a decision. False: something it relied on has moved, fetch again. True also when it was booked before.
    Raises ClaimLost when another worker has the mail, AlreadyPaid for a known payment, ValueError for drafts that are
    not those of the decision."""
    if tuple(draft.letter for draft in drafts) != decision.letters:
        raise ValueError(f"verdict {decision.verdict!r}: the drafts are not those of its letters")
    message_id = None if item is None else own_message_id(item, office)
    try:
        with database.write() as connection:
            faults.point("book:begun")
            if item is not None and _is_done(connection, item):
                return True
            if not versions.still_hold(connection, relied_on):
                return False
            booking = Booking(connection, office, decision, now, item.id if item else None, message_id)
            _apply(booking, drafts)
            _finish(booking)
            faults.point("book:before-commit")
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) in COLLISIONS:
            return False
        raise
    faults.point("book:after-commit")
    return True


def own_message_id(item: IntakeItem, office: Office) -> str | None:
    """The Message-ID that the mail itself bears."""
    head = mime.head(item.raw, office.config.limits)
    return next(iter(threading.message_ids(head, "message-id", 1)), None)


def book_together(
    database: Database, office: Office, decisions: Sequence[tuple[e.Decision, tuple[e.Draft, ...]]], relied_on: tuple[Version, ...], now: datetime,
    booked: Callable[[], None],
) -> bool:  # fmt: skip
    """Book many decisions that no mail brought, all of them or none; `booked` is called after each. False: what they relied on has moved."""
    with database.write() as connection:
        if not versions.still_hold(connection, relied_on):
            return False
        for decision, drafts in decisions:
            booking = Booking(connection, office, decision, now)
            _apply(booking, drafts)
            _finish(booking)
            booked()
    return True


_CLAIM = (
    select(t.intake.c.state, t.intake.c.attempts, t.intake.c.claimed_by).where(t.intake.c.id == bindparam("id")).with_for_update()
)

_FINISH = update(t.intake).where(t.intake.c.id == bindparam("row"))


def _is_done(connection: Connection, item: IntakeItem) -> bool:
    """Whether this mail was booked before. Raises ClaimLost unless it is still claimed as `item` says."""
    row = connection.execute(_CLAIM, {"id": item.id}).one()
    if row.state == "done":
        return True
    if row.state != "claimed" or row.attempts != item.attempts:
        raise ClaimLost(f"mail {item.id} is {row.state} at attempt {row.attempts} now, not at {item.attempts}: left alone")
    return False


def _apply(booking: Booking, drafts: tuple[e.Draft, ...]) -> None:
    effects = (effect for effect in booking.decision.effects if not isinstance(effect, e.Send))
    for effect in sorted(effects, key=lambda one: not isinstance(one, FIRST)):
        APPLY[type(effect)](booking, effect)
    for draft in drafts:
        book_mail.send(booking, draft)
    undoing.keep(booking)
    book_payments.verify(booking)
    booking.raise_versions()


def _finish(booking: Booking) -> None:
    """The verdict and its trail stay with the mail; without a mail, with the case."""
    trail = [asdict(step) for step in booking.decision.trail]
    if booking.intake_id is None:
        if booking.case_id is not None or booking.touched_cases:
            case_id = booking.case_id or min(booking.touched_cases)
            booking.note(case_id, "decided", after=booking.decision.verdict, trail=trail)
        return
    held = booking.quarantined
    booking.connection.execute(
        _FINISH,
        {
            "row": booking.intake_id, "state": "done" if held is None else "quarantine", "claimed_by": None,
            "done_at": booking.now, "error": None if held is None else held[:ERROR_LENGTH],
            "verdict": booking.decision.verdict, "trail": trail, "case_id": booking.case_id,
        },
    )  # fmt: skip
