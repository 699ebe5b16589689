"""The agent's words on their way to the customer, or into the case as a note.
The customer never sees a command, a remark, a quote, a signature or the agent's address (commands.md 5.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mailbot.config.settings import Config
from mailbot.desk.agents.asking import ACCESS
from mailbot.desk.agents.formatting import formatted
from mailbot.desk.agents.people import quote_for, readers, with_copies
from mailbot.desk.agents.referring import form_of
from mailbot.desk.agents.time import balance
from mailbot.desk.agents.turn import NOTHING, Done, Turn, letter_to_customer
from mailbot.desk.effects import NOTE_ADDRESS, REPLY_ADDRESS, Answered, Append, Send, Spend
from mailbot.desk.letters import case_values, to_agents
from mailbot.desk.limits import plain_span
from mailbot.mail.message import Attachment


def reply(turn: Turn, before: Done) -> Done:
    """The answer, from the support address, threaded to the customer's last mail. `before`: what the mail does besides,
    of which the customer reads what is left of his minutes."""
    case, hearing = turn.about, turn.hearing
    drawn = sum(-draw.minutes for spend in before.effects if isinstance(spend, Spend) for draw in spend.draws)
    left = balance(turn)
    closes, solves = bool(turn.reading.named("close")), bool(turn.reading.named("resolve"))
    until = hearing.facts.now + plain_span(hearing.config.cases.reopen_within)
    first_name = turn.agent.name.split(" ")[0]
    html, files = formatted(turn)
    values = {
        "case": case_values(case) | {"product": case.product}, "text": turn.text, "agent_first_name": first_name,
        "minutes_left": left - drawn if left is not None else None, **quote_for(turn, case.requester.address),
        "waits": bool(turn.reading.named("ask")), "access": any(command.choice == ACCESS for command in turn.reading.named("ask")), "closes": closes, "solved": solves, "reopen_until": until.isoformat() if closes or solves else None,
        **before.tells,
    }
    template, filled = form_of(turn) or ("agent_reply", values)
    letter = letter_to_customer(turn, template, filled, automatic=False, attachments=files)
    sent = with_copies(turn, replace(letter.letter, html=html, speaks=first_name), readers(turn, before.effects))
    said = (_sent(turn), *({"say": "copied", "to": copy.letter.to} for copy in sent[1:]), *({"say": "left_out", "name": file.name} for file in turn.left_out))
    return Done((Append(case.id, "out", turn.actor, turn.text, True), Answered(case.id, hearing.facts.now), *sent), said,
                changes=bool(turn.left_out or turn.leaves_at))


def _sent(turn: Turn) -> Mapping[str, Any]:
    later = turn.leaves_at
    return {"say": "sent_later", "at": later.isoformat()} if later else {"say": "sent", "at": turn.hearing.facts.now.isoformat()}


def note(turn: Turn, before: Done) -> Done:
    """A remark that stays inside; who has the case and who watches it reads it, unless `before` told him with it that the case is his."""
    if not turn.text or turn.case is None:
        return NOTHING
    config, case = turn.hearing.config, turn.case
    told = {effect.letter.reply_to.agent_id for effect in before.effects if isinstance(effect, Send) and effect.letter.template == "agent_assigned"}
    watching = tuple(a for a in config.agents if a.id in (case.assigned_to, *case.watchers) and a.id != turn.agent.id and a.id not in told
                     and a.id not in turn.hearing.facts.away)
    values = {"case": case_values(case), "author": turn.agent.name or turn.agent.id, "text": turn.text,
              "reply_address": REPLY_ADDRESS, "note_address": NOTE_ADDRESS}
    kept = Append(case.id, "note", turn.actor, turn.text, True)
    return Done((kept, *to_agents(turn.hearing, "agent_note", case, values, watching)), ({"say": "noted"},))


# ---- what a customer must not get --------------------------------------------------------------------------
_TOKEN = re.compile(rb"[acdnst]\.[0-9a-z]{1,8}\.[a-z0-9-]{1,16}\.[0-9a-z]{1,4}\.[0-9a-z]{1,4}\.[a-z2-7]{16}", re.IGNORECASE)


def fit_for_customers(files: tuple[Attachment, ...], config: Config) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
    """An agent's files for the customer, and those left out: mails in mails, and whatever holds one of our tokens or an agent's address."""
    agents = [own.lower().encode() for agent in config.agents for own in agent.email]

    def tells(file: Attachment) -> bool:
        low = file.content.lower()
        return file.type.startswith("message/") or _TOKEN.search(file.content) is not None or any(own in low for own in agents)

    return tuple(f for f in files if not tells(f)), tuple(f for f in files if tells(f))
