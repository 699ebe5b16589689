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
from mailbot.mail.message import AutomaticKind, DeliveryReport, FailedRecipient

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
    """Some of our mails failed or are late: their outbox rows say so, each by what the report says of its own address, and of an answer the agents hear."""
    told = [(failed, _about(failed, report)) for failed in hearing.facts.failed]
    effects: list[Effect] = []
    for failed, said in told:
        late = said.hard is not True and said.action == "delayed"
        if said.action in _ARRIVED or failed.state == "bounced" or (late and failed.state == "delayed"):
            continue
        because = f"{said.action or 'failed'} {said.status or ''}".strip()
        effects.append(MarkFailed((failed.outbox_id,), "delayed" if late else "bounced", because))
        effects.append(Append(failed.case_id, "in", "mail system", f"{because}: {failed.to}", False, automatic=True))
        if not late and failed.template in ("agent_reply", "consult"):
            effects += _tell_agents(hearing, failed, because)
    late = all(said.hard is not True and said.action == "delayed" for _, said in told)
    return Decision("own_mail_delayed" if late else "own_mail_bounced", tuple(effects), trail)


_ARRIVED = ("delivered", "relayed", "expanded")


def _about(failed: FailedMail, report: DeliveryReport) -> FailedRecipient:
    """What a report says of the address of one mail; of an address that it does not name, since servers rewrite them, what it says as a whole."""
    said = next((one for one in report.recipients if one.is_of(failed.to) and (one.action or one.status)), None)
    if said is None:
        return FailedRecipient(failed.to, report.action, report.status, report.hard)
    return said if said.action else replace(said, action="delayed" if (said.status or "").startswith("4") else "failed")


def _tell_agents(hearing: Hearing, failed: FailedMail, because: str) -> list[Effect]:
    case = hearing.facts.by_message_id
    values: dict[str, Any] = {"what": "bounced", "lines": [{"say": "bounced", "to": failed.to, "because": because,
                                                         "number": case_values(case)["number"] if case else ""}], "commands": []}
    return [Send(replace(to_agent(hearing, agent, "admin_notice", case, values), idem=f"bounced:{failed.outbox_id}:{agent.id}"))
            for agent in duty.on_duty(case, hearing.config, hearing.facts.away)]
