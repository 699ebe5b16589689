"""What a customer is told of his own: how a case stands, which cases he has, what he has left.
As booked, never guessed; a time is named only while it is a promise."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from mailbot.config.settings import Tier
from mailbot.desk import business_time, ledger
from mailbot.desk.checklist import questions
from mailbot.desk.facts import Account, Case, CaseSummary
from mailbot.desk.hearing import Hearing
from mailbot.desk.letters import case_values, status_link
from mailbot.desk.limits import plain_span
from mailbot.desk.matters import local_day
from mailbot.desk.promise import calendar_of

CLOCK_RUNS = ("open", "in_progress", "escalated")  # elsewhere we have answered, wait, or are done


def status_values(hearing: Hearing, case: Case) -> dict[str, Any]:
    """The variables of the status of one case."""
    missing = tuple(d.name for d in case.details if d.state == "asked") if case.state == "awaiting_details" else ()
    calendar = calendar_of((hearing.config.priority(case.priority) or hearing.config.default_priority).calendar, hearing.config)
    now = hearing.message.envelope.received_at
    open_now = business_time.is_open(now, calendar)
    until = reopen_until(hearing, case.closed_at) if case.closed_at and case.state == "closed" else None
    return {
        "case": case_values(case) | {"received_at": case.received_at.isoformat()},
        **_promised(hearing, case),
        "clock_waits": case.state == "awaiting_details",
        "is_open_now": open_now,
        "opens_at": None if open_now else _iso(business_time.opens_at(now, calendar)),
        "missing": questions(hearing, missing, case.language),
        "messages": dict(hearing.facts.mails).get(case.id, 0),
        "answered_at": _iso(case.answered_at),
        "closed_at": _iso(case.closed_at),
        "reopen_until": _iso(until) if until is not None and until > now else None,
        "status_page": status_link(hearing.config).get("status_page", ""),  # the answer address of this letter will do for another STATUS
    }


def list_values(hearing: Hearing, which: str) -> dict[str, Any]:
    """The variables of the list of his cases."""
    own = hearing.facts.own_cases
    return {"open": [_line(hearing, one) for one in own if one.closed_at is None],
            "closed": [_line(hearing, one) for one in own if one.closed_at is not None], "which": which}


def _line(hearing: Hearing, one: CaseSummary) -> dict[str, Any]:
    return {"number": one.number, "subject": one.subject, "state": one.state, "priority": one.priority,
            "received_at": one.received_at.isoformat(), "closed_at": _iso(one.closed_at), **_promised(hearing, one)}


def _promised(hearing: Hearing, case: Case | CaseSummary) -> dict[str, str | None]:
    """The times that were promised, while their clock runs."""
    level = hearing.config.priority(case.priority)
    named = case.state in CLOCK_RUNS and (level is None or level.promised)
    return {"answer_by": _iso(case.answer_due_at) if named else None, "start_by": _iso(case.start_due_at) if named else None}


def balance_values(hearing: Hearing, account: Account | None) -> dict[str, Any]:
    """The rights in force today, in the vendor's order of use; prepaid minutes by the day they end."""
    today = local_day(hearing)
    rights: list[dict[str, Any]] = []
    for name in hearing.config.tier_order if account is not None else ():
        tier = hearing.config.tier(name)
        if account is not None and tier is not None and tier.kind == "prepaid_blocks":
            rights += [{"tier": name, "valid_until": _iso_day(day), "minutes_left": left} for day, left in _minutes(account, tier, today)]
        rights += [{"tier": name, "valid_until": grant.valid_until.isoformat() if grant.valid_until else None, "minutes_left": None}
                   for grant in (account.grants if account else ()) if grant.tier == name and not grant.suspended
                   and grant.valid_from <= today and (grant.valid_until is None or today <= grant.valid_until)]
    return {"rights": rights}


def _minutes(account: Account, tier: Tier, today: date) -> list[tuple[date | None, int]]:
    """Prepaid minutes and the last day of each; where a block is for one matter, not what an ended case has left over."""
    left: dict[date | None, int] = {}
    for block in ledger.usable(account.blocks, today):
        if not (tier.block_per_case and block.case_id is not None and not block.case_open):
            left[block.expires_on] = left.get(block.expires_on, 0) + block.minutes_left
    return list(left.items())


def _iso_day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def reopen_until(hearing: Hearing, ended: datetime) -> datetime:
    """Until when an answer reopens what ended then."""
    return ended + plain_span(hearing.config.cases.reopen_within)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
