"""A payment that the bank took back, and the cases that run on what it had paid: they lapse as the vendor wants, and their agents are told.
Nobody goes on working for minutes that no longer exist without having read so."""

from __future__ import annotations

from mailbot.config.settings import Agent, Config
from mailbot.desk import duty, ledger
from mailbot.desk.after import account_after
from mailbot.desk.effects import Effect, Send, SetState, TakeBack
from mailbot.desk.facts import Account, Case
from mailbot.desk.lapsing import day_of, lapse, watch
from mailbot.desk.letters import case_values, for_agent
from mailbot.desk.payments.facts import Incoming, Original, PaymentFacts


def seen_to(taken: tuple[Effect, ...], payment: Incoming, original: Original, facts: PaymentFacts, config: Config) -> tuple[Effect, ...]:
    """What becomes of the running cases of the customer, and of those to whom his minutes went, once all this is taken back; and the
    letters to whoever works on them."""
    tiers = {used.tier for used in original.used}
    return tuple(effect for account, running in _holders(original) for effect in _of_one(account_after(account, taken, facts.now), running, tiers, taken, payment, facts, config))


def _holders(original: Original) -> tuple[tuple[Account | None, tuple[Case, ...]], ...]:
    """Who has something of it, each once, with his running cases: who paid, and others who have minutes of it left."""
    others = {each.account_id: (each.account, each.running) for used in original.used for each in used.moved if each.minutes_left and each.account}
    others.pop(original.account.id if original.account else 0, None)
    return ((original.account, original.running), *others.values())


def _of_one(account: Account | None, running: tuple[Case, ...], tiers: set[str], taken: tuple[Effect, ...], payment: Incoming, facts: PaymentFacts,
            config: Config) -> tuple[Effect, ...]:
    effects: list[Effect] = []
    for case in running:
        rests_on_it = case.tier in tiers
        lapsed = lapse(case, account, facts.now, config, minutes_too=rests_on_it)
        effects += (*lapsed, *watch(case, account, facts.now, config))
        if rests_on_it:
            said = _said(taken, lapsed, payment, case, account, facts, config)
            effects += [_told(agent, said, payment, case, config) for agent in duty.on_duty(case, config)]
    return tuple(effects)


def _said(taken: tuple[Effect, ...], lapsed: tuple[Effect, ...], payment: Incoming, case: Case, account: Account | None, facts: PaymentFacts,
          config: Config) -> list[dict[str, str | int]]:
    """What an agent must know: the money, the minutes, and what became of the case."""
    said: list[dict[str, str | int]] = [{"say": "reversed", "amount_minor": -payment.amount_minor, "currency": payment.currency}]
    minutes = sum(each.minutes for each in taken if isinstance(each, TakeBack) and account is not None and each.account_id == account.id)
    tier = config.tier(case.tier) if case.tier else None
    if tier is not None and tier.kind == "prepaid_blocks" and account is not None:
        said.append({"say": "minutes_gone", "minutes": minutes, "left": ledger.balance(account.blocks, day_of(facts.now, config))})
    state = next((each.state for each in lapsed if isinstance(each, SetState)), None)
    said += [{"say": "closed" if state == "closed" else "rests_now", "number": case.number}] if state else []
    return said


def _told(agent: Agent, said: list[dict[str, str | int]], payment: Incoming, case: Case, config: Config) -> Send:
    values = {"case": case_values(case), "lines": said}
    return Send(for_agent(config, agent, "agent_result", case, values, f"reversed:{payment.id}:{case.id}:{agent.id}", references=case.references[:1]))
