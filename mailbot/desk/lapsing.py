"""A right that ends while cases are worked on (`[entitlement] lapse_mid_case`): they go on, or rest until it is back, or are closed.
Rights that are measured in time lapse, and minutes whose payment was taken back; minutes that are used up are the ledger's matter."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from mailbot.config.settings import Config
from mailbot.desk import ledger
from mailbot.desk.after import account_after
from mailbot.desk.effects import Decision, DueDone, Effect, Letter, ReplyTo, Schedule, Send, SetDue, SetState, Step
from mailbot.desk.entitlement import in_force, is_overdue
from mailbot.desk.facts import Account, Case, DueItem, Facts
from mailbot.desk.letters import REFERENCES, case_values
from mailbot.desk.promise import calendar_of

KIND = "lapse"
NEVER_LAPSE = ("free", "after_the_fact")  # kinds of tiers
RUNNING = ("awaiting_details", "open", "in_progress", "awaiting_customer", "awaiting_approval", "scheduled", "escalated")


def lapsed_by(effects: tuple[Effect, ...], account: Account | None, running: tuple[Case, ...], now: datetime, config: Config,
              actor: str = "system") -> tuple[Effect, ...]:
    """What `effects` (an overdue invoice, a suspension) do to the cases that run. `account` and `running` as fetched: `Wanted(running=True)`."""
    after = account_after(account, effects, now)
    return tuple(effect for case in running for effect in (*lapse(case, after, now, config, actor), *watch(case, after, now, config)))


def lapse(case: Case, account: Account | None, now: datetime, config: Config, actor: str = "system", *, minutes_too: bool = False) -> tuple[Effect, ...]:
    """The case rests, or ends, and its requester is told; nothing while its right holds, or where cases are finished all the same."""
    mode = config.entitlement.lapse_mid_case
    because = why_lapsed(case, account, day_of(now, config), config, minutes_too=minutes_too)
    if because is None or mode == "finish" or case.state not in RUNNING:
        return ()
    stops = mode == "stop"
    state = SetState(case.id, "closed" if stops else "awaiting_entitlement", because, actor, resolution="right_ended" if stops else None)
    grant = _grant(case, account)
    letter = Letter(
        template="entitlement_lapsed", language=case.language, to=case.requester.address,
        values={"case": case_values(case) | {"state": state.state}, "tier": case.tier or "", "stopped": stops,
                "since": account.overdue_since.isoformat() if account and account.overdue_since and is_overdue(account, day_of(now, config), config) else None,
                "valid_until": grant.isoformat() if grant and grant < day_of(now, config) else None},
        idem=f"entitlement_lapsed:{case.id}:{case.version}", reply_to=ReplyTo("customer"), case_id=case.id,
        in_reply_to=case.last_message_id, references=case.references[-REFERENCES:],
    )
    return (state, SetDue(case.id, None, None), Send(letter))


def why_lapsed(case: Case, account: Account | None, today: date, config: Config, *, minutes_too: bool = False) -> str | None:
    """Why the right of a case gives no answer any more; None while it holds, or another right of the account does. `minutes_too`: also
    a right to minutes, of which nothing is left because its payment was taken back."""
    tier = config.tier(case.tier) if case.tier else None
    if account is None or tier is None or tier.kind in (*NEVER_LAPSE, *(() if minutes_too else ("prepaid_blocks",))):
        return None
    if is_overdue(account, today, config):
        return f"an invoice is overdue since {account.overdue_since}"
    answered = {each.name for each in config.tiers if each.answered}
    if any(in_force(grant, today) and grant.tier in answered for grant in account.grants) or ledger.balance(account.blocks, today):
        return None
    return f"no right to {tier.name} is in force any more"


def watch(case: Case, account: Account | None, now: datetime, config: Config) -> tuple[Effect, ...]:
    """Looking again on the day on which the last right of the account will have ended, or an overdue invoice be tolerated no longer."""
    if config.entitlement.lapse_mid_case == "finish" or account is None or case.state not in RUNNING:
        return ()
    return watch_from(case.id, account, now, config)


def watch_from(case_id: int | None, account: Account, now: datetime, config: Config) -> tuple[Effect, ...]:
    """The same of a case that is only being opened (case_id=None)."""
    settings, today = config.entitlement, day_of(now, config)
    if settings.lapse_mid_case == "finish":
        return ()
    ends = [grant.valid_until for grant in account.grants if in_force(grant, today)]
    days = [max(day for day in ends if day) + timedelta(days=1)] if ends and None not in ends else []
    if settings.no_overdue_invoices and account.overdue_since is not None:
        days.append(account.overdue_since + timedelta(days=settings.overdue_grace_days))
    ahead = [day for day in days if day > today]
    zone = calendar_of(config.default_priority.calendar, config).zone
    return (Schedule(KIND, case_id, datetime.combine(min(ahead), time(), zone)),) if ahead else ()


def look_again(item: DueItem, case: Case, facts: Facts, config: Config) -> Decision:
    """The day has come on which the right of a case was to end: perhaps it was renewed meanwhile."""
    lapsed = lapse(case, case.account, facts.now, config)
    again = () if lapsed else watch(case, case.account, facts.now, config)
    because = why_lapsed(case, case.account, day_of(facts.now, config), config)
    done = () if again else (DueDone(item.id),)  # planned again, it is the same row
    return Decision("right_lapsed" if lapsed else "right_holds", (*done, *lapsed, *again), (Step("right", because is None, because or "it holds"),))


def _grant(case: Case, account: Account | None) -> date | None:
    """The last day of the right that the case rests on."""
    return next((grant.valid_until for grant in (account.grants if account else ()) if grant.id == case.grant_id), None)


def day_of(now: datetime, config: Config) -> date:
    """That day in the vendor's office."""
    return now.astimezone(calendar_of(config.default_priority.calendar, config).zone).date()
