"""A case for somebody who rang: /new at the desk address (SA-13).
The customer reads what was noted for him, and may put it right by answering; what he has a right to is judged as if he had written."""

from __future__ import annotations

from mailbot.desk.agents.turn import Done, Turn
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import NOTE_ADDRESS, REPLY_ADDRESS, Append, Assign, Letter, OpenCase, ReplyTo, Send
from mailbot.desk.entitlement import Asker, judge
from mailbot.desk.intake import kind_of
from mailbot.desk.letters import case_values, to_agent
from mailbot.desk.matters import local_day
from mailbot.desk.promise import promise, timeless

SUBJECT_AT_MOST = 60


def new(turn: Turn, command: Command) -> Done:
    """/new ADDRESS [SUBJECT]: the text of the mail is what he told."""
    hearing, config, plain = turn.hearing, turn.hearing.config, command.addresses[0]
    if not turn.text:
        return Done(faults=(fault_of(command, "told_what"),))
    if config.agent_at(plain) is not None or plain.casefold() == config.mailbox.address.casefold():
        return Done(faults=(fault_of(command, "own_address", plain),))
    account, now = turn.account_of(plain), hearing.facts.now
    language = account.language if account and account.language in config.vendor.languages else config.vendor.default_language
    subject = command.words or _first_line(turn.text)
    kind, _ = kind_of(subject, turn.text, hearing.rules)
    asker = Asker(account, plain, True, "absent", str(language), subject, turn.text, config, hearing.rules)
    right = judge(asker, kind, local_day(hearing))
    tier, level = right.tier if right.entitled else None, config.default_priority
    due = promise(tier, level, False, now, config)
    due = due if right.entitled else timeless(due)
    opened = OpenCase(
        subject=subject, language=str(language), state="open", kind=kind, priority=level.name, tier=tier.name if tier else None,
        account_id=account.id if account else None, requester=plain, requester_name="", received_at=now, start_due_at=due.start_due_at,
        answer_due_at=due.answer_due_at, flags=("phone",) if right.entitled else ("phone", "unentitled"),
        grant_id=right.grant_id if right.entitled else None, rests_on=right.snapshot,
    )
    values = {"case": case_values(opened), "text": turn.text, "agent_first_name": turn.agent.name.split(" ")[0], **due.values()}
    letter = Letter("ack_phone", str(language), plain, values, idem=f"ack_phone:{turn.once}", reply_to=ReplyTo("customer"), about_opened_case=True)
    told = {"case": case_values(opened), "by": turn.agent.name or turn.agent.id, "why": "phone", "note": "", "text": turn.text, "from_address": plain,
            "start_by": None, "answer_by": None, "reply_address": REPLY_ADDRESS, "note_address": NOTE_ADDRESS}
    notice = to_agent(hearing, turn.agent, "agent_assigned", None, told, opens_case=True)
    # a None of Append and Assign is the case that this decision opens
    return Done((opened, Append(None, "out", turn.actor, turn.text, True), Assign(None, turn.agent.id, turn.actor), Send(letter), Send(notice)),
                () if right.entitled else ({"say": "phone_unentitled"},), changes=True)


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= SUBJECT_AT_MOST else f"{line[:SUBJECT_AT_MOST].rsplit(' ', 1)[0]} …"
