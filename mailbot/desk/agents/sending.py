"""SEND: a mail that came back to its agent goes out after all, without the lines that he was told are at fault.
The mail is read again from the kept original, judged on what holds now, and settled once for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mailbot.config.settings import Agent
from mailbot.desk import commands, credentials
from mailbot.desk.agents import caught
from mailbot.desk.agents.answers import refused
from mailbot.desk.agents.doing import came_back, carry_out, is_lost, without_faults
from mailbot.desk.agents.inserting import put_in
from mailbot.desk.agents.replying import fit_for_customers
from mailbot.desk.agents.turn import Turn, may
from mailbot.desk.commands import Fault
from mailbot.desk.effects import Decision, Step
from mailbot.desk.facts import Case, SentBack
from mailbot.desk.hearing import Hearing
from mailbot.desk.hiding import without_codes
from mailbot.mail.message import AGENTS_KINDS, Message, Token, TokenKind

_AROUND = "\ufeff\u200b\u00a0 \t*_.!/"


def turn_of(hearing: Hearing, agent: Agent, case: Case | None, token: Token) -> Turn:
    """One agent's mail, ready to be carried out."""
    if case is None:
        reading = reading_there(hearing)
        return Turn(hearing, agent, None, put_in(reading, hearing, language_there(hearing), private=True), private=True)
    inside = token.kind is TokenKind.NOTE  # as the letter said that he answers: what the configuration says today counts for letters of today
    reading = _reading(hearing, "reply" if inside else "")
    private = _stays_inside(reading, hearing) or (inside and not reading.named("reply"))
    files, left_out = fit_for_customers(hearing.message.attachments, hearing.config)
    return Turn(hearing, agent, case, put_in(reading, hearing, case.language, private=private), private, files, left_out, reply_is="note" if inside else "public")


def reading_there(hearing: Hearing) -> commands.Reading:
    """Of a mail to his desk address, where only the words with /new go outside."""
    return _reading(hearing, "new")


def _reading(hearing: Hearing, outward_by: str) -> commands.Reading:
    """His new text. It goes outside unless it is a note, or lacks the command by which alone it does."""
    text, known = hearing.message.new_text, commands.aliases(hearing.rules)
    reading = commands.read(text, known)
    outward = not reading.named("note") and (not outward_by or bool(reading.named(outward_by)))
    return commands.read(text, known, outward=True) if outward else reading


def _stays_inside(reading: commands.Reading, hearing: Hearing) -> bool:
    """A note, or words for somebody outside: also where that line, or what may have been meant for it, cannot be done, and the mail is sent without it."""
    known = commands.aliases(hearing.rules)
    named = {command.name for command in reading.commands}.union(*(commands.may_mean(fault, known) for fault in reading.faults))
    return bool(named & {"note", "consult"})


def language_there(hearing: Hearing) -> str:
    """Of the customer whom a /new at the desk address names, else the vendor's."""
    named = next((account.language for _, account in hearing.facts.named_accounts if account.language), None)
    return named or hearing.config.vendor.default_language


def is_asked(turn: Turn) -> bool:
    """Whether the mail begins with SEND. With more below it, it is that only in answer to a letter that brought a mail back."""
    first, more = _first_line(turn.hearing.message.new_text)
    return _means_send(first, commands.aliases(turn.hearing.rules)) and (not more or turn.hearing.facts.sent_back is not None)


def send(turn: Turn) -> Decision:
    """Carry out the mail that came back."""
    back, (first, more) = turn.hearing.facts.sent_back, _first_line(turn.hearing.message.new_text)
    author = None if back is None else _author_of(back, turn)
    token = None if back is None or author is None else _token_of(back.message, turn, author)
    if back is None or author is None or token is None or _means_send(_first_line(back.message.new_text)[0], commands.aliases(turn.hearing.rules)):
        return refused(turn, (Fault(1, first, "nothing_to_send"),), text=more)
    if more:
        return refused(turn, (Fault(1, first, "send_alone"),), text=more)
    if back.settled:
        return refused(turn, (Fault(1, first, "already_sent"),), text=more)
    original = _hearing_of(turn.hearing, back)
    again = replace(
        turn_of(original, author, turn.case, token), anyway=back.template == "agent_second", brought=back.intake_id, named=back.named, sent_by=turn.hearing.key,
        let_go=caught.let_go_by(turn.agent) if back.template == caught.LETTER else (), released_by=None if author == turn.agent else turn.agent,
    )
    rest, faults = without_faults(again)
    left_out = {fault.line for fault in faults if fault.source}
    if left_out - set(back.named) or (left_out and is_lost(rest)):
        return came_back(again)  # something has changed since: of a line that he never heard of he is told first
    decision = carry_out(rest)
    step = Step("SEND", True, f"mail {back.intake_id}, without lines {sorted(left_out)}" if left_out else f"mail {back.intake_id}")
    return replace(decision, trail=(*decision.trail, step))


def _hearing_of(hearing: Hearing, back: SentBack) -> Hearing:
    """The same hearing over the mail that came back, its codes blanked as they were then."""
    message = back.message
    by_code = "id_and_code" in hearing.config.entitlement.match_by
    claim = credentials.find(message.subject, message.new_text, hearing.config.entitlement) if by_code else None
    return replace(hearing, message=without_codes(message, claim, hearing.config))


def _author_of(back: SentBack, turn: Turn) -> Agent | None:
    """Whose mail it is. Another's is not his to send, unless it was held back: that a lead may let go."""
    author = turn.hearing.config.agent_at(back.message.address) if back.message.address is not None else None
    return author if author == turn.agent or (back.template == caught.LETTER and may(turn.agent, "lead")) else None


def _token_of(original: Message, turn: Turn, author: Agent) -> Token | None:
    """The token by which that mail spoke, when it is its author's and of this case."""
    wanted = turn.case.id if turn.case is not None else 0
    written = [token for token in original.tokens if token.kind in AGENTS_KINDS and token.who == author.id and token.case_id == wanted]
    return next(iter(sorted(written, key=lambda token: token.by != "token")), None)


def _first_line(new_text: str) -> tuple[str, str]:
    """The first line that says something, and what follows it."""
    first, _, more = new_text.strip("\ufeff\u200b\u00a0 \t\n").partition("\n")
    return first.strip(_AROUND), more.strip()


def _means_send(word: str, aliases: Mapping[str, str]) -> bool:
    return word.casefold() == "send" or aliases.get(word.casefold()) == "send"
