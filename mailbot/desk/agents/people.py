"""Who takes part in a case, as agents say it, and who reads the answers besides the requester.
A colleague reads them once an agent says so, or when he shares the proven domain of the requester; nobody else does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mailbot.desk.agents.turn import Done, Turn
from mailbot.desk.colleagues import AT_MOST, is_of_the_house
from mailbot.desk.commands import Command
from mailbot.desk.commands.values import fault_of
from mailbot.desk.domains import no_customers_domain
from mailbot.desk.effects import AddParticipant, Effect, Letter, RemoveParticipant, Send
from mailbot.desk.facts import Case, Participant
from mailbot.desk.own_words import said_in
from mailbot.mail import address


def cc(turn: Turn, command: Command) -> Done:
    """/cc bo@firma.example: he takes part, and gets a copy of every answer, this mail's too."""
    return _each(turn, command, _may_join(copies=True), lambda case, plain: AddParticipant(case.id, plain, "cc", copies=True, named=True), "copies_go_to")


def addcontact(turn: Turn, command: Command) -> Done:
    """/addcontact bo@firma.example: he takes part. What was written is shown to him only where he gets copies besides."""
    return _each(turn, command, _may_join(copies=False), lambda case, plain: AddParticipant(case.id, plain, "cc", named=True), "takes_part")


def uncc(turn: Turn, command: Command) -> Done:
    """/uncc bo@firma.example: he takes no part any more, and nobody adds him again by naming him in Cc."""
    return _each(turn, command, _may_leave, lambda case, plain: RemoveParticipant(case.id, plain), "no_copies_for")


Fits = Callable[[Turn, str], str]  # the problem, or ""


def _each(turn: Turn, command: Command, fits: Fits, does: Callable[[Case, str], Effect], say: str) -> Done:
    """The same for every address of the line."""
    faults = tuple(fault_of(command, problem, plain) for plain in command.addresses if (problem := fits(turn, plain)))
    if not faults and len(turn.about.part("cc")) + len(command.addresses) > AT_MOST and say != "no_copies_for":
        faults = (fault_of(command, "too_many_people", str(AT_MOST)),)
    if faults:
        return Done(faults=faults)
    said: list[dict[str, Any]] = [{"say": say, "to": plain} for plain in command.addresses]
    return Done(tuple(does(turn.about, plain) for plain in command.addresses), tuple(said), changes=True)


def _may_join(*, copies: bool) -> Fits:
    def problem(turn: Turn, plain: str) -> str:
        if outside := stands_outside(turn, plain):
            return outside
        here = known(turn.about, plain)
        return "takes_part_already" if here is not None and here.role == "cc" and (here.copies or not copies) else ""

    return problem


def _may_leave(turn: Turn, plain: str) -> str:
    here = known(turn.about, plain)
    if here is None or here.role == "removed":
        return "takes_no_part"
    return "customers_address" if here.role == "requester" else ""


def stands_outside(turn: Turn, plain: str) -> str:
    """Why this address can be nobody's besides the customer: our own, an agent's, or the customer's."""
    if is_of_the_house(plain, turn.hearing.config):
        return "house_address"
    here = known(turn.about, plain)
    return "customers_address" if here is not None and here.role == "requester" else ""


def known(case: Case, plain: str) -> Participant | None:
    return next((person for person in case.participants if address.key(person.address) == address.key(plain)), None)


# ---- copies --------------------------------------------------------------------------------------------
def readers(turn: Turn, effects: tuple[Effect, ...]) -> tuple[str, ...]:
    """Who gets a copy of the answer of this mail, with those whom it adds or takes off."""
    case = turn.about
    reading = {address.key(person.address): person.address for person in case.part("cc") if person.copies or _shares_domain(turn, case, person)}
    for effect in effects:
        if isinstance(effect, AddParticipant) and effect.case_id == case.id and effect.copies:
            reading[address.key(effect.address)] = effect.address
        if isinstance(effect, RemoveParticipant) and effect.case_id == case.id:
            reading.pop(address.key(effect.address), None)
    reading.pop(address.key(case.requester.address), None)
    return tuple(reading.values())


def _shares_domain(turn: Turn, case: Case, person: Participant) -> bool:
    """Of the same organisation as the requester, who was proven: where anybody may have an address, that says nothing."""
    if turn.hearing.config.cases.cc_policy == "ignore" or not case.opened_verified:
        return False
    mine, his = (address.domain_of(each) for each in (case.requester.address, person.address))
    return mine == his and no_customers_domain(mine, turn.hearing.config) is None


def with_copies(turn: Turn, letter: Letter, readers: tuple[str, ...]) -> tuple[Send, ...]:
    """The answer, and a copy for each reader under an answer address of his own. What is left of the customer's minutes is the customer's matter,
    and each reads in the quote what he wrote himself or nothing."""
    quotes = "quote" in letter.values
    return (Send(replace(letter, cc=readers)), *(
        Send(replace(letter, to=each, shown_to=letter.to, cc=readers, idem=f"{letter.idem}:{address.key(each)}",
                     values={**letter.values, "minutes_left": None, **(quote_for(turn, each) if quotes else {})})) for each in readers
    ))


def quote_for(turn: Turn, reader: str) -> Mapping[str, Any]:
    """What the letter says that its reader wrote: the case's last words where they are proven to be his, and he takes part as requester or colleague.
    The words of anybody else, a stranger's above all who wrote in his name, are shown to nobody as "You wrote"."""
    case = turn.about
    writer = known(case, case.last_author) if address.plain(case.last_author) else None
    if writer is None or not case.last_verified or writer.role not in ("requester", "cc") or address.key(writer.address) != address.key(reader):
        return {"quote": "", "quoted_at": None}
    return {"quote": said_in(case.last_customer_text, turn.hearing.config), "quoted_at": case.last_said_at.isoformat() if case.last_said_at else None}
