"""Letters to agents: notices of cases, receipts, what was refused or waits, and what they asked for.
What a plain answer to one of them does is said in each."""

from __future__ import annotations

from mailbot.render.variables.declare import LetterKind, may, need
from mailbot.render.variables.shared import ANSWER_ADDRESSES, CASE, FOR_AGENT, FROM

AGENTS = (
    LetterKind("agent_new_case", "agent", "a case was opened", (
        CASE, *FOR_AGENT,
        may("claims", "str", "a case number that the sender named without right to it"),
        may("continues", "str", "number of the closed case that this one continues"),
    ), answerable=True),
    LetterKind("agent_update", "agent", "the customer wrote again", (
        CASE, *FOR_AGENT, may("reopened", "bool", "his mail reopened the case", False),
    ), answerable=True),
    LetterKind("agent_note", "agent", "another agent wrote a note", (
        CASE, need("author", "str", "name of the agent who wrote it"), need("text", "str", "the note"),
        *ANSWER_ADDRESSES,
    ), answerable=True),
    LetterKind("agent_assigned", "agent", "an agent was given a case, lost it, or its line or team got it", (
        CASE, need("by", "str", "name of the agent who did it"), need("why", "str", "assigned | taken | line | team | phone"),
        may("note", "str", "what he wrote with it", ""), may("text", "str", "the customer's last words", ""),
        may("from_address", "str", "the address that they came from", ""), may("proven", "bool", "something proves that he wrote them", True), may("start_by", "instant", "start due"), may("answer_by", "instant", "answer due"),
        *ANSWER_ADDRESSES, may("commands_short", "strings", "commands to remind of", ("/take", "/spend 10m", "/close", "/help")),
    ), answerable=True),
    LetterKind("agent_status", "agent", "an agent asked how a case stands", (
        CASE, need("requester", "str", "the customer's address"), may("assigned", "str", "who has it", ""),
        may("line", "int", "its line", 1), may("team", "str", "its team", ""), may("tags", "strings", "its tags", ()), may("watchers", "strings", "who reads along", ()),
        may("tier", "tier", "name of the tier"), may("minutes_left", "int", "prepaid minutes left"), may("start_by", "instant", "start due"),
        may("answer_by", "instant", "answer due"), may("started_at", "instant", "when work began"), may("answered_at", "instant", "when we answered first"),
        may("closed_at", "instant", "when it was closed"), may("missing", "strings", "names of the details that are asked for", ()),
        may("findings", "details", "workaround | solution | lesson, and the text", ()), *ANSWER_ADDRESSES,
    ), answerable=True),
    LetterKind("agent_queue", "agent", "an agent asked which cases wait", (
        need("mine", "cases", "his, with due, line and team besides"), need("waiting", "cases", "those that nobody has"), need("others", "cases", "those of others, with assigned_to"),
    ), answerable=True),
    LetterKind("agent_balance", "agent", "an agent asked what a customer has left", (
        need("whose", "str", "the address"), need("rights", "rights", "what he is entitled to"), may("known", "bool", "there is such a customer", True),
        may("overdue_since", "day", "since when an invoice is overdue"),
    ), answerable=True),
    LetterKind("third_answered", "agent", "somebody from outside whom an agent asked has answered", (
        CASE, *FROM, need("asked", "bool", "he wrote from an address that was asked"), need("proven", "bool", "something proves that he wrote it"),
        need("text", "str", "what he wrote"), may("attachments", "files", "files that came with it", ()), *ANSWER_ADDRESSES,
    ), answerable=True),
    LetterKind("forward_offer", "agent", "an agent passed a mail on: shall it become a case?", (
        need("address", "str", "whose mail it says it is"), need("subject", "str", "its subject, or an empty string"),
        need("text", "str", "how it begins"),
    ), answerable=True),
    LetterKind("agent_result", "agent", "receipt: what became of an agent's mail", (
        may("case", "case", "the case, when there is one"),
        need("lines", "sayings", "what was done, in order"),
    ), answerable=True),
    LetterKind("agent_refused", "agent", "an agent's mail had a faulty line: nothing was done", (
        may("case", "case", "the case, when there is one"),
        need("faults", "faults", "every faulty line"),
        need("text", "str", "his whole new text, ready to be sent again; empty: there is nothing in it to send"),
        may("to_mend", "int", "how many lines he can mend", 1),
        may("sendable", "bool", "SEND would send his words without these lines", False),
        may("inside", "bool", "his words are a note, and SEND keeps them as one", False),
    ), answerable=True),
    LetterKind("agent_second", "agent", "an agent's answer waits: another agent has answered since the letter that he answers", (
        CASE, need("author", "str", "the other agent"), need("answered_at", "instant", "when he answered"),
        need("said", "str", "what he answered"),
        need("text", "str", "the agent's whole new text, which was not sent"),
    ), answerable=True),
    LetterKind("agent_same_id", "agent", "an agent's mail bore the Message-ID of another of his that was carried out: nothing of it was done", (
        may("case", "case", "the case, when there is one"), need("text", "str", "his whole new text, ready to be sent again"),
    ), answerable=True),
    LetterKind("agent_withdrawn", "agent", "an agent took his answer back before it left", (
        CASE, need("lines", "sayings", "what was taken back, in order"),
        need("text", "str", "his words for the customer, ready to be sent again"),
        may("author", "str", "whose words they are, where its reader let another's be", ""), may("by", "str", "who let them be, where it was not he", ""),
    ), answerable=True),
    LetterKind("agent_held", "agent", "an agent's mail was held back, since it would give away something internal", (
        may("case", "case", "the case, when there is one"), need("lines", "sayings", "why"),
        need("text", "str", "his whole new text, of which nothing was done; empty: one letter alone is held, and an admin may let it go"),
        may("author", "str", "who wrote it, where another may let it go", ""), need("may_send", "bool", "its reader may send it all the same"),
        may("leads", "strings", "names of those who may, and were asked", ()),
    ), answerable=True),
    LetterKind("agent_help", "agent", "an agent asked for help", (
        may("case", "case", "the case, when there is one"),
        need("role", "str", "agent | lead | admin | reader"), need("groups", "groups", "the commands that his role reaches, by stage"),
        may("explained", "bool", "say what each command does, too", True),
        may("command", "str", "name of the one command that he asked about", ""),
        may("examples", "strings", "how that one may be written; what stands in braces is filled in by the filter in_words", ()),
        may("offered", "details", "what may stand behind it, and what that is called by the settings", ()),
        may("said_by", "str", "section of words.toml that has words for these", ""),
        may("also", "strings", "other words for it, with their slash", ()),
    ), answerable=True),
    LetterKind("agent_unlinked", "agent", "a proven agent wrote without a token of his own: nothing was done", (
        may("case", "case", "the case he probably meant; the answer address of this letter carries a fresh token"),
        need("text", "str", "his whole new text, ready to be sent again"),
        may("why", "str", "what was wrong: none | customer | not_his | revoked | expired; see [unlinked] of words.toml", "none"),
    ), answerable=True),
    LetterKind("agent_alarm", "agent", "somebody wrote in an agent's name and nothing proves it, or wrote to an address that was sent to the agent alone", (
        need("received_at", "instant", "when"),
        may("what", "str", "name | address | desk: what was used: his name, his reply address of a case, his desk address", "name"),
        need("because", "str", "why it is not proven; with his name"),
        may("seen", "str", "strict addr-spec that wrote to his address; empty: none can be read", ""),
        may("case", "case", "the case it was about, when its token was right"),
    ), answerable=True),
    LetterKind("agent_invite", "agent", "an agent is sent his desk address", (
        may("why", "str", "new | again | expires | revoked; see [invited] of words.toml", "new"),
        need("role", "str", "agent | lead | admin | reader"), need("groups", "groups", "the commands that his role reaches, by stage"),
        need("desk_address", "str", "his desk address; may be the placeholder REPLY_ADDRESS"),
        need("valid_until", "day", "the last day on which it counts"),
    ), answerable=True),
)
