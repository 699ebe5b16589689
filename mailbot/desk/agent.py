"""An agent's mail: his words go to the customer, his commands run; all of it, or none of it.
The customer never sees a command, a remark, a quote, a signature or the agent's address (commands.md 5.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mailbot.config.rules import RuleSet
from mailbot.config.settings import Agent, Config
from mailbot.desk import commands, ledger
from mailbot.desk.commands import Command, Fault, Reading
from mailbot.desk.effects import (
    NOTE_ADDRESS,
    REPLY_ADDRESS,
    Answered,
    Append,
    Decision,
    Effect,
    Letter,
    Quarantine,
    ReplyTo,
    Send,
    SetState,
    Spend,
    Step,
)
from mailbot.desk.facts import Case
from mailbot.desk.hearing import Hearing, agent_who_wrote, own_token
from mailbot.desk.letters import REFERENCES, case_values, to_agent, to_agents
from mailbot.desk.limits import plain_span
from mailbot.desk.matters import local_day
from mailbot.mail.message import Attachment, TokenKind
from mailbot.mail.quotes import split

FAR_TOO_MUCH = 3  # times the balance: probably a slip of the keys


def agent_speaks(hearing: Hearing) -> Decision:
    """A proven agent, with a token of his for a case."""
    agent = _author(hearing)
    token = own_token(hearing.message, agent, hearing.facts)
    case = next((case for mine, case in hearing.facts.by_token if mine == token), None)
    if token is None or case is None:
        return agent_unlinked(hearing)
    reading = commands.read(hearing.message.new_text, aliases(hearing.rules))
    faults = (*reading.faults, *_cannot_be_done(hearing, case, reading))
    if faults:
        return _refused(hearing, agent, case, faults)
    if reading.named("help") and not _text(hearing, reading):
        return _help(hearing, agent, case)
    private = token.kind is TokenKind.NOTE or bool(reading.named("note")) or hearing.config.agent_mail.reply_is == "note"
    return _done(hearing, agent, case, reading, private=private)


def agent_at_desk(hearing: Hearing) -> Decision:
    """A proven agent writes to his desk address: commands without a case; anything else gets the help."""
    return _help(hearing, _author(hearing), None)


def agent_unlinked(hearing: Hearing) -> Decision:
    """A proven agent without a token of his: nothing goes out; he gets his text back, and a fresh address to send it to."""
    agent = _author(hearing)
    case = next((c for _, c in hearing.facts.by_token), None) or hearing.facts.by_message_id or next(iter(hearing.facts.by_number), None)
    values = {"case": case_values(case) if case else None, "text": hearing.message.new_text}
    kept = Append(case.id if case else None, "note", f"agent:{agent.id}", hearing.message.text, True)
    return Decision("agent_unlinked", (kept, Send(to_agent(hearing, agent, "agent_unlinked", case, values))), hearing.trail)


def agent_unproven(hearing: Hearing) -> Decision:
    """Somebody wrote in an agent's name: nothing is executed, the agent is told at his stored address, at most once an hour."""
    agent = _author(hearing)
    case = hearing.facts.by_token[0][1] if hearing.facts.by_token else None
    at = hearing.message.envelope.received_at
    values = {"received_at": at.isoformat(), "because": hearing.trail[-1].because,
              "case": case_values(case) if case else None, "subject": ""}
    alarm = Letter("agent_alarm", to_agent(hearing, agent, "agent_alarm", None, {}).language, agent.email[0], values,
                   idem=f"agent_alarm:{agent.id}:{at:%Y-%m-%dT%H}")
    return Decision("agent_unproven", (Quarantine("bears an agent's address, but nothing proves that he wrote it"), Send(alarm)), hearing.trail)


# ---- what an agent's mail does --------------------------------------------------------------------------
def _done(hearing: Hearing, agent: Agent, case: Case, reading: Reading, *, private: bool) -> Decision:
    """Order: time, the reply, the state; fixed, whatever order the lines were written in (commands.md 5.2)."""
    text = _text(hearing, reading)
    spends = tuple(_spend(hearing, agent, case, command, number) for number, command in enumerate(reading.named("spend")))
    closing = reading.named("close")
    files, left_out = fit_for_customers(hearing.message.attachments, hearing.config)
    public = bool(text or files) and not private
    effects: list[Effect] = [*spends]
    said: list[dict[str, Any]] = []
    if public:
        effects += _reply(hearing, agent, case, text, files, spends, closes=bool(closing))
        said.append({"say": "sent", "at": _local(hearing)})
    elif text:
        effects += _note(hearing, agent, case, text)
        said.append({"say": "noted"})
    effects += [Append(case.id, "note", f"agent:{agent.id}", remark, True) for remark in reading.remarks]
    said += [{"say": "left_out", "name": file.name} for file in left_out if not private]
    said += _minutes_said(hearing, case, spends)
    if closing:
        effects += _close(hearing, agent, case, closing[0], told=public)
        said.append({"say": "closed", "number": case.number})
    elif public and case.state not in ("closed", "resolved"):
        effects.append(SetState(case.id, "answered", "answered", f"agent:{agent.id}"))
    changes = bool(spends or closing or (left_out and not private))
    if said and (hearing.config.agent_mail.confirm == "all" or (changes and hearing.config.agent_mail.confirm == "changes")):
        effects.append(Send(to_agent(hearing, agent, "agent_result", case, {"case": case_values(case), "lines": said})))
    verdict = "agent_replied" if public else "agent_noted" if text else "agent_commanded"
    steps = tuple(Step(f"/{command.name}", True, command.source) for command in reading.commands)
    return Decision(verdict, tuple(effects), (*hearing.trail, *steps))


def _reply(hearing: Hearing, agent: Agent, case: Case, text: str, files: tuple[Attachment, ...], spends: tuple[Spend, ...], *,
           closes: bool) -> list[Effect]:
    """The answer, from the support address, threaded to the customer's last mail."""
    drawn = sum(-draw.minutes for spend in spends for draw in spend.draws)
    left = _balance(hearing, case)
    until = hearing.facts.now + plain_span(hearing.config.cases.reopen_within)
    values = {
        "case": case_values(case), "text": text, "agent_first_name": agent.name.split(" ")[0],
        "minutes_left": left - drawn if left is not None else None, "quote": split(case.last_customer_text).new, "quoted_at": None,
        "waits": False, "closes": closes, "reopen_until": until.isoformat() if closes else None,
    }
    letter = Letter(
        template="agent_reply", language=case.language, to=case.requester.address, values=values,
        idem=f"agent_reply:{_once(hearing)}", reply_to=ReplyTo("customer"), case_id=case.id, automatic=False,
        in_reply_to=case.last_message_id, references=case.references[-REFERENCES:], attachments=files,
    )
    return [Append(case.id, "out", f"agent:{agent.id}", text, True), Answered(case.id, hearing.facts.now), Send(letter)]


def _note(hearing: Hearing, agent: Agent, case: Case, text: str) -> list[Effect]:
    """A remark that stays inside; the one who has the case reads it."""
    watching = tuple(a for a in hearing.config.agents if a.id == case.assigned_to and a.id != agent.id)
    values = {"case": case_values(case), "author": agent.name or agent.id, "text": text,
              "reply_address": REPLY_ADDRESS, "note_address": NOTE_ADDRESS}
    return [Append(case.id, "note", f"agent:{agent.id}", text, True), *to_agents(hearing, "agent_note", case, values, watching)]


def _close(hearing: Hearing, agent: Agent, case: Case, command: Command, *, told: bool) -> list[Effect]:
    """The end of a case; without words of his own the customer gets the standard text."""
    reason = command.words.split()[0] if command.words else "answered"
    ended = SetState(case.id, "closed", command.words or "closed by the agent", f"agent:{agent.id}", resolution=reason)
    if told or case.state == "closed":
        return [ended]
    until = hearing.facts.now + plain_span(hearing.config.cases.reopen_within)
    values = {"case": case_values(case), "reason": reason if reason in CLOSE_REASONS else "answered", "reopen_until": until.isoformat()}
    letter = Letter("closed_by_agent", case.language, case.requester.address, values, idem=f"closed_by_agent:{_once(hearing)}",
                    reply_to=ReplyTo("customer"), case_id=case.id, in_reply_to=case.last_message_id,
                    references=case.references[-REFERENCES:])
    return [ended, Send(letter)]


CLOSE_REASONS = ("answered", "cannot_reproduce", "out_of_scope", "duplicate", "customer")


# ---- time ---------------------------------------------------------------------------------------------
def _spend(hearing: Hearing, agent: Agent, case: Case, command: Command, number: int) -> Spend:
    """Minutes worked; drawn from prepaid blocks where the case rests on them, never more than is left (BK-36)."""
    today = local_day(hearing)
    prepaid = _prepaid(hearing, case)
    drawn = ledger.draw(case.account.blocks, command.minutes, today) if prepaid and case.account else ledger.Drawn((), 0)
    tier = hearing.config.tier(case.tier) if case.tier else None
    after_the_fact = tier is not None and tier.kind == "after_the_fact"
    return Spend(
        case_id=case.id, account_id=case.account.id if case.account else None, agent_id=agent.id, minutes=command.minutes,
        draws=drawn.draws, billing="block" if prepaid else "invoice" if after_the_fact else "agreement",
        spent_on=command.on or today, note=command.words, idem=f"spend:{_once(hearing)}:{number}",
    )


def _cannot_be_done(hearing: Hearing, case: Case, reading: Reading) -> tuple[Fault, ...]:
    """Commands that read well but may not run."""
    faults: list[Fault] = []
    if not (reading.text or reading.commands or reading.remarks or hearing.message.attachments):
        faults.append(Fault(1, "", "no_text"))
    spends = reading.named("spend")
    left = _balance(hearing, case)
    for command in spends:
        if command.on is not None and command.on > local_day(hearing):
            faults.append(Fault(command.line, command.source, "future_date", str(command.on), f"/spend {command.minutes}m"))
        elif left is not None and command.minutes > FAR_TOO_MUCH * max(left, 1) and not command.force:
            faults.append(Fault(command.line, command.source, "too_many_minutes", str(left), f"{command.source} force"))
    faults += [Fault(c.line, c.source, "one_spend", c.source, spends[0].source) for c in spends[1:]]
    return tuple(faults)


def _prepaid(hearing: Hearing, case: Case) -> bool:
    tier = hearing.config.tier(case.tier) if case.tier else None
    return tier is not None and tier.kind == "prepaid_blocks" and case.account is not None


def _balance(hearing: Hearing, case: Case) -> int | None:
    """Minutes left, where the case rests on prepaid blocks."""
    return ledger.balance(case.account.blocks, local_day(hearing)) if case.account and _prepaid(hearing, case) else None


def _minutes_said(hearing: Hearing, case: Case, spends: tuple[Spend, ...]) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = []
    for spend in spends:
        drawn = -sum(draw.minutes for draw in spend.draws)
        if spend.billing != "block" or case.account is None:
            said.append({"say": "worked", "minutes": spend.minutes})
            continue
        said.append({"say": "booked", "minutes": drawn, "left": (_balance(hearing, case) or 0) - drawn})
        if drawn < spend.minutes:
            said.append({"say": "not_covered", "minutes": spend.minutes - drawn})
    return said


# ---- answers to the agent --------------------------------------------------------------------------------
def _refused(hearing: Hearing, agent: Agent, case: Case, faults: tuple[Fault, ...]) -> Decision:
    """One faulty line: nothing runs, nothing is sent; he gets his text back with what to mend."""
    told = [{"line": f.line, "source": f.source, "problem": f.problem, "seen": f.seen, "suggestion": f.suggestion} for f in faults]
    values = {"case": case_values(case), "faults": told, "text": hearing.message.new_text}
    kept = Append(case.id, "note", f"agent:{agent.id}", hearing.message.new_text, True)
    return Decision("agent_refused", (kept, Send(to_agent(hearing, agent, "agent_refused", case, values))),
                    (*hearing.trail, *(Step(f"line {f.line}", False, f"{f.problem}: {f.source}") for f in faults)))


def _help(hearing: Hearing, agent: Agent, case: Case | None) -> Decision:
    values = {"case": case_values(case) if case else None, "commands": list(commands.COMMANDS)}
    kept = Append(case.id if case else None, "note", f"agent:{agent.id}", hearing.message.new_text, True)
    return Decision("agent_help", (kept, Send(to_agent(hearing, agent, "agent_help", case, values))), hearing.trail)


# ---- what a customer must not get --------------------------------------------------------------------------
_TOKEN = re.compile(rb"[acdns]\.[0-9a-z]{1,8}\.[a-z0-9-]{1,16}\.[0-9a-z]{1,4}\.[0-9a-z]{1,4}\.[a-z2-7]{16}", re.IGNORECASE)


def fit_for_customers(files: tuple[Attachment, ...], config: Config) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
    """An agent's files for the customer, and those left out: mails in mails, and whatever holds one of our tokens or an agent's address."""
    agents = [own.lower().encode() for agent in config.agents for own in agent.email]

    def tells(file: Attachment) -> bool:
        low = file.content.lower()
        return file.type.startswith("message/") or _TOKEN.search(file.content) is not None or any(own in low for own in agents)

    return tuple(f for f in files if not tells(f)), tuple(f for f in files if tells(f))


# ---- pieces ---------------------------------------------------------------------------------------------
def _once(hearing: Hearing) -> str:
    """Names what this mail of this agent does, whatever unsigned header a copy of it was sent again with (reliability.md 94)."""
    return f"{_author(hearing).id}:{hearing.message.message_id or hearing.message.key}"


def _author(hearing: Hearing) -> Agent:
    agent = agent_who_wrote(hearing.message, hearing.config)
    if agent is None:
        raise AssertionError("the table of trust lets only agents come here")
    return agent


def _text(hearing: Hearing, reading: Reading) -> str:
    """The agent's words as the customer may read them: none of his own addresses, whatever his signature holds."""
    text = reading.text
    agent = _author(hearing)
    for own in sorted(agent.email, key=len, reverse=True):
        text = re.sub(re.escape(own), hearing.config.mailbox.address, text, flags=re.IGNORECASE)
    return text.strip()


def aliases(rules: RuleSet) -> Mapping[str, str]:
    """Other words for commands, from rules/commands.toml."""
    return {word.casefold().lstrip("/"): str(rule.then["command"]) for rule in rules.commands
            if "agent" in rule.then for word in rule.then["words"]}


def _local(hearing: Hearing) -> str:
    at: datetime = hearing.facts.now
    return at.isoformat()
