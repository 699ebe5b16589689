"""Mail that machines wrote: kept where it belongs, never answered, and it changes no state and no minutes.
A delivery report is worth most: it says which of our own mails did not arrive (RFC 3464)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailbot.desk import duty
from mailbot.desk.effects import Append, Decision, Effect, MarkFailed, Send, Step
from mailbot.desk.facts import FailedMail
from mailbot.desk.hearing import Hearing
from mailbot.desk.letters import case_values, to_agent
from mailbot.mail.message import AutomaticKind, DeliveryReport

REPORTS = (AutomaticKind.BOUNCE, AutomaticKind.DELAY)


def machine(hearing: Hearing) -> Decision:
    """A machine's mail."""
    automatic = hearing.message.automatic
    if automatic is None:
        raise AssertionError("the table of trust lets only machines come here")
    trail = (*hearing.trail, Step(f"automatic: {automatic.kind}", True, automatic.because))
    if automatic.kind in REPORTS and hearing.message.report is not None and hearing.facts.failed:
        return _report(hearing, hearing.message.report, trail)
    case = hearing.facts.by_token[0][1] if hearing.facts.by_token else hearing.facts.by_message_id
    return Decision(f"kept_{automatic.kind}", (hearing.keep(case.id if case else None, automatic=True),), trail)


def own(hearing: Hearing) -> Decision:
    """Our own mail came back, by an alias or a loop."""
    return Decision("own_mail", (hearing.keep(None, automatic=True),), hearing.trail)


def postmaster(hearing: Hearing) -> Decision:
    """Mail to postmaster: kept, forwarded to the admins, never answered (RFC 5321 section 4.5.1)."""
    message = hearing.message
    values = {
        "from_address": message.address or "", "from_name": message.sender_name, "received_at": message.envelope.received_at.isoformat(),
        "subject": message.subject, "text": message.text, "attachments": [{"name": a.name, "size": a.size} for a in message.attachments],
    }
    forwards = tuple(Send(to_agent(hearing, admin, "postmaster_forward", None, values)) for admin in hearing.config.admins)
    return Decision("postmaster", (hearing.keep(None), *forwards), (*hearing.trail, Step("postmaster", True, "addressed to postmaster alone")))


def _report(hearing: Hearing, report: DeliveryReport, trail: tuple[Step, ...]) -> Decision:
    """One of our mails failed or is late: its outbox row says so, and of an answer the agents hear."""
    late = report.hard is not True and report.action == "delayed"
    news = tuple(failed for failed in hearing.facts.failed if failed.state not in ("bounced", "delayed" if late else ""))
    because = f"{report.action or 'failed'} {report.status or ''}".strip()
    ids = tuple(failed.outbox_id for failed in news)
    effects: list[Effect] = [MarkFailed(ids, "delayed" if late else "bounced", because)]
    for failed in news:
        effects.append(Append(failed.case_id, "in", "mail system", f"{because}: {failed.to}", False, automatic=True))
        if not late and failed.template == "agent_reply":
            effects += _tell_agents(hearing, failed, because)
    return Decision("own_mail_bounced" if not late else "own_mail_delayed", tuple(effects), trail)


def _tell_agents(hearing: Hearing, failed: FailedMail, because: str) -> list[Effect]:
    case = hearing.facts.by_message_id
    values: dict[str, Any] = {"what": "bounced", "lines": [{"say": "bounced", "to": failed.to, "because": because,
                                                         "number": case_values(case)["number"] if case else ""}], "commands": []}
    return [Send(replace(to_agent(hearing, agent, "admin_notice", case, values), idem=f"bounced:{failed.outbox_id}:{agent.id}"))
            for agent in duty.on_duty(case, hearing.config)]
