"""One agent's mail while it is carried out: who wrote it, about which case, and what he wrote.
What a command does is a value, so that nothing has happened while a later line can still be refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mailbot.config.settings import Agent, Config
from mailbot.desk.commands import Command, Fault, Reading
from mailbot.desk.commands.reading import lines_besides
from mailbot.desk.commands.table import RANKS
from mailbot.desk.commands.values import fault_of
from mailbot.desk.effects import Effect, Letter, ReplyTo, Send
from mailbot.desk.facts import OVER, Account, Case
from mailbot.desk.hearing import Hearing, agent_who_wrote
from mailbot.desk.letters import REFERENCES, ReplyIs
from mailbot.desk.limits import plain_span
from mailbot.desk.wanted import once
from mailbot.mail import address
from mailbot.mail.message import Attachment, Message

_PICTURE = re.compile(r"\[cid:([^\[\]\s]{1,250})\]", re.IGNORECASE)  # what programs put in plain text where a picture stands


@dataclass(frozen=True, slots=True)
class Turn:
    """All that a command may rest on."""

    hearing: Hearing
    agent: Agent
    case: Case | None  # None: he wrote to his desk address
    reading: Reading
    private: bool  # nothing of it goes to the customer
    files: tuple[Attachment, ...] = ()  # fit for customers
    left_out: tuple[Attachment, ...] = ()
    brought: int | None = None  # it came back to him, was kept under this number, and he answered SEND
    named: tuple[int, ...] = ()  # its lines at fault that he was told of, and lets go
    sent_by: str = ""  # the mail that said so
    let_go: tuple[str, ...] = ()  # why it was held back (desk/canary.py), and whoever said SEND may send it all the same
    released_by: Agent | None = None  # who said SEND, where the mail is another's
    anyway: bool = False  # he knows that another has answered meanwhile
    reply_is: ReplyIs | None = None  # what the address that he wrote to is signed for: letters in answer keep to it

    @property
    def text(self) -> str:
        """The agent's words as the customer may read them: none of his own addresses, whatever his signature holds; pictures by their names."""
        files = {file.content_id: file.name for file in self.hearing.message.attachments if file.content_id}
        marked = _PICTURE.sub(lambda found: f"[{files[found[1]]}]" if found[1] in files else "", self.shown)
        return self.without_own_addresses(marked).strip()

    @property
    def shown(self) -> str:
        """What of his mail is meant for the customer: his words, and what [agents] strip does not take out."""
        return shown(self.hearing.message, self.reading, self.hearing.config)

    def without_own_addresses(self, text: str) -> str:
        """A text with the address of the desk where his own stand."""
        for own in sorted(self.agent.email, key=len, reverse=True):
            text = re.sub(re.escape(own), self.hearing.config.mailbox.address, text, flags=re.IGNORECASE)
        return text

    @property
    def public(self) -> bool:
        """Does something go to the customer?"""
        return self.case is not None and bool(self.text or self.files) and not self.private

    @property
    def leaves_at(self) -> datetime | None:
        """Until when his words wait in the outbox; None: they leave at once."""
        hold = plain_span(self.hearing.config.agent_mail.hold)
        return self.hearing.facts.now + hold if hold else None

    @property
    def speaks(self) -> Agent:
        """Whose mail in hand it is: his who wrote the words, or who let another's go."""
        return self.released_by or self.agent

    @property
    def actor(self) -> str:
        return f"agent:{self.agent.id}"

    @property
    def about(self) -> Case:
        """The case; commands that need one are refused before they run where there is none."""
        if self.case is None:
            raise AssertionError("a command that needs a case was let through at the desk address")
        return self.case

    @property
    def once(self) -> str:
        """Names what this mail of this agent does, whatever unsigned header a copy of it was sent again with (reliability.md 94)."""
        return once(self.agent.id, self.hearing.message)

    def account_of(self, plain: str) -> Account | None:
        """The account of an address that a command names."""
        return next((account for key, account in self.hearing.facts.named_accounts if key == address.key(plain)), None)

    def case_numbered(self, number: str) -> Case | None:
        """The case that a command names by its number, whole or by its end alone where only one such was found."""
        return next((case for case in self.hearing.facts.named_cases if case.number == number), None)


@dataclass(frozen=True, slots=True)
class Done:
    """What one command, or several, would do."""

    effects: tuple[Effect, ...] = ()
    said: tuple[Mapping[str, Any], ...] = ()  # lines of the receipt: see [say] of templates/*/words.toml
    faults: tuple[Fault, ...] = ()
    changes: bool = False  # something that he gets a receipt for under confirm = "changes"
    tells: Mapping[str, Any] = field(default_factory=dict)  # what the reply of this mail says besides: variables of agent_reply
    goes_on: bool = False  # the case is not answered by a reply

    def __add__(self, other: Done) -> Done:
        return Done((*self.effects, *other.effects), (*self.said, *other.said), (*self.faults, *other.faults),
                    self.changes or other.changes, {**self.tells, **other.tells}, self.goes_on or other.goes_on)


NOTHING = Done()
Handler = Callable[[Turn, Command], Done]


def letter_to_customer(turn: Turn, template: str, values: Mapping[str, Any], *, automatic: bool = True, attachments: tuple[Attachment, ...] = ()) -> Send:
    """A letter to the requester about the case, threaded to his last mail; one of each kind for one mail of the agent."""
    case = turn.about
    return Send(Letter(
        template=template, language=case.language, to=case.requester.address, values=values, idem=f"{template}:{turn.once}",
        reply_to=ReplyTo("customer"), case_id=case.id, automatic=automatic, in_reply_to=case.last_message_id,
        references=case.references[-REFERENCES:], attachments=attachments,
    ))


def closed_already(turn: Turn, command: Command) -> Done:
    """The refusal of a command that needs a case on which somebody works, with the command that would make it one."""
    if turn.about.state == "merged":
        return Done(faults=(fault_of(command, "merged"),))
    return Done(faults=(fault_of(command, "is_closed", suggestion="/convert case" if turn.about.state == "unanswered" else "/reopen"),))


def letter_refused(turn: Turn, command: Command) -> Done | None:
    """The refusal of a command that writes to the customer, where none can be written: of a case that is over, or in a note."""
    if turn.about.state in OVER:
        return closed_already(turn, command)
    return Done(faults=(fault_of(command, "not_in_note"),)) if turn.private else None


def author(hearing: Hearing) -> Agent:
    """The agent who wrote."""
    agent = agent_who_wrote(hearing.message, hearing.config)
    if agent is None:
        raise AssertionError("the table of trust lets only agents come here")
    return agent


def shown(message: Message, reading: Reading, config: Config) -> str:
    """The words for the customer. Commands, remarks, quotes and signature are left in only where [agents] strip does not name them;
    a quoted notice of ours holds tokens, and is held back then (desk/canary.py)."""
    strip = config.agent_mail.strip
    text = reading.text
    if "commands" not in strip or "notes" not in strip:
        text = lines_besides(message.new_text, commands="commands" in strip, remarks="notes" in strip)
    parts = [text, "" if "signature" in strip else message.signature, "" if "quoted_text" in strip else message.quoted]
    return "\n\n".join(part for part in parts if part.strip()) if text.strip() else text


def may(agent: Agent, who: str) -> bool:
    """Does his role reach so far?"""
    return RANKS.index(agent.role) >= [*RANKS].index(who)  # type: ignore[arg-type]
