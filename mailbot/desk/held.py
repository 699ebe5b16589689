"""A letter was held back before it left: the admins hear of it, and the agent whose words they were.
Nothing of what was found stands in their letters but its kind."""

from __future__ import annotations

from mailbot.config.settings import Agent, Config
from mailbot.desk import duty
from mailbot.desk.canary import REASONS
from mailbot.desk.effects import Decision, DueDone, Letter, Send, Step
from mailbot.desk.facts import Case, DueItem, Facts, HeldLetter
from mailbot.desk.letters import case_values, for_agent


def tell(item: DueItem, case: Case, facts: Facts, config: Config) -> Decision:
    """One letter for each that is held and was not told of before."""
    letters = [letter for each in facts.held for letter in _letters(each, case, config)]
    step = Step("held", bool(letters), f"{len(facts.held)} letters of the case are held back")
    return Decision("held_told", (DueDone(item.id), *map(Send, letters)), (step,))


def _letters(held: HeldLetter, case: Case, config: Config) -> list[Letter]:
    said = {"say": f"held_{_key(held)}", "to": held.to, "number": case.number}
    commands = ["mailbot held list", f"mailbot held show {held.outbox_id}", f"mailbot held release {held.outbox_id}"]
    told = [
        Letter("admin_notice", duty.language_of(admin, config), admin.email[0], {"what": "held", "lines": [said], "commands": commands},
               idem=f"admin_notice:held:{held.outbox_id}:{admin.id}")
        for admin in config.admins
    ]  # fmt: skip
    author = next((agent for agent in config.agents if agent.id == held.agent_id), None)
    return [*told, _to_author(author, held, said, case, config)] if author else told


def _to_author(agent: Agent, held: HeldLetter, said: dict[str, str], case: Case, config: Config) -> Letter:
    return for_agent(config, agent, "agent_held", case, {"case": case_values(case), "lines": [said], "text": "", "may_send": False}, f"agent_held:{held.outbox_id}",
                     references=case.references[:1])


def _key(held: HeldLetter) -> str:
    return next((key for key, because in REASONS.items() if because == held.because), "note")
