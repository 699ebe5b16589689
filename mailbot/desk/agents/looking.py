"""What an agent asks and is answered with a table: how a case stands, which cases wait, what a customer has left.
Plain lines of at most 72 columns, so that they read the same in every mail program."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailbot.desk import time_worked
from mailbot.desk.agents.time import balance as minutes_left
from mailbot.desk.agents.turn import Done, Turn
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import NOTE_ADDRESS, REPLY_ADDRESS, Send
from mailbot.desk.facts import Account, Case, CaseSummary
from mailbot.desk.letters import case_values, to_agent
from mailbot.desk.matters import local_day
from mailbot.desk.telling import balance_values


def status(turn: Turn, command: Command) -> Done:
    """/status [NUMBER]: of the case he writes about, or of another. It stands in the case's own conversation, and a reply to it stays inside."""
    case = _case_asked_for(turn, command)
    if case is None:
        return Done(faults=(fault_of(command, "no_case" if command.number else "which_case", command.number, "" if command.number else "/status {number}"),))
    letter = to_agent(turn.hearing, turn.agent, "agent_status", case, _status_values(turn, case))
    letter = replace(letter, idem=f"{letter.idem}:{case.id}")
    if turn.case is not None and turn.case.id == case.id:
        return Done((Send(replace(letter, in_reply_to=turn.hearing.message.message_id)),))
    return Done((Send(replace(letter, references=case.references[:1])),))


def queue(turn: Turn, _command: Command) -> Done:
    """/queue: what is due first stands first."""
    cases = [_line(each) for each in turn.hearing.facts.queue]
    mine = [line for line in cases if line["assigned_to"] == turn.agent.id]
    values = {"mine": mine, "waiting": [line for line in cases if not line["assigned_to"]],
              "others": [line for line in cases if line["assigned_to"] and line["assigned_to"] != turn.agent.id]}
    return _answered(turn, "agent_queue", values)


def balance(turn: Turn, command: Command) -> Done:
    """/balance [ADDRESS|NUMBER]: rights and minutes, as booked."""
    if command.addresses:
        account, whose = turn.account_of(command.addresses[0]), command.addresses[0]
    else:
        case = _case_asked_for(turn, command)
        if case is None:
            return Done(faults=(fault_of(command, "no_case" if command.number else "which_customer", command.number,
                                         "" if command.number else "/balance name@example.com"),))
        account, whose = case.account, case.requester.address
    return _answered(turn, "agent_balance", _balance_values(turn, account, whose))


def _case_asked_for(turn: Turn, command: Command) -> Case | None:
    """The case that the line names, else the one that he writes about: that one as his mail leaves it."""
    named = turn.case_numbered(command.number) if command.number else turn.case
    return turn.case if named is not None and turn.case is not None and named.id == turn.case.id else named


def _answered(turn: Turn, template: str, values: dict[str, Any]) -> Done:
    """An answer at his desk address: it is about more than one case or none, and a reply to it goes to no customer."""
    letter = to_agent(turn.hearing, turn.agent, template, None, values)
    return Done((Send(replace(letter, in_reply_to=turn.hearing.message.message_id)),))


def _status_values(turn: Turn, case: Case) -> dict[str, Any]:
    names = {agent.id: agent.name or agent.id for agent in turn.hearing.config.agents}
    return {
        "case": case_values(case) | {"product": case.product, "received_at": case.received_at.isoformat()}, "requester": case.requester.address,
        "reply_address": REPLY_ADDRESS, "note_address": NOTE_ADDRESS,
        "assigned": names.get(case.assigned_to or "", case.assigned_to or ""), "line": case.line, "team": case.team, "tags": list(case.tags),
        "watchers": [names.get(each, each) for each in case.watchers], "tier": case.tier or None,
        "minutes_left": minutes_left(turn) if turn.case is not None and turn.case.id == case.id else time_worked.minutes_left(case, turn.hearing.config, local_day(turn.hearing)),
        "start_by": _iso(case.start_due_at if case.started_at is None else None), "answer_by": _iso(case.answer_due_at if case.answered_at is None else None),
        "started_at": _iso(case.started_at), "answered_at": _iso(case.answered_at), "closed_at": _iso(case.closed_at),
        "missing": [detail.name for detail in case.details if detail.state == "asked"],
        "findings": [{"name": kind, "value": text} for case_id, kind, text in turn.hearing.facts.findings if case_id == case.id],
    }


def _line(one: CaseSummary) -> dict[str, Any]:
    due = one.start_due_at if one.started_at is None and one.start_due_at is not None else one.answer_due_at
    return {"number": one.number, "subject": one.subject, "state": one.state, "priority": one.priority, "assigned_to": one.assigned_to or "",
            "line": one.line, "team": one.team, "due": _iso(due)}


def _balance_values(turn: Turn, account: Account | None, whose: str) -> dict[str, Any]:
    return {"whose": whose, "known": account is not None, **balance_values(turn.hearing, account),
            "overdue_since": account.overdue_since.isoformat() if account is not None and account.overdue_since else None}


def _iso(at: Any) -> str | None:
    return at.isoformat() if at is not None else None
